"""Rooms by their links: who leads one, who shows it, who takes part."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, bindparam, func, or_, select, update

from flywheel_core.store.awaited import JOINED, PEOPLE, count_missed
from flywheel_core.store.errors import (
    ReadOnlyLink,
    RemovedFromRoom,
    RoomMoved,
    StoreError,
    UnknownRoom,
    sentence,
)
from flywheel_core.store.gathered import gathered, rows_of
from flywheel_core.store.links import digest
from flywheel_core.store.room_records import Counts, May, RoomNow, RoomState
from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, ROOMS, VOTES
from flywheel_core.workshop import Room, noted

#: Stands for all topics, where people answer by themselves before the meeting.
LOBBY: dict[str, object] = {"topic": "", "round": 0}

#: How many have answered the whole of the present topic.
VOTED = (
    select(func.count())
    .select_from(BALLOTS)
    .where(
        BALLOTS.c.room_id == ROOMS.c.id, BALLOTS.c.topic == ROOMS.c.topic, BALLOTS.c.round == ROOMS.c.round
    )
    .correlate(ROOMS)
    .scalar_subquery()
    .label("voted")
)


#: A participant's own votes, in all rounds.
_VOTES = (
    select(gathered(VOTES.c.topic, VOTES.c.round, VOTES.c.item, VOTES.c.value))
    .where(VOTES.c.participant_id == PARTICIPANTS.c.id)
    .correlate(PARTICIPANTS)
    .scalar_subquery()
    .label("votes")
)
_OF_A_SEAT = ("number", "name", "role", "removed_at", "left_at", "missed")
#: Asked for each time that a phone draws its screen: built once, since building takes longer than asking.
_SEAT = (
    select(PARTICIPANTS.c.id.label("person"), *(PARTICIPANTS.c[c] for c in _OF_A_SEAT), _VOTES, ROOMS)
    .join(ROOMS)
    .where(PARTICIPANTS.c.digest == bindparam("known"))
)


@dataclass(frozen=True)
class Found:
    """A room's row."""

    id: str
    room: Room
    version: int
    code: str
    assessment_id: str | None
    may: May


@dataclass(frozen=True)
class Seat:
    """A participant's row, and the room it belongs to."""

    id: str
    number: int
    name: str | None
    role: str | None
    found: Found
    #: Whether they said that they leave.
    left: bool
    #: Whether the room waits for them, as far as it is up to them.
    here: bool
    #: Their votes in all rounds, also in those that don't count: topic, round, item and the value as JSON.
    votes: list[list[Any]]


@lru_cache(maxsize=256)
def read_room(document: str) -> Room:
    """Return the room of a document; every process reads each version once. Raises ValueError."""
    return Room.model_validate_json(document)


def write_room(room: Room) -> str:
    """Return a room as it is kept. Raises StoreError for one that could not be read again."""
    try:
        document = room.model_dump_json()
        read_room(document)
    except ValueError as error:
        raise StoreError(sentence("room_unfit")) from error
    return document


def leading(connection: Connection, token: str, *, lock: bool = False) -> Found:
    """Return the room that a facilitator's token leads; `lock` keeps others from changing it meanwhile.

    Raises ReadOnlyLink for the token that only shows the room, else UnknownRoom.
    """
    found = showing(connection, token, lock=lock)
    if found.may != "facilitate":
        raise ReadOnlyLink(sentence("read_only_room"))
    return found


def showing(connection: Connection, token: str, *, lock: bool = False) -> Found:
    """Return the room of a facilitator's or a presenter's token. Raises UnknownRoom."""
    known = digest(token)
    this = or_(ROOMS.c.facilitate == known, ROOMS.c.present == known)
    if lock:
        _wait_alone(connection, this)
    row = connection.execute(select(ROOMS).where(this)).one_or_none()
    if row is None:
        raise UnknownRoom(sentence("unknown_room"))
    return _found(row, "facilitate" if row.facilitate == known else "present")


def by_id(connection: Connection, identifier: str, *, lock: bool = False) -> Found:
    """Return a room for somebody who knows its code. Raises UnknownRoom where it was deleted meanwhile."""
    this = ROOMS.c.id == identifier
    if lock:
        _wait_alone(connection, this)
    row = connection.execute(select(ROOMS).where(this)).one_or_none()
    if row is None:
        raise UnknownRoom(sentence("unknown_room"))
    return _found(row, "join")


