"""A room that the tests make and lead: who takes part, the screens of who leads and of the wall."""

from flywheel_core import load_guide
from flywheel_core.workshop import TOPICS, new_room, topic_of
from flywheel_ui.session import store
from tests.app.rooms import RoomScreen

GUIDE = load_guide()
LEVEL = "components.storage.level"
TWO_TOPICS = [("levels", 5), ("durations", 5)]


def made(**how):
    """Return a room of two topics that was just made, with five people in it, and their links."""
    rooms = store().rooms
    room = rooms.create(new_room("Search <b>assistant</b>", **{"plan": TWO_TOPICS, **how}))
    people = [rooms.join(room.code, place="here").token for _ in range(5)]
    return room, people


def vote(people, path, values):
    """Have each person vote on an item."""
    rooms = store().rooms
    for person, value in zip(people, values, strict=False):
        now = rooms.participant(person).now
        number = now.room.topic(topic_of(path)).round
        rooms.vote(person, path, value, round=number, seen=now.version)


def vote_on_levels(people, of_storage=(0, 0, 1, 4, 4)):
    """Have all vote on all levels: together, but for storage."""
    for item in TOPICS["levels"]:
        vote(people, item.path, of_storage if item.path == LEVEL else (2,) * 5)


def followed(screen):
    """Return the facilitator's screen that a press led to, by the link on it: a test's app stays behind."""
    link = next(code.value for code in screen.app.code if "/facilitate?room=" in code.value)
    return RoomScreen("facilitate", room=link.rpartition("=")[2])


def now_of(screen):
    """Return the room that a facilitator's screen shows, from the store."""
    return store().rooms.open(screen.token)


def facilitate(room):
    """Open the facilitator's screen."""
    return RoomScreen("facilitate", room=room.facilitate)


def wall(room):
    """Open the wall."""
    return RoomScreen("present", room=room.present)
