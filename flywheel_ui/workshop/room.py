"""The room that the address leads to, and the facilitator's moves in it.

A screen shows the room of one version; a move names that version, so that a second window which shows an
older one changes nothing and is drawn anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import streamlit as st

from flywheel_core import Guide, workshop
from flywheel_core.store import RoomNow, Rooms, StoreError
from flywheel_core.workshop import Room, WorkshopError
from flywheel_ui import clock
from flywheel_ui.fields import escaped
from flywheel_ui.session import current, store

#: The address's parameter that carries the link to facilitate or to present.
ROOM = "room"

_SEEN, _PROBLEM, _PRESSED = "room_seen", "room_problem", "room_pressed"

Move = Callable[[Room], Room]


def rooms() -> Rooms:
    """Return the rooms of this process's store. Raises StoreError with one sentence."""
    current()  # what they refuse is said in its language
    return store().rooms


def words() -> Guide:
    """Return the words of the workshop's screens: in the language of this tab."""
    return current().guide


def token() -> str:
    """Return the link that the address carries, empty without one."""
    return str(st.query_params.get(ROOM, ""))


def opened(*, to: str) -> RoomNow | None:
    """Return the room as it is now; say why there is none, or why this link does not lead here."""
    try:
        found = rooms().open(token())
    except StoreError as error:
        _not_shown(str(error))
        return None
    if found.may != to:
        _not_shown(words().text("ui.room.other_link"))
        return None
    pressed, before = st.session_state.pop(_PRESSED, False), st.session_state.get(_SEEN)
    if to == "facilitate" and before and before[0] == token() and before[1] != found.version and not pressed:
        # Said in passing: nothing is wrong, and it stands beside no later screen.
        st.toast(words().text("ui.room.moved_elsewhere"), icon=":material/sync:")
    st.session_state[_SEEN] = (token(), found.version)
    return found


def _not_shown(why: str) -> None:
    st.title(words().text("ui.room.not_shown"), anchor=False)
    problem(why)


def problem(sentence: str) -> None:
    """Show what is wrong."""
    st.error(escaped(sentence), icon=":material/error:")


@contextmanager
def saying_what_fails() -> Iterator[None]:
    """While a part of a screen is drawn: say what can't be shown now, and leave out the rest of it.

    The room may have been moved on since the screen looked at it: what it showed then is hidden by now.
    """
    try:
        yield
    except (StoreError, WorkshopError) as error:
        problem(str(error))


def tell() -> None:
    """Say once what the last press could not do."""
    if sentence := st.session_state.pop(_PROBLEM, ""):
        problem(sentence)


def refuse(sentence: str) -> None:
    """In a callback: have it said on the next drawing why something is not done."""
    st.session_state[_PROBLEM] = sentence


def try_to(act: Callable[[], object]) -> bool:
    """In a callback: do something with the room; what it refuses is said on the next drawing."""
    st.session_state[_PRESSED] = True
    try:
        act()
    except (StoreError, WorkshopError) as error:
        refuse(str(error))
        return False
    return True


def move(step: Move) -> None:
    """In a callback: change the room as the screen shows it, or not at all."""
    try_to(partial(_moved, step))


def _moved(step: Move) -> None:
    now = rooms().move(token(), seen(), step)
    if now.room.rehearsal and now.room.phase == "collecting":
        rooms().rehearse(token())


def timed(step: Callable[[Room, datetime], Room]) -> None:
    """In a callback: a move that happens now."""
    move(partial(_at, step))


def _at(step: Callable[[Room, datetime], Room], room: Room) -> Room:
    return step(room, clock.now())


def to(topic: str, room: Room, now: datetime) -> Room:
    """Return the room at a topic of the plan."""
    return workshop.go_to(room, topic, now)


def seen() -> int:
    """Return the version of the room that this screen shows."""
    return int(st.session_state[_SEEN][1])
