"""What was typed and is no answer yet."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    owner = sa.ForeignKey("assessments.id", ondelete="CASCADE")
    op.create_table(
        "refused",
        sa.Column("assessment_id", sa.String(32), owner, primary_key=True),
        sa.Column("path", sa.String(200), primary_key=True),
        sa.Column("typed", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )
