"""Rooms: who takes part in them, what each voted, and wrong codes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the workshops."""
    _rooms()
    _participants()
    _votes()
    op.create_table(
        "wrong_codes",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_index("ix_wrong_codes_since", "wrong_codes", ["since"])


def _rooms() -> None:
    assessment = sa.ForeignKey("assessments.id", ondelete="SET NULL")
    op.create_table(
        "rooms",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("facilitate", sa.String(64), nullable=False),
        sa.Column("present", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.String(32), assessment),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    for column in ("code", "facilitate", "present"):
        op.create_index(f"ix_rooms_{column}", "rooms", [column], unique=True)
    op.create_index("ix_rooms_assessment_id", "rooms", ["assessment_id"])


def _participants() -> None:
    room = sa.ForeignKey("rooms.id", ondelete="CASCADE")
    op.create_table(
        "participants",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room_id", sa.String(32), room, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("role", sa.String(20)),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_participants_digest", "participants", ["digest"], unique=True)
    op.create_index("ix_participants_room_id", "participants", ["room_id", "number"], unique=True)


def _votes() -> None:
    op.create_table(
        "votes",
        *_ballot(),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table("ballots", *_ballot())
    for table in ("votes", "ballots"):
        op.create_index(f"ix_{table}_participant_id", table, ["participant_id"])


def _ballot() -> tuple[sa.Column[str], sa.Column[str], sa.Column[int], sa.Column[str]]:
    room = sa.ForeignKey("rooms.id", ondelete="CASCADE")
    participant = sa.ForeignKey("participants.id", ondelete="CASCADE")
    return (
        sa.Column("room_id", sa.String(32), room, primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("participant_id", sa.String(32), participant, primary_key=True),
    )
