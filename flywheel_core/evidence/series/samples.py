"""Small tables to practise with, made up, whose true figures are known."""

import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.sample_table import SampleTable
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]

#: The true curve of the training runs: the error is C + A·n^−θ. Of the ablation: the same in the share.
C, A, THETA = 0.05, 2.0, 0.25
ABLATION_C, ABLATION_A = 0.12, 0.06
FIRST_VOLUME, FIRST_YEAR = 250, 2023
MORE_USERS = 1.1


def sample_runs(points: int = 7, *, noise: float = 0.002, seed: int = SEED) -> SampleTable:
    """Return training runs whose data doubles from run to run; the truth is the gain of the next doubling."""
    _check(points, noise)
    random = _random(seed)
    volume: Floats = FIRST_VOLUME * np.exp2(np.arange(points, dtype=np.float64))
    error = _error(volume) + noise * random.standard_normal(points)
    last = float(volume[-1])
    gain = float(_error(np.array([last]))[0] - _error(np.array([2 * last]))[0])
    rows = zip((f"{x:.0f}" for x in volume), _digits(np.clip(1 - error, 0, 1)), strict=True)
    return SampleTable(("training_examples", "accuracy"), tuple(rows), {"gain_of_doubling": gain})


def sample_series(
    periods: int = 48, *, effect: float = 0.03, noise: float = 0.01, seed: int = SEED
) -> SampleTable:
    """Return months of users and error; `effect` is what 10 % more users bring, as a fraction, 0 for none."""
    _check(periods, noise)
    random = _random(seed)
    elasticity = np.log1p(effect) / np.log(MORE_USERS)
    growth = random.normal(0.03, 0.04, periods)
    users = 800 * np.exp(np.cumsum(growth))
    better = 0.002 + elasticity * growth + noise * random.standard_normal(periods)
    error = 0.3 * np.exp(-np.cumsum(better))
    months = [f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}" for month in range(periods)]
    rows = zip(months, (f"{u:.0f}" for u in users), _digits(error), strict=True)
    truth = {"effect_of_10_percent_users": effect, "elasticity": float(elasticity)}
    return SampleTable(("month", "users", "error"), tuple(rows), truth)


def sample_ablation(*, noise: float = 0.001, seed: int = SEED) -> SampleTable:
    """Return the error of the other users by the share of users whose data trained the model."""
    _check(1, noise)
    share = np.array([0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0])
    error = ABLATION_C + ABLATION_A * share**-0.5 + noise * _random(seed).standard_normal(len(share))
    effect = ABLATION_A * (MORE_USERS**0.5 - 1)
    rows = zip((f"{s:g}" for s in share), _digits(error), strict=True)
    return SampleTable(("share_of_users", "error"), tuple(rows), {"effect_of_10_percent_users": effect})


def _error(volume: Floats) -> Floats:
    error: Floats = C + A * volume**-THETA
    return error


def _digits(values: Floats) -> list[str]:
    return [f"{value:.6f}" for value in values]


def _random(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def _check(rows: int, noise: float) -> None:
    if rows < 1 or noise < 0:
        raise ValueError("a table has at least one row, and no noise below 0")
