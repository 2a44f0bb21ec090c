"""The participant's page: coming in, voting, what comes too late, the room's answers beside one's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import streamlit

from flywheel_core import load_guide, workshop
from flywheel_core.store import Participant, RoomNow, Rooms, StoreError
from flywheel_core.workshop import DONT_KNOW, items_of, say_item
from flywheel_ui import session
from tests.app.screen import Screen, unescaped
from tests.rooms import HeldRoom

GUIDE = load_guide()
LEVEL, OTHER_LEVEL = "components.collection.level", "components.storage.level"
DURATION = "transitions.storage_to_analysis.duration"


def _room(*topics: str, **options: Any) -> HeldRoom:
    return HeldRoom(session.store().rooms, *(topics or ("levels",)), **options)


def _open(**query: str) -> Screen:
    screen = Screen()
    for name, value in query.items():
        screen.app.query_params[name] = value
    return screen.go("join")


def _me(room: HeldRoom, token: str) -> Participant:
    return room.rooms.participant(token)


def _said(screen: Screen) -> str:
    titles = [title.value for title in (*screen.app.title, *screen.app.header)]
    boxes = [box.value for box in (*screen.app.info, *screen.app.warning, *screen.app.error)]
    return unescaped("\n".join([*titles, *screen.markdown(), *boxes]))


def _token(screen: Screen) -> str:
    given = screen.app.query_params["me"]
    return given if isinstance(given, str) else given[0]


def _word(key: str, **values: object) -> str:
    return GUIDE.text(f"ui.join.{key}", **values)


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_how_votes_are_kept_is_said_before_anyone_is_in(mode: Any) -> None:
    """The mode and that it stays are shown first, and a name is asked for in a named room only."""
    room = _room(mode=mode)
    screen = _open(code=room.code)
    assert GUIDE.text(f"workshop.modes.{mode}.means") in _said(screen)
    assert _word("mode_stays") in _said(screen)
    assert ("name" in screen.widgets()) is (mode == "named")
    assert room.rooms.open(room.facilitate).counts.joined == 0


def test_a_typed_code_leads_in_and_the_address_then_names_the_person() -> None:
    """Whoever typed the code and their role is in, under a token of their own in the address."""
    room = _room()
    screen = _open()
    screen.fill("code", f" {room.code[:3].lower()} {room.code[3:]}").press("find")
    screen.give("role", "data").press("take_part")
    assert "code" not in screen.app.query_params
    assert _me(room, _token(screen)).role == "data"
    assert room.rooms.open(room.facilitate).counts.joined == 1


def test_a_wrong_code_is_said_and_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong is said in a sentence, and drawing that again is no further wrong code."""
    asked: list[str] = []
    find = Rooms.find

    def counted(rooms: Rooms, code: str, **where: str) -> RoomNow:
        asked.append(code)
        return find(rooms, code, **where)

    monkeypatch.setattr(Rooms, "find", counted)
    screen = _open(code="WRONG1")
    assert screen.errors()
    screen.run().run()
    assert asked == ["WRONG1"]
    assert _word("title") in _said(screen)


