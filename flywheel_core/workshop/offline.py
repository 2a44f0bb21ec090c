"""Answers that somebody filled in without the room, read as votes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flywheel_core.assessment import Assessment, value_at
from flywheel_core.workshop.errors import WorkshopError
from flywheel_core.workshop.results import shown_rounds
from flywheel_core.workshop.room import Room
from flywheel_core.workshop.topics import TOPICS, WEAKEST, Item, items_of
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, read_vote


def votes_in(assessment: Assessment, room: Room) -> dict[tuple[str, int], Any]:
    """Return what an answers file says on the room's items, by path and the round that it counts in.

    Unsure is DONT_KNOW; a part that does not apply is NOT_APPLICABLE; open answers are no votes. Topics of
    which the room has seen votes are left out, since these people have not judged alone.
    """
    open_topics = (topic for topic in room.topics if not shown_rounds(topic))
    return {
        (path, max(topic.round, 1)): vote
        for topic in open_topics
        for path, vote in _answers(assessment, topic.id).items()
    }


@dataclass(frozen=True)
class LeftOut:
    """What of an answers file is no vote in a room."""

    #: Topics that the file answers and whose votes the room has seen.
    seen: tuple[str, ...]
    #: Topics that the file answers and that the room does not take up.
    not_planned: tuple[str, ...]
    #: How many questions of the topics still to vote on the file leaves open, by topic.
    missing: Mapping[str, int]


def left_out(assessment: Assessment, room: Room) -> LeftOut:
    """Return what `votes_in` does not take from an answers file, in the order of the topics."""
    planned = {topic.id: topic for topic in room.topics}
    given = {topic: len(_answers(assessment, topic)) for topic in TOPICS}
    seen = {topic for topic, known in planned.items() if shown_rounds(known)}
    return LeftOut(
        tuple(topic for topic in TOPICS if topic in seen and given[topic]),
        tuple(topic for topic in TOPICS if topic not in planned and given[topic]),
        {
            topic: missing
            for topic in TOPICS
            if topic in planned and topic not in seen and (missing := len(items_of(topic)) - given[topic])
        },
    )


def _answers(assessment: Assessment, topic: str) -> dict[str, Any]:
    """What the file says on a topic, by path. The weakest connection is judged blind, so it is never told."""
    return {
        item.path: vote
        for item in items_of(topic)
        if item.path != WEAKEST and (vote := _vote(assessment, item)) is not None
    }


def _vote(assessment: Assessment, item: Item) -> Any:
    part = item.path.rpartition(".")[0]
    if item.may_not_apply and value_at(assessment, f"{part}.not_applicable") is not None:
        return NOT_APPLICABLE
    value = value_at(assessment, item.path)
    if value == "unsure" or (item.may_not_apply and value_at(assessment, f"{item.path}_unsure")):
        return DONT_KNOW
    try:
        return None if value is None else read_vote(item.path, value)
    except WorkshopError:
        # Such as a duration of which only one end was given: there is no figure in it.
        return None
