"""The moves of a room, each a small pure function: a room before, a room after.

lobby → collecting → revealed → agreed, topic by topic, → closed. Topics can be skipped, parked, gone back to
and reopened. The store applies a move to the version that the facilitator saw, or not at all.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from flywheel_core.workshop.errors import refused
from flywheel_core.workshop.room import Reveal, Room, Topic
from flywheel_core.workshop.topics import items_of, topic_of
from flywheel_core.workshop.votes import does_not_apply

#: A vote that was on its way when the topic was revealed still counts for as long as screens may be behind.
GRACE = timedelta(seconds=2)


def go_to(room: Room, topic: str, now: datetime) -> Room:
    """Return the room at a topic: collecting, or as it was where that topic is revealed or agreed.

    A topic that is left while it collects is parked with its votes, and goes on in the same round; one that
    was left once its votes were shown is voted on afresh.
    """
    _still_open(room)
    room = _leave(room)
    there = room.topic(topic)
    room = room.model_copy(update={"present": topic, "ends_at": None})
    if there.status in ("revealed", "agreed"):
        return room
    # Whoever has seen the votes of a round votes in a further one.
    seen = there.revealed_at is not None
    return _collect(room, there, there.round + 1 if seen else max(there.round, 1), now)


def go_on(room: Room, now: datetime) -> Room:
    """Return the room at the next topic that waits; in its lobby again where none does."""
    _still_open(room)
    following = room.next_topic()
    if following is not None:
        return go_to(room, following, now)
    return _leave(room).model_copy(update={"present": None, "ends_at": None})


def reveal(room: Room, now: datetime) -> Room:
    """Return the room with the present topic's votes shown. Raises WorkshopError unless it collects."""
    topic = _present(room, "collecting")
    return _with(room, topic, status="revealed", revealed_at=now).model_copy(update={"ends_at": None})


def vote_again(room: Room, now: datetime) -> Room:
    """Return the room collecting a further round, after talking; what was said before stays to compare."""
    topic = _present(room, "revealed", "agreed")
    return _collect(room, topic, topic.round + 1, now)


def take_back_reveal(room: Room, now: datetime) -> Room:
    """Return the room collecting a fresh vote: the reveal was a mistake, and its round is void."""
    topic = _present(room, "revealed")
    fresh = topic.model_copy(update={"void": (*topic.void, topic.round)})
    return _collect(room, fresh, topic.round + 1, now)


def agree(room: Room, agreed: Mapping[str, Any], dissent: str = "") -> Room:
    """Return the room agreed on the present topic. `agreed` holds JSON values by path, None for open ones.

    An arrow applies or doesn't, with its strength and its time: what is agreed last of one of them stands,
    and the other follows. Raises WorkshopError where nothing is revealed yet, and for another topic's path.
    """
    topic = _present(room, "revealed", "agreed")
    for path in agreed:
        if topic_of(path) != topic.id:
            raise refused("no_such_item", item=path)
    room = _with(room, topic, status="agreed", agreed=dict(agreed), dissent=dissent.strip())
    return reduce(_other_half_follows, agreed.items(), room)


#: The two questions about an arrow, and the topic of each.
_HALVES = {"strength": "strengths", "duration": "durations"}


def _other_half_follows(room: Room, agreed: tuple[str, Any]) -> Room:
    """Return the room with the other answer about an arrow in keeping with the one that is agreed now."""
    path, value = agreed
    part, _, key = path.rpartition(".")
    other_key = next((half for half in _HALVES if half != key), "")
    other = next((topic for topic in room.topics if topic.id == _HALVES[other_key]), None)
    other_path = f"{part}.{other_key}"
    if key not in _HALVES or other is None or other_path not in other.agreed:
        return room
    if does_not_apply(value):
        follows = value
    elif does_not_apply(other.agreed[other_path]) and (value is not None or key == "strength"):
        follows = None
    else:
        return room
    return _with(room, other, agreed={**other.agreed, other_path: follows})


def skip(room: Room, now: datetime) -> Room:
    """Return the room at the next topic, with the present one left out."""
    return _past(room, "skipped", now)


