"""People who vote without a screen of their own: who filled in a file before, and who is simulated."""

from datetime import datetime

from sqlalchemy import Connection, select

from flywheel_core import workshop
from flywheel_core.assessment import Assessment
from flywheel_core.guide import load_guide
from flywheel_core.store import ballots, seats
from flywheel_core.store.links import digest, simulated_token
from flywheel_core.store.room_links import Found, taking_part
from flywheel_core.store.room_tables import PARTICIPANTS
from flywheel_core.workshop.errors import refused

#: More would say nothing more.
MOST_SIMULATED = 60


def bring(
    connection: Connection,
    found: Found,
    token: str,
    assessment: Assessment,
    *,
    name: str,
    role: str | None,
    at: datetime,
) -> int:
    """Let somebody join with the votes that an answers file holds; return how many these are."""
    seats.admit(connection, found, led=True)
    votes = workshop.votes_in(assessment, found.room)
    if not votes:
        raise refused("nothing_to_bring")
    person = seats.add_on_paper(connection, found, token, name=name, role=role, at=at).id
    _cast_all(connection, found, person, {}, votes)
    return len(votes)


def rehearse(connection: Connection, found: Found, token: str, people: int, *, at: datetime) -> None:
    """Let simulated people join, and vote on the present topic; who was taken out stays out."""
    if not found.room.rehearsal:
        raise refused("no_rehearsal")
    seated = [_seat(connection, found, token, n, at) for n in range(min(people, MOST_SIMULATED))]
    room = found.room
    if room.present is None or room.phase != "collecting":
        return
    number = room.topic(room.present).round
    votes = workshop.simulated_votes(room, room.present, len(seated), found.id)
    for own, chosen in zip(seated, votes, strict=True):
        if own:
            seat = taking_part(connection, own)
            given = {(path, number): value for path, value in chosen.items()}
            _cast_all(connection, found, seat.id, ballots.own(seat), given)


def _cast_all(
    connection: Connection, found: Found, person: str, known: ballots.Votes, votes: ballots.Votes
) -> None:
    for (path, number), value in votes.items():
        known = ballots.cast(connection, found, person, known, path, number, value)


def _seat(connection: Connection, found: Found, token: str, number: int, at: datetime) -> str:
    """The token of a simulated participant, who joins where they have not; "" for one who was taken out."""
    own = simulated_token(token, number)
    known = select(PARTICIPANTS.c.removed_at).where(PARTICIPANTS.c.digest == digest(own))
    row = connection.execute(known).one_or_none()
    if row is not None:
        return "" if row.removed_at else own
    seats.admit(connection, found, led=True)
    names = load_guide().lines("workshop.people.simulated")
    name = names[number] if number < len(names) else ""
    role = workshop.simulated_role(number)
    return seats.add(connection, found, name=name, role=role, at=at, token=own).token
