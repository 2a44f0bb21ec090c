"""Export, import, export: the same bytes."""

import json

from hypothesis import given, settings

from flywheel_core import Assessment, assess, read_answers, write_answers
from flywheel_core.assessment import ASKED, read_written, value_at
from flywheel_core.assessment.document import LARGEST_FILE
from tests.core.assessments import FILES, answered, as_assessment, document, flatten
from tests.core.test_answers_reading import FORM, picked


@settings(max_examples=150)
@given(FILES)
def test_export_import_export_gives_the_same_bytes(doc):
    """An export read again is the same assessment, exports the same bytes, gets the same findings."""
    assessment = as_assessment(doc)
    exported = write_answers(assessment)
    again = read_answers(exported.encode())
    assert again == assessment
    assert write_answers(again).encode() == exported.encode()
    assert assess(again) == assess(assessment)


@settings(max_examples=150)
@given(FILES)
def test_what_was_written_is_read_the_same_either_way(doc):
    """The quick way to read what was written gives the same assessment, and writes the same again."""
    assessment = as_assessment(doc)
    for indent in (None, 2):
        written = write_answers(assessment, indent=indent)
        again = read_written(written)
        assert again == read_answers(written) == assessment
        assert write_answers(again, indent=indent) == written


def test_what_was_not_written_here_is_left_to_the_careful_way():
    """Of what does not fit, of another version and of what is too large the quick way makes nothing."""
    written = write_answers(Assessment())
    assert read_written(written) == Assessment()
    assert read_written(written.replace("1", "2")) is None
    assert read_written('{"components": {"storage": {"level": 7}}}') is None
    assert read_written('{"title": "\ud800"}') is None
    assert read_written("[1]") is None
    assert read_written(written + " " * LARGEST_FILE) is None


@settings(max_examples=100)
@given(FILES)
def test_every_answer_survives(doc):
    """Every answer of a file is in its export, durations in their one written form."""
    exported = flatten(json.loads(write_answers(as_assessment(doc))))
    for path, value in flatten(doc).items():
        if value in (None, "", [], {}):
            assert path not in exported
        elif isinstance(value, str | int | float):
            assert exported[path] == value or path.endswith(("time_to_insight", "time_to_users"))
        else:
            assert path in exported


def test_the_form_of_the_file():
    """The file is indented by 2, ends in one newline, keeps accents, and has keys in document order."""
    exported = write_answers(
        answered(
            {"title": "Größe", "notes.title": "n", "components.storage.level": 0, "actions": [{"what": "x"}]}
        )
    )
    assert exported == (
        '{\n  "schema_version": 1,\n  "title": "Größe",\n  "components": {\n    "storage": {\n'
        '      "level": 0\n    }\n  },\n  "actions": [\n    {\n      "what": "x"\n    }\n  ],\n'
        '  "notes": {\n    "title": "n"\n  }\n}\n'
    )


def test_an_empty_assessment():
    """Nothing answered is a file with its version only."""
    assert write_answers(Assessment()) == '{\n  "schema_version": 1\n}\n'


def test_a_zero_and_a_false_are_answers():
    """Zero and false are kept: they are no null."""
    answers = {"velocity.cost_per_turn": 0, "cold_start.meaningful_points": 0, "components.storage.level": 0}
    answers |= {"actions": [{"what": "x", "done": False}]}
    assert json.loads(write_answers(answered(answers))) == document(answers)


def test_whole_and_broken_numbers_keep_their_form():
    """An amount written as 1 stays 1, one written as 1.0 stays 1.0, and no figure is rounded."""
    for text in ("1", "1.0", "0.1", "123456789.123", "1e-07"):
        assert f'"cost_per_turn": {text}\n' in write_answers(
            read_answers(f'{{"velocity": {{"cost_per_turn": {text}}}}}')
        )


def test_document_order_is_the_published_one():
    """The export has the published form's keys in the published order."""
    form = picked(json.loads(FORM), 0)
    exported = list(flatten(json.loads(write_answers(read_answers(json.dumps(form))))))
    published = [path for path in flatten(form) if path in exported]
    assert [path for path in exported if path in published] == published


def test_a_path_that_is_asked_can_be_read():
    """Every asked path names an answer of the document, null where it is open."""
    for path in ASKED:
        assert value_at(Assessment(), path) is None
