"""Compounding: how users and data grow when a better model brings more users (METHODS (d)).

E = c + A·D^−θ; D' = (1 − λ)·D + a·U; U' = U·(1 + g)·(E/E')^η. The loop's gain is G = η·θ·(E − c)/E.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MONTHS = 24
DRAWS = 2_000
SEED = 20261124


@dataclass(frozen=True)
class Compounding:
    """Users over 24 months, with the loop and without; `months` + 1 values each, the first the present.

    `verdict` is `demonstrated`, `not_demonstrated` (η's interval holds zero: only `without` is drawn) or
    `runs_away` (G ≥ 1). `growth_now` is the growth a month with the loop, None where it runs away.
    """

    verdict: str
    loop_gain: float
    growth_now: float | None
    without: tuple[float, ...]
    middle: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Loop:
    """What the model needs: c, A and θ of the learning curve in the data, η with its standard deviation.

    A month: `growth` is g without the loop, `forgetting` λ, `per_user` a, the points that a user adds.
    """

    c: float
    amplitude: float
    theta: float
    eta: float
    eta_deviation: float
    growth: float
    forgetting: float
    per_user: float
    data: float
    users: float


def compounding(loop: Loop, eta_interval: tuple[float, float], months: int = MONTHS) -> Compounding:
    """Return the users of the next months (at most 24 are ever drawn), with a band from η's uncertainty."""
    months = min(months, MONTHS)
    error = loop.c + loop.amplitude * loop.data**-loop.theta
    gain = loop.eta * loop.theta * (error - loop.c) / error
    without = tuple(loop.users * (1 + loop.growth) ** month for month in range(months + 1))
    if eta_interval[0] <= 0 <= eta_interval[1]:
        return Compounding("not_demonstrated", gain, None, without)
    random = np.random.Generator(np.random.PCG64(SEED))
    eta = loop.eta + loop.eta_deviation * random.standard_normal(DRAWS)
    low, middle, high = np.percentile(_users(loop, eta, months), (5, 50, 95), axis=1)
    band = (tuple(map(float, middle)), tuple(map(float, low)), tuple(map(float, high)))
    if gain >= 1:
        return Compounding("runs_away", gain, None, without, *band)
    growth_now = (1 + loop.growth) ** (1 / (1 - gain)) - 1
    return Compounding("demonstrated", gain, growth_now, without, *band)


def _users(loop: Loop, eta: Floats, months: int) -> Floats:
    """The users of each month (rows) for each draw of η (columns)."""
    users, data = np.full(len(eta), loop.users), np.full(len(eta), loop.data)
    error = loop.c + loop.amplitude * data**-loop.theta
    path = [users]
    for _ in range(months):
        data = (1 - loop.forgetting) * data + loop.per_user * users
        following = loop.c + loop.amplitude * data**-loop.theta
        users = users * (1 + loop.growth) * (error / following) ** eta
        error = following
        path.append(users)
    return np.array(path)