def park(room: Room, now: datetime) -> Room:
    """Return the room at the next topic, with the present one to come back to."""
    return _past(room, "parked", now)


def extend(room: Room, minutes: int, now: datetime) -> Room:
    """Return the room with more time for the present topic, from its end or from now where that is past."""
    _present(room, "collecting", "revealed", "agreed")
    start = max(room.ends_at or now, now)
    return room.model_copy(update={"ends_at": start + timedelta(minutes=minutes)})


def lock(room: Room, *, locked: bool) -> Room:
    """Return the room closed to, or open for, people who have not joined yet."""
    _still_open(room)
    return room.model_copy(update={"locked": locked})


def close(room: Room) -> Room:
    """Return the room closed for good; what it agreed on stays."""
    _still_open(room)
    return _leave(room).model_copy(update={"closed": True, "present": None, "ends_at": None})


def noted(room: Room, version: int) -> Room:
    """Return the room with the reveals that it shows first at a version."""
    new = [
        topic.model_copy(
            update={"reveals": {**topic.reveals, topic.round: Reveal(at=topic.revealed_at, version=version)}}
        )
        for topic in room.topics
        if topic.revealed_at is not None and topic.round not in topic.reveals
    ]
    return reduce(_put, new, room)


def accepts(room: Room, path: str, now: datetime, *, round: int, seen: int) -> None:
    """Raise WorkshopError unless the room takes a vote on an item in a round: it is never another round's.

    The round has to be the one that is collected; or its reveal is within GRACE, and the screen that the vote
    was given on, which showed the room at version `seen`, could not show it yet: then it was sent before. A
    round whose reveal was a mistake takes none.
    """
    topic = room.topic(topic_of(path))
    if room.closed:
        raise refused("closed")
    collected = _collected(room, topic, now)
    if round == collected or _was_on_its_way(topic, round, now, seen):
        return
    if collected and round < collected:
        raise refused("round_before")
    raise refused("moved_on" if topic.status in ("revealed", "agreed") else "not_collecting")


def _collected(room: Room, topic: Topic, now: datetime) -> int | None:
    """The round of a topic that votes are collected in now."""
    if room.present == topic.id and topic.status == "collecting":
        return topic.round
    return 1 if room.is_open_beforehand(now) and topic.status == "waiting" else None


def _was_on_its_way(topic: Topic, number: int, now: datetime, seen: int) -> bool:
    reveal = topic.reveals.get(number)
    if reveal is None or number in topic.void:
        return False
    # To both sides: a clock that was set back makes a reveal lie ahead, for as long as it was set back.
    return seen < reveal.version and abs(now - reveal.at) <= GRACE


def _still_open(room: Room) -> None:
    if room.closed:
        raise refused("closed")


def _present(room: Room, *statuses: str) -> Topic:
    """The topic that the room is at, in one of the statuses that a move starts from."""
    _still_open(room)
    topic = room.topic(room.present) if room.present else None
    if topic is None or topic.status not in statuses:
        raise refused("not_now")
    return topic


def _leave(room: Room) -> Room:
    topic = room.topic(room.present) if room.present else None
    return _with(room, topic, status="parked") if topic and topic.status == "collecting" else room


def _past(room: Room, status: str, now: datetime) -> Room:
    topic = _present(room, "collecting", "revealed")
    return go_on(_with(room, topic, status=status), now)


def _collect(room: Room, topic: Topic, number: int, now: datetime) -> Room:
    collecting = topic.model_copy(update={"status": "collecting", "round": number, "revealed_at": None})
    room = _put(room, collecting)
    return room.model_copy(update={"ends_at": now + timedelta(minutes=topic.minutes)})


def _with(room: Room, topic: Topic, **changes: object) -> Room:
    return _put(room, topic.model_copy(update=changes))


def _put(room: Room, topic: Topic) -> Room:
    items_of(topic.id)
    topics = tuple(topic if known.id == topic.id else known for known in room.topics)
    return room.model_copy(update={"topics": topics})
