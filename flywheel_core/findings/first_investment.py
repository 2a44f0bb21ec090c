"""R11: what to do first."""

from dataclasses import dataclass
from datetime import timedelta

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.findings.action_tests import ACTION_TESTS, ActionTest
from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.bottleneck import bottleneck
from flywheel_core.findings.figures import figures, slowest_first
from flywheel_core.findings.gate import GATES, gate
from flywheel_core.findings.learning import learning_type
from flywheel_core.findings.velocity import cycle_time
from flywheel_core.findings.weakest import weakest_connection


@dataclass(frozen=True)
class Halving:
    """What halving one transition does: the cycle time before and after, and the next bottleneck."""

    transition: str
    before: timedelta
    after: timedelta
    next_bottleneck: str


@dataclass(frozen=True, kw_only=True)
class FirstInvestment(Finding):
    """R11's finding.

    The verdict is R10's gate, `redesign_product`, `redesign_for_network_learning`, or the component or
    transition to invest in; `reason` says which test of R11 applied, `actions` what to do about it.
    """

    reason: str
    actions: tuple[str, ...] = ()
    halving: Halving | None = None


def first_investment(answers: Answers) -> FirstInvestment:
    """Return the first of R11's tests that applies; `unknown` where nothing is answered yet."""
    verdict, reason, why = _first(answers)
    return FirstInvestment(
        rule="R11",
        verdict=verdict,
        why=why,
        reason=reason,
        actions=_actions(answers, verdict, reason),
        halving=halving(answers, verdict) if verdict in TRANSITIONS else None,
    )


def _first(answers: Answers) -> tuple[str, str, str]:
    gated = answers.use(gate)
    if gated.verdict in GATES:
        return gated.verdict, "gate", gated.why
    learning = answers.use(learning_type).verdict
    if learning == "neither":
        return "redesign_product", "neither", answers.text("R11.neither")
    weakest = answers.use(weakest_connection)
    if weakest.strength == 0:
        return weakest.verdict, "broken_arrow", _why(answers, "broken_arrow", weakest.verdict)
    strengths = answers.strengths()
    strong = bool(strengths) and not weakest.open and min(strengths.values()) >= 3
    if learning == "individual" and strong:
        return "redesign_for_network_learning", "individual", answers.text("R11.individual")
    return _of_the_loop(answers, weakest.verdict)


def _of_the_loop(answers: Answers, weakest: str) -> tuple[str, str, str]:
    slowest = answers.use(bottleneck)
    if slowest.call == "named":
        return slowest.verdict, "bottleneck", _why(answers, "bottleneck", slowest.verdict)
    failed = _failed(answers)
    if failed is not None:
        return failed.points_at, "action_test", failed.why
    if weakest == "unknown":
        reason = "unknown" if answers.applicable() else "none_applies"
        return "unknown", "unknown", answers.text(f"R11.{reason}")
    return weakest, "weakest_connection", _why(answers, "weakest_connection", weakest)


def _failed(answers: Answers) -> ActionTest | None:
    """The first test of Step 1 that fails and points at something that applies."""
    ruled_out = set(TRANSITIONS) - set(answers.applicable())
    tests = (answers.use(rule) for rule in ACTION_TESTS)
    return next((test for test in tests if test.verdict == "fails" and test.points_at not in ruled_out), None)


def _why(answers: Answers, reason: str, transition: str) -> str:
    return answers.text(f"R11.{reason}", arrow=answers.guide.transition(transition))


def _actions(answers: Answers, verdict: str, reason: str) -> tuple[str, ...]:
    key = f"investments.{verdict}.actions"
    return answers.guide.lines(key) if reason != "unknown" else ()


def halving(answers: Answers, transition: str) -> Halving | None:
    """Return what halving a transition's figure does; None where no cycle time is known."""
    (cycle, _), known = cycle_time(answers), figures(answers)
    if cycle is None or transition not in known:
        return None
    saved = known[transition].seconds / 2
    left = {t: f.seconds - (saved if t == transition else 0) for t, f in known.items()}
    return Halving(transition, cycle, cycle - timedelta(seconds=saved), slowest_first(answers, left)[0])