def test_one_tab_s_wrong_codes_keep_nobody_else_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten wrong codes that tab pauses; another one at the same address is led in by the right code."""
    monkeypatch.setattr(type(streamlit.context), "ip_address", "192.0.2.7")
    room = _room()
    guessing = _open()
    for number in range(11):
        guessing.fill("code", f"CCCCC{'CFHJKMNPRTW'[number]}").press("find")
    assert guessing.errors() == [GUIDE.text("errors.store.too_many_codes")]
    guessing.fill("code", room.code).press("find")
    assert guessing.errors() == [GUIDE.text("errors.store.too_many_codes")]
    assert "take_part" in _open(code=room.code).widgets()


def test_a_named_room_takes_nobody_without_a_name() -> None:
    """The name is asked for before anyone is in, and shown as text whatever it is."""
    room = _room(mode="named", title="A <b>room</b> *x*")
    screen = _open(code=room.code).press("take_part")
    assert screen.errors() == [_word("no_name")]
    screen.give("name", "Ann *b* <i>").press("take_part")
    assert _me(room, _token(screen)).name == "Ann *b* <i>"
    assert "A <b>room</b> *x* · Ann *b* <i>" in _said(screen)


def test_a_closed_room_takes_nobody() -> None:
    """Who comes after the end is told so."""
    room = _room()
    screen = _open(code=room.code)
    room.close()
    screen.press("take_part")
    assert screen.errors()
    assert "me" not in screen.app.query_params


def test_a_locked_room_says_so_before_it_asks_anything() -> None:
    """Nobody fills in what leads nowhere; once the room is open the same screen lets them in."""
    room = _room(mode="named")
    room.move(lambda held: workshop.lock(held, locked=True))
    screen = _open(code=room.code)
    assert screen.errors() == [GUIDE.text("errors.store.room_locked")]
    assert not {"name", "role", "take_part"} & {*screen.widgets()}
    room.move(lambda held: workshop.lock(held, locked=False))
    screen.run().fill("name", "Ann").press("take_part")
    assert _me(room, _token(screen)).name == "Ann"


def test_a_vote_is_saved_as_it_is_given_and_can_be_changed() -> None:
    """A choice is kept at once and said to be; another takes its place, and not knowing is no zero."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    assert _word("saved") not in _said(screen)
    for value in (0, 3, DONT_KNOW):
        screen.give(f"vote {LEVEL} 1", value)
        assert _me(room, token).votes == {(LEVEL, 1): value}
        assert _word("saved") in _said(screen)
        assert _word("answered", given=1, asked=5) in _said(screen)


def test_a_single_question_is_not_counted() -> None:
    """Where a topic asks one thing, "1 of 1" would say nothing that the question doesn't."""
    room = _room("weakest")
    room.go_on()
    (token,) = room.join()
    (item,) = items_of("weakest")
    screen = _open(me=token)
    for given in (0, 1):
        assert _word("answered", given=given, asked=1) not in _said(screen)
        screen.give(f"vote {item.path} 1", DONT_KNOW)
    assert _word("saved") in _said(screen)


def test_every_question_offers_not_to_know() -> None:
    """Each question of each topic can be answered with not knowing, also where nothing else was said."""
    topics = ("levels", "access", "weakest", "strengths", "learning", "cold_start", "risks", "prerequisites")
    room = _room(*topics)
    (token,) = room.join()
    for topic in topics:
        room.go_on()
        screen = _open(me=token)
        for item in items_of(topic):
            screen.give(f"vote {item.path} 1", DONT_KNOW)
        assert {path for path, _ in _me(room, token).votes} >= {item.path for item in items_of(topic)}


def test_a_duration_is_read_as_people_say_it() -> None:
    """A range is typed in words; what can't be read is said and what was saved stays."""
    room = _room("durations")
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token).give(f"vote {DURATION} 1", "1 day – 3 days – 2 weeks")
    kept = {"low": "P1D", "likely": "P3D", "high": "P14D"}
    assert _me(room, token).votes == {(DURATION, 1): kept}
    screen.give(f"vote {DURATION} 1", "soonish")
    assert any("soonish" in error for error in screen.errors())
    assert _me(room, token).votes == {(DURATION, 1): kept}


def test_a_duration_and_not_knowing_it_take_each_others_place() -> None:
    """Choosing not to know empties the field, and typing a time takes the choice away."""
    room = _room("durations")
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token).give(f"vote {DURATION} 1", "3 days").give(f"instead {DURATION} 1", DONT_KNOW)
    assert screen.widget(f"vote {DURATION} 1").value == ""
    screen.give(f"vote {DURATION} 1", "2 days")
    assert screen.widget(f"instead {DURATION} 1").value is None
    assert _me(room, token).votes == {(DURATION, 1): {"likely": "P2D"}}


