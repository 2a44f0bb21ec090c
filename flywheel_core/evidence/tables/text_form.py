"""How a text file is a table: compression, encoding, the mark between its cells, the names of its columns."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from flywheel_core.evidence.errors import refusal

_GZIP, _ZIP, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")
_BYTE_ORDER_MARK = "\ufeff"

#: What is looked at to find out; a line may be as long as this.
LONGEST_LINE = 1_000_000
_MARKS = (",", "\t", ";", "|")
_MOST_COLUMNS = 2_000


@dataclass(frozen=True)
class TextForm:
    """A text table: `mark` stands between its cells, `columns` are the names in its first line.

    That comes after so many `blank` ones.
    """

    mark: str
    columns: tuple[str, ...]
    gzipped: bool
    blank: int = 0

    def is_row(self, record: list[str]) -> bool:
        """Say whether the engine takes this for a row: a mark at its end, nothing behind it, does no harm."""
        more = len(record) - len(self.columns)
        return more == 0 or (more == 1 and not record[-1])

    def records(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Yield each record below the header, with the number of the line that it begins on.

        A record with a cell that is too long for a line is empty.
        """
        csv.field_size_limit(LONGEST_LINE)
        with open_text(path, gzipped=self.gzipped) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
            reader = csv.reader(text, delimiter=self.mark)
            line = 1
            while (record := _next(reader)) is not None:
                if record != [] and line > self.blank + 1:
                    yield line, [] if record == _TOO_LONG else record
                line = reader.line_num + 1


#: Stands for a record that can't be held; no record of a text is one cell with a NUL in it.
_TOO_LONG = ["\0"]


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """Return the next record, None at the end."""
    try:
        return next(reader, None)
    except csv.Error:
        return _TOO_LONG


def is_parquet(path: Path) -> bool:
    """Say whether a file is Parquet, whatever its name ends in."""
    return _start(path)[:4] == _PARQUET


def is_gzipped(path: Path) -> bool:
    """Say whether a file is compressed with gzip, whatever its name ends in."""
    return _start(path)[:2] == _GZIP


def holds_parquet(path: Path) -> bool:
    """Say whether a file that is compressed with gzip holds Parquet."""
    return _beginning(path, gzipped=True)[:4] == _PARQUET


def text_form(path: Path) -> TextForm:
    """Return how a text file, gzipped or not, is a table. Raises EvidenceError where it is none."""
    gzipped = is_gzipped(path)
    beginning = _beginning(path, gzipped=gzipped)
    _check_is_text(beginning)
    # Cut at the last line that is whole: half a character at the end is no fault of the file.
    whole = beginning.rfind(b"\n") + 1 or len(beginning)
    lines = _decoded(beginning[:whole]).removeprefix(_BYTE_ORDER_MARK)
    if not lines.strip():
        raise refusal("empty")
    if len(beginning) > LONGEST_LINE and b"\n" not in beginning:
        raise refusal("long_line", line=1, most=f"{LONGEST_LINE:,}")
    mark, rows = _best_mark(lines)
    blank = sum(1 for _ in takewhile(lambda line: not line.strip("\r\n"), io.StringIO(lines, newline="")))
    return TextForm(mark, column_names(rows[0]), gzipped, blank)


def column_names(cells: list[str]) -> tuple[str, ...]:
    """Return the names in the first line. Raises EvidenceError where one stands twice or alone."""
    names = tuple(cell.strip() or f"column {place}" for place, cell in enumerate(cells, start=1))
    if len(names) < 2:
        raise refusal("one_column", name=names[0])
    if len(names) > _MOST_COLUMNS:
        raise refusal("many_columns", found=len(names), most=_MOST_COLUMNS)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise refusal("column_twice", name=twice)
    return names


def lines_longer_than(most: int, path: Path, *, gzipped: bool = False) -> list[int]:
    """Return the numbers of the lines of a text file that have more bytes than this."""
    found: list[int] = []
    line, length = 1, 0
    if path.stat().st_size <= most and not gzipped:
        return found
    with open_text(path, gzipped=gzipped) as stream:
        while block := stream.read(2**20):
            first = block.find(b"\n")
            if length + (first if first >= 0 else len(block)) > most:
                found.append(line)
                # Not again, if it goes on in the next block.
                length = -len(block) * 2**20
            length = len(block) - block.rfind(b"\n") - 1 if first >= 0 else length + len(block)
            line += block.count(b"\n")
    return found


def open_text(path: Path, *, gzipped: bool) -> BinaryIO:
    """Open a file for reading its text's bytes."""
    return gzip.open(path, "rb") if gzipped else path.open("rb")  # type: ignore[return-value]  # it reads alike


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _beginning(path: Path, *, gzipped: bool) -> bytes:
    try:
        with open_text(path, gzipped=gzipped) as stream:
            return stream.read(LONGEST_LINE + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise refusal("damaged_gzip") from error


def _check_is_text(beginning: bytes) -> None:
    if beginning.startswith((_ZIP, _OLD_OFFICE)):
        raise refusal("workbook")
    if beginning.startswith(_OTHER_ENCODINGS):
        raise refusal("not_utf8", line=1)
    if b"\0" in beginning:
        raise refusal("not_text")


def _decoded(beginning: bytes) -> str:
    try:
        return beginning.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusal("not_utf8", line=beginning.count(b"\n", 0, error.start) + 1) from error


def _best_mark(lines: str) -> tuple[str, list[list[str]]]:
    """Return the mark that parts the most lines into as many cells as the first, and the lines so parted."""
    parted = {mark: _parted(lines, mark) for mark in _MARKS}
    best = max(_MARKS, key=lambda mark: _agreement(parted[mark]))
    return best, parted[best]


def _parted(lines: str, mark: str, most: int = 200) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(lines, newline=""), delimiter=mark):
            rows += [row] if row else []
            if len(rows) == most:
                break
    except csv.Error:
        pass  # a cell that is too long: what was read until then tells enough
    return rows or [[""]]


def _agreement(rows: list[list[str]]) -> tuple[float, int]:
    cells = len(rows[0])
    return (0.0 if cells < 2 else sum(len(row) == cells for row in rows) / len(rows), cells)
