"""The performance spectrum: each item a line, from when it came to a component to when it came to the next.

Steep lines are quick, flat ones slow; lines that end together went out together; dashes are still waiting.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import altair as alt
import numpy as np

from flywheel_core.charts.palette import PALETTES, Look, Palette
from flywheel_core.charts.plain import Picture, chart_of, finished
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.evidence.times.said import table_of
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.spans import NEXT, POINTS, SPANS
from flywheel_core.guide import Guide

MOST_ITEMS = 250
_BAND = 74
_DATA = "items"


def spectrum(result: TransitionTimes, guide: Guide, look: Look = "light", width: int = 640) -> Picture:
    """Return the spectrum of at most 250 items, evenly chosen, `width` pixels wide."""
    timed = [time.span for time in result.transitions if time.measurable]
    points = [point for point in POINTS if any(point in SPANS[span] for span in timed)]
    rows = list(_lines(result.sample, timed, points))
    items = min(result.items, MOST_ITEMS)
    said = guide.text("evidence.spectrum.alt", items=guide.number(items), of=guide.number(result.items))
    table = table_of(result, guide)
    words = "; ".join(f"{row[0]}: {row[3]}" for row in table.rows)
    description = f"{said} {words}"
    chart = _chart([_name(point, guide) for point in points], PALETTES[look], width, guide)
    return Picture(
        finished(chart, look, description, guide),
        description,
        table.columns,
        table.rows,
        data={_DATA: rows},
        says=(description,),
    )


def _lines(sample: Sample, timed: list[str], points: list[str]) -> Iterator[dict[str, object]]:
    """Yield a line for each chosen item in each transition; an open one ends where the log does."""
    chosen = np.unique(np.linspace(0, sample.items - 1, min(sample.items, MOST_ITEMS)).astype(int))
    for span in timed:
        start, stop = SPANS[span]
        seconds, through = sample.lasted(span)
        upper, lower = points.index(start), points.index(stop)
        for item in chosen[~np.isnan(seconds[chosen])]:
            began = float(sample.seen[start][item])
            done = bool(through[item])
            yield {
                "from": _iso(began),
                "to": _iso(began + float(seconds[item])),
                "above": upper,
                "below": lower if done else upper,
                "open": not done,
            }


def _chart(names: list[str], palette: Palette, width: int, guide: Guide) -> alt.LayerChart:
    base = chart_of(_DATA).encode(
        x=alt.X("from:T", scale=alt.Scale(type="utc"), title=guide.text("evidence.spectrum.time")),
        x2="to:T",
        y=_levels(names),
        y2="below:Q",
    )
    through = base.transform_filter("!datum.open").mark_rule(color=palette.rim, opacity=0.35, strokeWidth=1)
    still = base.transform_filter("datum.open").mark_rule(
        color=palette.muted, opacity=0.5, strokeWidth=1, strokeDash=[2, 3]
    )
    return alt.LayerChart(layer=[through, still], width=width, height=_BAND * max(len(names) - 1, 1))


def _levels(names: list[str]) -> alt.Y:
    return alt.Y(
        "above:Q",
        scale=alt.Scale(domain=[len(names) - 1, 0], nice=False),
        axis=alt.Axis(
            values=list(range(len(names))),
            labelExpr=f"{json.dumps(names)}[datum.value]",
            title=None,
            domain=False,
            ticks=False,
        ),
    )


def _name(point: str, guide: Guide) -> str:
    return guide.text("evidence.spectrum.next") if point == NEXT else guide.component(point)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
