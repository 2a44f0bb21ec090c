"""Numbers of the largest and smallest size that is read: an answer or a refusal, finite, and no warning."""

import json

import numpy as np
import pytest

from flywheel_core.evidence.learning_curve import learning_rate
from flywheel_core.evidence.network_effect import (
    network_effect,
    network_effect_of_ablation,
    pull_of_quality,
)
from flywheel_core.evidence.refusal import Refused
from flywheel_core.what_if.compounding import compounding

LEAST, MOST = 1e-15, 1e15
VOLUMES = (
    np.array([1.0, 2, 4, 8, 16]),
    np.array([LEAST, 1, 1e3, 1e10, MOST]),
    np.array([1e13, 2e13, 1e14, 2e14, MOST]),
    np.array([LEAST, 2e-15, 4e-15, 1e-14, 1e-10, 1]),
)
USERS = (
    np.arange(1.0, 21),
    np.full(20, 5.0),
    np.array([LEAST, MOST] * 10),
    np.exp(np.random.default_rng(1).normal(size=20)),
)


def qualities(count):
    """Return qualities of all sizes: constant, rising, falling, jumping."""
    return (
        np.zeros(count), np.ones(count), np.linspace(1, 0, count), np.full(count, MOST),
        np.resize([LEAST, MOST], count), np.linspace(-MOST, MOST, count), np.resize([0.0, 1.0], count),
    )  # fmt: skip


def finite(found):
    """Say whether a result can be printed as JSON without infinity."""
    return bool(json.dumps(found.as_json("why"), allow_nan=False))


@pytest.mark.parametrize(("better", "best"), [("higher", None), ("lower", None), ("higher", MOST)])
def test_learning_rates(better, best):
    """Whatever the sizes, the learning rate is finite or refused."""
    for volume in VOLUMES:
        for quality in qualities(len(volume)):
            options = {"best": best, "worthwhile": 0.01, "price": MOST}
            assert finite(learning_rate(volume, quality, better, **options))


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_network_effects(better):
    """Whatever the sizes and the lag, the network effect is finite or refused; so is an ablation's."""
    for quality in qualities(20):
        for users in USERS:
            assert all(finite(network_effect(users, quality, better, lag=lag)) for lag in (0, 3, 19, 500))
    for quality in qualities(5):
        assert finite(network_effect_of_ablation(np.array([0.05, 0.1, 0.2, 0.5, 1]), quality, better))


def test_compounding():
    """Whatever the series, growth is finite or not demonstrated."""
    rates = [learning_rate(volume, volume**-0.5, "lower", worthwhile=1.0) for volume in VOLUMES[:3]]
    for quality in qualities(20):
        for users in USERS:
            try:
                pull = pull_of_quality(users, quality, "lower")
            except Refused:
                continue
            for rate in rates:
                for days in (1, 365.25):
                    found = compounding(
                        rate, pull, users=float(users[-1]), days_of_a_period=days, per_user=MOST
                    )
                    assert finite(found)
