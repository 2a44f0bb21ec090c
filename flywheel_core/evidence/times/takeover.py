"""Taking measured times over into an assessment (SPEC §2, `measured`)."""

from datetime import timedelta
from typing import Any

from flywheel_core.assessment import format_iso
from flywheel_core.evidence.tables.opened import Source
from flywheel_core.evidence.times.result import SpanTime, TransitionTimes


def measured_of(result: TransitionTimes, source: Source) -> dict[str, dict[str, Any]]:
    """Return, by transition that the log can time, what its `measured` holds, with where it comes from.

    Each is the value at `transitions.<id>.measured`.
    """
    return {time.span: _measured(time, source) for time in result.transitions if time.measurable}


def _measured(time: SpanTime, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {
        "median": _iso(time.median),
        "median_reached": time.median_reached,
        "interval": None if time.interval is None else [_iso(end) for end in time.interval],
        "p90": _iso(time.p90),
        "completed": time.completed,
        "open": time.open,
        "negative": time.negative,
        "source": source.as_json(),
    }
    return {key: value for key, value in found.items() if value is not None}


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else format_iso(timedelta(seconds=seconds))
