"""What can't be accepted is said in one sentence, stays in its field, and changes nothing."""

from collections.abc import Callable

import pytest

from flywheel_core.assessment import AnswersError, value_at
from flywheel_core.questions import question_of, say_answer
from flywheel_ui import session
from tests.app.documents import changed, without
from tests.app.screen import Screen, example, place_of, unescaped

Open = Callable[..., Screen]

_ARROW = "transitions.storage_to_analysis.duration"
_INSIGHT = "components.analysis.time_to_insight"

_SIGNALS = "components.collection.captured_signals"

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


@pytest.mark.parametrize(
    ("path", "typed", "counts"),
    [
        (_ARROW, "soon", "1 week (3 days to 2 weeks)"),
        (_INSIGHT, "soon", "10 days"),
        ("assessed_on", "tomorrow", "24 November 2026"),
        ("cold_start.meaningful_points", "many", "1,234"),
        ("transitions.storage_to_analysis.target.by", "soon", "1 February 2027"),
        ("notes.cold_start.stage", "x" * 20_001, "as it was"),
    ],
)
def test_what_is_refused_says_what_counts_until_then(
    open_app: Open, path: str, typed: str, counts: str
) -> None:
    """Beside a refused entry stands the answer that still counts, though it is not in its field."""
    answers = {
        _ARROW: {"low": "P3D", "likely": "P7D", "high": "P14D"},
        _INSIGHT: "P10D",
        "assessed_on": "2026-11-24",
        "cold_start.meaningful_points": 1234,
        "transitions.storage_to_analysis.target.by": "2027-02-01",
        "notes.cold_start.stage": "as it was",
    }
    page, part = place_of(path.removeprefix("notes."))
    place = ("components", "storage_to_analysis") if "target" in path else (page, part)
    screen = open_app(place[0], changed(example("pipeline"), answers), place[1]).give(path, typed)
    guide = screen.session.guide
    (sentence,) = screen.errors()
    assert sentence.endswith(guide.text("ui.fields.still_counts", answer=counts))
    screen.session.put({path: None})
    screen.run().give(path, f"{typed}x")
    (sentence,) = screen.errors()
    assert sentence.endswith(guide.text("ui.fields.nothing_counts"))


def test_an_action_says_what_counts_as_well(open_app: Open) -> None:
    """A day that can't be read, and an action without words, leave the old ones counting and say so."""
    action = {"what": "Ask them", "due": "2027-02-01"}
    screen = open_app("summary", changed(example("pipeline"), {"actions": [action]}))
    for key, typed, counts in (("due", "soon", "1 February 2027"), ("what", " ", "Ask them")):
        (sentence,) = screen.give(f"actions.0.{key}", typed).errors()
        assert sentence.endswith(screen.session.guide.text("ui.fields.still_counts", answer=counts))
        assert value_at(screen.kept(), "actions") == [action]


def test_what_was_refused_is_not_forgotten_on_the_way_on(open_app: Open) -> None:
    """On every other page it is said what was not taken over, with a link back; there it stands as typed."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "soon")
    assert not screen.app.warning
    screen.go("velocity")
    (said,) = screen.app.warning
    assert question_of(_ARROW, screen.session.guide) in unescaped(said.value)
    assert screen.session.errors[_ARROW] in unescaped(said.value)
    links = [link.label for link in screen.app.get("page_link")]
    assert any(screen.session.guide.text("steps.bottleneck.number") in label for label in links)
    screen.go("bottleneck")
    assert not screen.app.warning
    assert screen.widget(_ARROW).value == "soon"
    assert screen.errors()
    screen.give(_ARROW, "4 days").go("velocity")
    assert not screen.app.warning


# --- That a part doesn't apply, without a reason -----------------------------------------------------------

_PARTS = (("components.storage", "level"), ("transitions.storage_to_analysis", "strength"))


@pytest.mark.parametrize(("part", "key"), _PARTS)
def test_what_does_not_apply_stays_chosen_until_its_reason_is_given(
    open_app: Open, part: str, key: str
) -> None:
    """Without its reason *doesn't apply* is said on the way on, and still chosen on the way back."""
    before, screen_of = example("pipeline"), part.split(".")[1]
    screen = open_app("components", before, screen_of).give(f"{part}.{key}", "not_applicable")
    guide = screen.session.guide
    counts = say_answer(before, f"{part}.{key}", guide)[:59]
    assert any(counts in unescaped(words) for words in screen.markdown())
    screen.go("learning")
    (said,) = screen.app.warning
    assert guide.text("ui.fields.reason_missing") in unescaped(said.value)
    assert counts in unescaped(said.value)
    screen.go("components", screen_of)
    assert screen.widget(f"{part}.{key}").value == "not_applicable"
    assert screen.kept() == before
    screen.give(f"{part}.not_applicable", "we have none").go("learning")
    assert not screen.app.warning
    assert value_at(screen.kept(), f"{part}.not_applicable") == "we have none"


