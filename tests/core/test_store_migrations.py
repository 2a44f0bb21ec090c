"""A database of any age opens, with what was in it."""

import hashlib
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Pool, event

from flywheel_core.assessment import Assessment, write_answers
from flywheel_core.store import Store, StoreError
from flywheel_core.store.tables import METADATA, REVISIONS

#: What revision 0001 made. Spelled out here, so that a change to an old migration shows.
FIRST = """
CREATE TABLE flywheel_revision (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT flywheel_revision_pkc PRIMARY KEY (version_num));
INSERT INTO flywheel_revision VALUES ('0001');
CREATE TABLE assessments (
    id VARCHAR(32) NOT NULL PRIMARY KEY, document TEXT NOT NULL, version INTEGER NOT NULL,
    created_at DATETIME NOT NULL, changed_at DATETIME NOT NULL);
CREATE TABLE links (
    digest VARCHAR(64) NOT NULL PRIMARY KEY, assessment_id VARCHAR(32) NOT NULL,
    may_edit BOOLEAN NOT NULL, created_at DATETIME NOT NULL,
    FOREIGN KEY(assessment_id) REFERENCES assessments (id) ON DELETE CASCADE);
CREATE INDEX ix_links_assessment_id ON links (assessment_id);
"""
WHEN = "2026-11-24 10:00:00.000000"
TOKEN = "abcdefghijklmnopqrstuv"


def _old_database(path: Path) -> Assessment:
    written = Assessment(title="from the first version", notes={"title": "ä"})
    connection = sqlite3.connect(path)
    connection.executescript(FIRST)
    connection.execute(
        "INSERT INTO assessments VALUES ('a1', ?, 7, ?, ?)", (write_answers(written), WHEN, WHEN)
    )
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    connection.execute("INSERT INTO links VALUES (?, 'a1', 1, ?)", (digest, WHEN))
    connection.commit()
    connection.close()
    return written


def test_a_database_of_the_first_version_keeps_its_data_and_gets_undo(tmp_path):
    """Opening a database at revision 0001 migrates it: its assessment is there to the byte; undo works."""
    written = _old_database(tmp_path / "old.db")
    store = Store(f"sqlite:///{tmp_path}/old.db")
    opened = store.open(TOKEN)
    assert write_answers(opened.assessment) == write_answers(written)
    assert (opened.id, opened.version, opened.may_edit) == ("a1", 7, True)
    assert opened.created_at.isoformat() == "2026-11-24T10:00:00+00:00"
    store.change(TOKEN, {"title": "changed"}, seen=7, tab="a")
    assert write_answers(store.undo(TOKEN, tab="a").assessment) == write_answers(written)
    assert store.since(TOKEN, 6, "b").from_others == ("",)
    store.delete(TOKEN)
    store.close()


def test_the_tables_are_what_the_migrations_make(tmp_path):
    """The tables that the code works with and those that the migrations create are the same."""
    store = Store(f"sqlite:///{tmp_path}/new.db")
    with store._database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": REVISIONS, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []
    store.close()


def test_opening_again_changes_nothing(tmp_path):
    """A database that is up to date is only read when it is opened."""
    url = f"sqlite:///{tmp_path}/same.db"
    Store(url).close()
    before = (tmp_path / "same.db").read_bytes()
    Store(url).close()
    assert (tmp_path / "same.db").read_bytes() == before


@pytest.mark.parametrize("revision", ["0099", "f00ba4"])
def test_a_database_of_a_newer_version_is_refused_and_untouched(tmp_path, revision):
    """A revision that this version does not know is refused with a sentence; not a byte changes."""
    path = tmp_path / "newer.db"
    Store(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE flywheel_revision SET version_num = ?", (revision,))
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer version[^\n]*\.$"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_refused_database_is_not_kept_open(tmp_path):
    """Opening that fails closes its connections, so that the file can be moved away."""
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE music (title TEXT)")
    connection.commit()
    connection.close()
    opened, closed = [], []
    listeners = {
        "connect": lambda raw, _record: opened.append(raw),
        "close": lambda raw, _record: closed.append(raw),
    }
    for name, listener in listeners.items():
        event.listen(Pool, name, listener)
    with pytest.raises(StoreError):
        Store(f"sqlite:///{path}")
    for name, listener in listeners.items():
        event.remove(Pool, name, listener)
    assert opened
    assert opened == closed


def test_a_database_of_another_application_is_refused_and_untouched(tmp_path):
    """A SQLite file with tables that are not this app's is refused with a sentence; not a byte changes."""
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE music (title TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"another application[^\n]*\.$"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path):
    """All migrations of one opening happen or none: a table in the way of 0002 leaves revision 0001."""
    path = tmp_path / "blocked.db"
    _old_database(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE changes (something TEXT)")
    connection.execute("UPDATE flywheel_revision SET version_num = '0001'")
    connection.commit()
    with pytest.raises(StoreError):
        Store(f"sqlite:///{path}")
    assert connection.execute("SELECT version_num FROM flywheel_revision").fetchall() == [("0001",)]
    connection.execute("DROP TABLE changes")
    connection.commit()
    connection.close()
    store = Store(f"sqlite:///{path}")
    assert store.open(TOKEN).assessment.title == "from the first version"
    store.close()


def test_processes_that_open_a_fresh_database_at_once_all_may(tmp_path):
    """Five processes that start together on no database each find one that works, and lose nothing."""
    program = (
        "import sys, pathlib\n"
        "from flywheel_core.assessment import Assessment\n"
        "from flywheel_core.store import Store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        f"store = Store('sqlite:///{tmp_path}/fresh.db')\n"
        "print(store.create(Assessment(title='x')).token)\n"
    )
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for _ in range(5)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate() for process in processes]
    assert [error for _, error in outputs] == [""] * 5
    store = Store(f"sqlite:///{tmp_path}/fresh.db")
    assert [store.open(token.strip()).assessment.title for token, _ in outputs] == ["x"] * 5
    store.close()


def test_threads_that_open_databases_at_once_do_not_mix_them_up(tmp_path):
    """Several databases that one process opens at the same moment are each migrated."""
    ready = threading.Barrier(6)

    def opened(number: int) -> int:
        ready.wait()
        store = Store(f"sqlite:///{tmp_path}/{number}.db")
        version = store.create(Assessment()).version
        store.close()
        return version

    for turn in range(3):
        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(opened, range(turn * 6, turn * 6 + 6))) == [1] * 6


def test_a_folder_with_a_percent_sign_is_no_obstacle(tmp_path, monkeypatch):
    """The migrations are found wherever the package lies, also below a folder named with %."""
    import shutil

    from flywheel_core.store import migrations

    folder = tmp_path / "100% mine"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    monkeypatch.setattr(migrations, "__file__", str(folder / "__init__.py"))
    store = Store(f"sqlite:///{tmp_path}/percent.db")
    assert store.create(Assessment()).version == 1
    store.close()
