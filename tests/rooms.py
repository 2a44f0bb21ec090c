"""A room for tests, with the facilitator's hand on it: made, moved on and filled straight in the database."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from flywheel_core import workshop
from flywheel_core.store import Rooms
from flywheel_core.workshop import Room, items_of, topic_of
from flywheel_core.workshop.room import CAPACITY

Plan = Iterable[tuple[str, int]]


class HeldRoom:
    """A room and its links. Each step is a move that the facilitator makes."""

    def __init__(
        self,
        rooms: Rooms,
        *topics: str,
        title: str = "Support inbox",
        mode: Literal["anonymous", "named"] = "anonymous",
        beforehand_until: datetime | None = None,
        capacity: int = CAPACITY,
    ) -> None:
        """Make a room about some topics, five minutes each."""
        self.rooms = rooms
        plan = [(topic, 5) for topic in topics]
        made = workshop.new_room(
            title, mode=mode, plan=plan, beforehand_until=beforehand_until, capacity=capacity
        )
        new = rooms.create(made)
        self.code, self.facilitate, self.present = new.code, new.facilitate, new.present

    @property
    def version(self) -> int:
        """The version that the room has now."""
        return self.rooms.open(self.facilitate).version

    def move(self, step: Callable[[Room], Room]) -> None:
        """Make a move."""
        self.rooms.move(self.facilitate, self.version, step)

    def go_on(self) -> None:
        """Go to the next topic."""
        self.move(lambda room: workshop.go_on(room, datetime.now(UTC)))

    def reveal(self, *, seconds_ago: float = 0) -> None:
        """Show the votes, as if it had happened some seconds ago."""
        moment = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        self.move(lambda room: workshop.reveal(room, moment))

    def vote_again(self) -> None:
        """Collect a further round."""
        self.move(lambda room: workshop.vote_again(room, datetime.now(UTC)))

    def agree(self, dissent: str = "", **agreed: Any) -> None:
        """Agree on the present topic."""
        self.rooms.agree(self.facilitate, self.version, agreed, dissent)

    def close(self) -> None:
        """Close the room."""
        self.move(workshop.close)

    def join(self, count: int = 1, *, name: str = "", role: str | None = None) -> list[str]:
        """Let people join, and return their tokens."""
        return [
            self.rooms.join(self.code, place="test", name=f"{name}{n or ''}", role=role).token
            for n in range(count)
        ]

    def vote(self, token: str, votes: Mapping[str, Any]) -> None:
        """Cast a person's votes."""
        for path, value in votes.items():
            now = self.rooms.participant(token).now
            number = max(now.room.topic(topic_of(path)).round, 1)
            self.rooms.vote(token, path, value, round=number, seen=now.version)

    def all_vote(self, tokens: Iterable[str], topic: str, value: Any) -> None:
        """Have people give one answer to all questions of a topic."""
        for token in tokens:
            self.vote(token, {item.path: value for item in items_of(topic)})
