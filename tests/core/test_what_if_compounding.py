"""Compounding growth: E = c + A·D^−θ, D' = (1 − λ)D + aU, U' = U(1 + g)(E/E')^η."""

import json

import numpy as np
import pytest

from flywheel_core import load_guide
from flywheel_core.cli import main
from flywheel_core.evidence import open_log
from flywheel_core.evidence.learning_curve import learning_rate
from flywheel_core.evidence.network_effect import Pull, Slope, pull_of_quality
from flywheel_core.evidence.refusal import Refused
from flywheel_core.evidence.series.reading import read_series
from flywheel_core.what_if.compounding import Draws, Loop, compounding, loop_gain, users_of
from flywheel_core.what_if.compounding_said import compounding_of, growth_table, why_compounding
from tests.core.logs import DATA, written
from tests.core.test_what_if import timed

GUIDE = load_guide()
ORACLE = json.loads((DATA / "elasticities.json").read_text())["series"]
VOLUMES = np.array([100.0, 200, 400, 800, 1600, 3200])
MONTH = 30.4375


def rate(c=0.1, a=2.0, theta=0.5):
    """Return the learning rate of a power without noise."""
    return learning_rate(VOLUMES, c + a * VOLUMES**-theta, "lower")


def pull(eta=0.8, width=0.2, growth=0.02):
    """Return how quality brings users, at an elasticity with its interval."""
    return Pull(Slope(eta, width / 2, (eta - width, eta + width), 30), growth)


def series_that_pulls():
    """Return 36 months in which quality brings users, at an elasticity of 0.9."""
    random = np.random.default_rng(4)
    moved = random.normal(0.02, 0.02, 36)
    users = 500 * np.exp(np.cumsum(0.01 + 0.9 * moved + random.normal(0, 0.003, 36)))
    error = 0.2 * np.exp(-np.cumsum(moved))
    months = [f"{2023 + k // 12}-{k % 12 + 1:02d}" for k in range(36)]
    rows = zip(months, users, error, strict=True)
    return "month,users,error\n" + "".join(f"{month},{u},{e}\n" for month, u, e in rows)


def grown(found_rate, found_pull, **options):
    """Return how growth compounds, in months unless said otherwise."""
    given = {"users": 500.0, "days_of_a_period": MONTH, "per_user": 0.5, **options}
    return compounding(found_rate, found_pull, **given)


def test_the_recurrence():
    """The users of each month are those of the model, step by step."""
    loop = Loop(0.1, 2.0, 0.5, 0.8, 0.1, 0.02, 0.01, 0.5, 3200.0, 500.0)
    one = np.ones(1)
    path = users_of(loop, Draws(0.1 * one, 2.0 * one, 0.5 * one, 0.8 * one), 3)[:, 0]
    users, data = 500.0, 3200.0
    for month in range(1, 4):
        after = 0.99 * data + 0.5 * users
        users *= 1.02 * ((0.1 + 2 * data**-0.5) / (0.1 + 2 * after**-0.5)) ** 0.8
        data = after
        assert path[month] == pytest.approx(users)


def test_growth_settles_where_the_loop_gain_says():
    """Without a floor, growth tends to (1 + g)^(1/(1 − G)) − 1."""
    loop = Loop(0.0, 2.0, 0.5, 0.8, 0.1, 0.02, 0.0, 1.0, 50 * 500.0 / 1.02, 500.0)
    assert loop_gain(loop) == pytest.approx(0.4)
    one = np.ones(1)
    path, data = 500.0, loop.data
    for _ in range(4000):
        after = data + path
        path *= 1.02 * (data / after) ** (-0.5 * 0.8)
        data = after
    growth = (data + path) / data - 1
    assert growth == pytest.approx(1.02 ** (1 / 0.6) - 1, rel=1e-3)
    assert users_of(loop, Draws(0 * one, 2 * one, 0.5 * one, 0.8 * one))[-1, 0] > 500 * 1.02**24


def test_a_demonstrated_loop_grows_faster_than_without():
    """The band lies above the growth without the loop, and its gain is η·θ·(E − c)/E."""
    found = grown(rate(), pull())
    error = 0.1 + 2 * 3200**-0.5
    assert found.verdict == "demonstrated"
    assert found.loop_gain == pytest.approx(0.8 * 0.5 * (error - 0.1) / error, rel=1e-3)
    assert found.growth_now == pytest.approx(1.02 ** (1 / (1 - found.loop_gain)) - 1)
    assert len(found.middle) == len(found.without) == 25
    assert found.low[-1] < found.middle[-1] < found.high[-1]
    assert found.middle[-1] > found.without[-1] == pytest.approx(500 * 1.02**24)


def test_an_elasticity_that_may_be_zero_demonstrates_nothing():
    """Where η's interval holds zero only the growth without the loop is drawn."""
    found = grown(rate(), pull(eta=0.1))
    assert (found.verdict, found.reason, found.middle) == ("not_demonstrated", "eta_holds_zero", ())
    assert len(found.without) == 25
    assert why_compounding(found, GUIDE).startswith("Loop not demonstrated")
    assert grown(rate(), pull(eta=-0.5)).reason == "eta_below"


