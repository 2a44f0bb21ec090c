"""What was typed and is no answer yet: kept beside the document, which holds nothing but answers."""

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select

from flywheel_core.assessment import Assessment, answer_with, value_at
from flywheel_core.store.records import Refused
from flywheel_core.store.tables import REFUSED
from flywheel_core.store.upserts import put

#: What no database keeps as text.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def keep(connection: Connection, assessment_id: str, present: Assessment, refused: Refused) -> None:
    """Keep what was typed at a path, in the place of what was kept there before."""
    row = {
        "assessment_id": assessment_id,
        "path": refused.path,
        "typed": _NO_TEXT.sub("\ufffd", refused.typed),
        "why": _NO_TEXT.sub("\ufffd", refused.why),
        "answer": _answer(present, refused.path),
    }
    put(connection, REFUSED, row, _as_typed_now)


def _as_typed_now(_there: Any, new: Any) -> dict[str, object]:
    return {column: new[column] for column in ("typed", "why", "answer")}


def forget(connection: Connection, assessment_id: str, paths: Iterable[str]) -> None:
    """Keep nothing any more of what was typed at these paths."""
    connection.execute(
        delete(REFUSED).where(REFUSED.c.assessment_id == assessment_id, REFUSED.c.path.in_([*paths]))
    )


def find(connection: Connection, assessment_id: str, present: Assessment) -> tuple[Refused, ...]:
    """Return what is kept, without what another answer was given instead of since."""
    rows = connection.execute(
        select(REFUSED).where(REFUSED.c.assessment_id == assessment_id).order_by(REFUSED.c.path)
    )
    return tuple(
        Refused(row.path, row.typed, row.why) for row in rows if row.answer == _answer(present, row.path)
    )


def _answer(present: Assessment, path: str) -> str:
    """Return what counts at a path, as JSON; of an action also what is done, as others may take its place."""
    group = answer_with(path)
    value = value_at(present, group)
    place, _, name = path.removeprefix(f"{group}.").partition(".")
    if value and place.isdigit():
        action = value[int(place)] if int(place) < len(value) else {}
        value = action.get("what"), action.get(name)
    return json.dumps(value)