@pytest.mark.parametrize(("part", "key"), _PARTS)
def test_what_does_not_apply_can_be_taken_back_before_its_reason(open_app: Open, part: str, key: str) -> None:
    """Undo, and choosing a sentence after all, both end the question for the reason."""
    before, path = example("pipeline"), f"{part}.{key}"
    screen = open_app("components", before, part.split(".")[1]).give(path, "not_applicable").press("undo")
    assert screen.widget(path).value == value_at(before, path)
    assert f"{part}.not_applicable" not in screen.widgets()
    screen.give(path, "not_applicable").give(path, 1)
    assert not screen.session.errors
    assert value_at(screen.kept(), path) == 1


def _again(screen: Screen, page: str = "bottleneck") -> Screen:
    """Open the same assessment in another tab, as after a reload."""
    return Screen(str(screen.session.token)).go(page)


def test_what_was_refused_is_there_after_a_reload(open_app: Open) -> None:
    """What was typed and is no answer stays in its field, with its sentence, until it is mended."""
    before = example("pipeline")
    screen = open_app("bottleneck", before).give(_ARROW, "three bananas")
    again = _again(screen)
    assert again.widget(_ARROW).value == "three bananas"
    assert again.errors() == screen.errors()
    assert again.kept() == before
    assert any("three bananas" in unescaped(box.value) for box in _again(screen, "learning").app.warning)
    again.give(_ARROW, "4 days")
    mended = _again(screen)
    assert not mended.errors()
    assert mended.widget(_ARROW).value == "4 days"


def test_what_is_longer_than_any_answer_is_not_kept_aside(open_app: Open) -> None:
    """A forged text of megabytes is refused as any other, and the database doesn't grow by it."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "x" * 200_201)
    assert len(screen.errors()) == 1
    assert not _again(screen).session.typed
    screen.give(_ARROW, "x" * 200_200)
    assert len(_again(screen).session.typed[_ARROW]) == 200_200


def test_what_was_refused_of_a_list_is_there_after_a_reload(open_app: Open) -> None:
    """An action's day, and the signals of one kind, are part of a list: their own field has them again."""
    first, second = ({"what": what, "due": "2027-02-01"} for what in ("Ask them", "Tell them"))
    screen = open_app("summary", changed(example("pipeline"), {"actions": [first, second]}))
    screen.give("actions.1.due", "soon")
    screen.give("actions.0.owner", "Ada")  # another field of the list: the day is as wrong as before
    many = "\n".join(["x"] * 201)
    screen.go("components", "collection_signals").give(f"{_SIGNALS}.user_action", many)
    again = Screen(str(screen.session.token)).go("summary")
    assert again.widget("actions.1.due").value == "soon"
    assert again.widget("actions.0.due").value == "1 February 2027"
    assert len(again.errors()) == 1
    assert "soon" in again.errors()[0]
    assert again.give("actions.1.due", "2 March 2027").errors() == []
    again.go("components", "collection_signals")
    assert again.widget(f"{_SIGNALS}.user_action").value == many
    assert len(again.errors()) == 1
    assert not _again(again.give(f"{_SIGNALS}.user_action", "clicks"), "summary").session.errors


def test_an_action_that_is_removed_takes_what_was_refused_of_it_along(open_app: Open) -> None:
    """What was typed for it doesn't come up in the action that stands in its place then."""
    listed = [{"what": what, "due": "2027-02-01"} for what in ("Ask them", "Tell them")]
    screen = open_app("summary", changed(example("pipeline"), {"actions": listed}))
    screen.give("actions.0.due", "soon").press("actions.0.remove")
    for shown in (screen, _again(screen, "summary")):
        assert not shown.errors()
        assert shown.widget("actions.0.due").value == "1 February 2027"


def test_a_note_that_was_refused_lies_open_after_a_reload(open_app: Open) -> None:
    """Its fold opens where something in it is wrong: nobody has to look for what was typed."""
    path, typed = "notes.learning.decision", "x" * 20_001
    token = str(open_app("learning", example("pipeline")).give(path, typed).session.token)
    again = Screen(token)
    again.app.switch_page("../pages/learning.py")
    assert again.run().widget(path).value == typed


