"""Database tables: read in their own engine through Ibis, so that only counts leave it.

SQLite has no types for times and no safe casts: its columns are copied as they are into DuckDB, which like
SQLite runs in this process.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import ibis

from flywheel_core.evidence.errors import EvidenceError, refusal
from flywheel_core.evidence.tables.files import is_zone, locked_engine, saying
from flywheel_core.evidence.tables.opened import OpenTable

#: What SQLAlchemy calls an engine, where Ibis calls it something else.
_NAMES_IN_IBIS = {"postgresql": "postgres", "mssql": "mssql", "awsathena": "athena", "spark": "pyspark"}
#: What no engine raises for its data: hiding it behind a sentence would hide our own fault.
_OUR_FAULTS = (AttributeError, TypeError, NameError, LookupError, AssertionError)


def open_database_table(url: str, name: str, zone: str = "UTC") -> OpenTable:
    """Open a table by an SQLAlchemy or Ibis URL; `name` may have its schema in front, with a dot.

    Nothing is written. Raises EvidenceError, one sentence without the URL's password.
    """
    if not is_zone(zone):
        raise refusal("no_zone", zone=zone)
    kind, rest = _understood(url)
    if kind == "sqlite":
        return _copied_from_sqlite(_file_of(rest), name, zone)
    engine = _connected(kind, rest)
    with ExitStack() as closing:
        closing.callback(engine.disconnect)
        table = _table(engine, name)
        _set_zone(engine, zone)
        opened = OpenTable(
            name=name, engine=engine, table=table, kinds=dict(table.schema().items()), zone=zone
        )
        opened.closes(closing.pop_all())
        return opened


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Turn what any engine can't do into a sentence about the table of this name."""
    try:
        with saying(name):
            yield
    except (EvidenceError, *_OUR_FAULTS):
        raise
    except Exception as error:  # each engine has errors of its own
        raise refusal("unreadable", name=name, reason=_reason(error)) from error


def _understood(url: str) -> tuple[str, str]:
    """Return the engine's name in Ibis, and what comes after the name: SQLAlchemy's driver is left out."""
    scheme, there, rest = url.strip().partition("://")
    kind = scheme.partition("+")[0].lower()
    if not kind or not there:
        raise refusal("address")
    kind = _NAMES_IN_IBIS.get(kind, kind)
    if kind not in {entry.name for entry in ibis.util.backend_entry_points()}:
        raise refusal("no_engine", kind=kind)
    return kind, rest


def _connected(kind: str, rest: str) -> Any:
    try:
        if kind == "duckdb":
            return _opened_duckdb(_file_of(rest))
        engine = ibis.connect(f"{kind}://{rest}")
        if kind == "postgres":
            engine.raw_sql("SET default_transaction_read_only = on").close()
    except ImportError as error:
        raise refusal("engine_missing", kind=kind, extra=kind) from error
    except EvidenceError:
        raise
    except Exception as error:  # each driver has errors of its own
        raise refusal("no_connection", reason=_without_password(_reason(error), rest)) from error
    return engine


def _opened_duckdb(path: Path) -> Any:
    if not path.is_file():
        raise refusal("not_found", name=path.name)
    engine = ibis.duckdb.connect(path, read_only=True)
    engine.raw_sql("SET enable_external_access = false")
    return engine


def _file_of(rest: str) -> Path:
    """Return the file of a URL: one slash before a path from here, two before one from the root."""
    return Path(rest.partition("?")[0][1:])


def _table(engine: Any, name: str) -> Any:
    schema, _, table = name.rpartition(".")
    try:
        # A table's own name may have a dot in it: that comes first.
        if not schema or name in engine.list_tables():
            return engine.table(name)
        return engine.table(table, database=schema)
    except Exception as error:  # as above
        raise refusal("no_table", name=name) from error


def _set_zone(engine: Any, zone: str) -> None:
    """Let times without a zone be read in `zone`, where the engine can be told so."""
    if zone == "UTC":
        return
    if engine.name not in ("postgres", "duckdb"):
        raise refusal("zone_of_engine", kind=engine.name)
    quoted = zone.replace("'", "''")
    cursor = engine.raw_sql(f"SET TimeZone = '{quoted}'")
    if engine.name == "postgres":
        cursor.close()


def _copied_from_sqlite(path: Path, name: str, zone: str) -> OpenTable:
    """Return a table of SQLite, copied as text, cell by cell, into DuckDB that reads no file at all."""
    import sqlite3

    if not path.is_file():
        raise refusal("not_found", name=path.name)
    with ExitStack() as closing:
        try:
            source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            closing.callback(source.close)
            rows = source.execute("SELECT * FROM {}".format('"' + name.replace('"', '""') + '"'))  # noqa: S608
        except sqlite3.Error as error:
            raise refusal("no_table", name=name) from error
        return _filled(rows, name, zone)


def _filled(rows: Any, name: str, zone: str) -> OpenTable:
    columns = [column for column, *_ in rows.description]
    places = {column: f"c{place}" for place, column in enumerate(columns)}
    with ExitStack() as closing:
        engine = locked_engine(None, None, zone)
        closing.callback(engine.disconnect)
        with telling(name):
            table = _copy(rows, engine, list(places.values()))
        kinds = {column: table.schema()[place] for column, place in places.items()}
        opened = OpenTable(name=name, engine=engine, table=table, kinds=kinds, zone=zone, in_engine=places)
        opened.closes(closing.pop_all())
        return opened


def _copy(rows: Any, engine: Any, places: list[str]) -> Any:
    import pyarrow

    # The engine's own types have their own names for this schema; a cell is text or nothing.
    schema = pyarrow.schema([(place, pyarrow.string()) for place in places])
    engine.raw_sql(f"CREATE TABLE log ({', '.join(f'{place} VARCHAR' for place in places)})")
    while batch := rows.fetchmany(50_000):
        cells = (
            [None if cell is None else str(cell) for cell in column] for column in zip(*batch, strict=True)
        )
        arrays = [pyarrow.array(column, pyarrow.string()) for column in cells]
        engine.con.register("batch", pyarrow.Table.from_arrays(arrays, schema=schema))
        engine.raw_sql("INSERT INTO log SELECT * FROM batch")
        engine.con.unregister("batch")
    return engine.table("log")


def _without_password(reason: str, rest: str) -> str:
    password = rest.rpartition("@")[0].partition(":")[2]
    for written in filter(None, (password, unquote(password))):
        reason = reason.replace(written, "…")
    return reason


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
