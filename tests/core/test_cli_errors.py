"""Wrong input at the terminal: status 2 and one sentence, never a traceback, never a lost file."""

import errno
import io
import os
import signal
import subprocess
import sys
import time

import pytest

from flywheel_core import write_answers
from flywheel_core.cli import main, running, streams
from flywheel_core.report import PaperError
from flywheel_core.report.papers import Paper
from tests.core.examples import example
from tests.core.terminal import _START, flywheel
from tools import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder, entered, with an answers file, broken ones, and a folder within."""
    (tmp_path / "answers.json").write_text(write_answers(example("broken")), encoding="utf-8")
    (tmp_path / "empty.json").write_bytes(b"")
    (tmp_path / "binary.json").write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    (tmp_path / "half.json").write_text('{"title": "x', encoding="utf-8")
    (tmp_path / "newer.json").write_text('{"schema_version": 99}', encoding="utf-8")
    (tmp_path / "foreign.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "sub.json").mkdir()
    (tmp_path / "sub.csv").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


WRONG = {
    "no such command": ["asses", "answers.json"],
    "no file": ["assess"],
    "no such file": ["assess", "nowhere.json"],
    "a name with a NUL": ["assess", "a\0b"],
    "a folder": ["assess", "sub.json"],
    "an empty file": ["assess", "empty.json"],
    "a binary file": ["assess", "binary.json"],
    "half a file": ["assess", "half.json"],
    "a newer file": ["assess", "newer.json"],
    "a foreign file": ["assess", "foreign.json"],
    "too much": ["assess", "answers.json", "answers.json"],
    "no such option": ["assess", "answers.json", "--jsn"],
    "a value for a flag": ["assess", "--json=1", "answers.json"],
    "an option of the whole": ["--nope"],
    "no output": ["report", "answers.json"],
    "an option without a value": ["report", "answers.json", "-o"],
    "no ending": ["report", "answers.json", "-o", "out"],
    "an unknown ending": ["report", "answers.json", "-o", "out.docx"],
    "only an ending": ["report", "answers.json", "-o", ".pdf"],
    "no such folder": ["report", "answers.json", "-o", "nowhere/out.csv"],
    "a file as folder": ["report", "answers.json", "-o", "answers.json/out.csv"],
    "a folder as file": ["report", "answers.json", "-o", "sub.csv"],
    "too long a name": ["report", "answers.json", "-o", "x" * 300 + ".csv"],
    "no such paper": ["report", "answers.json", "-o", "out.pdf", "--paper", "a5"],
    "a report of nothing": ["report", "nowhere.json", "-o", "out.csv"],
    "no such example": ["example", "nowhere"],
    "no example": ["example"],
    "too much for schema": ["schema", "x"],
    "a worksheet that is no PDF": ["worksheet", "-o", "out.csv"],
    "a worksheet nowhere": ["worksheet", "-o", "nowhere/out.pdf"],
    "an empty name": ["assess", ""],
    "an empty name of a log": ["what-if", "answers.json", "--log", " "],
    "an empty output": ["worksheet", "-o", ""],
    "an empty command": [""],
    "half a command": ["sample"],
    "a sample in another format": ["sample", "log", "-o", "log.parquet"],
    "true figures in another format": ["sample", "runs", "--truth", "truth.csv"],
    "no number": ["learn", "runs.csv", "--worthwhile", "x"],
    "a number beyond all": ["what-if", "answers.json", "--points-per-user", "1e300"],
    "a log from standard input": ["time", "-"],
    "a table from standard input": ["learn", "-"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_input_is_said_in_one_sentence(folder, capfd, arguments):
    """Whatever is wrong, the status is 2, nothing is printed, and one line on standard error says it."""
    before = sorted(folder.iterdir())
    assert main(arguments) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert told.err.endswith(".\n")
    assert "Traceback" not in told.err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "A command is missing after flywheel: flywheel --help"),
        (["sample"], "A command is missing after flywheel sample: flywheel sample --help"),
        (["assess", ""], "The name of a file is empty"),
        (["report", "answers.json", "-o", ""], "The name of a file is empty"),
        (["network", ""], "The name of a file is empty"),
        (["learn", "runs.csv", "--worthwhile", "x"], "--worthwhile takes a number"),
        (["sample", "log", "--items", "1.5"], "--items takes a whole number"),
        (
            ["sample", "log", "-o", "log.parquet"],
            "log.parquet has the wrong ending: let it end with .csv",
        ),
        (["what-if", "answers.json", "--points-per-user", "1e300"], "not beyond 1e15"),
        (["time", "-"], "standard input: give the path of a file"),
        (["what-if", "answers.json", "--log", "-"], "standard input: give the path of a file"),
    ],
)
def test_the_sentence_says_what_would_be_right(folder, capsys, arguments, said):
    """It names the option or the file, and what to give instead."""
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_the_reason_of_a_driver_is_whole(capsys):
    """Why a server can't be reached stands at the end of what its driver says."""
    assert main(["time", "--url", "postgresql://x:s%65cret@127.0.0.1:1/z", "--table", "t"]) == 2
    said = capsys.readouterr().err
    assert said.endswith("refused.\n")
    assert "secret" not in said


