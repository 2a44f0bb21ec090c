"""A room as a file: whole, checked, and closed to whoever has not its key."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest

from flywheel_core import workshop
from flywheel_core.assessment import write_answers
from flywheel_core.store import Counts, RemovedFromRoom, Store, StoreError, room_files
from flywheel_core.workshop import DONT_KNOW, WEAKEST
from tests.core.workshops import LEVEL, LEVELS, Played

NOW = datetime(2026, 11, 29, tzinfo=UTC)
ARROW = "collection_to_storage"
ONE_SENTENCE = r"^[^\n]+\.$"


@pytest.fixture
def elsewhere(tmp_path) -> Store:
    """Give another computer's store."""
    store = Store(f"sqlite:///{tmp_path}/elsewhere.db")
    yield store
    store.close()


def _in_the_middle(store, **wishes) -> tuple[Played, list[str]]:
    """A room with one topic agreed, one in its second round, one skipped, and somebody removed."""
    played = Played(store, ("levels", "strengths", "weakest"), **wishes)
    roles = ("data", "data", "data", "product", None)
    tokens = [played.join(name=f"Name {n}", role=role) for n, role in enumerate(roles)]
    played.start()
    for value, token in enumerate(tokens):
        played.vote_all(token, value)
    seen = played.reveal().version
    played.rooms.agree(played.links.facilitate, seen, {LEVEL: 2}, "Somebody dissents.")
    played.move(workshop.go_to, "weakest")
    for token in tokens:
        played.vote(token, ARROW, WEAKEST)
    played.reveal()
    played.move(workshop.vote_again)
    played.vote(tokens[0], DONT_KNOW, WEAKEST)
    played.rooms.remove(played.links.facilitate, played.rooms.participant(tokens[4]).id)
    return played, tokens


