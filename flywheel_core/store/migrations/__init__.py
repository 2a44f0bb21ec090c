"""How a database comes to today's tables: Alembic's revisions, run when the store is opened."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from flywheel_core.store.database import Database
from flywheel_core.store.errors import unusable
from flywheel_core.store.tables import REVISIONS

#: Alembic keeps the migration that runs in a variable of its own: one at a time in a process.
_TURN = threading.Lock()


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that the database has not had, all of them or none.

    Two processes may do so at once: the second waits, and finds nothing left to do. A database that
    is up to date is only read. Raises StoreError, and changes nothing, for a database of a newer
    version of this app or of another one.
    """
    with _TURN:
        with database.reading() as connection:
            current = _is_current(connection, database.place)
        if current:
            return
        database.prepare()
        with database.writing() as connection:
            database.migrate_alone(connection)
            if not _is_current(connection, database.place):
                command.upgrade(_config(connection), "head")


def _is_current(connection: Connection, place: str) -> bool:
    scripts = ScriptDirectory.from_config(_config(connection))
    found = MigrationContext.configure(connection, opts={"version_table": REVISIONS}).get_current_heads()
    known = {script.revision for script in scripts.walk_revisions()}
    if not known.issuperset(found):
        raise unusable("newer_database", place)
    if not found and connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise unusable("foreign_database", place)
    return set(found) == set(scripts.get_heads())


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    # The configuration reads % as the start of a reference.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
