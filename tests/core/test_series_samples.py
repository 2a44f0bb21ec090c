"""Tables to practise with: the truth that comes with them is what is measured."""

import json

import pytest

from flywheel_core.cli import main
from flywheel_core.evidence import measure_learning, measure_network, open_log
from flywheel_core.evidence.series.samples import sample_ablation, sample_runs, sample_series
from tests.core.logs import written


def measured_in(folder, made, measure, **options):
    """Return what is measured in a made-up table."""
    with open_log(written(folder, made.as_csv(), "table.csv")) as table:
        return measure(table, **options)[1]


def test_the_runs_hold_their_gain(tmp_path):
    """The interval of the next doubling holds the true gain, and the verdict is one for practice."""
    made = sample_runs()
    found = measured_in(tmp_path, made, measure_learning)
    low, high = found.gain_interval
    assert low <= made.truth["gain_of_doubling"] <= high
    assert found.verdict == "improving"
    assert found.points == 7


def test_most_seeds_hold_their_gain(tmp_path):
    """Of twenty other samples at most four miss."""
    held = 0
    for seed in range(20):
        made = sample_runs(seed=seed)
        low, high = measured_in(tmp_path, made, measure_learning).gain_interval
        held += low <= made.truth["gain_of_doubling"] <= high
    assert held >= 16


def test_a_series_with_an_effect_shows_it(tmp_path):
    """The default series has an effect of 3 %, which its interval holds."""
    made = sample_series()
    found = measured_in(tmp_path, made, measure_network)
    assert found.verdict == "network"
    assert found.interval[0] <= 0.03 <= found.interval[1]
    assert found.elasticity == pytest.approx(made.truth["elasticity"], abs=0.15)


def test_a_series_without_an_effect_shows_none(tmp_path):
    """A series made without an effect shows none."""
    assert measured_in(tmp_path, sample_series(effect=0), measure_network).verdict == "none_shown"


def test_the_ablation_demonstrates_its_effect(tmp_path):
    """The ablation's interval holds its true effect."""
    made = sample_ablation()
    found = measured_in(tmp_path, made, measure_network, ablation=True)
    assert found.verdict == "network"
    assert found.interval[0] <= made.truth["effect_of_10_percent_users"] <= found.interval[1]


@pytest.mark.parametrize("name", ["runs", "series", "ablation"])
def test_the_command_prints_them(name, tmp_path, capsysbinary):
    """Each prints a table, the same for one seed, and writes it with its truth."""
    printed = []
    for seed in ("1", "1", "2"):
        assert main(["sample", name, "--seed", seed]) == 0
        printed.append(capsysbinary.readouterr().out)
    assert printed[0] == printed[1] != printed[2]
    out, truth = tmp_path / "table.csv", tmp_path / "truth.json"
    assert main(["sample", name, "--seed", "1", "--out", str(out), "--truth", str(truth)]) == 0
    assert out.read_bytes() == printed[0]
    assert all(isinstance(value, float) for value in json.loads(truth.read_text()).values())


@pytest.mark.parametrize(
    "words",
    [
        ("runs", "--points", "0"), ("runs", "--points", "41"), ("series", "--periods", "0"),
        ("series", "--effect", "2"), ("ablation", "--noise", "-1"), ("ablation", "--noise", "nan"),
        ("runs", "--seed", "-1"),
    ],
)  # fmt: skip
def test_figures_that_make_no_table(words, capsysbinary):
    """Figures that make no table are refused in one line with status 2."""
    assert main(["sample", *words]) == 2
    assert len(capsysbinary.readouterr().err.decode().strip().splitlines()) == 1


def test_a_sample_without_sense_is_no_table():
    """The generators refuse what makes no table."""
    with pytest.raises(ValueError, match="at least one row"):
        sample_runs(0)
    with pytest.raises(ValueError, match="at least one row"):
        sample_series(noise=-1)
