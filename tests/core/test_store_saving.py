"""What is saved is what is read back, whole or not at all."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from flywheel_core.assessment import (
    COMPONENTS,
    TRANSITIONS,
    AnswersError,
    Assessment,
    change,
    document,
    read_answers,
    write_answers,
)
from flywheel_core.store import Refused, Store, StoreError, UnknownLink
from flywheel_core.store.tables import ASSESSMENTS

ODD = "Ünïcödé – ‮rtl‬ 日本語 e\u0301 \u0000\u001b[31m \U0001f469\u200d\U0001f52c =1+1 <b>'\"\\"


def test_importing_the_core_loads_no_database():
    """`import flywheel_core` leaves the store, SQLAlchemy and Alembic alone."""
    program = (
        "import sys, flywheel_core\n"
        "found = {'sqlalchemy', 'alembic', 'sqlite3', 'flywheel_core.store'} & set(sys.modules)\n"
        "sys.exit(', '.join(found) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_read_back_is_what_was_written(store):
    """An assessment opened again gives the same answers file, byte for byte, whatever was typed."""
    written = read_answers(
        write_answers(Assessment(title=ODD, participants=("", " a "), notes={"title": ODD}))
    )
    opened = store.create(written)
    assert write_answers(opened.assessment) == write_answers(written)
    assert write_answers(store.open(opened.token).assessment) == write_answers(written)


def test_a_change_is_there_for_another_process(store, url):
    """A change that returned is in the database, not in the memory of the one that made it."""
    token = store.create(Assessment()).token
    store.change(token, {"components.storage.level": 3, "notes.title": ODD}, seen=1, tab="a")
    other = Store(url)
    opened = other.open(token)
    other.close()
    assert opened.assessment.components.storage.level == 3
    assert opened.assessment.notes["title"] == ODD
    assert opened.version == 2


def test_created_and_changed_are_told_in_utc(store):
    """Creating sets both times, a change only the second; both carry their zone."""
    before = datetime.now(UTC)
    created = store.create(Assessment())
    saved = store.change(created.token, {"title": "x"}, seen=1, tab="a")
    opened = store.open(created.token)
    assert before <= created.created_at <= saved.changed_at <= datetime.now(UTC)
    assert (opened.created_at, opened.changed_at) == (created.created_at, saved.changed_at)
    assert opened.changed_at.utcoffset() == timedelta(0)


def test_several_paths_are_one_step(store):
    """All paths of one call are saved under one version."""
    token = store.create(Assessment()).token
    saved = store.change(token, {"title": "x", "learning.decision": "network"}, seen=1, tab="a")
    assert (saved.version, saved.assessment.title, saved.assessment.learning.decision) == (2, "x", "network")


@pytest.mark.parametrize("order", [1, -1])
def test_not_applicable_replaces_a_level_in_either_order(store, order):
    """An answer and the one that excludes it can be exchanged in one step, whichever is named first."""
    token = store.create(change(Assessment(), "components.storage.level", 2)).token
    changes = [("components.storage.level", None), ("components.storage.not_applicable", "no store")]
    saved = store.change(token, dict(changes[::order]), seen=1, tab="a")
    assert saved.assessment.components.storage.not_applicable == "no store"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "kept?", "components.storage.level": 9},
        {"title": "kept?", "components.storage.levl": 1},
        {"title": "kept?", "notes.nowhere": "x"},
        {"title": "kept?", "transitions.storage_to_analysis.duration": {"low": "P3D", "high": "P1D"}},
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(store, changes):
    """One wrong value refuses the whole call with one sentence; document, version and log stay."""
    opened = store.create(Assessment(title="before"))
    with pytest.raises(AnswersError, match=r"\w"):
        store.change(opened.token, changes, seen=1, tab="a")
    assert store.open(opened.token).assessment.title == "before"
    assert store.open(opened.token).version == 1
    assert not store.can_undo(opened.token)


def test_what_changes_nothing_makes_no_step(store):
    """Saving the value that is there already leaves version and undo alone."""
    opened = store.create(Assessment(title="same"))
    saved = store.change(opened.token, {"title": "same", "learning.decision": None}, seen=1, tab="a")
    assert (saved.version, saved.changed_at) == (1, opened.changed_at)
    assert not store.can_undo(opened.token)


def test_changes_that_take_each_other_back_make_no_step(store):
    """Where the last of several values is what was there before, there is nothing to undo."""
    opened = store.create(Assessment(title="same"))
    changes = {"title": "other", "": {"title": "same"}}
    assert store.change(opened.token, changes, seen=1, tab="a").version == 1
    assert not store.can_undo(opened.token)


def test_notes_in_another_order_are_no_change(store):
    """The order in which notes are given is not kept, so it makes no step either."""
    token = store.create(Assessment(notes={"title": "t", "scope": "s"})).token
    saved = store.change(token, {"notes": {"scope": "s", "title": "t"}}, seen=1, tab="a")
    assert (saved.version, store.can_undo(token)) == (1, False)


def test_a_number_written_otherwise_is_a_change(store):
    """5 and 5.0 are equal to Python but not in the file, so the second is saved."""
    token = store.create(change(Assessment(), "velocity.cost_per_turn", 5)).token
    assert store.change(token, {"velocity.cost_per_turn": 5.0}, seen=1, tab="a").version == 2
    assert '"cost_per_turn": 5.0\n' in write_answers(store.open(token).assessment)


def test_replacing_puts_another_document_in_its_place(store):
    """An import over the present assessment keeps its id and link, and is one step."""
    opened = store.create(Assessment(title="old", notes={"title": "gone"}))
    saved = store.replace(opened.token, Assessment(title="new"), tab="a")
    again = store.open(opened.token)
    assert write_answers(again.assessment) == write_answers(saved.assessment)
    assert (again.id, again.version, again.assessment.title) == (opened.id, 2, "new")
    assert not again.assessment.notes


def test_what_could_not_be_read_again_is_not_saved(store):
    """A document that reading would refuse is refused when it is to be saved, and the old one stays."""
    token = store.create(Assessment(title="readable")).token
    broken = Assessment.model_construct(title="x" * 1_001)
    with pytest.raises(AnswersError):
        store.create(broken)
    with pytest.raises(AnswersError):
        store.replace(token, broken, tab="a")
    assert store.open(token).assessment.title == "readable"


def test_a_document_that_grows_too_large_to_be_read_is_refused(store):
    """Changes that fit one by one can't add up to a document that can't be opened any more."""
    token = store.create(Assessment()).token
    long = [{"what": "a" * 20_000} for _ in range(200)]
    store.change(token, {"actions": long}, seen=1, tab="a")
    full = {f"notes.{path}": "x" * 20_000 for path in _paths_of_answers()}
    with pytest.raises(AnswersError):
        store.change(token, full, seen=2, tab="a")
    assert len(store.open(token).assessment.actions) == 200


def test_an_older_answers_file_is_migrated_when_it_is_read(store, monkeypatch):
    """A stored document of an older file version opens as today's, and is saved as such by a change."""
    token = store.create(Assessment(title="old name")).token
    _set_document(store, write_answers(Assessment(title="old")).replace(": 1,", ": 0,"))
    monkeypatch.setitem(document.MIGRATIONS, 0, lambda data: {**data, "facilitator": "migrated"})
    assert store.open(token).assessment.facilitator == "migrated"
    store.change(token, {"title": "new"}, seen=1, tab="a")
    assert '"schema_version": 1' in _document(store)
    assert '"facilitator": "migrated"' in _document(store)


