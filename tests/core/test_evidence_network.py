"""METHODS (c): what 10 % more users bring the others."""

import json

import numpy as np
import pytest
from scipy.stats import t

from flywheel_core import load_guide
from flywheel_core.evidence.network_effect import network_effect, network_effect_of_ablation
from flywheel_core.evidence.series.reading import Series
from flywheel_core.evidence.series.said import network_facts, notes_on, why_network
from tests.core.logs import DATA

GUIDE = load_guide()
ORACLE = json.loads((DATA / "elasticities.json").read_text())["series"]


def series(effect, periods=60, seed=1, lag=0, noise=0.01):
    """Return users that grow unevenly, and an error that falls with them at an elasticity."""
    random = np.random.default_rng(seed)
    growth = random.normal(0.03, 0.05, periods)
    moved = np.concatenate((np.zeros(lag), growth[: periods - lag]))
    users = 1000 * np.exp(np.cumsum(growth))
    error = 0.3 * np.exp(-np.cumsum(effect * moved + noise * random.standard_normal(periods)))
    return users, error


@pytest.mark.parametrize("known", ORACLE, ids=[f"{o['name']}-{o['users_are']}" for o in ORACLE])
def test_elasticities_are_those_of_statsmodels(known):
    """Elasticity, HC3 error, interval and placebo agree with statsmodels on other people's series."""
    users, quality = np.array(known["users"]), np.array(known["quality"])
    said = known["series"]
    found = network_effect(users, quality, "higher", lag=said["lag"])
    assert found.periods == said["n"]
    assert found.elasticity == pytest.approx(said["elasticity"], rel=1e-8)
    low, high = (1.1**end - 1 for end in said["interval"])
    assert found.interval == pytest.approx((low, high), rel=1e-8)
    assert found.effect_of_10_percent_users == pytest.approx(1.1 ** said["elasticity"] - 1, rel=1e-8)
    placebo = known["placebo"]
    assert found.placebo.elasticity == pytest.approx(placebo["elasticity"], rel=1e-8)
    assert found.placebo.deviation == pytest.approx(placebo["standard_error"], rel=1e-8)
    assert found.placebo.interval == pytest.approx(placebo["interval"], rel=1e-8)


def test_the_oracle_has_enough():
    """Nine pairs of series from four data sets, with lags of none, one and four periods."""
    assert len(ORACLE) == 9
    assert {known["series"]["lag"] for known in ORACLE} == {0, 1, 4}


def test_an_effect_is_found_and_named():
    """A true effect is found, its interval holds it, and an error that falls is a quality that rises."""
    users, error = series(0.5)
    found = network_effect(users, error, "lower")
    assert found.verdict == "network"
    assert found.interval[0] <= 1.1**0.5 - 1 <= found.interval[1]


def test_no_effect_is_not_found():
    """Users and quality that both only grow are no effect, though their levels go together."""
    users, _ = series(0.0)
    random = np.random.default_rng(5)
    error = 0.3 * np.exp(-np.cumsum(random.normal(0.02, 0.03, 60)))
    assert abs(np.corrcoef(np.log(users), np.log(error))[0, 1]) > 0.9
    found = network_effect(users, error, "lower")
    assert (found.verdict, found.reason) == ("none_shown", "includes_zero")
    assert found.detectable_effect > 0


def test_what_would_have_been_found_is_what_80_percent_of_such_series_find():
    """The detectable effect is (t.975 + t.80) standard errors, which the interval's half-width gives."""
    users, error = series(0.0)
    found = network_effect(users, error, "lower")
    freedom = len(users) - 1 - found.lag - 2
    low, high = (np.log1p(end) / np.log(1.1) for end in found.interval)
    deviation = (high - low) / 2 / t.ppf(0.975, freedom)
    wanted = 1.1 ** ((t.ppf(0.975, freedom) + t.ppf(0.80, freedom)) * deviation) - 1
    assert found.detectable_effect == pytest.approx(wanted, rel=1e-9)


