"""The log that a browser tab has: its content while the tab lives, and each way in which it was read."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from flywheel_core.evidence import Reading
from flywheel_core.guide import Guide
from flywheel_ui.kept import Kept
from flywheel_ui.timing.job import Job

#: How many ways of reading a log are remembered.
_MOST_READ = 8
_KEY = "log"


@dataclass
class Log:
    """A log as it was given, and what was said about it; `kept` is what was made of its results."""

    name: str
    content: bytes
    guide: Guide
    #: What tells the fields of this log from those of another.
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    said: Reading = field(default_factory=lambda: Reading(item=""))
    zone: str = "UTC"
    #: Whether a row is an item, where a person has said so.
    wide: bool | None = None
    #: The fields that are on the screen: what each says, by its key.
    asked: dict[str, Any] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    _jobs: dict[str, Job] = field(default_factory=dict)

    @property
    def job(self) -> Job:
        """The present way of reading it, begun where it is a new one; one that was tried before is ready."""
        key = repr((self.said, self.zone))
        if key not in self._jobs:
            for other in self._jobs.values():
                other.stop()
            self._forget_old()
            self._jobs[key] = Job(self.name, self.content, self.said, self.zone, self.guide).start()
        return self._jobs[key]

    def _forget_old(self) -> None:
        """Keep a few results, and no job that was stopped before it had one."""
        ready = {key: job for key, job in self._jobs.items() if job.done and (job.result or job.problem)}
        self._jobs = dict([*ready.items()][-_MOST_READ + 1 :])

    def stop(self) -> None:
        """Stop whatever is still being read."""
        for job in self._jobs.values():
            job.stop()


def present() -> Log | None:
    """Return the log of this tab, if it has one."""
    found: Log | None = st.session_state.get(_KEY)
    return found


def take(name: str, content: bytes, guide: Guide) -> None:
    """Make this the tab's log; the same content under the same name stays as it is."""
    log = present()
    if log is not None and (log.name, log.content) == (name, content):
        return
    forget()
    st.session_state[_KEY] = Log(name, content, guide)


def forget() -> None:
    """Forget the log and all that was found in it."""
    log = st.session_state.pop(_KEY, None)
    if log is not None:
        log.stop()
