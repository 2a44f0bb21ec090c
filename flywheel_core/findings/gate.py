"""R10: what has to be there before a flywheel is worth building."""

from flywheel_core.findings.answers import Answers, Finding

GATES = ("validate_demand_first", "infrastructure_first", "value_unclear")


def gate(answers: Answers) -> Finding:
    """Return the first prerequisite that is missing (R10), `open` if all are met, else `unknown`."""
    users = answers.get("prerequisites.real_users")
    if users in ("no", "unsure"):
        return _found(answers, "validate_demand_first")
    infrastructure = answers.get("prerequisites.basic_data_infrastructure")
    if infrastructure == "no":
        return _found(answers, "infrastructure_first")
    value = answers.get("prerequisites.clear_value_proposition")
    if value == "no":
        return _found(answers, "value_unclear")
    return _found(answers, "open" if users == infrastructure == value == "yes" else "unknown")


def _found(answers: Answers, verdict: str) -> Finding:
    return Finding(rule="R10", verdict=verdict, why=answers.text(f"R10.{verdict}"))


def gates(answers: Answers) -> bool:
    """Say whether something has to come before the flywheel."""
    return answers.use(gate).verdict in GATES
