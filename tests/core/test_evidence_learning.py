"""METHODS (b): the learning rate of a table of training runs."""

import csv

import numpy as np
import pytest
from scipy.stats import t

from flywheel_core import load_guide
from flywheel_core.evidence import learning_curve
from flywheel_core.evidence.curves import best_fit, shapes_of
from flywheel_core.evidence.learning_curve import averaged, draw_curves, learning_rate, widened
from flywheel_core.evidence.series.said import learning_facts
from tests.core.logs import DATA

# NIST Statistical Reference Datasets, https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml
DANWOOD_X = np.array([1.309, 1.471, 1.490, 1.565, 1.611, 1.680])
DANWOOD_Y = np.array([2.138, 3.421, 3.597, 4.340, 4.882, 5.660])
BOXBOD_X = np.array([1.0, 2, 3, 5, 7, 10])
BOXBOD_Y = np.array([109.0, 149, 149, 191, 213, 224])
VOLUMES = np.array([100.0, 200, 400, 800, 1600, 3200])


def power(volume, c=0.1, a=2.0, theta=0.5):
    """Return the quality of a curve c + a·n^−θ without noise."""
    return 1 - (c + a * volume**-theta)


def digits(model):
    """Return volumes and errors of one of scikit-learn's models."""
    with (DATA / "digits_learning_curves.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == model]
    return (np.array([float(row[name]) for row in rows]) for name in ("n_train", "test_error_mean"))


def test_danwood():
    """The grid finds NIST's certified answer for DanWood, a power without a constant."""
    grid = -np.geomspace(0.01, 5, 400)[::-1]
    fit = best_fit("pow3", DANWOOD_X, DANWOOD_Y, grid, signed=True, constant="none")
    assert fit.a == pytest.approx(0.76886226176, rel=1e-7)
    assert -fit.shape == pytest.approx(3.8604055871, rel=1e-7)
    assert fit.rss == pytest.approx(4.3173084083e-3, rel=1e-7)


def test_boxbod():
    """The grid finds NIST's certified answer for BoxBOD, where a search may stop elsewhere."""
    grid = shapes_of("exp3", BOXBOD_X)
    fit = best_fit("exp3", BOXBOD_X, BOXBOD_Y, grid, signed=True, constant="minus_a")
    assert fit.c == pytest.approx(213.80940889, rel=1e-6)
    assert 1 / fit.shape == pytest.approx(0.54723748542, rel=1e-6)
    assert fit.rss == pytest.approx(1168.0088766, rel=1e-9)


@pytest.mark.parametrize(("worthwhile", "verdict"), [(0.001, "improving"), (0.2, "flattening")])
def test_the_verdict_is_against_what_is_worthwhile(worthwhile, verdict):
    """The same curve improves or flattens by the gain that counts as worthwhile."""
    found = learning_rate(VOLUMES, power(VOLUMES), "higher", worthwhile=worthwhile)
    true = power(6400.0) - power(3200.0)
    assert found.verdict == verdict
    assert found.gain_of_doubling == pytest.approx(true, rel=0.05)
    assert found.gain_interval[0] <= true <= found.gain_interval[1]


def test_a_curve_without_noise_has_its_own_parameters():
    """Form and parameters are those of the curve that made the points."""
    found = learning_rate(VOLUMES, power(VOLUMES), "higher")
    assert found.form == "pow3"
    assert found.parameters == pytest.approx({"c": 0.1, "a": 2.0, "theta": 0.5}, rel=1e-3)
    exponential = 0.2 + 0.5 * np.exp(-VOLUMES / 700)
    other = learning_rate(VOLUMES, exponential, "lower")
    assert other.form == "exp3"
    assert other.parameters == pytest.approx({"c": 0.2, "a": 0.5, "tau": 700}, rel=1e-3)


def test_a_rising_error_is_degrading_whatever_the_gain():
    """Where the error rises with the data, that comes before every other verdict."""
    error = 0.1 + 0.02 * np.log2(VOLUMES / 100) + 0.002 * np.array([1, -1, 1, -1, 1, -1])
    assert learning_rate(VOLUMES, error, "lower").verdict == "degrading"
    assert learning_rate(VOLUMES, error[::-1], "lower").verdict != "degrading"


def test_what_degrades_has_no_gain():
    """Where the error rises no gain, no cost and no falling curve stand beside the verdict."""
    found = learning_rate(VOLUMES, 0.1 + 0.02 * np.log2(VOLUMES / 100), "lower", price=2)
    assert found.verdict == "degrading"
    assert (found.gain_of_doubling, found.gain_interval, found.cost_of_next_doubling) == (None, None, None)
    assert (found.form, dict(found.parameters), found.band) == (None, {}, None)
    assert (len(found.error), found.outside_hindcast) == (6, False)
    names = [name for name, _ in learning_facts(found, load_guide())]
    assert names == ["Verdict", "Worthwhile gain", "Amounts of data"]


def test_noise_makes_it_tell_nothing():
    """Where the noise is as large as the gain the interval holds what is worthwhile."""
    noise = 0.05 * np.array([1, -1, -1, 1, 1, -1])
    found = learning_rate(VOLUMES, power(VOLUMES) + noise, "higher")
    assert found.verdict == "cannot_tell"
    assert found.gain_interval[0] < found.worthwhile < found.gain_interval[1]


def test_the_last_points_count_and_equal_volumes_are_averaged():
    """Earlier points than the last six change nothing, and two runs at one volume are their mean."""
    longer = np.concatenate(([10.0, 20, 50], VOLUMES))
    quality = np.concatenate(([0.1, 0.9, 0.3], power(VOLUMES)))
    found, whole = learning_rate(VOLUMES, power(VOLUMES), "higher"), learning_rate(longer, quality, "higher")
    assert whole.gain_interval == pytest.approx(found.gain_interval)
    assert whole.points == 9
    twice = np.repeat(VOLUMES, 2)
    spread = power(twice) + np.tile([0.03, -0.03], 6)
    assert learning_rate(twice, spread, "higher").gain_interval == pytest.approx(
        found.gain_interval, abs=1e-6
    )


def test_order_does_not_matter():
    """The rows may stand in any order."""
    order = np.array([3, 0, 5, 1, 4, 2])
    found = learning_rate(VOLUMES[order], power(VOLUMES)[order], "higher")
    assert found.gain_interval == learning_rate(VOLUMES, power(VOLUMES), "higher").gain_interval


@pytest.mark.parametrize(
    ("volume", "quality", "better", "options", "reason"),
    [
        (VOLUMES[:4], power(VOLUMES[:4]), "higher", {}, "too_few_volumes"),
        (np.full(9, 5.0), np.full(9, 0.5), "higher", {}, "too_few_volumes"),
        (np.array([10.0, 12, 15, 20, 39]), np.full(5, 0.5), "higher", {}, "span_too_small"),
        (np.array([0.0, 12, 15, 20, 39]), np.full(5, 0.5), "higher", {}, "volume_not_positive"),
        (VOLUMES, 100 * power(VOLUMES), "higher", {}, "best_needed"),
        (VOLUMES, 100 * power(VOLUMES), "higher", {"best": 100}, "worthwhile_needed"),
        (VOLUMES, 9 - power(VOLUMES), "lower", {}, "worthwhile_needed"),
        (VOLUMES, -power(VOLUMES), "lower", {}, "negative_quality"),
        (VOLUMES, np.linspace(0.4, 0.6, 6), "higher", {"best": 0.5}, "beyond_best"),
        (VOLUMES, np.linspace(0.6, 0.4, 6), "lower", {"best": 0.5}, "beyond_best"),
    ],
)
def test_it_refuses_what_it_cannot_answer(volume, quality, better, options, reason):
    """Too few or too narrow volumes, and a quality without an error, are refused with the reason."""
    found = learning_rate(volume, quality, better, **options)
    assert (found.verdict, found.reason) == ("refused", reason)
    assert found.gain_of_doubling is None


def test_the_bounds_of_refusing():
    """Five volumes that span four times are enough."""
    volume = np.array([10.0, 12, 15, 20, 40])
    assert learning_rate(volume, power(volume), "higher").verdict != "refused"


def test_the_best_value_makes_an_error_of_any_scale():
    """A score in percent with its best value says a hundred times what the same share says."""
    share = learning_rate(VOLUMES, power(VOLUMES), "higher")
    percent = learning_rate(VOLUMES, 100 * power(VOLUMES), "higher", best=100, worthwhile=1)
    assert percent.gain_of_doubling == pytest.approx(100 * share.gain_of_doubling, rel=1e-6)
    assert percent.verdict == share.verdict


def test_the_best_value_may_be_reached_and_not_passed():
    """A quality at the best value leaves an error of zero; one beyond it is named."""
    quality = np.array([0.7, 0.8, 0.85, 0.88, 0.89, 0.9])
    assert learning_rate(VOLUMES, quality, "higher", best=0.9).error[-1] == 0
    beyond = learning_rate(VOLUMES, quality, "higher", best=0.89)
    assert dict(beyond.values) == {"value": "0.9", "best": "0.89"}


def test_the_price_of_the_next_doubling():
    """A price a point gives the cost of as many points again as there are."""
    assert learning_rate(VOLUMES, power(VOLUMES), "higher", price=0.5).cost_of_next_doubling == 1600
    assert learning_rate(VOLUMES, power(VOLUMES), "higher").cost_of_next_doubling is None


def test_a_point_off_its_forecast_is_said():
    """A last point that the points before it did not foretell is noted; one that they did is not."""
    volume = np.append(VOLUMES, 6400)
    good = power(volume) + 0.001 * np.array([1, -1, 1, -1, 1, -1, 1])
    off = good.copy()
    off[-1] -= 0.08
    assert not learning_rate(volume, good, "higher").outside_hindcast
    assert learning_rate(volume, off, "higher").outside_hindcast


def test_the_curve_is_drawn_to_four_times_the_data_and_no_further():
    """The band runs from the first of the last points to four times the last, wider beyond twice of it."""
    volume, error = digits("GaussianNB")
    band = learning_rate(volume, error, "lower").band
    assert band.volume[-1] == pytest.approx(4 * volume[-1])
    assert all(
        low <= middle <= high for low, middle, high in zip(band.low, band.middle, band.high, strict=True)
    )
    assert band.high[-1] - band.low[-1] > band.high[20] - band.low[20]


@pytest.mark.parametrize(
    ("model", "verdict"), [("GaussianNB", "cannot_tell"), ("SVC_rbf_gamma0.001", "flattening")]
)
def test_real_curves(model, verdict):
    """Of scikit-learn's digits, the curve that has come down to noise is flat, the other can't be told."""
    found = learning_rate(*digits(model), "lower")
    assert found.verdict == verdict
    assert found.points == 13


def test_real_curves_mostly_hold_the_next_doubling():
    """On scikit-learn's digits at least 9 of 12 intervals hold the next doubling; their misses are near."""
    held = []
    for model in ("GaussianNB", "SVC_rbf_gamma0.001"):
        x, e = averaged(*digits(model))
        for end in range(6, len(x) - 1):
            drawn = draw_curves(x[end - 6 : end], e[end - 6 : end])
            _, (low, high) = widened(drawn.gain(x[end - 1], x[end + 1]), 1.35)
            gain = e[end - 1] - e[end + 1]
            held.append(low <= gain <= high)
            assert low - 0.01 <= gain <= high + 0.01
    assert (sum(held) >= 9, len(held)) == (True, 12)


def test_the_same_table_gives_the_same_answer():
    """All draws come from one seed."""
    volume, error = digits("GaussianNB")
    assert learning_rate(volume, error, "lower") == learning_rate(volume, error, "lower")


def test_intervals_are_as_wide_as_held_out_curves_asked_for():
    """Half-widths are 1.35 times those of the draws for the next doubling, and 1.8 times up to four times."""
    noisy = power(VOLUMES) + np.array([0.004, -0.006, 0.003, 0.005, -0.004, 0.002])
    found = learning_rate(VOLUMES, noisy, "higher")
    drawn = draw_curves(VOLUMES, 1 - noisy)
    low, middle, high = np.percentile(drawn.gain(3200.0, 6400.0), (5, 50, 95))
    wanted = (middle - 1.35 * (middle - low), middle + 1.35 * (high - middle))
    assert found.gain_interval == pytest.approx(wanted, rel=1e-9)
    far, far_high = np.percentile(drawn.at(np.array([4 * 3200.0]))[:, 0], (50, 95))
    assert found.band.high[-1] == pytest.approx(far + 1.8 * (far_high - far), rel=1e-9)


def test_the_prior_is_centred_on_a_half():
    """Where five points say little, an exponent of a half is likelier than others: LogNormal(ln 0.5, 0.8)."""
    theta = np.array([0.25, 0.5, 1.0])
    weights = learning_curve._weights("pow3", theta, VOLUMES[-5:], np.full(5, 0.3))
    wanted = np.exp(-0.5 * (np.log(theta / 0.5) / 0.8) ** 2)
    assert weights / weights[1] == pytest.approx(wanted / wanted[1], rel=1e-9)


@pytest.mark.parametrize(("slope", "verdict"), [(1.02, True), (0.98, False)])
def test_it_degrades_where_the_slope_is_beyond_its_95_percent_interval(slope, verdict):
    """The error rises on ln x by more than t.975 standard errors, not by more than a one-sided bound."""
    u = np.log(VOLUMES)
    residual = np.array([1.0, -1.0, 0.5, -0.5, 1.0, -1.0])
    design = np.stack([np.ones_like(u), u], axis=1)
    residual -= design @ np.linalg.lstsq(design, residual, rcond=None)[0]
    residual *= 0.01
    error = np.sqrt((residual**2).sum() / 4 / ((u - u.mean()) ** 2).sum())
    rising = 0.3 + slope * t.ppf(0.975, 4) * error * (u - u.mean()) + residual
    assert (learning_rate(VOLUMES, 1 - rising, "higher").verdict == "degrading") is verdict
