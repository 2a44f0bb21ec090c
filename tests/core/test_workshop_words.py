"""Every question and every choice of a workshop has words."""

import pytest

from flywheel_core import load_guide
from flywheel_core.workshop import (
    DONT_KNOW,
    ITEMS,
    NOT_APPLICABLE,
    TOPICS,
    say_name,
    say_question,
    say_value,
)

GUIDE = load_guide()


@pytest.mark.parametrize("path", ITEMS)
def test_every_item_has_a_question_and_its_choices_differ_in_words(path: str) -> None:
    """No path and no id of the vocabulary reaches a screen, and no two answers look alike."""
    item = ITEMS[path]
    values = [*item.choices, DONT_KNOW, NOT_APPLICABLE]
    for short in (False, True):
        said = [say_value(item, value, GUIDE, short=short) for value in values]
        assert len(set(said)) == len(values)
        assert not any("_" in words for words in said)
    assert "." not in say_question(path, GUIDE).rstrip(".").replace(". ", " ")
    assert say_name(path, GUIDE)


def test_the_items_of_a_topic_have_different_names() -> None:
    """In a list of a topic's items each can be told from the others."""
    for items in TOPICS.values():
        assert len({say_name(item.path, GUIDE) for item in items}) == len(items)


def test_a_duration_is_said_as_people_say_it() -> None:
    """A range is read aloud, not shown in ISO 8601."""
    item = ITEMS["transitions.storage_to_analysis.duration"]
    assert (
        say_value(item, {"low": "P1D", "likely": "P3D", "high": "P2W"}, GUIDE) == "3 days (1 day to 2 weeks)"
    )
