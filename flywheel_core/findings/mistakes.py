"""R8: the six mistakes, as answered and as other answers imply."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from flywheel_core.assessment import MISTAKES
from flywheel_core.findings.answers import Answers, Finding, in_document_order

_GRAVITY = (None, "no", "at_risk", "happening")


@dataclass(frozen=True, kw_only=True)
class MistakeFinding(Finding):
    """R8's finding: the user's `answer`, and what other answers imply; the verdict is the graver."""

    mistake: str
    answer: str | None = None
    implied: str | None = None
    implied_by: tuple[str, ...] = ()
    advice: str = ""


def _mistake(mistake: str, answers: Answers) -> MistakeFinding:
    answer = answers.get(f"mistakes.{mistake}")
    paths = in_document_order(_IMPLIED.get(mistake, _nothing)(answers))
    implied = ("happening" if mistake == "uneconomic" else "at_risk") if paths else None
    verdict = max(answer, implied, key=_GRAVITY.index) or "unknown"
    reason = f"implied_{mistake}" if implied and verdict == implied else f"answered_{answer}"
    return MistakeFinding(
        rule="R8",
        verdict=verdict,
        why=answers.text(f"R8.{reason}" if answer or implied else "R8.unknown"),
        mistake=mistake,
        answer=answer,
        implied=implied,
        implied_by=paths,
        advice=answers.guide.text(f"mistakes.{mistake}.avoid"),
    )


def _nothing(answers: Answers) -> Iterable[str]:
    del answers
    return ()


def _before_product_market_fit(answers: Answers) -> Iterable[str]:
    return ("prerequisites.real_users",) if answers.get("prerequisites.real_users") == "no" else ()


def _complex_infrastructure(answers: Answers) -> Iterable[str]:
    if answers.get("prerequisites.real_users") != "no":
        return ()
    strong = [f"transitions.{t}.strength" for t, strength in answers.strengths().items() if strength >= 3]
    return ("prerequisites.real_users", *strong) if strong else ()


def _quantity_over_quality(answers: Answers) -> Iterable[str]:
    paths = [f"velocity.drag.{key}" for key in ("degrades_despite_data", "users_up_quality_down")]
    return [path for path in paths if answers.get(path) == "yes"]


def _no_observability(answers: Answers) -> Iterable[str]:
    measured = answers.get("velocity.learning_curve.measured")
    if measured is not None and measured.verdict is not None:
        return ("velocity.learning_curve.measured",) if measured.verdict == "degrading" else ()
    estimated = answers.get("velocity.learning_curve.estimated")
    return ("velocity.learning_curve.estimated",) if estimated == "degrading" else ()


def _uneconomic(answers: Answers) -> Iterable[str]:
    cost, value = answers.get("velocity.cost_per_turn"), answers.get("velocity.value_per_turn")
    if cost is None or value is None or cost <= value:
        return ()
    return ("velocity.cost_per_turn", "velocity.value_per_turn")


_IMPLIED: dict[str, Callable[[Answers], Iterable[str]]] = {
    "before_product_market_fit": _before_product_market_fit,
    "complex_infrastructure": _complex_infrastructure,
    "quantity_over_quality": _quantity_over_quality,
    "no_observability": _no_observability,
    "uneconomic": _uneconomic,
}

#: The rule of each mistake, in the guide's order.
MISTAKE_RULES = {mistake: partial(_mistake, mistake) for mistake in MISTAKES}


def mistakes(answers: Answers) -> tuple[MistakeFinding, ...]:
    """Return the six mistakes (R8), in the guide's order: `no`, `at_risk`, `happening` or `unknown`."""
    return tuple(answers.use(rule) for rule in MISTAKE_RULES.values())
