"""The rooms of workshops: made, joined, moved on and voted in, each call in one transaction."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from flywheel_core import workshop
from flywheel_core.assessment import Assessment
from flywheel_core.store import (
    absentees,
    awaited,
    ballots,
    codes,
    keeping,
    links,
    room_files,
    room_links,
    room_results,
    room_travel,
    seats,
    throttle,
)
from flywheel_core.store.awaited import JOINED, PEOPLE
from flywheel_core.store.database import Database, tried_twice
from flywheel_core.store.errors import UnknownCode, UnknownRoom, sentence
from flywheel_core.store.links import digest, new_token, wall_token
from flywheel_core.store.room_links import VOTED, counted, now_of, state_of, write_room
from flywheel_core.store.room_records import (
    Joined,
    NewRoom,
    Participant,
    Person,
    Pulse,
    RoomNow,
)
from flywheel_core.store.room_tables import ROOMS
from flywheel_core.workshop import Room, Vote


class Rooms:
    """Where rooms are kept. Methods may be called from many threads and processes at once.

    A method that returns has saved; one that raises has changed nothing. What can't be done is a StoreError
    or a WorkshopError with one sentence; a token that is none, of a deleted room or of another screen is an
    UnknownRoom; the one that only shows a room is a ReadOnlyLink where it would have to lead.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Keep rooms in a database; `clock` tells the time in UTC."""
        self._database = database
        self._clock = clock

    @tried_twice
    def create(self, room: Room, assessment: Assessment | None = None) -> NewRoom:
        """Keep a new room, and the assessment that what it agrees on is written into."""
        facilitate = new_token()
        present = wall_token(facilitate)
        row = {
            "document": write_room(room),
            "version": 1,
            "facilitate": digest(facilitate),
            "present": digest(present),
            "created_at": self._clock(),
            **counted(room),
        }
        with self._database.writing() as connection:
            kept = keeping.add(connection, assessment or Assessment(title=room.title))
            code = room_travel.free_code(connection)
            row |= {"id": uuid.uuid4().hex, "code": code, "assessment_id": kept.id}
            connection.execute(insert(ROOMS).values(row))
        return NewRoom(code, facilitate, present)

    def open(self, token: str) -> RoomNow:
        """Return the room that a facilitator's or presenter's token opens, as its `may` says."""
        with self._database.reading() as connection:
            return now_of(connection, room_links.showing(connection, token))

    def present(self, token: str) -> str:
        """Return the token that shows the room of a facilitator's token on the wall."""
        with self._database.reading() as connection:
            room_links.leading(connection, token)
        return wall_token(token)

    def find(self, code: str, *, place: str, mark: str = "") -> RoomNow:
        """Return the room of a join code, typed in either case, with spaces or dashes.

        `place` is the network address that the code comes from, and `mark` what tells one browser from the
        others there: after ten wrong ones in a minute it has to wait for one (TooManyCodes, see
        `store.throttle`). Raises UnknownCode.
        """
        identifier = self._id_of_code(code, place, mark)
        with self._database.reading() as connection:
            return now_of(connection, room_links.by_id(connection, identifier))

    @tried_twice
    def join(
        self,
        code: str,
        *,
        place: str,
        mark: str = "",
        name: str = "",
        role: str | None = None,
        by: str | None = None,
    ) -> Joined:
        """Let somebody take part, and return the token of their own link.

        `by` is the facilitator's token: then somebody without a phone joins, into a locked room too, and
        nobody waits for their answers. The name is text in one line, of at most 80 characters; an anonymous
        room keeps none. Raises as `find`, and NotAdmitted.
        """
        identifier = self._id_of_code(code, place, mark)
        with self._database.writing() as connection:
            found = room_links.by_id(connection, identifier, lock=True)
            if by is not None and room_links.leading(connection, by).id != found.id:
                raise UnknownRoom(sentence("unknown_room"))
            seats.admit(connection, found, led=by is not None)
            who: dict[str, Any] = {"name": name, "role": role, "at": self._clock()}
            if by is not None:
                return Joined(seats.add_on_paper(connection, found, by, **who).token)
            return Joined(seats.add(connection, found, **who).token)

    def place(self, token: str, person_id: str) -> str:
        """Return the token of somebody whom the facilitator entered, to enter their answers with it.

        Raises StoreError for whoever joined by themselves: nobody but they votes in their place.
        """
        with self._database.reading() as connection:
            return seats.place(connection, room_links.leading(connection, token), token, person_id)

    def participant(self, token: str) -> Participant:
        """Return who takes part by this token, with the own votes. Raises RemovedFromRoom."""
        with self._database.reading() as connection:
            seat = room_links.taking_part(connection, token)
        return _participant(seat, ballots.own(seat))

    @tried_twice
    def vote(self, token: str, path: str, value: object, *, round: int, seen: int) -> Participant:
        """Keep a participant's vote on an item, in the place of the one they had in this round.

        `round` is the one that their screen asked in, and `seen` the version of the room that it showed: a
        vote that was on its way when its round was revealed is kept in it, a later one, or one for a round
        before the present one, is a WorkshopError.
        """
        value = workshop.read_vote(path, value)

        def cast(connection: Connection) -> Participant:
            seat = room_links.taking_part(connection, token, to_vote=True)
            found = seat.found
            workshop.accepts(found.room, path, self._clock(), round=round, seen=seen)
            votes = ballots.cast(connection, found, seat.id, ballots.own(seat), path, round, value)
            if not seat.here:
                awaited.is_back(connection, seat.id)
                seat = replace(seat, left=False, here=True)
            return _participant(seat, votes)

        return self._database.write(cast)

    @tried_twice
    def leave(self, token: str) -> None:
        """Note that a participant leaves: nobody waits for them, and their votes stay."""
        with self._database.writing() as connection:
            seat = room_links.taking_part(connection, token, to_vote=True)
            seats.leave(connection, seat.id, self._clock())

    @tried_twice
    def come_back(self, token: str) -> None:
        """Note that a participant who had left is here again."""
        with self._database.writing() as connection:
            awaited.is_back(connection, room_links.taking_part(connection, token, to_vote=True).id)

    @tried_twice
    def move(self, token: str, seen: int, move: Callable[[Room], Room]) -> RoomNow:
        """Move the room that this window saw at version `seen` on. Raises RoomMoved if it has moved."""
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            moved = room_links.moved(connection, found, seen, move)
            return now_of(connection, moved)

    @tried_twice
    def agree(self, token: str, seen: int, agreed: Mapping[str, Any], dissent: str = "") -> RoomNow:
        """Agree on the present topic, and write that into the room's assessment.

        Raises as `move`, and AnswersError for what the assessment does not take.
        """
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            moved = room_links.moved(
                connection, found, seen, lambda room: workshop.agree(room, agreed, dissent)
            )
            room_results.write(connection, moved)
            return now_of(connection, moved)

    def votes(self, token: str, topic: str) -> tuple[Vote, ...]:
        """Return the votes of a topic in all rounds that count and that the room has seen.

        Any token of the room will do; while a topic is voted on, or before it was revealed, it is a
        WorkshopError. In an anonymous room no vote has a name, and a role only where three voters share it.
        """
        with self._database.reading() as connection:
            found, _ = room_links.any_of(connection, token)
            return ballots.shown(connection, found, topic)

    def people(self, token: str) -> tuple[Person, ...]:
        """Return who takes part, for the facilitator."""
        with self._database.reading() as connection:
            return seats.people(connection, room_links.leading(connection, token), token)

    @tried_twice
    def bring(self, token: str, assessment: Assessment, *, name: str = "", role: str | None = None) -> int:
        """Let somebody join who filled in an answers file, and return how many of its answers are votes now.

        They count in every topic that the room has not seen votes of. Raises NotAdmitted, and WorkshopError
        where the file has no answer to such a topic.
        """
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            who: dict[str, Any] = {"name": name, "role": role, "at": self._clock()}
            return absentees.bring(connection, found, token, assessment, **who)

    @tried_twice
    def rehearse(self, token: str, people: int = 7) -> RoomNow:
        """Let simulated participants join a rehearsal, and vote where the room collects votes now.

        Called again they are the same ones, who vote on what is collected then. Raises WorkshopError for a
        room that is no rehearsal.
        """
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            absentees.rehearse(connection, found, token, people, at=self._clock())
            return now_of(connection, found)

    @tried_twice
    def remove(self, token: str, person_id: str, *, lock: bool = False) -> None:
        """Take a participant out of the room, with their votes that were not shown yet.

        Who knows the code can join again at once, as somebody new: `lock` locks the room along with it.
        """
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            seats.remove(connection, found, person_id, self._clock())
            # Every screen looks again, that of the one who is out too.
            locked = lock and not found.room.closed
            room_links.moved(connection, found, found.version, _locked if locked else lambda room: room)

    @tried_twice
    def delete(self, token: str) -> None:
        """Delete the room with everything in it, and wipe it from the database's file.

        The assessment stays where `result` gave out a link to it.
        """
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            connection.execute(delete(ROOMS).where(ROOMS.c.id == found.id))
            room_results.forget(connection, found)
            self._database.owe_a_sweep(connection)
        links.read.cache_clear()
        room_links.read_room.cache_clear()
        self._database.sweep()

    @tried_twice
    def result(self, token: str) -> str:
        """Return the token of a new private link to the assessment, for the facilitator."""
        with self._database.writing() as connection:
            found = room_links.leading(connection, token, lock=True)
            kept = room_results.present(connection, found)
            return links.new_link(connection, kept.id, datetime.now(UTC), may_edit=True)

    def assessment(self, token: str) -> Assessment:
        """Return the assessment with what the room has agreed on; any token of the room will do."""
        with self._database.reading() as connection:
            found, _ = room_links.any_of(connection, token)
            return room_results.read(connection, found)

    def pulses(self, ids: Iterable[str]) -> dict[str, Pulse]:
        """Return what moves in the rooms with these ids; one that was deleted is left out. One query."""
        query = select(ROOMS.c.id, ROOMS.c.version, JOINED, VOTED, PEOPLE).where(ROOMS.c.id.in_(tuple(ids)))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {row.id: Pulse(row.version, row.joined, row.voted, row.people) for row in rows}

    def id_of(self, token: str) -> tuple[str, str]:
        """Return the id of a token's room, and what the token may: "facilitate", "present" or "join"."""
        with self._database.reading() as connection:
            found, _ = room_links.any_of(connection, token)
        return found.id, found.may

    def export(self, token: str) -> bytes:
        """Return the room as a file that `reopen` opens again, for whoever has the facilitator's token too.

        What the room has not seen yet is encrypted in it with that token; in an anonymous room nobody
        without it can tell which votes of two topics are one person's.
        """
        with self._database.reading() as connection:
            kept = room_travel.pack(connection, room_links.leading(connection, token))
        return room_files.write_file(kept, token, self._clock())

    @tried_twice
    def reopen(self, data: bytes, secret: str) -> NewRoom:
        """Put the room of a file into this database, where it goes on: all keep their links.

        `secret` is the facilitator's token. The join code is another one where somebody has it already.
        Raises StoreError for a file that is damaged, foreign or newer, for another secret, and for a room
        that is here already.
        """
        kept = room_files.read_file(data, secret)
        with self._database.writing() as connection:
            return room_travel.unpack(connection, kept, secret, self._clock())

    def _id_of_code(self, typed: str, place: str, mark: str) -> str:
        code = codes.read_code(typed)
        with self._database.reading() as connection:
            throttle.admit(connection, place, mark, self._clock())
            by_code = select(ROOMS.c.id).where(ROOMS.c.code == code)
            identifier = connection.execute(by_code).scalar_one_or_none() if code else None
        if identifier is not None:
            return str(identifier)
        with self._database.writing() as connection:
            throttle.count_wrong(connection, place, mark, self._clock())
        raise UnknownCode(sentence("unknown_code"))


def _locked(room: Room) -> Room:
    return workshop.lock(room, locked=True)


def _participant(seat: room_links.Seat, votes: ballots.Votes) -> Participant:
    label = seats.label(seat.name, seat.number)
    return Participant(seat.id, state_of(seat.found), label, seat.name, seat.role, votes, seat.left)
