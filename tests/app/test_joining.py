"""Coming into a room and out of it: the code, the name, a link of another screen."""

from typing import Any

import pytest
import streamlit

from flywheel_core import workshop
from flywheel_core.store import RoomNow, Rooms, StoreError
from tests.app.phones import (
    GUIDE,
    LEVEL,
    open_phone,
    phone_room,
    said_on,
    taking_part,
    token_on,
    word,
)


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_how_votes_are_kept_is_said_before_anyone_is_in(mode: Any) -> None:
    """The mode and that it stays are shown first, and a name is asked for in a named room only."""
    room = phone_room(mode=mode)
    screen = open_phone(code=room.code)
    assert GUIDE.text(f"workshop.modes.{mode}.means") in said_on(screen)
    assert word("mode_stays") in said_on(screen)
    assert ("name" in screen.widgets()) is (mode == "named")
    assert room.rooms.open(room.facilitate).counts.joined == 0


def test_a_typed_code_leads_in_and_the_address_then_names_the_person() -> None:
    """Whoever typed the code and their role is in, under a token of their own in the address."""
    room = phone_room()
    screen = open_phone()
    screen.fill("code", f" {room.code[:3].lower()} {room.code[3:]}").press("find")
    screen.give("role", "data").press("take_part")
    assert "code" not in screen.app.query_params
    assert taking_part(room, token_on(screen)).role == "data"
    assert room.rooms.open(room.facilitate).counts.joined == 1


def test_a_wrong_code_is_said_and_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is said in a sentence, and drawing that again is no further wrong code."""
    asked: list[str] = []
    find = Rooms.find

    def counted(rooms: Rooms, code: str, **where: str) -> RoomNow:
        asked.append(code)
        return find(rooms, code, **where)

    monkeypatch.setattr(Rooms, "find", counted)
    screen = open_phone(code="WRONG1")
    assert screen.errors()
    screen.run().run()
    assert asked == ["WRONG1"]
    assert word("title") in said_on(screen)


def test_a_database_that_is_busy_is_asked_again_for_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever scanned the room's picture is led in by the next drawing: the code was not wrong."""
    room, find = phone_room(), Rooms.find

    def busy(*_args: object, **_where: str) -> RoomNow:
        raise StoreError("The database is busy.")

    monkeypatch.setattr(Rooms, "find", busy)
    screen = open_phone(code=room.code)
    assert screen.errors() == ["The database is busy."]
    monkeypatch.setattr(Rooms, "find", find)
    assert "take_part" in screen.run().widgets()
    assert screen.errors() == []


def test_one_tab_s_wrong_codes_keep_nobody_else_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten wrong codes that tab pauses; another one at the same address is led in by the right code."""
    monkeypatch.setattr(type(streamlit.context), "ip_address", "192.0.2.7")
    room = phone_room()
    guessing = open_phone()
    for number in range(11):
        guessing.fill("code", f"CCCCC{'CFHJKMNPRTW'[number]}").press("find")
    assert guessing.errors() == [GUIDE.text("errors.store.too_many_codes")]
    guessing.fill("code", room.code).press("find")
    assert guessing.errors() == [GUIDE.text("errors.store.too_many_codes")]
    assert "take_part" in open_phone(code=room.code).widgets()


def test_a_named_room_takes_nobody_without_a_name() -> None:
    """The name is asked for before anyone is in, and shown as text whatever it is."""
    room = phone_room(mode="named", title="A <b>room</b> *x*")
    screen = open_phone(code=room.code).press("take_part")
    assert screen.errors() == [word("no_name")]
    screen.give("name", "Ann *b* <i>").press("take_part")
    assert taking_part(room, token_on(screen)).name == "Ann *b* <i>"
    assert "A <b>room</b> *x* · Ann *b* <i>" in said_on(screen)


def test_a_closed_room_takes_nobody() -> None:
    """Who comes after the end is told so."""
    room = phone_room()
    screen = open_phone(code=room.code)
    room.close()
    screen.press("take_part")
    assert screen.errors()
    assert "me" not in screen.app.query_params


def test_a_locked_room_says_so_before_it_asks_anything() -> None:
    """Nobody fills in what leads nowhere; once the room is open the same screen lets them in."""
    room = phone_room(mode="named")
    room.move(lambda held: workshop.lock(held, locked=True))
    screen = open_phone(code=room.code)
    assert screen.errors() == [GUIDE.text("errors.store.room_locked")]
    assert not {"name", "role", "take_part"} & {*screen.widgets()}
    room.move(lambda held: workshop.lock(held, locked=False))
    screen.run().fill("name", "Ann").press("take_part")
    assert taking_part(room, token_on(screen)).name == "Ann"


def test_whoever_has_no_name_learns_of_their_number() -> None:
    """In an anonymous room the phone says by which number the facilitator's list has it."""
    room = phone_room()
    room.join()
    screen = open_phone(code=room.code).press("take_part")
    listed = [person.label for person in room.rooms.people(room.facilitate)]
    assert listed == ["participant 1", "participant 2"]
    assert any("participant 2" in said.value for said in screen.app.caption)
    assert taking_part(room, token_on(screen)).label == "participant 2"


