"""Addresses, files and what a database answers amiss."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from flywheel_core.assessment import Assessment, write_answers
from flywheel_core.store import Store, StoreError
from flywheel_core.store.database import place_of

ONE_SENTENCE = r"^[^\n]+\.$"


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    """Give a store that does not wait long for others."""
    store = Store(f"sqlite:///{tmp_path}/answers.db?timeout=0.1")
    yield store
    store.close()


def test_without_an_address_it_is_the_data_folder(tmp_path, monkeypatch):
    """The database is a file in the user's data folder, which is made, and is found there again."""
    monkeypatch.delenv("FLYWHEEL_DATABASE_URL", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda name, **_: tmp_path / "data" / name)
    store = Store()
    token = store.create(Assessment(title="at home")).token
    store.close()
    assert store.place == str(tmp_path / "data" / "flywheel-check" / "flywheel.sqlite3")
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", " ")
    again = Store("")
    assert again.open(token).assessment.title == "at home"
    again.close()


def test_the_environment_names_another_place(tmp_path, monkeypatch):
    """FLYWHEEL_DATABASE_URL says where the database is when the call does not."""
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", f"sqlite:///{tmp_path}/named.db")
    store = Store()
    store.close()
    assert store.place == f"{tmp_path}/named.db"
    assert Path(store.place).exists()


def test_a_fresh_database_is_for_its_owner_only(store):
    """The database and SQLite's files beside it hold what people typed: their owner alone reads them."""
    store.create(Assessment())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in Path(store.place).parent.iterdir()}
    assert modes == {"answers.db": 0o600, "answers.db-wal": 0o600, "answers.db-shm": 0o600}