def test_a_removed_action_is_gone_where_too_many_were_taken_over(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the list would have been too long is past then; nothing else is."""
    screen = open_app("summary", changed(example("pipeline"), {"actions": [{"what": "Ask"}]}))
    with monkeypatch.context() as full:
        full.setattr(session, "change_all", _too_many)
        full.setattr(session.Session, "_save", _too_many)
        screen.press("take_over")
    assert screen.errors()
    assert not screen.press("actions.0.remove").errors()
    assert value_at(screen.kept(), "actions") is None


def _too_many(*_args: object) -> None:
    raise AnswersError("That are too many.", "actions")


def test_what_was_refused_of_an_action_stays_with_it(open_app: Open) -> None:
    """Another action is added, and one before it removed: the day is as wrong as before, with its action."""
    listed = [{"what": what, "due": "2027-02-01"} for what in ("Ask them", "Tell them")]
    screen = open_app("summary", changed(example("pipeline"), {"actions": listed}))
    screen.give("actions.1.due", "soon")
    screen.fill("action_what", "Write it down")
    screen.press(next(key for key in screen.widgets() if key.startswith("FormSubmitter")))
    assert len(screen.session.assessment.actions) == 3
    assert len(screen.errors()) == 1
    screen.press("actions.0.remove")
    for shown in (screen, _again(screen, "summary")):
        assert shown.widget("actions.0.what").value == "Tell them"
        assert shown.widget("actions.0.due").value == "soon"
        assert len(shown.errors()) == 1


def test_a_new_action_that_is_refused_keeps_its_words(open_app: Open) -> None:
    """The form is emptied only once its action is on the list; the sentence names no path."""
    screen = open_app("summary", example("pipeline"))
    screen.fill("action_what", "Ask them").fill("action_owner", "x" * 1_001)
    screen.press(next(key for key in screen.widgets() if key.startswith("FormSubmitter")))
    (sentence,) = screen.errors()
    assert "“actions”" not in sentence
    assert screen.widget("action_what").value == "Ask them"
    assert screen.kept() == example("pipeline")


def test_percent_are_read_where_percent_are_asked_for(open_app: Open) -> None:
    """“50%” of points is no number of points."""
    screen = open_app("cold_start", example("pipeline")).give("cold_start.meaningful_points", "50%")
    assert len(screen.errors()) == 1
    assert screen.kept() == example("pipeline")


def test_the_first_thing_typed_is_kept_though_it_is_no_answer(open_app: Open) -> None:
    """Where nothing is answered yet it gets a link as an answer would."""
    screen = open_app("bottleneck").give(_ARROW, "three bananas")
    assert screen.session.token
    assert _again(screen).widget(_ARROW).value == "three bananas"


def test_what_was_refused_is_past_once_there_is_another_answer(open_app: Open) -> None:
    """An answer that was given elsewhere since, or the button to take it back, ends what was typed."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "three bananas")
    other = _again(screen)
    other.session.errors.clear()
    other.session.typed.clear()
    other.give(_ARROW, "9 days")
    assert _again(screen).widget(_ARROW).value == "9 days"
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "three bananas").press("undo")
    assert not _again(screen).errors()


def test_a_deletion_is_told_also_where_something_was_refused(open_app: Open) -> None:
    """What is mended in an assessment that was deleted meanwhile begins no other one in silence."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "three bananas")
    session.store().delete(str(screen.session.token))
    screen.give(_ARROW, "4 days")
    assert screen.session.guide.text("ui.save.gone") in screen.errors()
    assert screen.session.token is None


def test_a_reader_sees_answers_only(open_app: Open) -> None:
    """What somebody typed and did not mend is no answer to be shown to others."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "three bananas")
    view = session.store().share(str(screen.session.token))
    reader = Screen(view).go("bottleneck")
    assert not reader.errors()
    assert not any("bananas" in words for _, words in reader.strings())


def test_another_assessment_has_nothing_of_what_was_refused(open_app: Open) -> None:
    """A new assessment in the same tab begins without it."""
    screen = open_app("bottleneck", example("pipeline")).give(_ARROW, "three bananas")
    screen.go("start").press("new")
    assert not screen.session.errors
    assert screen.go("bottleneck").widget(_ARROW).value == ""
