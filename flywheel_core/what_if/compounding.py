"""Compounding: how users and data grow when a better model brings more users (METHODS (d)).

E = c + A·D^−θ; D' = (1 − λ)·D + a·U; U' = U·(1 + g)·(E/E')^η. The loop's gain is G = η·θ·(E − c)/E.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.learning_curve import LAST_POINTS, LearningRate, draw_curves
from flywheel_core.evidence.network_effect import Pull
from flywheel_core.guide import SECONDS
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]
Verdict = Literal["demonstrated", "not_demonstrated", "runs_away"]

MONTHS = 24
DRAWS = 2_000
_DAYS_OF_A_MONTH = SECONDS["month"] / SECONDS["day"]
#: Users beyond this are drawn as this many: a model that runs away has no figure.
_LEAST_USERS, _MOST_USERS = 1e-9, 1e15
_MOST = 700.0


@dataclass(frozen=True)
class Compounding:
    """Users over 24 months, with the loop and without; `months` + 1 values each, the first the present.

    `verdict` is `demonstrated`, `not_demonstrated` or `runs_away` (G ≥ 1); `reason` is the key of the words
    for it. Where the loop is not demonstrated only `without` is drawn, where it can be. The
    band is from the 5th to the 95th percentile. Growth is a month's, `growth_now` with the loop, None where
    it runs away.
    """

    verdict: Verdict
    reason: str
    loop_gain: float | None = None
    growth: float | None = None
    growth_now: float | None = None
    eta: float | None = None
    eta_interval: tuple[float, float] | None = None
    without: tuple[float, ...] = ()
    middle: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def as_json(self, why: str) -> dict[str, Any]:
        """Return it for machines; `why` is the sentence in words."""
        return {
            "verdict": self.verdict,
            "why": why,
            "loop_gain": self.loop_gain,
            "growth": self.growth,
            "growth_now": self.growth_now,
            "eta": self.eta,
            "eta_interval": None if self.eta_interval is None else list(self.eta_interval),
            "months": list(range(max(len(self.without), 1))),
            "users_without_loop": list(self.without),
            "users": list(self.middle),
            "users_low": list(self.low),
            "users_high": list(self.high),
        }


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


@dataclass(frozen=True)
class Draws:
    """Draws of the learning curve and of η, of one length: what the band is made of."""

    c: Floats
    amplitude: Floats
    theta: Floats
    eta: Floats


def compounding(
    rate: LearningRate | None,
    pull: Pull | None,
    *,
    users: float | None,
    days_of_a_period: float | None,
    per_user: float | None,
    forgetting: float = 0.0,
) -> Compounding:
    """Return the users of the next 24 months from a learning curve and a series of users and quality.

    `users` are the present ones, `per_user` the points that one adds in a month. Where something is missing
    the verdict is `not_demonstrated`, and the reason says what.
    """
    if pull is None or users is None or days_of_a_period is None:
        return Compounding("not_demonstrated", "no_series")
    growth = _power(pull.growth, _DAYS_OF_A_MONTH / days_of_a_period)
    slope = pull.slope
    without = tuple(min(users * (1 + _power(growth, month)), _MOST_USERS) for month in range(MONTHS + 1))
    known: dict[str, Any] = {
        "growth": growth,
        "eta": slope.elasticity,
        "eta_interval": slope.interval,
        "without": without,
    }
    if slope.interval[0] <= 0:
        return Compounding(
            "not_demonstrated", "eta_holds_zero" if slope.includes_zero else "eta_below", **known
        )
    missing = _missing(rate, per_user)
    if missing or rate is None or per_user is None:
        return Compounding("not_demonstrated", missing or "no_runs", **known)
    parameters = rate.parameters
    loop = Loop(
        parameters["c"], parameters["a"], parameters["theta"], slope.elasticity, slope.deviation, growth,
        forgetting, per_user, rate.volume[-1], users,
    )  # fmt: skip
    return _grown(loop, _draws(rate, loop), known)


def _missing(rate: LearningRate | None, per_user: float | None) -> str:
    """Return the reason for which the loop can't be drawn, empty where it can."""
    if rate is None:
        return "no_runs"
    if rate.verdict == "refused":
        return "runs_unused"
    if rate.verdict == "degrading":
        return "degrading"
    if rate.form != "pow3":
        return "not_a_power"
    return "no_points_per_user" if per_user is None else ""


def loop_gain(loop: Loop) -> float:
    """Return G = η·θ·(E − c)/E: by how much a growth in users comes back as growth in users."""
    error = loop.c + loop.amplitude * loop.data**-loop.theta
    return loop.eta * loop.theta * (error - loop.c) / error if error > 0 else 0.0


def _grown(loop: Loop, draws: Draws, known: dict[str, Any]) -> Compounding:
    gain = loop_gain(loop)
    low, middle, high = np.percentile(users_of(loop, draws), (5, 50, 95), axis=1)
    band: dict[str, Any] = {
        name: tuple(map(float, values)) for name, values in (("low", low), ("middle", middle), ("high", high))
    }
    if gain >= 1:
        return Compounding("runs_away", "runs_away", loop_gain=gain, **known, **band)
    now = _power(loop.growth, 1 / (1 - gain))
    return Compounding("demonstrated", "demonstrated", loop_gain=gain, growth_now=now, **known, **band)


def _power(growth: float, times: float) -> float:
    """Return a growth so many times over; beyond any number there is it stays at the largest."""
    return float(np.expm1(min(np.log1p(growth) * times, _MOST)))


def _draws(rate: LearningRate, loop: Loop) -> Draws:
    random = np.random.Generator(np.random.PCG64(SEED))
    eta = loop.eta + loop.eta_deviation * random.standard_normal(DRAWS)
    x, e = np.array(rate.volume[-LAST_POINTS:]), np.array(rate.error[-LAST_POINTS:])
    curves = draw_curves(x, e)
    chosen = random.choice(np.flatnonzero(curves.is_power), size=DRAWS)
    return Draws(curves.c[chosen], curves.a[chosen], curves.shape[chosen], eta)


def users_of(loop: Loop, draws: Draws, months: int = MONTHS) -> Floats:
    """Return the users of each month (rows, the first the present) for each draw (columns)."""
    users, data = np.full(len(draws.eta), loop.users), np.full(len(draws.eta), loop.data)
    error = _error(draws, data)
    path = [users]
    for _ in range(min(months, MONTHS)):
        data = (1 - loop.forgetting) * data + loop.per_user * users
        following = _error(draws, data)
        with np.errstate(over="ignore"):
            users = users * (1 + loop.growth) * (error / following) ** draws.eta
        users = np.clip(users, _LEAST_USERS, _MOST_USERS)
        error = following
        path.append(users)
    return np.array(path)


def _error(draws: Draws, data: Floats) -> Floats:
    error: Floats = np.maximum(draws.c + draws.amplitude * data**-draws.theta, 1e-12)
    return error
