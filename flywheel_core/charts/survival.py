"""Survival curves: which share of the items is still on its way after how long, with the 95 % band."""

from collections.abc import Iterator

import altair as alt

from flywheel_core.charts.palette import PALETTES, Look, Palette
from flywheel_core.charts.plain import Picture, Rows, chart_of, finished
from flywheel_core.evidence.times.result import SpanTime, SurvivalCurve, TransitionTimes
from flywheel_core.evidence.times.said import say_interval, say_seconds, table_of
from flywheel_core.guide import Guide

_HEIGHT = 110
_HALF = "half"
#: Units of a time axis, the largest first: the first that fits at least twice.
_UNITS = (("week", 604_800.0), ("day", 86_400.0), ("hour", 3_600.0), ("minute", 60.0), ("second", 1.0))


def survival_curves(result: TransitionTimes, guide: Guide, look: Look = "light", width: int = 640) -> Picture:
    """Return a curve for each transition that the log can time, one below the other, each with its axis."""
    timed = [time for time in result.transitions if time.measurable and time.curve is not None]
    says = tuple(_says(time, guide) for time in timed)
    description = " ".join((guide.text("evidence.survival.alt"), *says))
    parts = [_part(time, time.curve, guide, PALETTES[look], width) for time in timed if time.curve]
    data: dict[str, Rows] = {time.span: list(_steps(time.curve)) for time in timed if time.curve}
    table = table_of(result, guide)
    return Picture(
        finished(alt.vconcat(*parts, spacing=18), look, description, guide),
        description,
        table.columns,
        table.rows,
        data={**data, _HALF: [{"share": 0.5}]},
        says=says,
    )


def _says(time: SpanTime, guide: Guide) -> str:
    arrow, interval = guide.transition(time.span), say_interval(time.interval, guide)
    if time.median is None:
        return guide.text("evidence.survival.says_unreached", arrow=arrow)
    half = {
        "arrow": arrow,
        "median": say_seconds(time.median, guide),
        "interval": f" ({interval})" if interval else "",
    }
    if time.p90 is None:
        return guide.text("evidence.survival.says_half", **half)
    return guide.text("evidence.survival.says", p90=say_seconds(time.p90, guide), **half)


def _part(time: SpanTime, curve: SurvivalCurve, guide: Guide, palette: Palette, width: int) -> alt.LayerChart:
    title = guide.text(f"evidence.survival.unit.{_unit_of(curve)[0]}")
    base = chart_of(time.span).encode(
        x=alt.X(
            "time:Q",
            title=title,
            scale=alt.Scale(nice=False, domainMin=0),
            axis=alt.Axis(format="~f", tickCount=8),
        )
    )
    share = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", values=[0, 0.5, 1]),
        title=None,
    )
    line = base.mark_line(interpolate="step-after", color=palette.rim, strokeWidth=2).encode(y=share)
    half = chart_of(_HALF).mark_rule(color=palette.muted, strokeDash=[4, 4], opacity=0.7)
    layers = [half.encode(y="share:Q"), line]
    if curve.lower is not None:
        band = base.mark_area(interpolate="step-after", color=palette.rim, opacity=0.28)
        layers.insert(0, band.encode(y=alt.Y("lower:Q", title=None), y2="upper:Q"))
    return alt.LayerChart(layer=layers, width=width, height=_HEIGHT, title=guide.transition(time.span))


def _steps(curve: SurvivalCurve) -> Iterator[dict[str, object]]:
    unit = _unit_of(curve)[1]
    yield {"time": 0.0, "share": 1.0, "lower": 1.0, "upper": 1.0}
    for place, seconds in enumerate(curve.seconds):
        row: dict[str, object] = {
            "time": round(float(seconds) / unit, 5),
            "share": round(float(curve.survival[place]), 5),
        }
        if curve.lower is not None and curve.upper is not None:
            row |= {
                "lower": round(float(curve.lower[place]), 5),
                "upper": round(float(curve.upper[place]), 5),
            }
        yield row


def _unit_of(curve: SurvivalCurve) -> tuple[str, float]:
    longest = float(curve.seconds[-1])
    return next((unit for unit in _UNITS if longest >= 2 * unit[1]), _UNITS[-1])
