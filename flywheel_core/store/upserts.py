"""A row put in, or changed where its key is there already, in one statement that two may send at once."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

#: Of the row that is there and the one that was to be put in: what becomes of it.
Changes = Callable[[Any, Any], Mapping[str, object]]


def put(
    connection: Connection, table: Table, row: Mapping[str, object], changes: Changes | None = None
) -> None:
    """Insert `row`; where its primary key is taken make `changes` to the row that is there, if any."""
    connection.execute(_statement(connection.dialect.name, table, changes), dict(row))


@lru_cache
def _statement(dialect: str, table: Table, changes: Changes | None) -> Any:
    """The statement, built once: votes come by the hundred, and building takes longer than saving."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    key = list(table.primary_key)
    if changes is None:
        return insert.on_conflict_do_nothing(index_elements=key)
    return insert.on_conflict_do_update(index_elements=key, set_=dict(changes(table.c, insert.excluded)))
