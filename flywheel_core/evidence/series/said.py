"""Learning rate and network effect in words: the same sentences on screen, on paper and in a terminal."""

from collections.abc import Callable, Iterator
from typing import Any

from flywheel_core.evidence.errors import quoted
from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.series.reading import Series
from flywheel_core.guide import Guide

Pairs = tuple[tuple[str, str], ...]


def why_learning(found: LearningRate, guide: Guide) -> str:
    """Return the verdict on the learning rate in one sentence made from the figures."""
    if found.verdict == "refused":
        return _refused(found.reason, found.values, guide)
    low, high = found.gain_interval or (None, None)
    return guide.text(
        f"evidence.learning.{found.verdict}",
        gain=guide.figure(found.gain_of_doubling),
        low=guide.figure(low),
        high=guide.figure(high),
        worthwhile=guide.figure(found.worthwhile),
    )


def why_network(found: NetworkEffect, guide: Guide) -> str:
    """Return the verdict on the network effect in one sentence made from the figures."""
    if found.verdict == "refused":
        return _refused(found.reason, found.values, guide)
    low, high = found.interval or (None, None)
    say = guide.figure if found.from_ablation else guide.percent
    return guide.text(
        f"evidence.network.{found.reason}",
        effect=say(found.effect_of_10_percent_users),
        low=say(low),
        high=say(high),
        detectable=say(found.detectable_effect),
        what=_compared(found, guide),
    )


def learning_facts(found: LearningRate, guide: Guide) -> Pairs:
    """Return the figures of a learning rate, each with its name."""
    if found.verdict == "refused":
        return ()
    low, high = found.gain_interval or (None, None)
    facts = {
        "verdict": guide.text(f"evidence.verdicts.{found.verdict}"),
        "gain": _with_interval(found.gain_of_doubling, low, high, guide.figure, guide),
        "worthwhile": guide.figure(found.worthwhile),
        "points": guide.number(found.points),
        "form": _form(found, guide),
        "cost": "" if found.cost_of_next_doubling is None else guide.figure(found.cost_of_next_doubling),
    }
    return tuple((guide.text(f"evidence.facts.{name}"), fact) for name, fact in facts.items() if fact)


def network_facts(found: NetworkEffect, guide: Guide) -> Pairs:
    """Return the figures of a network effect, each with its name."""
    if found.verdict == "refused":
        return ()
    say = guide.figure if found.from_ablation else guide.percent
    low, high = found.interval or (None, None)
    effect = _with_interval(found.effect_of_10_percent_users, low, high, say, guide)
    facts = {
        "verdict": guide.text(f"evidence.verdicts.{found.verdict}"),
        "effect_on_error" if found.from_ablation else "effect": effect,
        "detectable": guide.percent(found.detectable_effect) if found.detectable_effect is not None else "",
        "elasticity": "" if found.elasticity is None else guide.figure(found.elasticity),
        "placebo": _placebo(found, guide),
        "shares" if found.from_ablation else "differences": guide.number(found.periods),
        "lag": "" if found.from_ablation else guide.number(found.lag),
    }
    what = _compared(found, guide)
    return tuple(
        (guide.text(f"evidence.facts.{name}", what=what), fact) for name, fact in facts.items() if fact
    )


def _compared(found: NetworkEffect, guide: Guide) -> str:
    """Return what a series compares with the users; nothing of an ablation."""
    return "" if found.scale is None else guide.text(f"evidence.scales.{found.scale}")


def notes_on(series: Series, found: LearningRate | NetworkEffect, guide: Guide) -> tuple[str, ...]:
    """Return what to know about the figures: points off their forecast, rows left out, kinds put together."""
    return tuple(_notes(series, found, guide))


def _notes(series: Series, found: LearningRate | NetworkEffect, guide: Guide) -> Iterator[str]:
    if isinstance(found, LearningRate) and found.outside_hindcast:
        yield guide.text("evidence.series.outside_hindcast")
    if isinstance(found, NetworkEffect) and found.scale == "quality":
        yield guide.text("evidence.series.quality_itself")
    for name, values in series.kinds.items():
        yield guide.text("evidence.series.kinds", name=quoted(name), n=guide.number(len(values)))
    if series.unusable:
        yield guide.many("evidence.series.unusable", series.unusable)
    for cell in series.examples:
        key = "bad_cell" if cell.line is not None else "bad_cell_somewhere"
        yield guide.text(
            f"evidence.series.{key}", line=cell.line, column=quoted(cell.column), value=quoted(cell.value)
        )


def say_read(series: Series, guide: Guide) -> str:
    """Return which columns were read, and how many rows there are."""
    named = [
        guide.text("evidence.series.column", role=guide.text(f"evidence.roles.{role}"), name=quoted(name))
        for role, name in series.columns.items()
    ]
    return guide.many("evidence.series.read", series.rows, columns=guide.join(named))


def _with_interval(
    value: float | None,
    low: float | None,
    high: float | None,
    say: Callable[[float | None], str],
    guide: Guide,
) -> str:
    """Return a figure with its interval; nothing where there is none."""
    if value is None:
        return ""
    return guide.text("evidence.series.with_interval", value=say(value), low=say(low), high=say(high))


def _form(found: LearningRate, guide: Guide) -> str:
    if found.form is None:
        return ""
    values = {name: guide.figure(value) for name, value in found.parameters.items()}
    return guide.text(f"evidence.forms.{found.form}", **values)


def _placebo(found: NetworkEffect, guide: Guide) -> str:
    if found.placebo is None:
        return ""
    low, high = found.placebo.interval
    key = "placebo_holds" if found.placebo.includes_zero else "placebo_fails"
    ends = {"low": guide.figure(low), "high": guide.figure(high)}
    return guide.text(f"evidence.series.{key}", **ends)


def _refused(reason: str, values: object, guide: Guide) -> str:
    given = dict(values) if isinstance(values, dict) else {}
    fit: dict[str, Any] = {
        name: quoted(value) if isinstance(value, str) else value for name, value in given.items()
    }
    if "found" in fit:
        return guide.many(f"evidence.refused.{reason}", fit.pop("found"), **fit)
    return guide.text(f"evidence.refused.{reason}", **fit)
