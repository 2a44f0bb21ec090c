"""Assessments come and go: files, examples, copies, a new one, deletion, a database that fails."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flywheel_core import Assessment, write_answers
from flywheel_core.assessment import value_at
from flywheel_core.files import EXAMPLES
from flywheel_core.store import Store, StoreError, UnknownLink
from flywheel_ui import session
from tests.app.documents import MARKUP, changed, hostile
from tests.app.screen import Screen, example

Open = Callable[..., Screen]


def _rows(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM assessments").fetchone()
    connection.close()
    return int(rows)


@pytest.mark.parametrize("document", [*map(example, EXAMPLES), hostile()], ids=[*EXAMPLES, "hostile"])
def test_an_answers_file_opens_as_it_is(open_app: Open, document: Assessment, database: Path) -> None:
    """An imported file becomes a new assessment, byte for byte; the one that was open stays."""
    screen = open_app("start", example("broken"))
    before = screen.session.token
    screen.widget("import").set_value(("answers.json", write_answers(document).encode(), "application/json"))
    screen.run()
    assert write_answers(screen.kept()) == write_answers(document)
    assert screen.session.token != before
    assert session.store().open(str(before)).assessment == example("broken")
    assert screen.run().session.token == screen.session.token
    assert _rows(database) == 2


_BAD_FILES = {
    "empty": b"",
    "cut short": write_answers(example("pipeline")).encode()[:1_000],
    "foreign": json.dumps({"name": "package", "version": "1.0.0"}).encode(),
    "a list": b"[1, 2]",
    "newer": b'{"schema_version": 99}',
    "not utf-8": '{"title": "é"}'.encode("latin-1"),
    "binary": bytes(range(256)) * 10,
    "nested": b"[" * 100_000,
    "markup": json.dumps({MARKUP: 1}).encode(),
    "duration": b'{"transitions": {"storage_to_analysis": {"duration": {"likely": "-P3D"}}}}',
    "both": b'{"components": {"storage": {"level": 1, "not_applicable": "x"}}}',
    "surrogate": b'{"title": "\\ud800"}',
    "digits": b'{"cold_start": {"meaningful_points": ' + b"9" * 5_000 + b"}}",
    "not a number": b'{"velocity": {"cost_per_turn": NaN}}',
}


@pytest.mark.parametrize("content", _BAD_FILES.values(), ids=_BAD_FILES)
def test_a_bad_file_says_one_sentence(open_app: Open, content: bytes, database: Path) -> None:
    """A file that is no answers file is named in one sentence, and what was open stays open."""
    screen = open_app("start", example("pipeline"))
    screen.widget("import").set_value(("answers.json", content, "application/json"))
    screen.run()
    assert len(screen.errors()) == 1, screen.errors()
    assert "Traceback" not in screen.errors()[0]
    assert screen.kept() == example("pipeline")
    assert _rows(database) == 1


@pytest.mark.parametrize(("content", "said"), [(b"{}", True), (b'{"title": "x"}', False)])
def test_a_file_without_answers_says_so(open_app: Open, content: bytes, said: bool) -> None:
    """A file that holds no answers opens as an empty assessment, and that is said."""
    screen = open_app("start", example("pipeline"))
    screen.widget("import").set_value(("answers.json", content, "application/json"))
    screen.run()
    assert (screen.session.guide.text("ui.start.import_empty") in screen.news()) == said
    assert screen.kept() == Assessment(title=None if said else "x")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_opens_as_a_copy(open_app: Open, name: str) -> None:
    """An example is opened as one's own, and changing it changes nobody else's."""
    screen = open_app("start").press(f"example_{name}")
    assert screen.kept() == example(name)
    guide, title = screen.session.guide, example(name).title
    opened = guide.text("ui.start.opened", title=title)
    assert screen.news() == [opened]
    again = screen.press(f"example_{name}")
    assert again.news() == [f"{opened} {guide.text('ui.start.opened_before')}"]
    screen.give("title", "mine")
    other = open_app("start").press(f"example_{name}")
    assert other.kept() == example(name)


def test_a_new_assessment_leaves_the_old_one_where_it_is(open_app: Open) -> None:
    """Beginning anew shows empty fields; the old assessment stays under its link."""
    screen = open_app("start", example("pipeline"))
    before = str(screen.session.token)
    screen.press("new")
    assert screen.kept() == Assessment()
    assert not screen.widget("title").value
    assert Screen(before).session.assessment == example("pipeline")


def test_a_copy_is_an_assessment_of_its_own(open_app: Open) -> None:
    """The copy has all answers and says in its title that it is one; the original is left alone."""
    screen = open_app("summary", example("pipeline"))
    before = str(screen.session.token)
    screen.press("copy")
    assert screen.session.token != before
    title = screen.session.guide.text("ui.summary.copy_title", title=example("pipeline").title)
    assert screen.kept() == changed(example("pipeline"), {"title": title})
    screen.go("learning").give("learning.decision", "neither")
    assert session.store().open(before).assessment == example("pipeline")


def test_a_reader_can_copy_what_only_shows(open_app: Open) -> None:
    """Whoever has a link that only shows can copy the assessment and change the copy."""
    token = session.store().share(session.store().create(example("pipeline")).token)
    screen = open_app("summary", token=token).press("copy").go("learning")
    screen.give("learning.decision", "neither")
    assert value_at(screen.kept(), "learning.decision") == "neither"


def _begun_at_the_top(screen: Screen) -> list[str]:
    """Return what the browser is told of the screen that it begins at its top."""
    return [text for _, text in screen.strings() if "top.js" in text]


def test_deleting_deletes(open_app: Open, database: Path) -> None:
    """A deleted assessment is gone: its links open nothing, its words are out of the database's file."""
    secret = "unmistakable-words-of-mine"
    screen = open_app("summary", changed(example("pipeline"), {"facilitator": secret}))
    token = str(screen.session.token)
    reader = session.store().share(token)
    began = _begun_at_the_top(screen)
    screen.press("delete")
    assert _begun_at_the_top(screen) != began, "what is said of it stands there"
    assert screen.session.token is None
    assert screen.session.assessment == Assessment()
    for link in (token, reader):
        with pytest.raises(UnknownLink):
            session.store().open(link)
    assert session.LINK not in screen.app.query_params
    session.store().close()
    files = [file for file in database.parent.iterdir() if file.name.startswith(database.name)]
    assert files
    assert not any(secret.encode() in file.read_bytes() for file in files)


