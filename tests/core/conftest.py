"""How the property tests of the core run, and the databases that the store's tests run on."""

from collections.abc import Iterator

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
