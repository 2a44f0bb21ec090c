"""The turn of whole items of a log, with some transitions quicker (METHODS (d)).

One transition is scaled in each whole item, the time that an open item has spent in it so far too, and the
Kaplan–Meier median of whole items is worked out anew. A share of the mean time would not do: what is saved in
one item may be hidden behind the median of the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flywheel_core.assessment import CLOSING, COMPONENTS, TRANSITIONS
from flywheel_core.evidence.times.clusters import batches_of, coarsest
from flywheel_core.evidence.times.kaplan_meier import MEDIAN, Floats, durations_from, kaplan_meier
from flywheel_core.evidence.times.resampling import medians_drawn
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.evidence.times.sample import Codes, Sample
from flywheel_core.evidence.times.spans import CYCLE, SPANS
from flywheel_core.what_if.ladder import HALF, MOST_RUNGS, Ladder, Rung, Saving, Turn, turn_of

Factors = Mapping[str, float]

#: The way back is no part of a whole item, which ends with its feedback.
WITHIN = tuple(transition for transition in TRANSITIONS if transition != CLOSING)
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True)
class _Scenarios(Sample):
    """The same items, whose whole time is another in each scenario: the spans are their numbers."""

    totals: Mapping[str, Floats] = field(default_factory=dict)
    through: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, bool))

    def lasted(self, span: str) -> tuple[Floats, NDArray[np.bool_]]:
        """Return each item's seconds in a scenario, and whether it is through."""
        return self.totals[span], self.through


@dataclass(frozen=True)
class WholeItems:
    """Whole items of a log: from collection to feedback, those that are open still on their way.

    `parts` are the seconds of each item in each transition, as far as the log shows them.
    """

    sample: Sample
    total: Floats
    through: NDArray[np.bool_]
    parts: Mapping[str, Floats]
    clusters: Codes

    @property
    def count(self) -> int:
        """How many items there are."""
        return int(np.count_nonzero(~np.isnan(self.total)))

    @cached_property
    def now(self) -> Turn | None:
        """The turn as it is; None where most whole items are still on their way."""
        return self.turns(({},))[0]

    def scaled(self, factors: Factors) -> Floats:
        """Return the whole time of each item in seconds with these transitions scaled."""
        total = self.total.copy()
        for transition, factor in factors.items():
            if transition in self.parts:
                total -= (1 - factor) * self.parts[transition]
        scaled: Floats = np.maximum(total, 0.0)
        return scaled

    def median(self, factors: Factors) -> float | None:
        """Return the Kaplan–Meier median in seconds with these transitions scaled, None where not reached."""
        total = self.scaled(factors)
        there = ~np.isnan(total)
        return kaplan_meier(durations_from(total[there], self.through[there])).time_to(MEDIAN)

    def slowest(self, factors: Factors) -> str:
        """Return the transition whose own median is the longest, with these transitions scaled."""
        medians = {
            t: np.inf if seconds is None else factors.get(t, 1.0) * seconds
            for t, seconds in self.medians.items()
        }
        return max(medians, key=lambda t: (medians[t], -WITHIN.index(t)))

    @cached_property
    def medians(self) -> dict[str, float | None]:
        """The Kaplan–Meier median of each transition that whole items show."""
        return {t: kaplan_meier(self.sample.durations(t)).time_to(MEDIAN) for t in self.parts}

    def drawn(self, scenarios: Sequence[Factors]) -> Floats:
        """Return (scenarios × 1,000) medians from the bootstrap; each draw serves all scenarios."""
        totals = {str(place): self.scaled(factors) for place, factors in enumerate(scenarios)}
        sample = _Scenarios(
            self.sample.seen, {}, self.sample.end, self.sample.whole, totals=totals, through=self.through
        )
        return medians_drawn(sample, tuple(totals), self.clusters)

    def turns(self, scenarios: Sequence[Factors]) -> list[Turn | None]:
        """Return the turn in each scenario, with its 95 % interval."""
        return [
            self._turn(factors, draws)
            for factors, draws in zip(scenarios, self.drawn(scenarios), strict=True)
        ]

    def _turn(self, factors: Factors, draws: Floats) -> Turn | None:
        seconds = self.median(factors)
        if seconds is None or seconds <= 0:
            return None
        low, high = _ends(draws)
        return turn_of(seconds, min(low, seconds), max(high, seconds), self.slowest(factors))


