"""What the votes of a topic say: per item the spread, the median, the agreement, and what to ask about it.

Agreement is the consensus of Tastle & Wierman (2007), Consensus and dissention: a measure of ordinal
dispersion, International Journal of Approximate Reasoning 45. Only rounds that were revealed are looked at:
a vote of another round is left out, whoever hands it in.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from math import log2
from typing import Any

from flywheel_core.findings import SPEEDS, speed_of
from flywheel_core.findings.months import is_beyond_a_month
from flywheel_core.guide import Guide, load_guide
from flywheel_core.workshop.asking import End, question_about, say_vote, short_choice
from flywheel_core.workshop.pooling import figure_of, pool_as_said
from flywheel_core.workshop.room import Room, Topic
from flywheel_core.workshop.topics import ROLES, Item, items_of
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, Vote

#: Fewer votes than these are no distribution in an anonymous room, and no role's votes in any room.
FEWEST = 3

Choice = int | str


@dataclass(frozen=True)
class ItemResult:
    """What the votes of one round say of one item.

    `votes` judge the item, from the lowest on; `counts` are by choice, those that nobody chose included, and
    by R6's classes for durations. `median` is the middle vote, of two the lower: what the room is offered and
    what its ring shows, so that no two numbers stand side by side. For durations it is the middle of the
    pooled range, which is offered too, in ISO 8601; for choices without an order there is none. `pooled` is
    that range, rounded to what a person says (see `workshop.pooling`). `agreement` is 0 to 1: the consensus,
    or for choices without an order the share of the commonest; `commonest` is None where two are equally
    common. `before` is the round before. `names` are by choice, in a named room only. Where `withheld`, an
    anonymous room has too few votes, and there is nothing but the item.
    """

    item: Item
    round: int
    votes: tuple[Any, ...] = ()
    counts: Mapping[Choice, int] = field(default_factory=dict)
    median: Choice | None = None
    pooled: Mapping[str, str] | None = None
    agreement: float | None = None
    commonest: Choice | None = None
    dont_know: int = 0
    not_applicable: int = 0
    by_role: Mapping[str, Mapping[Choice, int]] = field(default_factory=dict)
    before: "ItemResult | None" = None
    question: str = ""
    names: Mapping[Choice, tuple[str, ...]] = field(default_factory=dict)
    withheld: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether anybody said anything, be it not to know."""
        return bool(self.votes or self.dont_know or self.not_applicable)

    @property
    def unity(self) -> float:
        """Return how little the item divides the room, 0 to 1, alike for choices with and without an order.

        A share of the commonest starts at one over the number of choices, a consensus at nothing.
        """
        if self.agreement is None:
            return 1.0
        if self.item.kind != "choice":
            return self.agreement
        least = 1 / len(self.item.choices)
        return (self.agreement - least) / (1 - least)


@dataclass(frozen=True)
class TopicResult:
    """What the votes of a topic say, in its last round that was shown.

    `items` begin with those that divide the room most; there are none before anything is revealed. `voters`
    are the people who voted on any of them. `withheld` says that they are too few for an anonymous room.
    """

    topic: str
    items: tuple[ItemResult, ...] = ()
    voters: int = 0
    withheld: bool = False

    def item(self, path: str) -> ItemResult | None:
        """Return the result of the item at a path, or None."""
        return next((result for result in self.items if result.item.path == path), None)


def results_of(room: Room, topic: str, votes: Iterable[Vote], guide: Guide | None = None) -> TopicResult:
    """Return what the votes of a topic say in its revealed rounds. Raises WorkshopError for one not planned.

    In an anonymous room nothing is said of a topic or an item with fewer than three votes, and no names.
    """
    rounds = shown_rounds(room.topic(topic))
    if not rounds:
        return TopicResult(topic)
    kept = counted_once(vote for vote in votes if vote.topic == topic and vote.round in rounds)
    asked = _Asked(room, kept, guide or load_guide())
    found = sorted((_result(asked, item, rounds) for item in items_of(topic)), key=lambda each: each.unity)
    return TopicResult(topic, tuple(found), _voters(kept, rounds[-1]), asked.too_few(rounds[-1]))


