"""The assessment that a room fills."""

from typing import Any

from sqlalchemy import Connection, delete, exists, select, update

from flywheel_core.assessment import Assessment
from flywheel_core.store import keeping, links, steps
from flywheel_core.store.room_links import Found
from flywheel_core.store.room_tables import ROOMS
from flywheel_core.store.tables import ASSESSMENTS, LINKS
from flywheel_core.workshop import changes_of

#: Stands in the log of changes for the room; it is no window of the app.
TAB = "workshop"


def write(connection: Connection, found: Found) -> None:
    """Write what the present topic was agreed on into the assessment, as one step of its log."""
    kept = present(connection, found)
    topic = found.room.topic(found.room.present or "")
    before = kept.assessment()
    assessment, entries = steps.apply(before, changes_of(found.room, topic, before))
    keeping.keep(connection, kept, assessment, entries, tab=TAB)


def read(connection: Connection, found: Found) -> Assessment:
    """Return the assessment; what the room agreed on alone, where it was deleted by its own link."""
    kept = _row(connection, found, lock=False)
    return _agreed(found) if kept is None else kept.assessment()


def present(connection: Connection, found: Found) -> links.Present:
    """Return the assessment's row, for writing; a new one where it was deleted by its own link."""
    kept = _row(connection, found, lock=True)
    if kept is None:
        kept = keeping.add(connection, _agreed(found))
        connection.execute(update(ROOMS).where(ROOMS.c.id == found.id).values(assessment_id=kept.id))
    return kept


def forget(connection: Connection, found: Found) -> None:
    """Delete the assessment of a deleted room, unless a link opens it."""
    unlinked = ~exists().where(LINKS.c.assessment_id == ASSESSMENTS.c.id)
    connection.execute(delete(ASSESSMENTS).where(ASSESSMENTS.c.id == found.assessment_id, unlinked))


def _row(connection: Connection, found: Found, *, lock: bool) -> links.Present | None:
    query = select(ASSESSMENTS).where(ASSESSMENTS.c.id == found.assessment_id)
    row: Any = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else links.Present(**row._mapping, may_edit=True)


def _agreed(found: Found) -> Assessment:
    assessment = Assessment(title=found.room.title)
    for topic in found.room.topics:
        if topic.status == "agreed":
            assessment, _ = steps.apply(assessment, changes_of(found.room, topic, assessment))
    return assessment