def _signed(document: dict) -> bytes:
    document.pop("sha256", None)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return json.dumps(document | {"sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_a_room_goes_on_elsewhere_where_it_was(store, elsewhere, mode):
    """Phase, votes, people, agreements and links are the same in another database; there it goes on."""
    played, tokens = _in_the_middle(store, mode=mode)
    facilitate = played.links.facilitate
    there = elsewhere.rooms
    links = there.reopen(played.rooms.export(facilitate), facilitate)
    assert links == played.links
    here, now = played.now, there.open(links.facilitate)
    assert (now.room, now.version, now.code, now.counts) == (here.room, here.version, here.code, here.counts)
    assert now.counts == Counts(4, 1)
    assert there.open(links.present).may == "present"
    for token in tokens[:4]:
        mine = played.rooms.participant(token)
        kept = there.participant(token)
        assert (kept.votes, kept.name, kept.role) == (mine.votes, mine.name, mine.role)
    with pytest.raises(RemovedFromRoom):
        there.participant(tokens[4])
    assert there.votes(tokens[0], "levels") == played.rooms.votes(tokens[0], "levels")
    assert write_answers(there.assessment(links.present)) == write_answers(
        played.rooms.assessment(links.present)
    )
    labels = [person.label for person in there.people(facilitate)]
    assert labels == [person.label for person in played.rooms.people(facilitate)]
    there.vote(tokens[1], WEAKEST, ARROW, round=2, seen=now.version)
    there.move(facilitate, now.version, lambda room: workshop.reveal(room, played.clock()))
    assert sorted(vote.round for vote in there.votes(facilitate, "weakest")) == [1, 1, 1, 1, 1, 2, 2]
    assert there.join(links.code, place="here").token not in tokens


def test_before_anything_a_room_goes_elsewhere_too(store, elsewhere):
    """A room without people and votes opens again."""
    played = Played(store)
    links = elsewhere.rooms.reopen(played.rooms.export(played.links.facilitate), played.links.facilitate)
    assert elsewhere.rooms.open(links.facilitate).room == played.room


def test_what_nobody_has_seen_is_not_to_be_read_in_the_file(store):
    """Hidden votes, names, seeds and tokens are in no readable part; shown votes are."""
    played, tokens = _in_the_middle(store)
    data = played.rooms.export(played.links.facilitate)
    document = json.loads(data)
    assert {vote["item"] for vote in document["votes"]} == set(LEVELS)
    assert [key for key in document if key not in ("sealed", "votes", "room", "assessment")] == [
        "format", "format_version", "saved_at", "code", "version", "sha256",
    ]  # fmt: skip
    for secret in (*tokens, played.links.facilitate, played.links.present, "dont_know", "Name"):
        assert secret.encode() not in data
    with store._database.reading() as connection:
        for row in connection.exec_driver_sql("SELECT id, digest, seed FROM participants").all():
            assert not any(value.encode() in data for value in row)


def test_in_an_anonymous_room_s_file_nobody_can_be_followed(store):
    """In each topic other pseudonyms, in an order of their own, and a role only where many share it."""
    played, tokens = _in_the_middle(store)
    for value, token in enumerate(tokens[:4]):
        played.vote(token, ARROW if value else DONT_KNOW, WEAKEST)
    played.reveal()
    votes = json.loads(played.rooms.export(played.links.facilitate))["votes"]
    levels, weakest = (
        {vote["voter"] for vote in votes if (vote["item"] == WEAKEST) is blind} for blind in (False, True)
    )
    assert (len(levels), len(weakest)) == (5, 5)
    assert not levels & weakest
    assert {vote["role"] for vote in votes} == {None}
    assert {vote["name"] for vote in votes} == {None}
    # Five judged the levels: the three of one role would leave two who can be told by what they are not.
    ordered = [vote["voter"] for vote in votes if vote["item"] == LEVEL]
    assert ordered == sorted(ordered)


def test_votes_of_few_stay_hidden_in_an_anonymous_room_s_file(store, elsewhere):
    """A topic that fewer than three voted on was not shown as votes: nor is it in the file; it comes back."""
    played = Played(store)
    me, _ = played.people(2)
    played.start()
    played.vote_all(me, 3)
    played.reveal()
    data = played.rooms.export(played.links.facilitate)
    assert json.loads(data)["votes"] == []
    links = elsewhere.rooms.reopen(data, played.links.facilitate)
    assert {vote.value for vote in elsewhere.rooms.votes(links.present, "levels")} == {3}


def test_only_the_facilitator_saves_a_room(store):
    """Neither the wall's link nor a participant's gives the file."""
    played = Played(store)
    for token in (played.links.present, played.join(), "x"):
        with pytest.raises(StoreError, match=ONE_SENTENCE):
            played.rooms.export(token)


def test_a_room_that_is_here_already_is_not_doubled(store):
    """Reopened beside itself, its links would lead to two rooms; after it was deleted it comes back."""
    played = Played(store)
    me = played.join()
    data = played.rooms.export(played.links.facilitate)
    with pytest.raises(StoreError, match=r"here already[^\n]*\.$"):
        played.rooms.reopen(data, played.links.facilitate)
    played.rooms.delete(played.links.facilitate)
    assert played.rooms.reopen(data, played.links.facilitate) == played.links
    assert played.rooms.participant(me).votes == {}
    assert played.now.counts.joined == 1


def test_a_code_that_is_taken_is_another_one(store, elsewhere, monkeypatch):
    """Where another room has the code by now, the one that comes back gets a new one."""
    played = Played(store)
    monkeypatch.setattr("flywheel_core.store.room_travel.new_code", lambda: played.links.code)
    other = Played(elsewhere)
    monkeypatch.undo()
    assert other.links.code == played.links.code
    links = elsewhere.rooms.reopen(played.rooms.export(played.links.facilitate), played.links.facilitate)
    assert links.code != played.links.code
    assert elsewhere.rooms.find(links.code, place="x").id == elsewhere.rooms.open(links.facilitate).id


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "\x00", "A" * 22, "{present}"])
def test_another_key_does_not_open_it(store, elsewhere, secret):
    """A wrong secret, the wall's link among them, opens nothing, in one sentence."""
    played, _ = _in_the_middle(store)
    data = played.rooms.export(played.links.facilitate)
    with pytest.raises(StoreError, match=r"does not open this file[^\n]*\.$"):
        elsewhere.rooms.reopen(data, secret.format(present=played.links.present))
    assert elsewhere.rooms.pulses([played.now.id]) == {}


