"""R12: the five tests that Step 1's actions make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flywheel_core.assessment import KINDS_OF_SIGNAL
from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.months import MONTH, is_beyond_a_month

_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class ActionTest(Finding):
    """R12's finding: `fails`, `passes` or `unknown`; for the collection debt `debt` or `no_debt`;
    `not_applicable` where its component does not apply.

    `points_at` is the component or transition to look at. Debt is what is missing from collection, named
    and by kind: a list to work off, no sign that the loop breaks there.
    """

    test: str
    points_at: str
    missing_signals: tuple[str, ...] = ()
    missing_kinds: tuple[str, ...] = ()


def collection_debt(answers: Answers) -> ActionTest:
    """Return what collection misses: the signals named as missing, and kinds that no signal has."""
    if _ruled_out(answers, "collection"):
        return _test(answers, "collection_debt", "collection", "collection", None)
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
    answer = _detail(answers, "storage", "access_without_request")
    return _test(answers, "access", "storage", "storage", None if answer is None else answer != "every_team")


def insight(answers: Answers) -> ActionTest:
    """Return whether understanding takes less than a week."""
    time = _detail(answers, "analysis", "time_to_insight")
    fails = None if time is None else time >= _WEEK
    return _test(answers, "insight", "analysis", "storage_to_analysis", fails, time, _WEEK)


def users_wait(answers: Answers) -> ActionTest:
    """Return whether users have an improvement within 30 days."""
    time = _detail(answers, "application", "time_to_users")
    fails = None if time is None else is_beyond_a_month(time)
    return _test(answers, "users_wait", "application", "analysis_to_application", fails, time, MONTH)


def last_improvement(answers: Answers) -> ActionTest:
    """Return whether the effect of the last improvement on incoming data was measured."""
    answer = _detail(answers, "feedback", "last_improvement")
    fails = None if answer is None else answer == "not_measured"
    return _test(answers, "last_improvement", "feedback", "feedback_to_collection", fails)


def _ruled_out(answers: Answers, component: str) -> bool:
    return answers.get(f"components.{component}.not_applicable") is not None


def _detail(answers: Answers, component: str, key: str) -> Any:
    """An answer about a component; what was said of one that does not apply is left out."""
    return None if _ruled_out(answers, component) else answers.get(f"components.{component}.{key}")


def _test(
    answers: Answers,
    test: str,
    component: str,
    points_at: str,
    fails: bool | None,
    time: timedelta | None = None,
    limit: timedelta = _WEEK,
) -> ActionTest:
    verdict = "unknown" if fails is None else ("fails" if fails else "passes")
    said = "" if time is None else answers.guide.duration(time.total_seconds(), limit.total_seconds())
    if _ruled_out(answers, component):
        verdict = "not_applicable"
        why = answers.text("R12.not_applicable", component=answers.guide.component(component))
    else:
        why = answers.text(f"R12.{test}.{verdict}", time=said)
    return ActionTest(rule="R12", verdict=verdict, why=why, test=test, points_at=points_at)


#: The five tests, in the guide's order: one for each component.
ACTION_TESTS: tuple[Callable[[Answers], ActionTest], ...] = (
    collection_debt,
    access,
    insight,
    users_wait,
    last_improvement,
)


def action_tests(answers: Answers) -> tuple[ActionTest, ...]:
    """Return the five tests of Step 1 (R12), in the guide's order."""
    return tuple(answers.use(test) for test in ACTION_TESTS)
