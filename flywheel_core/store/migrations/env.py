"""Run by Alembic: migrates the connection that it was handed, within the transaction that is open there."""

from alembic import context

from flywheel_core.store.tables import METADATA, REVISIONS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=REVISIONS,
    # SQLite can't alter a column: Alembic copies the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
