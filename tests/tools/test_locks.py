"""What the locks in requirements/ promise."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tools import ROOT

NAMES = ("build", "dev", "run")


def locked(name: str) -> dict[str, set[str]]:
    """Return the versions that a lock holds of each package: more than one where systems differ."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    held: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, re.MULTILINE):
        held.setdefault(package, set()).add(version)
    return held


def wanted(name: str) -> list[Requirement]:
    """Return what pyproject.toml asks for in the lock of this name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    build = groups["build"]
    run = project["project"]["dependencies"]
    lines = {"build": build, "run": run, "dev": [*run, *build, *groups["dev"]]}[name]
    return [Requirement(line) for line in lines if isinstance(line, str)]


@pytest.mark.parametrize("name", NAMES)
def test_lock_is_up_to_date(name: str) -> None:
    """Whatever pyproject.toml asks for is locked, at a version that it allows."""
    held = locked(name)
    for requirement in wanted(name):
        versions = held.get(requirement.name, set())
        assert versions, f"{requirement.name} is not in the lock: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("name", ["build", "run"])
def test_smaller_lock_agrees_with_the_larger(name: str) -> None:
    """The app runs with the versions that it was tested with."""
    tested = locked("dev")
    assert all(tested.get(package) == versions for package, versions in locked(name).items())


@pytest.mark.parametrize("name", NAMES)
def test_lock_holds_hashes_and_no_index(name: str) -> None:
    """Every package has its hashes, and where packages come from is left to each machine."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    packages = [index for index, line in enumerate(lines) if not line.startswith(" ")]
    assert packages
    assert all(lines[index + 1].strip().startswith("--hash=sha256:") for index in packages)
    assert not [line for line in lines if "://" in line or line.startswith("-")]
