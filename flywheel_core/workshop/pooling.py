"""Several people's durations as one: the linear opinion pool.

Stone (1961), The opinion pool, Annals of Mathematical Statistics 32: the pooled distribution is the mean of
the individual ones, here with equal weights.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from math import erf, exp, inf, log, sqrt

from flywheel_core.assessment import DurationRange, format_iso, parse_iso
from flywheel_core.findings import Figure, deviations
from flywheel_core.guide.durations import as_said

#: Which percentile each end of a range is.
PERCENTILES = {"low": 0.10, "likely": 0.50, "high": 0.90}

#: Halving the distance between the ends so often leaves less than floating point tells apart.
_HALVINGS = 80
_DECIMALS = 1e-12
_NEAR = 1e-9

#: Low, likely and high as a person gave them, so that what many say alike is worked out once.
_Ends = tuple[str | None, str | None, str | None]


def pool(ranges: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the pooled range of several: the 10th, 50th and 90th percentile as ISO 8601 durations.

    Each person's range is lognormal on either side of its median, as the draws of the rules take it; one
    figure alone is certain. All weigh the same. Raises ValueError without a range that has a figure.
    """
    return {name: format_iso(timedelta(seconds=seconds)) for name, seconds in _found(ranges)}


def pool_as_said(ranges: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return `pool` as a person would say it: `4 days 2 hours`, never `4 days 2 hours 5 min 35 s`.

    What somebody said themselves stays as it is; what is rounded never passes the middle. Raises as `pool`.
    """
    given = list(ranges)
    ends = {parse_iso(end).total_seconds() for each in given for end in each.values()}
    said = {
        name: seconds if seconds in ends else min(max(as_said(seconds), min(ends)), max(ends))
        for name, seconds in _found(given)
    }
    said["low"] = min(said["low"], said["likely"])
    said["high"] = max(said["likely"], said["high"])
    return {name: format_iso(timedelta(seconds=seconds)) for name, seconds in said.items()}


def figure_of(value: Mapping[str, str]) -> float:
    """Return the figure of a range in seconds: likely, else √(low·high). Raises ValueError without one."""
    return _figure(_ends(value)).seconds


def _found(ranges: Iterable[Mapping[str, str]]) -> tuple[tuple[str, float], ...]:
    weights = Counter(_ends(each) for each in ranges)
    if not weights:
        raise ValueError("no range to pool")
    return _pooled(tuple(sorted(weights.items(), key=str)))


@lru_cache(maxsize=1024)
def _pooled(weights: tuple[tuple[_Ends, int], ...]) -> tuple[tuple[str, float], ...]:
    """Each percentile in seconds, worked out once for all the screens of a room."""
    opinions = [(_Opinion(ends), people) for ends, people in weights]
    ends = [end for opinion, _ in opinions for end in opinion.ends]
    return tuple((name, _percentile(opinions, ends, share)) for name, share in PERCENTILES.items())


class _Opinion:
    """What one person holds: the logarithm of the median, and how far it spreads below and above."""

    def __init__(self, ends: _Ends) -> None:
        figure = _figure(ends)
        self.middle = log(figure.seconds)
        self.below, self.above = deviations(figure)
        self.ends = (figure.seconds, *(parse_iso(end).total_seconds() for end in ends if end is not None))

    def up_to(self, place: float) -> float:
        """Return the probability of at most exp(place) seconds."""
        away = place - self.middle
        spread = self.below if away < 0 else self.above
        if not spread:
            return 0.0 if away < 0 else (1.0 if away > 0 or not self.above else 0.5)
        return 0.5 * (1 + erf(away / spread / sqrt(2)))


def _ends(value: Mapping[str, str]) -> _Ends:
    return value.get("low"), value.get("likely"), value.get("high")


@lru_cache(maxsize=4096)
def _figure(ends: _Ends) -> Figure:
    given = zip(PERCENTILES, ends, strict=True)
    estimate = DurationRange(**{name: parse_iso(end) for name, end in given if end is not None})
    if estimate.figure is None:
        raise ValueError("a range without a figure")
    return Figure("", estimate.figure.total_seconds(), measured=False, estimate=estimate)


def _percentile(opinions: list[tuple[_Opinion, int]], ends: list[float], share: float) -> float:
    """The least seconds up to which the pool holds `share`; it lies between the ends of the ranges."""
    low, high = log(min(ends)), log(max(ends))
    # Shares of whole people are met, however their decimals are rounded.
    wanted = (share - _DECIMALS) * sum(people for _, people in opinions)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if sum(people * opinion.up_to(middle) for opinion, people in opinions) < wanted:
            low = middle
        else:
            high = middle
    return _rounded(exp(high), ends)


def _rounded(seconds: float, ends: list[float]) -> float:
    """A percentile as the end that it is, where it is one; else to the second, or to four digits below."""
    nearest = min(ends, key=lambda end: abs(end - seconds), default=inf)
    if abs(nearest - seconds) <= _NEAR * seconds:
        return nearest
    said = round(seconds) if seconds >= 1_000 else float(f"{seconds:.4g}")
    return min(max(said, min(ends)), max(ends))
