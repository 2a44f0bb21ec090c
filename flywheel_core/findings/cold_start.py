"""R5: which cold-start strategies fit, and how far 1,000 meaningful points are."""

from dataclasses import dataclass

from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.gate import gates

#: The guide's target of Step 4.
ENOUGH_POINTS = 1_000
#: A rate that needs longer, two thousand years, is as good as none.
_MOST_WEEKS = 100_000


@dataclass(frozen=True)
class Strategy:
    """One of the three strategies: whether it fits (None: not known yet), and why."""

    id: str
    fits: bool | None
    why: str


@dataclass(frozen=True, kw_only=True)
class ColdStartFinding(Finding):
    """R5's finding; `weeks_to_1000` is in weeks, None at rate 0 or where it is unknown."""

    strategies: tuple[Strategy, ...] = ()
    weeks_to_1000: float | None = None
    decision: str | None = None
    decision_fits: bool | None = None


def cold_start(answers: Answers) -> ColdStartFinding:
    """Return `not_needed`, `fits`, `none_fits` or `unknown` (R5), with each strategy's own answer."""
    points = answers.get("cold_start.meaningful_points")
    strategies = _strategies(answers)
    verdict = _verdict(answers, points, strategies)
    weeks = _weeks(points, answers.get("cold_start.meaningful_points_per_week"))
    decision = answers.get("cold_start.decision")
    fitting = [answers.guide.text(f"strategies.{s.id}.name") for s in strategies if s.fits]
    return ColdStartFinding(
        rule="R5",
        verdict=verdict,
        why=answers.text(
            f"R5.{verdict}", points=answers.guide.number(points or 0), fitting=answers.guide.join(fitting)
        ),
        strategies=strategies,
        weeks_to_1000=weeks,
        decision=decision,
        decision_fits=_decision_fits(decision, verdict, strategies),
    )


def _verdict(answers: Answers, points: int | None, strategies: tuple[Strategy, ...]) -> str:
    if points is not None and points >= ENOUGH_POINTS and not gates(answers):
        return "not_needed"
    if any(s.fits for s in strategies):
        return "fits"
    return "none_fits" if all(s.fits is False for s in strategies) else "unknown"


def _strategies(answers: Answers) -> tuple[Strategy, ...]:
    return (
        _by_answer(answers, "expert_seeding", "expertise_not_public"),
        _by_answer(answers, "target_complexity", "can_choose_complex_customers"),
        _loop_before_data(answers),
    )


def _by_answer(answers: Answers, strategy: str, question: str) -> Strategy:
    answer = answers.get(f"cold_start.{question}")
    fits = {"yes": True, "no": False}.get(answer)
    return Strategy(strategy, fits, answers.text(f"R5.{strategy}.{answer or 'unanswered'}"))


def _loop_before_data(answers: Answers) -> Strategy:
    stage = answers.get("cold_start.stage")
    if stage is None:
        return Strategy("loop_before_data", None, answers.text("R5.loop_before_data.unanswered"))
    if stage not in ("pre_launch", "early"):
        return Strategy("loop_before_data", False, answers.text("R5.loop_before_data.no"))
    internal = answers.get("cold_start.internal_users") or "unanswered"
    return Strategy("loop_before_data", True, answers.text(f"R5.loop_before_data.internal_{internal}"))


def _weeks(points: int | None, rate: float | None) -> float | None:
    if points is None or not rate:
        return None
    weeks = max(ENOUGH_POINTS - points, 0) / rate
    return weeks if weeks <= _MOST_WEEKS else None


def _decision_fits(decision: str | None, verdict: str, strategies: tuple[Strategy, ...]) -> bool | None:
    if decision is None:
        return None
    if decision == "not_needed":
        return None if verdict == "unknown" else verdict == "not_needed"
    return next(s.fits for s in strategies if s.id == decision)
