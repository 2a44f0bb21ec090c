"""Arrivals minus departures, week by week: where more come than leave, what waits grows.

A slow connection that lets out as many as come in is no constraint.
"""

from collections.abc import Iterator
from datetime import timedelta

import altair as alt

from flywheel_core.charts.palette import PALETTES, Look, Palette
from flywheel_core.charts.plain import Picture, chart_of, finished
from flywheel_core.evidence.times.result import Flow, TransitionTimes
from flywheel_core.guide import Guide

_HEIGHT = 80


def flow_chart(result: TransitionTimes, guide: Guide, look: Look = "light", width: int = 640) -> Picture:
    """Return bars for each transition and week: above the line more came than left, below it more left."""
    says = tuple(_says(flow, guide) for flow in result.flows)
    description = " ".join((guide.text("evidence.flow.alt"), *says))
    parts = [_part(flow, guide, PALETTES[look], width) for flow in result.flows]
    columns = tuple(
        guide.text(f"evidence.flow.{column}") for column in ("arrow", "arrived", "left", "waiting")
    )
    rows = tuple(_row(flow, guide) for flow in result.flows)
    return Picture(
        finished(alt.vconcat(*parts, spacing=14), look, description, guide),
        description,
        columns,
        rows,
        data={flow.span: list(_bars(flow)) for flow in result.flows},
        says=says,
    )


def _row(flow: Flow, guide: Guide) -> tuple[str, ...]:
    counts = (sum(flow.arrived), sum(flow.left), sum(flow.net))
    return (guide.transition(flow.span), *(guide.number(count) for count in counts))


def _says(flow: Flow, guide: Guide) -> str:
    arrow, arrived, left, waiting = _row(flow, guide)
    return guide.text("evidence.flow.says", arrow=arrow, arrived=arrived, left=left, waiting=waiting)


def _part(flow: Flow, guide: Guide, palette: Palette, width: int) -> alt.Chart:
    bars = chart_of(flow.span).mark_bar(color=palette.rim, opacity=0.75)
    part: alt.Chart = bars.encode(
        x=alt.X("week:T", scale=alt.Scale(type="utc"), title=None),
        x2="next:T",
        y=alt.Y("net:Q", title=None, axis=alt.Axis(tickCount=3, format=",d", tickMinStep=1)),
        y2="zero:Q",
    ).properties(width=width, height=_HEIGHT, title=guide.transition(flow.span))
    return part


def _bars(flow: Flow) -> Iterator[dict[str, object]]:
    for week, net in zip(flow.weeks, flow.net, strict=True):
        yield {
            "week": week.isoformat(),
            "next": (week + timedelta(days=6, hours=12)).isoformat(),
            "net": net,
            "zero": 0,
        }
