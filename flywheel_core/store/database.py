"""A database by its address: SQLite made safe for many threads and sudden ends, PostgreSQL for processes."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import unquote

import platformdirs
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from flywheel_core.store.batches import Batches, Made, Work
from flywheel_core.store.engines import PATIENCE, WRITERS, engine_of, with_driver
from flywheel_core.store.errors import Overtaken, StoreError, as_store_error, is_busy, sentence, unusable
from flywheel_core.store.turns import Turns

_LOG = logging.getLogger(__name__)

#: Names the migrations among the locks that applications agree on in a PostgreSQL database.
_MIGRATIONS = 0x666C7977

#: How long who lost to another transaction waits, in seconds, so that the other one ends first.
_AFTER_YOU = 0.1

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def tried_twice(method: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Return the method, which does its transaction once more, a moment later, where it lost to another."""

    @wraps(method)
    def tried(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(*args, **kwargs)
        except Overtaken:
            # The winner is only being woken: who asks at once takes what it waits for, and both wait again.
            time.sleep(_AFTER_YOU)
            return method(*args, **kwargs)

    return tried


def address(url: str | None) -> URL:
    """Return where assessments are kept: `url`, else FLYWHEEL_DATABASE_URL, else a file in the data folder.

    Raises StoreError for what is not a database's address.
    """
    text = (url or os.environ.get("FLYWHEEL_DATABASE_URL", "")).strip()
    if not text:
        folder = platformdirs.user_data_path("flywheel-check", appauthor=False)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unusable("cannot_open", str(folder)) from error
        return URL.create("sqlite", database=str(folder / "flywheel.sqlite3"))
    try:
        return with_driver(make_url(text))
    except (ArgumentError, ValueError) as error:
        raise unusable("not_an_address") from error


class Database:
    """An engine and the ways into it; whatever the database answers amiss becomes a StoreError."""

    def __init__(self, url: str | None = None) -> None:
        self._url = address(url)
        self._file = _file_of(self._url)
        self.place = place_of(self._url)
        if self._file is not None and self._url.query.get("mode") not in ("ro", "rw"):
            _make_private(self._file)
        self._opened = None if self._file is None else _identity(self._file)
        self._writing = Turns(1 if self.is_sqlite else WRITERS)
        self._engine = engine_of(self._url, in_memory=self.is_sqlite and self._file is None)
        # A transaction of SQLite sees one state throughout anyway; a server has to be asked for it.
        one_state = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self._engine.execution_options(**one_state)
        self._writer = self._engine.execution_options(flywheel_begin="BEGIN IMMEDIATE")
        self._batches = Batches(self.writing)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self._url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that sees one state of the database throughout."""
        with self._sentences(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that may write; it is kept when the block ends, undone when it raises.

        On SQLite there is one at a time: it is asked for at the start (BEGIN IMMEDIATE), since a
        transaction that has read and only then wants to write may be refused without waiting. On
        PostgreSQL each statement sees what others have saved by then, and waits for the rows it locks.
        """
        with self._turn(), self._sentences(), self._writer.begin() as connection:
            yield connection

    def write(self, work: Work[Made]) -> Made:
        """Return what `work` makes of a transaction, once that is kept; what it raises undoes what it wrote.

        In a file of SQLite those who come at the same time share one, so `work` may be called twice. In
        memory nobody waits for a disk, and batch after batch would keep the one connection from who reads.
        """
        if self._file is not None:
            return self._batches.make(work)
        with self.writing() as connection:
            return work(connection)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let threads of SQLite write one after the other: its own waiting sleeps, and some would oversleep.

        On a server a few write at once; more would be no faster, and keep connections from who reads.
        """
        if not self._writing.take(PATIENCE):
            raise StoreError(sentence("busy"))
        try:
            yield
        finally:
            self._writing.give_back()

    def prepare(self) -> None:
        """Make a SQLite file write ahead of itself (WAL), so that readers never wait for writers."""
        deadline = time.monotonic() + PATIENCE
        while self._file is not None:
            try:
                with self._engine.execution_options(flywheel_begin="").connect() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except SQLAlchemyError as error:
                # SQLite's own waiting does not cover this one statement.
                if not is_busy(error) or time.monotonic() > deadline:
                    raise as_store_error(error, self.place) from error
                time.sleep(0.05)
            else:
                return

    def migrate_alone(self, connection: Connection) -> None:
        """Make other processes that want to migrate a PostgreSQL database wait for this transaction."""
        if self._url.get_backend_name() == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATIONS})")

    def owe_a_sweep(self, connection: Connection) -> None:
        """Note, in the transaction that deletes, that deleted text is still to be wiped from the file.

        The note is SQLite's `user_version`: it counts the deletions that are not swept up yet, and
        outlives a process that ends in between.
        """
        if self.is_sqlite:
            owed = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {owed + 1}")

    def sweep(self) -> None:
        """Rewrite a SQLite file that owes it, so that no deleted text is left in it or its WAL.

        `secure_delete` alone leaves remnants in rearranged pages now and then. Where others are
        reading just now it is left for the next deletion or the next start.
        """
        if not self.is_sqlite:
            return
        try:
            with self._turn(), self._sentences():
                self._sweep()
        except StoreError as error:
            if not error.place:  # else the log has it
                _LOG.warning("%s", error)

    def _check_file(self) -> None:
        """Refuse to go on where the file of SQLite was deleted, moved or replaced since it was opened.

        Connections that are open would write on into the file that nobody finds again, and a new one would
        begin another.
        """
        if self._file is None or self._opened is None:
            return
        present = _identity(self._file)
        if present != self._opened:
            raise unusable("replaced" if present else "gone", self.place)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _sweep(self) -> None:
        with self._engine.execution_options(flywheel_begin="").connect() as connection:
            owed = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if not owed:
                return
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        with self._writer.begin() as connection:
            if not busy and connection.exec_driver_sql("PRAGMA user_version").scalar_one() == owed:
                connection.exec_driver_sql("PRAGMA user_version = 0")

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        self._check_file()
        try:
            yield
        except SQLAlchemyError as error:
            raise as_store_error(error, self.place) from error


def place_of(url: URL) -> str:
    """Return where a database lies, for people to read: its file, or its address without the password.

    The query is left out: drivers take a password there as well.
    """
    return str(_file_of(url) or url.set(query={}).render_as_string(hide_password=True))


def _file_of(url: URL) -> Path | None:
    """Return a SQLite database's file; None in memory and for other databases."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in ("", ":memory:") or url.query.get("mode") == "memory":
        return None
    return Path(unquote(name.removeprefix("file:")) if name.startswith("file:") else name)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of its name; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _make_private(path: Path) -> None:
    """Create a fresh database's file so that only its owner reads it; SQLite's own files beside it follow."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return
    except OSError as error:
        raise unusable("cannot_open", str(path)) from error
    except ValueError as error:
        raise unusable("not_an_address") from error
