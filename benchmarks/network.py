"""How often is a network effect found that isn't there? Made-up series of users and quality, unrelated.

Both grow, as real ones do, so that their levels go together without cause: a regression of levels stands
beside as what a simpler method would say.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Row
from flywheel_core.evidence.network_effect import network_effect
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]
Growth = Callable[[np.random.Generator, int], Floats]
ASKED = 7.0
PERIODS = (13, 24, 60)
EFFECT = 0.5


def measure(series: int) -> list[Row]:
    """Return the share of false positives by kind and length, and how often a true effect is held."""
    random = np.random.Generator(np.random.PCG64(SEED))
    rows, levels = [], []
    for name, growth in KINDS.items():
        for periods in PERIODS:
            false = [_false(growth, periods, random) for _ in range(series)]
            rows += _rows(f"{name}, {periods} periods", false)
            levels += [level for *_, level in false]
    held = [_holds(random) for _ in range(series)]
    return [
        *rows,
        Row("a regression of levels finds an effect", _percent(levels)),
        Row("a true effect lies in its 95% interval, 24 periods", _percent(held)),
    ]


def _rows(name: str, false: list[tuple[bool, bool, bool]]) -> list[Row]:
    excludes, named = [zero for zero, *_ in false], [found for _, found, _ in false]
    met = 100 * sum(named) / len(named) <= ASKED
    return [
        Row(f"false verdict `network`, {name}", _percent(named), asked=f"at most {ASKED:g}%", met=met),
        Row(f"interval that leaves out zero on either side, {name}", _percent(excludes)),
    ]


def _percent(found: list[bool]) -> str:
    return f"{100 * sum(found) / len(found):.1f}%"


def _false(growth: Growth, periods: int, random: np.random.Generator) -> tuple[bool, bool, bool]:
    """Say whether the interval leaves out zero, whether an effect is named, and what levels would say."""
    users = 1_000 * np.exp(np.cumsum(0.03 + 0.04 * growth(random, periods)))
    quality = 2.0 * np.exp(np.cumsum(0.02 + 0.03 * growth(random, periods)))
    found = network_effect(users, quality, "higher")
    low, high = found.interval or (0.0, 0.0)
    return not low <= 0 <= high, found.verdict == "network", _levels(users, quality)


def _levels(users: Floats, quality: Floats) -> bool:
    """Say whether the plain regression of ln Q on ln U finds an effect, with its usual interval."""
    from scipy.stats import linregress, t

    fit = linregress(np.log(users), np.log(quality))
    return bool(abs(fit.slope) > t.ppf(0.975, len(users) - 2) * fit.stderr)


def _holds(random: np.random.Generator) -> bool:
    growth = random.standard_normal(24)
    users = 1_000 * np.exp(np.cumsum(0.03 + 0.04 * growth))
    moved = EFFECT * 0.04 * growth + 0.02 * random.standard_normal(24)
    found = network_effect(users, 2.0 * np.exp(np.cumsum(moved)), "higher")
    low, high = found.interval or (0.0, 0.0)
    return bool(low <= 1.1**EFFECT - 1 <= high)


def _normal(random: np.random.Generator, periods: int) -> Floats:
    return random.standard_normal(periods)


def _heavy_tailed(random: np.random.Generator, periods: int) -> Floats:
    drawn: Floats = random.standard_t(3, periods) / np.sqrt(3)
    return drawn


def _calming(random: np.random.Generator, periods: int) -> Floats:
    """Growth that is wild at first and calm at the end, as a young product's is."""
    calmer: Floats = random.standard_normal(periods) * np.linspace(2.0, 0.4, periods)
    return calmer


def _lasting(random: np.random.Generator, periods: int) -> Floats:
    """Growth of which a third lasts into the next period."""
    drawn = random.standard_normal(periods)
    for period in range(1, periods):
        drawn[period] += drawn[period - 1] / 3
    return drawn


KINDS: dict[str, Growth] = {
    "normal growth": _normal,
    "heavy tails": _heavy_tailed,
    "calming down": _calming,
    "lasting": _lasting,
}
