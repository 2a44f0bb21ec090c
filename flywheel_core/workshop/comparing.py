"""Which rounds of a topic may stand side by side in an anonymous room, so that they tell nobody's vote.

Everybody sees who comes late. If the others stay with their votes, what a newcomer adds to the round before
is the newcomer's vote: the difference between both rounds, or the only pseudonym that the first one lacks. So
an earlier round is given out beside a later one only where nobody is new in it, or three at least are in each
role that is told. Else the later round stands alone.

Whoever votes in the earlier round and not in the later one is not looked at: staying with one's vote is no
sign of who one is, and the earlier round was shown before anybody went.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from flywheel_core.workshop.results import FEWEST
from flywheel_core.workshop.votes import Vote


def side_by_side(votes: Iterable[Vote]) -> tuple[Vote, ...]:
    """Return the votes of one topic without the rounds that give a newcomer to a later one away."""
    given = tuple(votes)
    kept: list[dict[str, str | None]] = []
    told: set[int] = set()
    for number in sorted({vote.round for vote in given}, reverse=True):
        voters = {vote.voter: vote.role for vote in given if vote.round == number}
        if _hides_newcomers(voters.keys(), kept):
            kept.append(voters)
            told.add(number)
    return tuple(vote for vote in given if vote.round in told)


def _hides_newcomers(earlier: Iterable[str], later: Sequence[dict[str, str | None]]) -> bool:
    known = set(earlier)
    new = (Counter(role for voter, role in voters.items() if voter not in known) for voters in later)
    return all(count >= FEWEST for roles in new for count in roles.values())