# --- A database that fails ---------------------------------------------------------------------------------


def test_what_can_not_be_saved_is_said_and_saved_later(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database fails, that is said, answers stay on the screen, and the next save takes them."""
    screen = open_app("learning", example("pipeline"))
    guide = screen.session.guide

    def fail(*_args: object, **_values: object) -> None:
        raise StoreError("The disk *is* full.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "change", fail)
        screen.give("learning.decision", "neither")
        on_top = guide.text("ui.save.problem", problem="The disk *is* full.")
        assert screen.errors() == [on_top, guide.text("ui.save.waits")]
        assert guide.text("ui.save.not_saved") in screen.app.get("progress")[0].proto.text
        screen.give("learning.others_notice_deletion", "no")
    screen.give("notes.learning.decision", "why")
    assert not screen.errors()
    answers = {"learning.decision": "neither", "learning.others_notice_deletion": "no"}
    expected = changed(example("pipeline"), {**answers, "notes.learning.decision": "why"})
    assert screen.kept() == expected
    assert guide.text("ui.save.saved") in screen.app.get("progress")[0].proto.text


def _fails(*_args: object, **_values: object) -> None:
    raise StoreError("The disk *is* full.")


def test_what_waits_to_be_saved_belongs_to_its_own_assessment(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another assessment is not opened over it, nor gets it; once it is saved the other one is opened."""
    screen = open_app("start", example("pipeline"))
    token = str(screen.session.token)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "change", _fails)
        screen.give("scope.population", "all of ward 7").press("example_broken")
        assert screen.session.token == token
        assert screen.session.unsaved == {"scope.population": "all of ward 7"}
        assert any("The disk *is* full." in error for error in screen.errors())
    screen.press("example_broken")
    assert session.store().open(token).assessment.scope.population == "all of ward 7"
    assert screen.session.token != token
    assert screen.kept().scope == example("broken").scope


def test_a_link_that_can_not_be_asked_for_is_waited_for(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be typed where it would belong to no assessment; when the database is back it is shown."""
    token = session.store().create(example("pipeline")).token
    with monkeypatch.context() as broken:
        broken.setattr(Store, "open", _fails)
        screen = Screen(token)
        assert any("The disk *is* full." in error for error in screen.errors())
        assert screen.app.title[0].value == screen.session.guide.text("ui.link.waiting")
        assert not screen.widgets(), "what is typed would belong to no assessment"
        del screen.app.query_params[session.LINK]  # as on the way to another page
        assert not screen.go("learning").widgets()
        assert screen.app.query_params[session.LINK] == token
        screen.go("start")
    assert screen.run().widget("title").value == example("pipeline").title
    assert not screen.errors()


def test_a_database_that_can_not_be_opened_is_a_sentence(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a database the pages still run, and say in one sentence what is wrong."""
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", "sqlite:////nowhere/at/all/flywheel.db")
    screen = open_app("learning").give("learning.decision", "neither")
    on_top, at_the_field = screen.errors()
    assert "can't be opened" in on_top
    assert at_the_field == screen.session.guide.text("ui.save.waits")
    assert screen.widget("learning.decision").value == "neither"
    screen.go("start")


def test_the_heartbeat_opens_what_was_waited_for(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to open the page anew once the database is back."""
    token = session.store().create(example("pipeline")).token
    with monkeypatch.context() as broken:
        broken.setattr(Store, "open", _fails)
        screen = Screen(token)
    # In the page's own run the address is asked first: that it can't be is what the heartbeat finds.
    monkeypatch.setattr(session, "follow_the_link", lambda: None)
    assert screen.session.waiting == token
    assert screen.run().session.token == token
    assert screen.widget("title").value == example("pipeline").title


def test_the_offer_to_go_on_stays_as_it_is_while_the_page_is_shown(open_app: Open) -> None:
    """The first answer folds nothing away above the next field; on the next visit it is out of the way."""
    screen = open_app("start").give("title", "Support inbox")
    assert screen.app.session_state["elsewhere"] is True
    assert screen.go("learning").go("start").app.session_state["elsewhere"] is False
