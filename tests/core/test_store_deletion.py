"""Deleted means that the text is gone from the disk."""

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flywheel_core.assessment import Assessment
from flywheel_core.store import Store

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


def test_no_remnant_stays_among_many_others(url):
    """Among documents that grow, shrink and go, nothing of a deleted one stays in the gaps of a page."""
    store, chance, alive, seen = Store(url), random.Random(5), {}, 0
    for count in range(120):
        secret = f"{SECRET}{count:04d}"
        alive[secret] = store.create(Assessment(title=secret)).token
        for known, token in chance.sample(sorted(alive.items()), min(3, len(alive))):
            note = f"{known} " * chance.choice([1, 20, 60, 300])
            store.change(token, {"notes.title": note}, seen=1, tab="a")
        if count % 4 == 3:
            gone, token = chance.choice(sorted(alive.items()))
            store.delete(token)
            del alive[gone]
            seen += gone.encode() in _files(store)
    assert seen == 0
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
    store.close()
    store = Store(url)
    assert SECRET.encode() not in _files(store)
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


def test_what_was_overwritten_and_forgotten_is_overwritten_on_the_disk(url):
    """SQLite's own wiping is on, so that old steps which the log forgets do not linger till a deletion."""
    store = Store(url)
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
    store.close()
