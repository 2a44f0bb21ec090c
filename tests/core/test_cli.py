"""The commands: what they print and write."""

import json
import re
import subprocess
import sys

import pytest
from rich.console import Console

from flywheel_core import assess, change, json_schema, write_answers
from flywheel_core.cli import console, main, screen
from flywheel_core.decisions import COLUMNS
from flywheel_core.files import asset
from flywheel_core.report import PAPERS
from flywheel_core.version import version
from tests.core.examples import GUIDE, HOSTILE, NAMES, example, hostile
from tests.core.terminal import flywheel

FINDINGS = (
    *("loop", "weakest_connection", "weakest_component", "bottleneck", "learning_type", "cold_start"),
    *("velocity", "gate", "first_investment"),
)
LISTS = ("drag", "mistakes", "contradictions", "tests", "decisions")


@pytest.fixture
def answers(tmp_path):
    """Return the path of the pipeline's answers file."""
    path = tmp_path / "answers.json"
    path.write_text(write_answers(example("pipeline")), encoding="utf-8")
    return path


def test_machine_output_has_every_part(answers, capsysbinary):
    """`assess --json` prints the findings with their five fields, the lists, the decisions and the counts."""
    assert main(["assess", str(answers), "--json"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert tuple(found) == (*FINDINGS, *LISTS, "progress", "confidence")
    for name in FINDINGS:
        assert {"rule", "verdict", "why", "rests_on", "decided_by"} <= set(found[name])
    assert [set(row) for row in found["decisions"]] == [{"id", *COLUMNS}] * 5
    assert found["weakest_connection"]["verdict"] == "feedback_to_collection"
    assert found["progress"]["answered"] == found["progress"]["asked"]


def test_a_person_reads_the_verdicts(answers, capsysbinary):
    """`assess` prints the headline, the weakest connection, the bottleneck, what to do and the decisions."""
    assert main(["assess", str(answers)]) == 0
    told = capsysbinary.readouterr().out.decode("utf-8")
    findings = assess(example("pipeline"), GUIDE)
    for words in (
        GUIDE.text("loops.pipeline.headline"),
        findings.loop.why,
        findings.weakest_connection.why,
        findings.bottleneck.why,
        findings.first_investment.why,
        *findings.first_investment.actions,
        "Key decisions",
    ):
        assert words in told
    assert "\x1b" not in told


def test_standard_input_is_read():
    """`-` reads the answers from standard input."""
    given = write_answers(example("flywheel")).encode("utf-8")
    told = flywheel("assess", "-", "--json", given=given)
    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout)["loop"]["verdict"] == "flywheel"


@pytest.mark.parametrize("suffix", PAPERS)
def test_report_is_the_paper(answers, tmp_path, suffix):
    """`report` writes what the format writes, chosen by the ending, in capitals too."""
    out = tmp_path / f"out.{suffix.upper()}"
    assert main(["report", str(answers), "-o", str(out)]) == 0
    assert out.read_bytes() == PAPERS[suffix].write(example("pipeline"), GUIDE)


@pytest.mark.parametrize("size", ["letter", "Letter", "LETTER"])
def test_paper_size_is_heeded(answers, tmp_path, size):
    """`--paper letter` sets the PDF on that size, in small letters or large."""
    out = tmp_path / "out.pdf"
    assert main(["report", str(answers), "-o", str(out), "--paper", size]) == 0
    assert out.read_bytes() == PAPERS["pdf"].write(example("pipeline"), GUIDE, page="letter")


def test_lost_characters_are_named(tmp_path, capsys):
    """Characters that the PDF can't show are named on standard error, and the PDF is there all the same."""
    path, out = tmp_path / "answers.json", tmp_path / "out.pdf"
    path.write_text(write_answers(change(example("broken"), "title", "x\U0010fffd")), encoding="utf-8")
    assert main(["report", str(path), "-o", str(out)]) == 0
    assert "U+10FFFD" in capsys.readouterr().err
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", NAMES)
def test_example_is_printed_as_it_lies_there(name, capsysbinary):
    """`example` prints the file byte for byte."""
    assert main(["example", name]) == 0
    assert capsysbinary.readouterr().out == asset(f"examples/{name}.json").read_bytes()


def test_schema_is_that_of_the_answers(capsysbinary):
    """`schema` prints the JSON Schema of the answers file."""
    assert main(["schema"]) == 0
    assert json.loads(capsysbinary.readouterr().out) == json_schema()


def test_worksheet_is_written(tmp_path):
    """`worksheet` writes a PDF of each size."""
    for size in ("a4", "letter", "A4"):
        out = tmp_path / f"{size}.pdf"
        assert main(["worksheet", "-o", str(out), "--paper", size]) == 0
        assert out.read_bytes().startswith(b"%PDF")


def test_version_is_that_of_the_package(capsysbinary):
    """`--version` prints the version that the package was built with."""
    assert main(["--version"]) == 0
    assert version().encode() in capsysbinary.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--help"], ["report", "--help"]])
def test_help_is_printed(arguments, capsys):
    """Without a command, or asked for it, the help is printed."""
    assert main(arguments) == 0
    assert "Usage" in capsys.readouterr().out


def test_typed_text_is_no_markup_of_the_terminal():
    """What people typed is printed as it is: no colours, no control sequences, no lost brackets."""
    found = hostile()
    told = screen.said(found, assess(found, GUIDE), GUIDE)
    assert "[bold]rich[/bold]" in told
    assert not {c for c in told if c < " " and c != "\n"}
    assert HOSTILE.partition(" ")[0] in told


def terminal(width):
    """Return what makes a console of a terminal of this width."""
    return lambda **options: Console(**{**options, "width": width}, force_terminal=True)


@pytest.mark.parametrize("width", [40, 60, 100, 140, 250])
def test_terminal_of_any_width(monkeypatch, width):
    """In a terminal no line is wider than it, and a wide one gets a table."""
    monkeypatch.setattr(console, "Console", terminal(width))
    told = screen.said(example("broken"), assess(example("broken"), GUIDE), GUIDE)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
    assert max(map(len, lines)) <= width
    assert ("│" in told) is (width >= 110)


def test_no_colour_is_heeded(monkeypatch):
    """With NO_COLOR no colour is printed to a terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(console, "Console", terminal(140))
    told = screen.said(example("broken"), assess(example("broken"), GUIDE), GUIDE)
    assert not re.search(r"\x1b\[(3|4|9|10)\d", told)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["assess", "-", "--json"], ["schema"], ["example", "broken"]]
)
def test_quick_commands_load_nothing_slow(arguments):
    """Help, figures, schema and examples come without charts, papers, pandas or the store."""
    code = (
        "import sys; from flywheel_core.cli import main; status = main(sys.argv[1:]);"
        "slow = {'altair', 'pandas', 'sqlalchemy', 'typst', 'vl_convert', 'pypdfium2'} & set(sys.modules);"
        "print(sorted(slow), file=sys.stderr); sys.exit(status)"
    )
    given = write_answers(example("broken")).encode("utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], input=given, capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == "[]"


def test_output_is_utf8_everywhere():
    """Figures are printed as UTF-8 whatever the terminal's encoding is."""
    given = write_answers(example("pipeline")).encode("utf-8")
    told = flywheel("assess", "-", "--json", given=given, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert told.returncode == 0
    assert "Καλλιανός" in told.stdout.decode("utf-8")
