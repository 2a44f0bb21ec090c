"""The votes of a room on one item: a row for each choice, a dot for each vote, the median marked.

Many votes become bars with their number. Votes are blue, here and everywhere; the median is a pointer and a
word, never a colour; the round before stands above as hollow dots. Plain data and pixels, as the ring is.
"""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flywheel_core.charts.drawing import FONT
from flywheel_core.charts.palette import PALETTES, Look
from flywheel_core.charts.vote_panels import VoteChart
from flywheel_core.charts.vote_sheet import FONT_SIZE, Sheet
from flywheel_core.charts.widths import FITS, Widths, grown, height_expression, in_order, spans


@lru_cache(maxsize=256)
def votes_spec(
    votes: VoteChart,
    look: Look = "light",
    width: Widths = 360,
    *,
    base: int | None = None,
    side_by_side: bool = False,
) -> dict[str, Any]:
    """Return the votes as a Vega-Lite specification, `width` pixels wide: cached, so never to be changed.

    With several widths the widest that fits is shown. With a `base` text, dots and rows grow with the
    picture, as on a wall: it is that of `base` pixels, enlarged. `side_by_side` puts the panels into columns.
    """
    widths, palette = in_order(width), PALETTES[look]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _LAYERS}
    heights = []
    for each, span in zip(widths, spans(widths), strict=True):
        sheet = Sheet(votes, palette, each, FONT_SIZE * grown(each, base), side_by_side=side_by_side)
        for name, mark in sheet.marks():
            rows[name].append({**mark, **span})
        heights.append(math.ceil(sheet.height))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": votes.alt,
        "width": widths[0],
        "height": heights[0],
        "autosize": {"type": "none"},
        "padding": 0,
        "background": "transparent",
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
        "params": [{"name": "height", "expr": height_expression(tuple(heights), widths)}]
        if widths[1:]
        else [],
        "layer": [_layer(name, values) for name, values in rows.items()],
    }


def _field(name: str) -> dict[str, Any]:
    """A channel that takes pixels and colours as they are."""
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def _as_is(name: str) -> dict[str, Any]:
    return {"field": name, "type": "nominal", "scale": None}


_PLACE = {"x": _field("x"), "y": _field("y")}
_BOX = {**_PLACE, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": _as_is("color")}
_LAYERS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "bars": ({"type": "rect"}, {**_BOX, "stroke": _as_is("stroke"), "fill": _as_is("fill")}),
    "dots": (
        {"type": "point", "shape": "circle", "opacity": 1},
        {
            **_PLACE,
            "size": _field("size"),
            "fill": _as_is("fill"),
            "stroke": _as_is("stroke"),
            "strokeWidth": _field("stroke_width"),
        },
    ),
    "pointers": (
        {"type": "point", "opacity": 1, "filled": True},
        {**_PLACE, "size": _field("size"), "shape": _as_is("shape"), "color": _as_is("color")},
    ),
    "words": (
        {
            "type": "text",
            "baseline": "alphabetic",
            "font": FONT,
            "align": {"expr": "datum.align"},
            "fontWeight": {"expr": "datum.weight"},
        },
        {
            **_PLACE,
            "text": {"field": "text", "type": "nominal"},
            "size": _field("size"),
            "color": _as_is("color"),
        },
    ),
}


def _layer(name: str, values: Iterable[dict[str, Any]]) -> dict[str, Any]:
    mark, encoding = _LAYERS[name]
    return {
        "name": name,
        "data": {"values": list(values)},
        "transform": [{"filter": FITS}],
        "mark": mark,
        "encoding": encoding,
    }
