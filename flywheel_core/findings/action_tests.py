"""R12: the five tests that Step 1's actions make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flywheel_core.assessment import KINDS_OF_SIGNAL
from flywheel_core.findings.answers import Answers, Finding


@dataclass(frozen=True, kw_only=True)
class ActionTest(Finding):
    """R12's finding: `fails`, `passes` or `unknown`; for the collection debt `debt` or `no_debt`.

    `points_at` is the component or transition to look at. Debt is what is missing from collection, named
    and by kind: a list to work off, no sign that the loop breaks there.
    """

    test: str
    points_at: str
    missing_signals: tuple[str, ...] = ()
    missing_kinds: tuple[str, ...] = ()


def collection_debt(answers: Answers) -> ActionTest:
    """Return what collection misses: the signals named as missing, and kinds that no signal has."""
    captured = answers.get("components.collection.captured_signals") or ()
    missing = answers.get("components.collection.missing_signals") or ()
    present = {signal.kind for signal in captured}
    kinds = tuple(kind for kind in KINDS_OF_SIGNAL if captured and kind not in present)
    verdict = "debt" if missing or kinds else ("no_debt" if captured else "unknown")
    guide = answers.guide
    named = guide.join([guide.text(f"signals.kinds.{kind}.name") for kind in kinds])
    parts = [guide.many("rules.R12.debt_signals", len(missing))] if missing else []
    parts += [answers.text("R12.debt_kinds", kinds=named)] if kinds else []
    return ActionTest(
        rule="R12",
        verdict=verdict,
        why=" ".join(parts) or answers.text(f"R12.collection_debt.{verdict}"),
        test="collection_debt",
        points_at="collection",
        missing_signals=missing,
        missing_kinds=kinds,
    )


def access(answers: Answers) -> ActionTest:
    """Return whether every team that uses AI reaches the data without asking."""
    answer = answers.get("components.storage.access_without_request")
    return _test(answers, "access", "storage", None if answer is None else answer != "every_team")


def insight(answers: Answers) -> ActionTest:
    """Return whether understanding takes less than a week."""
    time = answers.get("components.analysis.time_to_insight")
    fails = None if time is None else time >= timedelta(days=7)
    return _test(answers, "insight", "storage_to_analysis", fails, time)


def users_wait(answers: Answers) -> ActionTest:
    """Return whether users have an improvement within 30 days."""
    time = answers.get("components.application.time_to_users")
    fails = None if time is None else time > timedelta(days=30)
    return _test(answers, "users_wait", "analysis_to_application", fails, time)


def last_improvement(answers: Answers) -> ActionTest:
    """Return whether the effect of the last improvement on incoming data was measured."""
    answer = answers.get("components.feedback.last_improvement")
    fails = None if answer is None else answer == "not_measured"
    return _test(answers, "last_improvement", "feedback_to_collection", fails)


def _test(
    answers: Answers, test: str, points_at: str, fails: bool | None, time: timedelta | None = None
) -> ActionTest:
    verdict = "unknown" if fails is None else ("fails" if fails else "passes")
    said = "" if time is None else answers.guide.duration(time.total_seconds())
    why = answers.text(f"R12.{test}.{verdict}", time=said)
    return ActionTest(rule="R12", verdict=verdict, why=why, test=test, points_at=points_at)


_TESTS: tuple[Callable[[Answers], ActionTest], ...] = (
    collection_debt,
    access,
    insight,
    users_wait,
    last_improvement,
)


def action_tests(answers: Answers) -> tuple[ActionTest, ...]:
    """Return the five tests of Step 1 (R12), in the guide's order."""
    return tuple(answers.use(test) for test in _TESTS)
