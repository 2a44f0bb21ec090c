"""Writing an assessment: the new document, its version, and the step in its log."""

import uuid
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, update

from flywheel_core.assessment import Assessment, write_answers
from flywheel_core.store import links, steps
from flywheel_core.store.tables import ASSESSMENTS


def add(connection: Connection, assessment: Assessment) -> links.Present:
    """Keep a new assessment, which no link opens yet."""
    document, _ = readable(assessment)
    now = datetime.now(UTC)
    row = {"document": document, "version": 1, "created_at": now, "changed_at": now}
    made = links.Present(uuid.uuid4().hex, document, 1, now, now, may_edit=True)
    connection.execute(insert(ASSESSMENTS).values(id=made.id, **row))
    return made


def keep(
    connection: Connection,
    present: links.Present,
    assessment: Assessment,
    entries: tuple[steps.Entry, ...],
    *,
    tab: str,
    undoable: bool = True,
) -> tuple[Assessment, int, datetime]:
    """Keep an assessment in the place of the present one; return it with its version and time."""
    if not entries:
        return assessment, present.version, present.changed_at
    document, kept = readable(assessment)
    version, now = present.version + 1, datetime.now(UTC)
    row = {"document": document, "version": version, "changed_at": now}
    connection.execute(update(ASSESSMENTS).where(ASSESSMENTS.c.id == present.id).values(row))
    steps.append(connection, present.id, version, entries, tab=tab, at=now, undoable=undoable)
    return kept, version, now


def readable(assessment: Assessment) -> tuple[str, Assessment]:
    """Return the answers file and what is read back from it: what can't be read again is refused now."""
    document = write_answers(assessment, indent=None)
    return document, links.read(document)
