"""Whom to ask: the answers that are open or that nobody is sure of, each with who finds it out."""

from dataclasses import dataclass
from typing import Literal

from flywheel_core.assessment import ASKED, Assessment, is_answered, value_at
from flywheel_core.guide import Guide
from flywheel_core.questions import question_of, step_of


@dataclass(frozen=True)
class Homework:
    """One answer to find out. `why` is `open` or `unsure`; `owner` is empty where nobody has taken it."""

    path: str
    question: str
    step: str
    owner: str
    why: Literal["open", "unsure"]


def homework_of(assessment: Assessment, guide: Guide) -> tuple[Homework, ...]:
    """Return the open and unsure answers among those that count for progress, in document order."""
    return tuple(
        Homework(
            path=path,
            question=question_of(path, guide),
            step=step_of(path),
            owner=assessment.homework.get(path, ""),
            why=why,
        )
        for path in ASKED
        if (why := _why(assessment, path)) is not None
    )


def _why(assessment: Assessment, path: str) -> Literal["open", "unsure"] | None:
    if _can_have_no_duration(assessment, path):
        return None
    if not is_answered(assessment, path):
        return "open"
    value = value_at(assessment, path)
    if value == "unsure" or (value is None and value_at(assessment, f"{path}_unsure")):
        return "unsure"
    return None


def _can_have_no_duration(assessment: Assessment, path: str) -> bool:
    """Say whether this is the duration of a connection on which nothing passes: there is none to find out."""
    group, _, key = path.rpartition(".")
    return key == "duration" and value_at(assessment, f"{group}.strength") == 0
