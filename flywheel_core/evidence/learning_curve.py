"""Learning rate: does the model still gain when the data doubles? (METHODS (b))"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.curves import SHAPES, Form, best_fit, fit_line, shapes_of
from flywheel_core.evidence.errors_of_quality import Better, error_of, worthwhile_gain
from flywheel_core.evidence.refusal import Refused
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]

DRAWS = 4_000
LAST_POINTS = 6
FEWEST_POINTS = 5
SMALLEST_SPAN = 4.0
#: Half-widths are widened by these: for the next doubling, and for a curve drawn to four times the data.
WIDEN_DOUBLING, WIDEN_FAR = 1.35, 1.8
_PRIOR_CENTRE, _PRIOR_SPREAD = float(np.log(0.5)), 0.8


@dataclass(frozen=True)
class Band:
    """The curve for drawing: volumes, and the error's median, lower and upper end at each."""

    volume: tuple[float, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class LearningRate:
    """What the table says. Gains are in units of the error, per doubling of the data.

    `verdict` is `improving`, `flattening`, `degrading`, `cannot_tell` or `refused`; `reason` is the key of
    the words for it, with `values`; the interval is nominally 90 %. Where it is `degrading` there is neither
    gain nor curve nor cost: the curves that are fitted can only fall.
    """

    verdict: str
    reason: str
    points: int
    values: Mapping[str, object] = field(default_factory=dict)
    gain_of_doubling: float | None = None
    gain_interval: tuple[float, float] | None = None
    worthwhile: float | None = None
    form: Form | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    power_share: float | None = None
    outside_hindcast: bool = False
    cost_of_next_doubling: float | None = None
    volume: tuple[float, ...] = ()
    error: tuple[float, ...] = ()
    band: Band | None = None

    def as_json(self, why: str) -> dict[str, Any]:
        """Return what `flywheel learn --json` prints; `why` is the sentence in words."""
        return {
            "verdict": self.verdict,
            "why": why,
            "points": self.points,
            "gain_of_doubling": self.gain_of_doubling,
            "gain_interval": None if self.gain_interval is None else list(self.gain_interval),
            "worthwhile": self.worthwhile,
            "form": self.form,
            "parameters": dict(self.parameters),
            "outside_hindcast": self.outside_hindcast,
            "cost_of_next_doubling": self.cost_of_next_doubling,
        }


def learning_rate(
    volume: Floats,
    quality: Floats,
    better: Better,
    *,
    best: float | None = None,
    worthwhile: float | None = None,
    price: float | None = None,
) -> LearningRate:
    """Return the gain of the next doubling with its interval, and the verdict against what is worthwhile.

    `volume` and `quality` are of one length; `price` is what one more point costs. Never raises for what
    the data can't answer: the verdict is then `refused`, with the reason.
    """
    try:
        error = error_of(quality, better, best)
        delta = worthwhile_gain(quality, worthwhile)
        x, e = averaged(volume, error)
        refuse_too_little(x)
    except Refused as refusal:
        return LearningRate("refused", refusal.reason, len(np.unique(volume)), refusal.values)
    return _judged(x, e, delta, price)


def averaged(volume: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return the distinct volumes in order, and the mean error at each. Raises Refused for a volume ≤ 0."""
    if len(volume) and volume.min() <= 0:
        raise Refused("volume_not_positive")
    x, place = np.unique(volume, return_inverse=True)
    sums = np.bincount(place, weights=error, minlength=len(x))
    return x, sums / np.bincount(place, minlength=len(x))


def refuse_too_little(x: Floats) -> None:
    """Raise Refused for fewer than five distinct volumes, or volumes that span less than four times."""
    if len(x) < FEWEST_POINTS:
        raise Refused("too_few_volumes", found=len(x), needed=FEWEST_POINTS)
    if x[-1] / x[0] < SMALLEST_SPAN:
        raise Refused("span_too_small", span=round(float(x[-1] / x[0]), 2), needed=SMALLEST_SPAN)


def _judged(x: Floats, e: Floats, delta: float, price: float | None) -> LearningRate:
    near, far = x[-LAST_POINTS:], e[-LAST_POINTS:]
    volume, error = tuple(map(float, x)), tuple(map(float, e))
    if rises(near, far):
        return LearningRate("degrading", "degrading", len(x), worthwhile=delta, volume=volume, error=error)
    drawn = draw_curves(near, far)
    gains = drawn.gain(near[-1], 2 * near[-1])
    gain, interval = widened(gains, WIDEN_DOUBLING)
    verdict = _verdict(interval, delta)
    form: Form = "pow3" if drawn.power_share >= 0.5 else "exp3"
    fit = best_fit(form, near, far, shapes_of(form, near))
    name = "theta" if form == "pow3" else "tau"
    return LearningRate(
        verdict,
        verdict,
        len(x),
        gain_of_doubling=gain,
        gain_interval=interval,
        worthwhile=delta,
        form=form,
        parameters={"c": fit.c, "a": fit.a, name: fit.shape},
        power_share=drawn.power_share,
        outside_hindcast=_outside_hindcast(x, e),
        cost_of_next_doubling=None if price is None else price * float(x[-1]),
        volume=volume,
        error=error,
        band=band_of(drawn, near, 4 * near[-1]),
    )


def _verdict(interval: tuple[float, float], delta: float) -> str:
    if interval[0] > delta:
        return "improving"
    return "flattening" if interval[1] < delta else "cannot_tell"


def rises(x: Floats, e: Floats) -> bool:
    """Return whether the slope of the error on ln x has its 95 % interval above zero."""
    from scipy.stats import t

    u = np.log(x)
    _, a, rss = fit_line(u, e, signed=True)
    freedom = len(x) - 2
    deviation = np.sqrt(rss / freedom / ((u - u.mean()) ** 2).sum())
    return bool(a - t.ppf(0.975, freedom) * deviation > 0)


def _outside_hindcast(x: Floats, e: Floats) -> bool:
    """Say whether the last point lies outside what the points before it foretold."""
    if len(x) <= FEWEST_POINTS:
        return False
    before = slice(-LAST_POINTS - 1, -1)
    drawn = draw_curves(x[before], e[before])
    foretold = drawn.at(np.array([x[-1]]))[:, 0] + drawn.noise(1)
    _, (low, high) = widened(foretold, WIDEN_DOUBLING)
    return bool(not low <= e[-1] <= high)


def band_of(drawn: "Curves", x: Floats, end: float) -> Band:
    """Return drawn curves from the first of the points x to `end`, wider where nothing was measured."""
    volumes = np.geomspace(x[0], end, 60)
    values = drawn.at(volumes)
    low, middle, high = np.percentile(values, (5, 50, 95), axis=0)
    factor = np.where(volumes > 2 * x[-1], WIDEN_FAR, np.where(volumes > x[-1], WIDEN_DOUBLING, 1.0))
    return Band(
        tuple(map(float, volumes)),
        tuple(map(float, middle)),
        tuple(map(float, np.maximum(middle - factor * (middle - low), 0))),
        tuple(map(float, middle + factor * (high - middle))),
    )


def widened(values: Floats, factor: float) -> tuple[float, tuple[float, float]]:
    """Return the median, and the 5th and 95th percentile with their distance from it times `factor`."""
    low, middle, high = (float(v) for v in np.percentile(values, (5, 50, 95)))
    return middle, (middle - factor * (middle - low), middle + factor * (high - middle))


@dataclass(frozen=True)
class Curves:
    """Draws of whole curves: form, shape, c, a and the noise's standard deviation of each."""

    is_power: NDArray[np.bool_]
    shape: Floats
    c: Floats
    a: Floats
    sigma: Floats
    power_share: float
    seed: int = SEED

    def at(self, x: Floats) -> Floats:
        """Return the error of each draw (rows) at each volume (columns)."""
        s = np.empty((len(self.shape), len(x)))
        power, shape = self.is_power, self.shape[:, None]
        s[power] = np.power(x[None, :], -shape[power])
        s[~power] = np.exp(-x[None, :] / shape[~power])
        result: Floats = self.c[:, None] + self.a[:, None] * s
        return result

    def noise(self, ends: int) -> Floats:
        """Return the noise of `ends` measured points in each draw."""
        normal = np.random.Generator(np.random.PCG64(self.seed + 1)).standard_normal((len(self.c), ends))
        result: Floats = self.sigma * (normal[:, 0] - normal[:, 1] if ends == 2 else normal[:, 0])
        return result

    def gain(self, start: float, end: float) -> Floats:
        """Return e(start) − e(end) of each draw, with the noise of both ends."""
        values = self.at(np.array([start, end]))
        result: Floats = values[:, 0] - values[:, 1] + self.noise(2)
        return result


def draw_curves(x: Floats, e: Floats, draws: int = DRAWS) -> Curves:
    """Return draws of pow3 and exp3 curves through n points, weighted by prior · RSS^(−(n−2)/2)."""
    random = np.random.Generator(np.random.PCG64(SEED))
    grids = {form: shapes_of(form, x) for form in SHAPES}
    weights = {form: _weights(form, grid, x, e) for form, grid in grids.items()}
    power_share = float(weights["pow3"].sum() / sum(w.sum() for w in weights.values()))
    everything = np.concatenate([weights["pow3"], weights["exp3"]])
    chosen = random.choice(len(everything), size=draws, p=everything / everything.sum())
    is_power = chosen < len(grids["pow3"])
    shape = np.concatenate([grids["pow3"], grids["exp3"]])[chosen]
    c, a, sigma = _draw_lines(x, e, is_power, shape, random)
    return Curves(is_power, shape, c, a, sigma, power_share)


def _weights(form: Form, grid: Floats, x: Floats, e: Floats) -> Floats:
    """Prior times likelihood on a log-uniform grid; both forms have the same prior weight in all."""
    rss = np.array([fit_line(SHAPES[form](x, value), e)[2] for value in grid])
    floor = max(float((e**2).sum()), 1e-30) * 1e-12
    prior = np.ones(len(grid))
    if form == "pow3":
        prior = np.exp(-0.5 * ((np.log(grid) - _PRIOR_CENTRE) / _PRIOR_SPREAD) ** 2)
    scaled = (np.maximum(rss, floor) / floor) ** (-(len(x) - 2) / 2)
    result: Floats = prior / prior.sum() * scaled
    return result


def _draw_lines(
    x: Floats, e: Floats, is_power: NDArray[np.bool_], shape: Floats, random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Draw c, a and σ for each shape: σ² ~ RSS/χ²ₙ₋₂, the line normal about its least squares."""
    c, a, sigma = (np.empty(len(shape)) for _ in range(3))
    freedom = len(x) - 2
    for value in np.unique(shape):
        for power in (True, False):
            rows = np.flatnonzero((shape == value) & (is_power == power))
            if len(rows):
                s = SHAPES["pow3" if power else "exp3"](x, float(value))
                rss = fit_line(s, e)[2]
                sigma[rows] = np.sqrt(rss / random.chisquare(freedom, len(rows)))
                c[rows], a[rows] = _line(s, e, sigma[rows], random)
    return c, a, sigma


def _line(s: Floats, e: Floats, sigma: Floats, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw (c, a) about the free least squares; what stays negative takes the bounded one."""
    _, free_a, _ = fit_line(s, e, signed=True)
    bound_c, bound_a, _ = fit_line(s, e)
    spread = float(((s - s.mean()) ** 2).sum())
    c, a = np.full(len(sigma), bound_c), np.full(len(sigma), bound_a)
    waiting = np.arange(len(sigma))
    for _ in range(40):
        if not len(waiting) or spread <= 0:
            break
        level = e.mean() + sigma[waiting] / np.sqrt(len(s)) * random.standard_normal(len(waiting))
        slope = free_a + sigma[waiting] / np.sqrt(spread) * random.standard_normal(len(waiting))
        constant = level - slope * s.mean()
        good = (slope >= 0) & (constant >= 0)
        c[waiting[good]], a[waiting[good]] = constant[good], slope[good]
        waiting = waiting[~good]
    return c, a
