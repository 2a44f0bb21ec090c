"""Workshops: a room, its topics and phases, what people vote on, what the room thinks and agrees.

Nothing here stores or draws anything; `flywheel_core.store` keeps rooms, and the pages show them.
"""

from flywheel_core.workshop.errors import WorkshopError
from flywheel_core.workshop.phases import (
    accepts,
    agree,
    close,
    extend,
    go_on,
    go_to,
    lock,
    park,
    reveal,
    skip,
    take_back_reveal,
    vote_again,
)
from flywheel_core.workshop.room import PLANS, Room, Topic, new_room
from flywheel_core.workshop.saying import say_name, say_question, say_value
from flywheel_core.workshop.topics import (
    ITEMS,
    ROLES,
    TOPICS,
    WEAKEST,
    Item,
    item_of,
    items_of,
    topic_of,
)
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, Vote, read_vote

__all__ = [
    "DONT_KNOW",
    "ITEMS",
    "NOT_APPLICABLE",
    "PLANS",
    "ROLES",
    "TOPICS",
    "WEAKEST",
    "Item",
    "Room",
    "Topic",
    "Vote",
    "WorkshopError",
    "accepts",
    "agree",
    "close",
    "extend",
    "go_on",
    "go_to",
    "item_of",
    "items_of",
    "lock",
    "new_room",
    "park",
    "read_vote",
    "reveal",
    "say_name",
    "say_question",
    "say_value",
    "skip",
    "take_back_reveal",
    "topic_of",
    "vote_again",
]
