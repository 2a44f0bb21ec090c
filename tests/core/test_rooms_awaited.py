"""Whom a room waits for: "all have voted" comes, and is true, whoever has left or answers on paper."""

import hashlib
import json

import pytest
from alembic import command
from sqlalchemy import text

from flywheel_core import workshop
from flywheel_core.assessment import Assessment, change_all
from flywheel_core.store import Counts, RemovedFromRoom, Store, migrations, room_files
from flywheel_core.store.database import Database
from flywheel_core.workshop import WEAKEST
from tests.core.workshops import LEVEL, LEVELS, Played

ARROW = "collection_to_storage"


@pytest.fixture
def played(store) -> Played:
    """Give an anonymous room in its lobby."""
    return Played(store)


def _on_paper(played: Played) -> str:
    return played.rooms.join(played.links.code, place="here", by=played.links.facilitate).token


def test_nobody_waits_for_a_paper_and_it_counts_once_it_is_entered(played):
    """A person on paper is counted with their last answer, and in the next topic is not waited for again."""
    me, paper = played.join(), _on_paper(played)
    assert played.now.counts == Counts(2, 0)
    assert played.start().counts == Counts(1, 0)
    played.vote_all(me)
    assert played.now.counts == Counts(1, 1)
    played.vote(paper, 2)
    assert played.now.counts == Counts(1, 1)
    played.vote_all(paper)
    assert played.now.counts == Counts(2, 2)
    played.reveal()
    assert played.start().counts == Counts(1, 0)


def test_who_is_in_the_room_is_another_count_than_whom_it_waits_for(played):
    """Papers, silent phones and who has voted have joined all along; who leaves without a vote is gone."""
    me, gone, silent = played.people(3)
    _on_paper(played)
    people = [played.now.counts.people]
    for _ in range(2):
        played.start()
        people.append(played.now.counts.people)
        played.vote(me, *((2,) if played.now.room.present == "levels" else (ARROW, WEAKEST)))
        played.reveal()
    people.append(played.start().counts.people)
    assert people == [4, 4, 4, 4]
    played.rooms.leave(gone)
    assert (played.now.counts, played.now.counts.people) == (Counts(1, 0), 3)
    played.rooms.remove(played.links.facilitate, played.rooms.participant(silent).id)
    assert played.now.counts.people == 2


def test_nobody_waits_for_answers_out_of_a_file(played):
    """A file that answers all of a topic is a vote in it; in the other topics it is nobody who thinks."""
    me = played.join()
    filled = change_all(Assessment(), dict.fromkeys(LEVELS, 3))
    played.rooms.bring(played.links.facilitate, filled)
    assert played.start().counts == Counts(2, 1)
    played.vote_all(me)
    assert played.now.counts == Counts(2, 2)
    played.reveal()
    assert played.move(workshop.vote_again).counts == Counts(1, 0)
    assert len(played.rooms.people(played.links.facilitate)) == 2


def test_whoever_leaves_is_not_waited_for_and_comes_back(played):
    """Leaving keeps the votes, also in the count; coming back, or voting, is being there again."""
    me, other, third = played.people(3)
    played.start()
    played.vote_all(me, 4)
    for token in (me, other):
        played.rooms.leave(token)
    assert played.rooms.participant(other).left
    assert played.now.counts == Counts(2, 1)
    played.rooms.come_back(other)
    assert not played.rooms.participant(other).left
    assert played.now.counts == Counts(3, 1)
    assert not played.vote(me, 3).left
    played.rooms.leave(third)
    played.vote_all(other, 4)
    assert played.now.counts == Counts(2, 2)
    played.reveal()
    assert played.values() == [3, 4]


def test_whoever_lets_two_votes_pass_is_waited_for_again_when_they_answer(played):
    """After two reveals without an answer nobody waits for a silent phone; an answer brings it back."""
    me, silent = played.people(2)
    played.start()
    played.vote_all(me)
    played.reveal()
    assert played.move(workshop.vote_again).counts == Counts(2, 0)
    played.vote_all(me)
    played.reveal()
    assert played.start().counts == Counts(1, 0)
    played.vote(silent, ARROW, WEAKEST)
    assert played.now.counts == Counts(2, 1)
    played.reveal()
    assert played.start().counts == Counts(2, 0)


def test_one_answer_is_enough_to_be_waited_for(played):
    """Somebody who answers a part of each topic is still thinking about the rest, topic after topic."""
    (me,) = played.people(1)
    for again in (workshop.go_on, workshop.vote_again, workshop.vote_again):
        assert played.move(again).counts == Counts(1, 0)
        played.vote(me, 1)
        played.reveal()


def test_a_reveal_by_mistake_is_no_vote_that_was_let_pass(played):
    """However often a vote is begun afresh, whoever did not get to answer is waited for."""
    played.people(2)
    played.start()
    for _ in range(3):
        played.reveal()
        assert played.move(workshop.take_back_reveal).counts == Counts(2, 0)


