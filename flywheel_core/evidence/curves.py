"""Learning curves e = c + a·s(x): a grid over the shape, linear least squares for c and a (METHODS (b)).

`curve_fit` stops at a wrong answer on NIST BoxBOD; a grid does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Form = Literal["pow3", "exp3"]
#: What c may be: any number, nothing, or −a, so that the curve begins at zero.
Constant = Literal["free", "none", "minus_a"]

GRID = 400


def power(x: Floats, theta: float) -> Floats:
    """Return x^−θ."""
    result: Floats = np.power(x, -theta)
    return result


def exponential(x: Floats, tau: float) -> Floats:
    """Return exp(−x/τ)."""
    result: Floats = np.exp(-x / tau)
    return result


SHAPES: dict[Form, Callable[[Floats, float], Floats]] = {"pow3": power, "exp3": exponential}


@dataclass(frozen=True)
class Fit:
    """The least-squares line of e on one shape: e = c + a·s(x); `rss` is the sum of squared residuals."""

    shape: float
    c: float
    a: float
    rss: float


def shapes_of(form: Form, x: Floats, count: int = GRID) -> Floats:
    """Return the grid of a form: θ log-uniform on 0.01 to 5, τ log-uniform on x₁/10 to 10·x_N."""
    if form == "pow3":
        return np.geomspace(0.01, 5, count)
    return np.geomspace(x.min() / 10, 10 * x.max(), count)


def fit_line(
    s: Floats, e: Floats, *, signed: bool = False, constant: Constant = "free"
) -> tuple[float, float, float]:
    """Return (c, a, rss) of the least squares of e on c + a·s; c, a ≥ 0 unless `signed`."""
    if constant == "free":
        spread = float(((s - s.mean()) ** 2).sum())
        a = float(((s - s.mean()) * (e - e.mean())).sum()) / spread if spread > 0 else 0.0
        c = float(e.mean()) - a * float(s.mean())
    else:
        used = s if constant == "none" else s - 1
        a = float((used * e).sum() / (used * used).sum())
        c = 0.0 if constant == "none" else -a
    if not signed:
        if a < 0:
            c, a = max(float(e.mean()), 0.0), 0.0
        elif c < 0:
            c, a = 0.0, max(float((s * e).sum() / (s * s).sum()), 0.0)
    residual = e - c - a * s
    return c, a, float(residual @ residual)


def best_fit(
    form: Form, x: Floats, e: Floats, grid: Floats, *, signed: bool = False, constant: Constant = "free"
) -> Fit:
    """Return the best fit of a form over a grid, refined between the neighbours of the best grid point."""
    from scipy.optimize import minimize_scalar

    shape = SHAPES[form]

    def rss(value: float) -> float:
        return fit_line(shape(x, value), e, signed=signed, constant=constant)[2]

    found = np.array([rss(value) for value in grid])
    place = int(found.argmin())
    low, high = sorted((grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]))
    refined = minimize_scalar(rss, bounds=(low, high), method="bounded", options={"xatol": 1e-12 * abs(high)})
    value = float(refined.x) if refined.fun <= found[place] else float(grid[place])
    c, a, least = fit_line(shape(x, value), e, signed=signed, constant=constant)
    return Fit(value, c, a, least)
