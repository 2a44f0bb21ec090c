"""A room out of the database into a file, and back."""

import json
import uuid
from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, insert, or_, select

from flywheel_core.store import ballots, keeping, room_results
from flywheel_core.store.codes import new_code
from flywheel_core.store.errors import StoreError, sentence
from flywheel_core.store.links import digest, wall_token
from flywheel_core.store.room_files import PersonInFile, RoomFile, Sealed, VoteInFile
from flywheel_core.store.room_links import LOBBY, Found, counted, write_room
from flywheel_core.store.room_records import NewRoom
from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, ROOMS, VOTES
from flywheel_core.workshop import FEWEST, items_of, topic_of

_PERSON = tuple(PersonInFile.model_fields)


def free_code(connection: Connection, wanted: str | None = None) -> str:
    """Return a join code that no room has, the wanted one if it is free."""
    code = wanted or new_code()
    while connection.execute(select(ROOMS.c.id).where(ROOMS.c.code == code)).first() is not None:
        code = new_code()
    return code


def pack(connection: Connection, found: Found) -> RoomFile:
    """Return the room with everything in it; votes that the room has not seen are in the sealed part."""
    shown = {topic.id: _shown(connection, found, topic.id) for topic in found.room.topics}
    plain = tuple(vote for votes in shown.values() for vote in votes)
    told = {(topic, vote.round) for topic, votes in shown.items() for vote in votes}
    rows = connection.execute(
        select(VOTES, PARTICIPANTS.c.number)
        .join(PARTICIPANTS, PARTICIPANTS.c.id == VOTES.c.participant_id)
        .where(VOTES.c.room_id == found.id)
    )
    hidden = tuple(
        VoteInFile(voter=row.number, item=row.item, round=row.round, value=json.loads(row.value))
        for row in rows
        if (row.topic, row.round) not in told
    )
    here = select(*(PARTICIPANTS.c[key] for key in _PERSON)).where(PARTICIPANTS.c.room_id == found.id)
    people = tuple(PersonInFile(**row._mapping) for row in connection.execute(here))
    return RoomFile(
        code=found.code,
        version=found.version,
        room=found.room,
        assessment=room_results.read(connection, found),
        votes=plain,
        sealed=Sealed(people=people, votes=hidden),
    )


def unpack(connection: Connection, kept: RoomFile, secret: str, at: datetime) -> NewRoom:
    """Put the room of a file into the database, with its links. Raises StoreError if it is there."""
    present = wall_token(secret)
    links = (digest(secret), digest(present))
    same = or_(ROOMS.c.facilitate.in_(links), ROOMS.c.present.in_(links))
    # A link has one meaning: whoever leads no room with it can't make it one that leads.
    taken = select(PARTICIPANTS.c.id).where(PARTICIPANTS.c.digest.in_(links))
    if any(
        connection.execute(found).first() is not None for found in (select(ROOMS.c.id).where(same), taken)
    ):
        raise StoreError(sentence("room_is_here"))
    code, room_id = free_code(connection, kept.code), uuid.uuid4().hex
    row = {
        "id": room_id,
        "document": write_room(kept.room),
        "version": kept.version,
        "code": code,
        "facilitate": digest(secret),
        "present": digest(present),
        "assessment_id": keeping.add(connection, kept.assessment).id,
        "created_at": at,
        **counted(kept.room),
    }
    connection.execute(insert(ROOMS).values(row))
    _unpack_people(connection, kept, room_id)
    return NewRoom(code, secret, present)


def _shown(connection: Connection, found: Found, topic: str) -> tuple[VoteInFile, ...]:
    """The votes of a topic that the room has seen, round by round; of too few nobody has seen which."""
    known = found.room.topic(topic)
    if known.status not in ("revealed", "agreed"):
        return ()
    votes = ballots.read_votes(connection, found, known, known.rounds)
    seen = {
        number
        for number in known.rounds
        if found.room.mode == "named" or len({v.voter for v in votes if v.round == number}) >= FEWEST
    }
    return tuple(
        VoteInFile(voter=v.voter, item=v.item, round=v.round, value=v.value, role=v.role, name=v.name)
        for v in votes
        if v.round in seen
    )


def _unpack_people(connection: Connection, kept: RoomFile, room_id: str) -> None:
    people = {person.number: uuid.uuid4().hex for person in kept.sealed.people}
    rows = [
        person.model_dump() | {"id": people[person.number], "room_id": room_id}
        for person in kept.sealed.people
    ]
    voters = {
        (ballots.pseudonym(person.seed, topic.id), topic.id): person.number
        for person in kept.sealed.people
        for topic in kept.room.topics
    }
    votes = {
        (topic_of(vote.item), vote.round, _number(vote, voters), vote.item): json.dumps(vote.value)
        for vote in (*kept.votes, *kept.sealed.votes)
    }
    if not {number for _, _, number, _ in votes} <= people.keys():
        raise StoreError(sentence("room_file_damaged"))
    if rows:
        connection.execute(insert(PARTICIPANTS), rows)
    cast = [
        {"room_id": room_id, "topic": t, "round": r, "participant_id": people[n], "item": i, "value": value}
        for (t, r, n, i), value in votes.items()
    ]
    if cast:
        connection.execute(insert(VOTES), cast)
    _count(connection, kept, votes, people, room_id)


def _count(
    connection: Connection,
    kept: RoomFile,
    votes: dict[tuple[str, int, int, str], str],
    people: dict[int, str],
    room_id: str,
) -> None:
    answered: dict[tuple[str, int, int], int] = {}
    for topic, number, person, _ in votes:
        answered[topic, number, person] = answered.get((topic, number, person), 0) + 1
    gone = {person.number for person in kept.sealed.people if person.removed_at}
    whole: list[dict[str, object]] = [
        {"room_id": room_id, "topic": topic, "round": number, "participant_id": people[person]}
        for (topic, number, person), items in answered.items()
        if items == len(items_of(topic)) and person not in gone
    ]
    first = Counter(ballot["participant_id"] for ballot in whole if ballot["round"] == 1)
    through = (person for person, topics in first.items() if topics == len(kept.room.topics))
    whole += [{"room_id": room_id, "participant_id": person, **LOBBY} for person in through]
    if whole:
        connection.execute(insert(BALLOTS), whole)


def _number(vote: VoteInFile, voters: dict[tuple[str, str], int]) -> int:
    """Whose vote it is; 0, which nobody has, for a pseudonym of nobody in the file."""
    if isinstance(vote.voter, int):
        return vote.voter
    return voters.get((vote.voter, topic_of(vote.item)), 0)
