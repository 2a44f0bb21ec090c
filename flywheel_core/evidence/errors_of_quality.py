"""From quality to error (METHODS (b)): what is left to gain, so that less is better on every scale."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.refusal import Refused

Better = Literal["higher", "lower"]
Floats = NDArray[np.float64]


def error_of(quality: Floats, better: Better, best: float | None = None) -> Floats:
    """Return the error e of each quality: 1 − q in [0, 1], q where lower is better, else |best − q|.

    Raises Refused where a quality above 1 or below 0 is to be raised and no best value is given, and where
    an error would be negative: below zero, or beyond the best value.
    """
    if best is not None:
        _refuse_beyond(quality, better, best)
        return np.abs(best - quality)
    if better == "lower":
        if quality.min() < 0:
            raise Refused("negative_quality")
        return quality
    if quality.min() < 0 or quality.max() > 1:
        raise Refused("best_needed")
    return 1 - quality


def worthwhile_gain(quality: Floats, given: float | None) -> float:
    """Return δ, in units of the error: as given, else 0.01 where quality lies in [0, 1]; else Refused."""
    if given is not None:
        return given
    if quality.min() >= 0 and quality.max() <= 1:
        return 0.01
    raise Refused("worthwhile_needed")


def _refuse_beyond(quality: Floats, better: Better, best: float) -> None:
    furthest = float(quality.max() if better == "higher" else quality.min())
    if (furthest > best) if better == "higher" else (furthest < best):
        raise Refused("beyond_best", value=f"{furthest:.12g}", best=f"{best:.12g}")
