"""Logs to practise with, made up, whose true figures are known.

Items go around the loop: each lasts a lognormal time in each transition, and what it taught causes one more
item to be collected. The log ends while some are still on their way.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.sample_table import SampleTable
from flywheel_core.seed import SEED

_Floats = NDArray[np.float64]

HOUR, DAY = 3_600.0, 86_400.0
#: True medians of the transitions in the loop's order, in seconds, and how widely they spread.
MEDIANS = (2 * HOUR, 3 * DAY, 9 * DAY, 2 * DAY, 5 * DAY)
SPREAD = 0.8
STAGES = ("captured", "stored", "analysed", "deployed", "measured")
BEGINS = datetime(2025, 1, 6, tzinfo=UTC)
#: A release slips: the logarithm of the gap between two has this standard deviation.
_SLIP = 0.3
_TRUTH_DRAWN, _PILOT, _MOST_RELEASES, _MOST_ROWS = 400_000, 2_000, 5_000, 5_000_000
#: The transition that waits for a release, and where in a journey feedback stands.
_RELEASED, _FEEDBACK = 2, 4


@dataclass(frozen=True)
class SampleLog(SampleTable):
    """A made-up log; its truth is the median of each transition in seconds."""

    @property
    def slowest(self) -> str:
        """The transition whose true median is the longest."""
        return max(self.truth, key=lambda transition: self.truth[transition])


def sample_log(
    items: int = 600,
    *,
    open_share: float = 0.3,
    release_days: float = 0,
    medians: Sequence[float] = MEDIANS,
    seed: int = SEED,
) -> SampleLog:
    """Return a log of about so many items, of which `open_share` have not come to feedback when it ends.

    With `release_days` improvements go out together, in releases that many days apart which slip as releases
    do; the items of a release share its time. Raises ValueError for figures that make no log.
    """
    if items < 1 or not 0 < open_share < 1 or release_days < 0:
        raise ValueError("a log has at least one item, and a share of open ones above 0 and below 1")
    process = _Process(tuple(medians), _releases(seed, release_days))
    days = _length(process, open_share, seed)
    pilot = _journeys(process, _PILOT, days, seed)
    journeys = _journeys(process, max(1, round(items * _PILOT / len(pilot))), days, seed + 1)
    truth = dict(zip(TRANSITIONS, map(float, medians), strict=True))
    if release_days:
        truth[TRANSITIONS[2]] = process.wait_for_release(seed)
    columns = ("item", "stage", "at", "caused_by", *(("release",) if release_days else ()))
    return SampleLog(columns, tuple(_rows(journeys, days * DAY, process.releases)), truth)


@dataclass(frozen=True)
class _Process:
    """How items go around: the medians of their lognormal times, and the moments of releases, if any."""

    medians: tuple[float, ...]
    releases: _Floats | None

    def go_around(self, starts: _Floats, random: np.random.Generator) -> _Floats:
        """Return (items × 6) seconds: collection to feedback, and the collection that each one causes."""
        lasts = np.exp(random.normal(np.log(self.medians), SPREAD, size=(len(starts), len(self.medians))))
        points = [starts]
        for place, last in enumerate(lasts.T):
            reached = points[-1] + last
            points.append(self._released(reached) if place == _RELEASED else reached)
        return np.stack(points, axis=1)

    def wait_for_release(self, seed: int) -> float:
        """Return the true median, in seconds, from analysis to the release that brings it."""
        random = np.random.Generator(np.random.PCG64(seed))
        releases = np.empty(0) if self.releases is None else self.releases
        begins = random.uniform(releases[100], releases[-100], size=_TRUTH_DRAWN)
        last = np.exp(random.normal(np.log(self.medians[_RELEASED]), SPREAD, size=_TRUTH_DRAWN))
        waits = self._released(begins + last) - begins
        return float(np.median(waits))

    def _released(self, ready: _Floats) -> _Floats:
        if self.releases is None:
            return ready
        waiting: _Floats = self.releases[np.searchsorted(self.releases, ready)]
        return waiting


def _releases(seed: int, release_days: float) -> _Floats | None:
    """Return the seconds of releases, from long before to long after the log; None where there are none."""
    if not release_days:
        return None
    random = np.random.Generator(np.random.PCG64(seed))
    gaps = release_days * DAY * np.exp(random.normal(-(_SLIP**2) / 2, _SLIP, size=_MOST_RELEASES))
    return np.cumsum(gaps) - 50 * release_days * DAY


def _length(process: _Process, open_share: float, seed: int) -> float:
    """Return after how many days a log has so many open items: the longer it is, the fewer."""
    low, high = 1.0, 20_000.0
    for _ in range(18):
        days = math.sqrt(low * high)
        journeys = _journeys(process, _PILOT, days, seed)
        still_open = float(np.mean(journeys[:, _FEEDBACK] > days * DAY))
        low, high = (days, high) if still_open > open_share else (low, days)
    return math.sqrt(low * high)


def _journeys(process: _Process, seeds: int, days: float, seed: int) -> _Floats:
    """Return the journeys of items that come by themselves, and of all that are caused before the log ends.

    One row an item, in the order of their coming: six seconds, and the row of what caused it or −1.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    starts, causes = random.uniform(0, days * DAY, size=seeds), np.full(seeds, -1.0)
    found, rows = [], 0
    while len(starts) and rows < _MOST_ROWS:
        journeys = process.go_around(starts, random)
        found.append(np.column_stack((journeys, causes)))
        goes_on = journeys[:, -1] < days * DAY
        causes, starts = rows + np.flatnonzero(goes_on).astype(float), journeys[goes_on, -1]
        rows += len(journeys)
    return _in_order(np.concatenate(found))


def _in_order(journeys: _Floats) -> _Floats:
    order = np.argsort(journeys[:, 0], kind="stable")
    place = np.empty(len(order))
    place[order] = np.arange(len(order))
    causes = journeys[:, -1].astype(int)
    journeys[:, -1] = np.where(causes < 0, -1, place[causes])
    return journeys[order]


def _rows(journeys: _Floats, end: float, releases: _Floats | None) -> Iterator[tuple[str, ...]]:
    """Yield the events in the order of their times, up to the log's end."""
    names = [f"request-{number:06d}" for number in range(1, len(journeys) + 1)]
    seconds = journeys[:, : len(STAGES)]
    which, stages = np.nonzero(seconds <= end)
    for place in np.argsort(seconds[which, stages], kind="stable"):
        item, stage = int(which[place]), int(stages[place])
        cause = int(journeys[item, -1]) if stage == 0 else -1
        row = (names[item], STAGES[stage], _stamp(seconds[item, stage]), names[cause] if cause >= 0 else "")
        if releases is None:
            yield row
        else:
            number = int(np.searchsorted(releases, seconds[item, stage]))
            yield (*row, f"release-{number}" if stage == _RELEASED + 1 else "")


def _stamp(seconds: float) -> str:
    return (BEGINS + timedelta(seconds=round(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")
