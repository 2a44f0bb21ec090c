"""What the assessment asks, and how much of it is answered."""

from typing import NamedTuple

from flywheel_core.assessment.model import Assessment, Component, DurationRange, MeasuredDuration, Transition
from flywheel_core.assessment.vocabulary import COMPONENTS, DRAG, MISTAKES, TRANSITIONS

_DETAILS = {
    "collection": ("captured_signals", "missing_signals"),
    "storage": ("access_without_request",),
    "analysis": ("time_to_insight",),
    "application": ("time_to_users",),
    "feedback": ("last_improvement",),
}

#: The published list of the paths that count for progress, in document order.
ASKED: tuple[str, ...] = (
    *(f"prerequisites.{p}" for p in ("real_users", "basic_data_infrastructure", "clear_value_proposition")),
    *(f"components.{c}.{key}" for c in COMPONENTS for key in ("level", *_DETAILS[c])),
    *(f"transitions.{t}.{key}" for t in TRANSITIONS for key in ("strength", "duration")),
    *(f"learning.{key}" for key in ("others_notice_deletion", "own_experience_improves", "decision")),
    *(f"cold_start.{key}" for key in ("stage", "meaningful_points", "meaningful_points_per_week")),
    *(
        f"cold_start.{key}"
        for key in ("expertise_not_public", "can_choose_complex_customers", "internal_users")
    ),
    "cold_start.decision",
    "velocity.learning_curve.estimated",
    "velocity.network_effect.estimated_percent",
    *(f"velocity.drag.{key}" for key in DRAG),
    *(f"mistakes.{key}" for key in MISTAKES),
)

#: Answers that are lists: each of several fields holds a part of one.
LISTS = ("components.collection.captured_signals", "actions")


class Progress(NamedTuple):
    """How many of the asked paths are answered, and which are open, in document order."""

    answered: int
    asked: int
    open: tuple[str, ...]


def answer_with(path: str) -> str:
    """Return the path of the whole answer that a field's path is a part of: lists are answered whole."""
    return next((group for group in LISTS if path.startswith(f"{group}.")), path)


def is_answered(assessment: Assessment, path: str) -> bool:
    """Say whether an asked path is answered: with a value, *not applicable*, *not sure*, or a measurement."""
    group: object = assessment
    *parents, key = path.split(".")
    for parent in parents:
        group = getattr(group, parent)
    value = getattr(group, key)
    if isinstance(value, DurationRange):
        value = value.figure
    if value not in (None, ()):
        return True
    if isinstance(group, Component | Transition) and group.not_applicable is not None:
        return True
    if getattr(group, f"{key}_unsure", None):
        return True
    return key in ("duration", "estimated", "estimated_percent") and _is_measured(group)


def _is_measured(group: object) -> bool:
    measured = getattr(group, "measured", None)
    if isinstance(measured, MeasuredDuration):
        return measured.median is not None or measured.median_reached is False
    return measured is not None and measured.verdict is not None


def progress_of(assessment: Assessment) -> Progress:
    """Return how far an assessment has come."""
    unanswered = tuple(path for path in ASKED if not is_answered(assessment, path))
    return Progress(len(ASKED) - len(unanswered), len(ASKED), unanswered)
