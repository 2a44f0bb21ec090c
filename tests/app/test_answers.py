"""Every answer that counts can be given on its page, and giving it changes that answer and no other."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flywheel_core import Assessment, load_guide
from flywheel_core.assessment import ASKED, COMPONENTS, TRANSITIONS, value_at
from flywheel_core.dates import say_date
from flywheel_core.questions import question_of
from flywheel_ui import session
from tests.app.documents import changed, without
from tests.app.leading import followed
from tests.app.rooms import RoomScreen
from tests.app.screen import Screen, example, place_of, unescaped
from tests.core.legal import discrete

Open = Callable[..., Screen]

_SIGNALS = "components.collection.captured_signals"
_KINDS = ("user_action", "model_output", "implicit_feedback", "explicit_feedback")

#: What is typed for an answer that isn't chosen from a list, and what is kept of it.
_TYPED: dict[str, tuple[object, object]] = {
    "components.collection.missing_signals": (" one \n\ntwo  ", ["one", "two"]),
    "components.analysis.time_to_insight": ("ten days", "P10D"),
    "components.application.time_to_users": ("2 weeks", "P14D"),
    "transitions.collection_to_storage.duration": ("3 days", {"likely": "P3D"}),
    "transitions.storage_to_analysis.duration": ("45 min", {"likely": "PT45M"}),
    "transitions.analysis_to_application.duration": ("2 – 3 weeks", {"low": "P14D", "high": "P21D"}),
    "transitions.application_to_feedback.duration": (
        "1 h – half a day – 2 days",
        {"low": "PT1H", "likely": "PT12H", "high": "P2D"},
    ),
    "transitions.feedback_to_collection.duration": (
        "between 1 and 2 months",
        {"low": "P30DT10H30M", "high": "P60DT21H"},
    ),
    "cold_start.meaningful_points": ("1,234", 1_234),
    "cold_start.meaningful_points_per_week": ("2.5", 2.5),
    "velocity.network_effect.estimated_percent": ("-0.5 %", -0.5),
}


def _options(path: str) -> list[tuple[object, object]]:
    if path in _TYPED:
        return [_TYPED[path]]
    return [(option, option) for option in discrete(path) or ()]


def _with_it(before: Assessment, path: str, value: object) -> dict[str, Any]:
    """The document with another answer: who said so goes with a strength, a level or a duration."""
    group, _, key = path.rpartition(".")
    basis = {f"{group}.basis": "estimated"} if key in ("level", "strength", "duration") else {}
    document: dict[str, Any] = value_at(changed(before, {path: value, **basis}), "")
    return document


def _document(assessment: Assessment) -> dict[str, Any]:
    document: dict[str, Any] = value_at(assessment, "")
    return document


@pytest.mark.parametrize("path", [path for path in ASKED if path != _SIGNALS])
def test_an_answer_given_on_its_page_is_kept(open_app: Open, path: str) -> None:
    """Each of an answer's choices, and what is typed, is kept as that answer, and nothing else changes."""
    before = without(example("pipeline"), path)
    screen = open_app(*_opened(path, before))
    options = _options(path)
    assert options
    for given, kept in options:
        screen.give(path, given)
        assert _document(screen.kept()) == _with_it(before, path, kept), given


@pytest.mark.parametrize("path", [path for path in ASKED if path != _SIGNALS])
def test_a_first_answer_begins_an_assessment(open_app: Open, path: str) -> None:
    """Without an assessment the first answer keeps a new one: with the answer and the day, no more."""
    page, part = place_of(path)
    screen = open_app(page, None, part)
    given, kept = _options(path)[-1]
    screen.give(path, given)
    document = _document(screen.kept())
    assert document.pop("assessed_on")
    assert document == _with_it(Assessment(), path, kept)


def _opened(path: str, assessment: Assessment) -> tuple[str, Assessment, str | None]:
    page, part = place_of(path)
    return page, assessment, part


