"""Whom a room waits for: the people who can be expected to vote, so that "all have voted" comes and is true.

Somebody is waited for who takes part on a screen of their own, has not left, and did not let the last two
votes pass without one answer: a phone that was put away looks no different from one whose owner thinks.
Whoever answers anything is back. Those whom the facilitator answers for, on paper or out of a file, are not
waited for, and counted once their answers are complete, as is whoever has left. Nothing of this says who.
"""

from sqlalchemy import ColumnElement, Connection, Label, and_, exists, func, or_, select, update

from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, ROOMS, VOTES
from flywheel_core.workshop import Room

#: So many votes in a row somebody lets pass and is waited for still: one may be let pass on purpose, such as
#: a further one by who stays with their answer, or be over for who has just come in.
PATIENT_FOR = 1

#: Who has answered the whole of what the room collects.
_HAS_VOTED = exists().where(
    BALLOTS.c.room_id == ROOMS.c.id,
    BALLOTS.c.topic == ROOMS.c.topic,
    BALLOTS.c.round == ROOMS.c.round,
    BALLOTS.c.participant_id == PARTICIPANTS.c.id,
)
_ANSWERS = and_(PARTICIPANTS.c.led.is_(False), PARTICIPANTS.c.missed <= PATIENT_FOR)
#: In the lobby, where nobody is waited for, all count who have not left.
_IS_AWAITED = and_(PARTICIPANTS.c.left_at.is_(None), or_(ROOMS.c.topic == "", _ANSWERS))


def _counted(name: str, who: ColumnElement[bool]) -> Label[int]:
    """How many are in a room for whom `who` holds, together with those who have voted already."""
    here = (PARTICIPANTS.c.room_id == ROOMS.c.id, PARTICIPANTS.c.removed_at.is_(None))
    counted = or_(who, _HAS_VOTED.correlate(ROOMS, PARTICIPANTS))
    people = select(func.count()).select_from(PARTICIPANTS).where(*here, counted)
    return people.correlate(ROOMS).scalar_subquery().label(name)


#: How many a room waits for.
JOINED = _counted("joined", _IS_AWAITED)
#: How many are in a room, whether it waits for them or not.
PEOPLE = _counted("people", PARTICIPANTS.c.left_at.is_(None))


def count_missed(connection: Connection, room_id: str, before: Room, after: Room) -> None:
    """Note who let a round pass that a move reveals; one whose reveal it takes back was not missed."""
    for topic in after.topics:
        was = before.topic(topic.id)
        for number in topic.reveals.keys() - was.reveals.keys():
            _missed(connection, room_id, topic.id, number, 1)
        for number in set(topic.void) - set(was.void):
            _missed(connection, room_id, topic.id, number, -1)


def is_back(connection: Connection, person: str) -> None:
    """Wait for somebody again who answers, or who says that they are back."""
    this = update(PARTICIPANTS).where(PARTICIPANTS.c.id == person)
    connection.execute(this.values(missed=0, left_at=None))


def _missed(connection: Connection, room_id: str, topic: str, number: int, by: int) -> None:
    voted: ColumnElement[bool] = exists().where(
        VOTES.c.room_id == room_id,
        VOTES.c.topic == topic,
        VOTES.c.round == number,
        VOTES.c.participant_id == PARTICIPANTS.c.id,
    )
    missed = PARTICIPANTS.c.missed
    here = (PARTICIPANTS.c.room_id == room_id, ~voted, missed + by >= 0)
    connection.execute(update(PARTICIPANTS).where(*here).values(missed=missed + by))
