"""The result in words: the same table and sentences on screen, on paper and in a terminal."""

from dataclasses import dataclass

from flywheel_core.evidence.times.result import Interval, SpanTime, TransitionTimes
from flywheel_core.guide import Guide

_COLUMNS = ("arrow", "completed", "open", "median", "interval", "p90", "share", "trend")
_SMALLEST_SAID = 0.01


@dataclass(frozen=True)
class SaidTable:
    """A table in words: a row a transition; what can't be timed says why in place of its median."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(result: TransitionTimes, guide: Guide) -> SaidTable:
    """Return the transitions as a table in words, in the loop's order."""
    columns = tuple(guide.text(f"evidence.columns.{column}") for column in _COLUMNS)
    return SaidTable(columns, tuple(_row(time, guide) for time in result.transitions))


def say_counts(result: TransitionTimes, guide: Guide) -> str:
    """Return how many rows and items the log has."""
    counts = {"rows": result.rows, "items": result.items}
    return guide.text(
        "evidence.counts", **{what: guide.many(f"evidence.{what}", n) for what, n in counts.items()}
    )


def say_cycle(result: TransitionTimes, guide: Guide) -> str:
    """Return how long whole items take, empty where the log can't tell."""
    cycle = result.cycle
    if not cycle.measurable:
        return ""
    return guide.text(
        "evidence.cycle",
        time=say_seconds(cycle.median, guide),
        interval=_bracketed(cycle.interval, guide),
        items=guide.many("evidence.items", cycle.items),
    )


def say_unusable(result: TransitionTimes, guide: Guide) -> tuple[str, ...]:
    """Return what could not be used, a line for each reason and one for each example; nothing if all was."""
    unusable = result.unusable
    if not unusable.count:
        return ()
    reasons = {reason: guide.text(f"evidence.unusable.reasons.{reason}") for reason in unusable.reasons}
    counted = [
        guide.text("evidence.unusable.reason", reason=reasons[reason], n=guide.number(n))
        for reason, n in unusable.reasons.items()
    ]
    shown = [
        guide.text("evidence.unusable.example", reason=reasons[e.reason], value=e.value)
        if e.line is None
        else guide.text("evidence.unusable.line", line=e.line, reason=reasons[e.reason], value=e.value)
        for e in unusable.examples
    ]
    return (guide.many("evidence.unusable.count", unusable.count), *counted, *shown)


def say_p90(seconds: float | None, guide: Guide) -> str:
    """Return after which time nine of ten are through, in words; None is one that was not reached."""
    return guide.text("evidence.p90_not_reached") if seconds is None else guide.duration(seconds)


def say_seconds(seconds: float | None, guide: Guide) -> str:
    """Return a time in words; None is one that was not reached."""
    return guide.text("evidence.not_reached") if seconds is None else guide.duration(seconds)


def say_interval(interval: Interval | None, guide: Guide) -> str:
    """Return an interval in words, empty where there is none; an end that is not reached is open."""
    if interval is None:
        return ""
    low, high = interval
    if low is None:
        return guide.text("evidence.interval_unreached")
    if high is None:
        return guide.text("evidence.interval_open", low=guide.duration(low))
    return guide.text("evidence.interval", low=guide.duration(low), high=guide.duration(high))


def _bracketed(interval: Interval | None, guide: Guide) -> str:
    said = say_interval(interval, guide)
    return f" ({said})" if said else ""


def _share(share: float, guide: Guide) -> str:
    if 0 < share < _SMALLEST_SAID:
        return guide.text("evidence.share_below", n=guide.number(100 * _SMALLEST_SAID))
    return guide.text("answers.said.percent", n=guide.number(round(100 * share)))


def _row(time: SpanTime, guide: Guide) -> tuple[str, ...]:
    arrow = guide.transition(time.span)
    if not time.measurable:
        return (arrow, "", "", time.why_not, "", "", "", "")
    return (
        arrow,
        guide.number(time.completed),
        guide.number(time.open),
        say_seconds(time.median, guide),
        say_interval(time.interval, guide) or time.why_no_interval,
        say_p90(time.p90, guide),
        "" if time.share is None else _share(time.share, guide),
        "" if time.trend is None else guide.text(f"evidence.trends.{time.trend.verdict}"),
    )
