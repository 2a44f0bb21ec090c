"""R6: how fast the flywheel turns, whether it learns, and what a turn costs."""

from dataclasses import dataclass
from datetime import timedelta

from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.figures import figures
from flywheel_core.guide import Guide

#: A cycle longer than this is not a flywheel yet (R1, R6).
LONGEST_CYCLE = timedelta(days=30)
_YEAR = timedelta(days=365)
#: R6's classes of a time, the quickest first.
SPEEDS = ("hours", "days", "weeks", "months")
#: Where each class ends, or begins.
_LIMITS = {
    "hours": timedelta(days=1),
    "days": timedelta(days=7),
    "weeks": LONGEST_CYCLE,
    "months": LONGEST_CYCLE,
}


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
    """R6's finding. `cycle_time` is None where a transition has no figure; `floor` is then the known sum.

    `stopped` are the transitions that alone keep it from being known: too little passes for a duration.
    """

    learning_rate: Rate
    network_effect: Rate
    cycle_time: timedelta | None = None
    floor: timedelta | None = None
    stopped: tuple[str, ...] = ()
    turns_per_year: float | None = None
    cost_per_turn: float | None = None
    value_per_turn: float | None = None
    currency: str | None = None


def velocity(answers: Answers) -> Velocity:
    """Return the class of the cycle time (R6): `hours`, `days`, `weeks`, `months` or `unknown`."""
    cycle, floor = cycle_time(answers)
    verdict = "unknown" if cycle is None else speed_of(cycle)
    turns, stopped = (_YEAR / cycle if cycle else None), _stopped(answers)
    return Velocity(
        rule="R6",
        verdict=verdict,
        why=_why(answers, verdict, floor if cycle is None else cycle, turns, stopped),
        cycle_time=cycle,
        floor=floor,
        stopped=stopped,
        turns_per_year=turns,
        learning_rate=learning_rate(answers),
        network_effect=network_effect(answers),
        cost_per_turn=answers.get("velocity.cost_per_turn"),
        value_per_turn=answers.get("velocity.value_per_turn"),
        currency=answers.get("velocity.currency"),
    )


def cycle_time(answers: Answers) -> tuple[timedelta | None, timedelta | None]:
    """Return the cycle time, the sum of R3's figures; where it is not known, None and the known sum.

    Rules that need no more of R6 than this read no more answers than this.
    """
    known = figures(answers)
    bounded = [f.seconds for f in known.values() if not f.unbounded]
    total = timedelta(seconds=sum(bounded)) if bounded else None
    complete = bool(known) and len(bounded) == len(answers.applicable())
    return (total, None) if complete else (None, total)


def _stopped(answers: Answers) -> tuple[str, ...]:
    """The transitions through which too little passes for a duration, where all others have one."""
    known = figures(answers)
    complete = len(known) == len(answers.applicable())
    return tuple(t for t, f in known.items() if f.unbounded) if complete else ()


def _why(
    answers: Answers, verdict: str, time: timedelta | None, turns: float | None, stopped: tuple[str, ...]
) -> str:
    guide = answers.guide
    if time is None:
        return answers.text("R6.no_figures")
    if turns is None and verdict != "unknown":
        return answers.text("R6.no_time")
    if turns is None:
        floor = guide.duration_at_least(time.total_seconds())
        arrows = guide.join([guide.transition(t) for t in stopped])
        return answers.text(f"R6.{'stopped' if stopped else 'unknown'}", time=floor, arrows=arrows)
    return answers.text(f"R6.{verdict}", time=say_turn(time, guide), turns=guide.figure(turns))


def say_turn(cycle: timedelta, guide: Guide) -> str:
    """Return a cycle time as a person says it, never rounded into another class than its own."""
    return guide.duration(cycle.total_seconds(), _LIMITS[speed_of(cycle)].total_seconds())


def speed_of(cycle: timedelta) -> str:
    """Return R6's class of a time, one of SPEEDS."""
    if cycle < _LIMITS["hours"]:
        return "hours"
    if cycle < _LIMITS["days"]:
        return "days"
    return "weeks" if cycle <= LONGEST_CYCLE else "months"


def learning_rate(answers: Answers) -> Rate:
    """Return whether the model improves with data: measured where it was, else estimated."""
    measured = answers.get("velocity.learning_curve.measured")
    if measured is not None and measured.verdict is not None:
        advice = answers.text(f"R6.learning.{measured.verdict}")
        return Rate(measured.verdict, "measured", measured.gain_of_doubling, measured.gain_interval, advice)
    verdict = answers.get("velocity.learning_curve.estimated")
    if verdict is None:
        return Rate("unknown")
    return Rate(verdict, "estimated", advice=answers.text(f"R6.learning.{verdict}"))


def network_effect(answers: Answers) -> Rate:
    """Return what 10 % more users bring the others, in percent: measured where it was, else estimated."""
    measured = answers.get("velocity.network_effect.measured")
    if measured is not None and measured.verdict is not None:
        ends = measured.interval and tuple(None if end is None else 100 * end for end in measured.interval)
        effect = measured.effect_of_10_percent_users
        advice = answers.text(f"R6.network.{measured.verdict}")
        return Rate(measured.verdict, "measured", None if effect is None else 100 * effect, ends, advice)
    percent = answers.get("velocity.network_effect.estimated_percent")
    if percent is None:
        return Rate("unknown")
    verdict = "some" if percent > 0 else "none"
    advice = answers.text(f"R6.network.{'worse' if percent < 0 else verdict}")
    return Rate(verdict, "estimated", percent, None, advice)
