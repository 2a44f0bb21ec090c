"""The findings as JSON, their determinism, and what the order of the file's keys does: nothing."""

import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import assess, load_guide, write_answers
from tests.core.assessments import ANY, FILES, answered, as_assessment, durations, found, strengths
from tests.core.legal import every

OBJECTS = ["loop", "weakest_connection", "weakest_component", "bottleneck", "learning_type", "cold_start",
           "velocity", "gate", "first_investment"]  # fmt: skip
LISTS = ["drag", "mistakes", "contradictions", "tests"]
FIVE = ["rule", "verdict", "why", "rests_on", "decided_by"]
RULES = ["R1", "R2", "R2", "R3", "R4", "R5", "R6", "R10", "R11"]


@settings(max_examples=25)
@given(ANY)
def test_it_is_json_with_all_that_is_promised(doc):
    """The JSON has every object and list, each finding with its five fields first, and no NaN or infinity."""
    data = assess(as_assessment(doc)).as_json()
    text = json.dumps(data, allow_nan=False)
    assert json.loads(text) == data
    assert list(data) == [*OBJECTS, *LISTS, "progress", "confidence"]
    assert [data[name]["rule"] for name in OBJECTS] == RULES
    for finding in (*(data[name] for name in OBJECTS), *(item for name in LISTS for item in data[name])):
        assert list(finding)[:5] == FIVE
        assert finding["why"]


def test_the_verdict_of_a_transition_is_its_id():
    """Weakest connection and bottleneck are given by the transition's id, the component by its own."""
    data = found(strengths(4, 1, 4, 4, 4), durations(*["P1D"] * 4, "P9D"), {"components.storage.level": 1})
    data = data.as_json()
    assert data["weakest_connection"]["verdict"] == "storage_to_analysis"
    assert data["bottleneck"]["verdict"] == "feedback_to_collection"
    assert data["weakest_component"]["verdict"] == "storage"


def test_own_fields():
    """Each rule's own fields stand beside the five, durations as ISO 8601."""
    data = found(
        strengths(4, 1, 0, 4, 4),
        durations("P1D", "P2D", None, "PT90M", "P9D"),
        {
            "cold_start.stage": "early",
            "cold_start.meaningful_points": 120,
            "components.storage.level": 3,
            "components.storage.access_without_request": "no_team",
        },
    ).as_json()
    assert {"strategies", "weeks_to_1000"} <= set(data["cold_start"])
    assert list(data["cold_start"]["strategies"][0]) == ["id", "fits", "why"]
    assert data["bottleneck"]["call"] == "named"
    figures = {item["transition"]: item for item in data["bottleneck"]["figures"]}
    assert figures["application_to_feedback"] == {
        "transition": "application_to_feedback", "figure": "PT1H30M", "unbounded": False,
        "basis": "estimated",
    }  # fmt: skip
    assert figures["analysis_to_application"]["figure"] is None
    assert figures["analysis_to_application"]["unbounded"] is True
    assert (data["velocity"]["cycle_time"], data["velocity"]["floor"]) == (None, "P12DT1H30M")
    assert (
        {"kind", "paths", "what_to_do"} <= set(data["contradictions"][0]) if data["contradictions"] else True
    )
    assert data["progress"]["answered"] + len(data["progress"]["open"]) == data["progress"]["asked"]


@settings(max_examples=40)
@given(ANY)
def test_the_same_answers_give_the_same_findings(doc):
    """Assessing twice gives equal findings, word by word, and assesses nothing but the answers."""
    assert assess(as_assessment(doc)) == assess(as_assessment(doc))
    assert assess(as_assessment(doc), load_guide()) == assess(as_assessment(doc))


def shuffled(value, randomly):
    """Return a document with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        randomly.shuffle(keys)
        return {key: shuffled(value[key], randomly) for key in keys}
    return [shuffled(item, randomly) for item in value] if isinstance(value, list) else value


@settings(max_examples=60)
@given(FILES, st.integers(0, 99))
def test_the_order_of_keys_changes_nothing(doc, seed):
    """A file with its keys in another order gives the same answers, the same export and the same findings."""
    one, other = as_assessment(doc), as_assessment(shuffled(doc, random.Random(seed)))
    assert one == other
    assert write_answers(one) == write_answers(other)
    assert assess(one) == assess(other)


def test_findings_do_not_depend_on_what_is_written_beside_the_answers():
    """Title, people, notes, decisions' owners and actions change no finding."""
    answers = strengths(4, 1, 3, 4, 4) | durations(*["P1D"] * 5)
    beside = {
        "title": "x",
        "facilitator": "y",
        "participants": ["z"],
        "scope.loop": "l",
        "notes.transitions.storage_to_analysis.strength": "n",
        "decisions.bottleneck.owner": "o",
        "actions": [{"what": "w"}],
    }
    assert assess(answered(answers)) == assess(answered(answers | beside))


def test_every_finding_has_words():
    """No sentence of any finding is empty or holds an unfilled name."""
    findings = found(strengths(0, 1, 2, 3, 4), durations(*["P1D"] * 5))
    for name, finding in every(findings):
        assert finding.why.strip(), name
        assert "{" not in finding.why, name
