"""Changing one answer."""

import json

import pytest
from hypothesis import given, settings

from flywheel_core import AnswersError, Assessment, change, write_answers
from flywheel_core.assessment import ASKED, value_at
from tests.core.assessments import FILES, answered, as_assessment, flatten

ARROW = "transitions.storage_to_analysis"
VALUES = [
    ("title", "Search"),
    ("assessed_on", "2026-11-24"),
    ("participants", ["Ada", "Grace"]),
    ("prerequisites.real_users", "unsure"),
    ("components.storage.level", 0),
    ("components.storage.not_applicable", "no data"),
    ("components.collection.captured_signals", [{"name": "clicks", "kind": "user_action"}]),
    ("components.collection.missing_signals", ["thumbs"]),
    ("components.analysis.time_to_insight", "P10D"),
    (f"{ARROW}.strength", 4),
    (f"{ARROW}.duration", {"low": "P1D", "high": "P4D"}),
    (f"{ARROW}.duration.likely", "P2D"),
    (f"{ARROW}.measured", {"median": "PT5H", "median_reached": True, "interval": ["PT4H", None]}),
    (f"{ARROW}.target.by", "2027-01-01"),
    ("velocity.cost_per_turn", 0),
    ("velocity.network_effect.estimated_percent", -0.5),
    ("decisions.bottleneck.owner", "Ada"),
    ("actions", [{"what": "measure", "done": False}]),
    ("notes.components.storage.level", "a note"),
    ("notes.title", "a note on the title"),
    ("homework.components.storage.level", "Grace"),
]


@pytest.mark.parametrize(("path", "value"), VALUES)
def test_a_change_is_there_and_can_be_taken_back(path, value):
    """A changed answer is the value at its path; null and empty text take it away again."""
    before = answered({"title": "before", "components.feedback.level": 1})
    after = change(before, path, value)
    assert value_at(after, path) == value
    assert value_at(after, "components.feedback.level") == 1
    for nothing in (None, ""):
        assert value_at(change(after, path, nothing), path) is None
        if path != "title":
            assert change(after, path, nothing) == before
    assert value_at(before, "title") == "before"


@pytest.mark.parametrize(("path", "value"), VALUES)
def test_a_change_to_the_same_value_changes_nothing(path, value):
    """Answering the same again gives an equal assessment and the same file."""
    once = change(Assessment(), path, value)
    assert change(once, path, value) == once
    assert write_answers(change(once, path, value_at(once, path))) == write_answers(once)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("components.storage.level", 5),
        ("components.storage.level", "3"),
        ("components.storage.level", object()),
        ("components.storage.level", float("nan")),
        ("components.storage.levle", 3),
        ("components.storage.levle", None),
        ("components.warehouse.level", 3),
        ("components.warehouse.level", None),
        ("components.storage.level.deeper", 3),
        ("components.storage.level.deeper", None),
        ("title.deeper", "x"),
        ("nothing", None),
        ("nothing", 1),
        (".", 1),
        (".", None),
        ("components.", 1),
        (".title", "x"),
        ("notes", "x"),
        ("notes.nowhere", "x"),
        ("notes.nowhere", None),
        ("notes.", "x"),
        ("actions.0.what", "x"),
        ("actions.0.what", None),
        ("actions.what", None),
        ("participants.0", "x"),
        ("components.collection.captured_signals.name", None),
        (f"{ARROW}.duration", "P3D"),
        (f"{ARROW}.duration", {"low": "P3D", "likely": "P2D"}),
        ("schema_version", 2),
        ("title", "\ud800"),
        ("", {"extra": 1}),
        ("", {"schema_version": 2}),
        ("", []),
        ("", 3),
    ],
)
def test_a_wrong_change_is_refused(path, value):
    """A path that is not there, or a value that does not fit, is refused in a sentence."""
    before = answered({"title": "before"})
    with pytest.raises(AnswersError) as caught:
        change(before, path, value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert before == answered({"title": "before"})


def test_a_refusal_names_the_path():
    """The refusal of a change says where."""
    with pytest.raises(AnswersError) as caught:
        change(Assessment(), "components.storage.level", 7)
    assert caught.value.path == "components.storage.level"


def test_not_applicable_and_a_level_refuse_each_other():
    """A level can't be answered where the part does not apply, nor the other way round."""
    ruled_out = answered({"components.storage.not_applicable": "none"})
    with pytest.raises(AnswersError):
        change(ruled_out, "components.storage.level", 0)
    with pytest.raises(AnswersError):
        change(answered({"components.storage.level": 0}), "components.storage.not_applicable", "none")


def test_the_whole_document():
    """The empty path is the whole document, to read and to replace."""
    assessment = answered({"title": "a", "components.storage.level": 2})
    whole = value_at(assessment, "")
    assert whole == json.loads(write_answers(assessment))
    assert change(Assessment(), "", whole) == assessment


@settings(max_examples=40)
@given(FILES)
def test_a_document_is_the_sum_of_its_changes(doc):
    """Answering one path after the other gives what reading the whole file gives."""
    assessment = as_assessment(doc)
    built = Assessment()
    for path, value in flatten(json.loads(write_answers(assessment))).items():
        built = change(built, path, value)
    assert built == assessment


@settings(max_examples=30)
@given(FILES)
def test_taking_every_answer_away_leaves_nothing(doc):
    """Answers taken away one after the other leave an empty assessment."""
    assessment = as_assessment(doc)
    for path in flatten(json.loads(write_answers(assessment))):
        assessment = change(assessment, path, None)
    assert assessment == Assessment()


def test_every_asked_path_can_be_taken_away():
    """Each path that counts for progress can be emptied although it is empty."""
    for path in ASKED:
        assert change(Assessment(), path, None) == Assessment()
