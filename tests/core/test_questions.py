"""A path in words: its question, its step, what was answered."""

import re

import pytest
from hypothesis import given, settings

from flywheel_core import Assessment, change
from flywheel_core.assessment import ASKED
from flywheel_core.questions import STEPS, question_of, say_answer, step_of
from tests.core.assessments import ANY, answered, as_assessment
from tests.core.examples import GUIDE, HOSTILE

ID = re.compile(r"[a-z]+_[a-z_]+|\bP(T?\d)")


@pytest.mark.parametrize("path", ASKED)
def test_every_asked_path_has_a_question(path):
    """Each question that counts for progress has words of its own, and belongs to a step."""
    question = question_of(path, GUIDE)
    assert question != path
    assert question.endswith(("?", ":", "."))
    assert not ID.search(question)
    assert step_of(path) in STEPS


def test_no_two_questions_read_alike():
    """Each asked path has another question, so that homework can be handed out by question alone."""
    assert len({question_of(path, GUIDE) for path in ASKED}) == len(ASKED)


def test_a_group_takes_its_name_and_an_unknown_path_stays():
    """A group of answers is called by its question or name; a path without any words is shown as it is."""
    assert question_of("components.storage", GUIDE) == GUIDE.text("components.storage.question")
    assert question_of("velocity.network_effect.measured.interval", GUIDE) == question_of(
        "velocity.network_effect.estimated_percent", GUIDE
    )
    assert question_of("notes", GUIDE) == "notes"


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("prerequisites.real_users", "start"),
        ("scope.loop", "start"),
        ("transitions.storage_to_analysis.strength", "components"),
        ("transitions.storage_to_analysis.not_applicable", "components"),
        ("transitions.storage_to_analysis.duration", "bottleneck"),
        ("transitions.storage_to_analysis.target.by", "bottleneck"),
        ("velocity.drag.ships_without_usage", "velocity"),
        ("decisions.bottleneck.owner", "summary"),
    ],
)
def test_step_of_a_path(path, step):
    """A strength belongs to step 1, a duration to step 3, and the decisions to the summary."""
    assert step_of(path) == step


@pytest.mark.parametrize(
    ("answers", "path", "said"),
    [
        ({}, "components.storage.level", "not answered"),
        ({"components.storage.level": 2}, "components.storage.level", "2 · There is a shared place"),
        (
            {"components.storage.not_applicable": "no data"},
            "components.storage.level",
            "not applicable: no data",
        ),
        ({"components.storage.level_unsure": True}, "components.storage.level", "Not sure"),
        ({"components.analysis.time_to_insight": "P10D"}, "components.analysis.time_to_insight", "10 days"),
        ({"prerequisites.real_users": "unsure"}, "prerequisites.real_users", "Not sure"),
        ({"prerequisites.value_proposition": "no"}, "prerequisites.value_proposition", "no"),
        ({"learning.decision": "network"}, "learning.decision", "Network learning"),
        ({"cold_start.decision": "not_needed"}, "cold_start.decision", "None needed"),
        ({"cold_start.meaningful_points": 52000}, "cold_start.meaningful_points", "52,000"),
        ({"mistakes.uneconomic": "no"}, "mistakes.uneconomic", "No"),
        ({"velocity.cost_per_turn": 12.5, "velocity.currency": "EUR"}, "velocity.cost_per_turn", "12.5 EUR"),
        (
            {"velocity.network_effect.estimated_percent": 1.5},
            "velocity.network_effect.estimated_percent",
            "1.5%",
        ),
        ({"assessed_on": "2026-11-24"}, "assessed_on", "24 November 2026"),
    ],
)
def test_an_answer_in_words(answers, path, said):
    """An answer is said as its sentence, its duration, its amount, or that there is none."""
    assert say_answer(answered(answers), path, GUIDE).startswith(said)


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        ({"likely": "PT2H"}, "2 hours"),
        ({"low": "PT1H", "likely": "PT2H", "high": "P1D"}, "2 hours (1 hour to 1 day)"),
        ({"low": "PT1H", "high": "P1D"}, "1 hour to 1 day, counted as about 4.9 hours"),
    ],
)
def test_a_range_in_words(duration, said):
    """A duration says its usual figure, and its range where one was given."""
    path = "transitions.storage_to_analysis.duration"
    assert say_answer(answered({path: duration}), path, GUIDE) == said


def test_a_measurement_stands_before_the_estimate():
    """What was measured is said first and named as such; the estimate stays beside it."""
    group = "transitions.storage_to_analysis"
    found = answered(
        {
            f"{group}.measured": {"median": "P3D", "median_reached": True},
            f"{group}.duration": {"likely": "P1D"},
        }
    )
    assert say_answer(found, f"{group}.duration", GUIDE) == "3 days (measured); estimated: 1 day"


def test_signals_name_their_kind():
    """A captured signal is said with its kind, one without a kind by its name alone."""
    path = "components.collection.captured_signals"
    found = answered({path: [{"name": "clicks", "kind": "user_action"}, {"name": "stars"}]})
    assert say_answer(found, path, GUIDE) == "clicks (user actions) and stars"


@pytest.mark.parametrize("path", ["prerequisites.value_proposition", "scope.loop", "title"])
def test_what_people_typed_stays_as_typed(path):
    """Free text is said character for character, braces and formulas included."""
    found = change(Assessment(), path, HOSTILE)
    assert say_answer(found, path, GUIDE) == HOSTILE


@settings(max_examples=60)
@given(ANY)
def test_no_answer_shows_an_id(document):
    """Whatever was chosen is said in words: no id of the vocabulary and no ISO duration shows."""
    found = as_assessment(document)
    for path in ASKED:
        assert not ID.search(say_answer(found, path, GUIDE)), path