def test_an_existing_file_keeps_its_permissions(tmp_path):
    """Whoever set a file's permissions on purpose keeps them."""
    path = tmp_path / "shared.db"
    path.touch(mode=0o640)
    path.chmod(0o640)
    Store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_was_acknowledged_is_on_the_disk(store):
    """Each commit waits for the disk (synchronous FULL), and readers never wait for writers (WAL)."""
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_writing_transaction_asks_for_its_turn_at_once(store):
    """Writing begins with BEGIN IMMEDIATE, since one that has read first may be refused without waiting."""
    with store._database.writing():
        other = sqlite3.connect(store.place, timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_reading_sees_one_state_throughout(store):
    """What others commit while a reading transaction is open does not show in it."""
    token = store.create(Assessment()).token
    with store._database.reading() as connection:
        query = "SELECT version FROM assessments"
        before = connection.exec_driver_sql(query).scalar()
        store.change(token, {"title": "x"}, seen=1, tab="a")
        assert connection.exec_driver_sql(query).scalar() == before == 1


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "/just/a/path.db",
        "http://example.org/",
        "sqlite://user:secret@host/path.db",
        "postgres://user:secret@host/name",
        "postgresql://user:secret@host:port/name",
        "mysql+nodriver://user:secret@host/name",
        "mssql+pymssql://user:secret@host/name",
        "sqlite:////no/such/folder/answers.db",
        "sqlite:////proc/answers.db",
        "sqlite:////dev/null/answers.db",
        "sqlite:////",
        "sqlite:///answers\x00.db",
        "sqlite:///x.db?timeout=soon",
    ],
)
def test_an_address_that_can_not_be_used_is_refused(url, tmp_path, monkeypatch):
    """Each unusable address gives one sentence, without the password in it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=ONE_SENTENCE) as refused:
        Store(url)
    assert "secret" not in str(refused.value)


def test_a_missing_driver_is_named():
    """An address whose driver is not installed says so, rather than that it is no address."""
    with pytest.raises(StoreError, match=r"mssql\+pymssql is not installed"):
        Store("mssql+pymssql://user:secret@host/name")


@pytest.mark.parametrize("url", ["user:secret@host/name", "host/name?user=u&password=secret"])
def test_the_place_is_told_without_the_password(url):
    """Where the database lies may be shown to anybody who uses the app."""
    place = place_of(make_url(f"postgresql://{url}"))
    assert "secret" not in place
    assert "host/name" in place


def test_a_folder_is_no_database(tmp_path):
    """An address that leads to a folder is refused with one sentence."""
    with pytest.raises(StoreError, match=ONE_SENTENCE):
        Store(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("content", [b"just some text, and not a short one at all " * 50, os.urandom(5_000)])
def test_a_file_that_is_no_database_is_refused_and_untouched(tmp_path, content):
    """Any other file is refused with one sentence and its place, and stays as it is."""
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"is not a database") as refused:
        Store(f"sqlite:///{path}")
    assert refused.value.place == str(path)
    assert path.read_bytes() == content


def test_where_the_database_lies_is_for_the_log_alone(tmp_path, caplog):
    """Visitors are not told where the server keeps things; the log says it, once a minute."""
    for _ in range(3):
        with pytest.raises(StoreError, match=ONE_SENTENCE) as refused:
            Store(f"sqlite:///{tmp_path}/absent/answers.db")
        assert str(tmp_path) not in str(refused.value)
        assert refused.value.place == f"{tmp_path}/absent/answers.db"
    (line,) = [record.getMessage() for record in caplog.records]
    assert line == f"{refused.value} It is about {tmp_path}/absent/answers.db."


def test_a_damaged_database_is_said_to_be_damaged(tmp_path):
    """A database with pages overwritten gives a sentence, no traceback of the driver."""
    path = tmp_path / "damaged.db"
    store = Store(f"sqlite:///{path}")
    token = store.create(Assessment(title="x")).token
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreError, match=ONE_SENTENCE):
        Store(f"sqlite:///{path}").open(token)


def test_a_busy_database_changes_nothing_and_says_so(store):
    """While another process writes for longer than the patience lasts, a change is refused, not half made."""
    token = store.create(Assessment(title="before")).token
    other = sqlite3.connect(store.place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="busy"):
        store.change(token, {"title": "after"}, seen=1, tab="a")
    assert store.open(token).assessment.title == "before"
    other.execute("ROLLBACK")
    other.close()
    assert store.change(token, {"title": "after"}, seen=1, tab="a").version == 2


def test_a_database_that_may_only_be_read_is_read(store):
    """A read-only database shows its assessments and refuses changes with a sentence."""
    token = store.create(Assessment(title="before")).token
    reader = Store(f"sqlite:///file:{store.place}?mode=ro&uri=true&timeout=0.1")
    assert reader.open(token).assessment.title == "before"
    assert reader.place == store.place
    with pytest.raises(StoreError, match="may only be read"):
        reader.change(token, {"title": "after"}, seen=1, tab="a")
    reader.close()


def test_a_database_that_is_gone_takes_nothing_more(store):
    """Deleted or moved away while it is open, a database refuses what could not be found again."""
    token = store.create(Assessment(title="before")).token
    away = Path(store.place).rename(f"{store.place}.away")
    for call in (
        lambda: store.change(token, {"title": "after"}, seen=1, tab="a"),
        lambda: store.create(Assessment()),
        lambda: store.open(token),
    ):
        with pytest.raises(StoreError, match=ONE_SENTENCE) as refused:
            call()
        assert "is gone" in str(refused.value)
    assert not Path(store.place).exists()
    away.rename(store.place)
    assert store.change(token, {"title": "after"}, seen=1, tab="a").assessment.title == "after"


def test_a_database_in_the_place_of_the_one_that_was_opened_is_left_alone(store, tmp_path):
    """Nothing is written into, or read from, a file that took the place of the one that was opened."""
    token = store.create(Assessment(title="before")).token
    other = Store(f"sqlite:///{tmp_path}/other.db")
    other.close()
    content = Path(other.place).read_bytes()
    Path(other.place).replace(store.place)
    with pytest.raises(StoreError, match="taken the place"):
        store.change(token, {"title": "after"}, seen=1, tab="a")
    with pytest.raises(StoreError, match="taken the place"):
        store.open(token)
    assert Path(store.place).read_bytes() == content


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path):
    """When the file can't grow any more the change is refused with a sentence; all before it stands."""
    program = f"""
import resource
from flywheel_core.assessment import Assessment
from flywheel_core.store import Store, StoreError
store = Store("sqlite:///{tmp_path}/full.db")
token = store.create(Assessment()).token
print(token)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
try:
    for count in range(1, 1_000):
        store.change(token, {{"notes.title": f"{{count}} " + "x" * 15_000}}, seen=1, tab="a")
        print(count, flush=True)
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(store.open(token).assessment.notes["title"].split()[0])
print(store.change(token, {{"title": "on"}}, seen=1, tab="a").assessment.title)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stderr.count("\n"), done.returncode) == (1, 0)
    assert done.stderr.endswith(f"It is about {tmp_path}/full.db.\n")
    *_, acknowledged, refused, kept, after = done.stdout.splitlines()
    assert refused.startswith(("The disk is full", "The disk failed"))
    assert (int(acknowledged), after) == (int(kept), "on")


def test_what_people_typed_stays_out_of_the_errors(store, caplog):
    """Neither the sentence nor the driver's error behind it, which a log would show, holds an answer."""
    token = store.create(Assessment()).token
    connection = sqlite3.connect(store.place)
    connection.execute("DROP TABLE changes")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=ONE_SENTENCE) as refused:
        store.change(token, {"title": "confidential"}, seen=1, tab="a")
    assert "confidential" not in f"{refused.value} {refused.value.__cause__}"
    with closing(sqlite3.connect(store.place)) as connection:
        assert not any(
            "confidential" in row[0] for row in connection.execute("SELECT document FROM assessments")
        )


def test_a_database_in_memory_serves_while_it_is_open():
    """An address in memory works as a file does."""
    store = Store("sqlite://")
    token = store.create(Assessment()).token
    saved = store.change(token, {"title": "x"}, seen=1, tab="a")
    assert write_answers(store.open(token).assessment) == write_answers(saved.assessment)
    store.delete(token)
    store.close()


def test_opening_waits_for_who_writes_first(tmp_path):
    """A fresh file that another process holds for a moment is opened as soon as it is free."""
    path = tmp_path / "shared.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, other.execute, ("ROLLBACK",))
    release.start()
    store = Store(f"sqlite:///{path}?timeout=0.01")
    release.join()
    other.close()
    assert store.create(Assessment()).version == 1
    store.close()


def test_opening_waits_for_no_longer_than_it_says(tmp_path):
    """A database that another process keeps locked is refused in the end, not waited for without one."""
    path = tmp_path / "locked.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("CREATE TABLE x (y)")
    begun = time.monotonic()
    with pytest.raises(StoreError, match="busy"):
        Store(f"sqlite:///{path}?timeout=0.1")
    other.close()
    assert time.monotonic() - begun < 60
