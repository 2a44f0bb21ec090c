"""Progress and confidence: counts, never mixed, never a score."""

import json

import pytest
from hypothesis import given, settings

from flywheel_core import Assessment, assess, write_answers
from flywheel_core.assessment import ASKED, progress_of
from tests.core.assessments import (
    ANY,
    ARROWS,
    answered,
    as_assessment,
    document,
    durations,
    found,
    measured,
    strengths,
)
from tests.core.legal import others, put


def test_nothing_answered():
    """Nothing answered is no progress, everything open, and nothing to be confident about."""
    findings = found({})
    assert findings.progress == (0, len(ASKED), ASKED)
    assert findings.confidence == (0, 0, 0, 0)


def test_the_list_is_published_in_document_order():
    """The asked paths are all different and stand in the file's order."""
    form = {}
    for path in reversed(ASKED):
        form = put(form, path, others(path, None)[-1])
    assessment = as_assessment(form)
    exported = []

    def walk(value, prefix):
        for key, inner in value.items():
            path = f"{prefix}{key}"
            if path in ASKED:
                exported.append(path)
            elif isinstance(inner, dict):
                walk(inner, f"{path}.")

    walk(json.loads(write_answers(assessment)), "")
    assert tuple(exported) == ASKED
    assert len(set(ASKED)) == len(ASKED)
    assert progress_of(assessment) == (len(ASKED), len(ASKED), ())


@pytest.mark.parametrize("path", ASKED)
def test_each_answer_counts_once(path):
    """Each asked path, answered alone, is one answer more."""
    assert progress_of(answered({path: others(path, None)[-1]})).answered == 1


def test_what_is_not_asked_does_not_count():
    """Titles, notes, costs, targets and bases are no progress."""
    beside = {
        "title": "x",
        "velocity.cost_per_turn": 3,
        "notes.title": "n",
        "transitions.storage_to_analysis.basis": "voted",
        "transitions.storage_to_analysis.target.strength": 4,
        "prerequisites.value_proposition": "v",
    }
    assert progress_of(answered(beside)).answered == 0


def test_not_applicable_counts_as_answered():
    """A part that does not apply is answered: all its questions are settled."""
    transition = progress_of(answered({"transitions.storage_to_analysis.not_applicable": "one system"}))
    assert transition.answered == 2
    component = progress_of(answered({"components.storage.not_applicable": "none"}))
    assert "components.storage.level" not in component.open


@pytest.mark.parametrize(
    "answers",
    [
        {"transitions.storage_to_analysis.strength_unsure": True},
        {"transitions.storage_to_analysis.duration_unsure": True},
        {"components.storage.level_unsure": True},
        {"prerequisites.real_users": "unsure"},
        measured("storage_to_analysis", "P1D"),
        measured("storage_to_analysis", None),
        {"velocity.learning_curve.measured": {"verdict": "refused"}},
    ],
)
def test_unsure_and_measured_are_answers(answers):
    """Not sure is an answer, and so is a measurement."""
    assert progress_of(answered(answers)).answered == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"transitions.storage_to_analysis.duration": {"low": "P1D"}},
        {"transitions.storage_to_analysis.measured": {"completed": 3}},
        {"transitions.storage_to_analysis.strength_unsure": False},
        {"velocity.network_effect.measured": {"periods": 4}},
        {"components.collection.captured_signals": []},
    ],
)
def test_half_an_answer_is_none(answers):
    """Half a range, a measurement without a result, and an empty list are no answers."""
    assert progress_of(answered(answers)).answered == 0


@settings(max_examples=60)
@given(ANY)
def test_taking_an_answer_away_never_raises_progress(doc):
    """Progress is answered / asked, the open ones listed; emptying an asked path never raises it."""
    progress = assess(as_assessment(doc)).progress
    assert progress.asked == len(ASKED)
    assert progress.answered + len(progress.open) == progress.asked
    for path in ASKED[:12]:
        assert progress_of(as_assessment(put(doc, path, None))).answered <= progress.answered


def confidence(*groups):
    """Return the counts by name."""
    return {k: v for k, v in found(*groups).confidence._asdict().items() if v}


def test_confidence_counts_strengths_and_durations():
    """Every answered strength and duration counts once: measured, voted, estimated or unsure."""
    answers = strengths(4, 3, None, None, "none") | durations("P1D", "P2D", None, None, None)
    answers |= measured("storage_to_analysis", "P3D")
    answers |= {
        "transitions.collection_to_storage.basis": "voted",
        "transitions.analysis_to_application.strength_unsure": True,
        "transitions.application_to_feedback.duration_unsure": True,
    }
    # voted: both of the first arrow; estimated: the second's strength; measured: the second's duration.
    assert confidence(answers) == {"measured": 1, "voted": 2, "estimated": 1, "unsure": 2}


def test_an_answer_without_a_basis_is_an_estimate():
    """Where no basis is given the answer is an estimate."""
    assert confidence(strengths(1, 1, 1, 1, 1), durations(*["P1D"] * 5)) == {"estimated": 10}


def test_a_median_not_reached_is_measured():
    """A measured median that was not reached is measured all the same."""
    assert confidence(measured("storage_to_analysis", None)) == {"measured": 1}


def test_confidence_counts_nothing_else():
    """Levels, not applicable, and half a range count nowhere."""
    answers = {f"transitions.{arrow}.not_applicable": "x" for arrow in ARROWS[:2]}
    answers |= {"components.storage.level": 3, "components.storage.basis": "voted"}
    answers |= {"transitions.feedback_to_collection.duration": {"low": "P1D"}}
    assert confidence(answers) == {}


def test_progress_of_an_empty_assessment_is_not_mixed_with_strength():
    """Progress does not depend on how good the answers are."""
    low, high = strengths(0, 0, 0, 0, 0), strengths(4, 4, 4, 4, 4)
    assert found(low).progress == found(high).progress
    assert progress_of(Assessment()).answered == 0
    assert document({}) == {"schema_version": 1}
