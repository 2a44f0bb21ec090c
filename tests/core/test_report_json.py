"""The answers file as a paper."""

import pytest
from hypothesis import given, settings

from flywheel_core import read_answers, write_answers
from flywheel_core.report import PaperError, answers_file, write_json
from tests.core.assessments import FILES, as_assessment
from tests.core.examples import GUIDE, example, hostile


@settings(max_examples=50)
@given(FILES)
def test_round_trip(document):
    """Reading the JSON gives the same assessment, and writing that gives the same bytes."""
    assessment = as_assessment(document)
    data = write_json(assessment, GUIDE)
    assert read_answers(data) == assessment
    assert write_json(read_answers(data), GUIDE) == data


def test_nothing_typed_is_changed():
    """The answers file alone keeps what people typed to the last control character."""
    assert read_answers(write_json(hostile(), GUIDE)) == hostile()


def test_what_reads_otherwise_is_not_handed_out(monkeypatch):
    """An answers file that reads otherwise is refused."""
    monkeypatch.setattr(answers_file, "read_answers", lambda *_: example("flywheel"))
    assert write_answers(example("broken")) != write_answers(example("flywheel"))
    with pytest.raises(PaperError, match="JSON"):
        write_json(example("broken"), GUIDE)
