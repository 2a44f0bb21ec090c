"""Rooms for the tests: at a topic, with votes, revealed or agreed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flywheel_core.workshop import Room, Vote, agree, go_to, new_room, reveal, vote_again

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def revealed(topic: str, mode: str = "anonymous", rounds: int = 1) -> Room:
    """A room of the longest plan whose topic was voted on so many times, and shown each time."""
    room = go_to(new_room("Search assistant", mode=mode, plan=90), topic, NOW)
    room = reveal(room, NOW)
    for _ in range(rounds - 1):
        room = reveal(vote_again(room, NOW), NOW)
    return room


def agreed(values: dict[str, Any], topic: str, dissent: str = "", room: Room | None = None) -> Room:
    """A room that agreed on a topic."""
    room = go_to(room, topic, NOW) if room else revealed(topic)
    room = reveal(room, NOW) if room.phase == "collecting" else room
    return agree(room, values, dissent)


def votes_on(
    item: str,
    values: Iterable[Any],
    *,
    number: int = 1,
    roles: Iterable[str | None] | None = None,
    named: bool = False,
) -> list[Vote]:
    """One vote a person, p0 first; the roles follow the people."""
    values = list(values)
    said = list(roles) if roles is not None else [None] * len(values)
    return [
        Vote(item, number, f"p{n}", value, role, f"Person {n}" if named else None)
        for n, (value, role) in enumerate(zip(values, said, strict=True))
    ]
