"""Whom a room waits for: who answers for themselves, who left, and who let votes pass."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; all who are in a room by then are waited for, as before."""
    led = sa.Column("led", sa.Boolean, nullable=False, server_default=sa.false())
    missed = sa.Column("missed", sa.Integer, nullable=False, server_default=sa.text("0"))
    for column in (led, sa.Column("left_at", sa.DateTime(timezone=True)), missed):
        op.add_column("participants", column)
