"""Who gets into a room: codes, links, and the sentences for those who don't."""

import re
from pathlib import Path

import pytest

from flywheel_core.store import (
    NotAdmitted,
    ReadOnlyLink,
    RemovedFromRoom,
    Store,
    TooManyCodes,
    UnknownCode,
    UnknownRoom,
)
from flywheel_core.store.codes import ALPHABET, new_code, read_code
from flywheel_core.workshop import WorkshopError, close, items_of
from tests.core.workshops import LEVEL, Played

GARBAGE = ("", "x", "' OR 1=1 --", "\x00", "\ud800", "💥" * 300, "a" * 100_000, "../../etc", "%00", "𝔘")
ONE_SENTENCE = r"^[^\n]+\.$"


@pytest.fixture
def played(store) -> Played:
    """Give an anonymous room in its lobby."""
    return Played(store)


def test_a_code_can_not_be_misread():
    """Six characters, none of which looks like another one, and no vowels that make words."""
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {6}
    assert set("".join(codes)) <= set(ALPHABET)
    for alike in ("0OQD", "1IL", "2Z", "5S", "8B", "6G", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    assert not set("AEIOU") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3}-{}", "{:.3} {}", "{:.2}–{}", "{}\n", "﻿{}"])
def test_a_code_is_read_as_people_type_it(typed):
    """Lower case, spaces, dashes and full-width letters make no difference."""
    code = new_code()
    rest = code[int(re.search(r"\.(\d)", typed).group(1)) :] if "." in typed else code
    text = typed.format(code, rest) if "." in typed else typed.format(code)
    assert read_code(text) == read_code(text.lower()) == code
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert read_code(wide) == code


def test_a_code_leads_only_to_taking_part(played):
    """Who has the code sees the room and its counts, and may join it."""
    code = played.links.code
    played.join()
    found = played.rooms.find(f" {code[:3]}-{code[3:].lower()}", place="here")
    assert (found.may, found.room, found.counts.joined) == ("join", played.room, 1)
    for call in (played.rooms.open, played.rooms.people, played.rooms.participant):
        with pytest.raises(UnknownRoom):
            call(code)


def test_wrong_codes_lead_to_a_pause(played):
    """Nine wrong codes in a minute are told so; after the tenth that place waits a minute."""
    for _ in range(10):
        with pytest.raises(UnknownCode, match=ONE_SENTENCE):
            played.rooms.find("CCCCCC", place="there")
    for ask in (played.rooms.find, played.rooms.join):
        with pytest.raises(TooManyCodes, match=ONE_SENTENCE):
            ask(played.links.code, place="there")
    assert played.rooms.find(played.links.code, place="elsewhere").may == "join"
    played.clock.wait(59)
    with pytest.raises(TooManyCodes):
        played.rooms.find(played.links.code, place="there")
    played.clock.wait(2)
    assert played.rooms.find(played.links.code, place="there").may == "join"


def test_a_pause_lasts_a_minute_from_the_code_that_began_it(played):
    """Whoever mistypes the tenth late in the minute waits as long as who typed all of them at once."""
    _guess(played, 1, "tab")
    played.clock.wait(50)
    _guess(played, 9, "tab")
    played.clock.wait(59)
    with pytest.raises(TooManyCodes):
        played.rooms.find(played.links.code, place="router", mark="tab")
    played.clock.wait(1)
    assert played.rooms.find(played.links.code, place="router", mark="tab").may == "join"


def test_a_clock_that_was_a_year_ahead_locks_nobody_out(played):
    """What was counted then counts no more once the clock is right; what is counted from then on does."""
    year = 365 * 24 * 3600
    played.clock.wait(year)
    _guess(played, 10, "tab")
    played.clock.wait(-year)
    assert played.rooms.find(played.links.code, place="router", mark="tab").may == "join"
    _guess(played, 9, "tab")
    assert played.rooms.find(played.links.code, place="router", mark="tab").may == "join"
    _guess(played, 1, "tab")
    with pytest.raises(TooManyCodes):
        played.rooms.find(played.links.code, place="router", mark="tab")
    # A guess that looked at the clock a little earlier neither gets past the pause nor ends it.
    played.clock.wait(-1)
    _guess(played, 1, "another tab")
    with pytest.raises(TooManyCodes):
        played.rooms.find(played.links.code, place="router", mark="tab")


def test_wrong_codes_over_a_longer_time_are_no_attack(played):
    """Nine wrong codes, a minute, and nine more: whoever mistypes now and then is let in."""
    for _ in range(2):
        for _ in range(9):
            with pytest.raises(UnknownCode):
                played.rooms.join("CCCCCC", place="there")
        assert played.rooms.find(played.links.code, place="there").may == "join"
        played.clock.wait(61)