def test_quality_that_follows_a_common_cause_fails_the_placebo():
    """Where the users of the period after explain as well, nothing is shown, and that is why."""
    random = np.random.default_rng(3)
    wave = 0.1 * np.sin(np.arange(80) / 6)
    users = 1000 * np.exp(np.cumsum(wave + 0.002 * random.standard_normal(80)))
    error = 0.3 * np.exp(-np.cumsum(0.3 * wave + 0.002 * random.standard_normal(80)))
    found = network_effect(users, error, "lower")
    assert (found.verdict, found.reason) == ("none_shown", "placebo_moves_too")
    assert not found.placebo.includes_zero


def test_quality_that_falls_with_users_is_said():
    """An interval below zero is none shown, and said to be worse."""
    users, error = series(-0.5)
    assert network_effect(users, error, "lower").reason == "moves_against"


def test_the_lag_is_kept():
    """An effect that comes two periods later is found at that lag and no other."""
    users, error = series(0.5, lag=2)
    assert network_effect(users, error, "lower", lag=2).verdict == "network"
    assert network_effect(users, error, "lower").verdict == "none_shown"
    assert network_effect(users, error, "lower", lag=2).periods == 57


@pytest.mark.parametrize(
    ("users", "quality", "reason"),
    [
        (np.arange(1.0, 13), np.linspace(0.2, 0.5, 12), "too_few_periods"),
        (np.arange(0.0, 30), np.linspace(0.2, 0.5, 30), "users_not_positive"),
        (np.arange(1.0, 31), np.linspace(0.5, 1.0, 30), "quality_not_positive"),
        (np.arange(1.0, 31), np.linspace(-3, 5, 30), "quality_not_positive"),
        (2.0 ** np.arange(30), np.linspace(0.2, 0.5, 30), "users_do_not_vary"),
        (np.repeat([1000.0, 2000.0], 15), np.linspace(0.2, 0.5, 30), "users_move_once"),
    ],
)
def test_it_refuses_what_it_cannot_answer(users, quality, reason):
    """Too few periods, and users or qualities without a logarithm, are refused with the reason."""
    found = network_effect(users, quality, "higher")
    assert (found.verdict, found.reason) == ("refused", reason)
    assert found.interval is None


def test_users_that_move_twice_are_answered():
    """Of two changes each tells something of the other: the interval is one of numbers."""
    users = np.repeat([1000.0, 2000.0, 2600.0], 10)
    found = network_effect(users, 0.3 + 0.01 * np.random.default_rng(7).standard_normal(30), "higher")
    assert found.verdict != "refused"
    assert np.isfinite(found.interval).all()


def test_twelve_differences_are_enough():
    """Thirteen periods make twelve differences, which is where it begins; a lag takes one away."""
    users, error = series(0.5, periods=13)
    assert network_effect(users, error, "lower").verdict != "refused"
    assert network_effect(users, error, "lower", lag=1).reason == "too_few_periods"


def test_a_positive_quality_is_taken_as_it_is():
    """A quality of any scale that is better when higher needs no error: its logarithm is enough."""
    users, error = series(0.5)
    found = network_effect(users, 20 / error, "higher")
    assert found.elasticity == pytest.approx(network_effect(users, error, "lower").elasticity)


