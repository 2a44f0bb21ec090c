"""Deleted means that the text is gone from the disk."""

import random
import signal
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from sqlalchemy import event

from flywheel_core.assessment import Assessment
from flywheel_core.store import Refused, Store

SECRET = "Zweitausend-Geheimnis"


def _files(store: Store) -> bytes:
    return b"".join(path.read_bytes() for path in Path(store.place).parent.iterdir())


@pytest.fixture
def url(tmp_path) -> str:
    """Give the address of a fresh file."""
    return f"sqlite:///{tmp_path}/deletion.db?timeout=0.2"


def _typed(store: Store) -> str:
    token = store.create(Assessment(title=f"{SECRET} title")).token
    store.change(token, {"notes.title": f"{SECRET} note " * 500}, seen=1, tab=f"{SECRET} tab")
    store.change(token, {"notes.title": f"{SECRET} again"}, seen=2, tab="a")
    store.replace(token, Assessment(facilitator=f"{SECRET} import"), tab="a")
    store.undo(token, tab="a")
    store.keep_refused(token, Refused("assessed_on", f"{SECRET} no day", f"{SECRET} is no day."))
    return token


def test_deleted_text_is_in_none_of_the_files(url):
    """After deletion no file of the database holds anything that was typed, while the store is still open."""
    store = Store(url)
    other = store.create(Assessment(title="stays")).token
    token = _typed(store)
    assert SECRET.encode() in _files(store)
    store.delete(token)
    assert SECRET.encode() not in _files(store)
    assert store.open(other).assessment.title == "stays"
    store.close()


def test_no_remnant_stays_in_the_gaps_of_a_page(url, monkeypatch):
    """Nothing of a deleted document stays where SQLite moved pieces about; with these numbers it would."""
    chance, alive, remnants = random.Random(20), {}, []
    bits = random.Random(20).getrandbits
    monkeypatch.setattr("uuid.uuid4", lambda: uuid.UUID(int=bits(128)))
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: f"{bits(128):032x}"[:22])
    store = Store(url)
    for count in range(44):
        secret = f"{SECRET}{count:04d}"
        alive[secret] = store.create(Assessment(title=secret)).token
        for known, token in chance.sample(sorted(alive.items()), min(3, len(alive))):
            note = f"{known} " * chance.choice((1, 10, 40, 60))
            store.change(token, {"notes.title": note}, seen=1, tab="a")
        if count % 4 == 3:
            gone, token = chance.choice(sorted(alive.items()))
            store.delete(token)
            del alive[gone]
            remnants += [gone] if gone.encode() in _files(store) else []
    assert remnants == []
    store.close()


def test_what_a_reader_keeps_from_being_wiped_is_wiped_later(url):
    """While another process reads, deletion succeeds; the text is wiped when the store is opened again."""
    store = Store(url)
    token = _typed(store)
    reader = sqlite3.connect(store.place)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM assessments").fetchone()
    store.delete(token)
    assert SECRET.encode() in _files(store)
    reader.close()
    again = Store(url)
    assert SECRET.encode() not in _files(again)
    again.close()
    store.close()


def test_a_process_killed_while_deleting_leaves_nothing_after_the_next_start(url):
    """A deletion that was saved but not wiped from the files any more is wiped when the store opens again."""
    store = Store(url)
    token = _typed(store)
    program = (
        "import os, signal, sys\n"
        "from flywheel_core.store import Store, database\n"
        "store = Store(sys.argv[1])\n"
        "database.Database.sweep = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.delete(sys.argv[2])\n"
    )
    done = subprocess.run([sys.executable, "-c", program, url, token], check=False)
    assert done.returncode == -signal.SIGKILL
    assert SECRET.encode() in _files(store)
    again = Store(url)
    assert SECRET.encode() not in _files(again)
    again.close()
    store.close()


def test_the_next_deletion_wipes_what_was_left(url):
    """What could not be wiped at once goes with the next deletion, without a restart."""
    store = Store(url)
    token, second = _typed(store), store.create(Assessment()).token
    reader = sqlite3.connect(store.place)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM assessments").fetchone()
    store.delete(token)
    reader.close()
    store.delete(second)
    assert SECRET.encode() not in _files(store)
    store.close()


def test_a_deletion_elsewhere_while_sweeping_is_not_forgotten(url):
    """What another process deletes between the sweep and its end is swept up later: the note of it stays."""
    store = Store(url)
    token = _typed(store)

    def delete_elsewhere(_connection, _cursor, statement, *_):
        if "wal_checkpoint" in statement:
            other = sqlite3.connect(store.place)
            other.execute("PRAGMA user_version = 2")
            other.close()

    event.listen(store._database._engine, "before_cursor_execute", delete_elsewhere)
    store.delete(token)
    event.remove(store._database._engine, "before_cursor_execute", delete_elsewhere)
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 2
    store.close()


def test_what_was_overwritten_and_forgotten_is_overwritten_on_the_disk(url):
    """SQLite's own wiping is on, so that old steps which the log forgets do not linger till a deletion."""
    store = Store(url)
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
    store.close()
