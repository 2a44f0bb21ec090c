"""A room's one phase: which moves there are, and what each leaves behind."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_core import workshop
from flywheel_core.workshop import TOPICS, Room, WorkshopError, new_room

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEVEL = "components.storage.level"


def _room(*topics: str) -> Room:
    return new_room("Search", plan=[(topic, 5) for topic in topics or ("levels", "weakest", "strengths")])


def _revealed() -> Room:
    return workshop.reveal(workshop.go_on(_room(), NOW), NOW)


def test_a_room_goes_from_its_lobby_topic_by_topic_to_its_end() -> None:
    """Lobby, collecting, revealed, agreed, the next topic, and closed when it is closed."""
    room = _room()
    assert (room.phase, room.present) == ("lobby", None)
    for topic in ("levels", "weakest", "strengths"):
        room = workshop.go_on(room, NOW)
        assert (room.phase, room.present) == ("collecting", topic)
        room = workshop.reveal(room, NOW)
        assert room.phase == "revealed"
        room = workshop.agree(room, {})
        assert room.phase == "agreed"
    room = workshop.go_on(room, NOW)
    assert (room.phase, room.present) == ("lobby", None)
    assert workshop.close(room).phase == "closed"


def test_the_time_of_a_topic_ends_on_the_server_and_can_be_extended() -> None:
    """A topic has its minutes from the start; more time counts from the end, or from now if that is past."""
    room = workshop.go_on(_room(), NOW)
    assert room.ends_at == NOW + timedelta(minutes=5)
    assert workshop.extend(room, 2, NOW).ends_at == NOW + timedelta(minutes=7)
    later = NOW + timedelta(minutes=30)
    assert workshop.extend(room, 2, later).ends_at == later + timedelta(minutes=2)
    assert workshop.reveal(room, NOW).ends_at is None


def test_a_topic_that_is_left_while_it_collects_is_parked_and_goes_on_in_its_round() -> None:
    """Going elsewhere and back loses no vote: the round stays the same."""
    room = workshop.go_to(workshop.go_on(_room(), NOW), "strengths", NOW)
    assert room.topic("levels").status == "parked"
    back = workshop.go_to(room, "levels", NOW)
    assert (back.phase, back.topic("levels").round) == ("collecting", 1)


def test_a_revealed_or_agreed_topic_is_shown_again_as_it_was() -> None:
    """Going back to a topic that is done does not ask for votes again."""
    room = workshop.agree(_revealed(), {LEVEL: 2}, " Two of us see less. ")
    again = workshop.go_to(workshop.go_on(room, NOW), "levels", NOW)
    assert again.phase == "agreed"
    assert again.topic("levels").agreed == {LEVEL: 2}
    assert again.topic("levels").dissent == "Two of us see less."


def test_a_second_vote_keeps_the_first() -> None:
    """After talking the room votes in a further round; both count."""
    room = workshop.vote_again(_revealed(), NOW)
    assert (room.phase, room.topic("levels").rounds) == ("collecting", (1, 2))


def test_a_reveal_by_mistake_leads_to_a_fresh_vote() -> None:
    """The round that was shown too early is void."""
    room = workshop.take_back_reveal(_revealed(), NOW)
    assert (room.phase, room.topic("levels").rounds) == ("collecting", (2,))


@pytest.mark.parametrize(("move", "status"), [(workshop.skip, "skipped"), (workshop.park, "parked")])
def test_a_topic_can_be_left_out_or_put_off(move: object, status: str) -> None:
    """The room goes on to the next topic, and can come back."""
    assert callable(move)
    room = move(workshop.go_on(_room(), NOW), NOW)
    assert (room.topic("levels").status, room.present, room.phase) == (status, "weakest", "collecting")
    assert workshop.go_to(room, "levels", NOW).phase == "collecting"


def _takes(room: Room, path: str, number: int, now: datetime = NOW, seen: int = 9) -> bool:
    try:
        workshop.accepts(room, path, now, round=number, seen=seen)
    except WorkshopError:
        return False
    return True


def test_votes_are_taken_only_while_their_topic_collects() -> None:
    """Before, after and elsewhere a vote is refused with a sentence."""
    lobby = _room()
    collecting = workshop.go_on(lobby, NOW)
    assert _takes(collecting, LEVEL, 1)
    for room, path, number, said in (
        (lobby, LEVEL, 1, "does not vote on this question now"),
        (lobby, LEVEL, 0, "does not vote on this question now"),
        (collecting, "weakest_connection", 0, "does not vote on this question now"),
        (collecting, LEVEL, 2, "does not vote on this question now"),
        (workshop.reveal(collecting, NOW), LEVEL, 1, "came too late"),
        (workshop.vote_again(_revealed(), NOW), LEVEL, 1, "was for the round before"),
        (workshop.close(collecting), LEVEL, 1, "closed"),
    ):
        with pytest.raises(WorkshopError, match=said):
            workshop.accepts(room, path, NOW, round=number, seen=9)


def test_a_vote_on_its_way_when_the_topic_was_revealed_is_kept_for_two_seconds() -> None:
    """Who could not see the reveal yet has voted before it; who saw it has not."""
    room = workshop.noted(_revealed(), 3)
    soon, late = NOW + timedelta(seconds=1.5), NOW + timedelta(seconds=2.5)
    assert _takes(room, LEVEL, 1, soon, seen=2)
    for now, seen in ((soon, 3), (late, 2)):
        with pytest.raises(WorkshopError, match="came too late"):
            workshop.accepts(room, LEVEL, now, round=1, seen=seen)


def test_answers_beforehand_are_taken_in_the_lobby_until_their_time() -> None:
    """Every topic takes votes before the meeting; they are round 1 of the topic when it comes."""
    room = new_room("Search", plan=30, beforehand_until=NOW + timedelta(days=1))
    assert _takes(room, LEVEL, 1)
    assert not _takes(room, LEVEL, 2)
    with pytest.raises(WorkshopError, match="does not vote"):
        workshop.accepts(room, LEVEL, NOW + timedelta(days=2), round=1, seen=1)
    assert workshop.go_on(room, NOW).topic("levels").round == 1


@pytest.mark.parametrize("end", ["agreed", "parked"])
def test_a_room_that_met_early_asks_nobody_to_answer_alone(end: str) -> None:
    """Once no topic waits any more there is nothing to answer before the time that was set."""
    room = new_room("Search", plan=[("levels", 5)], beforehand_until=NOW + timedelta(days=1))
    assert room.is_open_beforehand(NOW)
    room = workshop.go_on(room, NOW)
    if end == "agreed":
        room = workshop.agree(workshop.reveal(room, NOW), {LEVEL: 2}, "")
    room = workshop.go_on(room, NOW)
    assert (room.phase, room.topic("levels").status) == ("lobby", end)
    assert not room.is_open_beforehand(NOW)


def test_agreeing_needs_votes_that_are_shown_and_answers_of_the_topic() -> None:
    """Nobody agrees on what nobody has seen, nor on another topic's question."""
    with pytest.raises(WorkshopError, match="moved on"):
        workshop.agree(workshop.go_on(_room(), NOW), {})
    with pytest.raises(WorkshopError, match="not voted on here"):
        workshop.agree(_revealed(), {"transitions.storage_to_analysis.strength": 2})


