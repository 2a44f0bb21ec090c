"""Turns for threads, in the order of asking: whoever has just been may not push in before those who wait."""

import threading
from collections import deque


class Turns:
    """So many threads may go on at once; the others wait in a queue."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def take(self, timeout: float) -> bool:
        """Wait for a turn for at most `timeout` seconds; say whether it came."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        # It came at the last moment.
        return True

    def give_back(self) -> None:
        """End a turn: it is the next one's who waits."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
