"""Sentences that belong beside the figures: what was taken as given, and what to be careful about."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flywheel_core.dates import say_date
from flywheel_core.evidence.errors import quoted
from flywheel_core.evidence.times.reduced import Reduced
from flywheel_core.evidence.times.result import SpanTime, TransitionTimes
from flywheel_core.guide import Guide

_STAGES_NAMED = 5
#: A log's zone may be taken for another, and its clock may be ahead.
_OTHER_CLOCKS = timedelta(days=1)


def notes_of(result: TransitionTimes, reduced: Reduced, guide: Guide) -> tuple[str, ...]:
    """Return the notes on a result, one sentence each."""
    return (
        *_zones(result, reduced, guide),
        *_ignored(result, guide),
        *_open(result, guide),
        *_log_end(result, guide),
        *_backwards(result, guide),
        *_unseen(result, guide),
        *_sampled(result, guide),
        *(_batches(time, reduced, guide) for time in result.transitions if time.clusters is not None),
        *_correlated(result, guide),
    )


def _zones(result: TransitionTimes, reduced: Reduced, guide: Guide) -> Iterator[str]:
    key = "mixed" if reduced.zoned and reduced.zoneless else "zoneless" if reduced.zoneless else "zoned"
    yield guide.text(
        f"evidence.notes.{key}",
        zone=result.zone,
        zoned=guide.number(reduced.zoned),
        zoneless=guide.number(reduced.zoneless),
    )


def _ignored(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    stages = result.unusable.stages
    if stages:
        named = [f"{quoted(name)} ({guide.number(n)})" for name, n in stages[:_STAGES_NAMED]]
        rest = len(stages) - len(named)
        if rest:
            named.append(guide.many("evidence.notes.more_stages", rest))
        yield guide.text("evidence.notes.ignored", stages=guide.join(named))


def _open(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    for time in result.transitions:
        if time.measurable and not time.completed:
            yield guide.many("evidence.notes.all_open", time.open, arrow=guide.transition(time.span))


def _log_end(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    """Say until when items have waited: one wrong date is that of all which are open."""
    end = datetime.fromtimestamp(result.end, UTC)
    if not any(time.open for time in (*result.transitions, result.cycle)):
        return
    key = "log_end_ahead" if end > datetime.now(UTC) + _OTHER_CLOCKS else "log_end"
    yield guide.text(f"evidence.notes.{key}", day=say_date(end.date(), guide))


def _backwards(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    for time in result.transitions:
        if time.measurable and time.negative:
            items = guide.number(time.negative + time.completed + time.open)
            arrow = guide.transition(time.span)
            yield guide.many("evidence.notes.backwards", time.negative, arrow=arrow, items=items)


def _unseen(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    for time in result.transitions:
        if time.measurable and time.unseen:
            items = guide.number(time.unseen + time.negative + time.completed + time.open)
            arrow = guide.transition(time.span)
            yield guide.many("evidence.notes.unseen", time.unseen, arrow=arrow, items=items)


def _sampled(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    if result.sampled is not None:
        yield guide.text(
            "evidence.notes.sampled", n=guide.number(result.sampled), items=guide.number(result.items)
        )


def _batches(time: SpanTime, reduced: Reduced, guide: Guide) -> str:
    batches = reduced.batches[time.span]
    by_release = batches is not None and batches.by_release
    return guide.text(
        f"evidence.notes.{'releases' if by_release else 'batches'}",
        arrow=guide.transition(time.span),
        completed=guide.number(time.completed),
        n=guide.number(time.clusters or 0),
    )


def _correlated(result: TransitionTimes, guide: Guide) -> Iterator[str]:
    for found in result.correlations:
        if found.strong:
            yield guide.text(
                f"evidence.notes.{'together' if found.rho > 0 else 'against'}",
                one=guide.transition(found.first),
                other=guide.transition(found.second),
                rho=guide.number(round(found.rho, 2)),
            )