def test_whoever_was_removed_neither_leaves_nor_comes_back(played):
    """The link of a removed participant brings nobody in, and says so."""
    me = played.join()
    played.rooms.remove(played.links.facilitate, played.rooms.participant(me).id)
    for call in (played.rooms.leave, played.rooms.come_back):
        with pytest.raises(RemovedFromRoom):
            call(me)
    assert played.now.counts == Counts(0, 0)


def test_a_room_file_knows_whom_to_wait_for(played, tmp_path):
    """Papers, who left and who let votes pass are the same people in another database."""
    me, gone, silent = played.people(3)
    _on_paper(played)
    for _ in range(2):
        played.start()
        played.vote(me, *((2,) if played.now.room.present == "levels" else (ARROW, WEAKEST)))
        played.reveal()
    played.start()
    played.rooms.leave(gone)
    there = Store(f"sqlite:///{tmp_path}/there.db")
    facilitate = played.links.facilitate
    there.rooms.reopen(played.rooms.export(facilitate), facilitate)
    assert played.now.counts == there.rooms.open(facilitate).counts == Counts(1, 0)
    assert [there.rooms.participant(token).left for token in (me, gone, silent)] == [False, True, False]
    there.close()


def _as_version_1(data: bytes, secret: str) -> bytes:
    """A room file as the first version wrote it."""
    document = json.loads(data)
    document.pop("sha256")
    sealed = document.pop("sealed")
    opened = json.loads(room_files._unseal(sealed, document, secret))
    for person in opened["people"]:
        for key in ("led", "left_at", "missed"):
            del person[key]
    for topic in document["room"]["topics"]:
        del topic["reveals"]
    document["format_version"] = 1
    document["sealed"] = room_files._seal(json.dumps(opened).encode(), document, secret)
    document["sha256"] = hashlib.sha256(room_files._canonical(document)).hexdigest()
    return json.dumps(document).encode()


def test_a_room_file_of_the_first_version_opens(played, tmp_path):
    """What it does not say of people is as it was then: all are waited for."""
    me, _ = played.people(2)
    played.start()
    played.vote_all(me, 3)
    played.reveal()
    facilitate = played.links.facilitate
    old = _as_version_1(played.rooms.export(facilitate), facilitate)
    there = Store(f"sqlite:///{tmp_path}/there.db")
    there.rooms.reopen(old, facilitate)
    assert there.rooms.open(facilitate).counts == Counts(2, 1)
    assert [vote.value for vote in there.rooms.votes(facilitate, "levels")] == [3] * len(LEVELS)
    there.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request, tmp_path) -> str:
    """Return the address of a database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/third.db"
    return request.getfixturevalue("empty_database")()


def test_a_database_of_revision_0003_keeps_its_rooms_and_votes(fresh):
    """A room, its people and votes from before are there after the migration, and all are waited for."""
    _make_revision_0003(fresh)
    store = Store(fresh)
    now = store.rooms.open(FACILITATE)
    assert (now.room.title, now.version, now.counts) == ("Old", 2, Counts(2, 0))
    me = store.rooms.participant(ME)
    assert (me.votes, me.left, me.name) == ({(LEVEL, 1): 4}, False, None)
    store.rooms.vote(ME, LEVEL, 1, round=1, seen=2)
    store.rooms.leave(ME)
    assert store.rooms.open(FACILITATE).counts == Counts(1, 0)
    store.close()


FACILITATE, ME = "f" * 22, "m" * 22
WHEN = "2026-11-24 10:00:00+00:00"
OLD_ROOM = {
    "title": "Old",
    "topics": [{"id": "levels", "minutes": 5, "status": "collecting", "round": 1}],
    "present": "levels",
}


def _make_revision_0003(url: str) -> None:
    database = Database(url)
    database.prepare()
    with database.writing() as connection:
        command.upgrade(migrations._config(connection), "0003")
        digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in (FACILITATE, ME, "p", "o")}
        connection.execute(
            text("INSERT INTO rooms VALUES ('r', :document, 2, 'CFHJKM', :f, :p, 'levels', 1, NULL, :at)"),
            {"document": json.dumps(OLD_ROOM), "f": digests[FACILITATE], "p": digests["p"], "at": WHEN},
        )
        for number, name in enumerate((ME, "o"), 1):
            connection.execute(
                text("INSERT INTO participants VALUES (:id, 'r', :d, :n, NULL, 'data', :seed, :at, NULL)"),
                {"id": f"p{number}", "d": digests[name], "n": number, "seed": "0" * 32, "at": WHEN},
            )
        vote = "INSERT INTO votes VALUES ('r', 'levels', 1, 'p1', :item, '4')"
        connection.execute(text(vote), {"item": LEVEL})
    database.close()
