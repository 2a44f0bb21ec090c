"""Does the interval of the next doubling hold what the next doubling brings? Made-up curves, known truth.

Curves are powers, exponentials, and, so that the truth is not always one of the two forms that are fitted, a
power of the logarithm and a sum of two powers. The noise of a training run is added to every point, and to
the point at twice the data that the interval is for.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Row
from flywheel_core.evidence.learning_curve import learning_rate
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]
Truth = Callable[[Floats], Floats]
NOMINAL, ASKED = 90, 88


def measure(curves: int) -> list[Row]:
    """Return the coverage for each kind of curve, and over all of them."""
    random = np.random.Generator(np.random.PCG64(SEED))
    held = {name: [_holds(kind, random) for _ in range(curves)] for name, kind in KINDS.items()}
    rows = [_row(name, found) for name, found in held.items()]
    return [*rows, _row("all", [one for found in held.values() for one in found], asked=True)]


def _row(name: str, held: list[bool], *, asked: bool = False) -> Row:
    share = 100 * sum(held) / len(held)
    measured = f"learning-rate interval, {name}, {len(held):,} curves"
    if not asked:
        return Row(measured, f"{share:.1f}%")
    return Row(measured, f"{share:.1f}%", asked=f"at least {ASKED}% (nominal {NOMINAL}%)", met=share >= ASKED)


def _holds(kind: Callable[[np.random.Generator, float], Truth], random: np.random.Generator) -> bool:
    """Say whether the interval made of five to eight points holds the gain that the next doubling brings."""
    points, step = int(random.integers(5, 9)), float(random.choice([2**0.5, 2.0, 3.0]))
    step = max(step, 4.2 ** (1 / (points - 1)))
    first = float(np.exp(random.uniform(np.log(50), np.log(5_000))))
    volume = first * step ** np.arange(points)
    truth = kind(random, first)
    noise = float(np.exp(random.uniform(np.log(0.001), np.log(0.02))))
    last = 2 * volume[-1]
    error = np.abs(truth(volume) + noise * random.standard_normal(points))
    following = truth(np.array([last]))[0] + noise * random.standard_normal()
    low, high = learning_rate(volume, error, "lower").gain_interval or (0.0, 0.0)
    return bool(low <= error[-1] - following <= high)


def _level(random: np.random.Generator) -> tuple[float, float]:
    """Return the error that stays for good, and the error at the first point above it."""
    return float(random.uniform(0, 0.25)), float(random.uniform(0.05, 0.5))


def _power(random: np.random.Generator, first: float) -> Truth:
    (c, above), theta = _level(random), float(np.exp(random.uniform(np.log(0.1), np.log(1.2))))
    return lambda x: c + above * (x / first) ** -theta


def _exponential(random: np.random.Generator, first: float) -> Truth:
    (c, above), tau = _level(random), first * float(np.exp(random.uniform(np.log(1), np.log(30))))
    return lambda x: c + above * np.exp(-(x - first) / tau)


def _logarithmic(random: np.random.Generator, first: float) -> Truth:
    (c, above), power = _level(random), float(random.uniform(1, 4))
    return lambda x: c + above * (np.log(x) / np.log(first)) ** -power


def _two_powers(random: np.random.Generator, first: float) -> Truth:
    (c, above), slow, fast = _level(random), float(random.uniform(0.05, 0.4)), float(random.uniform(0.6, 1.5))
    part = float(random.uniform(0.2, 0.8))
    return lambda x: c + above * (part * (x / first) ** -slow + (1 - part) * (x / first) ** -fast)


KINDS: dict[str, Callable[[np.random.Generator, float], Truth]] = {
    "power": _power,
    "exponential": _exponential,
    "power of the logarithm": _logarithmic,
    "two powers": _two_powers,
}
