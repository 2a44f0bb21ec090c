"""Links: who may open an assessment, and which one."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, delete, func, insert, select

from flywheel_core.assessment import AnswersError, Assessment, read_answers, read_written
from flywheel_core.store.errors import ReadOnlyLink, StoreError, UnknownLink, sentence
from flywheel_core.store.tables import ASSESSMENTS, LINKS


@dataclass(frozen=True)
class Present:
    """An assessment's row as it is now, found by a link."""

    id: str
    document: str
    version: int
    created_at: datetime
    changed_at: datetime
    may_edit: bool

    def assessment(self) -> Assessment:
        """Return the answers, migrated to today's file version.

        Raises StoreError where this version of the app can't read them; they stay as they are.
        """
        try:
            return read(self.document)
        except AnswersError as error:
            raise StoreError(sentence("unreadable", reason=error)) from error


@lru_cache(maxsize=512)
def read(document: str) -> Assessment:
    """Return the answers of a document, read once: whoever changes it next has mostly just read it.

    What this version wrote is read without looking for what only others would have put in; whatever that
    doesn't take is read as a file of unknown origin, which says what is wrong. Raises AnswersError.
    """
    return read_written(document) or read_answers(document)


def new_link(connection: Connection, assessment_id: str, at: datetime, *, may_edit: bool) -> str:
    """Return a new token that opens the assessment; only its hash is kept."""
    token = new_token()
    row = {"digest": digest(token), "assessment_id": assessment_id, "may_edit": may_edit, "created_at": at}
    connection.execute(insert(LINKS).values(row))
    return token


def count_views(connection: Connection, assessment_id: str) -> int:
    """Return how many links there are that only show the assessment."""
    views = (LINKS.c.assessment_id == assessment_id, LINKS.c.may_edit.is_(False))
    return connection.execute(select(func.count()).select_from(LINKS).where(*views)).scalar_one()


def withdraw_views(connection: Connection, assessment_id: str) -> None:
    """Make every link that only shows the assessment unknown."""
    views = (LINKS.c.assessment_id == assessment_id, LINKS.c.may_edit.is_(False))
    connection.execute(delete(LINKS).where(*views))


def find(connection: Connection, token: str, *, for_editing: bool = False) -> Present:
    """Return the assessment that the token opens; `for_editing` keeps others from changing it meanwhile.

    Raises UnknownLink, and ReadOnlyLink where the link does not allow editing.
    """
    columns = (*ASSESSMENTS.c, LINKS.c.may_edit)
    query = select(*columns).join(LINKS).where(LINKS.c.digest == digest(token))
    if for_editing:
        # SQLite leaves this out: its writing transactions exclude each other anyway.
        query = query.with_for_update(of=ASSESSMENTS)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownLink(sentence("unknown_link"))
    if for_editing and not row.may_edit:
        raise ReadOnlyLink(sentence("read_only_link"))
    return Present(**row._mapping)


def new_token() -> str:
    """Return 128 random bits, safe in a URL."""
    return secrets.token_urlsafe(16)


def wall_token(facilitate: str) -> str:
    """Return the token that shows a room, from the one that leads it: 128 bits that don't lead back.

    Only hashes are kept; so a facilitator on another computer still finds the link for the wall.
    """
    return _derived(facilitate, "present")


def simulated_token(facilitate: str, number: int) -> str:
    """Return the token of a simulated participant, found again by whoever leads the rehearsal."""
    return _derived(facilitate, f"simulated {number}")


def paper_token(facilitate: str, number: int) -> str:
    """Return the token of somebody whom the facilitator entered, by their number in the room.

    It is found again by whoever leads the room, so that their answers can be entered after a reload too.
    """
    return _derived(facilitate, f"on paper {number}")


def _derived(facilitate: str, what: str) -> str:
    key = facilitate.encode("utf-8", "surrogatepass")
    derived = hmac.digest(key, f"flywheel-check: {what}".encode(), "sha256")[:16]
    return base64.urlsafe_b64encode(derived).rstrip(b"=").decode()


def digest(token: str) -> str:
    """Return what is kept of a token. A plain hash suffices: nobody guesses 128 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