def test_a_full_room_says_so_before_it_asks_anything() -> None:
    """Whoever comes to a room without a free place is told before a name; a place that is freed is theirs."""
    room = phone_room(mode="named", capacity=2)
    room.join(name="Ben")
    screen = open_phone(code=room.code)
    assert not screen.errors()
    (token,) = room.join(name="Cleo")
    assert screen.run().errors() == [GUIDE.text("errors.store.room_full")]
    assert not {"name", "role", "take_part"} & {*screen.widgets()}
    room.rooms.remove(room.facilitate, taking_part(room, token).id)
    screen.run().fill("name", "Ann").press("take_part")
    assert taking_part(room, token_on(screen)).name == "Ann"


def test_a_late_joiner_lands_at_the_present_topic() -> None:
    """Who comes in the middle is asked what the room is asked."""
    room = phone_room("prerequisites", "levels")
    room.go_on()
    room.reveal()
    room.go_on()
    screen = open_phone(code=room.code).press("take_part")
    assert GUIDE.text("workshop.topics.levels.name") in said_on(screen)
    assert f"vote {LEVEL} 1" in screen.widgets()


def test_one_who_was_removed_is_told() -> None:
    """A removed participant sees one sentence, and can't vote any more."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    (person,) = room.rooms.people(room.facilitate)
    room.rooms.remove(room.facilitate, person.id)
    screen.run()
    assert GUIDE.text("errors.store.removed_from_room") in said_on(screen)
    assert f"vote {LEVEL} 1" not in screen.widgets()


def test_whoever_leaves_is_not_waited_for_and_comes_back_by_their_link() -> None:
    """Leaving keeps the votes and asks nothing more; the link and one press bring the same person back."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token).give(f"vote {LEVEL} 1", 2).press("leave")
    assert word("left") in said_on(screen)
    assert f"vote {LEVEL} 1" not in screen.widgets()
    assert room.rooms.open(room.facilitate).counts.joined == 0
    again = open_phone(me=token)
    assert word("left") in said_on(again)
    again.press("come_back")
    assert again.widget(f"vote {LEVEL} 1").value == 2
    assert room.rooms.open(room.facilitate).counts.joined == 1
    room.close()
    assert "leave" not in screen.run().widgets()


def test_whoever_left_takes_their_page_home() -> None:
    """Once the room is closed there is nothing to come back to: the answers are there for all."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token).press("leave")
    room.close()
    screen.run()
    assert "take_home" in screen.widgets()
    assert "come_back" not in screen.widgets()


@pytest.mark.parametrize("which", ["facilitate", "present", "forged"])
def test_another_screens_link_takes_no_part(which: str) -> None:
    """A link that leads the room or shows it is nobody's ballot, and neither is a forged one."""
    room = phone_room()
    room.go_on()
    screen = open_phone(me=getattr(room, which, "forged"))
    assert f"vote {LEVEL} 1" not in screen.widgets()
    assert GUIDE.text("errors.store.unknown_room") in said_on(screen)
