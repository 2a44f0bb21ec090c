"""Threads that write take turns in the order in which they asked."""

import threading
from types import SimpleNamespace

from flywheel_core.store import turns as module
from flywheel_core.store.turns import Turns


def _queue(turns: Turns, number: int) -> tuple[list[threading.Thread], list[int]]:
    """Let threads ask one after the other, each of which notes when its turn comes and ends it."""
    came: list[int] = []

    def ask(name: int) -> None:
        assert turns.take(60)
        came.append(name)
        turns.give_back()

    threads = []
    for name in range(number):
        threads.append(threading.Thread(target=ask, args=(name,)))
        threads[-1].start()
        while len(turns._waiting) <= name:
            pass
    return threads, came


def test_turns_come_in_the_order_of_asking():
    """Whoever has waited longest is next, also before the one who has just been."""
    turns = Turns(1)
    assert turns.take(60)
    threads, came = _queue(turns, 5)
    turns.give_back()
    assert turns.take(60)
    assert came == [0, 1, 2, 3, 4]
    for thread in threads:
        thread.join()


def test_as_many_go_on_at_once_as_there_are_turns():
    """The next one waits until a turn is given back, and gives up when its time is over."""
    turns = Turns(2)
    assert turns.take(0.01)
    assert turns.take(0.01)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0.01)


def test_a_turn_is_not_lost_with_one_who_gave_up():
    """Who stopped waiting is passed over."""
    turns = Turns(1)
    assert turns.take(0.01)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0.01)


def test_a_turn_that_comes_at_the_last_moment_is_not_lost(monkeypatch):
    """Who has it given while giving up has it: else nobody had it, and nobody would ever give it back."""
    turns = Turns(1)

    class AtTheLastMoment:
        def acquire(self, timeout=None):
            if timeout is None:
                return True
            turns.give_back()
            return False

        def release(self):
            pass

    assert turns.take(0.01)
    with monkeypatch.context() as patch:
        patch.setattr(module, "threading", SimpleNamespace(Lock=AtTheLastMoment))
        assert turns.take(0.01)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0.01)
