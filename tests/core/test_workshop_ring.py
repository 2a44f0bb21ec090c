"""The ring of a room: its medians, and how far the votes on every arrow lie apart."""

from flywheel_core.workshop import NOT_APPLICABLE, new_room, room_ring, spread_of
from tests.core.assessments import ARROWS
from tests.core.rooms import revealed, votes_on

STRENGTHS = [f"transitions.{arrow}.strength" for arrow in ARROWS]


def test_the_ring_shows_medians_and_spread() -> None:
    """Each arrow has the lower median of its votes, and the lowest and the highest of them beside it."""
    votes = [
        *votes_on(STRENGTHS[0], [4, 4, 4, 4]),
        *votes_on(STRENGTHS[1], [0, 1, 2, 4]),
        *votes_on(STRENGTHS[2], [NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE]),
    ]
    ring = room_ring(revealed("strengths"), votes)
    assert [arrow.strength for arrow in ring.arrows] == [4, 1, None, None, None]
    assert [arrow.spread_text for arrow in ring.arrows] == ["all vote 4", "votes 0–4", "", "", ""]
    assert ring.arrows[2].not_applicable
    assert ring.arrows[1].weakest


def test_withheld_votes_leave_no_spread() -> None:
    """Two votes in an anonymous room are neither a median nor a spread; in a named room they are both."""
    votes = votes_on(STRENGTHS[0], [1, 3])
    assert spread_of(revealed("strengths"), votes) == {}
    assert room_ring(revealed("strengths"), votes).arrows[0].strength is None
    assert spread_of(revealed("strengths", "named"), votes) == {ARROWS[0]: (1, 3)}


def test_nothing_is_drawn_before_the_reveal() -> None:
    """A room that has revealed nothing, or does not vote on strengths, has an open ring."""
    votes = votes_on(STRENGTHS[0], [1, 3, 4])
    assert spread_of(new_room("x", plan=90), votes) == {}
    assert spread_of(new_room("x", plan=[("levels", 5)]), votes) == {}
