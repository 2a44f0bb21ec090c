"""One transition, or the whole way: its curve, median, interval and 90th percentile, or why not."""

import numpy as np

from flywheel_core.assessment import CLOSING
from flywheel_core.evidence.errors import quoted
from flywheel_core.evidence.times.clusters import Batches, cluster_of
from flywheel_core.evidence.times.kaplan_meier import (
    MEDIAN,
    NINETIETH,
    Curve,
    Durations,
    Floats,
    first_reached,
    kaplan_meier,
)
from flywheel_core.evidence.times.reduced import Reduced
from flywheel_core.evidence.times.resampling import clustered_band
from flywheel_core.evidence.times.result import (
    CLUSTER_BOOTSTRAP,
    GREENWOOD,
    Interval,
    SpanTime,
    SurvivalCurve,
)
from flywheel_core.evidence.times.spans import NEXT, SPANS
from flywheel_core.evidence.times.trend import trend_of
from flywheel_core.guide import Guide

#: With fewer items (or batches of them), or fewer completions, there is no interval.
FEWEST_ITEMS, FEWEST_COMPLETIONS = 8, 5
#: How many steps of a curve a picture gets.
_MOST_DRAWN = 200


def time_of(span: str, reduced: Reduced, guide: Guide) -> SpanTime:
    """Return the time of a span: METHODS (a). Where as many items go backwards as forwards there is none."""
    durations = reduced.durations.get(span)
    if durations is None or not durations.items or reduced.negative[span] >= durations.items:
        return SpanTime(
            span,
            measurable=False,
            why_not=_why_not(span, reduced, guide),
            negative=reduced.negative.get(span, 0),
            unseen=reduced.unseen.get(span, 0),
        )
    curve, batches = kaplan_meier(durations), reduced.batches[span]
    why_no_interval = _why_no_interval(durations, batches, guide)
    band = None if why_no_interval else _band(span, reduced, curve, batches)
    return SpanTime(
        span,
        measurable=True,
        completed=durations.completions,
        open=durations.items - durations.completions,
        negative=reduced.negative[span],
        unseen=reduced.unseen[span],
        median=curve.time_to(MEDIAN),
        interval=None if band is None else _interval(*band),
        interval_method=None if band is None else (GREENWOOD if batches is None else CLUSTER_BOOTSTRAP),
        why_no_interval=why_no_interval,
        p90=curve.time_to(NINETIETH),
        clusters=None if batches is None else batches.count,
        trend=trend_of(reduced.sample, span),
        curve=_drawn(curve, band),
    )


def _why_not(span: str, reduced: Reduced, guide: Guide) -> str:
    """Say in one sentence why a span can't be timed from this log."""
    say, reading = guide.text, reduced.reading
    start, stop = SPANS[span]
    if (durations := reduced.durations.get(span)) is not None:
        backwards = reduced.negative[span]
        if not backwards:
            return guide.many("evidence.why_not.unseen", reduced.unseen[span], arrow=guide.name(span))
        return say(
            "evidence.why_not.backwards",
            arrow=guide.name(span),
            n=guide.number(backwards),
            items=guide.number(backwards + durations.items),
        )
    if span == CLOSING and start in reading.components and "collection" in reading.components:
        return say("evidence.why_not.no_cause" if reading.caused_by is None else "evidence.why_not.no_caused")
    for point in (start, stop if stop != NEXT else "collection"):
        if point not in reading.components:
            return say("evidence.why_not.no_stage", component=guide.component(point))
        if not reduced.seen[point]:
            names = ", ".join(map(quoted, reading.names_of(point))) or reading.columns.get(point, "")
            return say("evidence.why_not.not_seen", component=guide.component(point), names=names)
    return say("evidence.why_not.not_seen", component=guide.component(start), names="")


def _why_no_interval(durations: Durations, batches: Batches | None, guide: Guide) -> str:
    count = durations.items if batches is None else batches.count
    if count < FEWEST_ITEMS:
        kind = "items" if batches is None else "batches"
        return guide.many(f"evidence.why_no_interval.{kind}", count, fewest=FEWEST_ITEMS)
    if durations.completions < FEWEST_COMPLETIONS:
        return guide.many(
            "evidence.why_no_interval.completions", durations.completions, fewest=FEWEST_COMPLETIONS
        )
    return ""


def _band(
    span: str, reduced: Reduced, curve: Curve, batches: Batches | None
) -> tuple[Floats, Floats, Floats]:
    """Return times and the lower and upper limit of the curve at them."""
    if batches is None:
        return curve.seconds, *curve.band
    clusters = cluster_of(reduced.sample, span, batches)
    return clustered_band(reduced.sample, span, clusters, curve)


def _interval(seconds: Floats, lower: Floats, upper: Floats) -> Interval:
    """Return where the band crosses a half: an end is None where it never does."""
    return first_reached(seconds, lower, MEDIAN), first_reached(seconds, upper, MEDIAN)


def _drawn(curve: Curve, band: tuple[Floats, Floats, Floats] | None) -> SurvivalCurve:
    """Return the curve with its band, thinned to what a picture can show."""
    at = curve.seconds
    if len(at) > _MOST_DRAWN:
        at = np.unique(np.quantile(at, np.linspace(0, 1, _MOST_DRAWN), method="higher"))
    if band is None:
        return SurvivalCurve(at, curve.at(at), None, None)
    lower, upper = (Curve(band[0], limit, limit, limit).at(at) for limit in band[1:])
    return SurvivalCurve(at, curve.at(at), lower, upper)


def shares_of(reduced: Reduced, spans: tuple[str, ...]) -> dict[str, float]:
    """Return each span's share of the summed restricted means, up to where every curve is known.

    A curve that has come down to zero is known for good: it sets no limit. A stage that takes ten seconds at
    the most would else cut all others off at ten seconds, and every share would be the same.
    """
    curves = {span: kaplan_meier(reduced.durations[span]) for span in spans}
    longest = {span: reduced.durations[span].longest for span in spans}
    unfinished = [longest[span] for span in spans if curves[span].survival[-1] > 0]
    limit = min(unfinished) if unfinished else max(longest.values(), default=0.0)
    means = {span: curve.mean_up_to(limit) for span, curve in curves.items()}
    total = sum(means.values())
    return {span: mean / total for span, mean in means.items()} if total > 0 else {}
