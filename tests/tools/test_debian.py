"""When Debian's package manager is asked to install, and what is said where it may not be."""

from pathlib import Path

import pytest

from tools import SetUpError, debian, poppler


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that is the PATH of a machine with apt, used by someone who is not root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    program(tmp_path / "apt-get", f'echo "$@" >> {tmp_path}/asked')
    program(tmp_path / "env", 'exec /usr/bin/env "$@"')
    return tmp_path


def program(path: Path, line: str) -> None:
    """Write a shell program of one line."""
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def test_sudo_without_password_is_used(machine: Path) -> None:
    """Where sudo needs no password, the lists are renewed and then the packages installed."""
    program(machine / "sudo", 'shift; exec "$@"')
    program(machine / "true", "exit 0")
    assert debian.install(("poppler-utils",))
    asked = (machine / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[0].endswith("update")
    assert asked[1].endswith("poppler-utils")


def test_sudo_with_password_is_not_waited_for(machine: Path) -> None:
    """Where sudo would ask for a password, nothing is installed."""
    program(machine / "sudo", "exit 1")
    assert not debian.install(("poppler-utils",))
    assert not (machine / "asked").exists()


def test_missing_poppler_is_named(machine: Path) -> None:
    """The programs that are missing are named, with what to install."""
    program(machine / "pdfinfo", "exit 0")
    with pytest.raises(
        SetUpError, match=r"pdftoppm, pdftotext could not be found.*apt install poppler-utils"
    ):
        poppler.obtain_poppler()
