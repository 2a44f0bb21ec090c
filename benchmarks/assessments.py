"""A full assessment, as large as real ones get: every question answered, most with a note."""

from functools import lru_cache
from pathlib import Path

from flywheel_core import Assessment, change, read_answers
from flywheel_core.assessment import progress_of

FILE = Path(__file__).with_name("full.json")


@lru_cache(maxsize=1)
def full_assessment() -> Assessment:
    """Return the assessment of `full.json`. Raises ValueError where a question came up that it lacks."""
    assessment = read_answers(FILE.read_bytes())
    if still_open := progress_of(assessment).open:
        raise ValueError(f"{FILE.name} is not full: answer {', '.join(still_open)}.")
    return assessment


def different_assessments(count: int) -> list[Assessment]:
    """Return full assessments that differ in a duration, so that nothing kept from one serves another."""
    path = "transitions.storage_to_analysis.duration.likely"
    return [change(full_assessment(), path, f"P10DT{second}S") for second in range(1, count + 1)]
