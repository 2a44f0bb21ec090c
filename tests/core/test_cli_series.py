"""`flywheel learn` and `flywheel network`."""

import json

import pytest

from flywheel_core.assessment import Assessment, change
from flywheel_core.cli import main
from tests.core.logs import DATA, written
from tests.core.terminal import flywheel
from tests.core.test_evidence_series import MONTHS, RUNS

DIGITS = DATA / "digits_learning_curves.csv"
ABLATION = "share,error\n0.05,0.5\n0.1,0.38\n0.2,0.29\n0.4,0.22\n0.7,0.18\n1,0.16\n"


def printed(capsysbinary, *words):
    """Return the exit status, what was printed, and what stands on standard error."""
    status = main([*map(str, words)])
    captured = capsysbinary.readouterr()
    return status, captured.out.decode(), captured.err.decode()


def test_learning_rate_for_a_machine(tmp_path, capsysbinary):
    """`learn --json` prints verdict, why, points, gain with interval, form and parameters."""
    words = ("--only", "model=SVC_rbf_gamma0.001", "--json")
    status, out, err = printed(capsysbinary, "learn", DIGITS, *words)
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["verdict"] == "flattening"
    assert (found["points"], found["rows"], found["better"]) == (13, 13, "lower")
    low, high = found["gain_interval"]
    assert low <= found["gain_of_doubling"] <= high < found["worthwhile"] == 0.01
    assert found["form"] in ("pow3", "exp3")
    assert set(found["parameters"]) == {"c", "a", "tau" if found["form"] == "exp3" else "theta"}
    assert found["why"].startswith("The next doubling")


def test_network_effect_for_a_machine(tmp_path, capsysbinary):
    """`network --json` prints verdict, why, periods, elasticity, effect, interval, detectable and placebo."""
    status, out, err = printed(capsysbinary, "network", written(tmp_path, MONTHS), "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["verdict"] in ("network", "none_shown")
    assert found["periods"] == 13
    low, high = found["interval"]
    effect = found["effect_of_10_percent_users"]
    assert low <= effect <= high
    assert effect == pytest.approx(1.1 ** found["elasticity"] - 1)
    assert found["detectable_effect"] > 0
    assert len(found["placebo"]["interval"]) == 2
    assert found["why"]


def test_refusing_is_an_answer(tmp_path, capsysbinary):
    """Too little data ends with status 0: the verdict is `refused`, and `why` says what is missing."""
    short = "\n".join(MONTHS.splitlines()[:6])
    status, out, _ = printed(capsysbinary, "network", written(tmp_path, short), "--json")
    found = json.loads(out)
    assert (status, found["verdict"], found["interval"]) == (0, "refused", None)
    assert "at least 12" in found["why"]
    few = written(tmp_path, "rows,accuracy\n10,0.5\n20,0.6\n")
    status, out, _ = printed(capsysbinary, "learn", few)
    assert (status, "at least 5" in out) == (0, True)


def test_an_ablation(tmp_path, capsysbinary):
    """`--ablation` takes shares, and demonstrates."""
    path = written(tmp_path, ABLATION)
    found = json.loads(printed(capsysbinary, "network", path, "--ablation", "--json")[1])
    assert found["from_ablation"] is True
    assert found["placebo"] is None
    assert found["effect_of_10_percent_users"] > 0
    assert "Error taken away by 10% more users" in printed(capsysbinary, "network", path, "--ablation")[1]


def test_a_person_reads_the_figures(tmp_path, capsysbinary):
    """Without --json the verdict comes first, then each figure with its name."""
    status, out, _ = printed(capsysbinary, "learn", written(tmp_path, RUNS), "--price", 2)
    assert status == 0
    assert "6 rows; the amount of data from “n_train” and the quality from “accuracy”." in out
    assert "Verdict: improving" in out
    assert "Cost of the next doubling: 6,400" in out


def test_options_name_columns_and_the_way(tmp_path, capsysbinary):
    """Columns, way, worthwhile gain and best value can be said."""
    text = RUNS.replace("n_train,accuracy", "a,b")
    words = ("--volume", "a", "--quality", "b", "--better", "higher", "--worthwhile", "0.5", "--json")
    found = json.loads(printed(capsysbinary, "learn", written(tmp_path, text), *words)[1])
    assert (found["verdict"], found["worthwhile"]) == ("flattening", 0.5)
    months = written(tmp_path, MONTHS.replace("month,users,error", "a,b,c"))
    words = ("--period", "a", "--users", "b", "--quality", "c", "--better", "lower", "--lag", "1", "--json")
    found = json.loads(printed(capsysbinary, "network", months, *words)[1])
    assert (found["lag"], found["periods"]) == (1, 12)


@pytest.mark.parametrize(
    "words",
    [
        ("learn",), ("learn", "none.csv"), ("learn", DIGITS, "--better", "up"),
        ("learn", DIGITS, "--worthwhile", "-1"), ("learn", DIGITS, "--worthwhile", "nan"),
        ("learn", DIGITS, "--price", "inf"), ("learn", DIGITS, "--best", "much"),
        ("learn", DIGITS, "--only", "model"), ("learn", DIGITS, "--only", "model=none"),
        ("learn", DIGITS, "--volume", "nothing"), ("learn", "."), ("learn", DIGITS, "--volume"),
        ("network", DIGITS), ("network", DIGITS, "--lag", "-1"), ("network", DIGITS, "--lag", "x"),
        ("network", DIGITS, "--share", "model"), ("network", DIGITS, "--ablation", "--users", "x"),
        ("network", DIGITS, "--ablation"),
    ],
)  # fmt: skip
def test_wrong_words_end_with_status_two(capsysbinary, words):
    """Whatever is wrong with words or table is one line on standard error."""
    status, out, err = printed(capsysbinary, *words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_as_a_shell_starts_it(tmp_path):
    """Both commands print JSON alone, and a date that can be read in two ways ends with status 2."""
    written(tmp_path, RUNS, "runs.csv")
    written(tmp_path, MONTHS.replace("2023-01", "03/04/2024"), "months.csv")
    good = flywheel("learn", "runs.csv", "--json", folder=tmp_path)
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["points"] == 6
    bad = flywheel("network", "months.csv", folder=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert "03/04/2024" in bad.stderr.decode()


def test_what_is_measured_fits_the_answers(tmp_path):
    """The values that are taken over are accepted by the answers file."""
    from flywheel_core.evidence import (
        measure_learning,
        measure_network,
        measured_learning,
        measured_network,
        open_log,
        source_of,
    )

    assessment = Assessment()
    with open_log(written(tmp_path, RUNS)) as table:
        series, rate = measure_learning(table)
        value = measured_learning(rate, source_of(table, series.rows))
    assessment = change(assessment, "velocity.learning_curve.measured", value)
    with open_log(written(tmp_path, MONTHS)) as table:
        series, effect = measure_network(table)
        value = measured_network(effect, source_of(table, series.rows))
    assessment = change(assessment, "velocity.network_effect.measured", value)
    assert assessment.velocity.learning_curve.measured.verdict == rate.verdict
    assert assessment.velocity.network_effect.measured.lag == 0