@pytest.mark.parametrize(
    ("factor", "better", "best", "scale", "says"),
    [
        (1, "lower", None, "error", "the inverse of the error (1 / error) rises by"),
        (-1, "higher", None, "one_minus", "the inverse of the error (1 / (1 − quality)) rises by"),
        (
            -100,
            "higher",
            100,
            "best",
            "the inverse of the error (1 / the distance from the best value) rises",
        ),
        (-100, "higher", None, "quality", "the quality as it is given rises by"),
    ],
)
def test_what_rises_is_named(factor, better, best, scale, says):
    """The sentence and the figure's name tell whether it is the inverse of the error or the quality."""
    users, error = series(0.5)
    quality = factor * error if factor > 0 else -factor * (1 - error)
    found = network_effect(users, quality, better, best=best)
    assert (found.scale, found.as_json("")["scale"]) == (scale, scale)
    assert says in why_network(found, GUIDE)
    wanted = f"Effect of 10% more users on {GUIDE.text(f'evidence.scales.{scale}')} (95%)"
    assert wanted in dict(network_facts(found, GUIDE))
    notes = notes_on(Series({}, {}, len(users)), found, GUIDE)
    assert [note.startswith("The quality is not between 0 and 1") for note in notes] == [True] * (
        scale == "quality"
    )


def test_an_ablation_demonstrates():
    """Where the others' error falls with the share of users, that is demonstrated, with the true effect."""
    share = np.array([0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
    error = 0.05 + 0.1 * share**-0.5 + 0.001 * np.array([1, -1, -1, 1, 1, -1])
    found = network_effect_of_ablation(share, error, "lower")
    assert (found.verdict, found.reason) == ("network", "ablation_network")
    true = 0.1 * (1.1**0.5 - 1)
    assert found.effect_of_10_percent_users == pytest.approx(true, rel=0.2)
    assert found.interval[0] <= true <= found.interval[1]
    assert "the data of a tenth more users lowers the error of the others" in why_network(found, GUIDE)
    percent = network_effect_of_ablation(100 * share, error, "lower")
    assert percent.effect_of_10_percent_users == pytest.approx(found.effect_of_10_percent_users)


def test_an_ablation_in_which_data_does_harm_has_no_effect():
    """Where the error rises with the share nothing is read off a curve that can only fall."""
    share = np.array([0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0])
    found = network_effect_of_ablation(share, 0.3 * share**0.23, "lower")
    assert (found.verdict, found.reason) == ("none_shown", "ablation_rises")
    assert (found.effect_of_10_percent_users, found.interval, found.band) == (None, None, None)
    assert "the error of the others rises" in why_network(found, GUIDE)
    assert [name for name, _ in network_facts(found, GUIDE)] == ["Verdict", "Shares of users"]


def test_an_ablation_of_noise_shows_nothing():
    """An error that doesn't fall with the share shows no effect."""
    share = np.array([0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
    error = 0.2 + 0.01 * np.array([1, -1, 1, -1, 1, -1])
    found = network_effect_of_ablation(share, error, "lower")
    assert (found.verdict, found.reason) == ("none_shown", "ablation_none_shown")


@pytest.mark.parametrize(
    ("share", "reason"),
    [
        ([0.0, 0.1, 0.2, 0.5, 1], "no_shares"),
        ([10, 20, 50, 80, 120], "no_shares"),
        ([0.01, 0.02, 0.05, 0.1, 0.4], "share_too_small"),
        ([0.1, 0.2, 0.5, 1], "too_few_volumes"),
        ([0.5, 0.6, 0.7, 0.8, 1], "span_too_small"),
    ],
)
def test_ablations_that_tell_nothing_are_refused(share, reason):
    """Shares that are none, too few or too close together are refused with the reason."""
    found = network_effect_of_ablation(np.array(share, float), np.linspace(0.5, 0.3, len(share)), "lower")
    assert (found.verdict, found.reason) == ("refused", reason)


@pytest.mark.parametrize("largest", [0.4996, 49.99])
def test_what_stays_under_half_is_never_said_to_be_half(largest):
    """The share in the refusal is rounded down: “50%: it takes at least half” would say two things."""
    share = largest * np.array([0.02, 0.1, 0.2, 0.5, 1])
    found = network_effect_of_ablation(share, np.linspace(0.5, 0.3, 5), "lower")
    assert (found.reason, found.values["share"]) == ("share_too_small", 49.9)
