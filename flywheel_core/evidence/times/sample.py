"""Whole items in numpy: what the joint methods work on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.times.kaplan_meier import Durations, Floats, durations_from
from flywheel_core.evidence.times.spans import AFTER, SPANS

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Sample:
    """Whole items: the second at which each was first seen at each point, NaN where it was not.

    `releases` are codes by point, −1 where unknown; `end` is the second at which the log ends; `whole` says
    whether these are all items of the log.
    """

    seen: Mapping[str, Floats]
    releases: Mapping[str, Codes]
    end: float
    whole: bool

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(next(iter(self.seen.values())))

    def lasted(self, span: str) -> tuple[Floats, NDArray[np.bool_]]:
        """Return each item's seconds in a span, and whether it is through.

        NaN where it never came there, went the wrong way in time or came further without being seen at the
        end; until the log's end where it is open.
        """
        start, stop = (self.seen[point] for point in SPANS[span])
        through = ~np.isnan(stop)
        seconds = np.where(through, stop, self.end) - start
        further = np.any([self.seen[point] >= start for point in AFTER[span]], axis=0)
        return np.where((seconds >= 0) & (through | ~further), seconds, np.nan), through

    def durations(self, span: str, chosen: NDArray[np.bool_] | None = None) -> Durations:
        """Return the durations of a span, of the chosen items where not all are meant."""
        seconds, through = self.lasted(span)
        there = ~np.isnan(seconds) if chosen is None else ~np.isnan(seconds) & chosen
        return durations_from(seconds[there], through[there])
