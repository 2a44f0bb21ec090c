"""Whether neighbouring durations go together: then time saved in one may come back in the other."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.times.kaplan_meier import Floats
from flywheel_core.evidence.times.sample import Sample

STRONG = 0.3
_FEWEST_PAIRS = 8


@dataclass(frozen=True)
class Correlation:
    """Spearman's ρ between the durations of two neighbouring transitions, on items through both."""

    first: str
    second: str
    rho: float
    pairs: int

    @property
    def strong(self) -> bool:
        """Whether it is worth a warning."""
        return abs(self.rho) > STRONG

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {"transitions": [self.first, self.second], "spearman": self.rho, "pairs": self.pairs}


def correlations_of(sample: Sample) -> tuple[Correlation, ...]:
    """Return the correlation of each two neighbours with at least eight items through both."""
    found = []
    for first, second in pairwise(TRANSITIONS):
        (one, through_one), (other, through_other) = sample.lasted(first), sample.lasted(second)
        both = through_one & through_other & ~np.isnan(one) & ~np.isnan(other)
        if np.count_nonzero(both) >= _FEWEST_PAIRS:
            rho = spearman(one[both], other[both])
            if rho is not None:
                found.append(Correlation(first, second, rho, int(np.count_nonzero(both))))
    return tuple(found)


def spearman(one: Floats, other: Floats) -> float | None:
    """Return the correlation of the ranks, ties sharing theirs; None where one doesn't vary."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[place]
    return ranks
