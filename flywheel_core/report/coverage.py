"""Which characters a font has, read from its `cmap` table (OpenType 1.9, formats 4 and 12)."""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

#: First and last code point of each run of characters, in order.
Runs = tuple[tuple[int, int], ...]

_UNICODE = {(0, encoding) for encoding in (0, 1, 2, 3, 4, 6)} | {(3, 1), (3, 10)}


@lru_cache(maxsize=4096)
def runs_of(path: Path, index: int = 0) -> Runs:
    """Return the characters of one font of a file; none for a file that can't be read as a font."""
    try:
        with path.open("rb") as stream:
            table = _table(stream, b"cmap", index)
        found = [run for subtable in _subtables(table) for run in _runs(subtable)]
    except (OSError, struct.error, IndexError):
        return ()
    return _joined(found)


def shown_by(runs: Runs, characters: Iterable[str]) -> set[str]:
    """Return those of `characters` that lie in the runs."""
    starts = [start for start, _ in runs]
    found = set()
    for character in characters:
        place = bisect_right(starts, ord(character)) - 1
        if place >= 0 and ord(character) <= runs[place][1]:
            found.add(character)
    return found


def _table(stream: BinaryIO, name: bytes, index: int) -> bytes:
    start = 0
    if stream.read(4) == b"ttcf":
        stream.seek(12 + 4 * index)
        (start,) = struct.unpack(">I", stream.read(4))
    stream.seek(start + 4)
    (count,) = struct.unpack(">H6x", stream.read(8))
    for _ in range(count):
        tag, offset, length = struct.unpack(">4s4xII", stream.read(16))
        if tag == name:
            stream.seek(offset)
            return stream.read(length)
    return b""


def _subtables(table: bytes) -> Iterator[bytes]:
    if not table:
        return
    (count,) = struct.unpack_from(">2xH", table)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if (platform, encoding) in _UNICODE:
            yield table[offset:]


def _runs(subtable: bytes) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", subtable)
    if form == 4:
        yield from _segments(subtable)
    elif form == 12:
        (count,) = struct.unpack_from(">12xI", subtable)
        for number in range(count):
            start, end, glyph = struct.unpack_from(">III", subtable, 16 + 12 * number)
            yield (start + 1 if glyph == 0 else start), end


def _segments(subtable: bytes) -> Iterator[tuple[int, int]]:
    """Yield the runs of format 4; a character that is led to glyph 0 is not there."""
    (double,) = struct.unpack_from(">6xH", subtable)
    ends, starts, deltas, offsets = (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    for place in range(0, double, 2):
        end, start, delta, offset = (
            struct.unpack_from(">H", subtable, at + place)[0] for at in (ends, starts, deltas, offsets)
        )
        if offset == 0:
            yield start, min(end, 0xFFFE)
            continue
        for code in range(start, min(end, 0xFFFE) + 1):
            at = offsets + place + offset + 2 * (code - start)
            (glyph,) = struct.unpack_from(">H", subtable, at)
            if glyph and (glyph + delta) & 0xFFFF:
                yield code, code


def _joined(found: list[tuple[int, int]]) -> Runs:
    runs: list[tuple[int, int]] = []
    for start, end in sorted(run for run in found if run[0] <= run[1]):
        if runs and start <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return tuple(runs)
