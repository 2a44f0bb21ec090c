"""Items that are not independent: those that went out together are one observation, not many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flywheel_core.evidence.times.kaplan_meier import Floats
from flywheel_core.evidence.times.sample import Codes, Sample
from flywheel_core.evidence.times.spans import SPANS

#: Fewer different completion times than this share of the completions: they come in batches.
_BATCHED = 0.5


@dataclass(frozen=True)
class Batches:
    """How the completions of a span come in batches: how many, told by a release or by the time."""

    count: int
    by_release: bool


def batches_of(completed: int, times: int | None, releases: int | None) -> Batches | None:
    """Return the batches of a span, or None where its items are independent.

    `times` and `releases` are how many different times of completion and releases its completions have.
    """
    if completed and times is not None and times < _BATCHED * completed:
        return Batches(times, by_release=False)
    if completed and releases and releases < _BATCHED * completed:
        return Batches(releases, by_release=True)
    return None


def cluster_of(sample: Sample, span: str, batches: Batches | None) -> Codes:
    """Return the cluster of each item, 0 and up: its batch.

    An open item belongs with those that came when it came: the batch of the nearest in time that is through.
    One that never came is a cluster by itself.
    """
    if batches is None:
        return np.arange(sample.items)
    start, end = SPANS[span]
    began = sample.seen[start]
    key = sample.releases[end].astype(float) if batches.by_release else sample.seen[end].copy()
    if batches.by_release:
        key[key < 0] = np.nan
    through = ~np.isnan(sample.seen[end]) & ~np.isnan(key) & ~np.isnan(began)
    still = np.isnan(sample.seen[end]) & ~np.isnan(began)
    if through.any():
        key[still] = key[through][_nearest(began[through], began[still])]
    key[~through & ~still] = np.nan
    return _numbered(key)


def coarsest(sample: Sample, found: Mapping[str, Batches | None], spans: Sequence[str]) -> Codes:
    """Return the clusters of whole items: those of the span whose completions come in the fewest batches."""
    batched = [(batches.count, span) for span in spans if (batches := found.get(span)) is not None]
    if not batched:
        return np.arange(sample.items)
    span = min(batched)[1]
    return cluster_of(sample, span, found[span])


def _nearest(known: Floats, wanted: Floats) -> Codes:
    """Return, for each wanted moment, the place of the known one that is nearest to it."""
    order = np.argsort(known, kind="stable")
    after = np.clip(np.searchsorted(known[order], wanted), 0, len(known) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(known[order][before] - wanted) <= np.abs(known[order][after] - wanted)
    nearest: Codes = order[np.where(nearer, before, after)]
    return nearest


def _numbered(key: Floats) -> Codes:
    """Return a number for each different key; each that is not known gets one of its own."""
    unknown = np.isnan(key)
    codes = np.empty(len(key), dtype=np.int64)
    different, codes[~unknown] = np.unique(key[~unknown], return_inverse=True)
    codes[unknown] = len(different) + np.arange(np.count_nonzero(unknown))
    return codes