def taking_part(connection: Connection, token: str, *, to_vote: bool = False) -> Seat:
    """Return the participant of a token. Raises UnknownRoom and RemovedFromRoom.

    `to_vote` makes whoever reveals wait until this transaction has ended, and this one for a reveal that
    is under way, and for another device of the same person.
    """
    known = digest(token)
    if to_vote:
        _wait_with_others(connection, known)
    row = connection.execute(_SEAT, {"known": known}).one_or_none()
    if row is None:
        raise UnknownRoom(sentence("unknown_room"))
    if row.removed_at is not None:
        raise RemovedFromRoom(sentence("removed_from_room"))
    left = row.left_at is not None
    here = not left and not row.missed
    found, votes = _found(row, "join"), rows_of(row.votes)
    return Seat(row.person, row.number, row.name, row.role, found, left, here, votes)


def any_of(connection: Connection, token: str) -> tuple[Found, Seat | None]:
    """Return the room that a token of any kind belongs to, and whose it is. Raises as `taking_part`."""
    try:
        return showing(connection, token), None
    except UnknownRoom:
        seat = taking_part(connection, token)
        return seat.found, seat


def state_of(found: Found) -> RoomState:
    """Return the room without its counts, which a participant is not told."""
    return RoomState(found.id, found.room, found.version, found.code, found.may)


def now_of(connection: Connection, found: Found) -> RoomNow:
    """Return the room with its counts, as they are after whatever this transaction did."""
    counts = Counts(*connection.execute(select(JOINED, VOTED, PEOPLE).where(ROOMS.c.id == found.id)).one())
    return RoomNow(found.id, found.room, found.version, found.code, found.may, counts)


def moved(connection: Connection, found: Found, seen: int, move: Callable[[Room], Room]) -> Found:
    """Move the room on from the version `seen`. Raises RoomMoved where it is at another one."""
    if seen != found.version:
        raise RoomMoved(sentence("room_moved"))
    room = noted(move(found.room), found.version + 1)
    if room.mode != found.room.mode:
        raise StoreError(sentence("room_mode"))
    at_seen = update(ROOMS).where(ROOMS.c.id == found.id, ROOMS.c.version == found.version)
    row = {"document": write_room(room), "version": found.version + 1, **counted(room)}
    if connection.execute(at_seen.values(row)).rowcount != 1:
        raise RoomMoved(sentence("room_moved"))
    count_missed(connection, found.id, found.room, room)
    return Found(found.id, room, found.version + 1, found.code, found.assessment_id, found.may)


def counted(room: Room) -> dict[str, object]:
    """Return the columns that say which votes are counted now."""
    if room.present is None:
        return {**LOBBY}
    return {"topic": room.present, "round": room.topic(room.present).round}


def _wait_alone(connection: Connection, this: ColumnElement[bool]) -> None:
    """Let nobody else change the room, nor vote in it, until this transaction has ended.

    SQLite lets one write at a time anyway. PostgreSQL's own locks of rows would let votes that go on
    without a gap keep a reveal waiting for ever: these locks are given in the order of asking.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_key(ROOMS.c.id))).where(this))


def _wait_with_others(connection: Connection, known: str) -> None:
    """Let others vote too, and whoever changes the room wait until this transaction has ended.

    Two devices of one person vote one after the other: the later one knows what the earlier one answered.
    """
    if connection.dialect.name == "postgresql":
        room, person = _key(PARTICIPANTS.c.room_id), _key(PARTICIPANTS.c.id)
        locks = func.pg_advisory_xact_lock_shared(room), func.pg_advisory_xact_lock(person)
        connection.execute(select(*locks).where(PARTICIPANTS.c.digest == known))


def _key(identifier: Column[str]) -> ColumnElement[int]:
    return func.hashtextextended(identifier, 0)


def _found(row: Any, may: May) -> Found:
    try:
        room = read_room(row.document)
    except ValueError as error:
        raise StoreError(sentence("room_unreadable")) from error
    return Found(row.id, room, row.version, row.code, row.assessment_id, may)
