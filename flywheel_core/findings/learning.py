"""R4: individual, network, or neither."""

from dataclasses import dataclass

from flywheel_core.findings.answers import Answers, Finding


@dataclass(frozen=True, kw_only=True)
class LearningType(Finding):
    """R4's finding; the user's `decision` and what was `measured` stand beside the test."""

    advice: str | None = None
    decision: str | None = None
    measured: str | None = None


def learning_type(answers: Answers) -> LearningType:
    """Return what the deletion test says (R4): `network`, `individual`, `neither` or `unknown`."""
    verdict, reason = _test(answers)
    decision = answers.get("learning.decision")
    measured = answers.get("velocity.network_effect.measured")
    return LearningType(
        rule="R4",
        verdict=verdict,
        why=answers.text(f"R4.{reason}"),
        advice=answers.text(f"R4.advice.{verdict}") if verdict in ("individual", "neither") else None,
        decision=decision,
        measured=None if measured is None else measured.verdict,
    )


def _test(answers: Answers) -> tuple[str, str]:
    others = answers.get("learning.others_notice_deletion")
    if others == "yes":
        return "network", "network"
    if others != "no":
        return "unknown", "unsure" if others else "unknown"
    own = answers.get("learning.own_experience_improves")
    known = {"yes": "individual", "no": "neither"}
    return (known[own], known[own]) if own in known else ("unknown", "own_unsure" if own else "own_unknown")
