"""The one store of a process: opened by who asks first, and tried again where it could not be opened."""

import threading
import time
from collections.abc import Callable

from flywheel_core.store import Store, StoreError

#: Seconds in which a database that could not be opened is not tried again: one page asks several times.
PAUSE = 2.0


class Opening:
    """Opens the store once. While it can't be had each visitor is told why, and one of them tries again."""

    def __init__(self, make: Callable[[], Store]) -> None:
        """Take what opens the store, or raises StoreError."""
        self._make = make
        self._turn = threading.Lock()
        self._store: Store | None = None
        self._failure: StoreError | None = None
        self._again_at = 0.0

    def __call__(self) -> Store:
        """Return the store. Raises StoreError with one sentence."""
        if self._store is not None:
            return self._store
        failure = self._failure
        # A server that doesn't answer is waited for by one visitor, not by all.
        if failure is None:
            self._turn.acquire()
        elif not self._turn.acquire(blocking=False):
            raise failure.with_traceback(None)
        try:
            return self._opened()
        finally:
            self._turn.release()

    def _opened(self) -> Store:
        if self._store is not None:
            return self._store
        if self._failure is not None and time.monotonic() < self._again_at:
            raise self._failure.with_traceback(None)
        try:
            self._store = self._make()
        except StoreError as error:
            self._failure, self._again_at = error, time.monotonic() + PAUSE
            raise
        self._failure = None
        return self._store

    def forget(self) -> None:
        """Close the store and forget it: the next who asks opens one again."""
        with self._turn:
            if self._store is not None:
                self._store.close()
            self._store = self._failure = None
