"""Engines: how the databases that there are get connected to."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError

from flywheel_core.store.errors import unusable

#: Seconds that a connection waits for others that write, unless a SQLite address says `?timeout=`.
PATIENCE = 10

#: How PostgreSQL is connected to unless its address says otherwise: a line that was cut is given up after
#: twenty seconds instead of the system's minutes or hours, and what people type needs UTF-8.
_LIBPQ = {
    "connect_timeout": PATIENCE,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 1000 * PATIENCE,
    "client_encoding": "utf8",
}

#: How many threads of a process write to a server at once.
WRITERS = 8


def with_driver(url: URL) -> URL:
    """Return a PostgreSQL address, in either of its spellings, with the driver that comes with the app."""
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def engine_of(url: URL, *, in_memory: bool) -> Engine:
    """Return the engine for an address. Raises StoreError for one that can't be used."""
    kind = url.get_backend_name()
    options = _for_sqlite(url, in_memory=in_memory) if kind == "sqlite" else _for_servers(url)
    try:
        # Parameters are what people typed: they stay out of error messages.
        engine = create_engine(url, hide_parameters=True, **options)
    except ImportError as error:
        raise unusable("no_driver", kind=url.drivername) from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise unusable("not_an_address") from error
    if kind == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
    elif kind == "postgresql":
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _for_sqlite(url: URL, *, in_memory: bool) -> dict[str, Any]:
    wait = {} if "timeout" in url.query else {"timeout": PATIENCE}
    options = {"connect_args": {"check_same_thread": False, **wait}, "poolclass": QueuePool}
    # A database in memory is its one connection: threads take turns.
    sizes = {"pool_size": 1, "max_overflow": 0} if in_memory else {"pool_size": 8, "max_overflow": 56}
    return options | sizes


def _for_servers(url: URL) -> dict[str, Any]:
    # Two processes stay well below the hundred connections that PostgreSQL allows; a server that was
    # restarted meanwhile is found out before a connection is used, not by it.
    options: dict[str, Any] = {"pool_size": 8, "max_overflow": 24, "pool_timeout": PATIENCE}
    if url.get_backend_name() == "postgresql" and url.get_driver_name().startswith("psycopg"):
        options["connect_args"] = {key: value for key, value in _LIBPQ.items() if key not in url.query}
    return options | {"pool_pre_ping": True}


def _set_up_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver would begin transactions by itself, and too late: `_begin` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # What was acknowledged is on the disk, even if the power fails.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _set_up_postgresql(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
    cursor.close()
    connection.commit()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("flywheel_begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
