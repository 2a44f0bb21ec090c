"""What is written beside the answers: texts, notes, decisions, actions, homework."""

from collections.abc import Callable
from typing import Any

import pytest

from flywheel_core import Assessment
from flywheel_core.assessment import ASKED, DECISIONS, value_at
from flywheel_core.questions import question_of
from flywheel_ui import session
from flywheel_ui.fields import fold_of
from tests.app.documents import MARKUP, STRANGE, changed, without
from tests.app.screen import Screen, example, place_of, unescaped

Open = Callable[..., Screen]

_TEXTS = (
    "title",
    "scope.loop",
    "scope.population",
    "scope.period",
    "facilitator",
    "prerequisites.value_proposition",
    "velocity.currency",
    *(f"decisions.{d}.{key}" for d in DECISIONS for key in ("owner", "dissent", "revisit_when")),
)


def _document(assessment: Assessment) -> dict[str, Any]:
    document: dict[str, Any] = value_at(assessment, "")
    return document


@pytest.mark.parametrize("path", _TEXTS)
def test_a_text_is_kept_as_it_was_typed(open_app: Open, path: str) -> None:
    """Every text is kept faithfully, whatever is in it, and emptied it is no answer."""
    before = example("pipeline")
    screen = open_app(place_of(path)[0], before)
    typed = "EUR **" if path.endswith("currency") else f"  {MARKUP}\n{STRANGE}"
    screen.give(path, typed)
    assert _document(screen.kept()) == _document(changed(before, {path: typed}))
    screen.give(path, "")
    assert _document(screen.kept()) == _document(without(before, path))


def test_participants_are_a_list_and_the_day_is_a_day(open_app: Open) -> None:
    """Who takes part is typed one a line; another day can be chosen."""
    before = example("pipeline")
    screen = open_app("start", before).give("participants", "Ada\n\n Grace ")
    screen.give("assessed_on", "2 January 2027")
    expected = changed(before, {"participants": ["Ada", "Grace"], "assessed_on": "2027-01-02"})
    assert _document(screen.kept()) == _document(expected)


def _noted(screen: Screen) -> set[str]:
    return {key.removeprefix("notes.") for key in screen.widgets() if key.startswith("notes.")}


def test_every_answer_takes_a_note(open_app: Open) -> None:
    """Beside every answer that counts there is a note of its own."""
    screen = open_app("start", example("pipeline"))
    for path in ASKED:
        assert path in _noted(screen.go_where_asked(path)), path


@pytest.mark.parametrize(
    "path", ["components.storage.level", "transitions.storage_to_analysis.duration", "mistakes.uneconomic"]
)
def test_a_note_of_ten_thousand_characters_is_kept(open_app: Open, path: str) -> None:
    """A note is kept as typed, however long and strange; its fold says that it is there."""
    before = example("broken")
    page, part = place_of(path)
    screen = open_app(page, before, part)
    typed = f"{MARKUP} {STRANGE}\n" + "x" * (10_000 - len(MARKUP) - len(STRANGE) - 2)
    assert len(typed) == 10_000
    screen.give(f"notes.{path}", typed)
    assert _document(screen.kept()) == _document(changed(before, {f"notes.{path}": typed}))
    guide = screen.session.guide
    timed = path.endswith(".duration")
    said = guide.transition("storage_to_analysis") if timed else question_of(path, guide)
    folds = {fold.label for fold in screen.app.expander}
    assert guide.text("ui.fields.note_written", question=said) in folds


def test_a_note_is_labelled_with_its_question(open_app: Open) -> None:
    """Whoever hears the page hears which answer a note belongs to."""
    screen = open_app("bottleneck", example("pipeline"))
    path = "transitions.storage_to_analysis.duration"
    question = question_of(path, screen.session.guide)
    assert question in screen.widget(f"notes.{path}").label


# --- Homework ----------------------------------------------------------------------------------------------


def test_open_and_unsure_answers_are_homework_with_an_owner(open_app: Open) -> None:
    """The summary asks for every open or unsure answer who finds out, and keeps the name with the answer."""
    opened = ("prerequisites.real_users", "mistakes.uneconomic")
    before = changed(without(example("pipeline"), *opened), {"learning.others_notice_deletion": "unsure"})
    screen = open_app("summary", before)
    asked = {key.removeprefix("homework.") for key in screen.widgets() if key.startswith("homework.")}
    assert asked == {*opened, "learning.others_notice_deletion"}
    screen.give("homework.mistakes.uneconomic", "Ada *x*")
    assert _document(screen.kept()) == _document(changed(before, {"homework.mistakes.uneconomic": "Ada *x*"}))


def test_all_open_answers_can_be_given_an_owner(open_app: Open) -> None:
    """However many answers are open, each of them is on the list once it is unfolded."""
    screen = open_app("summary", changed(Assessment(), {"title": "x"}))
    screen.app.session_state["homework_rest"] = True
    screen.run()
    asked = {key.removeprefix("homework.") for key in screen.widgets() if key.startswith("homework.")}
    assert asked == set(ASKED)


# --- Actions -----------------------------------------------------------------------------------------------


def _actions(screen: Screen) -> list[dict[str, Any]]:
    return value_at(screen.kept(), "actions") or []