def test_a_closed_room_takes_no_move() -> None:
    """Closing is for good."""
    room = workshop.close(_revealed())
    for move in (workshop.go_on, workshop.reveal, workshop.vote_again, workshop.take_back_reveal):
        with pytest.raises(WorkshopError, match="closed"):
            move(room, NOW)


def test_a_room_needs_a_title_and_topics() -> None:
    """What can't be a room is refused by a sentence."""
    with pytest.raises(WorkshopError, match="title"):
        new_room("  ")
    with pytest.raises(WorkshopError, match="at least one topic"):
        new_room("Search", plan=[])
    with pytest.raises(WorkshopError, match="only once"):
        new_room("Search", plan=[("levels", 3), ("levels", 4)])


@pytest.mark.parametrize("plan", [30, 60, 90])
def test_a_plan_leaves_time_to_arrive_and_to_decide(plan: int) -> None:
    """The topics of a plan take less than the plan."""
    assert 0.7 * plan < sum(topic.minutes for topic in new_room("Search", plan=plan).topics) < plan


MOVES = ("go_on", "reveal", "vote_again", "take_back_reveal", "skip", "park", *TOPICS)


@given(st.lists(st.sampled_from(MOVES), max_size=30))
def test_whatever_is_pressed_one_topic_at_most_collects(moves: list[str]) -> None:
    """After any moves, only the present topic collects, and a room read back from its file is the same."""
    room = new_room("Search", plan=90)
    for move in moves:
        try:
            room = workshop.go_to(room, move, NOW) if move in TOPICS else getattr(workshop, move)(room, NOW)
        except WorkshopError:
            continue
        collecting = [topic.id for topic in room.topics if topic.status == "collecting"]
        assert collecting in ([], [room.present])
        assert Room.model_validate_json(room.model_dump_json()) == room


@given(
    st.lists(st.tuples(st.sampled_from(MOVES), st.sampled_from([0, 1, 5])), max_size=20),
    st.integers(0, 6),
    st.integers(0, 25),
    st.sampled_from([0, 1, 5]),
)
def test_a_vote_belongs_to_its_own_round_or_to_none(
    moves: list[tuple[str, int]], number: int, seen: int, waited: int
) -> None:
    """In any state the collecting round takes it, or one that counts and whose reveal was not seen."""
    room, now, version = new_room("Search", plan=90), NOW, 1
    revealed: dict[int, tuple[datetime, int]] = {}
    for move, pause in moves:
        now += timedelta(seconds=pause)
        try:
            room = workshop.go_to(room, move, now) if move in TOPICS else getattr(workshop, move)(room, now)
        except WorkshopError:
            continue
        version += 1
        room = workshop.noted(room, version)
        if move == "reveal" and room.present == "levels":
            revealed[room.topic("levels").round] = now, version
    now += timedelta(seconds=waited)
    topic = room.topic("levels")
    collecting = room.present == "levels" and topic.status == "collecting" and topic.round == number
    at, shown_in = revealed.get(number, (NOW - timedelta(days=1), 0))
    on_its_way = number not in topic.void and now - at <= timedelta(seconds=2) and seen < shown_in
    assert _takes(room, LEVEL, number, now, seen) is (collecting or on_its_way)
