"""What a phone asks: each answer is a vote, saved as it is given, and to its own round or to none."""

from datetime import UTC, datetime, timedelta

import pytest

from flywheel_core import workshop
from flywheel_core.store import Rooms, StoreError
from flywheel_core.workshop import DONT_KNOW, items_of, say_item
from tests.app.phones import (
    DURATION,
    GUIDE,
    LEVEL,
    open_phone,
    phone_room,
    said_on,
    taking_part,
    word,
)
from tests.app.screen import Screen
from tests.rooms import HeldRoom


def test_a_vote_is_saved_as_it_is_given_and_can_be_changed() -> None:
    """A choice is kept at once and said to be; another takes its place, and not knowing is no zero."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    assert word("saved") not in said_on(screen)
    for value in (0, 3, DONT_KNOW):
        screen.give(f"vote {LEVEL} 1", value)
        assert taking_part(room, token).votes == {(LEVEL, 1): value}
        assert word("saved") in said_on(screen)
        assert word("answered", given=1, asked=5) in said_on(screen)


def test_a_single_question_is_not_counted() -> None:
    """Where a topic asks one thing, "1 of 1" would say nothing that the question doesn't."""
    room = phone_room("weakest")
    room.go_on()
    (token,) = room.join()
    (item,) = items_of("weakest")
    screen = open_phone(me=token)
    for given in (0, 1):
        assert word("answered", given=given, asked=1) not in said_on(screen)
        screen.give(f"vote {item.path} 1", DONT_KNOW)
    assert word("saved") in said_on(screen)


def test_every_question_offers_not_to_know() -> None:
    """Each question of each topic can be answered with not knowing, also where nothing else was said."""
    topics = ("levels", "access", "weakest", "strengths", "learning", "cold_start", "risks", "prerequisites")
    room = phone_room(*topics)
    (token,) = room.join()
    for topic in topics:
        room.go_on()
        screen = open_phone(me=token)
        for item in items_of(topic):
            screen.give(f"vote {item.path} 1", DONT_KNOW)
        assert {path for path, _ in taking_part(room, token).votes} >= {item.path for item in items_of(topic)}


def test_a_duration_is_read_as_people_say_it() -> None:
    """A range is typed in words; what can't be read is said and what was saved stays."""
    room = phone_room("durations")
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token).give(f"vote {DURATION} 1", "1 day – 3 days – 2 weeks")
    kept = {"low": "P1D", "likely": "P3D", "high": "P14D"}
    assert taking_part(room, token).votes == {(DURATION, 1): kept}
    screen.give(f"vote {DURATION} 1", "soonish")
    assert any("soonish" in error for error in screen.errors())
    assert taking_part(room, token).votes == {(DURATION, 1): kept}
    screen.give(f"vote {DURATION} 1", "")
    assert screen.errors() == []
    assert taking_part(room, token).votes == {(DURATION, 1): kept}


def test_a_phone_says_when_the_clock_starts_and_stops() -> None:
    """As Step 3 does: else each times another stretch, and the room talks about that after the reveal."""
    room = phone_room("durations")
    room.go_on()
    (token,) = room.join()
    label = open_phone(me=token).widget(f"vote {DURATION} 1").label
    assert label.endswith(GUIDE.text("transitions.storage_to_analysis.done_when"))


def test_a_duration_and_not_knowing_it_take_each_others_place() -> None:
    """Choosing not to know empties the field, and typing a time takes the choice away."""
    room = phone_room("durations")
    room.go_on()
    (token,) = room.join()
    screen = (
        open_phone(me=token).give(f"vote {DURATION} 1", "3 days").give(f"instead {DURATION} 1", DONT_KNOW)
    )
    assert screen.widget(f"vote {DURATION} 1").value == ""
    screen.give(f"vote {DURATION} 1", "2 days")
    assert screen.widget(f"instead {DURATION} 1").value is None
    assert taking_part(room, token).votes == {(DURATION, 1): {"likely": "P2D"}}


def test_an_emptied_duration_shows_again_what_is_saved() -> None:
    """A vote can be changed and not taken back: the field does not pretend otherwise."""
    room = phone_room("durations")
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token).give(f"vote {DURATION} 1", "3 days").give(f"vote {DURATION} 1", " ")
    assert screen.widget(f"vote {DURATION} 1").value == "3 days"


def test_what_could_not_be_read_is_said_in_its_round_alone() -> None:
    """In the next round the field is empty, and nothing is wrong with it."""
    room = phone_room("durations")
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token).give(f"vote {DURATION} 1", "soonish")
    assert screen.errors()
    room.reveal()
    room.vote_again()
    screen.run()
    assert screen.widget(f"vote {DURATION} 2").value == ""
    assert screen.errors() == []


