"""A room's one phase in the database: moved by whoever saw it last, with its result and its end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, update

from flywheel_core import workshop
from flywheel_core.assessment import Assessment
from flywheel_core.store import RoomMoved, StoreError, UnknownCode, UnknownLink, UnknownRoom
from flywheel_core.store.room_tables import BALLOTS, PARTICIPANTS, ROOMS, VOTES
from flywheel_core.store.tables import ASSESSMENTS, CHANGES, LINKS
from flywheel_core.workshop import WorkshopError, new_room
from tests.core.workshops import LEVEL, Played

ONE_SENTENCE = r"^[^\n]+\.$"


@pytest.fixture
def played(store) -> Played:
    """Give an anonymous room in its lobby."""
    return Played(store)


def test_of_two_windows_one_moves_the_room(played):
    """A move counts for the version that its window saw: the other window's changes nothing and says so."""
    seen = played.now.version
    moved = played.rooms.move(played.links.facilitate, seen, lambda r: workshop.go_on(r, played.clock()))
    with pytest.raises(RoomMoved, match=ONE_SENTENCE):
        played.rooms.move(played.links.facilitate, seen, lambda r: workshop.go_on(r, played.clock()))
    for wrong in (seen - 1, seen + 2):
        with pytest.raises(RoomMoved):
            played.rooms.move(played.links.facilitate, wrong, workshop.close)
    assert (moved.version, moved.room.phase) == (seen + 1, "collecting")
    assert played.now == moved


def test_of_windows_that_move_at_once_one_wins(played):
    """Of eight windows that go on at the same moment one does, in each of several turns."""
    token = played.links.facilitate
    ready = threading.Barrier(8)

    def go_on(seen: int) -> int:
        ready.wait()
        try:
            return played.rooms.move(token, seen, lambda r: workshop.extend(r, 1, played.clock())).version
        except RoomMoved:
            return 0

    played.start()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            seen = played.now.version
            assert sorted(pool.map(go_on, [seen] * 8)) == [0] * 7 + [seen + 1]


def test_a_move_that_is_not_possible_changes_nothing(played):
    """What `workshop` refuses, and what can't be kept, leaves the room as it was."""
    before = played.now
    with pytest.raises(WorkshopError):
        played.reveal()
    broken = {"dissent": "x" * 30_000}, {"dissent": "\ud800"}
    for changes in broken:
        topics = tuple(topic.model_copy(update=changes) for topic in before.room.topics)
        with pytest.raises(StoreError, match=ONE_SENTENCE):
            played.rooms.move(
                played.links.facilitate, 1, lambda r, t=topics: r.model_copy(update={"topics": t})
            )
    with pytest.raises(StoreError, match="can't be changed"):
        played.rooms.move(played.links.facilitate, 1, lambda r: r.model_copy(update={"mode": "named"}))
    assert played.now == before
    with pytest.raises(StoreError, match=ONE_SENTENCE):
        played.rooms.create(played.room.model_copy(update={"title": ""}))


def test_what_the_room_agrees_on_is_in_its_assessment(store):
    """Agreement and the change of the assessment are one step, which all in the room can read."""
    played = Played(store, ["levels"])
    me = played.join()
    played.start()
    played.vote_all(me, 3)
    seen = played.reveal().version
    agreed = played.rooms.agree(played.links.facilitate, seen, {LEVEL: 3}, "One of us holds it for less.")
    assert (agreed.room.phase, agreed.version) == ("agreed", seen + 1)
    for token in (me, played.links.present, played.links.facilitate):
        assessment = played.rooms.assessment(token)
        assert (assessment.components.collection.level, assessment.components.collection.basis) == (
            3,
            "voted",
        )
        assert "One of us holds it for less." in assessment.decisions.component_mapping.dissent
    link = played.rooms.result(played.links.facilitate)
    opened = store.open(link)
    assert (opened.may_edit, opened.version, opened.assessment.title) == (True, 2, "Search")
    assert store.undo(link, tab="x").assessment.components.collection.level is None
    with pytest.raises(RoomMoved):
        played.rooms.agree(played.links.facilitate, seen, {LEVEL: 1})
    assert played.rooms.assessment(me).components.collection.level is None


