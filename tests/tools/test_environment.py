"""How the project's environment is made, and when it is left alone."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import ROOT, environment


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return the list that takes what pip is asked for, in a project whose environment is there."""
    asked: list[tuple[str, ...]] = []
    locks = {name: tmp_path / f"{name}.txt" for name in ("run", "dev")}
    for path in locks.values():
        path.write_text("one==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "LOCKS", locks)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "BUILD_LOCK", locks["run"])
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(environment, "venv_suits", lambda: True)
    monkeypatch.setattr(environment, "install", lambda *arguments: asked.append(arguments))
    return asked


def chosen_python(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that chooses a Python, in an empty project, with the folder as the whole PATH."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "python.sh")],
        cwd=folder,
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_installation_is_hashed(calls: list[tuple[str, ...]]) -> None:
    """Packages come with their hashes checked, or are this project itself."""
    environment.set_up("dev")
    assert calls
    assert all("--require-hashes" in call or "--no-deps" in call for call in calls)


def test_second_run_installs_nothing(calls: list[tuple[str, ...]]) -> None:
    """With the locks unchanged nothing is installed again; the tests' environment serves the app as well."""
    environment.set_up("dev")
    calls.clear()
    environment.set_up("dev")
    environment.set_up("run")
    assert calls == []


def test_changed_lock_is_installed(calls: list[tuple[str, ...]]) -> None:
    """A lock that has changed since is installed."""
    environment.set_up("run")
    calls.clear()
    environment.LOCKS["run"].write_text("one==2\n", encoding="utf-8")
    environment.set_up("run")
    assert calls


def test_interrupted_installation_is_repeated(
    calls: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that was cut short counts as none, even where an earlier one had ended well."""
    environment.set_up("run")
    environment.LOCKS["run"].write_text("one==2\n", encoding="utf-8")
    with monkeypatch.context() as cut:
        cut.setattr(environment, "install", None)
        with pytest.raises(TypeError):
            environment.set_up("run")
    environment.LOCKS["run"].write_text("one==1\n", encoding="utf-8")
    calls.clear()
    environment.set_up("run")
    assert calls


def test_first_python_that_works_is_chosen(tmp_path: Path) -> None:
    """A name that can't be started, or is too old, is passed over for the next one."""
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    (tmp_path / "python3").symlink_to(sys.executable)
    assert chosen_python(tmp_path).stdout == "python3\n"


def test_missing_python_is_named(tmp_path: Path) -> None:
    """Without a suitable Python, one sentence says what to install."""
    answer = chosen_python(tmp_path)
    assert answer.returncode == 1
    assert answer.stderr.startswith("No Python 3.11 or newer")


def test_first_start_asks_nothing() -> None:
    """The first start on a machine opens the app: Streamlit asks for no address and reports nothing."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["showEmailPrompt"] is False
    assert settings["browser"]["gatherUsageStats"] is False
