"""R7: what slows the flywheel though it turns."""

from dataclasses import dataclass
from functools import partial

from flywheel_core.assessment import DRAG
from flywheel_core.findings.answers import Answers, Finding

POINTS_AT = {
    "degrades_despite_data": "collection",
    "data_without_retraining": "analysis_to_application",
    "users_up_quality_down": "collection",
    "ships_without_usage": "feedback_to_collection",
}


@dataclass(frozen=True, kw_only=True)
class DragFinding(Finding):
    """R7's finding: the indicator (also the verdict), its cause and where on the ring it points."""

    indicator: str
    cause: str
    points_at: str


def _indicator(indicator: str, answers: Answers) -> DragFinding | None:
    if answers.get(f"velocity.drag.{indicator}") != "yes":
        return None
    return DragFinding(
        rule="R7",
        verdict=indicator,
        why=answers.text(f"R7.{indicator}.why"),
        indicator=indicator,
        cause=answers.text(f"R7.{indicator}.cause"),
        points_at=POINTS_AT[indicator],
    )


_INDICATORS = tuple(partial(_indicator, indicator) for indicator in DRAG)


def drag(answers: Answers) -> tuple[DragFinding, ...]:
    """Return the drag indicators that were answered with yes (R7), in the guide's order."""
    return tuple(found for rule in _INDICATORS if (found := answers.use(rule)) is not None)
