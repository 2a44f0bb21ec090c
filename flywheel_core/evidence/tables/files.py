"""Files: DuckDB, locked down to the one file that was named, and fed nothing that could fill the machine."""

import errno
import gzip
import hashlib
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import ibis

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.tables.rejects import Rejected, lines_at, rejects_of
from flywheel_core.evidence.tables.text_form import (
    LONGEST_LINE,
    TextForm,
    column_names,
    holds_parquet,
    is_gzipped,
    is_parquet,
    lines_longer_than,
    text_form,
)

MEMORY = "700MB"
_MOST_THREADS = 4
_TABLE = "log"
#: A longer line is passed over without a word: such lines are looked for.
_BUFFER = 32 * LONGEST_LINE
#: What one column of one block of a Parquet file may unpack to, all of it, and how much gzip may.
LARGEST_BLOCK, LARGEST_PARQUET, LARGEST_UNPACKED = 512 * 2**20, 64 * 2**30, 4 * 2**30
_MOST_ROWS = 500_000_000
#: How many faulty lines are kept to be counted.
_MOST_REJECTED = 100_000
_SEEN_AS_PATTERN = "*?[]{}"

_REASONS = {
    "MISSING COLUMNS": "cells_missing",
    "TOO MANY COLUMNS": "cells_too_many",
    "UNQUOTED VALUE": "quote_open",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
}


def open_file(path: Path, name: str | None = None, zone: str = "UTC") -> OpenTable:
    """Open a CSV, TSV or Parquet file, or one of these in gzip; `name` is what to call it.

    Times without a zone are read in `zone`. Nothing but this file can be read from then on. Raises
    EvidenceError, one sentence, where it can't be opened.
    """
    name = name or path.name
    _check_file(path, name)
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="flywheel-")))
        readable = _readable(path, folder)
        engine = locked_engine(readable, folder / "spill", zone)
        closing.callback(engine.disconnect)
        with saying(name):
            opened = _parquet(engine, readable) if is_parquet(readable) else _text(engine, readable)
        opened.name, opened.path, opened.zone = name, readable, zone
        opened.fingerprint = lambda: _sha256(path)
        opened.closes(closing.pop_all())
        return opened


@contextmanager
def saying(name: str) -> Iterator[None]:
    """Turn what DuckDB can't do into a sentence about the table of this name."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise refusal("memory", name=name) from error
    except duckdb.InterruptException as error:
        raise refusal("too_slow", name=name) from error
    except duckdb.Error as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise refusal("unreadable", name=name, reason=lines[0].rstrip(".")) from error


def _check_file(path: Path, name: str) -> None:
    try:
        if not path.is_file():
            raise refusal("folder" if path.is_dir() else "not_found", name=name)
        if path.stat().st_size == 0:
            raise refusal("empty")
        with path.open("rb"):
            pass
    except OSError as error:
        forbidden = error.errno in (errno.EACCES, errno.EPERM)
        raise refusal("forbidden" if forbidden else "not_found", name=name) from error


def _readable(path: Path, folder: Path) -> Path:
    """Return a path that the engine reads as one file: unpacked, and with no mark that stands for others."""
    path = path.resolve()
    if is_gzipped(path) and holds_parquet(path):
        return _unpacked(path, folder / "table.parquet")
    if not set(_SEEN_AS_PATTERN) & set(str(path)):
        return path
    plain = folder / "table"
    try:
        plain.symlink_to(path)
    except OSError:
        shutil.copyfile(path, plain)
    return plain


def _unpacked(path: Path, target: Path) -> Path:
    left = LARGEST_UNPACKED
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while block := packed.read(2**20):
                left -= len(block)
                if left < 0:
                    raise refusal("unpacks_too_large", most=LARGEST_UNPACKED // 2**30)
                plain.write(block)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise refusal("damaged_gzip") from error
    return target


def locked_engine(path: Path | None, spill: Path | None, zone: str) -> Any:
    """Return DuckDB, which from here on reads this one file at most, and whose settings stay as they are."""
    if not is_zone(zone):
        raise refusal("no_zone", zone=zone)
    engine = ibis.duckdb.connect(
        memory_limit=MEMORY,
        temp_directory=str(spill or ""),
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    for name, value in (
        ("threads", min(_MOST_THREADS, int(engine.settings["threads"]))),
        ("TimeZone", zone),
        ("enable_progress_bar", False),
        ("allowed_paths", [str(path)] if path else []),
        ("enable_external_access", False),
        ("lock_configuration", True),
    ):
        engine.raw_sql(f"SET {name} = {_literal(value)}")
    return engine


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).lower()


def is_zone(zone: str) -> bool:
    """Say whether this is the name of a time zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _text(engine: Any, path: Path) -> OpenTable:
    form = text_form(path)
    # The engine gets names of our own: theirs can be anything, and differ in capitals only.
    places = {name: f"c{place}" for place, name in enumerate(form.columns)}
    table = _read_text(engine, path, form, _TABLE, ignore_errors=True)
    return OpenTable(
        name="",
        engine=engine,
        table=table,
        kinds={name: table.schema()[place] for name, place in places.items()},
        text=form,
        in_engine=places,
        rejects=lambda rows: rejects_of(path, form, rows, lambda: _rejected(engine, path, form)),
    )


