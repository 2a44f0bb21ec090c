"""What can go wrong with a database, as one sentence for the person."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from flywheel_core.guide import load_guide

#: SQLite's primary result codes that a person can do something about.
_SQLITE = {
    5: "busy",
    6: "busy",
    8: "read_only",
    10: "disk_error",
    11: "damaged",
    13: "full",
    14: "cannot_open",
    26: "not_a_database",
}


class StoreError(Exception):
    """What the store can't do; the message is one sentence, and nothing was changed."""


class UnknownLink(StoreError):  # noqa: N818  # says what it is, in the words of the screen
    """No assessment has this link: mistyped, cut off, withdrawn, or its assessment is deleted."""


class ReadOnlyLink(StoreError):  # noqa: N818  # as above
    """The link shows an assessment, and the call would change it."""


class UnknownRoom(StoreError):  # noqa: N818  # as above
    """No room has this link: mistyped, cut off, meant for another screen, or its room is deleted."""


class UnknownCode(StoreError):  # noqa: N818  # as above
    """No room has this join code."""


class TooManyCodes(StoreError):  # noqa: N818  # as above
    """This place typed too many wrong codes, and may try again in a minute."""


class NotAdmitted(StoreError):  # noqa: N818  # as above
    """The room takes nobody more: it is closed, locked or full."""


class RemovedFromRoom(StoreError):  # noqa: N818  # as above
    """The facilitator took this participant out of the room."""


class RoomMoved(StoreError):  # noqa: N818  # as above
    """Another window moved the room on after this one had looked at it."""


def sentence(key: str, **values: object) -> str:
    """Return the words at `errors.store.{key}`."""
    return load_guide().text(f"errors.store.{key}", **values)


def is_busy(error: SQLAlchemyError) -> bool:
    """Say whether the same call may succeed in a moment."""
    return _kind(error) == "busy"


def as_store_error(error: SQLAlchemyError, place: str) -> StoreError:
    """Return the sentence for what the database at `place` answered."""
    return StoreError(sentence(_kind(error), place=place))


def _kind(error: SQLAlchemyError) -> str:
    if isinstance(error, NoFreeConnection):
        return "busy"
    code = getattr(error.orig, "sqlite_errorcode", None) if isinstance(error, DBAPIError) else None
    return "other" if code is None else _SQLITE.get(code & 0xFF, "other")
