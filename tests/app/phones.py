"""A phone in a room, as the tests hold it."""

from typing import Any

from flywheel_core import load_guide
from flywheel_core.store import Participant
from flywheel_ui import session
from tests.app.screen import Screen, unescaped
from tests.rooms import HeldRoom

GUIDE = load_guide()
LEVEL, OTHER_LEVEL = "components.collection.level", "components.storage.level"
DURATION = "transitions.storage_to_analysis.duration"


def phone_room(*topics: str, **options: Any) -> HeldRoom:
    """Return a new room in the store of this process, of one topic unless others are named."""
    return HeldRoom(session.store().rooms, *(topics or ("levels",)), **options)


def open_phone(**query: str) -> Screen:
    """Open the participant's page by its address's parameters."""
    screen = Screen()
    for name, value in query.items():
        screen.app.query_params[name] = value
    return screen.go("join")


def taking_part(room: HeldRoom, token: str) -> Participant:
    """Return whose token it is, with their votes."""
    return room.rooms.participant(token)


def said_on(screen: Screen) -> str:
    """Return what stands on a phone."""
    titles = [title.value for title in (*screen.app.title, *screen.app.header)]
    boxes = [box.value for box in (*screen.app.info, *screen.app.warning, *screen.app.error)]
    return unescaped("\n".join([*titles, *screen.markdown(), *boxes]))


def token_on(screen: Screen) -> str:
    """Return the token that the address has since its person is in."""
    given = screen.app.query_params["me"]
    return given if isinstance(given, str) else given[0]


def word(key: str, **values: object) -> str:
    """Return one of the page's words."""
    return GUIDE.text(f"ui.join.{key}", **values)
