"""What can't be accepted is said in one sentence, stays in its field, and changes nothing."""

from collections.abc import Callable

import pytest

from flywheel_core.assessment import value_at
from tests.app.documents import without
from tests.app.screen import Screen, example, place_of

Open = Callable[..., Screen]

_ARROW = "transitions.storage_to_analysis.duration"
_INSIGHT = "components.analysis.time_to_insight"

_BAD_DURATIONS = [
    "soon",
    "-3 days",
    "0 days",
    "11 years",
    "3 weeks – 1 day",
    "1 d – 2 d – 3 d – 4 d",
    "5",
    "9" * 400 + " days",
    "<b>3</b> days **now** ![x](http://evil.example/x.png)",
]


@pytest.mark.parametrize("typed", _BAD_DURATIONS)
def test_a_bad_duration_says_one_sentence_and_stays(open_app: Open, typed: str) -> None:
    """A duration that can't be read is named in one sentence; the field keeps it, the answer its value."""
    before = example("pipeline")
    screen = open_app("bottleneck", before).give(_ARROW, typed)
    (sentence,) = screen.errors()
    assert typed.strip()[:30] in sentence
    assert sentence.endswith(".")
    assert screen.widget(_ARROW).value == typed
    assert screen.kept() == before
    screen.give(_ARROW, "4 days")
    assert not screen.errors()
    assert value_at(screen.kept(), _ARROW) == {"likely": "P4D"}


def test_a_single_duration_is_no_range(open_app: Open) -> None:
    """Step 1's times are single figures: a range there is refused with a sentence."""
    before = example("pipeline")
    screen = open_app("components", before, "analysis").give(_INSIGHT, "2 – 3 weeks")
    assert len(screen.errors()) == 1
    assert screen.kept() == before


def test_a_duration_taken_away_is_open_again(open_app: Open) -> None:
    """An emptied field takes the duration away: that is no mistake, and no zero either."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "  ")
    assert not screen.errors()
    assert value_at(screen.kept(), _ARROW) is None


_OUT_OF_BOUNDS = {
    "cold_start.meaningful_points_per_week": "-1",
    "velocity.cost_per_turn": "-0.01",
    "velocity.value_per_turn": "10,000,000,000,000,000",
    "velocity.network_effect.estimated_percent": "1000.5",
    "cold_start.meaningful_points": str(10**15 + 1),
    "velocity.currency": "x" * 21,
    "title": "x" * 1_001,
    "scope.loop": "x" * 20_001,
    "decisions.bottleneck.owner": "x" * 1_001,
    "notes.learning.decision": "x" * 20_001,
    "homework.prerequisites.real_users": "x" * 1_001,
    "participants": "\n".join(["x"] * 201),
    "components.collection.missing_signals": "x" * 1_001,
    "components.collection.captured_signals.user_action": "\n".join(["x"] * 201),
}


@pytest.mark.parametrize(("path", "value"), _OUT_OF_BOUNDS.items(), ids=_OUT_OF_BOUNDS)
def test_an_answer_out_of_bounds_says_one_sentence(open_app: Open, path: str, value: object) -> None:
    """A number or a text that is out of bounds is named in one sentence, stays, and changes nothing."""
    before = without(example("pipeline"), "prerequisites.real_users")
    page, part = place_of(path.removeprefix("notes."))
    screen = open_app(page, before, "collection_signals" if "signals" in path else part)
    screen.give(path, value)
    assert len(screen.errors()) == 1, screen.errors()
    assert screen.widget(path).value == value
    assert screen.kept() == before
    assert screen.session.assessment == before, "what is shown is not what is kept"


def test_a_reason_that_is_too_long_changes_nothing(open_app: Open) -> None:
    """A refused reason for *not applicable* takes neither the level nor the strength away."""
    before = example("pipeline")
    for part, key in (("components.storage", "level"), ("transitions.storage_to_analysis", "strength")):
        screen = open_app("components", before, part.split(".")[1]).give(f"{part}.{key}", "not_applicable")
        screen.give(f"{part}.not_applicable", "x" * 20_001)
        assert len(screen.errors()) == 1
        assert screen.kept() == before
        assert screen.session.assessment == before, "what is shown is not what is kept"


def test_an_answer_out_of_bounds_is_named_by_its_question(open_app: Open) -> None:
    """Whoever types knows questions and no paths: the sentence doesn't name `velocity.cost_per_turn`."""
    screen = open_app("velocity", example("pipeline")).give("velocity.cost_per_turn", "-1")
    (sentence,) = screen.errors()
    assert "cost_per_turn" not in sentence
    assert "What does one turn cost?" in sentence


def test_undo_takes_what_was_refused_first(open_app: Open) -> None:
    """The refused text and its sentence go with one undo; the answer that counted stays as it was."""
    path = "transitions.collection_to_storage.duration"
    screen = open_app("bottleneck", example("pipeline"))
    before = screen.kept()
    screen.give(path, "soon")
    assert screen.errors()
    screen.press("undo")
    assert not screen.errors()
    assert screen.widget(path).value != "soon"
    assert screen.kept() == before
