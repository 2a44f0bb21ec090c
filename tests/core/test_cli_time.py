"""`flywheel time` and `flywheel sample log`."""

import csv
import io
import json

import pytest

from flywheel_core import load_guide
from flywheel_core.cli import main
from flywheel_core.cli.time import said_of
from flywheel_core.evidence.samples import sample_log
from tests.core.logs import HEADER, PATIENT_STAGES, PATIENTS, loops, measured, written
from tests.core.terminal import flywheel

GUIDE = load_guide()
MAPS = [word for name, component in PATIENT_STAGES.items() for word in ("--map", f"{name}={component}")]


def printed(capsysbinary, *words):
    """Return the exit status, what was printed, and what stands on standard error."""
    status = main([*map(str, words)])
    captured = capsysbinary.readouterr()
    return status, captured.out.decode(), captured.err.decode()


def test_the_reference_log(capsysbinary):
    """The hospital's medians as JSON."""
    status, out, err = printed(capsysbinary, "time", PATIENTS, *MAPS, "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    medians = [transition["median_s"] for transition in found["transitions"]]
    assert medians == [86_545, 296_670, 32_790, None, None]
    assert found["bottleneck"]["transition"] == "storage_to_analysis"


def test_a_person_reads_the_times(capsysbinary):
    """Without --json every transition is a line, with the bottleneck and what was noted."""
    status, out, _ = printed(capsysbinary, "time", PATIENTS, *MAPS)
    assert status == 0
    assert "2,721 rows, 500 items." in out
    assert "storage → analysis: through 495, open 5, median 3 days 10 hours" in out
    assert "application → feedback: Nothing in the log is Feedback." in out
    assert "slowest in 100 of 100 cases" in out
    assert "X-Ray (261)" in out


def test_a_wide_terminal_gets_a_table(monkeypatch):
    """On a wide terminal the times are a table; what stood in the log is never markup."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    out = said_of(measured(PATIENTS), GUIDE, width=200)
    assert "│" in out
    assert "Connection" in out


def test_options(tmp_path, capsysbinary):
    """Columns, stages, causes, zone and order can be said."""
    text = "who,did,when,why\n" + "".join(
        f"a{n},go,0{n}/01/2024 10:00,\na{n},end,0{n + 1}/01/2024 10:00,\nb{n},go,1{n}/01/2024 10:00,a{n}\n"
        for n in range(1, 8)
    )
    status, out, err = printed(
        capsysbinary, "time", written(tmp_path, text), "--item", "who", "--stage", "did", "--time", "when",
        "--map", "go=collection", "--map", "end=feedback", "--caused-by", "why", "--day-first",
        "--zone", "Asia/Tokyo", "--json",
    )  # fmt: skip
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert found["transitions"][4]["median_s"] == 9 * 86_400
    assert (found["time_zone"], found["read_as"]["day_first"]) == ("Asia/Tokyo", True)
    assert found["log_end"] == "2024-01-17T01:00:00+00:00"


def test_wide_logs(tmp_path, capsysbinary):
    """A table with one row an item takes `component=column`."""
    text = "ref,a,b\n" + "".join(f"{n},2024-01-01,2024-01-0{n + 1}\n" for n in range(1, 9))
    words = ("--item", "ref", "--wide", "analysis=a", "--wide", "application=b", "--json")
    status, out, _ = printed(capsysbinary, "time", written(tmp_path, text), *words)
    assert status == 0
    assert json.loads(out)["transitions"][2]["completed"] == 8


def test_ambiguous_dates_end_with_status_two(tmp_path, capsysbinary):
    """A day/month order that can't be known is asked for, with status 2; saying it is enough."""
    path = written(tmp_path, HEADER + "1,captured,03/04/2024\n1,stored,05/04/2024\n")
    status, out, err = printed(capsysbinary, "time", path)
    assert (status, out) == (2, "")
    assert "--day-first or --month-first" in err
    assert printed(capsysbinary, "time", path, "--month-first")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        (), ("none.csv",), ("a.csv", "--url", "duckdb:///x"), ("--url", "duckdb:///x"), ("--table", "x"),
        ("a.csv", "--day-first", "--month-first"), ("a.csv", "--map", "x"), ("a.csv", "--wide", "x"),
        ("a.csv", "--nothing"), ("a.csv", "--item"), ("--url", "nowhere://x", "--table", "y"),
    ],
)  # fmt: skip
def test_wrong_words_end_with_status_two(capsysbinary, words):
    """Whatever is wrong with the words is one line on standard error."""
    status, out, err = printed(capsysbinary, "time", *words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


def test_as_a_shell_starts_it(tmp_path):
    """The command prints JSON and nothing else; a file that is no log is one line and status 2."""
    written(tmp_path, loops(12, 2, 5, 3, 1))
    good = flywheel("time", "log.csv", "--json", folder=tmp_path)
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["items"] == 12
    bad = flywheel("time", ".", folder=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert len(bad.stderr.decode().strip().splitlines()) == 1


def test_a_sample_is_printed(capsysbinary):
    """`sample log` prints a log; the same seed the same one, another seed another."""
    first, again, other = (
        printed(capsysbinary, "sample", "log", "--items", "50", "--seed", seed)[1] for seed in (1, 1, 2)
    )
    assert first == again != other
    rows = list(csv.DictReader(io.StringIO(first)))
    assert {row["stage"] for row in rows} == {"captured", "stored", "analysed", "deployed", "measured"}


def test_a_sample_is_written_with_its_truth(tmp_path, capsysbinary):
    """The log and its true medians are written as files, and the measured medians agree with them."""
    log, truth = tmp_path / "log.csv", tmp_path / "truth.json"
    words = ("--items", 800, "--open", 0.2, "--out", log, "--truth", truth)
    assert printed(capsysbinary, "sample", "log", *words)[:2] == (0, "")
    known = json.loads(truth.read_text())
    result = measured(log)
    for time in result.transitions:
        assert time.median == pytest.approx(known["median_s"][time.span], rel=0.15)
    assert result.bottleneck.transition == known["slowest"]


@pytest.mark.parametrize(
    "words", [("--items", "0"), ("--open", "1"), ("--release-days", "-1"), ("--seed", "-1")]
)
def test_samples_that_are_none(capsysbinary, words):
    """Figures that make no log are refused."""
    status, out, err = printed(capsysbinary, "sample", "log", *words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_a_sample_has_so_many_open(share):
    """About as many items as were asked for, and about that share of them is open at the end."""
    made = sample_log(2000, open_share=share)
    items = {row[0] for row in made.rows}
    through = {row[0] for row in made.rows if row[1] == "measured"}
    assert len(items) == pytest.approx(2000, rel=0.15)
    assert 1 - len(through) / len(items) == pytest.approx(share, abs=0.05)


def test_a_sample_without_sense_is_no_log():
    """The generator refuses what makes no log."""
    for options in ({"items": 0}, {"open_share": 0.0}, {"release_days": -1}):
        with pytest.raises(ValueError, match="a log has"):
            sample_log(**options)


def test_nobody_is_through(tmp_path, capsysbinary):
    """Where all items are open, sentences stand in the place of figures, set off from the rest."""
    text = HEADER + "".join(f"{n},captured,2024-01-{n:02}\n" for n in range(1, 20)) + "1,stored,2023-01-01\n"
    status, out, err = printed(capsysbinary, "time", written(tmp_path, text))
    assert (status, err) == (0, "")
    assert "through 0, open 18, median most still on the way, 95% interval: 0 are through: an" in out
    assert ".," not in out
