"""Many at once and sudden ends: no change that was acknowledged is missing."""

import itertools
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from flywheel_core.assessment import COMPONENTS, TRANSITIONS, Assessment
from flywheel_core.store import Store

PATHS = [
    *(f"components.{component}" for component in COMPONENTS),
    *(f"transitions.{transition}" for transition in TRANSITIONS),
]

WRITER = """
import sys
from flywheel_core.store import Store
store = Store(sys.argv[1])
for count in range(1_000_000):
    path = "notes." + sys.argv[3 + count % (len(sys.argv) - 3)]
    store.change(sys.argv[2], {path: str(count)}, seen=1, tab="writer")
    print(path, count, flush=True)
"""


@pytest.mark.parametrize("in_memory", [False, True])
def test_changes_from_many_threads_all_survive(url, in_memory):
    """Eight threads with fifty changes each to answers of their own lose none, and each makes one version."""
    store = Store("sqlite://" if in_memory else url)
    token = store.create(Assessment()).token

    def write(thread: int) -> int:
        seen = 1
        for count in range(50):
            path = f"notes.{PATHS[thread]}.{'basis' if count % 2 else 'not_applicable'}"
            saved = store.change(token, {path: f"{count}"}, seen=seen, tab=f"{thread}")
            assert saved.overwritten == ()
            seen = saved.version
            assert store.open(token).version >= seen
        return seen

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(write, range(8)))
    opened = store.open(token)
    assert (opened.version, max(versions)) == (401, 401)
    assert sorted(opened.assessment.notes.values()) == ["48"] * 8 + ["49"] * 8
    store.close()


def test_steps_from_many_threads_can_all_be_taken_back(store):
    """Whatever order the threads came in, undoing everything gives the empty assessment."""
    token = store.create(Assessment()).token
    with ThreadPoolExecutor(8) as pool:
        changes = itertools.product(range(8), range(10))
        list(pool.map(lambda c: store.change(token, {"title": f"{c}"}, seen=1, tab=f"{c[0]}"), changes))
        undone = list(pool.map(lambda _: store.undo(token, tab="x"), range(100)))
    assert sum(saved is not None for saved in undone) == 80
    assert store.open(token).assessment == Assessment()


def test_a_killed_process_loses_no_acknowledged_change(url):
    """After `kill -9` amid writing each change that was acknowledged is there, and work goes on."""
    store = Store(url)
    token = store.create(Assessment()).token
    store.close()
    acknowledged: dict[str, int] = {}
    for _ in range(4):
        command = [sys.executable, "-c", WRITER, url, token, *PATHS]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in itertools.islice(process.stdout, random.randint(20, 120)):
                path, count = line.split()
                acknowledged[path] = int(count)
            process.kill()
            for line in process.stdout:
                path, count = line.split()
                acknowledged[path] = int(count)
        store = Store(url)
        opened = store.open(token)
        kept = {f"notes.{path}": int(note) for path, note in opened.assessment.notes.items()}
        ahead = {path for path in kept if kept[path] != acknowledged.get(path)}
        # The last one may have been saved without being acknowledged any more.
        assert len(ahead) <= 1
        assert all(kept[path] > acknowledged.get(path, -1) for path in ahead)
        assert store.undo(token, tab="x").version == opened.version + 1
        acknowledged = {
            f"notes.{path}": int(note) for path, note in store.open(token).assessment.notes.items()
        }
        store.close()
