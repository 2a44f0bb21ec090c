"""What can go wrong with a database, as one sentence for the person."""

import logging
import time

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from flywheel_core.guide import load_guide

_LOG = logging.getLogger(__name__)

#: Seconds in which the log says the same of a database once: each visitor may run into it.
_QUIET = 60.0
_logged: dict[str, float] = {}

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

#: PostgreSQL's codes (SQLSTATE), whole or by their first two characters, which name a class.
_POSTGRESQL = {
    "08": "unreachable",
    "22P05": "not_in_utf8",
    "25006": "read_only",
    "28": "not_let_in",
    "3D000": "no_such_database",
    "40001": "busy",
    "40P01": "busy",
    "42501": "not_allowed",
    "53100": "full",
    "53300": "busy",
    "55P03": "busy",
    "57014": "busy",
    "57P": "unreachable",
}

#: One of two transactions had to give way; done again it may well succeed.
_OVERTAKEN = ("40001", "40P01")


class StoreError(Exception):
    """What the store can't do; the message is one sentence, and nothing was changed.

    The message may be shown to everybody. `place` is for those who run the app: where the database lies that
    something is wrong with, empty where nothing is.
    """

    def __init__(self, sentence: str, place: str = "") -> None:
        super().__init__(sentence)
        self.place = place


class Overtaken(StoreError):  # noqa: N818  # says what it is, in the words of the screen
    """Another transaction stood in the way; the same call may succeed at once."""


class UnknownLink(StoreError):  # noqa: N818  # as above
    """No assessment has this link: mistyped, cut off, withdrawn, or its assessment is deleted."""


class ReadOnlyLink(StoreError):  # noqa: N818  # as above
    """The link shows an assessment, and the call would change it."""


class UnknownRoom(StoreError):  # noqa: N818  # as above
    """No room has this link: mistyped, cut off, meant for another screen, or its room is deleted."""


class UnknownCode(StoreError):  # noqa: N818  # as above
    """No room has this join code."""


class TooManyCodes(StoreError):  # noqa: N818  # as above
    """This browser, or its whole network, typed too many wrong codes, and may try again in a minute."""


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
    kind = _kind(error)
    if kind == "busy":
        return (Overtaken if _sqlstate(error) in _OVERTAKEN else StoreError)(sentence(kind))
    return unusable(kind, place)


def unusable(key: str, place: str = "", **values: object) -> StoreError:
    """Return the error with the words at `errors.store.{key}`; where the database lies only the log says."""
    error = StoreError(sentence(key, **values), place)
    line, now = sentence("lies", sentence=error, place=place) if place else str(error), time.monotonic()
    if now - _logged.get(line, -_QUIET) >= _QUIET:
        _logged[line] = now
        _LOG.warning("%s", line)
    return error


def _kind(error: SQLAlchemyError) -> str:
    if isinstance(error, NoFreeConnection):
        return "busy"
    code = getattr(error.orig, "sqlite_errorcode", None) if isinstance(error, DBAPIError) else None
    if code is not None:
        return _SQLITE.get(code & 0xFF, "other")
    state = _sqlstate(error)
    if state is None:
        return "other"
    kinds = (_POSTGRESQL.get(state[:length]) for length in (5, 3, 2))
    return next((kind for kind in kinds if kind), "other")


def _sqlstate(error: SQLAlchemyError) -> str | None:
    """PostgreSQL's code; that of a failed connection where there was none to give another."""
    answer = error.orig if isinstance(error, DBAPIError) else None
    if answer is None or not hasattr(answer, "sqlstate"):
        return None
    unanswered = "08006" if isinstance(error, OperationalError) else None
    state: str | None = answer.sqlstate or _told(str(answer)) or unanswered
    return state


def _told(words: str) -> str | None:
    """A server that refuses a connection says why in words only."""
    told = {"password": "28P01", 'role "': "28000", "does not exist": "3D000", "too many clients": "53300"}
    return next((state for word, state in told.items() if word in words), None)
