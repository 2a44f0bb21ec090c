"""The log of changes, for undo and for telling tabs what others did."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the log."""
    owner = sa.ForeignKey("assessments.id", ondelete="CASCADE")
    op.create_table(
        "changes",
        sa.Column("assessment_id", sa.String(32), owner, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("tab", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("undoable", sa.Boolean, nullable=False),
        sa.Column("entries", sa.Text, nullable=False),
    )
