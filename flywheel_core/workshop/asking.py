"""Votes in words, and what to ask a room about them.

The question goes to the two ends of an item, by what they said; by name only in a named room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flywheel_core.guide import Guide
from flywheel_core.questions import question_of, say_value
from flywheel_core.workshop.topics import WEAKEST, Item
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE

#: More names than these are no question to anybody.
_MOST_NAMED = 3


@dataclass(frozen=True)
class End:
    """One side of a divided room: what was said, in words, and who said it where that may be told."""

    said: str
    names: tuple[str, ...] = ()


def question_about(item: Item, ends: Sequence[End], dont_know: int, guide: Guide) -> str:
    """Return one question: to the two `ends`, to all where they are one, or who could find out.

    `dont_know` counts those who said so; where they are more than half, that is what to talk about: the
    caller then gives no ends.
    """
    if not ends:
        if dont_know:
            return guide.many("workshop.questions.dont_know", dont_know)
        return guide.text("workshop.questions.nobody")
    if len(ends) == 1:
        return guide.text("workshop.questions.same", value=ends[0].said)
    low, high = (_whom(end, guide) for end in (ends[0], ends[-1]))
    kind = "weakest" if item.path == WEAKEST else item.kind
    return guide.text(f"workshop.questions.{kind}", low=low, high=high)


def _whom(end: End, guide: Guide) -> str:
    if not 0 < len(end.names) <= _MOST_NAMED:
        return guide.text("workshop.questions.whoever", value=end.said)
    return guide.text("workshop.questions.named", names=guide.join(end.names), value=end.said)


def say_item(item: Item, guide: Guide) -> str:
    """Return what an item asks."""
    return guide.text("workshop.choices.weakest") if item.path == WEAKEST else question_of(item.path, guide)


def say_name(item: Item, guide: Guide) -> str:
    """Return an item in a few words, for a row: its component or connection, else its question."""
    group, _, key = item.path.rpartition(".")
    return guide.text(f"{group}.name") if key in ("level", "strength", "duration") else say_item(item, guide)


def say_choice(item: Item, choice: int | str, guide: Guide) -> str:
    """Return a choice of an item in full words, as the assessment's own pages say it.

    Also for DONT_KNOW, NOT_APPLICABLE, and, for durations, R6's classes.
    """
    if choice in (DONT_KNOW, NOT_APPLICABLE) or item.kind == "duration":
        return guide.text(f"workshop.choices.{choice}")
    if item.path == WEAKEST:
        return guide.transition(str(choice))
    return say_value(item.path, choice, guide)


def short_choice(item: Item, choice: int | str, guide: Guide) -> str:
    """Return a choice in as few words as a chart has room for; a step of the scale with its number."""
    if item.kind == "scale" and isinstance(choice, int):
        group, _, key = item.path.rpartition(".")
        words = guide.lines("strengths.short" if key == "strength" else f"{group}.short")
        return f"{choice} · {words[choice]}"
    key = f"workshop.short.{choice}"
    return guide.text(key) if guide.has(key) else say_choice(item, choice, guide)


def say_vote(item: Item, value: Any, guide: Guide) -> str:
    """Return a vote in full words; a duration with its ends where it has them."""
    if isinstance(value, Mapping):
        return say_value(item.path, value, guide)
    return say_choice(item, value, guide)