def test_an_output_that_is_open_already_is_written_on(folder):
    """/dev/stdout may be a pipe, or a file that has something in it: nothing is replaced."""
    piped = flywheel("sample", "ablation", "-o", "/dev/stdout")
    assert piped.stdout.startswith(b"share_of_users,error")
    assert piped.stderr == b""
    with (folder / "all.txt").open("ab") as out:
        out.write(b"before\n")
        out.flush()
        command = [sys.executable, "-c", _START, "sample", "ablation", "-o", "/dev/stdout"]
        subprocess.run(command, stdout=out, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert (folder / "all.txt").read_bytes() == b"before\n" + piped.stdout


def test_no_width_is_not_a_width_of_nothing(folder):
    """COLUMNS=0 prints what any other width does."""
    as_usual = flywheel("assess", "answers.json", folder=folder, COLUMNS="80")
    assert as_usual.stdout
    assert flywheel("assess", "answers.json", folder=folder, COLUMNS="0").stdout == as_usual.stdout


def test_error_names_the_file(folder, capsys):
    """The sentence quotes what was given, without what can't be seen."""
    assert main(["assess", "no\x1bwhere\n.json"]) == 2
    assert "no�where�.json" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["paper", "rename"])
def test_failure_keeps_the_old_file(folder, capsys, monkeypatch, wrong):
    """If a paper or its writing fails, the file that was there is untouched and nothing is left over."""
    (folder / "out.csv").write_text("precious", encoding="utf-8")
    before = sorted(folder.iterdir())

    def fails(*_, **__):
        raise (
            PaperError("It reads otherwise.") if wrong == "paper" else OSError(28, "No space left on device")
        )

    if wrong == "paper":
        from flywheel_core.report import PAPERS

        monkeypatch.setitem(PAPERS, "csv", Paper("csv", "text/csv", fails))
    else:
        monkeypatch.setattr(streams.Path, "replace", fails)
    assert main(["report", "answers.json", "-o", "out.csv"]) in (1, 2)
    assert (folder / "out.csv").read_text(encoding="utf-8") == "precious"
    assert sorted(folder.iterdir()) == before
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_without_rights_is_kept(folder, capsys, monkeypatch):
    """A file that may not be written is not replaced behind its owner's back."""
    (folder / "out.csv").write_text("precious", encoding="utf-8")
    monkeypatch.setattr(streams.os, "access", lambda *_: False)
    assert main(["report", "answers.json", "-o", "out.csv"]) == 2
    assert (folder / "out.csv").read_text(encoding="utf-8") == "precious"
    assert "not allowed" in capsys.readouterr().err


def test_an_existing_file_is_replaced_with_its_rights(folder):
    """A file that is there is replaced as a whole and keeps its rights; a link stays a link."""
    (folder / "real.csv").write_text("old", encoding="utf-8")
    (folder / "real.csv").chmod(0o640)
    (folder / "out.csv").symlink_to("real.csv")
    assert main(["report", "answers.json", "-o", "out.csv"]) == 0
    assert (folder / "out.csv").is_symlink()
    assert (folder / "real.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (folder / "real.csv").stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_rights(folder):
    """A new file may be read by whom the user's mask allows, not by its writer alone."""
    mask = os.umask(0o022)
    try:
        assert main(["report", "answers.json", "-o", "out.csv"]) == 0
    finally:
        os.umask(mask)
    assert (folder / "out.csv").stat().st_mode & 0o777 == 0o644


def test_the_unexpected_is_a_sentence_too(folder, capsys, monkeypatch):
    """A fault of ours ends with status 1 and one sentence."""
    monkeypatch.setattr(running, "app", lambda **_: 1 / 0)
    assert main(["schema"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_reader_that_leaves_is_no_error(folder):
    """If the reader of a pipe has gone, the command ends in silence."""
    process = subprocess.Popen(
        [sys.executable, "-c", _START, "schema"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_a_full_disk_is_said(monkeypatch, capsys):
    """If the output can't be written, one sentence says so."""

    class Full(io.RawIOBase):
        def writable(self):
            return True

        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Full(), write_through=True))
    assert main(["schema"]) == 2
    assert "No space left on device" in capsys.readouterr().err


def test_a_closed_output_is_said():
    """Without a standard output, too, one sentence says so."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.stdout = None\n{_START}", "schema"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1


def test_a_closed_input_is_said():
    """Without a standard input one sentence says that it can't be read."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.stdin = None\n{_START}", "assess", "-"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1


def test_interrupted_is_130():
    """Ctrl-C while waiting for standard input ends with status 130 and no words."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"print('ready', flush=True)\n{_WAITING}", "assess", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    for _ in range(2):
        process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, told = process.communicate()
    assert (process.returncode, out, told) == (130, b"", b"")


#: Says when it is about to read standard input. A test that runs in the background is deaf to Ctrl-C.
_WAITING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "import sys; from flywheel_core.cli import main, streams; read = streams.read_input\n"
    "streams.read_input = lambda *a: (print('reading', flush=True), read(*a))[1]\n"
    "sys.exit(main())"
)


def test_usage_errors_reach_a_shell():
    """Started as a shell does it, a wrong command line ends with status 2 and one line."""
    done = flywheel("assess")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.decode().splitlines()) == 1
