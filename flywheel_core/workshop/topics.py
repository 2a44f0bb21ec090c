"""What a room votes on: topics, and in each the items that everyone judges alone."""

from dataclasses import dataclass
from typing import Literal

from flywheel_core.assessment import COMPONENTS, DRAG, MISTAKES, STRATEGIES, TRANSITIONS
from flywheel_core.workshop.errors import refused

#: The one item that is no answer of the assessment: which connection a person holds for the weakest.
WEAKEST = "weakest_connection"

#: What people may say of themselves, so that a silo can be seen.
ROLES = ("data", "engineering", "product", "other")
#: Characters of the name that people may give themselves.
LONGEST_NAME = 80

Kind = Literal["scale", "ordered", "choice", "duration"]


@dataclass(frozen=True)
class Item:
    """One question of a topic.

    `path` is the answer's path in the answers file, or WEAKEST. `kind` says what a vote is: `scale` a whole
    number 0 to 4; `ordered` one of `choices`, which stand in an order; `choice` one of `choices` without an
    order; `duration` a range of ISO 8601 durations.
    """

    path: str
    kind: Kind
    choices: tuple[int | str, ...] = ()
    may_not_apply: bool = False


_YES_NO = ("yes", "no")
_SCALE = (0, 1, 2, 3, 4)

TOPICS: dict[str, tuple[Item, ...]] = {
    "prerequisites": tuple(
        Item(f"prerequisites.{key}", "choice", _YES_NO)
        for key in ("real_users", "basic_data_infrastructure", "clear_value_proposition")
    ),
    "levels": tuple(Item(f"components.{c}.level", "scale", _SCALE, may_not_apply=True) for c in COMPONENTS),
    "access": (
        Item("components.storage.access_without_request", "ordered", ("no_team", "some_teams", "every_team")),
        Item(
            "components.feedback.last_improvement",
            "choice",
            ("data_rose", "data_did_not_rise", "not_measured"),
        ),
    ),
    "weakest": (Item(WEAKEST, "choice", TRANSITIONS),),
    "strengths": tuple(
        Item(f"transitions.{t}.strength", "scale", _SCALE, may_not_apply=True) for t in TRANSITIONS
    ),
    "durations": tuple(
        Item(f"transitions.{t}.duration", "duration", may_not_apply=True) for t in TRANSITIONS
    ),
    "learning": tuple(
        Item(f"learning.{key}", "choice", _YES_NO)
        for key in ("others_notice_deletion", "own_experience_improves")
    ),
    "cold_start": (
        Item("cold_start.stage", "ordered", ("pre_launch", "early", "growing", "established")),
        *(
            Item(f"cold_start.{key}", "choice", _YES_NO)
            for key in ("expertise_not_public", "can_choose_complex_customers", "internal_users")
        ),
        Item("cold_start.decision", "choice", (*STRATEGIES, "not_needed")),
    ),
    "risks": (
        *(Item(f"velocity.drag.{key}", "choice", _YES_NO) for key in DRAG),
        *(Item(f"mistakes.{key}", "ordered", ("no", "at_risk", "happening")) for key in MISTAKES),
    ),
}

ITEMS: dict[str, Item] = {item.path: item for items in TOPICS.values() for item in items}

_TOPIC_OF = {item.path: topic for topic, items in TOPICS.items() for item in items}


def items_of(topic: str) -> tuple[Item, ...]:
    """Return the items of a topic. Raises WorkshopError for a topic that there is not."""
    if topic not in TOPICS:
        raise refused("no_such_topic", topic=topic)
    return TOPICS[topic]


def item_of(path: str) -> Item:
    """Return the item at a path. Raises WorkshopError for one that nobody votes on."""
    if path not in ITEMS:
        raise refused("no_such_item", item=path)
    return ITEMS[path]


def topic_of(path: str) -> str:
    """Return the topic that an item belongs to. Raises WorkshopError for one that nobody votes on."""
    return _TOPIC_OF[item_of(path).path]
