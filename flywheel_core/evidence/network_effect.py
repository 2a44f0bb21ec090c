"""Network effect: with 10 % more users, how much better is it for the others? (METHODS (c))"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.errors_of_quality import Better, error_of
from flywheel_core.evidence.learning_curve import (
    LAST_POINTS,
    WIDEN_DOUBLING,
    Band,
    averaged,
    band_of,
    draw_curves,
    refuse_too_little,
    rises,
    widened,
)
from flywheel_core.evidence.refusal import Refused

Floats = NDArray[np.float64]
#: What is compared: one over the error, which is 1 − q, q itself or best − q; or the quality as it is.
Scale = Literal["one_minus", "error", "best", "quality"]

#: Leverage of one difference from which on it alone decides: HC3 divides what is nothing by nothing.
_ALL_OF_IT = 1 - 1e-9
FEWEST_DIFFERENCES = 12
MORE_USERS = 1.1
#: Beyond this power of e there are no numbers; nothing that was measured comes near.
_MOST = 700.0


@dataclass(frozen=True)
class Slope:
    """An elasticity with its HC3 standard error and 95 % interval."""

    elasticity: float
    deviation: float
    interval: tuple[float, float]
    differences: int

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {
            "elasticity": self.elasticity,
            "interval": list(self.interval),
            "includes_zero": self.includes_zero,
            "periods": self.differences,
        }

    @property
    def includes_zero(self) -> bool:
        """Whether its interval holds zero."""
        return self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True)
class Pull:
    """How quality brings users (η of METHODS (d)), and how they grow a period where it stays as it is."""

    slope: Slope
    growth: float


@dataclass(frozen=True)
class NetworkEffect:
    """What a series or an ablation says. Effects are of 10 % more users, as fractions: 0.01 is 1 %.

    From an ablation they are in units of the error, from a series those of what `scale` names. `verdict` is
    `network`, `none_shown` or `refused`; `reason` is the key of the words for it, with `values`.
    """

    verdict: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    periods: int = 0
    lag: int = 0
    elasticity: float | None = None
    effect_of_10_percent_users: float | None = None
    interval: tuple[float, float] | None = None
    detectable_effect: float | None = None
    placebo: Slope | None = None
    scale: Scale | None = None
    from_ablation: bool = False
    error_now: float | None = None
    share: tuple[float, ...] = ()
    error: tuple[float, ...] = ()
    band: Band | None = None

    def as_json(self, why: str) -> dict[str, Any]:
        """Return what `flywheel network --json` prints; `why` is the sentence in words."""
        return {
            "verdict": self.verdict,
            "why": why,
            "periods": self.periods,
            "lag": self.lag,
            "elasticity": self.elasticity,
            "effect_of_10_percent_users": self.effect_of_10_percent_users,
            "interval": None if self.interval is None else list(self.interval),
            "detectable_effect": self.detectable_effect,
            "placebo": None if self.placebo is None else self.placebo.as_json(),
            "scale": self.scale,
            "from_ablation": self.from_ablation,
        }


def network_effect(
    users: Floats, quality: Floats, better: Better, *, lag: int = 0, best: float | None = None
) -> NetworkEffect:
    """Return how quality moves with users in an evenly spaced series, in its order, `lag` periods later.

    The regression is of differences of logarithms with HC3 errors; levels would find an effect that isn't
    there. The placebo takes users one period ahead of quality.
    """
    try:
        log_quality, log_users = np.log(goodness(quality, better, best)), np.log(_positive(users, "users"))
        slope = _slope(np.diff(log_quality), np.diff(log_users), lag)
        placebo = _slope(np.diff(log_quality), np.diff(log_users), -1)
    except Refused as refusal:
        return NetworkEffect("refused", refusal.reason, refusal.values, max(len(users) - 1 - lag, 0), lag)
    low, high = slope.interval
    if low > 0 and placebo.includes_zero:
        verdict, reason = "network", "network"
    elif low > 0:
        verdict, reason = "none_shown", "placebo_moves_too"
    else:
        verdict, reason = "none_shown", "includes_zero" if high >= 0 else "moves_against"
    return NetworkEffect(
        verdict,
        reason,
        periods=slope.differences,
        lag=lag,
        elasticity=slope.elasticity,
        effect_of_10_percent_users=_effect(slope.elasticity),
        interval=(_effect(low), _effect(high)),
        detectable_effect=_effect(_detectable(slope)),
        placebo=placebo,
        scale=scale_of(quality, better, best),
    )


def pull_of_quality(users: Floats, quality: Floats, better: Better, *, best: float | None = None) -> Pull:
    """Return how users move with quality in the same period: the regression of METHODS (c) turned round.

    Raises Refused where the series can't answer.
    """
    moved = np.diff(np.log(goodness(quality, better, best)))
    grown = np.diff(np.log(_positive(users, "users")))
    try:
        slope = _slope(grown, moved, 0)
    except Refused as refusal:
        of_quality = {"users_do_not_vary": "quality_does_not_vary", "users_move_once": "quality_moves_once"}
        if refusal.reason in of_quality:
            raise Refused(of_quality[refusal.reason]) from refusal
        raise
    return Pull(slope, float(np.exp(grown.mean() - slope.elasticity * moved.mean()) - 1))


def goodness(quality: Floats, better: Better, best: float | None = None) -> Floats:
    """Return Q, which rises as things get better: 1/e where an error is defined, else the quality itself."""
    if scale_of(quality, better, best) == "quality":
        return _positive(quality, "quality")
    return 1 / _positive(error_of(quality, better, best), "quality")


def scale_of(quality: Floats, better: Better, best: float | None = None) -> Scale:
    """Return what Q is of a quality."""
    if best is not None:
        return "best"
    if better == "lower":
        return "error"
    return "one_minus" if quality.min() >= 0 and quality.max() <= 1 else "quality"


def _positive(values: Floats, name: str) -> Floats:
    if not np.isfinite(values).all() or values.min() <= 0:
        raise Refused(f"{name}_not_positive")
    return values


def _slope(quality: Floats, users: Floats, lag: int) -> Slope:
    """Regress the differences of ln Q on those of ln U, `lag` periods earlier (negative: later)."""
    from scipy.stats import t

    if lag > 0:
        quality, users = quality[lag:], users[:-lag] if lag < len(users) else users[:0]
    elif lag < 0:
        quality, users = quality[:lag], users[-lag:]
    n = min(len(quality), len(users))
    needed = FEWEST_DIFFERENCES - (1 if lag < 0 else 0)
    if n < needed:
        raise Refused("too_few_periods", found=n, needed=FEWEST_DIFFERENCES)
    centred = users - users.mean()
    spread = float(centred @ centred)
    if spread < 1e-12:
        raise Refused("users_do_not_vary")
    elasticity = float(centred @ quality) / spread
    residual = quality - quality.mean() - elasticity * centred
    leverage = 1 / n + centred**2 / spread
    if leverage.max() > _ALL_OF_IT:
        raise Refused("users_move_once")
    deviation = float(np.sqrt((centred**2 * (residual / (1 - leverage)) ** 2).sum()) / spread)
    width = float(t.ppf(0.975, n - 2)) * deviation
    return Slope(elasticity, deviation, (elasticity - width, elasticity + width), n)


def _effect(elasticity: float) -> float:
    """What 10 % more users bring, as a fraction, at an elasticity."""
    return float(np.expm1(min(elasticity * np.log(MORE_USERS), _MOST)))


def _detectable(slope: Slope) -> float:
    """The smallest elasticity that would be found with 80 % power."""
    from scipy.stats import t

    freedom = slope.differences - 2
    return float((t.ppf(0.975, freedom) + t.ppf(0.80, freedom)) * slope.deviation)


def network_effect_of_ablation(
    share: Floats, quality: Floats, better: Better, *, best: float | None = None
) -> NetworkEffect:
    """Return what the deletion test says as an experiment: quality for the *others* by share of data.

    `share` is the part of the users whose data trained the model, up to 1, or up to 100 in percent. The
    effect is e(1/1.1) − e(1), fitted as a learning curve, in units of the error, and so is `error_now`.
    Where the error rises with the share there is neither: the curves that are fitted can only fall.
    """
    try:
        whole = _whole(share)
        x, e = averaged(share / whole, error_of(quality, better, best))
        refuse_too_little(x)
    except Refused as refusal:
        return NetworkEffect("refused", refusal.reason, refusal.values, len(share), from_ablation=True)
    near, far = x[-LAST_POINTS:], e[-LAST_POINTS:]
    measured: dict[str, Any] = {
        "periods": len(x),
        "from_ablation": True,
        "share": tuple(map(float, x)),
        "error": tuple(map(float, e)),
    }
    if rises(near, far):
        return NetworkEffect("none_shown", "ablation_rises", **measured)
    drawn = draw_curves(near, far)
    values = drawn.at(np.array([1 / MORE_USERS, 1.0]))
    effect, interval = widened(values[:, 0] - values[:, 1], WIDEN_DOUBLING)
    verdict = "network" if interval[0] > 0 else "none_shown"
    return NetworkEffect(
        verdict,
        f"ablation_{verdict}",
        effect_of_10_percent_users=effect,
        interval=interval,
        error_now=float(np.median(values[:, 1])),
        band=band_of(drawn, near, 1.0),
        **measured,
    )


def _whole(share: Floats) -> float:
    """Return what stands for all users: 1, or 100. Raises Refused for shares that are none."""
    whole = 1.0 if share.max() <= 1 else 100.0
    if share.min() <= 0 or share.max() > whole:
        raise Refused("no_shares")
    if share.max() < whole / 2:
        # Rounded down: half of all is not to be said of what stays under it.
        raise Refused("share_too_small", share=math.floor(1000 * float(share.max()) / whole) / 10)
    return whole