def _read_text(engine: Any, path: Path, form: TextForm, name: str, **faults: object) -> Any:
    """Return a text file as a table of this name; `faults` says what becomes of lines that are no rows."""
    return engine.read_csv(
        str(path),
        table_name=name,
        columns={f"c{place}": "VARCHAR" for place, _ in enumerate(form.columns)},
        delim=form.mark,
        quote='"',
        escape='"',
        header=True,
        skip=form.blank,
        compression="gzip" if form.gzipped else "none",
        hive_partitioning=False,
        max_line_size=LONGEST_LINE,
        buffer_size=_BUFFER,
        **faults,
    )


def _rejected(engine: Any, path: Path, form: TextForm) -> list[Rejected]:
    """Return the lines that are no rows, in the file's order, having let the engine read it once more."""
    passed_over = lines_longer_than(_BUFFER, path, gzipped=form.gzipped)
    giants = [Rejected(line, "line_too_long", "") for line in passed_over]
    _read_text(engine, path, form, "faulty", store_rejects=True, rejects_limit=_MOST_REJECTED)
    engine.raw_sql("SELECT count(COLUMNS(*)) FROM faulty").fetchall()
    rows = engine.raw_sql(
        "SELECT line_byte_position AS place, min(error_type), any_value(csv_line[:200]) FROM reject_errors"
        " WHERE scan_id = (SELECT max(scan_id) FROM reject_scans) GROUP BY place ORDER BY place"
    ).fetchall()
    # The engine counts rows: a cell that goes over several lines would be one of them.
    lines = lines_at([place for place, *_ in rows], path, form)
    found = [
        Rejected(line, _REASONS.get(kind, "line_unreadable"), text or "")
        for line, (_, kind, text) in zip(lines, rows, strict=True)
    ]
    return sorted([*found, *giants], key=lambda rejected: rejected.line)


def _parquet(engine: Any, path: Path) -> OpenTable:
    names = _check_parquet(engine, path)
    table = engine.read_parquet(str(path), table_name=_TABLE, hive_partitioning=False, file_row_number=True)
    return OpenTable(
        name="", engine=engine, table=table, kinds={name: table.schema()[name] for name in names}
    )


def _check_parquet(engine: Any, path: Path) -> tuple[str, ...]:
    """Return the names of the columns. Raises EvidenceError where the file is empty or far too large."""
    file = _literal(str(path))

    def asked(columns: str, function: str) -> Any:
        return engine.raw_sql(f"SELECT {columns} FROM {function}({file})")  # noqa: S608  # quoted above

    rows, blocks = asked("num_rows, num_row_groups", "parquet_file_metadata").fetchone()
    if not rows or not blocks:
        raise refusal("no_rows")
    size = "total_uncompressed_size"
    measures = f"arg_max(path_in_schema, {size}), max({size}), sum({size})"
    column, block, whole = asked(measures, "parquet_metadata").fetchone()
    if block > LARGEST_BLOCK:
        raise refusal("parquet_block", column=column, most=LARGEST_BLOCK // 2**20)
    if rows > _MOST_ROWS or whole > LARGEST_PARQUET:
        raise refusal("parquet_too_large", rows=rows, gibibytes=round(whole / 2**30))
    described = engine.raw_sql(f"DESCRIBE FROM read_parquet({file})").fetchall()
    return column_names([name for name, *_ in described])


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
