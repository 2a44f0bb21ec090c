"""An answer draws anew only what shows something else by then, and nothing that is shown is older than it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from flywheel_core.assessment import ASKED, DECISIONS, DRAG, value_at
from flywheel_core.homework import homework_of
from flywheel_ui import loop_ring, parts, session
from tests.app.documents import changed, without
from tests.app.screen import Screen, example, place_of
from tests.core.legal import discrete

Open = Callable[..., Screen]

#: What is typed for an answer that isn't chosen from a list, the second refused.
_TYPED: dict[str, tuple[object, ...]] = {
    "components.collection.missing_signals": ("one\ntwo\nthree", "one"),
    "components.analysis.time_to_insight": ("ten days", "soon", "2 hours"),
    "components.application.time_to_users": ("2 weeks", "soon", "2 hours"),
    "cold_start.meaningful_points": ("1234", "many", "0", ""),
    "cold_start.meaningful_points_per_week": ("2.5", "300"),
    "velocity.network_effect.estimated_percent": ("-0.5", "3"),
    "velocity.cost_per_turn": ("100", "2,000"),
    "velocity.value_per_turn": ("100", "2,000", ""),
    "title": ("Another title", ""),
    "prerequisites.value_proposition": ("It hears better", ""),
    "assessed_on": ("2026-01-02", "tomorrow", ""),
}
_SIGNALS = "components.collection.captured_signals"
_FIRST_ASKED = [path for path in ASKED if path != _SIGNALS]
_ALSO = (
    "velocity.cost_per_turn",
    "velocity.value_per_turn",
    "title",
    "prerequisites.value_proposition",
    "assessed_on",
)

#: How a widget is seeded (once it is there the browser holds its value), and the names of files to be made.
_SEEDS = {"default", "value", "setValue", "rawValues", "rawValue", "deferredFileId"}


@pytest.fixture
def drawn_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a browser asks for a widget's own part Streamlit's tests draw the page: none is its own."""
    monkeypatch.setattr(parts, "now_drawn", lambda: "a part of no page")


def _given(path: str) -> tuple[object, ...]:
    if path.endswith(".duration"):
        return "3 days", "soon", "2 – 3 weeks", ""
    return _TYPED.get(path) or tuple(discrete(path) or ())


def _screen(screen: Screen) -> Iterator[tuple[tuple[int, ...], str]]:
    for path, message in screen.browser.drawn.items():
        shown = MessageToDict(message.delta)
        shown.pop("fragmentId", None)
        yield path, json.dumps(_without_seeds(shown), sort_keys=True)


def _without_seeds(shown: Any) -> Any:
    if isinstance(shown, dict):
        return {key: _without_seeds(value) for key, value in shown.items() if key not in _SEEDS}
    return [_without_seeds(item) for item in shown] if isinstance(shown, list) else shown


def _old(screen: Screen) -> dict[tuple[int, ...], tuple[str | None, str | None]]:
    """Return what was drawn in parts beside what a whole redraw shows, where they differ."""
    in_parts = dict(_screen(screen))
    screen.run()
    whole = dict(_screen(screen))
    both = {path: (in_parts.get(path), whole.get(path)) for path in in_parts | whole}
    return {path: (shown, due) for path, (shown, due) in both.items() if shown != due}


@pytest.mark.parametrize("name", ["broken", "flywheel"])
@pytest.mark.parametrize("path", [*_FIRST_ASKED, *_ALSO])
@pytest.mark.usefixtures("drawn_in_parts")
def test_after_an_answer_the_screen_is_what_a_whole_redraw_shows(
    open_app: Open, path: str, name: str
) -> None:
    """Whatever is answered, refused or cleared: what was drawn in parts is what the whole page would show."""
    page, part = place_of(path)
    screen = open_app(page, without(example(name), path), part)
    options = _given(path)
    assert options
    for given in options:
        screen.give(path, given)
        assert _old(screen) == {}, given


@pytest.mark.usefixtures("drawn_in_parts")
def test_the_summary_is_what_a_whole_redraw_shows(open_app: Open) -> None:
    """Owners, dissent, homework and actions change the summary in parts, and nothing on it stays old."""
    assessment = changed(example("broken"), {"actions": [{"what": "Ask", "owner": "Ada"}]})
    screen = open_app("summary", without(assessment, f"velocity.drag.{DRAG[0]}"))
    asked = homework_of(screen.session.assessment, screen.session.guide)[0]
    for key, value in {
        **{f"decisions.{decision}.owner": "Grace" for decision in DECISIONS},
        "decisions.cold_start.dissent": "Too early \U0001f600",
        "decisions.cold_start.revisit_when": "in May",
        f"homework.{asked.path}": "Linus",
        "actions.0.what": "Ask again",
        "actions.0.due": "tomorrow",
        "actions.0.done": True,
    }.items():
        screen.give(key, value)
        assert _old(screen) == {}, key
    for button in ("take_over", "actions.0.remove"):
        screen.press(button)
        assert _old(screen) == {}, button