def test_the_same_link_is_the_same_person() -> None:
    """After a reload one is still counted once and sees the own votes."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    open_phone(me=token).give(f"vote {LEVEL} 1", 2)
    again = open_phone(me=token)
    assert again.widget(f"vote {LEVEL} 1").value == 2
    again.give(f"vote {LEVEL} 1", 4)
    assert room.rooms.open(room.facilitate).counts.joined == 1
    assert taking_part(room, token).votes == {(LEVEL, 1): 4}


def test_what_another_device_of_the_person_chose_is_shown() -> None:
    """Two devices with one link show the last vote of either."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    one, two = open_phone(me=token), open_phone(me=token)
    one.give(f"vote {LEVEL} 1", 2)
    assert two.run().widget(f"vote {LEVEL} 1").value == 2
    two.give(f"vote {LEVEL} 1", 3)
    assert one.run().widget(f"vote {LEVEL} 1").value == 3


def test_a_vote_that_comes_too_late_is_said_and_not_kept() -> None:
    """A click on a screen that shows a question whose votes are long revealed changes nothing."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    room.reveal(seconds_ago=60)
    screen.give(f"vote {LEVEL} 1", 2)
    assert GUIDE.text("errors.workshop.moved_on") in said_on(screen)
    assert taking_part(room, token).votes == {}


def test_a_vote_on_its_way_at_the_reveal_is_kept() -> None:
    """A click on a screen that could not know of the reveal yet counts."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    room.reveal()
    screen.give(f"vote {LEVEL} 1", 2)
    assert taking_part(room, token).votes == {(LEVEL, 1): 2}


def _vote_in_vain(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> None:
    """Give a vote in round 1 while the database is away."""

    def away(*_args: object, **_options: object) -> None:
        raise StoreError("The database is away.")

    with monkeypatch.context() as patch:
        patch.setattr(Rooms, "vote", away)
        screen.give(f"vote {LEVEL} 1", 2)


def test_what_could_not_be_saved_is_said_and_saved_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away a vote waits, and goes with the next drawing of the page."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)

    _vote_in_vain(monkeypatch, screen)
    assert any("The database is away." in error for error in screen.errors())
    assert screen.widget(f"vote {LEVEL} 1").value == 2
    assert screen.run().errors() == []
    assert taking_part(room, token).votes == {(LEVEL, 1): 2}


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
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    _second_round(room, mistaken=mistaken)
    screen.give(f"vote {LEVEL} 1", 2)
    assert GUIDE.text("errors.workshop.round_before") in said_on(screen)
    assert taking_part(room, token).votes == {}
    assert screen.widget(f"vote {LEVEL} 2").value is None
    screen.give(f"vote {LEVEL} 2", 3)
    assert taking_part(room, token).votes == {(LEVEL, 2): 3}
    assert GUIDE.text("errors.workshop.round_before") not in said_on(screen)


@pytest.mark.parametrize("mistaken", [False, True])
def test_what_waited_to_be_saved_keeps_its_round(monkeypatch: pytest.MonkeyPatch, mistaken: bool) -> None:
    """What could not be saved in round 1 is refused once round 2 collects, and said, and not its vote."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)

    _vote_in_vain(monkeypatch, screen)
    _second_round(room, mistaken=mistaken)
    screen.run()
    assert GUIDE.text("errors.workshop.round_before") in said_on(screen)
    assert screen.errors() == []
    assert taking_part(room, token).votes == {}
    assert screen.widget(f"vote {LEVEL} 2").value is None


@pytest.mark.parametrize("votes_again", [False, True])
def test_what_a_lost_session_held_is_a_vote_of_its_round_alone(votes_again: bool) -> None:
    """A choice that a browser still holds is saved in its round, and is no vote in the next one."""
    room = phone_room()
    room.go_on()
    (token,) = room.join()
    before = open_phone(me=token)
    key = before.widget(f"vote {LEVEL} 1").key
    if votes_again:
        _second_round(room, mistaken=False)
    again = Screen()
    again.app.query_params["me"] = token
    again.app.session_state[key] = 4
    again.go("join")
    assert taking_part(room, token).votes == ({} if votes_again else {(LEVEL, 1): 4})
    assert again.widget(f"vote {LEVEL} {1 + votes_again}").value == (None if votes_again else 4)


def test_beforehand_all_topics_are_asked() -> None:
    """Until the time that was set everyone answers all topics alone; after it the page waits."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    room = phone_room("prerequisites", "levels", beforehand_until=soon)
    (token,) = room.join()
    screen = open_phone(me=token)
    asked = [item.path for topic in ("prerequisites", "levels") for item in items_of(topic)]
    assert [f"vote {path} 1" in screen.widgets() for path in asked] == [True] * len(asked)
    screen.give(f"vote {LEVEL} 1", 1)
    assert taking_part(room, token).votes == {(LEVEL, 1): 1}
    over = phone_room("levels", beforehand_until=datetime.now(UTC) - timedelta(hours=1))
    assert word("wait") in said_on(open_phone(me=over.join()[0]))


def test_the_question_is_the_label() -> None:
    """Every ballot field is named by what it asks, so that it can be answered unseen."""
    room = phone_room("levels", "durations")
    room.go_on()
    (token,) = room.join()
    screen = open_phone(me=token)
    for item in items_of("levels"):
        assert say_item(item, GUIDE) in screen.widget(f"vote {item.path} 1").label
