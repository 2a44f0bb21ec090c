"""Changes that are made together: as safe as each by itself, in fewer transactions."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from flywheel_core.store.batches import TOGETHER, Batches
from flywheel_core.store.errors import StoreError


class Shelf:
    """A database of numbers whose transactions can be held up, made to fail, and counted."""

    def __init__(self, path: Path) -> None:
        self.engine: Engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
        self.free = threading.Event()
        self.free.set()
        self.transactions = 0
        self.closed = False
        self.full_after: int | None = None
        self.batches = Batches(self.writing)
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE numbers (number INTEGER)"))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction, as the store's database does."""
        self.free.wait()
        if self.closed:
            raise StoreError("closed")
        with self.engine.begin() as connection:
            self.transactions += 1
            yield connection
            if self.full_after is not None and len(self.on(connection)) > self.full_after:
                raise StoreError("full")

    def put(self, number: int) -> int:
        """Put a number in, together with others; a negative one fails after it was written."""
        return self.batches.make(lambda connection: self._insert(connection, number))

    def _insert(self, connection: Connection, number: int) -> int:
        connection.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})
        if number < 0:
            raise ValueError(number)
        return number * 10

    def on(self, connection: Connection) -> list[int]:
        """Return the numbers that a transaction sees."""
        return sorted(connection.execute(text("SELECT number FROM numbers")).scalars())

    @property
    def kept(self) -> list[int]:
        """Return the numbers that are kept."""
        with self.engine.connect() as connection:
            return self.on(connection)

    def held_up(self, pool: ThreadPoolExecutor, numbers: list[int]) -> list[Future[int]]:
        """Have all of them wait for one transaction, and then let it begin."""
        self.free.clear()
        asked = [pool.submit(self.put, number) for number in numbers]
        last_moment = time.monotonic() + 10
        while len(self.batches._waiting) < len(numbers) and time.monotonic() < last_moment:
            time.sleep(0.001)
        self.free.set()
        return asked


@pytest.fixture
def shelf(tmp_path):
    """Give a database of numbers."""
    made = Shelf(tmp_path / "numbers.db")
    yield made
    made.engine.dispose()


@pytest.fixture
def pool():
    """Give as many threads as ask at once."""
    with ThreadPoolExecutor(TOGETHER * 3) as made:
        yield made


def test_what_waits_is_made_in_one_transaction(shelf, pool):
    """Those who come while one waits are served by its transaction, each with its own outcome."""
    asked = shelf.held_up(pool, [*range(TOGETHER)])
    assert [each.result() for each in asked] == [number * 10 for number in range(TOGETHER)]
    assert (shelf.kept, shelf.transactions) == ([*range(TOGETHER)], 1)


def test_a_batch_has_an_end(shelf, pool):
    """More than a batch holds are the next one's, so that others may write in between."""
    asked = shelf.held_up(pool, [*range(2 * TOGETHER + 1)])
    assert sum(each.result() for each in asked) == sum(shelf.kept) * 10
    assert shelf.transactions == 3


def test_one_that_fails_takes_no_other_along(shelf, pool):
    """Whoever's change fails is told, and nothing of it is kept; the others' changes are, once each."""
    asked = shelf.held_up(pool, [1, -2, 3])
    with pytest.raises(ValueError, match="-2"):
        asked[1].result()
    assert (asked[0].result(), asked[2].result(), shelf.kept) == (10, 30, [1, 3])


def test_nobody_is_told_of_success_before_it_is_kept(shelf, pool):
    """Where the transaction fails at its end each is tried alone: only what fits is acknowledged."""
    shelf.full_after = 2
    asked = shelf.held_up(pool, [1, 2, 3, 4])
    failed = [each for each in asked if each.exception()]
    done = [each.result() for each in asked if not each.exception()]
    assert len(failed) == 2
    assert sorted(done) == [number * 10 for number in shelf.kept]


def test_a_database_that_is_away_is_said_to_all_who_wait(shelf, pool):
    """Nobody waits for a transaction that can't begin, and the next change finds things as they are then."""
    shelf.closed = True
    asked = shelf.held_up(pool, [1, 2, 3])
    assert [str(each.exception()) for each in asked] == ["closed"] * 3
    shelf.closed = False
    assert (shelf.put(4), shelf.kept) == (40, [4])


def test_many_at_once_are_all_made_once(shelf, pool):
    """Whoever is acknowledged among many threads is there once, with failures in between."""
    asked = [pool.submit(shelf.put, number if number % 7 else -number - 1) for number in range(600)]
    done = sorted(each.result() // 10 for each in asked if not each.exception())
    assert done == shelf.kept == [number for number in range(600) if number % 7]
