"""Writes that come at the same time, made in one transaction by one of the threads that ask for them.

Where one may write at a time, hundreds who vote at once would each wait for a transaction of their own to
reach the disk, and wake up in between only to wait again. Here the first one makes its own change and those
of all who came meanwhile; each is told once the transaction is kept.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Connection

#: So many changes share a transaction at most: others want to write as well.
TOGETHER = 32

Made = TypeVar("Made")
Work = Callable[[Connection], Made]


class _Job:
    """A change that somebody waits for, and what became of it."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.made: Any = None
        self.error: BaseException | None = None
        self.is_done = False
        self.waits = threading.Lock()
        self.waits.acquire()

    def outcome(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.made


class Batches:
    """Changes in batches, each all in one transaction; one that fails takes no other along with it."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Take what gives a transaction that may write."""
        self._writing = writing
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._is_led = False

    def make(self, work: Work[Made]) -> Made:
        """Return what `work` returns, once what it wrote is kept; raise what it raises, and nothing is.

        It may be called twice, and only the last time counts: it must do nothing but ask and write.
        """
        job = _Job(work)
        with self._lock:
            self._waiting.append(job)
            follows, self._is_led = self._is_led, True
        if follows:
            job.waits.acquire()
        if not job.is_done:
            self._lead()
        made: Made = job.outcome()
        return made

    def _lead(self) -> None:
        """Make the change of this thread, which waits longest, and those of the next who wait."""
        jobs: list[_Job] = []
        try:
            with self._writing() as connection:
                jobs = self._next()
                for job in jobs:
                    job.made = job.work(connection)
        except BaseException as error:  # noqa: BLE001 - each is told its own below
            if len(jobs) > 1:
                self._one_by_one(jobs)
            else:
                # Where the transaction could not even begin, nor could that of those who wait as long.
                jobs = jobs or self._next()
                for job in jobs:
                    job.error = error
        self._hand_on(jobs)

    def _one_by_one(self, jobs: list[_Job]) -> None:
        """Make each change in a transaction of its own: one of them has failed."""
        for job in jobs:
            try:
                with self._writing() as connection:
                    job.made = job.work(connection)
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                job.error = error

    def _next(self) -> list[_Job]:
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]

    def _hand_on(self, jobs: list[_Job]) -> None:
        """Tell all of the batch that they are done, and let the next who waits lead the next one."""
        with self._lock:
            if self._waiting:
                self._waiting[0].waits.release()
            else:
                self._is_led = False
        for job in jobs:
            job.is_done = True
            job.waits.release()
