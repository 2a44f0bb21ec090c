"""All rules on one assessment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from flywheel_core.assessment import Assessment, format_iso, progress_of
from flywheel_core.assessment.asked import Progress
from flywheel_core.findings.action_tests import ActionTest, action_tests
from flywheel_core.findings.answers import Answers, Finding, values_of
from flywheel_core.findings.bottleneck import Bottleneck, bottleneck
from flywheel_core.findings.cold_start import ColdStartFinding, cold_start
from flywheel_core.findings.confidence import Confidence, confidence
from flywheel_core.findings.contradictions import Disagreement
from flywheel_core.findings.drag import DragFinding, drag
from flywheel_core.findings.figures import Figure
from flywheel_core.findings.first_investment import FirstInvestment, first_investment
from flywheel_core.findings.gate import gate
from flywheel_core.findings.learning import LearningType, learning_type
from flywheel_core.findings.loop import LoopKind, loop_kind
from flywheel_core.findings.mistakes import MistakeFinding, mistakes
from flywheel_core.findings.tensions import contradictions
from flywheel_core.findings.velocity import Velocity, velocity
from flywheel_core.findings.weakest import Weakest, WeakestComponent, weakest_component, weakest_connection
from flywheel_core.guide import Guide, load_guide


@dataclass(frozen=True)
class Findings:
    """What the rules say about one assessment. Screen, CSV, PDF, JSON and terminal all show this."""

    loop: LoopKind
    weakest_connection: Weakest
    weakest_component: WeakestComponent
    bottleneck: Bottleneck
    learning_type: LearningType
    cold_start: ColdStartFinding
    velocity: Velocity
    gate: Finding
    first_investment: FirstInvestment
    drag: tuple[DragFinding, ...]
    mistakes: tuple[MistakeFinding, ...]
    contradictions: tuple[Disagreement, ...]
    tests: tuple[ActionTest, ...]
    progress: Progress
    confidence: Confidence

    def as_json(self) -> dict[str, Any]:
        """Return the findings as SPEC §5 prints them, without the decisions; durations are ISO 8601."""
        found: dict[str, Any] = _json(self)
        return found


def assess(assessment: Assessment, guide: Guide | None = None) -> Findings:
    """Return what the rules R1 to R12 say about the answers, in the words of `guide`."""
    answers = Answers(values_of(assessment), guide or load_guide())
    return Findings(
        loop=answers.use(loop_kind),
        weakest_connection=answers.use(weakest_connection),
        weakest_component=answers.use(weakest_component),
        bottleneck=answers.use(bottleneck),
        learning_type=answers.use(learning_type),
        cold_start=answers.use(cold_start),
        velocity=answers.use(velocity),
        gate=answers.use(gate),
        first_investment=answers.use(first_investment),
        drag=drag(answers),
        mistakes=mistakes(answers),
        contradictions=contradictions(answers),
        tests=action_tests(answers),
        progress=progress_of(assessment),
        confidence=confidence(assessment),
    )


def _json(value: Any) -> Any:
    if isinstance(value, Finding):
        own = [f.name for f in fields(value) if not f.name.startswith("_")]
        first = ("rule", "verdict", "why", "rests_on", "decided_by")
        return {name: _json(getattr(value, name)) for name in (*first, *(n for n in own if n not in first))}
    if isinstance(value, Figure):
        return {
            "transition": value.transition,
            "figure": _json(value.duration),
            "unbounded": value.unbounded,
            "basis": "measured" if value.measured else "estimated",
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Progress | Confidence):
        return {name: _json(inner) for name, inner in value._asdict().items()}
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return format_iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, Mapping):
        return {key: _json(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_json(inner) for inner in value]
    return value
