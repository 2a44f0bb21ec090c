"""What is a vote, and what is none."""

import pytest

from flywheel_core.assessment import Assessment, change
from flywheel_core.workshop import (
    DONT_KNOW,
    ITEMS,
    NOT_APPLICABLE,
    TOPICS,
    WEAKEST,
    WorkshopError,
    item_of,
    items_of,
    read_vote,
    topic_of,
)

DURATION = "transitions.storage_to_analysis.duration"


@pytest.mark.parametrize("path", [path for path in ITEMS if path != WEAKEST])
def test_every_choice_is_an_answer_of_the_assessment(path: str) -> None:
    """What a room can vote for, an assessment can hold."""
    for choice in ITEMS[path].choices:
        assert change(Assessment(), path, read_vote(path, choice)) != Assessment()


def test_no_item_is_in_two_topics() -> None:
    """A vote belongs to one topic."""
    assert sum(len(items) for items in TOPICS.values()) == len(ITEMS)
    assert all(topic_of(item.path) == topic for topic, items in TOPICS.items() for item in items)


@pytest.mark.parametrize("value", [5, -1, 2.0, True, "2", None, [], {"low": "P1D"}, "yes"])
def test_what_is_no_level_is_refused(value: object) -> None:
    """A level is a whole number from 0 to 4."""
    with pytest.raises(WorkshopError, match="not one of the answers"):
        read_vote("components.storage.level", value)


def test_not_knowing_is_an_answer_everywhere_and_not_applicable_where_it_can_be() -> None:
    """Neither is a zero."""
    assert read_vote(WEAKEST, DONT_KNOW) == DONT_KNOW
    assert read_vote(DURATION, NOT_APPLICABLE) == NOT_APPLICABLE
    with pytest.raises(WorkshopError, match="not one of the answers"):
        read_vote("learning.others_notice_deletion", NOT_APPLICABLE)


def test_a_duration_is_a_range_with_a_figure() -> None:
    """A likely figure, or the least and the most, in order and within ten years; said in one way."""
    assert read_vote(DURATION, {"likely": "PT48H"}) == {"likely": "P2D"}
    assert read_vote(DURATION, {"low": "P1D", "high": "P9D"}) == {"low": "P1D", "high": "P9D"}
    wrong = ({}, {"low": "P1D"}, {"low": "P3D", "likely": "P2D"}, {"likely": "P9999D"}, {"most": "P1D"})
    for value in wrong:
        with pytest.raises(WorkshopError, match="A duration needs a figure"):
            read_vote(DURATION, value)


def test_what_nobody_votes_on_is_refused() -> None:
    """A question without a vote is named."""
    for ask in (item_of, topic_of):
        with pytest.raises(WorkshopError, match="title is not voted on here"):
            ask("title")
    with pytest.raises(WorkshopError, match="nonsense is not a topic"):
        items_of("nonsense")