def test_a_newer_answers_file_is_refused_and_kept(store):
    """A stored document of a newer file version is refused with a sentence, and left as it is."""
    token = store.create(Assessment(title="x")).token
    newer = write_answers(Assessment(title="x")).replace('"schema_version": 1', '"schema_version": 99')
    _set_document(store, newer)
    for call in (
        lambda: store.open(token),
        lambda: store.change(token, {"title": "y"}, seen=1, tab="a"),
        lambda: store.replace(token, Assessment(), tab="a"),
    ):
        with pytest.raises(StoreError, match="99"):
            call()
    assert _document(store) == newer
    store.delete(token)


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 10_000, "\ud800", "' OR 1=1 --", "\x00"])
def test_an_unknown_link_is_refused_by_every_method(store, token):
    """A token that opens nothing gives one sentence, whatever was typed for it."""
    store.create(Assessment())
    for call in (
        lambda: store.open(token),
        lambda: store.change(token, {"title": "x"}, seen=1, tab="a"),
        lambda: store.replace(token, Assessment(), tab="a"),
        lambda: store.since(token, 0, "a"),
        lambda: store.undo(token, tab="a"),
        lambda: store.can_undo(token),
        lambda: store.share(token),
        lambda: store.revoke_shares(token),
        lambda: store.delete(token),
    ):
        with pytest.raises(UnknownLink, match=r"^[A-Z][^\n]*\.$"):
            call()


def _paths_of_answers() -> list[str]:
    parts = [f"components.{c}" for c in COMPONENTS] + [f"transitions.{t}" for t in TRANSITIONS]
    keys = [key for part in parts[5:] for key in (f"{part}.strength", f"{part}.duration", f"{part}.target")]
    keys += [f"{part}.level" for part in parts[:5]] + [f"{part}.not_applicable" for part in parts]
    return [*parts, *keys, *(f"{part}.basis" for part in parts)]


def _set_document(store: Store, text: str) -> None:
    with store._database.writing() as connection:
        connection.execute(update(ASSESSMENTS).values(document=text))


def _document(store: Store) -> str:
    with store._database.reading() as connection:
        return str(connection.execute(select(ASSESSMENTS.c.document)).scalar_one())


def test_refused_words_that_no_database_keeps_are_kept_without_them(store):
    """A character that is none in a database's text stands as one that says so, and the rest is kept."""
    token = store.create(Assessment()).token
    store.keep_refused(token, Refused("assessed_on", "to\0morrow \ud800", "“to\0morrow” is no day."))
    (kept,) = store.open(token).refused
    assert (kept.typed, kept.why) == ("to�morrow �", "“to�morrow” is no day.")