def whole_items(result: TransitionTimes) -> WholeItems | None:
    """Return the whole items of a measured log; None where it shows none from collection to feedback."""
    if not result.cycle.measurable:
        return None
    sample = result.sample
    total, through = sample.lasted(CYCLE)
    parts = {t: _part(sample, t) for t in WITHIN}
    there = ~np.isnan(total)
    shown = {t: np.where(there, seconds, 0.0) for t, seconds in parts.items() if seconds[there].any()}
    return WholeItems(sample, total, through, shown, _clusters(sample)) if shown else None


def ladder_of_log(items: WholeItems, rungs: int = MOST_RUNGS) -> Ladder | None:
    """Return the ladder, each rung halving what is then the slowest; None where there is no turn."""
    if items.now is None:
        return None
    climbed: list[tuple[str, dict[str, float]]] = []
    factors: dict[str, float] = {}
    for _ in range(rungs):
        halved = items.slowest(factors)
        factors = {**factors, halved: factors.get(halved, 1.0) * HALF}
        climbed.append((halved, factors))
    turns = items.turns([scaled for _, scaled in climbed])
    reached = [Rung(halved, turn) for (halved, _), turn in zip(climbed, turns, strict=True) if turn]
    return Ladder(items.now, tuple(reached))


def savings_of_log(items: WholeItems) -> tuple[Saving, ...]:
    """Return what halving each transition saves of the turn, the largest first, with 95 % intervals."""
    if items.now is None:
        return ()
    transitions = tuple(items.parts)
    drawn = items.drawn([{}, *({t: HALF} for t in transitions)])
    found = []
    for transition, draws in zip(transitions, drawn[1:], strict=True):
        then = items.median({transition: HALF})
        if then is not None:
            saved = items.now.seconds - then
            with np.errstate(invalid="ignore"):
                low, high = _ends(1 - draws / drawn[0])
            share = saved / items.now.seconds
            found.append(Saving(transition, saved, share, min(low, share), max(high, share)))
    return tuple(sorted(found, key=lambda saving: (-saving.seconds, WITHIN.index(saving.transition))))


def _ends(draws: Floats) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of the draws that have a value."""
    known = draws[np.isfinite(draws)]
    low, high = np.percentile(known, (_LOW, _HIGH)) if len(known) else (np.inf, -np.inf)
    return float(low), float(high)


def _part(sample: Sample, transition: str) -> Floats:
    """Return each item's seconds in a transition: to its end, or so far where it is there at present."""
    start, stop = (sample.seen[point] for point in SPANS[transition])
    lasted = np.where(np.isnan(stop) & _is_at(sample, SPANS[transition][0]), sample.end, stop) - start
    part: Floats = np.maximum(np.nan_to_num(lasted), 0.0)
    return part


def _is_at(sample: Sample, component: str) -> NDArray[np.bool_]:
    """Say which items have come to a component and to none after it."""
    after = COMPONENTS[COMPONENTS.index(component) + 1 :]
    gone_on = np.any([~np.isnan(sample.seen[later]) for later in after], axis=0)
    there: NDArray[np.bool_] = ~np.isnan(sample.seen[component]) & ~gone_on
    return there


def _clusters(sample: Sample) -> Codes:
    """Return the clusters of whole items, by the completions of the transition that shows the fewest."""
    found = {}
    for span in WITHIN:
        start, end = SPANS[span]
        through = ~np.isnan(sample.seen[start]) & ~np.isnan(sample.seen[end])
        codes = sample.releases.get(end)
        named = None if codes is None else len(np.unique(codes[through & (codes >= 0)]))
        times = len(np.unique(sample.seen[end][through]))
        found[span] = batches_of(int(np.count_nonzero(through)), times, named)
    return coarsest(sample, found, WITHIN)
