"""The turn with some transitions scaled, from R3's figures and the ranges they were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from flywheel_core.findings import Findings
from flywheel_core.findings.draws import draw_seconds
from flywheel_core.findings.figures import Figure
from flywheel_core.ranking import TIE_ORDER

SECONDS_OF_A_YEAR = 365 * 86_400.0
HALF = 0.5
MOST_RUNGS = 5

Figures = Mapping[str, Figure]
Basis = Literal["estimated", "measured", "mixed", "log"]


def figures_of(findings: Findings) -> dict[str, Figure]:
    """Return R3's figures by transition where every transition that applies has one; else nothing."""
    found = findings.bottleneck
    return {} if found.open else {figure.transition: figure for figure in found.figures}


def basis_of(figures: Figures) -> Basis:
    """Return what the figures are: all `measured`, all `estimated`, or `mixed`."""
    measured = {figure.measured for figure in figures.values()}
    if len(measured) > 1:
        return "mixed"
    return "measured" if measured == {True} else "estimated"


@dataclass(frozen=True)
class Turn:
    """One turn in seconds, with its range, how often it comes in 365 days, and which transition is slowest.

    From the answers it is the sum of the figures, and the range its 10th and 90th percentile; without ranges
    both equal the sum. From a log it is the median of whole items, and the range its 95 % interval.
    """

    seconds: float
    low: float
    high: float
    turns_per_year: float
    bottleneck: str


def turn_of(seconds: float, low: float, high: float, slowest: str) -> Turn:
    """Return a turn of so many seconds."""
    return Turn(seconds, low, high, SECONDS_OF_A_YEAR / seconds, slowest)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: which transition was halved, and the turn after it."""

    halved: str
    turn: Turn


@dataclass(frozen=True)
class Ladder:
    """From the present turn down: halve the bottleneck, find the next, halve that."""

    start: Turn
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Saving:
    """What halving one transition saves: seconds, and the share of the turn (0 to 1) with its range."""

    transition: str
    seconds: float
    share: float
    low: float
    high: float


def turn_with(
    figures: Figures, factors: Mapping[str, float] | None = None, ties: Sequence[str] = TIE_ORDER
) -> Turn | None:
    """Return the turn with each figure times its factor; None without figures or where one is unbounded.

    Of equally slow transitions the first of `ties` is the slowest, as R3 ranks them.
    """
    if not figures or any(figure.unbounded for figure in figures.values()):
        return None
    factors = factors or {}
    scaled = {t: figure.seconds * factors.get(t, 1.0) for t, figure in figures.items()}
    total = sum(scaled.values())
    if total <= 0:
        return None
    drawn = _draws(figures, factors).sum(axis=0)
    low, high = (float(v) for v in np.percentile(drawn, (10, 90)))
    slowest = min(scaled, key=lambda t: (-scaled[t], ties.index(t)))
    return turn_of(total, low, high, slowest)


def ladder(figures: Figures, rungs: int = MOST_RUNGS, ties: Sequence[str] = TIE_ORDER) -> Ladder | None:
    """Return the ladder, each rung halving what is then the slowest; None where there is no cycle time."""
    start = turn_with(figures, ties=ties)
    if start is None:
        return None
    factors: dict[str, float] = {}
    climbed = []
    present = start
    for _ in range(rungs):
        halved = present.bottleneck
        factors[halved] = factors.get(halved, 1.0) * HALF
        following = turn_with(figures, factors, ties)
        if following is None:
            break
        climbed.append(Rung(halved, following))
        present = following
    return Ladder(start, tuple(climbed))


def savings(figures: Figures, ties: Sequence[str] = TIE_ORDER) -> tuple[Saving, ...]:
    """Return what halving each transition saves, the largest first."""
    if turn_with(figures) is None:
        return ()
    drawn = _draws(figures, {})
    totals = drawn.sum(axis=0)
    total = sum(figure.seconds for figure in figures.values())
    found = []
    for row, (transition, figure) in zip(drawn, figures.items(), strict=True):
        low, high = (float(v) for v in np.percentile(HALF * row / totals, (10, 90)))
        saved = HALF * figure.seconds
        found.append(Saving(transition, saved, saved / total, low, high))
    return tuple(sorted(found, key=lambda saving: (-saving.seconds, ties.index(saving.transition))))


def _draws(figures: Figures, factors: Mapping[str, float]) -> NDArray[np.float64]:
    rows = draw_seconds(figures)
    scale = np.array([factors.get(t, 1.0) for t in figures])
    result: NDArray[np.float64] = rows * scale[:, None]
    return result