def test_a_damaged_file_is_said_to_be_damaged(store, elsewhere):
    """Whatever byte is changed and wherever the file ends, it is refused with a sentence."""
    played, _ = _in_the_middle(store)
    data, secret = played.rooms.export(played.links.facilitate), played.links.facilitate
    damaged = [data[:length] for length in range(0, len(data) - 1, 997)]
    damaged += [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(3, len(data) - 1, 499)]
    for bad in damaged:
        with pytest.raises(StoreError, match=ONE_SENTENCE):
            elsewhere.rooms.reopen(bad, secret)


def test_a_file_that_was_changed_and_signed_anew_is_refused(store, elsewhere):
    """Its checksum anybody can make: the key covers the readable part as well."""
    played, _ = _in_the_middle(store)
    document = json.loads(played.rooms.export(played.links.facilitate))
    vote = document["votes"][0]
    forged = {**vote, "value": (vote["value"] + 1) % 5}
    changed = {**document, "votes": [forged, *document["votes"][1:]]}
    with pytest.raises(StoreError, match=r"does not open this file[^\n]*\.$"):
        elsewhere.rooms.reopen(_signed(changed), played.links.facilitate)
    assert elsewhere.rooms.reopen(_signed(document), played.links.facilitate) == played.links


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format_version": 3}, "newer version"),
        ({"format_version": 10**30}, "newer version"),
        ({"format": "other"}, "no room saved"),
        ({"sealed": None}, "cut off or was changed"),
        ({"sealed": {"salt": "x", "nonce": "", "text": ""}}, "cut off or was changed"),
        ({"sealed": {"salt": "", "nonce": "", "text": ""}}, "cut off or was changed"),
        ({"sealed": {"salt": 1, "nonce": 2, "text": 3}}, "cut off or was changed"),
    ],
)
def test_what_the_file_says_of_itself_is_read_strictly(store, elsewhere, changes, said):
    """A newer version is told from a foreign file, and both from a damaged one."""
    played = Played(store)
    document = json.loads(played.rooms.export(played.links.facilitate))
    with pytest.raises(StoreError, match=rf"{said}[^\n]*\.$"):
        elsewhere.rooms.reopen(_signed(document | changes), played.links.facilitate)


def _with(kept, part: str, value: int):
    """The room of a file with a number in it that its own facilitator put there."""
    room, sealed, first = kept.room, kept.sealed, kept.room.topics[0]
    if part in ("number", "missed"):
        people = (sealed.people[0].model_copy(update={part: value}), *sealed.people[1:])
        return {"sealed": sealed.model_copy(update={"people": people})}
    if part == "vote":
        votes = (sealed.votes[0].model_copy(update={"round": value}), *sealed.votes[1:])
        return {"sealed": sealed.model_copy(update={"votes": votes})}
    if part == "round":
        topics = (first.model_copy(update={"round": value}), *room.topics[1:])
        return {"room": room.model_copy(update={"topics": topics})}
    return {"version": value}


