"""The own answers beside the room's, once they are shown, and what is taken home."""

from datetime import timedelta
from typing import Any

import pytest

from flywheel_core.workshop import item_of
from flywheel_core.workshop.asking import short_choice
from flywheel_ui import clock
from flywheel_ui.workshop import beside
from tests.app.phones import (
    GUIDE,
    LEVEL,
    open_phone,
    phone_room,
    said_on,
    word,
)


def votes(*counts: int) -> str:
    """Return what a phone says of so many votes for each step of a scale."""
    steps = (
        word("times", choice=short_choice(item_of(LEVEL), step, GUIDE), n=n)
        for step, n in enumerate(counts)
        if n
    )
    return word("votes", counts=" · ".join(steps))


def test_the_rooms_answers_stand_beside_the_own_and_both_rounds_are_compared() -> None:
    """After the reveal one sees the own vote and the room's; after a second round also those of the first."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    others = room.join(3)
    room.vote(token, {LEVEL: 4})
    room.all_vote(others, "levels", 1)
    room.reveal()
    said = said_on(open_phone(me=token))
    median = word("median", value="1")
    assert word("you", value=f"4 · {GUIDE.lines('components.collection.levels')[4]}") in said
    assert votes(0, 3, 0, 0, 1) in said
    assert median in said
    room.vote_again()
    room.vote(token, {LEVEL: 2})
    room.all_vote(others, "levels", 2)
    room.reveal()
    said = said_on(open_phone(me=token))
    assert votes(0, 0, 4, 0, 0) in said
    assert word("before", value=f"4 · {GUIDE.lines('components.collection.levels')[4]}") in said


def test_votes_that_come_in_after_the_reveal_are_shown_and_then_worked_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For four seconds the results are worked out anew each second; from then on they are settled."""
    room = phone_room()
    room.go_on()
    people = room.join(4)
    room.all_vote(people[1:], "levels", 1)
    seen = room.version
    room.reveal()
    revealed = room.rooms.open(room.facilitate).room.topic("levels").revealed_at
    assert revealed is not None
    worked_out, real = [], beside._worked_out

    def noting(*asked: Any) -> Any:
        worked_out.append(asked)
        return real(*asked)

    def said_after(seconds: float) -> str:
        monkeypatch.setattr(clock, "now", lambda: revealed + timedelta(seconds=seconds))
        return said_on(open_phone(me=people[1]))

    monkeypatch.setattr(beside, "_worked_out", noting)
    monkeypatch.setattr(room.rooms, "_clock", lambda: revealed)
    assert votes(0, 3, 0, 0, 0) in said_after(0.5)
    assert len(worked_out) == 1
    room.rooms.vote(people[0], LEVEL, 4, round=1, seen=seen)
    assert votes(0, 3, 0, 0, 1) in said_after(1.5)
    for seconds in (2.5, 3.5, 4.5, 5.5, 60, 3_600):
        said_after(seconds)
    assert len(worked_out) == 5


def test_whoever_joins_between_two_votes_is_told_of_no_first_answer() -> None:
    """That the first answer is kept is said to those who gave one."""
    room = phone_room()
    room.go_on()
    (early,) = room.join()
    room.vote(early, {LEVEL: 2})
    room.reveal()
    room.vote_again()
    (late,) = room.join()
    assert word("again") in said_on(open_phone(me=early))
    assert word("again") not in said_on(open_phone(me=late))


def test_a_late_joiner_is_not_told_by_before_and_after() -> None:
    """Where one joined in between, the own earlier answer is shown, and of the room's that it is hidden."""
    room = phone_room()
    room.go_on()
    people = room.join(4)
    room.all_vote(people, "levels", 1)
    room.reveal()
    room.vote_again()
    room.all_vote([*people, *room.join()], "levels", 2)
    room.reveal()
    said = said_on(open_phone(me=people[0]))
    assert word("before", value=f"1 · {GUIDE.lines('components.collection.levels')[1]}") in said
    assert word("room_before", value=word("hidden_before")) in said
    assert votes(0, 0, 5, 0, 0) in said


def test_names_are_shown_after_the_reveal_in_a_named_room_only() -> None:
    """Who said what stands beside the answers where the room was told so, as text."""
    for mode, shown in (("named", True), ("anonymous", False)):
        room = phone_room(mode=mode)
        room.go_on()
        room.all_vote(room.join(3, name="Zoë *b* "), "levels", 1)
        (token,) = room.join(name="Me")
        assert "Zoë" not in said_on(open_phone(me=token))
        room.reveal()
        assert ("Zoë *b* 1" in said_on(open_phone(me=token))) is shown


def test_too_few_votes_are_not_shown_in_an_anonymous_room() -> None:
    """With fewer than three voters there is the own answer and no distribution."""
    room = phone_room()
    room.go_on()
    one, other = room.join(2)
    room.vote(one, {LEVEL: 4})
    room.vote(other, {LEVEL: 1})
    room.reveal()
    said = said_on(open_phone(me=one))
    assert word("withheld") in said
    assert word("votes", counts="") not in said


def test_a_closed_room_offers_all_of_it_to_take_home() -> None:
    """At the end every topic that was shown stands there, and can be taken home as a page."""
    room = phone_room("levels", "durations")
    room.go_on()
    people = room.join(3)
    room.all_vote(people, "levels", 3)
    room.reveal()
    room.go_on()
    room.all_vote(people, "durations", {"likely": "P3D"})
    room.reveal()
    room.close()
    screen = open_phone(me=people[0])
    assert "take_home" in screen.widgets()
    for topic in ("levels", "durations"):
        assert GUIDE.text(f"workshop.topics.{topic}.name") in said_on(screen)
    assert word("you", value="3 days") in said_on(screen)
