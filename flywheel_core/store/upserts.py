"""A row put in, or changed where its key is there already, in one statement that two may send at once."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(
    connection: Connection, table: Table, row: Mapping[str, object], changes: Mapping[str, object]
) -> None:
    """Insert `row`; where its primary key is taken make `changes` to the row that is there, if any."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**row)
    key = list(table.primary_key)
    if changes:
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=dict(changes)))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=key))