def test_a_ring_is_outdated_once_the_page_is_dark(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ring is drawn for a look, so where the browser changes that, the heartbeat finds it outdated."""
    ring = open_app("learning", example("broken")).app.session_state["parts"].named["ring"]
    assert not ring.changed
    monkeypatch.setattr(loop_ring, "look", lambda: "dark")
    assert ring.changed


@pytest.mark.usefixtures("drawn_in_parts")
def test_an_answer_draws_less_than_the_page(open_app: Open) -> None:
    """An answer moves its meaning and the ring, not the hundred elements around them."""
    screen = open_app("velocity", example("pipeline"))
    page = screen.browser.redrawn
    screen.give("velocity.learning_curve.estimated", "degrading")
    assert 0 < screen.browser.redrawn < page / 4


def test_what_comes_from_outside_all_parts_gets_the_whole_page(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit has let go of the page's files by then, so its buttons have to be drawn anew as well."""
    monkeypatch.setattr(parts, "now_drawn", lambda: None)
    screen = open_app("velocity", example("pipeline"))
    page = screen.browser.redrawn
    screen.give("velocity.learning_curve.estimated", "degrading")
    assert screen.browser.redrawn > page / 2


@pytest.mark.usefixtures("drawn_in_parts")
def test_a_note_is_what_a_whole_redraw_shows(open_app: Open) -> None:
    """A note that is written, refused or taken away changes its fold and what is wrong with it."""
    path = "notes.learning.decision"
    screen = open_app("learning", without(example("pipeline"), path))
    for typed in ("why", "x" * 20_001, ""):
        screen.give(path, typed)
        assert _old(screen) == {}, typed[:10]


_UNTIMED = "transitions.storage_to_analysis"
_WITHOUT_IT = {f"{_UNTIMED}.{key}": None for key in ("strength", "duration", "basis")}


@pytest.mark.usefixtures("drawn_in_parts")
@pytest.mark.parametrize(
    ("page", "before", "elsewhere", "here"),
    [
        ("summary", {}, {"transitions.feedback_to_collection.strength": 0}, "decisions.bottleneck.owner"),
        (
            "bottleneck",
            {**_WITHOUT_IT, f"{_UNTIMED}.not_applicable": "one system"},
            {f"{_UNTIMED}.not_applicable": None, f"{_UNTIMED}.strength": 2},
            "transitions.collection_to_storage.duration",
        ),
    ],
)
def test_what_another_tab_changed_is_what_a_whole_redraw_shows(
    open_app: Open, page: str, before: dict[str, object], elsewhere: dict[str, object], here: str
) -> None:
    """What stands outside all parts is drawn anew as well where another tab changed what it shows."""
    screen = open_app(page, changed(example("pipeline"), before))
    store, token = session.store(), str(screen.session.token)
    store.change(token, elsewhere, seen=store.open(token).version, tab="another")
    screen.give(here, "3 days")
    assert _said(screen) == _said(screen.run())


def _said(screen: Screen) -> list[str]:
    told = screen.session.guide.text("ui.other_tab.changed", what="")
    return [shown for _, shown in _screen(screen) if told not in shown and "runEvery" not in shown]


def test_a_change_in_another_tab_is_drawn_with_the_next_answer(open_app: Open) -> None:
    """What another tab changed on this page comes with the next answer given here, and is told."""
    screen = open_app("velocity", example("pipeline"))
    other = Screen(str(screen.session.token)).go("velocity")
    drag = f"velocity.drag.{DRAG[0]}"
    now = "no" if value_at(example("pipeline"), drag) == "yes" else "yes"
    other.give(drag, now)
    screen.give("velocity.learning_curve.estimated", "degrading")
    assert screen.widget(drag).value == now
    assert screen.news()


def test_after_a_run_that_was_cut_short_the_whole_page_is_drawn(open_app: Open) -> None:
    """A click that interrupts the drawing of a page must not leave half of it on the screen."""
    screen = open_app("velocity", example("pipeline"))
    page = screen.browser.redrawn
    screen.app.session_state["parts"].whole = False
    screen.give("velocity.learning_curve.estimated", "degrading")
    assert screen.browser.redrawn >= page - 1