@pytest.mark.parametrize("kind", _KINDS)
def test_signals_are_a_list_under_each_kind(open_app: Open, kind: str) -> None:
    """The lines under one kind of signal become its signals, in the kinds' order; blank lines are none."""
    before = example("pipeline")
    screen = open_app(*_opened(_SIGNALS, before))
    screen.give(f"{_SIGNALS}.{kind}", "first\n\n  second \nthird")
    others = [signal for signal in value_at(before, _SIGNALS) if signal["kind"] != kind]
    named = [{"name": name, "kind": kind} for name in ("first", "second", "third")]
    in_order = sorted([*others, *named], key=lambda signal: _KINDS.index(signal["kind"]))
    assert _document(screen.kept()) == _document(changed(before, {_SIGNALS: in_order}))
    for other in _KINDS:
        screen.give(f"{_SIGNALS}.{other}", "")
    assert value_at(screen.kept(), _SIGNALS) is None


_RATED = [f"components.{c}.level" for c in COMPONENTS] + [f"transitions.{t}.strength" for t in TRANSITIONS]


@pytest.mark.parametrize("path", _RATED)
def test_not_sure_takes_the_place_of_a_rating(open_app: Open, path: str) -> None:
    """*Not sure* takes a level or strength away and is kept; a level chosen later takes its place again."""
    before = example("pipeline")
    screen = open_app(*_opened(path, before)).give(path, "unsure")
    group = path.rpartition(".")[0]
    unsure = changed(before, {path: None, f"{path}_unsure": True, f"{group}.basis": None})
    assert _document(screen.kept()) == _document(unsure)
    screen.give(path, 2)
    assert _document(screen.kept()) == _with_it(before, path, 2)


@pytest.mark.parametrize("path", _RATED)
def test_not_applicable_asks_for_its_reason(open_app: Open, path: str) -> None:
    """*Not applicable* counts once there is a reason; then level, strength and duration are gone."""
    before, group = example("pipeline"), path.rpartition(".")[0]
    screen = open_app(*_opened(path, before)).give(path, "not_applicable")
    assert screen.kept() == before
    assert screen.session.guide.text("ui.fields.reason_missing") in screen.markdown()
    screen.give(f"{group}.not_applicable", "we have none")
    gone = {path: None, f"{group}.basis": None, f"{group}.not_applicable": "we have none"}
    if group.startswith("transitions."):
        gone[f"{group}.duration"] = None
    assert _document(screen.kept()) == _document(changed(before, gone))
    screen.give(path, 1)
    back = {**gone, f"{group}.not_applicable": None, path: 1, f"{group}.basis": "estimated"}
    assert _document(screen.kept()) == _document(changed(before, back))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_taken_away_takes_not_applicable_away(open_app: Open, reason: str) -> None:
    """Without its reason *not applicable* is no answer, so the question is open again."""
    path = "components.storage.not_applicable"
    before = changed(example("pipeline"), {"components.storage.level": None, path: "we have none"})
    screen = open_app("components", before, "storage").give(path, reason)
    assert _document(screen.kept()) == _document(without(before, path))


def test_a_connection_that_does_not_apply_is_not_timed(open_app: Open) -> None:
    """Step 3 asks no duration of a connection that does not apply, and says the reason in its place."""
    arrow = "transitions.storage_to_analysis"
    gone = {
        f"{arrow}.strength": None,
        f"{arrow}.duration": None,
        f"{arrow}.not_applicable": "it is *one* system",
    }
    screen = open_app("bottleneck", changed(example("pipeline"), gone))
    assert f"{arrow}.duration" not in screen.widgets()
    assert any("*one* system" in text.value for text in screen.app.text)


def test_a_range_says_what_it_counts_as(open_app: Open) -> None:
    """A range without its usual figure says below the field which one the rules take."""
    durations = [f"transitions.{transition}.duration" for transition in TRANSITIONS]
    screen = open_app("bottleneck", without(example("pipeline"), *durations))

    def counts() -> list[str]:
        return [said.value for said in screen.app.caption if said.value.startswith("Counts as")]

    for typed, said in (
        ("2 days – 3 weeks", "about 6.5 days"),
        ("1 – 4 hours", "about 2 hours"),
        ("1 – 2 – 4 hours", ""),
        ("3 days", ""),
    ):
        screen.give(durations[0], typed)
        assert [line.removeprefix("Counts as ").split(". ")[0] for line in counts()] == [said] * bool(said)