def test_an_emptied_duration_shows_again_what_is_saved() -> None:
    """A vote can be changed and not taken back: the field does not pretend otherwise."""
    room = _room("durations")
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token).give(f"vote {DURATION} 1", "3 days").give(f"vote {DURATION} 1", " ")
    assert screen.widget(f"vote {DURATION} 1").value == "3 days"


def test_the_same_link_is_the_same_person() -> None:
    """After a reload one is still counted once and sees the own votes."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    _open(me=token).give(f"vote {LEVEL} 1", 2)
    again = _open(me=token)
    assert again.widget(f"vote {LEVEL} 1").value == 2
    again.give(f"vote {LEVEL} 1", 4)
    assert room.rooms.open(room.facilitate).counts.joined == 1
    assert _me(room, token).votes == {(LEVEL, 1): 4}


def test_what_another_device_of_the_person_chose_is_shown() -> None:
    """Two devices with one link show the last vote of either."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    one, two = _open(me=token), _open(me=token)
    one.give(f"vote {LEVEL} 1", 2)
    assert two.run().widget(f"vote {LEVEL} 1").value == 2
    two.give(f"vote {LEVEL} 1", 3)
    assert one.run().widget(f"vote {LEVEL} 1").value == 3


def test_a_vote_that_comes_too_late_is_said_and_not_kept() -> None:
    """A click on a screen that shows a question whose votes are long revealed changes nothing."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    room.reveal(seconds_ago=60)
    screen.give(f"vote {LEVEL} 1", 2)
    assert GUIDE.text("errors.workshop.moved_on") in _said(screen)
    assert _me(room, token).votes == {}


def test_a_vote_on_its_way_at_the_reveal_is_kept() -> None:
    """A click on a screen that could not know of the reveal yet counts."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    room.reveal()
    screen.give(f"vote {LEVEL} 1", 2)
    assert _me(room, token).votes == {(LEVEL, 1): 2}


