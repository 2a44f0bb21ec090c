"""A database that can't be opened when the app starts: it is said, and tried again."""

import threading
from pathlib import Path

import pytest
import streamlit

from flywheel_core.store import Store, StoreError
from flywheel_ui import opening
from flywheel_ui.opening import Opening
from flywheel_ui.warm import warm_up
from tests.app.screen import Screen


@pytest.fixture
def absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that isn't there yet, for the database."""
    folder = tmp_path / "later"
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", f"sqlite:///{folder.as_posix()}/answers.db")
    monkeypatch.setattr(opening, "PAUSE", 0.0)
    return folder


def _shown(screen: Screen) -> str:
    return " ".join(text for _, text in screen.strings())


def test_the_app_starts_without_its_database(absent: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log says in one sentence what is wrong, and nothing else is left out."""
    assert "altair" in warm_up()
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert "can't be opened" in caplog.text
    assert "Traceback" not in caplog.text


def test_screens_say_what_is_wrong_and_go_on_once_it_works(absent: Path) -> None:
    """The first page says that nothing can be kept; what was answered meanwhile is kept later."""
    screen = Screen()
    assert "can't be opened" in screen.errors()[0]
    screen.give("scope.population", "all of ward 7")
    assert "can't be opened" in screen.errors()[0]
    absent.mkdir()
    screen.give("scope.loop", "search")
    assert not screen.errors()
    kept = screen.kept().scope
    assert (kept.population, kept.loop) == ("all of ward 7", "search")


def test_where_it_lies_is_told_on_this_computer_only(absent: Path) -> None:
    """Visitors of a shared server are not told its folders; whoever runs the app on their own computer is."""
    here = Screen()
    assert str(absent) not in here.errors()[0]
    assert str(absent) in _shown(here)
    elsewhere = Screen()
    elsewhere.app.context = {"url": "https://flywheel.example.org/", "theme": "light"}
    elsewhere.run().give("scope.population", "all of ward 7")
    assert "can't be opened" in elsewhere.errors()[0]
    assert str(absent) not in _shown(elsewhere)


@pytest.mark.parametrize(
    ("ip", "headers", "told"),
    [
        (None, {}, True),
        ("127.0.0.7", {}, True),
        ("::ffff:127.0.0.1", {}, True),
        ("192.0.2.7", {}, False),
        ("2001:db8::7", {}, False),
        ("no address", {}, False),
        (None, {"X-Forwarded-For": "127.0.0.1"}, False),
        (None, {"Forwarded": "for=192.0.2.7"}, False),
        (None, {"X-Real-IP": "192.0.2.7"}, False),
    ],
)
def test_where_it_lies_is_told_to_nobody_who_only_claims_to_be_here(
    absent: Path, monkeypatch: pytest.MonkeyPatch, ip: str | None, headers: dict[str, str], told: bool
) -> None:
    """A browser may say that it is at localhost; the server looks where it comes from."""
    monkeypatch.setattr(type(streamlit.context), "ip_address", ip)
    monkeypatch.setattr(type(streamlit.context), "headers", headers)
    assert (str(absent) in _shown(Screen())) == told


def test_a_link_waits_for_its_database(absent: Path) -> None:
    """The page of a link says that it can't be opened now, not that there is no such assessment."""
    screen = Screen("some-link")
    assert screen.session.waiting == "some-link"
    assert "can't be opened" in screen.errors()[0]


def test_answers_outlast_a_database_that_is_deleted(database: Path) -> None:
    """What is open can be taken along as a file while it is gone, and is saved once it is back."""
    screen = Screen().give("scope.population", "all of ward 7")
    away = database.rename(database.with_suffix(".away"))
    screen.give("scope.loop", "search")
    assert "is gone" in screen.errors()[0]
    assert screen.errors()[1:] == [screen.session.guide.text("ui.save.waits")]
    screen.go("summary")
    assert "paper_json" in screen.widgets()
    assert screen.session.assessment.scope.loop == "search"
    assert not database.exists()
    away.rename(database)
    screen.go("start").give("scope.period", "May")
    assert not screen.errors()
    kept = screen.kept().scope
    assert (kept.population, kept.loop, kept.period) == ("all of ward 7", "search", "May")


def test_one_visitor_tries_again_while_the_others_are_told(tmp_path: Path) -> None:
    """Nobody else waits for a server that doesn't answer, and one store is made in the end."""
    goes_on, begun, made = threading.Event(), threading.Event(), []

    def make() -> Store:
        made.append(1)
        if len(made) == 1:
            raise StoreError("Not now.")
        begun.set()
        goes_on.wait(timeout=30)
        return Store(f"sqlite:///{(tmp_path / 'one.db').as_posix()}")

    opened = Opening(make)
    with pytest.raises(StoreError, match="Not now"):
        opened()
    with pytest.raises(StoreError, match="Not now"):
        opened()  # a page asks several times, and is told at once
    assert len(made) == 1
    opened._again_at = 0.0
    trying = threading.Thread(target=opened)
    trying.start()
    assert begun.wait(timeout=30)
    with pytest.raises(StoreError, match="Not now"):
        opened()
    goes_on.set()
    trying.join()
    assert opened() is opened()
    assert len(made) == 2
    opened.forget()