def test_a_loop_that_runs_away_is_said_and_ends_at_24_months():
    """G of 1 or more is reported as such, without a growth rate, and drawn for 24 months at most."""
    found = grown(rate(c=0.0), pull(eta=3.0))
    assert (found.verdict, found.growth_now) == ("runs_away", None)
    assert found.loop_gain >= 1
    assert len(found.middle) == 25
    assert all(np.isfinite(found.high))
    assert "runs away" in why_compounding(found, GUIDE)


def test_what_is_missing_is_said():
    """Without a series, runs, a power of the data, or points a user adds, it says which."""
    exponential = learning_rate(VOLUMES, 0.2 + 0.5 * np.exp(-VOLUMES / 700), "lower")
    assert grown(rate(), None).reason == "no_series"
    assert grown(None, pull()).reason == "no_runs"
    assert grown(learning_rate(VOLUMES[:3], VOLUMES[:3], "lower"), pull()).reason == "runs_unused"
    assert grown(exponential, pull()).reason == "not_a_power"
    rising = learning_rate(VOLUMES, 0.1 + 0.02 * np.log2(VOLUMES), "lower")
    assert grown(rising, pull()).reason == "degrading"
    assert "the error rises" in why_compounding(grown(rising, pull()), GUIDE)
    assert grown(rate(), pull(), per_user=None).reason == "no_points_per_user"
    assert grown(rate(), pull(), days_of_a_period=None).reason == "no_series"


def test_what_was_given_and_cannot_be_used_is_not_called_missing(tmp_path):
    """Numbered periods have no length, and no growth a month: the series is there all the same."""
    rows = "".join(f"{n},{100 + n},{0.5 + n / 100}\n" for n in range(20))
    with open_log(written(tmp_path, "period,users,accuracy\n" + rows)) as table:
        series = read_series(table, "network", {})
    found = compounding_of(rate(), series, "higher", per_user=1.0)
    assert found.reason == "series_unused"
    assert "the series that was given can't be used" in why_compounding(found, GUIDE)
    assert compounding_of(rate(), None, "higher", per_user=1.0).reason == "no_series"


def test_growth_is_that_of_a_month():
    """A series of weeks or years says the same growth a month."""
    assert grown(rate(), pull(growth=1.02 ** (7 / MONTH) - 1), days_of_a_period=7).growth == pytest.approx(
        0.02
    )
    year = grown(rate(), pull(growth=1.02**12 - 1), days_of_a_period=365.25)
    assert year.growth == pytest.approx(0.02)


@pytest.mark.parametrize("known", ORACLE[:1] + ORACLE[3:6], ids=lambda known: known["name"])
def test_the_pull_of_quality_is_the_regression_turned_round(known):
    """η equals least squares of the users' growth on the quality's, and growth its constant."""
    users, quality = np.array(known["users"]), np.array(known["quality"])
    found = pull_of_quality(users, quality, "higher")
    design = np.column_stack((np.ones(len(users) - 1), np.diff(np.log(quality))))
    (constant, eta), *_ = np.linalg.lstsq(design, np.diff(np.log(users)), rcond=None)
    assert found.slope.elasticity == pytest.approx(eta)
    assert found.growth == pytest.approx(np.expm1(constant))


def test_a_quality_that_never_changes_pulls_nothing():
    """Where quality moves by the same share in all periods there is nothing to compare."""
    with pytest.raises(Refused) as refused:
        pull_of_quality(np.arange(1.0, 30), np.full(29, 0.5), "higher")
    assert refused.value.reason == "quality_does_not_vary"


def test_the_table_shows_months_with_and_without():
    """The table has the users of five months, with the band where the loop is demonstrated."""
    assert len(growth_table(grown(rate(), pull()), GUIDE)) == 4
    without = growth_table(grown(None, pull()), GUIDE)
    assert len(without) == 2
    assert without["Month"] == ["0", "6", "12", "18", "24"]
    assert growth_table(grown(None, None), GUIDE) == {}


def test_the_command_compounds(tmp_path, capsysbinary):
    """`what-if` with runs and a series prints the users of 24 months with and without the loop."""
    from flywheel_core import change, write_answers
    from flywheel_core.assessment import TRANSITIONS

    runs = "points,error\n" + "".join(f"{x},{0.05 + 2 * x**-0.5}\n" for x in VOLUMES)
    assessment = timed(**{t: {"likely": "P2D"} for t in TRANSITIONS})
    assessment = change(assessment, "cold_start.meaningful_points_per_week", 50)
    files = {
        "answers.json": write_answers(assessment),
        "runs.csv": runs,
        "series.csv": series_that_pulls(),
    }  # fmt: skip
    for name, text in files.items():
        written(tmp_path, text, name)
    words = ("--runs", tmp_path / "runs.csv", "--series", tmp_path / "series.csv")
    status = main(["what-if", str(tmp_path / "answers.json"), *map(str, words), "--json"])
    found = json.loads(capsysbinary.readouterr().out)["compounding"]
    assert (status, found["verdict"]) == (0, "demonstrated")
    assert found["eta_interval"][0] < 0.9 < found["eta_interval"][1]
    assert len(found["users"]) == len(found["months"]) == 25
    assert main(["what-if", str(tmp_path / "answers.json"), *map(str, words)]) == 0
    assert "With the loop" in capsysbinary.readouterr().out.decode()
