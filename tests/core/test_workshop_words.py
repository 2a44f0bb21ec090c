"""Every question and every choice of a workshop has words."""

import pytest

from flywheel_core import load_guide
from flywheel_core.workshop import (
    DONT_KNOW,
    ITEMS,
    NOT_APPLICABLE,
    TOPICS,
    say_choice,
    say_item,
    say_name,
    say_vote,
    short_choice,
)

GUIDE = load_guide()


@pytest.mark.parametrize("path", ITEMS)
def test_every_item_has_a_question_and_its_choices_differ_in_words(path: str) -> None:
    """No path and no id of the vocabulary reaches a screen, and no two answers look alike."""
    item = ITEMS[path]
    values = [*item.choices, DONT_KNOW, NOT_APPLICABLE]
    for say in (say_choice, short_choice):
        said = [say(item, value, GUIDE) for value in values]
        assert len(set(said)) == len(values)
        assert not any("_" in words for words in said)
    assert path not in say_item(item, GUIDE)
    assert path not in say_name(item, GUIDE)


def test_the_items_of_a_topic_have_different_names() -> None:
    """In a list of a topic's items each can be told from the others."""
    for items in TOPICS.values():
        assert len({say_name(item, GUIDE) for item in items}) == len(items)


def test_a_duration_is_said_as_people_say_it() -> None:
    """A range is read aloud, not shown in ISO 8601."""
    item = ITEMS["transitions.storage_to_analysis.duration"]
    assert (
        say_vote(item, {"low": "P1D", "likely": "P3D", "high": "P2W"}, GUIDE) == "3 days (1 day to 2 weeks)"
    )
