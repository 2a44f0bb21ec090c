"""The tables as they are today; `migrations` is how they came to be."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

#: Where Alembic writes which migrations a database has had; not Alembic's own name for it,
#: so that a server's database may hold other applications too.
REVISIONS = "flywheel_revision"

METADATA = MetaData()


class Moment(TypeDecorator[datetime]):
    """A time in UTC: SQLite keeps no time zone, and PostgreSQL answers in its own, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _assessment_id(*, primary_key: bool = False, index: bool = False) -> Column[str]:
    owner = ForeignKey("assessments.id", ondelete="CASCADE")
    return Column("assessment_id", String(32), owner, primary_key=primary_key, index=index, nullable=False)


ASSESSMENTS = Table(
    "assessments",
    METADATA,
    Column("id", String(32), primary_key=True),
    #: The answers file, byte for byte.
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

LINKS = Table(
    "links",
    METADATA,
    #: SHA-256 of the token, in hexadecimal; the token itself is nowhere.
    Column("digest", String(64), primary_key=True),
    _assessment_id(index=True),
    Column("may_edit", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

CHANGES = Table(
    "changes",
    METADATA,
    _assessment_id(primary_key=True),
    #: The version of the assessment that this step made.
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("tab", Text, nullable=False),
    Column("at", Moment, nullable=False),
    #: The version of the answers file that the paths and values belong to.
    Column("schema_version", Integer, nullable=False),
    #: False for an undo, and for a step that was taken back.
    Column("undoable", Boolean, nullable=False),
    #: JSON: a list of [path, value before, value after].
    Column("entries", Text, nullable=False),
)

REFUSED = Table(
    "refused",
    METADATA,
    _assessment_id(primary_key=True),
    Column("path", String(200), primary_key=True),
    Column("typed", Text, nullable=False),
    #: The sentence that was said about it.
    Column("why", Text, nullable=False),
    #: JSON: the answer that stood there then; where another was given since, what was typed is past.
    Column("answer", Text, nullable=False),
)