def _guess(played: Played, times: int, mark: str, place: str = "router") -> None:
    for _ in range(times):
        with pytest.raises(UnknownCode):
            played.rooms.find("CCCCCC", place=place, mark=mark)


def test_one_browser_s_wrong_codes_pause_nobody_else_behind_its_router(played):
    """Whoever guesses waits a minute; the others at the same address are led in by the right code."""
    _guess(played, 10, "guesser")
    with pytest.raises(TooManyCodes, match=ONE_SENTENCE):
        played.rooms.find(played.links.code, place="router", mark="guesser")
    assert played.rooms.find(played.links.code, place="router", mark="honest").may == "join"
    assert played.rooms.join(played.links.code, place="router", mark="honest").token
    assert played.rooms.find(played.links.code, place="another", mark="guesser").may == "join"


def test_an_address_as_a_whole_has_a_limit_far_above_what_people_mistype(played):
    """A new mark for each guess is stopped after 200 in a minute, and goes on a minute later."""
    for browser in range(20):
        assert played.rooms.find(played.links.code, place="router", mark="honest").may == "join"
        _guess(played, 10, f"{browser}")
    for mark in ("honest", "new"):
        with pytest.raises(TooManyCodes):
            played.rooms.find(played.links.code, place="router", mark=mark)
    assert played.rooms.find(played.links.code, place="elsewhere", mark="honest").may == "join"
    played.clock.wait(61)
    assert played.rooms.find(played.links.code, place="router", mark="0").may == "join"


def test_wrong_codes_are_counted_for_all_processes(played, url):
    """What one process counted another one knows; where codes came from is kept as a digest only."""
    for _ in range(10):
        with pytest.raises(UnknownCode):
            played.rooms.find("CCCCCC", place="192.0.2.7")
    other = Store(url)
    other.rooms._clock = played.clock
    with pytest.raises(TooManyCodes):
        other.rooms.find(played.links.code, place="192.0.2.7")
    with other._database.reading() as connection:
        assert "192.0.2.7" not in str(connection.exec_driver_sql("SELECT * FROM wrong_codes").all())
    other.close()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_opens_nothing(played, garbage):
    """SQL, control characters, halves of characters and endless text are a wrong code or link, no error."""
    with pytest.raises(UnknownCode):
        played.rooms.find(garbage, place=garbage)
    for call in (
        lambda: played.rooms.open(garbage),
        lambda: played.rooms.participant(garbage),
        lambda: played.rooms.id_of(garbage),
        lambda: played.rooms.vote(garbage, LEVEL, 1, round=1, seen=1),
        lambda: played.rooms.votes(garbage, "levels"),
        lambda: played.rooms.move(garbage, 1, close),
        lambda: played.rooms.delete(garbage),
    ):
        with pytest.raises(UnknownRoom, match=ONE_SENTENCE):
            call()
    with pytest.raises(WorkshopError):
        played.rooms.vote(played.join(), garbage, 1, round=1, seen=1)
    assert played.rooms.pulses([garbage.replace("\x00", "").replace("\ud800", "")]) == {}


def test_exchanged_links_do_only_what_is_theirs(played):
    """The presenter's link can't lead, a participant's opens no other screen, and no other link votes."""
    rooms, links, me = played.rooms, played.links, played.join()
    person = rooms.people(links.facilitate)[0].id
    for token, error in ((links.present, ReadOnlyLink), (me, UnknownRoom)):
        for call in (
            lambda token=token: rooms.move(token, 1, close),
            lambda token=token: rooms.agree(token, 1, {}),
            lambda token=token: rooms.people(token),
            lambda token=token: rooms.remove(token, person),
            lambda token=token: rooms.delete(token),
            lambda token=token: rooms.result(token),
            lambda token=token: rooms.join(links.code, place="here", by=token),
        ):
            with pytest.raises(error, match=ONE_SENTENCE):
                call()
    for token in (links.facilitate, links.present):
        with pytest.raises(UnknownRoom):
            rooms.vote(token, LEVEL, 1, round=1, seen=1)
    with pytest.raises(UnknownRoom):
        rooms.open(me)
    assert [rooms.id_of(token)[1] for token in (links.facilitate, links.present, me)] == [
        "facilitate", "present", "join",
    ]  # fmt: skip
    assert (rooms.open(links.present).may, rooms.open(links.facilitate).version) == ("present", 1)


def test_links_lead_to_their_own_room(played, store):
    """A link of one room neither opens nor changes another one."""
    other = Played(store)
    other.start()
    with pytest.raises(UnknownRoom):
        played.rooms.join(played.links.code, place="here", by=other.links.facilitate)
    with pytest.raises(WorkshopError):
        played.vote(played.join(), 3)
    assert (played.now.room.phase, other.now.room.phase) == ("lobby", "collecting")
    assert played.now.id != other.now.id


