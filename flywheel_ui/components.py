"""Step 1 as a row of small screens: each component, what it captures, and the connection that leaves it."""

from collections.abc import Callable, Iterator

import streamlit as st

from flywheel_core.assessment import COMPONENTS, LOOP, TRANSITIONS
from flywheel_core.questions import question_of
from flywheel_ui import fields, layout
from flywheel_ui.session import Session, current

SIGNALS = "collection_signals"
SIGNALS_MISSED = 3

#: The screens in their order: a component, for collection its signals, then the connection that leaves it.
SCREENS = tuple(
    screen
    for start, end in LOOP
    for screen in (start, *((SIGNALS,) if start == "collection" else ()), f"{start}_to_{end}")
)


def component_of(screen: str) -> str:
    """Return the component that a screen is about."""
    return screen.partition("_")[0]


def highlighted(screen: str) -> str:
    """Return the component or the connection of the ring that a screen asks about."""
    return screen if screen in TRANSITIONS else component_of(screen)


def open_screen() -> str:
    """Return the screen to show: the one in the address, else where one was, else the first.

    It stays in the address, so that a reload and the browser's way back lead to it. What stands there since
    the last run was not asked for: the buttons of the page lead on from it.
    """
    state, asked = st.session_state, st.query_params.get(layout.PART)
    if asked is not None and asked in SCREENS and asked != state.get("screen_in_address"):
        go_to(asked)
    screen: str = state.setdefault("screen", SCREENS[0])
    state["screen_in_address"] = st.query_params[layout.PART] = screen
    return screen


def go_to(screen: str) -> None:
    """Make `screen` the one that is shown."""
    st.session_state["screen"] = screen


def where(session: Session, screen: str) -> str:
    """Say where in Step 1 a screen is."""
    guide = session.guide
    said = guide.text(
        "ui.components.where",
        step=guide.text("ui.components.step"),
        screen=_name_of(screen),
        place=SCREENS.index(screen) + 1,
        places=len(SCREENS),
    )
    return said if screen == SIGNALS else f"{said} {guide.text('ui.components.lead')}"


def name_the_tab(screen: str) -> None:
    """Name the browser's tab after the screen."""
    layout.name_the_tab(_name_of(screen), "components")


def ask(session: Session, screen: str) -> None:
    """Ask what a screen asks."""
    if screen in TRANSITIONS:
        _connection(session, screen)
    elif screen == SIGNALS:
        _signals(session)
    else:
        _component(session, screen)


def _component(session: Session, component: str) -> None:
    guide, part = session.guide, f"components.{component}"
    st.title(guide.text(f"{part}.question"), anchor=False)
    st.markdown(f"{guide.text(f'{part}.what')} {guide.text(f'{part}.without')}")
    fields.scale(part, "level", guide.lines(f"{part}.levels"), guide.lines(f"{part}.hints"))
    st.caption(guide.text(f"{part}.example"))
    fields.note(f"{part}.level")
    if component in _TESTS:
        st.markdown(guide.text(f"{part}.action"))
        _TESTS[component]()


def _signals(session: Session) -> None:
    guide = session.guide
    st.title(question_of("components.collection.captured_signals", guide), anchor=False)
    st.markdown(guide.text("components.collection.action"))
    fields.signals()
    fields.note("components.collection.captured_signals")
    missing = "components.collection.missing_signals"
    fields.list_of_lines(missing, placeholder=guide.text("ui.components.missing_example"))
    fields.note(missing)


def _connection(session: Session, transition: str) -> None:
    guide, part = session.guide, f"transitions.{transition}"
    st.title(guide.text(f"{part}.question"), anchor=False)
    arrow = guide.text("ui.components.way", arrow=guide.text(f"{part}.name"))
    st.markdown(f"**{arrow}.** {guide.text('ui.components.strength')}")
    fields.scale(part, "strength", guide.lines("strengths.sentences"), guide.lines("strengths.hints"))
    fields.note(f"{part}.strength")
    with st.expander(guide.text("ui.components.target"), type="compact"):
        fields.strength(f"{part}.target.strength")
        fields.duration(f"{part}.target.duration")
        fields.day(f"{part}.target.by")


def _storage() -> None:
    fields.choice(
        "components.storage.access_without_request", "access", ("every_team", "some_teams", "no_team")
    )
    fields.note("components.storage.access_without_request")


def _analysis() -> None:
    fields.duration("components.analysis.time_to_insight")
    fields.note("components.analysis.time_to_insight")


def _application() -> None:
    fields.duration("components.application.time_to_users")
    fields.note("components.application.time_to_users")


def _feedback() -> None:
    fields.choice(
        "components.feedback.last_improvement",
        "last_improvement",
        ("data_rose", "data_did_not_rise", "not_measured"),
    )
    fields.note("components.feedback.last_improvement")


_TESTS: dict[str, Callable[[], None]] = {
    "storage": _storage,
    "analysis": _analysis,
    "application": _application,
    "feedback": _feedback,
}


def what_it_means(session: Session, screen: str) -> Iterator[str]:
    """Yield what a screen's answers mean: the test, what contradicts it, the weakest so far."""
    findings, component = session.findings, component_of(screen)
    if screen in TRANSITIONS:
        yield findings.weakest_connection.why
        return
    test = findings.tests[COMPONENTS.index(component)]
    if test.verdict != "unknown":
        yield test.why
    missed = len(session.assessment.components.collection.missing_signals)
    if screen == SIGNALS and missed < SIGNALS_MISSED:
        yield session.guide.text("ui.components.name_three", named=missed)
    yield from (item.said for item in findings.contradictions if item.is_about(f"components.{component}"))
    yield findings.weakest_component.why


def way_on(screen: str) -> None:
    """Offer the screen before and the next one; at either end the page before and the next page.

    The buttons within Step 1 and those that leave it have keys of their own: a press within would else
    count as one on the button that has come into its place.
    """
    place = SCREENS.index(screen)
    before = SCREENS[place - 1] if place else None
    following = SCREENS[place + 1] if place + 1 < len(SCREENS) else None
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        pressed = layout.back(_name(before, "start"), _key("back", before), on_click=_leave, args=(before,))
        if pressed and before is None:
            st.switch_page(layout.page_path("start"))
        name = _name(following, "learning")
        pressed = layout.on(name, _key("on", following), on_click=_leave, args=(following,))
        if pressed and following is None:
            st.switch_page(layout.page_path("learning"))


def _key(button: str, screen: str | None) -> str:
    return button if screen is None else f"{button}_within"


def _leave(screen: str | None) -> None:
    if screen is not None:
        go_to(screen)


def _name(screen: str | None, page: str) -> str:
    return current().guide.text(f"ui.{page}.short") if screen is None else _name_of(screen)


def _name_of(screen: str) -> str:
    guide = current().guide
    return guide.text("ui.components.signals") if screen == SIGNALS else guide.name(screen)
