"""Who takes part in a room: joining, being removed, and what the facilitator sees of it."""

import secrets
import unicodedata
import uuid
from datetime import datetime
from functools import partial
from itertools import chain, count
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from flywheel_core.guide import load_guide
from flywheel_core.store.errors import NotAdmitted, StoreError, sentence
from flywheel_core.store.links import digest, new_token, paper_token
from flywheel_core.store.room_links import Found
from flywheel_core.store.room_records import Person
from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, VOTES
from flywheel_core.workshop import LONGEST_NAME, ROLES, Topic
from flywheel_core.workshop.errors import refused


class Sat(NamedTuple):
    """A new participant's id, and the token of their link."""

    id: str
    token: str


def admit(connection: Connection, found: Found, *, led: bool) -> None:
    """Raise NotAdmitted where the room takes nobody more; `led` lets somebody into a locked one."""
    room = found.room
    if room.closed:
        raise NotAdmitted(sentence("room_closed"))
    if room.locked and not led:
        raise NotAdmitted(sentence("room_locked"))
    present = select(func.count()).where(_in(found), PARTICIPANTS.c.removed_at.is_(None))
    if connection.execute(present).scalar_one() >= room.capacity:
        raise NotAdmitted(sentence("room_full"))


def add(
    connection: Connection,
    found: Found,
    *,
    name: str,
    role: str | None,
    at: datetime,
    token: str | None = None,
    led: bool = False,
) -> Sat:
    """Return a new participant. An anonymous room keeps no name; the token is random unless it is given.

    `led` says that the facilitator answers for them.
    """
    if role is not None and role not in ROLES:
        raise refused("no_such_choice")
    token = token or new_token()
    row = {
        "id": uuid.uuid4().hex,
        "room_id": found.id,
        "digest": digest(token),
        "number": next_number(connection, found),
        "name": _name_of_their_own(connection, found, name) if found.room.mode == "named" else None,
        "role": role,
        "seed": secrets.token_hex(16),
        "joined_at": at,
        "led": led,
    }
    connection.execute(insert(PARTICIPANTS).values(row))
    return Sat(str(row["id"]), token)


def next_number(connection: Connection, found: Found) -> int:
    """Return the number of whoever joins next, from 1; numbers are not given twice."""
    last = connection.execute(select(func.max(PARTICIPANTS.c.number)).where(_in(found))).scalar_one()
    return (last or 0) + 1


def add_on_paper(
    connection: Connection, found: Found, token: str, *, name: str, role: str | None, at: datetime
) -> Sat:
    """Return a new participant whom the facilitator enters; their token comes of the facilitator's."""
    own = paper_token(token, next_number(connection, found))
    return add(connection, found, name=name, role=role, at=at, token=own, led=True)


def place(connection: Connection, found: Found, token: str, person: str) -> str:
    """Return the token of somebody whom the facilitator entered. Raises StoreError for anybody else."""
    here = (_in(found), PARTICIPANTS.c.id == person, PARTICIPANTS.c.removed_at.is_(None))
    row = connection.execute(select(PARTICIPANTS).where(*here)).one_or_none()
    if row is None:
        raise StoreError(sentence("no_such_person"))
    if not _is_on_paper(row, token):
        raise StoreError(sentence("own_screen"))
    return paper_token(token, row.number)


def _is_on_paper(row: Row[Any], token: str) -> bool:
    return bool(row.digest == digest(paper_token(token, row.number)))


def people(connection: Connection, found: Found, token: str) -> tuple[Person, ...]:
    """Return who takes part, in the order of joining; `token` is the facilitator's."""
    here = select(PARTICIPANTS).where(_in(found), PARTICIPANTS.c.removed_at.is_(None))
    rows = connection.execute(here.order_by(PARTICIPANTS.c.number))
    return tuple(
        Person(
            row.id,
            label(row.name, row.number),
            row.role,
            row.joined_at,
            _is_on_paper(row, token),
            row.left_at is not None,
        )
        for row in rows
    )


def label(name: str | None, number: int) -> str:
    """Return what a participant is called: the name, or the number of whoever has none."""
    return name or load_guide().text("workshop.people.numbered", n=number)


def remove(connection: Connection, found: Found, person: str, at: datetime) -> None:
    """Take a participant out, with their votes in all rounds that were not shown yet."""
    here = (_in(found), PARTICIPANTS.c.id == person, PARTICIPANTS.c.removed_at.is_(None))
    if connection.execute(update(PARTICIPANTS).where(*here).values(removed_at=at)).rowcount != 1:
        raise StoreError(sentence("no_such_person"))
    connection.execute(delete(BALLOTS).where(BALLOTS.c.participant_id == person))
    for topic in found.room.topics:
        hidden = (VOTES.c.topic == topic.id, VOTES.c.round > last_shown(topic))
        connection.execute(delete(VOTES).where(VOTES.c.participant_id == person, *hidden))


def leave(connection: Connection, person: str, at: datetime) -> None:
    """Note that somebody has left by themselves."""
    connection.execute(update(PARTICIPANTS).where(PARTICIPANTS.c.id == person).values(left_at=at))


def last_shown(topic: Topic) -> int:
    """Return the last round of a topic whose votes were revealed, 0 for none."""
    return topic.round if topic.revealed_at is not None else max(topic.round - 1, 0)


def _in(found: Found) -> ColumnElement[bool]:
    return PARTICIPANTS.c.room_id == found.id


def _name_of_their_own(connection: Connection, found: Found, name: str) -> str | None:
    """The name as text, with a number where somebody in the room has it already, however it is written."""
    own = _legible(name)
    if own is None:
        return None
    rows = connection.execute(select(PARTICIPANTS.c.name).where(_in(found), PARTICIPANTS.c.name.is_not(None)))
    taken = {_folded(other) for (other,) in rows}
    say = partial(load_guide().text, "workshop.people.namesake", name=own[: LONGEST_NAME - len(" (1000)")])
    names = chain((own,), (say(n=n) for n in count(2)))
    return next(each for each in names if _folded(each) not in taken)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _legible(name: str) -> str | None:
    """The name as text in one line, without what controls the display (Cc, Cf) or is no character (Cs)."""
    spaced = " ".join(name[: LONGEST_NAME * 10].split())
    kept = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept[:LONGEST_NAME].strip() or None
