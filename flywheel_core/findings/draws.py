"""How sure the bottleneck is: 10,000 draws of every duration (METHODS (d))."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.findings.figures import Figure
from flywheel_core.seed import SEED

DRAWS = 10_000

#: Standard normal quantiles: low and high of an estimate are the 10th and 90th percentile,
#: the ends of a measured interval the 2.5th and 97.5th.
_Z90 = 1.2815515655446004
_Z975 = 1.959963984540054


def shares(known: Mapping[str, Figure]) -> dict[str, float]:
    """Return, for each transition, in what share of the draws (0 to 1) it is the longest.

    An estimate is lognormal on each side of its median, a measured median spreads as its interval does.
    Without a range there is no spread. Every transition keeps its own draws, in the loop's order, so that
    answering one doesn't move another.
    """
    found = _shares(
        tuple((TRANSITIONS.index(f.transition), f.seconds, *deviations(f)) for f in known.values())
    )
    return dict(zip(known, found, strict=True))


def draw_seconds(known: Mapping[str, Figure]) -> NDArray[np.float64]:
    """Return the draws of each transition's duration in seconds, a row each: (transitions, 10,000)."""
    rows = np.empty((len(known), DRAWS))
    for row, figure in zip(rows, known.values(), strict=True):
        _draw(row, TRANSITIONS.index(figure.transition), figure.seconds, *deviations(figure))
    drawn: NDArray[np.float64] = np.exp(rows)
    return drawn


def median_turn(figures: Iterable[Figure]) -> float:
    """Return the median of the sums of the draws, in seconds: what a whole turn comes to with the ranges.

    Medians don't add up: where ranges reach further up than down it lies above the sum of the figures.
    """
    return _median_turn(tuple((TRANSITIONS.index(f.transition), f.seconds, *deviations(f)) for f in figures))


@lru_cache(maxsize=64)
def _median_turn(figures: tuple[tuple[int, float, float, float], ...]) -> float:
    rows = np.empty((len(figures), DRAWS))
    for row, figure in zip(rows, figures, strict=True):
        _draw(row, *figure)
    return float(np.median(np.exp(rows).sum(axis=0)))


def has_spread(figure: Figure) -> bool:
    """Say whether a figure comes with any doubt about it."""
    return deviations(figure) != (0.0, 0.0)


@lru_cache(maxsize=256)
def _shares(figures: tuple[tuple[int, float, float, float], ...]) -> tuple[float, ...]:
    """The shares of figures given as place in the loop, seconds, and spread below and above.

    Drawn once for the same figures: trying out which answers decide a verdict asks again and again.
    """
    rows = np.empty((len(figures), DRAWS))
    for row, figure in zip(rows, figures, strict=True):
        _draw(row, *figure)
    longest = rows.max(axis=0, initial=-inf)
    open_draws = np.ones(DRAWS, dtype=bool)
    found = []
    for row in rows:
        # Of equals the first in the loop's order has the draw, so that the shares add up to one.
        won = (row == longest) & open_draws
        open_draws &= ~won
        found.append(int(np.count_nonzero(won)) / DRAWS)
    return tuple(found)


def _draw(row: NDArray[np.float64], place: int, seconds: float, below: float, above: float) -> None:
    """Fill a row with the logarithms of one transition's draws: their order is all that matters."""
    row[:] = log(seconds) if 0 < seconds < inf else (inf if seconds else -inf)
    if below or above:
        negative, positive = _normal()
        row += below * negative[place]
        row += above * positive[place]


def deviations(figure: Figure) -> tuple[float, float]:
    """Return the standard deviation of the logarithm below and above the median; zeros without a range."""
    if figure.unbounded or figure.seconds <= 0:
        return 0.0, 0.0
    low, high, quantile = _ends(figure)
    below = None if low is None or low <= 0 else max(log(figure.seconds / low), 0) / quantile
    above = None if high is None or high <= 0 else max(log(high / figure.seconds), 0) / quantile
    if figure.measurement is not None:
        # An end that the data doesn't reach is no certainty: that side is in doubt as much as the other.
        below, above = (below if below is not None else above), (above if above is not None else below)
    if below is None or above is None:
        return 0.0, 0.0
    return below, above


def _ends(figure: Figure) -> tuple[float | None, float | None, float]:
    low: timedelta | None
    high: timedelta | None
    if figure.measurement is not None:
        low, high = figure.measurement.interval or (None, None)
    elif figure.estimate is not None:
        low, high = figure.estimate.low, figure.estimate.high
    else:
        low = high = None
    quantile = _Z975 if figure.measurement is not None else _Z90
    return _seconds(low), _seconds(high), quantile


def _seconds(end: timedelta | None) -> float | None:
    return None if end is None else end.total_seconds()


@lru_cache(maxsize=1)
def _normal() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Five rows of standard normal draws, split into what lies below and above the median."""
    draws = np.random.Generator(np.random.PCG64(SEED)).standard_normal((len(TRANSITIONS), DRAWS))
    return np.minimum(draws, 0), np.maximum(draws, 0)