@pytest.mark.parametrize("path", [path for path in ASKED if path != _SIGNALS])
def test_an_answer_that_is_kept_stands_in_its_field(open_app: Open, path: str) -> None:
    """Opened again, every field shows what is kept: a duration so that it would be read the same."""
    given, kept = _options(path)[-1]
    before = changed(without(example("pipeline"), path), {path: kept})
    screen = open_app(*_opened(path, before))
    shown = screen.widget(path).value
    if isinstance(given, str) and path in _TYPED:
        assert shown
        screen.give(path, shown)
        assert _document(screen.kept()) == _document(before)
    else:
        assert shown == kept


def test_every_question_stands_above_its_answers(open_app: Open) -> None:
    """Every field that counts carries its question as its label, for those who hear the page."""
    for path in ASKED:
        screen = open_app(*_opened(path, example("broken")))
        if path != _SIGNALS:
            assert screen.widget(path).label == question_of(path, screen.session.guide)


@pytest.mark.parametrize(
    "path", ["cold_start.meaningful_points", "velocity.network_effect.estimated_percent"]
)
def test_a_number_can_be_taken_away(open_app: Open, path: str) -> None:
    """An emptied field is no answer; the number that stood there before does not come back."""
    before = example("pipeline")
    screen = open_app(*_opened(path, before)).give(path, "12").give(path, "500").give(path, "")
    assert _document(screen.kept()) == _document(without(before, path))
    assert screen.run().widget(path).value == ""


@pytest.mark.parametrize("typed", ["many", "1e30", "9" * 400, "12 apples", "--1", "1.2.3"])
def test_what_is_no_number_is_refused(open_app: Open, typed: str) -> None:
    """What can't be read as a number is said and changes nothing."""
    path = "cold_start.meaningful_points"
    screen = open_app(*_opened(path, example("pipeline"))).give(path, typed)
    assert len(screen.errors()) == 1
    assert screen.kept() == example("pipeline")


# --- Who said so -------------------------------------------------------------------------------------------

_ARROW = "transitions.storage_to_analysis"


@pytest.mark.parametrize(
    ("page", "part", "path"),
    [
        ("components", "storage", "components.storage.level"),
        ("components", "storage_to_analysis", f"{_ARROW}.strength"),
        ("bottleneck", None, f"{_ARROW}.duration"),
    ],
)
def test_a_vote_can_be_noted_and_ends_with_one_persons_change(
    open_app: Open, page: str, part: str | None, path: str
) -> None:
    """Below an answer stands who said so; a changed vote is an estimate, and that is said."""
    basis, timed = f"{path.rpartition('.')[0]}.basis", path.endswith("duration")
    before = changed(example("pipeline"), {basis: "estimated", path: {"likely": "P1D"} if timed else 1})
    screen = open_app(page, before, part)
    assert screen.widget(basis).value == "estimated"
    screen.give(basis, "voted")
    assert _document(screen.kept()) == _document(changed(before, {basis: "voted"}))
    screen.give(path, "4 days" if timed else 2)
    assert value_at(screen.kept(), basis) == "estimated"
    assert screen.widget(basis).value == "estimated"
    guide = screen.session.guide
    assert guide.text("ui.fields.no_vote_any_more") in screen.markdown()
    screen.press("undo")
    assert guide.text("ui.undo.done", what=question_of(path, guide)) in screen.news()
    assert guide.text("ui.fields.no_vote_any_more") not in screen.markdown()
    assert value_at(screen.kept(), basis) == "voted"
    assert screen.widget(basis).value == "voted"


def test_another_assessment_knows_nothing_of_a_vote_that_was_changed(open_app: Open) -> None:
    """That a group's vote became an estimate is said only where it was."""
    level, basis = "components.storage.level", "components.storage.basis"
    voted = changed(example("pipeline"), {level: 1, basis: "voted"})
    screen = open_app("components", voted, "storage").give(level, 2)
    said = screen.session.guide.text("ui.fields.no_vote_any_more")
    assert said in screen.markdown()
    screen.go("start").press("example_broken").go("components", "storage")
    assert screen.widget(basis).value == "estimated"
    assert said not in screen.markdown()


def test_a_vote_stands_where_nothing_is_changed(open_app: Open) -> None:
    """The same duration in other words, and one that is taken away, leave the group's vote as it was."""
    answers = {f"{_ARROW}.basis": "voted", f"{_ARROW}.duration": {"likely": "P14D"}}
    screen = open_app("bottleneck", changed(example("pipeline"), answers))
    for typed in ("14 days", ""):
        screen.give(f"{_ARROW}.duration", typed)
        assert value_at(screen.kept(), f"{_ARROW}.basis") == "voted"
        assert screen.session.guide.text("ui.fields.no_vote_any_more") not in screen.markdown()


