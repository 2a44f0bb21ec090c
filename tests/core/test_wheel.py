"""The package as it is handed out: built, installed into an empty environment, and used there."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tools import ROOT

FOLDERS = (
    "assets",
    "flywheel_core",
    "flywheel_ui",
    "pages",
    "requirements",
    "tests",
    "tools",
)
SIGNATURES = {
    "csv": b"\xef\xbb\xbf",
    "json": b"{",
    "md": b"#",
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n",
    "svg": b"<svg",
}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive from the project folder."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the unpacked source archive, so that what is missing there is missing here."""
    sources = tmp_path_factory.mktemp("sources")
    with tarfile.open(sdist) as archive:
        # Python 3.11.2, which Debian has, knows no filter yet; later ones warn without it.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _folder: member)
        archive.extractall(sources)
    return built("wheel", next(sources.iterdir()), tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment and return the folder of its programs.

    What to install beside it is left to the wheel's own list; only the versions are the lock's.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    versions = home / "versions.txt"
    versions.write_text("\n".join(locked_versions()), encoding="utf-8")
    options = ("--quiet", "--disable-pip-version-check", "--no-compile", "--only-binary=:all:")
    subprocess.run(
        [folder / "python", "-m", "pip", "install", *options, "--constraint", versions, wheel], check=True
    )
    return folder


@pytest.fixture
def example(programs: Path, tmp_path: Path) -> Path:
    """Return the file with the answers of the broken loop, written by the installed command."""
    path = tmp_path / "answers.json"
    path.write_bytes(flywheel(programs, tmp_path, "example", "broken").stdout)
    return path


def built(kind: str, source: Path, target: Path) -> Path:
    """Build the distribution with the backend that is installed here, and return its file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(target.iterdir())


def locked_versions() -> list[str]:
    """Return the lines of the lock without their hashes, which pip takes for no constraint."""
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
    return [line.removesuffix("\\").strip() for line in lines if line and not line.startswith((" ", "#"))]


def flywheel(programs: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in the folder, with nothing of this environment about it."""
    home = {"HOME": str(folder), "PATH": os.defpath, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    return subprocess.run(
        [programs / "flywheel", *arguments], cwd=folder, env=home, capture_output=True, check=False
    )


def files_of(folder: str) -> set[str]:
    """Return the paths of the files that lie in a folder of the project, as an archive names them."""
    found = (
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_source_archive_holds_the_project(sdist: Path) -> None:
    """Whoever unpacks the source archive has the app, its data and settings, its set-up and its tests."""
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {".streamlit/config.toml", "LICENSE", "Makefile", "README.md", "app.py", "pyproject.toml"}
    assert held >= wanted.union(*(files_of(folder) for folder in FOLDERS))


def test_wheel_holds_the_core_and_its_data(wheel: Path) -> None:
    """The wheel holds every file of the core, the assets inside it, and no other package."""
    names = {PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()}
    held = {str(name) for name in names if not name.parts[0].endswith(".dist-info")}
    assert held == files_of("flywheel_core") | {f"flywheel_core/{name}" for name in files_of("assets")}


def test_dependencies_are_complete(programs: Path) -> None:
    """What the wheel names as its dependencies fits together."""
    checked = subprocess.run(
        [programs / "python", "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_help_names_every_command(programs: Path, tmp_path: Path) -> None:
    """The installed command lists what it can do."""
    answer = flywheel(programs, tmp_path, "--help")
    assert answer.returncode == 0, answer.stderr.decode()
    for command in ("assess", "report", "example", "schema", "worksheet"):
        assert command in answer.stdout.decode()


@pytest.mark.parametrize("name", ["broken", "pipeline", "flywheel"])
def test_examples_are_assessed(programs: Path, tmp_path: Path, name: str) -> None:
    """Each example comes with the wheel, and its printed answers are read and judged again."""
    path = tmp_path / "answers.json"
    path.write_bytes(flywheel(programs, tmp_path, "example", name).stdout)
    told = flywheel(programs, tmp_path, "assess", path.name)
    data = flywheel(programs, tmp_path, "assess", path.name, "--json")
    assert (told.returncode, told.stderr, data.returncode, data.stderr) == (0, b"", 0, b"")
    assert told.stdout.strip()
    assert json.loads(data.stdout)


@pytest.mark.parametrize("kind", sorted(SIGNATURES))
def test_report_is_written(programs: Path, example: Path, kind: str) -> None:
    """Every kind of paper is written from the installed package alone, fonts and template with it."""
    answer = flywheel(programs, example.parent, "report", example.name, "-o", f"out.{kind}")
    assert answer.returncode == 0, answer.stderr.decode()
    assert (example.parent / f"out.{kind}").read_bytes().startswith(SIGNATURES[kind])


def test_schema_is_printed(programs: Path, tmp_path: Path) -> None:
    """The schema of the answers file is printed as JSON."""
    answer = flywheel(programs, tmp_path, "schema")
    assert answer.returncode == 0, answer.stderr.decode()
    assert json.loads(answer.stdout)["type"] == "object"


def test_worksheet_is_written(programs: Path, tmp_path: Path) -> None:
    """The blank questions are a PDF."""
    answer = flywheel(programs, tmp_path, "worksheet", "-o", "blank.pdf")
    assert answer.returncode == 0, answer.stderr.decode()
    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF-")


def test_wrong_input_is_named(programs: Path, tmp_path: Path) -> None:
    """A file that is no answers file ends with status 2 and one line on standard error, not a traceback."""
    (tmp_path / "answers.json").write_text("[]", encoding="utf-8")
    answer = flywheel(programs, tmp_path, "assess", "answers.json")
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert len(answer.stderr.decode().strip().splitlines()) == 1
