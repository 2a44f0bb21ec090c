"""Curves of step 5: the error against the amount of data, and users over the months to come."""

from collections.abc import Sequence
from itertools import pairwise

import altair as alt

from flywheel_core.charts.palette import PALETTES, Look, Palette
from flywheel_core.charts.plain import Picture, Rows, chart_of, finished
from flywheel_core.evidence.learning_curve import Band, LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.series.said import why_learning, why_network
from flywheel_core.guide import Guide

_HEIGHT = 260
_POINTS, _BAND, _WITH, _WITHOUT = "points", "band", "with", "without"
#: From this many times the present users on, months are drawn on a logarithmic scale.
_STEEP = 50
#: How the axis below the points writes a tenth of all users, or thousands of examples.
_FORMATS = {"share": "~%", "volume": "~s"}


def learning_chart(found: LearningRate, guide: Guide, look: Look = "light", width: int = 640) -> Picture:
    """Return the error of each amount of data and the curve, if any, to four times the data."""
    shown = guide.text(f"evidence.curve.{'alt' if found.band is not None else 'alt_points'}")
    says = f"{shown} {why_learning(found, guide)}"
    return _error_curve(found.volume, found.error, found.band, "volume", says, guide, look, width)


def ablation_chart(found: NetworkEffect, guide: Guide, look: Look = "light", width: int = 640) -> Picture:
    """Return the error of the others at each share of users and the curve, if any, with its band."""
    shown = guide.text(f"evidence.curve.{'alt_share' if found.band is not None else 'alt_share_points'}")
    says = f"{shown} {why_network(found, guide)}"
    return _error_curve(found.share, found.error, found.band, "share", says, guide, look, width)


def _error_curve(
    x: Sequence[float],
    error: Sequence[float],
    band: Band | None,
    kind: str,
    says: str,
    guide: Guide,
    look: Look,
    width: int,
) -> Picture:
    palette, last = PALETTES[look], max(x, default=0.0)
    data: dict[str, Rows] = {_POINTS: [{"x": at, "error": value} for at, value in zip(x, error, strict=True)]}
    if band is not None:
        data[_BAND] = list(_band_rows(band, last))
    columns = (guide.text(f"evidence.curve.{kind}"), guide.text("evidence.curve.error"))
    layers = _error_layers(palette, columns, _FORMATS[kind], curved=band is not None)
    chart = alt.LayerChart(layer=layers, width=width, height=_HEIGHT)
    rows = tuple((guide.figure(at), guide.figure(value)) for at, value in zip(x, error, strict=True))
    return Picture(finished(chart, look, says, guide), says, columns, rows, data, (says,))


def _error_layers(palette: Palette, titles: tuple[str, str], form: str, *, curved: bool) -> list[alt.Chart]:
    across = alt.X(
        "x:Q",
        title=titles[0],
        scale=alt.Scale(type="log", nice=False, padding=12),
        axis=alt.Axis(format=form, labelOverlap=True, tickCount=6),
    )
    up = alt.Y("middle:Q", title=titles[1], scale=alt.Scale(zero=False))
    points = (
        chart_of(_POINTS)
        .mark_point(filled=True, size=64, color=palette.ink, opacity=1)
        .encode(x=across, y=alt.Y("error:Q", title=titles[1], scale=alt.Scale(zero=False)))
    )
    if not curved:
        return [points]
    curve = chart_of(_BAND).encode(x=across)
    return [
        curve.mark_area(color=palette.rim, opacity=0.22).encode(
            y=alt.Y("low:Q", title=titles[1], scale=alt.Scale(zero=False)), y2="high:Q"
        ),
        curve.transform_filter("!datum.ahead").mark_line(color=palette.rim, strokeWidth=2).encode(y=up),
        curve.transform_filter("datum.ahead || datum.joint")
        .mark_line(color=palette.rim, strokeWidth=2, strokeDash=[5, 4])
        .encode(y=up),
        points,
    ]


def _band_rows(band: Band, last: float) -> Rows:
    """Return the curve's rows; `joint` is the last that was measured, where line and dashes meet."""
    ahead = [volume > last * (1 + 1e-9) for volume in band.volume]
    joints = [one != other for one, other in pairwise(ahead)] + [False]
    return [
        {"x": x, "middle": middle, "low": low, "high": high, "ahead": later, "joint": joint}
        for x, middle, low, high, later, joint in zip(
            band.volume, band.middle, band.low, band.high, ahead, joints, strict=True
        )
    ]


def growth_chart(
    without: Sequence[float],
    band: tuple[Sequence[float], Sequence[float], Sequence[float]] | None,
    guide: Guide,
    look: Look = "light",
    width: int = 640,
) -> Picture:
    """Return users over the months to come: without the loop, and with it as lower end, middle, upper end."""
    palette = PALETTES[look]
    data: dict[str, Rows] = {
        _WITHOUT: [{"month": month, "users": users} for month, users in enumerate(without)]
    }
    if band is not None:
        data[_WITH] = [
            {"month": month, "low": low, "users": users, "high": high}
            for month, (low, users, high) in enumerate(zip(*band, strict=True))
        ]
    highest = max(band[2] if band is not None else without)
    chart = alt.LayerChart(
        layer=_growth_layers(palette, guide, looped=band is not None, steep=highest > _STEEP * without[0]),
        width=width,
        height=_HEIGHT,
    )
    says = " ".join((guide.text("what_if.compounding.alt"), _say_growth(without, band, guide)))
    return Picture(finished(chart, look, says, guide), says, (), (), data, (says,))


def _growth_layers(palette: Palette, guide: Guide, *, looped: bool, steep: bool) -> list[alt.Chart]:
    scale = alt.Scale(type="log") if steep else alt.Scale(zero=False)
    users = guide.text("what_if.compounding.users")
    across = alt.X("month:Q", title=guide.text("what_if.compounding.month"), axis=alt.Axis(tickMinStep=6))
    up = alt.Y("users:Q", title=users, scale=scale, axis=alt.Axis(format="~s"))
    plain = chart_of(_WITHOUT).mark_line(color=palette.muted, strokeDash=[5, 4]).encode(x=across, y=up)
    if not looped:
        return [plain]
    base = chart_of(_WITH).encode(x=across)
    area = base.mark_area(color=palette.rim, opacity=0.22)
    return [
        area.encode(y=alt.Y("low:Q", title=users, scale=scale, axis=alt.Axis(format="~s")), y2="high:Q"),
        base.mark_line(color=palette.rim, strokeWidth=2).encode(y=up),
        plain,
    ]


def _say_growth(
    without: Sequence[float],
    band: tuple[Sequence[float], Sequence[float], Sequence[float]] | None,
    guide: Guide,
) -> str:
    month = len(without) - 1
    if band is None:
        return guide.text("what_if.compounding.says", month=month, without=guide.figure(without[-1]))
    low, users, high = (guide.figure(ends[-1]) for ends in band)
    return guide.text(
        "what_if.compounding.says_with",
        month=month,
        users=users,
        low=low,
        high=high,
        without=guide.figure(without[-1]),
    )