def test_an_action_is_added_with_what_for_whom_and_when(open_app: Open) -> None:
    """The form adds an action with all that was filled in, at the end of the list."""
    before = example("pipeline")
    screen = open_app("summary", before)
    screen.widget("action_what").set_value("Ask *them*")
    screen.widget("action_serves").set_value("storage_to_analysis")
    screen.widget("action_owner").set_value("Ada")
    screen.widget("action_due").set_value("2027-03-04")
    screen.press(next(key for key in screen.widgets() if key.startswith("FormSubmitter")))
    added = {"what": "Ask *them*", "serves": "storage_to_analysis", "owner": "Ada", "due": "2027-03-04"}
    assert _actions(screen) == [*value_at(before, "actions"), added]


def test_an_action_needs_to_say_what_is_done(open_app: Open) -> None:
    """Without a word on what is to be done nothing is added, and that is said."""
    before = example("pipeline")
    screen = open_app("summary", before)
    screen.widget("action_owner").set_value("Ada")
    screen.press(next(key for key in screen.widgets() if key.startswith("FormSubmitter")))
    assert screen.errors() == [screen.session.guide.text("ui.summary.action_missing")]
    assert screen.kept() == before


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("what", "Another *thing*", "Another *thing*"),
        ("owner", "Grace", "Grace"),
        ("due", "2030-01-02", "2030-01-02"),
        ("done", True, True),
    ],
)
def test_an_action_is_edited_in_its_place(open_app: Open, key: str, given: object, kept: object) -> None:
    """Each field of an action changes that field of that action."""
    before = example("pipeline")
    listed = value_at(before, "actions")
    screen = open_app("summary", before).give(f"actions.1.{key}", given)
    assert _actions(screen) == [listed[0], {**listed[1], key: kept}, *listed[2:]]


def test_an_owner_and_a_day_can_be_taken_away_again(open_app: Open) -> None:
    """An emptied owner or day is none; an action without a word on what is done stays as it was."""
    before = example("pipeline")
    listed = value_at(before, "actions")
    screen = open_app("summary", before).give("actions.0.owner", "").give("actions.0.due", "")
    bare = {key: value for key, value in listed[0].items() if key not in ("owner", "due")}
    assert _actions(screen) == [bare, *listed[1:]]
    screen.give("actions.0.what", "  ")
    assert _actions(screen) == [bare, *listed[1:]]


def test_a_removed_action_takes_none_of_the_others_along(open_app: Open) -> None:
    """Removing an action removes that one, and the fields of the next show the next one's words."""
    before = example("pipeline")
    listed = value_at(before, "actions")
    screen = open_app("summary", before).press("actions.0.remove")
    assert _actions(screen) == listed[1:]
    assert screen.widget("actions.0.what").value == listed[1]["what"]
    for _ in listed[1:]:
        screen.press("actions.0.remove")
    assert _actions(screen) == []


def test_the_button_that_removes_an_action_says_which(open_app: Open) -> None:
    """Each names its own, as far as fits a button; words that look like markup are shown as they are."""
    long = "Ask **every** customer " + "again and " * 10
    actions = [{"what": what} for what in ("Call them", "Ship it", long)]
    screen = open_app("summary", changed(example("pipeline"), {"actions": actions}))
    said = [unescaped(screen.widget(f"actions.{index}.remove").label) for index in range(3)]
    assert said[:2] == ["Remove “Call them”", "Remove “Ship it”"]
    assert said[2].startswith("Remove “Ask **every** customer again")
    assert len(said[2]) == len("Remove “”") + 40


def test_what_is_added_to_a_decision_is_folded_away(open_app: Open) -> None:
    """The summary draws who answers for a decision where that is unfolded."""
    before = changed(example("pipeline"), {"decisions.bottleneck.owner": "Ada"})
    screen = Screen(session.store().create(before).token)
    screen.app.switch_page("../pages/summary.py")
    asked = screen.run().widgets()
    assert not [key for key in asked if key.startswith("decisions.")]
    screen.app.session_state[fold_of("decisions.bottleneck")] = True
    shown = {key for key in screen.run().widgets() if key.startswith("decisions.")}
    assert shown == {f"decisions.bottleneck.{key}" for key in ("owner", "dissent", "revisit_when")}
    assert screen.widget("decisions.bottleneck.owner").value == "Ada"


def test_the_first_investment_is_taken_over_once(open_app: Open) -> None:
    """Its actions join the list with what they serve and their rule; then nothing more is offered."""
    before = without(example("pipeline"), "actions")
    screen = open_app("summary", before).press("take_over")
    found = screen.session.findings.first_investment
    assert found.actions
    taken = [{"what": what, "serves": found.verdict, "from_rule": found.rule} for what in found.actions]
    assert _actions(screen) == taken
    assert "take_over" not in screen.widgets()
    screen.press("undo")
    assert _actions(screen.press("take_over")) == taken


def test_an_action_is_listed_with_its_owner_and_day(open_app: Open) -> None:
    """An action's fold says what is done and by whom, as it was typed, and by when, as the papers do."""
    action = {"what": MARKUP, "owner": "*A*", "due": "2027-02-01"}
    screen = open_app("summary", changed(example("pipeline"), {"actions": [action]}))
    folds = [unescaped(fold.label) for fold in screen.app.expander]
    assert any(MARKUP in fold and "*A*" in fold and "1 February 2027" in fold for fold in folds)
