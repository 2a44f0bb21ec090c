"""The assessment of a loop whose connections take other times: to draw from, never to keep."""

from collections.abc import Mapping
from datetime import timedelta

from flywheel_core.assessment import Assessment, DurationRange, MeasuredDuration


def scaled(assessment: Assessment, factors: Mapping[str, float]) -> Assessment:
    """Return it with the times of these transitions multiplied, what people said and what was measured."""
    changed = {}
    for transition, factor in factors.items():
        part = getattr(assessment.transitions, transition)
        times = {"duration": _duration(part.duration, factor), "measured": _measured(part.measured, factor)}
        changed[transition] = part.model_copy(update=times)
    transitions = assessment.transitions.model_copy(update=changed)
    return assessment.model_copy(update={"transitions": transitions})


def _duration(range_: DurationRange | None, factor: float) -> DurationRange | None:
    if range_ is None:
        return None
    ends = {end: _times(getattr(range_, end), factor) for end in ("low", "likely", "high")}
    return range_.model_copy(update=ends)


def _measured(found: MeasuredDuration | None, factor: float) -> MeasuredDuration | None:
    if found is None:
        return None
    interval = found.interval and tuple(_times(end, factor) for end in found.interval)
    times = {"median": _times(found.median, factor), "p90": _times(found.p90, factor), "interval": interval}
    return found.model_copy(update=times)


def _times(span: timedelta | None, factor: float) -> timedelta | None:
    return None if span is None else factor * span
