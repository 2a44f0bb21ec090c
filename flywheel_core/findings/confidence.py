"""On what the strengths and durations rest: counts, never a score."""

from typing import NamedTuple

from flywheel_core.assessment import TRANSITIONS, Assessment


class Confidence(NamedTuple):
    """How many answered strengths and durations are measured, voted, estimated or unsure."""

    measured: int = 0
    voted: int = 0
    estimated: int = 0
    unsure: int = 0


def confidence(assessment: Assessment) -> Confidence:
    """Return the counts over all transitions; *not applicable* and not answered count nowhere."""
    found = [basis for t in TRANSITIONS for basis in bases(assessment, t) if basis]
    return Confidence(*(found.count(basis) for basis in Confidence._fields))


def bases(assessment: Assessment, transition: str) -> tuple[str | None, str | None]:
    """Return the basis of a transition's strength and of its duration; None where there is no answer."""
    answer = getattr(assessment.transitions, transition)
    if answer.not_applicable is not None:
        return None, None
    said = answer.basis or "estimated"
    strength = said if answer.strength is not None else ("unsure" if answer.strength_unsure else None)
    if answer.measured is not None and (
        answer.measured.median is not None or answer.measured.median_reached is False
    ):
        return strength, "measured"
    figure = answer.duration and answer.duration.figure
    return strength, (said if figure else ("unsure" if answer.duration_unsure else None))