@pytest.mark.parametrize("value", [60_000_000_000, 2**63 - 1, 2**63])
@pytest.mark.parametrize("part", ["version", "round", "number", "missed", "vote"])
def test_numbers_that_no_room_comes_to_are_refused(store, elsewhere, part, value):
    """Whoever leads a room can seal any number into its file: none takes the server's memory."""
    played, _ = _in_the_middle(store)
    secret = played.links.facilitate
    kept = room_files.read_file(played.rooms.export(secret), secret)
    forged = room_files.write_file(kept.model_copy(update=_with(kept, part, value)), secret, NOW)
    with pytest.raises(StoreError, match=r"cut off or was changed[^\n]*\.$"):
        elsewhere.rooms.reopen(forged, secret)


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
@pytest.mark.parametrize("part", ["ends_at", "beforehand_until", "revealed_at", "at", "joined_at"])
def test_moments_that_cannot_be_reckoned_with_are_refused(store, elsewhere, part, moment):
    """Time is added to one and another is said in the browser's zone: neither fails at an end of days."""
    played, _ = _in_the_middle(store)
    secret, moment = played.links.facilitate, moment.replace(tzinfo=UTC)
    kept = room_files.read_file(played.rooms.export(secret), secret)
    forged = room_files.write_file(kept.model_copy(update=_at_a_moment(kept, part, moment)), secret, NOW)
    with pytest.raises(StoreError, match=r"cut off or was changed[^\n]*\.$"):
        elsewhere.rooms.reopen(forged, secret)


def _at_a_moment(kept, part: str, moment: datetime):
    """The room of a file with a moment in it that its own facilitator put there."""
    room, sealed = kept.room, kept.sealed
    if part == "joined_at":
        people = (sealed.people[0].model_copy(update={part: moment}), *sealed.people[1:])
        return {"sealed": sealed.model_copy(update={"people": people})}
    if part in ("ends_at", "beforehand_until"):
        return {"room": room.model_copy(update={part: moment})}
    shown = next(topic for topic in room.topics if topic.reveals)
    reveals = {number: reveal.model_copy(update={"at": moment}) for number, reveal in shown.reveals.items()}
    update = {"revealed_at": moment} if part == "revealed_at" else {"reveals": reveals}
    changed = shown.model_copy(update=update)
    topics = tuple(changed if topic is shown else topic for topic in room.topics)
    return {"room": room.model_copy(update={"topics": topics})}


def test_a_link_of_a_room_leads_no_other_room(store):
    """A file sealed with the wall's link or a participant's, which many know, takes neither away."""
    played, tokens = _in_the_middle(store)
    secret = played.links.facilitate
    kept = room_files.read_file(played.rooms.export(secret), secret)
    empty = kept.model_copy(update={"sealed": kept.sealed.model_copy(update={"people": (), "votes": ()})})
    other = empty.model_copy(update={"votes": ()})
    for known in (played.links.present, tokens[0]):
        with pytest.raises(StoreError, match=r"here already[^\n]*\.$"):
            played.rooms.reopen(room_files.write_file(other, known, NOW), known)
    assert played.rooms.open(played.links.present).id == played.now.id
    assert played.rooms.id_of(tokens[0]) == (played.now.id, "join")


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"schema_version": 1}',
        b"%PDF",
    ],
)
def test_other_files_are_told_so(store, foreign):
    """Whatever else is brought, an answers file among them, is refused with one sentence."""
    with pytest.raises(StoreError, match=ONE_SENTENCE):
        store.rooms.reopen(foreign, "secret")


def test_a_document_of_another_kind_is_no_damaged_room(store):
    """Sound JSON that is no room is said to be none, and not to be cut off."""
    played = Played(store)
    document = json.loads(played.rooms.export(played.links.facilitate))
    for foreign in ({"schema_version": 1}, {**document, "format": "another-app"}):
        with pytest.raises(StoreError, match="no room saved by Flywheel Check"):
            store.rooms.reopen(json.dumps(foreign).encode(), "secret")


def test_the_file_says_its_checksum_and_cipher_openly(store):
    """The checksum is SHA-256 of the rest, sorted and without spaces; two files never share a nonce."""
    played = Played(store)
    files = [json.loads(played.rooms.export(played.links.facilitate)) for _ in range(2)]
    for document in files:
        assert json.loads(_signed(dict(document))) == document
    assert len({document["sealed"]["nonce"] for document in files}) == 2
    assert len(base64.b64decode(files[0]["sealed"]["nonce"])) == 12
