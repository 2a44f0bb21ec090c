"""The bottleneck as a log alone shows it: R3 on medians, its shares from the bootstrap of whole items."""

from collections.abc import Sequence
from math import inf

from flywheel_core.evidence.times.kaplan_meier import Floats
from flywheel_core.evidence.times.resampling import shares_of_longest
from flywheel_core.evidence.times.result import Slowest, SpanTime
from flywheel_core.evidence.times.span_time import FEWEST_ITEMS
from flywheel_core.guide import Guide
from flywheel_core.ranking import BAR_MEASURED, TIE_ORDER


def slowest_of(times: Sequence[SpanTime], medians: Floats, guide: Guide) -> Slowest:
    """Return the slowest transition; `medians` are the drawn ones (measurable transitions × draws), R3.

    A median that is not reached is longer than any duration. Of fewer items, or batches of them, than an
    interval takes, the draws tell nothing: nothing is named.
    """
    figures = {time.span: inf if time.median is None else time.median for time in times if time.measurable}
    missing = tuple(time.span for time in times if not time.measurable)
    shares = dict(zip(figures, map(float, shares_of_longest(medians)), strict=True)) if figures else {}
    if len(figures) < 2:
        why = guide.many("evidence.bottleneck.unknown", len(figures))
        return Slowest(None, "unknown", shares, missing, "unknown", BAR_MEASURED, why)
    first, second = sorted(figures, key=lambda span: (-figures[span], TIE_ORDER.index(span)))[:2]
    few = [time for time in times if time.span in (first, second) and _counted(time) < FEWEST_ITEMS]
    sure = figures[first] != figures[second] and shares[first] >= BAR_MEASURED and not few
    among = "named" if sure else "too_close_to_call"
    call = "partial" if missing else among
    key = "equal" if figures[first] == figures[second] else "few" if few else among
    why = guide.text(
        f"evidence.bottleneck.{key}",
        arrow=guide.transition(first),
        other=guide.transition(second),
        time=_said(figures[first], guide),
        share=guide.of_hundred(shares[first], BAR_MEASURED),
        fewest=FEWEST_ITEMS,
    )
    if missing:
        names = guide.join([guide.transition(span) for span in missing])
        why += " " + guide.text("evidence.bottleneck.open", arrows=names)
    return Slowest(first, call, shares, missing, among, BAR_MEASURED, why)


def _counted(time: SpanTime) -> int:
    """Return how many items, or batches of them, a time rests on."""
    return time.items if time.clusters is None else time.clusters


def _said(seconds: float, guide: Guide) -> str:
    return guide.text("evidence.not_reached") if seconds == inf else guide.duration(seconds)
