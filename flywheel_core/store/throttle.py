"""Wrong codes from one place: after ten in a minute it has to pause, whichever process it asks."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from flywheel_core.store.errors import TooManyCodes, sentence
from flywheel_core.store.room_tables import WRONG_CODES
from flywheel_core.store.upserts import put

WRONG = 10
MINUTE = timedelta(minutes=1)


def admit(connection: Connection, place: str, now: datetime) -> None:
    """Raise TooManyCodes where a place is to pause."""
    query = select(WRONG_CODES.c.since).where(_of(place), WRONG_CODES.c.number >= WRONG)
    since = connection.execute(query).scalar_one_or_none()
    if since is not None and now - since < MINUTE:
        raise TooManyCodes(sentence("too_many_codes"))


def count_wrong(connection: Connection, place: str, now: datetime) -> None:
    """Count one more wrong code; the tenth within a minute begins the pause.

    Places that were counted longer ago than that are forgotten.
    """
    connection.execute(delete(WRONG_CODES).where(WRONG_CODES.c.since <= now - MINUTE))
    row = {"place": _digest(place), "since": now, "number": 1}
    put(connection, WRONG_CODES, row, _one_more)
    tenth = update(WRONG_CODES).where(_of(place), WRONG_CODES.c.number == WRONG)
    connection.execute(tenth.values(since=now))


def _one_more(there: Any, _new: Any) -> dict[str, object]:
    return {"number": there.number + 1}


def _of(place: str) -> ColumnElement[bool]:
    return WRONG_CODES.c.place == _digest(place)


def _digest(place: str) -> str:
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()