def shown_rounds(topic: Topic) -> tuple[int, ...]:
    """Return the rounds that count and whose votes the room has seen, the earliest first."""
    if topic.revealed_at is not None or topic.status in ("revealed", "agreed"):
        return topic.rounds
    return tuple(number for number in topic.rounds if number < topic.round)


def counted_once(votes: Iterable[Vote]) -> list[Vote]:
    """Return the votes with one for each person, item and round: the last that was handed in."""
    return list({(vote.item, vote.round, vote.voter): vote for vote in votes}.values())


def consensus(counts: Sequence[int]) -> float | None:
    """Return how far votes on an ordered scale agree, 0 to 1; None without votes. `counts` are by step.

    Cns = 1 + Σ pᵢ·log₂(1 − |xᵢ − μ| / width) (Tastle & Wierman 2007): 1 where all vote alike, 0 where half
    vote for either end.
    """
    everyone, width = sum(counts), len(counts) - 1
    if not everyone:
        return None
    mean = sum(step * n for step, n in enumerate(counts)) / everyone
    lost = sum(n / everyone * log2(1 - abs(step - mean) / width) for step, n in enumerate(counts) if n)
    return min(1.0, max(0.0, 1 + lost))


def roles_shown(roles: Iterable[str | None]) -> tuple[str, ...]:
    """Return the roles whose votes may be shown, given the role of each vote, in the order of ROLES.

    Each has three votes or more, and so have all that are left out together: what remains of the whole, once
    those shown are taken away, is nobody or a group.
    """
    counts = Counter(roles)
    shown = [role for role in ROLES if counts[role] >= FEWEST]
    while shown and 0 < counts.total() - sum(counts[role] for role in shown) < FEWEST:
        shown.remove(min(shown, key=lambda role: counts[role]))
    return tuple(shown)


def choices_of(item: Item) -> tuple[Choice, ...]:
    """Return what the votes on an item are counted by: its choices, for durations R6's classes."""
    return SPEEDS if item.kind == "duration" else item.choices


def choice_of(value: Any) -> Choice:
    """Return what a vote is counted as: the choice itself, for a duration its class."""
    if isinstance(value, Mapping):
        time = timedelta(seconds=figure_of(value))
        # “1 month” is within a month here as in the rules.
        return "weeks" if speed_of(time) == "months" and not is_beyond_a_month(time) else speed_of(time)
    return value  # type: ignore[no-any-return]  # all that is no range is a choice


def say_agreement(result: ItemResult, guide: Guide) -> str:
    """Return how far a room agrees on an item, in words: the consensus, or who say the commonest answer."""
    if result.agreement is None:
        return guide.text("workshop.agreement.none")
    percent = guide.number(round(100 * result.agreement))
    if result.item.kind != "choice":
        return guide.text("workshop.agreement.consensus", percent=percent)
    most = max(result.counts.values())
    names = [short_choice(result.item, choice, guide) for choice, n in result.counts.items() if n == most]
    if len(names) == 1:
        return guide.text("workshop.agreement.share", percent=percent, choice=names[0])
    choices = guide.join([guide.text("ui.fields.asked", question=name) for name in names])
    return guide.text("workshop.agreement.tied", percent=percent, choices=choices)


def explain_agreement(items: Iterable[ItemResult], guide: Guide, *, source: bool = True) -> str:
    """Return what agreement is, "" where these items show none: a share says what it is.

    With its `source` it is also said whose measure it is.
    """
    shown = any(item.agreement is not None and item.item.kind != "choice" for item in items)
    return guide.text(f"workshop.agreement.{'source' if source else 'means'}") if shown else ""


@dataclass(frozen=True)
class _Asked:
    """Whose votes are worked out, and in which words."""

    room: Room
    votes: Sequence[Vote]
    guide: Guide

    @property
    def anonymous(self) -> bool:
        return self.room.mode == "anonymous"

    def too_few(self, number: int) -> bool:
        return self.anonymous and _voters(self.votes, number) < FEWEST


