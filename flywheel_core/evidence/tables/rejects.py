"""Lines of a text file that are no rows of its table: how many, for which reasons, and the first of them.

The engine passes them over. It can say why, but keeps a kilobyte for each and takes a time that grows with
the square of their number, so that a small file of such lines would fill the machine: it is asked only where
there can't be many of them.
"""

import time
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.tables.text_form import TextForm, open_text

FEW = 5_000
_FEED = ord("\n")
_SHOWN = 3
#: How long lines are told apart one by one; the rest is counted by and large.
_PATIENCE_S = 10.0


@dataclass(frozen=True)
class Rejected:
    """A line of a text file that is no row of its table: `reason` is a key of the words for it."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Rejects:
    """How many lines are no rows, by reason, and the first of them."""

    counts: Mapping[str, int] = field(default_factory=dict)
    first: tuple[Rejected, ...] = ()

    @property
    def total(self) -> int:
        """How many lines are no rows."""
        return sum(self.counts.values())


def rejects_of(path: Path, form: TextForm, rows: int, ask: Callable[[], list[Rejected]]) -> Rejects:
    """Return what is no row in a text of which `rows` are; `ask` lets the engine say it, line by line."""
    lines = _lines_of(path, gzipped=form.gzipped)
    beyond = lines - form.blank - 1 - rows
    if not beyond:
        return Rejects()
    if beyond > FEW:
        return _read(path, form, rows, lines)
    found = ask()
    return Rejects(Counter(rejected.reason for rejected in found), tuple(found[:_SHOWN]))


def _lines_of(path: Path, *, gzipped: bool) -> int:
    """Return how many lines a text has, however they end. Raises EvidenceError where it is not UTF-8.

    The engine reads only the columns that it is asked for, and sees no fault in the others.
    """
    feeds = returns = 0
    last = b""
    decoder = getincrementaldecoder("utf-8")()
    with open_text(path, gzipped=gzipped) as stream:
        while block := stream.read(2**20):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                raise refusal("not_utf8", line=feeds + block.count(b"\n", 0, error.start) + 1) from error
            # Three times as quick as counting in the bytes themselves.
            feeds += int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8) == _FEED))
            # Only a text without any line feed ends its lines in the old way.
            returns += 0 if feeds else block.count(b"\r")
            last = block[-1:]
    return (feeds or returns) + (last not in (b"\n", b"\r"))


def lines_at(places: list[int], path: Path, form: TextForm) -> list[int]:
    """Return the numbers of the lines on which these bytes of a text lie, in their order."""
    line, reached, found = 1, 0, []
    with open_text(path, gzipped=form.gzipped) as stream:
        for place in sorted(places):
            while reached < place and (block := stream.read(min(place - reached, 2**20))):
                line, reached = line + block.count(b"\n"), reached + len(block)
            found.append(line)
    return found


def _read(path: Path, form: TextForm, rows: int, lines: int) -> Rejects:
    """Return what is no row, having read the text line by line: a cell may go over many lines."""
    counts: Counter[str] = Counter()
    first: list[Rejected] = []
    until, good, reached = time.monotonic() + _PATIENCE_S, 0, 1
    for reached, record in form.records(path):
        if form.is_row(record):
            good += 1
            continue
        reason = _reason(record, form)
        counts[reason] += 1
        if len(first) < _SHOWN:
            first.append(Rejected(reached, reason, form.mark.join(record)))
        if time.monotonic() > until:
            counts["line_unreadable"] += max(0, lines - reached - (rows - good))
            break
    return Rejects(counts, tuple(first))


def _reason(record: list[str], form: TextForm) -> str:
    if not record:
        return "line_too_long"
    return "cells_missing" if len(record) < len(form.columns) else "cells_too_many"
