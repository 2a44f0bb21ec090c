"""Wrong codes: after ten in a minute a browser has to pause, whichever process it asks.

A whole workshop may sit behind one router, so that one address stands for hundreds of people: the ten are
counted for a browser's tab, by a random mark of its own, at its address. A mark is cheap to throw away, so an
address as a whole pauses too, at a limit that honest people don't reach: 200 wrong ones in a minute. Until
then a right code always leads in, from any tab that has not typed ten wrong ones itself.

What is left to an attacker: with a new mark for each guess, 200 guesses a minute and address. A code is one
of 17^6, 24 million; so from one address it takes 84 days until one certain room is met, half of that on
average, and with n open rooms an nth of it until some room is. Whoever gets in so has a seat, which the
facilitator sees among the people and can take away while locking the room; no vote of others is seen before
the reveal. An attacker may also use up an address's limit, which keeps those behind it from joining for as
long as it goes on; who is in stays in, and the links of people, wall and facilitator need no code.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from flywheel_core.store.errors import TooManyCodes, sentence
from flywheel_core.store.room_tables import WRONG_CODES
from flywheel_core.store.upserts import put

#: Wrong codes in a minute from one browser's tab, and from one address.
WRONG, WRONG_OF_AN_ADDRESS = 10, 200
MINUTE = timedelta(minutes=1)

#: What was counted further ahead was counted while a clock was wrong. Processes differ by less, and two that
#: count at once may do so in another order than that in which they looked at the clock.
_AHEAD = MINUTE


def admit(connection: Connection, place: str, mark: str, now: datetime) -> None:
    """Raise TooManyCodes where a browser with a mark, or the whole of its place, is to pause."""
    full = (
        and_(WRONG_CODES.c.place == key, WRONG_CODES.c.number >= limit)
        for key, limit in _counted(place, mark).items()
    )
    since = WRONG_CODES.c.since
    pauses = select(since).where(or_(*full), since > now - MINUTE, since < now + _AHEAD)
    if connection.execute(pauses).first() is not None:
        raise TooManyCodes(sentence("too_many_codes"))


def count_wrong(connection: Connection, place: str, mark: str, now: datetime) -> None:
    """Count one more wrong code; the last that a minute allows begins the pause.

    What was counted longer ago than that is forgotten, and what was counted before a clock was set back.
    """
    since = WRONG_CODES.c.since
    connection.execute(delete(WRONG_CODES).where(or_(since <= now - MINUTE, since >= now + _AHEAD)))
    # In one order, so that two that count at once wait for each other.
    for key, limit in sorted(_counted(place, mark).items()):
        put(connection, WRONG_CODES, {"place": key, "since": now, "number": 1}, _one_more)
        last = update(WRONG_CODES).where(WRONG_CODES.c.place == key, WRONG_CODES.c.number == limit)
        connection.execute(last.values(since=now))


def _one_more(there: Any, _new: Any) -> dict[str, object]:
    return {"number": there.number + 1}


def _counted(place: str, mark: str) -> dict[str, int]:
    """What is counted of a wrong code, with the limit of each."""
    return {_digest(f"browser {mark} at {place}"): WRONG, _digest(f"at {place}"): WRONG_OF_AN_ADDRESS}


def _digest(counted: str) -> str:
    return hashlib.sha256(counted.encode("utf-8", "surrogatepass")).hexdigest()