def _vote_in_vain(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    """Give a vote in round 1 while the database is away."""

    def away(*_args: object, **_options: object) -> None:
        raise StoreError("The database is away.")

    with monkeypatch.context() as patch:
        patch.setattr(Rooms, "vote", away)
        screen.give(f"vote {LEVEL} 1", 2)


def test_what_could_not_be_saved_is_said_and_saved_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away a vote waits, and goes with the next drawing of the page."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)

    _vote_in_vain(monkeypatch, screen)
    assert any("The database is away." in error for error in screen.errors())
    assert screen.widget(f"vote {LEVEL} 1").value == 2
    assert screen.run().errors() == []
    assert _me(room, token).votes == {(LEVEL, 1): 2}


def _second_round(room: HeldRoom, *, mistaken: bool) -> None:
    room.reveal(seconds_ago=60)
    if mistaken:
        room.move(lambda known: workshop.take_back_reveal(known, datetime.now(UTC)))
    else:
        room.vote_again()


@pytest.mark.parametrize("mistaken", [False, True])
def test_a_vote_on_a_screen_of_the_round_before_is_said_and_leaves_the_new_round_open(
    mistaken: bool,
) -> None:
    """A click on round 1 after round 2 began is no vote in it, also where the reveal was a mistake."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    _second_round(room, mistaken=mistaken)
    screen.give(f"vote {LEVEL} 1", 2)
    assert GUIDE.text("errors.workshop.round_before") in _said(screen)
    assert _me(room, token).votes == {}
    assert screen.widget(f"vote {LEVEL} 2").value is None
    screen.give(f"vote {LEVEL} 2", 3)
    assert _me(room, token).votes == {(LEVEL, 2): 3}
    assert GUIDE.text("errors.workshop.round_before") not in _said(screen)


@pytest.mark.parametrize("mistaken", [False, True])
def test_what_waited_to_be_saved_keeps_its_round(monkeypatch: pytest.MonkeyPatch, mistaken: bool) -> None:
    """What could not be saved in round 1 is refused once round 2 collects, and said, and not its vote."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)

    _vote_in_vain(monkeypatch, screen)
    _second_round(room, mistaken=mistaken)
    screen.run()
    assert GUIDE.text("errors.workshop.round_before") in _said(screen)
    assert screen.errors() == []
    assert _me(room, token).votes == {}
    assert screen.widget(f"vote {LEVEL} 2").value is None


@pytest.mark.parametrize("votes_again", [False, True])
def test_what_a_lost_session_held_is_a_vote_of_its_round_alone(votes_again: bool) -> None:
    """A choice that a browser still holds is saved in its round, and is no vote in the next one."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    before = _open(me=token)
    key = before.widget(f"vote {LEVEL} 1").key
    if votes_again:
        _second_round(room, mistaken=False)
    again = Screen()
    again.app.query_params["me"] = token
    again.app.session_state[key] = 4
    again.go("join")
    assert _me(room, token).votes == ({} if votes_again else {(LEVEL, 1): 4})
    assert again.widget(f"vote {LEVEL} {1 + votes_again}").value == (None if votes_again else 4)


def test_a_late_joiner_lands_at_the_present_topic() -> None:
    """Who comes in the middle is asked what the room is asked."""
    room = _room("prerequisites", "levels")
    room.go_on()
    room.reveal()
    room.go_on()
    screen = _open(code=room.code).press("take_part")
    assert GUIDE.text("workshop.topics.levels.name") in _said(screen)
    assert f"vote {LEVEL} 1" in screen.widgets()


def test_beforehand_all_topics_are_asked() -> None:
    """Until the time that was set everyone answers all topics alone; after it the page waits."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    room = _room("prerequisites", "levels", beforehand_until=soon)
    (token,) = room.join()
    screen = _open(me=token)
    asked = [item.path for topic in ("prerequisites", "levels") for item in items_of(topic)]
    assert [f"vote {path} 1" in screen.widgets() for path in asked] == [True] * len(asked)
    screen.give(f"vote {LEVEL} 1", 1)
    assert _me(room, token).votes == {(LEVEL, 1): 1}
    over = _room("levels", beforehand_until=datetime.now(UTC) - timedelta(hours=1))
    assert _word("wait") in _said(_open(me=over.join()[0]))


def test_the_rooms_answers_stand_beside_the_own_and_both_rounds_are_compared() -> None:
    """After the reveal one sees the own vote and the room's; after a second round also those of the first."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    others = room.join(3)
    room.vote(token, {LEVEL: 4})
    room.all_vote(others, "levels", 1)
    room.reveal()
    said = _said(_open(me=token))
    median = _word("median", value="1")
    assert _word("you", value=f"4 · {GUIDE.lines('components.collection.levels')[4]}") in said
    assert _word("votes_on_a_scale", counts="0, 3, 0, 0, 1") in said
    assert median in said
    room.vote_again()
    room.vote(token, {LEVEL: 2})
    room.all_vote(others, "levels", 2)
    room.reveal()
    said = _said(_open(me=token))
    assert _word("votes_on_a_scale", counts="0, 0, 4, 0, 0") in said
    assert _word("before", value=f"4 · {GUIDE.lines('components.collection.levels')[4]}") in said


def test_whoever_joins_between_two_votes_is_told_of_no_first_answer() -> None:
    """That the first answer is kept is said to those who gave one."""
    room = _room()
    room.go_on()
    (early,) = room.join()
    room.vote(early, {LEVEL: 2})
    room.reveal()
    room.vote_again()
    (late,) = room.join()
    assert _word("again") in _said(_open(me=early))
    assert _word("again") not in _said(_open(me=late))


def test_a_late_joiner_is_not_told_by_before_and_after() -> None:
    """Where one joined in between, the own earlier answer is shown, and of the room's that it is hidden."""
    room = _room()
    room.go_on()
    people = room.join(4)
    room.all_vote(people, "levels", 1)
    room.reveal()
    room.vote_again()
    room.all_vote([*people, *room.join()], "levels", 2)
    room.reveal()
    said = _said(_open(me=people[0]))
    assert _word("before", value=f"1 · {GUIDE.lines('components.collection.levels')[1]}") in said
    assert _word("room_before", value=_word("hidden_before")) in said
    assert _word("votes_on_a_scale", counts="0, 0, 5, 0, 0") in said


def test_names_are_shown_after_the_reveal_in_a_named_room_only() -> None:
    """Who said what stands beside the answers where the room was told so, as text."""
    for mode, shown in (("named", True), ("anonymous", False)):
        room = _room(mode=mode)
        room.go_on()
        room.all_vote(room.join(3, name="Zoë *b* "), "levels", 1)
        (token,) = room.join(name="Me")
        assert "Zoë" not in _said(_open(me=token))
        room.reveal()
        assert ("Zoë *b* 1" in _said(_open(me=token))) is shown


def test_too_few_votes_are_not_shown_in_an_anonymous_room() -> None:
    """With fewer than three voters there is the own answer and no distribution."""
    room = _room()
    room.go_on()
    one, other = room.join(2)
    room.vote(one, {LEVEL: 4})
    room.vote(other, {LEVEL: 1})
    room.reveal()
    said = _said(_open(me=one))
    assert _word("withheld") in said
    assert _word("votes_on_a_scale", counts="")[:12] not in said


def test_a_closed_room_offers_all_of_it_to_take_home() -> None:
    """At the end every topic that was shown stands there, and can be taken home as a page."""
    room = _room("levels", "durations")
    room.go_on()
    people = room.join(3)
    room.all_vote(people, "levels", 3)
    room.reveal()
    room.go_on()
    room.all_vote(people, "durations", {"likely": "P3D"})
    room.reveal()
    room.close()
    screen = _open(me=people[0])
    assert "take_home" in screen.widgets()
    for topic in ("levels", "durations"):
        assert GUIDE.text(f"workshop.topics.{topic}.name") in _said(screen)
    assert _word("you", value="3 days") in _said(screen)


def test_one_who_was_removed_is_told() -> None:
    """A removed participant sees one sentence, and can't vote any more."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    (person,) = room.rooms.people(room.facilitate)
    room.rooms.remove(room.facilitate, person.id)
    screen.run()
    assert GUIDE.text("errors.store.removed_from_room") in _said(screen)
    assert f"vote {LEVEL} 1" not in screen.widgets()


def test_whoever_leaves_is_not_waited_for_and_comes_back_by_their_link() -> None:
    """Leaving keeps the votes and asks nothing more; the link and one press bring the same person back."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token).give(f"vote {LEVEL} 1", 2).press("leave")
    assert _word("left") in _said(screen)
    assert f"vote {LEVEL} 1" not in screen.widgets()
    assert room.rooms.open(room.facilitate).counts.joined == 0
    again = _open(me=token)
    assert _word("left") in _said(again)
    again.press("come_back")
    assert again.widget(f"vote {LEVEL} 1").value == 2
    assert room.rooms.open(room.facilitate).counts.joined == 1
    room.close()
    assert "leave" not in screen.run().widgets()


def test_whoever_left_takes_their_page_home() -> None:
    """Once the room is closed there is nothing to come back to: the answers are there for all."""
    room = _room()
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token).press("leave")
    room.close()
    screen.run()
    assert "take_home" in screen.widgets()
    assert "come_back" not in screen.widgets()


@pytest.mark.parametrize("which", ["facilitate", "present", "forged"])
def test_another_screens_link_takes_no_part(which: str) -> None:
    """A link that leads the room or shows it is nobody's ballot, and neither is a forged one."""
    room = _room()
    room.go_on()
    screen = _open(me=getattr(room, which, "forged"))
    assert f"vote {LEVEL} 1" not in screen.widgets()
    assert GUIDE.text("errors.store.unknown_room") in _said(screen)


def test_the_question_is_the_label() -> None:
    """Every ballot field is named by what it asks, so that it can be answered unseen."""
    room = _room("levels", "durations")
    room.go_on()
    (token,) = room.join()
    screen = _open(me=token)
    for item in items_of("levels"):
        assert say_item(item, GUIDE) in screen.widget(f"vote {item.path} 1").label
