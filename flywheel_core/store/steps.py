"""The log of changes: what a step changed, who has not seen it yet, and how it is taken back."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from flywheel_core.assessment import SCHEMA_VERSION, Assessment, change, change_all, same_answer, value_at
from flywheel_core.store.links import Present
from flywheel_core.store.tables import CHANGES

#: So many steps of an assessment can be taken back, and so many versions are known by what they changed.
KEPT = 200


class Entry(NamedTuple):
    """One answer that a step changed: JSON values, None where nothing was answered."""

    path: str
    before: Any
    after: Any


#: Stands for steps that are no longer in the log: any answer may have changed.
ANYTHING = Entry("", None, None)


def apply(assessment: Assessment, changes: Mapping[str, object]) -> tuple[Assessment, tuple[Entry, ...]]:
    """Return the assessment with all `changes` made, and what they really changed, in order.

    Answers are taken away before others are given. Raises AnswersError where a value does not fit.
    """
    ordered = dict(sorted(changes.items(), key=lambda item: item[1] is not None))
    present = change_all(assessment, ordered)
    entries = (Entry(path, value_at(assessment, path), value_at(present, path)) for path in ordered)
    return present, tuple(e for e in entries if _canonical(e.before) != _canonical(e.after))


def take_back(assessment: Assessment, entries: Iterable[Entry]) -> tuple[Assessment, tuple[Entry, ...]]:
    """Return the assessment as it was before `entries`, the last undone first, and what that changed."""
    undone = tuple(Entry(path, after, before) for path, before, after in reversed(tuple(entries)))
    return change_all(assessment, {entry.path: entry.after for entry in undone}), undone


def append(
    connection: Connection,
    assessment_id: str,
    version: int,
    entries: tuple[Entry, ...],
    *,
    tab: str,
    at: datetime,
    undoable: bool,
) -> None:
    """Log the step that made `version`, and forget those that are too old."""
    connection.execute(
        insert(CHANGES).values(
            assessment_id=assessment_id,
            version=version,
            tab=tab,
            at=at,
            schema_version=SCHEMA_VERSION,
            undoable=undoable,
            entries=json.dumps(entries),
        )
    )
    if version > KEPT:
        _forget_old(connection, assessment_id, version)


def _forget_old(connection: Connection, assessment_id: str, version: int) -> None:
    own = CHANGES.c.assessment_id == assessment_id
    can_be_undone = select(CHANGES.c.version).where(own, CHANGES.c.undoable)
    oldest = can_be_undone.order_by(CHANGES.c.version.desc()).offset(KEPT - 1).limit(1).scalar_subquery()
    too_old = or_(CHANGES.c.undoable.is_(False), CHANGES.c.version < oldest)
    connection.execute(delete(CHANGES).where(own, CHANGES.c.version <= version - KEPT, too_old))


def by_others(connection: Connection, present: Present, *, seen: int, tab: str) -> tuple[Entry, ...]:
    """Return what other tabs changed between the version `seen` and the present one, the earliest first."""
    if seen == present.version:
        return ()
    unseen = (CHANGES.c.assessment_id == present.id, CHANGES.c.version > seen)
    query = select(CHANGES.c.tab, CHANGES.c.entries).where(*unseen).order_by(CHANGES.c.version)
    rows = connection.execute(query).all()
    if len(rows) != present.version - seen:
        return (ANYTHING,)
    return tuple(entry for row in rows if row.tab != tab for entry in _entries(row.entries))


def last_undoable(connection: Connection, assessment_id: str) -> tuple[int, tuple[Entry, ...]] | None:
    """Return the version and entries of the last step that was not taken back yet.

    Steps of an older answers file are left alone: their paths may mean something else by now.
    """
    query = select(CHANGES.c.version, CHANGES.c.entries).where(*_undoable(assessment_id))
    row = connection.execute(query.order_by(CHANGES.c.version.desc()).limit(1)).one_or_none()
    return None if row is None else (row.version, _entries(row.entries))


def can_undo(connection: Connection, assessment_id: str) -> bool:
    """Say whether there is a step that `last_undoable` would return."""
    query = select(CHANGES.c.version).where(*_undoable(assessment_id)).limit(1)
    return connection.execute(query).first() is not None


def _undoable(assessment_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CHANGES.c.assessment_id == assessment_id,
        CHANGES.c.undoable.is_(True),
        CHANGES.c.schema_version == SCHEMA_VERSION,
    )


def mark_taken_back(connection: Connection, assessment_id: str, version: int) -> None:
    """Note that the step is undone."""
    step = (CHANGES.c.assessment_id == assessment_id, CHANGES.c.version == version)
    connection.execute(update(CHANGES).where(*step).values(undoable=False))


def paths(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the paths of entries, each once."""
    return tuple(dict.fromkeys(entry.path for entry in entries))


def overwritten(own: Iterable[Entry], others: tuple[Entry, ...]) -> tuple[str, ...]:
    """Return the paths of `own` that replaced an answer which `others` had changed."""
    return paths(entry for entry in own if any(_touches(other, entry.path) for other in others))


def _touches(other: Entry, path: str) -> bool:
    if other.path or other is ANYTHING:
        return same_answer(other.path, path)
    before, after = (change(Assessment(), "", document) for document in (other.before, other.after))
    return bool(value_at(before, path) != value_at(after, path))


def _canonical(value: object) -> str:
    # 5 and 5.0 differ in the file; the order in which notes were typed does not.
    return json.dumps(value, sort_keys=True)


def _entries(text: str) -> tuple[Entry, ...]:
    return tuple(Entry(*entry) for entry in json.loads(text))