def test_nobody_said_what_is_not_answered(open_app: Open) -> None:
    """Who said so is asked only of an answer: not before it, and not of *not sure*."""
    level = "components.storage.level"
    screen = open_app("components", without(example("pipeline"), level), "storage")
    assert "components.storage.basis" not in screen.widgets()
    assert "components.storage.basis" in screen.give(level, 2).widgets()
    assert "components.storage.basis" not in screen.give(level, "unsure").widgets()


def test_the_day_that_comes_along_is_shown_at_once(open_app: Open) -> None:
    """The first answer begins an assessment of today, and its field says so without another look."""
    screen = open_app("start").give("title", "Support inbox")
    assert screen.widget("assessed_on").value == say_date(date.today(), load_guide())
    assert screen.kept().assessed_on == date.today()


@pytest.mark.parametrize("typed", ["2027-02-01", "1 February 2027", "February 1, 2027"])
def test_a_day_is_shown_as_the_papers_have_it(open_app: Open, typed: str) -> None:
    """However it was typed, it is in words where it is read, and read the same when it is typed back."""
    screen = open_app("start").give("assessed_on", typed)
    shown = Screen(str(screen.session.token))
    assert shown.widget("assessed_on").value == "1 February 2027"
    assert shown.give("assessed_on", "1 February 2027").kept().assessed_on == date(2027, 2, 1)
    assert shown.give("assessed_on", "3 March 2027").kept().assessed_on == date(2027, 3, 3)


def test_what_is_refused_first_begins_an_assessment_of_today(open_app: Open) -> None:
    """The words stay in their field, and the screen has the day that is kept."""
    screen = open_app("start").give("assessed_on", "tomorrow")
    assert screen.widget("assessed_on").value == "tomorrow"
    assert screen.session.assessment == screen.kept()
    assert screen.kept().assessed_on == date.today()


def test_a_decision_that_the_answers_speak_against_is_told_on_its_page(open_app: Open) -> None:
    """Step 2 says at once what the summary says, as Step 4 does."""
    screen = open_app("learning", example("flywheel"))
    against = [c for c in screen.session.findings.contradictions if c.is_about("learning")]
    assert against == []
    screen.give("learning.decision", "individual")
    (found,) = (c for c in screen.session.findings.contradictions if c.is_about("learning"))
    assert any(unescaped(found.said) in unescaped(text) for text in screen.markdown())


@pytest.mark.parametrize("left_out", [1, 2])
def test_where_it_usually_breaks_leaves_out_what_does_not_apply(open_app: Open, left_out: int) -> None:
    """Nobody is told how to mend a connection that their loop does not have."""
    usual = ("storage_to_analysis", "analysis_to_application")
    answers = example("flywheel")
    for transition in usual[:left_out]:
        answers = changed(
            answers,
            {f"transitions.{transition}.not_applicable": "None", f"transitions.{transition}.strength": None,
             f"transitions.{transition}.duration": None, f"transitions.{transition}.basis": None},
        )  # fmt: skip
    screen = open_app("bottleneck", answers)
    guide = screen.session.guide
    said = "\n".join(screen.markdown())
    for place, transition in enumerate(usual):
        assert (guide.text(f"ui.bottleneck.{transition}") in said) == (place >= left_out)
    headings = [header.value for header in screen.app.header]
    assert (guide.text("ui.bottleneck.usual") in headings) == (left_out < 2)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_an_assessment_is_of_the_day_where_its_browser_stands(open_app: Open, zone: str) -> None:
    """The two zones never share a day, so that the server's own can't be right in both; a room's, too."""
    screen = open_app("start")
    screen.app.context = {**screen.app.context, "timezone": zone}
    there = datetime.now(ZoneInfo(zone)).date()
    assert screen.give("title", "Search").kept().assessed_on == there
    making = RoomScreen("workshop", zone=zone).type("room_title", "Search").press("make")
    room = followed(making)
    assert session.store().rooms.assessment(room.token).assessed_on == there
