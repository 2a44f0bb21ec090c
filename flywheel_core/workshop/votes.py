"""A vote: what one person says of one item, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flywheel_core.assessment import AnswersError, Assessment, change, value_at
from flywheel_core.workshop.errors import refused
from flywheel_core.workshop.topics import Item, item_of, topic_of

#: Answers of their own, never zeros: they are counted beside the votes.
DONT_KNOW, NOT_APPLICABLE = "dont_know", "not_applicable"


@dataclass(frozen=True)
class Vote:
    """What one person said of one item in one round.

    `value` is a whole number, the id of a choice, a range `{"low", "likely", "high"}` of ISO 8601 durations,
    DONT_KNOW or NOT_APPLICABLE. `voter` is the same for all votes of one person in one topic and differs
    between topics. `role` is what the person said of themselves, `name` is None in an anonymous room.
    """

    item: str
    round: int
    voter: str
    value: Any
    role: str | None = None
    name: str | None = None

    @property
    def topic(self) -> str:
        """The topic that the item belongs to."""
        return topic_of(self.item)

    @property
    def counts(self) -> bool:
        """Whether it judges the item, rather than saying that one can't."""
        return self.value not in (DONT_KNOW, NOT_APPLICABLE)


def does_not_apply(value: Any) -> bool:
    """Say whether a vote, or what was agreed, is NOT_APPLICABLE, be it with a reason."""
    return value == NOT_APPLICABLE or (isinstance(value, Mapping) and NOT_APPLICABLE in value)


def no_judgement(item: Item) -> tuple[str, ...]:
    """Return the answers to an item that judge nothing; they stand beside its choices."""
    return (DONT_KNOW, NOT_APPLICABLE) if item.may_not_apply else (DONT_KNOW,)


def read_vote(path: str, value: object) -> Any:
    """Return a vote's value as it is kept. Raises WorkshopError for what is no answer to the item."""
    item = item_of(path)
    if value in no_judgement(item):
        return value
    if item.kind == "duration":
        return _read_range(item, value)
    # True and 1.0 are 1 to Python, and no answers.
    if not any(value == choice and type(value) is type(choice) for choice in item.choices):
        raise refused("no_such_choice")
    return value


def _read_range(item: Item, value: object) -> Any:
    """A range as the answers file keeps it: it has a figure, its ends are in order and within bounds."""
    if not isinstance(value, dict):
        raise refused("no_such_choice")
    try:
        kept = change(Assessment(), item.path, value)
    except AnswersError as error:
        raise refused("no_such_duration") from error
    read = value_at(kept, item.path)
    if not read or ("likely" not in read and not {"low", "high"} <= read.keys()):
        raise refused("no_such_duration")
    return read
