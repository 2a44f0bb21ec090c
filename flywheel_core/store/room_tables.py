"""The tables of the workshops as they are today."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false, text

from flywheel_core.store.tables import METADATA, Moment


def _room_id(*, primary_key: bool = False) -> Column[str]:
    owner = ForeignKey("rooms.id", ondelete="CASCADE")
    return Column("room_id", String(32), owner, primary_key=primary_key, nullable=False)


def _participant_id() -> Column[str]:
    owner = ForeignKey("participants.id", ondelete="CASCADE")
    return Column("participant_id", String(32), owner, primary_key=True, index=True)


ROOMS = Table(
    "rooms",
    METADATA,
    Column("id", String(32), primary_key=True),
    #: The room as JSON; no vote is in it.
    Column("document", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("code", String(6), nullable=False),
    #: SHA-256 of the two links' tokens, in hexadecimal; the tokens themselves are nowhere.
    Column("facilitate", String(64), nullable=False),
    Column("present", String(64), nullable=False),
    #: The topic and round that are counted now, out of the document; "" and 0 in the lobby.
    Column("topic", String(40), nullable=False),
    Column("round", Integer, nullable=False),
    #: What the room agrees on is written there; None once that assessment was deleted by its own link.
    Column("assessment_id", String(32), ForeignKey("assessments.id", ondelete="SET NULL"), index=True),
    Column("created_at", Moment, nullable=False),
    *(Index(f"ix_rooms_{column}", column, unique=True) for column in ("code", "facilitate", "present")),
)

PARTICIPANTS = Table(
    "participants",
    METADATA,
    Column("id", String(32), primary_key=True),
    _room_id(),
    #: SHA-256 of the participant's token.
    Column("digest", String(64), nullable=False),
    #: In the order of joining, from 1.
    Column("number", Integer, nullable=False),
    #: None in an anonymous room.
    Column("name", Text),
    Column("role", String(20)),
    #: Random; who knows it can tell which pseudonyms are one person's.
    Column("seed", String(32), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("removed_at", Moment),
    #: Whether the facilitator answers for them, on paper or out of a file.
    Column("led", Boolean, nullable=False, server_default=false()),
    #: When they left by themselves; None for who is here, also again.
    Column("left_at", Moment),
    #: How many votes in a row they let pass without one answer.
    Column("missed", Integer, nullable=False, server_default=text("0")),
    Index("ix_participants_digest", "digest", unique=True),
    Index("ix_participants_room_id", "room_id", "number", unique=True),
)

VOTES = Table(
    "votes",
    METADATA,
    _room_id(primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    _participant_id(),
    Column("item", String(80), primary_key=True),
    #: JSON, as `workshop.read_vote` returns it.
    Column("value", Text, nullable=False),
)

#: Who has answered every item of a topic in a round, or in the lobby, as topic "", every item of all topics
#: before the meeting: a count of it is one look into its index.
BALLOTS = Table(
    "ballots",
    METADATA,
    _room_id(primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    _participant_id(),
)

WRONG_CODES = Table(
    "wrong_codes",
    METADATA,
    #: SHA-256 of where the codes came from: a browser at an address, or an address.
    Column("place", String(64), primary_key=True),
    #: When the minute began in which they are counted, or the pause.
    Column("since", Moment, nullable=False, index=True),
    Column("number", Integer, nullable=False),
)
