"""R6: how fast the flywheel turns, whether it learns, and what a turn costs."""

from dataclasses import dataclass
from datetime import timedelta

from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.figures import figures

#: A cycle longer than this is not a flywheel yet (R1, R6).
LONGEST_CYCLE = timedelta(days=30)
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rate:
    """A learning rate or a network effect: `basis` is measured or estimated; None where unknown.

    `value` is a gain per doubling in units of the error, or the percent that 10 % more users bring;
    `interval` is its uncertainty, in the same unit.
    """

    verdict: str
    basis: str | None = None
    value: float | None = None
    interval: tuple[float | None, float | None] | None = None
    advice: str | None = None


@dataclass(frozen=True, kw_only=True)
class Velocity(Finding):
    """R6's finding. `cycle_time` is None where a transition has no figure; `floor` is then the known sum."""

    learning_rate: Rate
    network_effect: Rate
    cycle_time: timedelta | None = None
    floor: timedelta | None = None
    turns_per_year: float | None = None
    cost_per_turn: float | None = None
    value_per_turn: float | None = None
    currency: str | None = None


def velocity(answers: Answers) -> Velocity:
    """Return the class of the cycle time (R6): `hours`, `days`, `weeks`, `months` or `unknown`."""
    known = figures(answers)
    bounded = [f.seconds for f in known.values() if not f.unbounded]
    total = timedelta(seconds=sum(bounded)) if bounded else None
    complete = bool(known) and len(bounded) == len(answers.applicable())
    cycle = total if complete else None
    verdict = "unknown" if cycle is None else _class(cycle)
    said = "" if total is None else answers.guide.duration(total.total_seconds())
    turns = _YEAR / cycle if cycle else None
    reason = verdict if total is not None or complete else "no_figures"
    return Velocity(
        rule="R6",
        verdict=verdict,
        why=answers.text(f"R6.{reason}", time=said, turns=answers.guide.number(_rounded(turns))),
        cycle_time=cycle,
        floor=None if complete else total,
        turns_per_year=None if turns is None else _rounded(turns),
        learning_rate=learning_rate(answers),
        network_effect=network_effect(answers),
        cost_per_turn=answers.values.get("velocity.cost_per_turn"),
        value_per_turn=answers.values.get("velocity.value_per_turn"),
        currency=answers.values.get("velocity.currency"),
    )


def _class(cycle: timedelta) -> str:
    if cycle < timedelta(days=1):
        return "hours"
    if cycle < timedelta(days=7):
        return "days"
    return "weeks" if cycle <= LONGEST_CYCLE else "months"


def _rounded(turns: float | None) -> float:
    return float(f"{turns:.3g}") if turns else 0.0


def learning_rate(answers: Answers) -> Rate:
    """Return whether the model improves with data: measured where it was, else estimated."""
    measured = answers.values.get("velocity.learning_curve.measured")
    if measured is not None and measured.verdict is not None:
        advice = answers.text(f"R6.learning.{measured.verdict}")
        return Rate(measured.verdict, "measured", measured.gain_of_doubling, measured.gain_interval, advice)
    verdict = answers.values.get("velocity.learning_curve.estimated")
    if verdict is None:
        return Rate("unknown")
    return Rate(verdict, "estimated", advice=answers.text(f"R6.learning.{verdict}"))


def network_effect(answers: Answers) -> Rate:
    """Return what 10 % more users bring the others, in percent: measured where it was, else estimated."""
    measured = answers.values.get("velocity.network_effect.measured")
    if measured is not None and measured.verdict is not None:
        ends = measured.interval and tuple(None if end is None else 100 * end for end in measured.interval)
        effect = measured.effect_of_10_percent_users
        return Rate(measured.verdict, "measured", None if effect is None else 100 * effect, ends)
    percent = answers.values.get("velocity.network_effect.estimated_percent")
    if percent is None:
        return Rate("unknown")
    verdict = "some" if percent > 0 else "none"
    return Rate(verdict, "estimated", percent, None, answers.text(f"R6.network.{verdict}"))
