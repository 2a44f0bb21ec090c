"""The ring of a room: its medians, with how far the votes on every arrow lie apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.findings import assess
from flywheel_core.guide import Guide, load_guide
from flywheel_core.workshop.agreement import medians_of
from flywheel_core.workshop.results import results_of
from flywheel_core.workshop.room import Room
from flywheel_core.workshop.votes import Vote

if TYPE_CHECKING:
    from flywheel_core.charts import Ring


def spread_of(room: Room, votes: Iterable[Vote], guide: Guide | None = None) -> dict[str, tuple[int, int]]:
    """Return the lowest and the highest strength voted for, by transition; withheld ones are not there."""
    if all(topic.id != "strengths" for topic in room.topics):
        return {}
    found = results_of(room, "strengths", votes, guide)
    named = {transition: found.item(f"transitions.{transition}.strength") for transition in TRANSITIONS}
    return {t: (item.votes[0], item.votes[-1]) for t, item in named.items() if item and item.votes}


def room_ring(room: Room, votes: Iterable[Vote], guide: Guide | None = None) -> Ring:
    """Return the ring of the room's medians with the rules' marks on them, and the spread of the votes.

    `votes` are all votes of the room that were revealed; the rest of the loop is open.
    """
    # Charts are slow to load, and phones are served without them.
    from flywheel_core.charts import ring_of

    guide, kept = guide or load_guide(), list(votes)
    medians = medians_of(room, kept, guide)
    return ring_of(medians, assess(medians, guide), guide, spread_of(room, kept, guide))