def _result(asked: _Asked, item: Item, rounds: Sequence[int]) -> ItemResult:
    """The result of the last of the rounds, with those of the rounds before it."""
    *earlier, number = rounds
    before = _result(asked, item, earlier) if earlier else None
    votes = [vote for vote in asked.votes if vote.item == item.path and vote.round == number]
    if asked.anonymous and len(votes) < FEWEST:
        return ItemResult(item, number, before=before, withheld=True)
    judged = sorted((vote for vote in votes if vote.counts), key=lambda vote: _place(item, vote.value))
    said = Counter(vote.value for vote in votes if not vote.counts)
    counts = _counts(item, judged)
    shown = roles_shown(vote.role for vote in judged)
    pooled = pool_as_said([vote.value for vote in judged]) if judged and item.kind == "duration" else None
    return ItemResult(
        item=item,
        round=number,
        votes=tuple(vote.value for vote in judged),
        counts=counts,
        median=pooled["likely"] if pooled else _median(item, judged),
        pooled=pooled,
        agreement=_agreement(item, counts),
        commonest=_commonest(counts),
        dont_know=said[DONT_KNOW],
        not_applicable=said[NOT_APPLICABLE],
        by_role={role: _counts(item, [vote for vote in judged if vote.role == role]) for role in shown},
        before=before,
        question=_question(asked, item, judged, said[DONT_KNOW]),
        names={} if asked.anonymous else _names(item, votes),
    )


def _voters(votes: Iterable[Vote], number: int) -> int:
    return len({vote.voter for vote in votes if vote.round == number})


def _place(item: Item, value: Any) -> float:
    """Where a vote stands among the others: its step, or a duration's seconds."""
    return figure_of(value) if isinstance(value, Mapping) else item.choices.index(value)


def _counts(item: Item, judged: Iterable[Vote]) -> dict[Choice, int]:
    found = Counter(choice_of(vote.value) for vote in judged)
    return {choice: found[choice] for choice in choices_of(item)}


def _agreement(item: Item, counts: Mapping[Choice, int]) -> float | None:
    if item.kind != "choice":
        return consensus(list(counts.values()))
    everyone = sum(counts.values())
    return max(counts.values()) / everyone if everyone else None


def _commonest(counts: Mapping[Choice, int]) -> Choice | None:
    """The one choice that most made; none where two share that, or nobody judged."""
    (first, most), (_, next_most) = Counter(counts).most_common(2)
    return first if most > next_most else None


def _median(item: Item, judged: Sequence[Vote]) -> Choice | None:
    if not judged or item.kind == "choice":
        return None
    return judged[(len(judged) - 1) // 2].value  # type: ignore[no-any-return]  # all but a range is a choice


def _names(item: Item, votes: Iterable[Vote]) -> dict[Choice, tuple[str, ...]]:
    """Who chose what, in the order of the choices; those who judge nothing come last."""
    found: dict[Choice, list[str]] = {}
    for vote in votes:
        if vote.name:
            found.setdefault(choice_of(vote.value), []).append(vote.name)
    choices = (*choices_of(item), DONT_KNOW, NOT_APPLICABLE)
    return {choice: tuple(sorted(found[choice])) for choice in choices if choice in found}


def _question(asked: _Asked, item: Item, judged: Sequence[Vote], dont_know: int) -> str:
    ends = [] if dont_know > len(judged) else _ends(asked, item, judged)
    return question_about(item, ends, dont_know, asked.guide)


def _ends(asked: _Asked, item: Item, judged: Sequence[Vote]) -> list[End]:
    """The least and the most that was said; without an order the two commonest; one where all agree."""
    grouped = groupby(_by_what_was_said(item, judged), key=lambda vote: vote.value)
    groups = [list(votes) for _, votes in grouped]
    if item.kind == "choice":
        commonest = sorted(groups, key=len, reverse=True)[:2]
        groups = [group for group in groups if group in commonest]
    return [_end(asked, item, group) for group in (groups if len(groups) < 2 else (groups[0], groups[-1]))]


def _by_what_was_said(item: Item, judged: Sequence[Vote]) -> list[Vote]:
    """The votes from the lowest, ranges of one figure apart by their ends: only what was said is quoted."""
    return sorted(judged, key=lambda vote: (_place(item, vote.value), str(vote.value)))


def _end(asked: _Asked, item: Item, votes: Sequence[Vote]) -> End:
    value = votes[0].value
    say = say_vote if isinstance(value, Mapping) else short_choice
    said = say(item, value, asked.guide)
    names = () if asked.anonymous else tuple(sorted(vote.name for vote in votes if vote.name))
    return End(said, names)
