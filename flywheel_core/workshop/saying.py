"""What is voted on, in words: each item's question and each choice, as screen and paper say them."""

from typing import Any

from flywheel_core.assessment import Assessment, change
from flywheel_core.guide import Guide
from flywheel_core.questions import question_of, say_answer
from flywheel_core.workshop.topics import WEAKEST, Item
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE


def say_question(path: str, guide: Guide) -> str:
    """Return the question that an item puts; for the weakest connection, which is no answer, its own."""
    return guide.text("workshop.weakest_question") if path == WEAKEST else question_of(path, guide)


def say_name(path: str, guide: Guide) -> str:
    """Return an item in a few words, for a heading or a row: its component, its connection, its question."""
    group, _, key = path.rpartition(".")
    return (
        guide.text(f"{group}.name") if key in ("level", "strength", "duration") else say_question(path, guide)
    )


def say_value(item: Item, value: Any, guide: Guide, *, short: bool = False) -> str:
    """Return one answer to an item in words; `short` ones of levels and strengths are for charts and lists.

    What people typed is nowhere in it.
    """
    if value in (DONT_KNOW, NOT_APPLICABLE):
        return guide.text(f"workshop.values.{value}")
    if item.path == WEAKEST:
        return guide.transition(value)
    if item.kind == "scale" and short:
        return str(value)
    return say_answer(change(Assessment(), item.path, value), item.path, guide)
