"""Votes: casting one's own, and what is shown of all once they are revealed."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from flywheel_core.store.room_links import LOBBY, Found, Seat
from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, VOTES
from flywheel_core.store.upserts import put
from flywheel_core.workshop import Topic, Vote, items_of, roles_shown, shown_rounds, side_by_side, topic_of
from flywheel_core.workshop.errors import refused

#: A person's votes by path and round.
Votes = Mapping[tuple[str, int], Any]


def cast(
    connection: Connection, found: Found, person: str, before: Votes, path: str, number: int, value: object
) -> Votes:
    """Keep a vote in a round, in the place of the one that the person had there; return all they have now.

    `before` are the votes that they had, read in this transaction: hundreds vote within seconds, and each
    statement more is one that all others wait for.
    """
    topic = topic_of(path)
    key = {"room_id": found.id, "topic": topic, "round": number, "participant_id": person}
    put(connection, VOTES, key | {"item": path, "value": json.dumps(value)}, _as_it_is_now)
    after = {**before, (path, number): value}
    asked = {(item.path, number) for item in items_of(topic)}
    if asked <= after.keys() and not asked <= before.keys():
        put(connection, BALLOTS, key)
        if found.room.present is None:
            _count_beforehand(connection, found, person)
    return after


def _as_it_is_now(_there: Any, new: Any) -> dict[str, object]:
    return {"value": new.value}


def _count_beforehand(connection: Connection, found: Found, person: str) -> None:
    """In the lobby, where people answer by themselves, somebody is counted who is through with all topics."""
    first = (BALLOTS.c.participant_id == person, BALLOTS.c.round == 1)
    topics = connection.execute(select(func.count()).select_from(BALLOTS).where(*first)).scalar_one()
    if topics == len(found.room.topics):
        put(connection, BALLOTS, {"room_id": found.id, "participant_id": person, **LOBBY})


def own(seat: Seat) -> Votes:
    """Return a person's votes by path and round, in all rounds that count."""
    counting = {topic.id: set(topic.rounds) | {1} - set(topic.void) for topic in seat.found.room.topics}
    return {
        (item, number): json.loads(value)
        for topic, number, item, value in seat.votes
        if number in counting.get(topic, ())
    }


def shown(connection: Connection, found: Found, topic: str) -> tuple[Vote, ...]:
    """Return the votes of a topic in all rounds that the room has seen. Raises WorkshopError while it votes.

    An anonymous room is not given a round that would tell who came late (`workshop.side_by_side`). The order
    of votes says nothing of the voters: it differs between topics.
    """
    known = found.room.topic(topic)
    rounds = shown_rounds(known)
    if known.status == "collecting" or not rounds:
        raise refused("not_revealed")
    return read_votes(connection, found, known, rounds)


def read_votes(connection: Connection, found: Found, topic: Topic, rounds: Sequence[int]) -> tuple[Vote, ...]:
    """Return what may be told of a topic's votes in some rounds, by round, item and pseudonym."""
    columns = (*VOTES.c, *(PARTICIPANTS.c[column] for column in ("seed", "name", "role")))
    there = (VOTES.c.room_id == found.id, VOTES.c.topic == topic.id, VOTES.c.round.in_(rounds))
    query = select(*columns).join(PARTICIPANTS, PARTICIPANTS.c.id == VOTES.c.participant_id).where(*there)
    rows = connection.execute(query).all()
    anonymous = found.room.mode == "anonymous"
    roles = _roles_told(rows) if anonymous else None
    order = {item.path: place for place, item in enumerate(items_of(topic.id))}
    votes = (_vote(row, roles, named=not anonymous) for row in rows)
    told = tuple(sorted(votes, key=lambda vote: (vote.round, order[vote.item], vote.voter)))
    return side_by_side(told) if anonymous else told


def pseudonym(seed: str, topic: str) -> str:
    """Return who votes in a topic: the same throughout it, and another in each topic."""
    return hmac.new(seed.encode(), topic.encode(), hashlib.sha256).hexdigest()[:16]


def _vote(row: Row[Any], roles: Mapping[int, tuple[str, ...]] | None, *, named: bool) -> Vote:
    role = row.role if roles is None or row.role in roles[row.round] else None
    voter = pseudonym(row.seed, row.topic)
    return Vote(row.item, row.round, voter, json.loads(row.value), role, row.name if named else None)


def _roles_told(rows: Sequence[Row[Any]]) -> dict[int, tuple[str, ...]]:
    """The roles that are told in each round: one that few share could be recognised in topic after topic."""
    voters = {(row.round, row.seed): row.role for row in rows}
    return {
        number: roles_shown(role for (in_round, _), role in voters.items() if in_round == number)
        for number in {number for number, _ in voters}
    }
