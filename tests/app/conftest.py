"""The app for these tests: warmed up once as its server does it, with a database of its own for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner

from flywheel_core import Assessment
from flywheel_core.guide import loader
from flywheel_ui import session
from flywheel_ui.warm import warm_up
from tests.app.screen import Screen
from tests.app.strange import STRANGE, add_to


@pytest.fixture(scope="session", autouse=True)
def _warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Load what the server loads before the first visitor comes, and compile each script once.

    Return the new database that this leaves. Streamlit's tests would compile all scripts in each run.
    """
    with pytest.MonkeyPatch.context() as patch:
        compiled = ScriptCache()
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        file = tmp_path_factory.mktemp("warm") / "warm.db"
        with pytest.MonkeyPatch.context() as here:
            here.setenv("FLYWHEEL_DATABASE_URL", f"sqlite:///{file.as_posix()}")
            warm_up()
            session.opening.forget()
        yield file


@pytest.fixture(autouse=True)
def database(_warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a database of its own, with nothing in it yet.

    The store that a process keeps is forgotten before and after.
    """
    file = tmp_path / "flywheel.db"
    shutil.copy(_warm, file)
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", f"sqlite:///{file.as_posix()}")
    session.opening.forget()
    yield file
    session.opening.forget()


@pytest.fixture(autouse=True)
def _comes_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have browsers come from this machine: Streamlit's tests have a mock in the place of the connection."""
    monkeypatch.setattr(type(streamlit.context), "ip_address", None)


@pytest.fixture
def open_app() -> Callable[..., Screen]:
    """Return a function that opens the app on a page, with an assessment that was kept before or without."""

    def open_on(
        page: str = "start", assessment: Assessment | None = None, part: str | None = None, *, token: str = ""
    ) -> Screen:
        link = token or (session.store().create(assessment).token if assessment is not None else "")
        return Screen(link).go(page, part)

    return open_on


@pytest.fixture
def strange_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Add a language in which no word has a Latin letter."""
    folder = tmp_path / "guide"
    folder.mkdir()
    add_to(folder)
    monkeypatch.setattr(loader, "_FOLDER", folder)
    loader.forget()
    yield STRANGE
    loader.forget()
