"""Whether a span gets slower or faster: Theil–Sen over the medians of monthly cohorts.

A cohort is all items that came in during one month, those still on their way included: on completed items
alone the latest months look fast, because only the fast ones are through.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from flywheel_core.evidence.times.kaplan_meier import THIRD_QUARTILE, Z_95, Floats, kaplan_meier
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.spans import SPANS

FEWEST_COHORTS, FEWEST_ITEMS = 6, 8


@dataclass(frozen=True)
class Trend:
    """How a span's median moves: `verdict` is `slower`, `faster`, `none` or `cannot_tell`.

    `per_month` and `interval` (95 %) are seconds a month; `reason` says what is missing where it can't be
    told: `pooled`, `cohorts` or `unreached`.
    """

    verdict: str
    cohorts: int
    per_month: float | None = None
    interval: tuple[float, float] | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        interval = None if self.interval is None else list(self.interval)
        return {
            "verdict": self.verdict,
            "cohorts": self.cohorts,
            "per_month_s": self.per_month,
            "interval_s": interval,
        }


def trend_of(sample: Sample, span: str) -> Trend:
    """Return the trend of a span, from cohorts by the month of their coming in (UTC).

    Cohorts of fewer than eight items don't count, nor those younger than the pooled 75th percentile at the
    log's end: too few of their slow items are through.
    """
    quartile = kaplan_meier(sample.durations(span)).time_to(THIRD_QUARTILE)
    if quartile is None:
        return Trend("cannot_tell", 0, reason="pooled")
    starts = sample.seen[SPANS[span][0]]
    months, medians = [], []
    for month, begins, ends in _months(starts, sample.end):
        cohort = (starts >= begins) & (starts < ends)
        durations = sample.durations(span, cohort)
        if durations.items >= FEWEST_ITEMS and ends <= sample.end - quartile:
            months.append(month)
            medians.append(kaplan_meier(durations).time_to())
    if len(months) < FEWEST_COHORTS:
        return Trend("cannot_tell", len(months), reason="cohorts")
    if None in medians:
        return Trend("cannot_tell", len(months), reason="unreached")
    return _fitted(months, [median for median in medians if median is not None])


def _fitted(months: list[int], medians: list[float]) -> Trend:
    slope, low, high = theil_sen(np.array(months, dtype=float), np.array(medians))
    verdict = "slower" if low > 0 else "faster" if high < 0 else "none"
    return Trend(verdict, len(months), slope, (low, high))


def theil_sen(at: Floats, values: Floats) -> tuple[float, float, float]:
    """Return the median of the slopes between all pairs, and its 95 % interval after Sen (1968).

    Written out here because `scipy.stats`, which has it too, takes longer to load than all else together.
    """
    one, other = np.triu_indices(len(at), 1)
    apart = at[other] != at[one]
    slopes = np.sort((values[other] - values[one])[apart] / (at[other] - at[one])[apart])
    reach = Z_95 * np.sqrt(_pairs_variance(len(at)) - _tied(at) - _tied(values))
    low = max(round((len(slopes) - reach) / 2) - 1, 0)
    high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return float(np.median(slopes)), float(slopes[low]), float(slopes[high])


def _pairs_variance(count: float) -> float:
    """Return the variance of Kendall's statistic for so many values."""
    return count * (count - 1) * (2 * count + 5) / 18


def _tied(values: Floats) -> float:
    """Return by how much values that are equal lower that variance."""
    return sum(_pairs_variance(float(n)) for n in np.unique(values, return_counts=True)[1])


def _months(starts: Floats, end: float) -> list[tuple[int, float, float]]:
    """Return (number, first second, first of the next) of each month from the first start to the end."""
    known = starts[~np.isnan(starts)]
    if not known.size:
        return []
    first, last = (datetime.fromtimestamp(moment, UTC) for moment in (float(known.min()), end))
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [(number, _begins(number), _begins(number + 1)) for number in numbers]


def _begins(number: int) -> float:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC).timestamp()
