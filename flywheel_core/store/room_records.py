"""What the store hands out of rooms. Times are in UTC; whoever has a token has what it opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from flywheel_core.workshop import Room

#: What a token or code allows: to lead the room, to show it, or to take part in it.
May = Literal["facilitate", "present", "join"]


@dataclass(frozen=True)
class NewRoom:
    """A room's join code, and the tokens of its two private links; they are shown this once."""

    code: str
    facilitate: str = field(repr=False)
    present: str = field(repr=False)


@dataclass(frozen=True)
class Counts:
    """All that is told of votes before the reveal."""

    #: Whom the room waits for, and who has voted already (see `store.awaited`).
    joined: int
    #: How many have answered every item of the present topic in its present round; in the lobby, where
    #: people may answer by themselves beforehand, every item of all topics.
    voted: int
    #: All who are in the room and have not left, papers and silent phones too, and who has voted: what the
    #: screens call joined. Whom a vote waits for is the same whoever else sits there, so it is not compared.
    people: int = field(default=0, compare=False)


@dataclass(frozen=True)
class RoomState:
    """A room as it stands. `version` rises by one with each move."""

    id: str
    room: Room
    version: int
    code: str
    may: May


@dataclass(frozen=True)
class RoomNow(RoomState):
    """A room as it stands, with what is told of its votes."""

    counts: Counts


@dataclass(frozen=True)
class Joined:
    """The token of a new participant's own link, which is shown this once."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class Participant:
    """One who takes part, with the own votes by path and round, and the room as it stands."""

    id: str
    now: RoomState
    #: The name, or in an anonymous room the number, by which the facilitator's list has them.
    label: str
    name: str | None
    role: str | None
    votes: Mapping[tuple[str, int], Any]
    #: Whether they said that they leave: they are not waited for, and may come back.
    left: bool = False


@dataclass(frozen=True)
class Person:
    """A participant as the facilitator sees them: never whether they voted."""

    id: str
    #: The name, or a number in the order of joining.
    label: str
    role: str | None
    joined_at: datetime
    #: Whether the facilitator entered them, and can enter their answers.
    on_paper: bool = False
    #: Whether they left the room, and may come back.
    left: bool = False


@dataclass(frozen=True)
class Pulse:
    """What has to have changed for a screen of the room to be drawn anew."""

    version: int
    joined: int
    voted: int
    people: int = 0
