"""Kaplan–Meier: how long items take, those that are still on their way included.

An item that is not through yet is right-censored: all that is known is that it takes longer than it has taken
so far. Leaving it out would make every duration look shorter than it is.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A product that should be a half may miss it by rounding: what is this close has reached its level.
REACHED = 1e-9
MEDIAN, NINETIETH, THIRD_QUARTILE = 0.5, 0.1, 0.25
Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Durations:
    """Durations in seconds, ascending, each once, with how many items completed then, or were still open."""

    seconds: Floats
    completed: Floats
    open: Floats

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.completed.sum() + self.open.sum())

    @property
    def completions(self) -> int:
        """How many of them are through."""
        return int(self.completed.sum())

    @property
    def longest(self) -> float:
        """The longest time that any item was followed for, in seconds; 0 without items."""
        return float(self.seconds[-1]) if self.seconds.size else 0.0


@dataclass(frozen=True)
class Curve:
    """The share of items that take longer than each of `seconds`, with what its band needs."""

    seconds: Floats
    survival: Floats
    completed: Floats
    at_risk: Floats

    def time_to(self, level: float = MEDIAN) -> float | None:
        """Return the first time, in seconds, when no more than `level` are still on their way, or None."""
        return first_reached(self.seconds, self.survival, level)

    def at(self, seconds: Floats) -> Floats:
        """Return the curve at these times: 1 before its first."""
        place = np.searchsorted(self.seconds, seconds, side="right")
        found: Floats = np.concatenate(([1.0], self.survival))[place]
        return found

    @cached_property
    def band(self) -> tuple[Floats, Floats]:
        """The 95 % band: Greenwood's variance on the log-log scale; where the curve is 0 both limits are."""
        with np.errstate(divide="ignore", invalid="ignore"):
            left = self.at_risk - self.completed
            variance = np.cumsum(np.where(left > 0, self.completed / (self.at_risk * left), 0.0))
            spread = np.sqrt(variance) / np.abs(np.log(self.survival))
        return log_log_band(self.survival, spread, Z_95)

    def mean_up_to(self, limit: float) -> float:
        """Return the restricted mean: the area under the curve from 0 to `limit` seconds."""
        inside = self.seconds < limit
        edges = np.concatenate(([0.0], self.seconds[inside], [limit]))
        heights = np.concatenate(([1.0], self.survival[inside]))
        return float(np.sum(heights * np.diff(edges)))


def durations_from(seconds: Floats, completed: NDArray[np.bool_], counts: Floats | None = None) -> Durations:
    """Return single durations, in any order, added up; `counts` says how many items each stands for."""
    counts = np.ones(len(seconds)) if counts is None else counts
    different, place = np.unique(seconds, return_inverse=True)
    done = np.bincount(place, weights=counts * completed, minlength=len(different))
    still = np.bincount(place, weights=counts * ~completed, minlength=len(different))
    return Durations(different, done.astype(float), still.astype(float))


def kaplan_meier(durations: Durations) -> Curve:
    """Return the curve S(t) = ∏(1 − d/n) over the times up to t; items open at t count as at risk there."""
    total = durations.completed + durations.open
    at_risk = np.cumsum(total[::-1])[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        passed = np.where(at_risk > 0, durations.completed / at_risk, 0.0)
    return Curve(durations.seconds, np.cumprod(1 - passed), durations.completed, at_risk)


def first_reached(seconds: Floats, values: Floats, level: float) -> float | None:
    """Return the first time at which falling values are at `level` or below, or None."""
    reached = np.flatnonzero(values <= level + REACHED)
    return float(seconds[reached[0]]) if reached.size else None


def log_log_band(survival: Floats, spread: Floats, quantile: float) -> tuple[Floats, Floats]:
    """Return lower and upper limits where log(−log S) has the standard deviation `spread`.

    Before the first completion nothing is in doubt; where S = 0 both limits are 0.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        wider = np.exp(quantile * spread)
        lower, upper = survival**wider, survival ** (1 / wider)
    certain = (survival <= REACHED) | (survival >= 1)
    return np.where(certain, survival, lower), np.where(certain, survival, upper)