def test_no_token_is_kept(played, url):
    """The database's file holds no token, and what is printed of one is nothing."""
    token = played.join()
    tokens = (token, played.links.facilitate, played.links.present)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)
    assert not any(token in repr(played.links) for token in tokens)
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        files = b"".join(path.read_bytes() for path in folder.iterdir())
        assert played.links.code.encode() in files
        assert not any(token.encode() in files for token in tokens)


def test_a_full_room_takes_nobody_more(store):
    """The last seat is taken once; a removed participant leaves theirs to the next."""
    played = Played(store, capacity=2)
    tokens = played.people(2)
    with pytest.raises(NotAdmitted, match=r"full[^\n]*\.$"):
        played.join()
    assert played.now.counts.joined == 2
    played.rooms.remove(played.links.facilitate, played.rooms.participant(tokens[0]).id)
    played.join()
    with pytest.raises(NotAdmitted):
        played.join()


def test_a_locked_room_is_opened_by_the_facilitator_alone(played):
    """Nobody joins a locked room, but the facilitator lets somebody in; who is in stays in."""
    me = played.join()
    played.lock()
    with pytest.raises(NotAdmitted, match=r"locked[^\n]*\.$"):
        played.join()
    by = played.links.facilitate
    led = played.rooms.join(played.links.code, place="here", by=by).token
    assert played.rooms.participant(led).now.room.locked
    assert played.now.counts.joined == 2
    assert played.rooms.participant(me).now.room.locked


def test_a_closed_room_is_closed_to_all(played):
    """Nobody joins or votes in a closed room, not even led in; what it was is still to be seen."""
    me = played.join()
    played.start()
    played.move(close)
    for by in (None, played.links.facilitate):
        with pytest.raises(NotAdmitted, match=r"closed[^\n]*\.$"):
            played.rooms.join(played.links.code, place="here", by=by)
    with pytest.raises(WorkshopError, match=r"closed[^\n]*\.$"):
        played.vote(me, 2)
    assert played.rooms.participant(me).now.room.phase == "closed"


def test_a_removed_participant_is_told_so(played):
    """Whoever was taken out reads that and nothing else, and can't be taken out twice."""
    me, other = played.people(2)
    played.start()
    person = played.rooms.participant(me).id
    played.rooms.remove(played.links.facilitate, person)
    for call in (
        lambda: played.rooms.participant(me),
        lambda: played.vote(me, 2),
        lambda: played.rooms.votes(me, "levels"),
        lambda: played.rooms.assessment(me),
        lambda: played.rooms.id_of(me),
    ):
        with pytest.raises(RemovedFromRoom, match=ONE_SENTENCE):
            call()
    assert [p.id for p in played.rooms.people(played.links.facilitate)] == [
        played.rooms.participant(other).id
    ]
    with pytest.raises(Exception, match="not in this room"):
        played.rooms.remove(played.links.facilitate, person)


def test_removing_takes_the_votes_that_nobody_has_seen(played):
    """Votes of rounds that were not revealed go with the person; those that were shown stay."""
    me, other = played.people(2)
    played.start()
    played.vote_all(me, 1)
    played.vote_all(other, 3)
    played.reveal()
    played.start()
    played.vote(me, "collection_to_storage", items_of("weakest")[0].path)
    assert played.now.counts.voted == 1
    played.rooms.remove(played.links.facilitate, played.rooms.participant(me).id)
    assert (played.now.counts.joined, played.now.counts.voted) == (1, 0)
    played.reveal()
    assert played.values(items_of("weakest")[0].path) == []
    assert played.values() == [1, 3]


def test_removing_can_lock_the_room_in_the_same_step(played):
    """Who was removed has the code still: with the lock nobody joins by it, and without it they may."""
    me, other = played.people(2)
    facilitate, version = played.links.facilitate, played.now.version
    played.rooms.remove(facilitate, played.rooms.participant(me).id)
    assert not played.now.room.locked
    again = played.join()
    played.rooms.remove(facilitate, played.rooms.participant(again).id, lock=True)
    assert (played.now.room.locked, played.now.version) == (True, version + 2)
    with pytest.raises(NotAdmitted, match="locked"):
        played.join()
    played.move(close)
    played.rooms.remove(facilitate, played.rooms.participant(other).id, lock=True)
    assert played.rooms.people(facilitate) == ()


def test_somebody_of_another_room_is_not_removed(played, store):
    """A facilitator takes nobody out of another room."""
    other = Played(store)
    me = other.join()
    with pytest.raises(Exception, match="not in this room"):
        played.rooms.remove(played.links.facilitate, other.rooms.participant(me).id)
    assert other.rooms.participant(me).votes == {}
    assert other.now.counts.joined == 1
