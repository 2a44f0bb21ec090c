"""The bootstrap: whole items, or whole clusters of them, drawn again with replacement."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from flywheel_core.evidence.times.kaplan_meier import (
    MEDIAN,
    REACHED,
    Curve,
    Floats,
    log_log_band,
)
from flywheel_core.evidence.times.sample import Codes, Sample
from flywheel_core.seed import SEED

DRAWS = 1_000
_AT_ONCE = 100
#: Durations are put into so many groups of equal numbers: far finer than what a sample can tell.
_MOST_STEPS = 1_024


@dataclass(frozen=True)
class _Steps:
    """A span's durations as steps: the matrices (steps × clusters) of completions and of open items."""

    seconds: Floats
    completed: "scipy.sparse.csr_array"  # type: ignore[name-defined]  # noqa: F821  # imported where used
    open: "scipy.sparse.csr_array"  # type: ignore[name-defined]  # noqa: F821  # as above

    def survival(self, weights: Floats) -> Floats:
        """Return the curves (steps × draws) when the clusters count as often as `weights` says."""
        done = np.asarray(self.completed @ weights, dtype=float)
        total = done + self.open @ weights
        at_risk = np.cumsum(total[::-1], axis=0)[::-1]
        passed = np.divide(done, at_risk, out=np.zeros_like(done), where=at_risk > 0)
        left: Floats = np.cumprod(1 - passed, axis=0)
        return left

    def clusters(self) -> tuple[int, float]:
        """Return how many clusters have completions, and how many of one size would tell as much."""
        sizes = np.asarray(self.completed.sum(axis=0))
        sizes = sizes[sizes > 0]
        return len(sizes), float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0


def medians_drawn(sample: Sample, spans: tuple[str, ...], clusters: Codes) -> Floats:
    """Return (spans × 1,000) medians in seconds, infinite where not reached; one draw serves all spans."""
    steps = [_steps(sample, span, clusters) for span in spans]
    found = np.empty((len(spans), DRAWS))
    done = 0
    for weights in _weights(clusters):
        for row, step in zip(found, steps, strict=True):
            row[done : done + weights.shape[1]] = _medians(step.seconds, step.survival(weights))
        done += weights.shape[1]
    return found


def clustered_band(sample: Sample, span: str, clusters: Codes, curve: Curve) -> tuple[Floats, Floats, Floats]:
    """Return times in seconds and the 95 % band of `curve` at them, by resampling clusters of the sample.

    The draws' spread takes the place of Greenwood's, with Student's quantile for as many clusters of one size
    as tell as much: the percentiles of the medians of so few clusters would be too narrow.
    """
    from scipy.special import stdtrit

    step = _steps(sample, span, clusters)
    spread = np.concatenate([step.survival(weights) for weights in _weights(clusters)], axis=1).std(axis=1)
    count, effective = step.clusters()
    if count > 1:
        spread = spread * np.sqrt(count / (count - 1))
    survival = curve.at(step.seconds)
    with np.errstate(divide="ignore", invalid="ignore"):
        on_scale = np.nan_to_num(spread / (survival * np.abs(np.log(survival))))
    quantile = float(stdtrit(max(effective - 1, 1.0), 0.975))
    return step.seconds, *log_log_band(survival, on_scale, quantile)


def shares_of_longest(medians: Floats) -> Floats:
    """Return, for each row, in what share of the draws it is the largest; a tie counts for each its part."""
    largest = medians == medians.max(axis=0)
    shares: Floats = np.mean(largest / largest.sum(axis=0), axis=1)
    return shares


def _weights(clusters: Codes) -> Iterator[Floats]:
    """Yield (clusters × some draws): how often each cluster was drawn; 1,000 draws in all."""
    count = int(clusters.max()) + 1
    random = np.random.Generator(np.random.PCG64(SEED))
    for first in range(0, DRAWS, _AT_ONCE):
        many = min(_AT_ONCE, DRAWS - first)
        drawn = random.integers(0, count, size=(many, count))
        drawn += count * np.arange(many)[:, None]
        times = np.bincount(drawn.ravel(), minlength=many * count).reshape(many, count)
        # Single precision and rows side by side: the sparse products are then three times as fast.
        yield np.ascontiguousarray(times.T, dtype=np.float32)


def _steps(sample: Sample, span: str, clusters: Codes) -> _Steps:
    from scipy.sparse import csr_array

    seconds, through = sample.lasted(span)
    there = ~np.isnan(seconds)
    seconds, through, clusters_there = seconds[there], through[there], clusters[there]
    ends = _grid(seconds)
    place = np.searchsorted(ends, seconds)
    shape = (len(ends), int(clusters.max()) + 1)

    def counted(which: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> csr_array:
        ones = np.ones(np.count_nonzero(which), dtype=np.float32)
        return csr_array((ones, (place[which], clusters_there[which])), shape=shape)

    return _Steps(ends, counted(through), counted(~through))


def _grid(seconds: Floats) -> Floats:
    """Return the times at which the curve may step: each that there is, or the ends of 1,024 groups."""
    different = np.unique(seconds)
    if len(different) <= _MOST_STEPS:
        return different
    ends: Floats = np.unique(np.quantile(seconds, np.linspace(0, 1, _MOST_STEPS + 1)[1:], method="higher"))
    return ends


def _medians(seconds: Floats, survival: Floats) -> Floats:
    reached = survival <= MEDIAN + REACHED
    found: Floats = np.where(reached.any(axis=0), seconds[reached.argmax(axis=0)], np.inf)
    return found
