"""Workshops: a room, its topics and phases, what people vote on, what the room thinks and agrees.

Nothing here stores or draws anything; `flywheel_core.store` keeps rooms, and the pages show them.
"""

from flywheel_core.workshop.agreement import changes_of, conversation, medians_of, offers
from flywheel_core.workshop.asking import say_choice, say_item, say_name, say_vote, short_choice
from flywheel_core.workshop.comparing import side_by_side
from flywheel_core.workshop.errors import WorkshopError
from flywheel_core.workshop.offline import LeftOut, left_out, votes_in
from flywheel_core.workshop.phases import (
    accepts,
    agree,
    close,
    extend,
    go_on,
    go_to,
    lock,
    noted,
    park,
    reveal,
    skip,
    take_back_reveal,
    vote_again,
)
from flywheel_core.workshop.picture import say_median, vote_chart
from flywheel_core.workshop.pooling import pool
from flywheel_core.workshop.rehearsal import simulated_role, simulated_votes
from flywheel_core.workshop.results import (
    FEWEST,
    ItemResult,
    TopicResult,
    choices_of,
    consensus,
    counted_once,
    explain_agreement,
    results_of,
    roles_shown,
    say_agreement,
    shown_rounds,
)
from flywheel_core.workshop.ring import room_ring, spread_of
from flywheel_core.workshop.room import MOST_ROUNDS, PLANS, Room, Topic, new_room
from flywheel_core.workshop.topics import (
    ITEMS,
    LONGEST_NAME,
    ROLES,
    TOPICS,
    WEAKEST,
    Item,
    item_of,
    items_of,
    topic_of,
)
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, Vote, no_judgement, read_vote

__all__ = [
    "DONT_KNOW",
    "FEWEST",
    "ITEMS",
    "LONGEST_NAME",
    "MOST_ROUNDS",
    "NOT_APPLICABLE",
    "PLANS",
    "ROLES",
    "TOPICS",
    "WEAKEST",
    "Item",
    "ItemResult",
    "LeftOut",
    "Room",
    "Topic",
    "TopicResult",
    "Vote",
    "WorkshopError",
    "accepts",
    "agree",
    "changes_of",
    "choices_of",
    "close",
    "consensus",
    "conversation",
    "counted_once",
    "explain_agreement",
    "extend",
    "go_on",
    "go_to",
    "item_of",
    "items_of",
    "left_out",
    "lock",
    "medians_of",
    "new_room",
    "no_judgement",
    "noted",
    "offers",
    "park",
    "pool",
    "read_vote",
    "results_of",
    "reveal",
    "roles_shown",
    "room_ring",
    "say_agreement",
    "say_choice",
    "say_item",
    "say_median",
    "say_name",
    "say_vote",
    "short_choice",
    "shown_rounds",
    "side_by_side",
    "simulated_role",
    "simulated_votes",
    "skip",
    "spread_of",
    "take_back_reveal",
    "topic_of",
    "vote_again",
    "vote_chart",
    "votes_in",
]
