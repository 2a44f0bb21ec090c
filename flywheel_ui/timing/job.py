"""A log being measured, apart from the page, so that the page answers meanwhile."""

import logging
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

from flywheel_core.evidence import (
    AmbiguousDates,
    EvidenceError,
    Reading,
    Source,
    measure_times,
    open_log,
    preview_log,
    source_of,
)
from flywheel_core.evidence.times.preview import Preview
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.guide import Guide, speak

#: So many logs are read at a time in this process; the others wait for their turn.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)
_logger = logging.getLogger(__name__)


class _Stopped(Exception):  # noqa: N818  # no error: nobody waits for the result any more
    """The log was taken away, or is to be read in another way."""


class Job:
    """One way of reading a log. `preview`, `result` and `problem` (a sentence) come as they are known.

    `doing` is a key of words, `share` how much of it all is done.
    """

    def __init__(self, name: str, content: bytes, said: Reading, zone: str, guide: Guide) -> None:
        """Take note of what is to be done; `start` begins with it."""
        self.name, self.said, self.zone, self.guide = name, said, zone, guide
        self.doing, self.share = "ui.timing.waiting", 0.0
        self.preview: Preview | None = None
        self.result: TransitionTimes | None = None
        self.source: Source | None = None
        self.problem = ""
        self._content = content
        self._done, self._stopped = threading.Event(), threading.Event()

    def start(self) -> "Job":
        """Begin in a thread of its own, which does not keep the server from ending."""
        threading.Thread(target=self._run, name="measure", daemon=True).start()
        return self

    def stop(self) -> None:
        """Say that nobody waits for it any more."""
        self._stopped.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait so long at most; return whether it is done."""
        return self._done.wait(seconds)

    @property
    def done(self) -> bool:
        """Whether all is known that will be."""
        return self._done.is_set()

    def _run(self) -> None:
        speak(self.guide.language)
        try:
            with _turns:
                self._tell("evidence.progress.stages", 0.0)
                self._measure()
        except _Stopped:
            pass
        except EvidenceError as error:
            self.problem = error.on_screen
        except Exception:  # whatever else is wrong with a stranger's file: a sentence, and the log says where
            _logger.exception("A log could not be measured")
            self.problem = self.guide.text("ui.timing.unexpected")
        finally:
            self._content = b""
            self._done.set()

    def _measure(self) -> None:
        with tempfile.TemporaryDirectory(prefix="flywheel-") as folder:
            path = Path(folder) / "log"
            path.write_bytes(self._content)
            with open_log(path, self.name, self.zone) as log:
                self.preview = preview_log(log, self.said)
                if self.preview.problem is not None:
                    raise self.preview.problem
                try:
                    reading = self.preview.reading
                    result = measure_times(log, reading, guide=self.guide, progress=self._progress)
                except AmbiguousDates as error:  # they stand below the first rows: the field asks for it
                    self.preview = replace(self.preview, problem=error)
                    raise
                self.source = source_of(log, result.rows)
        self.result = result

    def _progress(self, step: str, share: float) -> None:
        self._tell(f"evidence.progress.{step}", share)

    def _tell(self, doing: str, share: float) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self.doing, self.share = doing, share