def test_an_agreement_that_does_not_fit_changes_nothing(store):
    """Where the assessment refuses a value, the room is not agreed either."""
    played = Played(store)
    played.start()
    seen = played.reveal().version
    for wrong in (9, "many"):
        with pytest.raises(Exception, match=ONE_SENTENCE):
            played.rooms.agree(played.links.facilitate, seen, {LEVEL: wrong})
    with pytest.raises(WorkshopError):
        played.rooms.agree(played.links.facilitate, seen, {"learning.decision": "yes"})
    assert (played.now.version, played.now.room.phase) == (seen, "revealed")
    assert played.rooms.assessment(played.links.present).components.collection.level is None


def test_the_assessment_that_a_room_is_made_with_is_the_one_it_fills(store):
    """What was answered before the meeting is kept beside what the room agrees on."""
    rooms = store.rooms
    links = rooms.create(new_room("x", plan=[("levels", 5)]), Assessment(facilitator="Ada"))
    assert rooms.assessment(links.present).facilitator == "Ada"
    assert store.open(rooms.result(links.facilitate)).assessment.facilitator == "Ada"


def test_an_assessment_deleted_by_its_link_does_not_end_the_room(store):
    """The room goes on with a new one, that holds all it agreed on."""
    played = Played(store)
    played.start()
    played.rooms.agree(played.links.facilitate, played.reveal().version, {LEVEL: 4})
    store.delete(played.rooms.result(played.links.facilitate))
    assert played.rooms.assessment(played.links.present).components.collection.level == 4
    assert store.open(played.rooms.result(played.links.facilitate)).assessment == played.rooms.assessment(
        played.links.facilitate
    )


def _left(store) -> dict[str, int]:
    tables = (ROOMS, PARTICIPANTS, VOTES, BALLOTS, ASSESSMENTS, LINKS, CHANGES)
    with store._database.reading() as connection:
        return {table.name: len(connection.execute(select(table)).all()) for table in tables}


def _used(store) -> tuple[Played, str]:
    played = Played(store, mode="named")
    me = played.join(name="Zweitausend-Geheimnis")
    played.start()
    played.vote_all(me)
    played.rooms.agree(
        played.links.facilitate, played.reveal().version, {LEVEL: 2}, "Zweitausend-Geheimnis dissents"
    )
    return played, me


def test_a_deleted_room_is_gone_with_everything_in_it(store, url):
    """People, votes, links and the assessment that nobody got a link of go; other rooms stay."""
    other = Played(store)
    other.join()
    before = _left(store)
    played, me = _used(store)
    played.rooms.delete(played.links.facilitate)
    assert _left(store) == before
    for token in (played.links.facilitate, played.links.present):
        with pytest.raises(UnknownRoom):
            played.rooms.open(token)
    with pytest.raises(UnknownRoom):
        played.rooms.participant(me)
    with pytest.raises(UnknownCode):
        played.rooms.find(played.links.code, place="here")
    assert other.now.counts.joined == 1
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        assert b"Zweitausend-Geheimnis" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_result_that_was_taken_along_outlives_its_room(store):
    """Where a link to the assessment was given out, deleting the room leaves it, with its history."""
    played, _ = _used(store)
    link = played.rooms.result(played.links.facilitate)
    played.rooms.delete(played.links.facilitate)
    assert store.open(link).assessment.components.collection.level == 2
    assert _left(store) | {"assessments": 0, "links": 0, "changes": 0} == dict.fromkeys(_left(store), 0)
    store.delete(link)
    with pytest.raises(UnknownLink):
        store.open(link)


def test_a_room_of_another_version_is_left_alone(played, store):
    """A room that this version can't read is a sentence, and not a byte of it changes."""
    with store._database.writing() as connection:
        connection.execute(update(ROOMS).values(document='{"title": "x", "news": 1}'))
    with pytest.raises(StoreError, match=r"another version[^\n]*\.$"):
        played.rooms.open(played.links.facilitate)
