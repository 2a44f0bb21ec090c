"""Rooms for the tests: a clock that stands still, and shortcuts to where a room is."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flywheel_core import workshop
from flywheel_core.store import NewRoom, RoomNow, Rooms, Store
from flywheel_core.workshop import Room, items_of, new_room

LEVELS = tuple(item.path for item in items_of("levels"))
LEVEL = LEVELS[0]
TOPICS = ("levels", "weakest", "strengths")


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class Played:
    """A room in a store, its links and a clock of its own."""

    def __init__(self, store: Store, topics: Sequence[str] = TOPICS, **wishes: Any) -> None:
        self.clock = Clock()
        self.rooms = Rooms(store._database, self.clock)
        self.room = new_room("Search", plan=[(topic, 5) for topic in topics], **wishes)
        self.links: NewRoom = self.rooms.create(self.room)

    @property
    def now(self) -> RoomNow:
        """The room as the facilitator sees it."""
        return self.rooms.open(self.links.facilitate)

    def join(self, name: str = "", role: str | None = None) -> str:
        """Let somebody join, and return their token."""
        return self.rooms.join(self.links.code, place="here", name=name, role=role).token

    def people(self, number: int) -> list[str]:
        """Let several join."""
        return [self.join() for _ in range(number)]

    def move(self, move: Callable[..., Room], *what: Any) -> RoomNow:
        """Make a move of `workshop` on the room as it is."""
        timed = move not in (workshop.close, workshop.agree)
        arguments = (*what, self.clock()) if timed else what
        return self.rooms.move(self.links.facilitate, self.now.version, lambda r: move(r, *arguments))

    def start(self) -> RoomNow:
        """Go on to the next topic."""
        return self.move(workshop.go_on)

    def reveal(self) -> RoomNow:
        """Reveal the present topic."""
        return self.move(workshop.reveal)

    def lock(self) -> RoomNow:
        """Lock the room."""
        lock = partial(workshop.lock, locked=True)
        return self.rooms.move(self.links.facilitate, self.now.version, lock)

    def vote(
        self,
        token: str,
        value: Any,
        path: str = LEVEL,
        *,
        seen: int | None = None,
        number: int | None = None,
    ) -> Any:
        """Vote on an item with the present room on the screen, or as it was at another version and round."""
        now = self.now
        seen = now.version if seen is None else seen
        number = number or max(now.room.topic(workshop.topic_of(path)).round, 1)
        return self.rooms.vote(token, path, value, round=number, seen=seen)

    def vote_all(self, token: str, value: Any = 2) -> Any:
        """Vote on all items of the levels."""
        return [self.vote(token, value, path) for path in LEVELS][-1]

    def values(self, path: str = LEVEL, number: int = 1) -> list[Any]:
        """Return what was voted on an item in a round, in order."""
        topic = workshop.topic_of(path)
        votes = self.rooms.votes(self.links.facilitate, topic)
        return sorted(vote.value for vote in votes if vote.item == path and vote.round == number)
