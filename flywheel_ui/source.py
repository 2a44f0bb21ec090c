"""Where measured figures come from: the files that are read, and the one that figures are of."""

from datetime import datetime

from flywheel_core.assessment.model import Source
from flywheel_core.dates import say_date
from flywheel_core.guide import Guide

#: Of the files that `flywheel_core.evidence` reads.
ENDINGS = ("csv", "tsv", "txt", "parquet", "pq", "gz")


def say_source(source: Source | None, guide: Guide) -> dict[str, str]:
    """Return the `file`, how many `rows` it has and the `day` it was read on, as a sentence says them."""
    return {
        "file": (source.file if source else None) or "—",
        "rows": guide.number((source.rows if source else None) or 0),
        "day": _day(source.at if source else None, guide),
    }


def _day(at: str | None, guide: Guide) -> str:
    try:
        return say_date(datetime.fromisoformat(at or "").date(), guide)
    except ValueError:
        return at or "—"
