"""The ring as an Altair chart: three layers of outlines and one of text, every mark one row of plain data.

Each outline is an SVG path from the centre of the ring, so that arcs and arrowheads are exact. Text is always
a text mark: what people typed is never read as markup. With several widths the chart holds one layout for
each and shows the widest that fits: a phone and a wide screen are served by the same chart.
"""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import altair as alt

from flywheel_core.charts.layout import Layout, lay_out
from flywheel_core.charts.outlines import arrow_outlines, mark_outlines, node_outlines, text_rows
from flywheel_core.charts.palette import PALETTES, Look
from flywheel_core.charts.ring import Ring
from flywheel_core.charts.widths import FITS, Widths, grown, height_expression, in_order, spans

# The first is what Streamlit calls its own copy of the same typeface.
FONT = "'Source Sans', 'Source Sans 3', 'Liberation Sans', Arial, Helvetica, sans-serif"
SELECTION = "component"
OUTLINE_LAYERS = ("arrows", "nodes", "marks")
TEXT_LAYER = "words"
LAYERS = (*OUTLINE_LAYERS, TEXT_LAYER)
CLICKABLE = "nodes"

_Rows = list[dict[str, Any]]


def ring_chart(
    ring: Ring,
    look: Look = "light",
    width: Widths = 360,
    *,
    highlight: str = "",
    selectable: bool = False,
) -> alt.LayerChart:
    """Return the ring `width` pixels wide, or, with several widths, as the widest of them that fits.

    `highlight` is the component that is asked about at present. Where `selectable`, a click on a node sets
    the selection parameter `component` to its id. Marks follow R2 (circling), R3 (clock) and R7 (drag).
    """
    widths = in_order(width)
    layouts = tuple(lay_out(ring, each) for each in widths)
    rows = _rows(ring, layouts, widths, look, highlight)
    return _chart(rows, _heights(layouts), widths, ring.alt, selectable)


@lru_cache(maxsize=256)
def ring_spec(
    ring: Ring,
    look: Look = "light",
    width: Widths = 360,
    *,
    highlight: str = "",
    selectable: bool = False,
    base: int | None = None,
) -> dict[str, Any]:
    """Return what `ring_chart` returns, as a Vega-Lite specification: cached, so never to be changed.

    With a `base` the text grows with the picture, as on a wall: the ring is that of `base` pixels, enlarged.
    Altair builds and checks the specification once; for each ring only its rows are put in.
    """
    widths = in_order(width)
    layouts = tuple(lay_out(ring, each, grown(each, base)) for each in widths)
    rows = _rows(ring, layouts, widths, look, highlight)
    form = _form(len(widths) > 1, selectable)
    layers = [{**layer, "data": {"values": rows[layer["name"]]}} for layer in form["layer"]]
    params = [
        {**param, "expr": height_expression(_heights(layouts), widths)}
        if param["name"] == "height"
        else param
        for param in form.get("params", ())
    ]
    spec = {**form, "layer": layers, "width": widths[0], "height": _heights(layouts)[0]}
    return {**spec, "description": ring.alt} | ({"params": params} if params else {})


@lru_cache(maxsize=8)
def _form(several: bool, selectable: bool) -> dict[str, Any]:
    """Return the specification of a chart without any rows."""
    empty: dict[str, _Rows] = {name: [] for name in LAYERS}
    heights = (1, 1) if several else (1,)
    form: dict[str, Any] = _chart(empty, heights, heights, "", selectable).to_dict()
    # Altair keeps rows beside the layers; here they go into them, where Streamlit leaves them as they are.
    form.pop("datasets")
    return form


def _chart(
    rows: Mapping[str, _Rows],
    heights: tuple[int, ...],
    widths: tuple[int, ...],
    description: str,
    selectable: bool,
) -> alt.LayerChart:
    selection = alt.selection_point(name=SELECTION, fields=[SELECTION])
    layers = [_outlines(name, rows[name]) for name in OUTLINE_LAYERS]
    if selectable:
        layers = [layer.add_params(selection) if layer.name == CLICKABLE else layer for layer in layers]
    chart = alt.layer(*layers, _texts(rows[TEXT_LAYER])).properties(
        width=widths[0],
        height=heights[0],
        autosize=alt.AutoSizeParams(type="none"),
        padding=0,
        background="transparent",
        description=description,
    )
    if len(widths) > 1:
        chart = chart.add_params(alt.param(name="height", expr=height_expression(heights, widths)))
    finished: alt.LayerChart = chart.configure_view(stroke=None).configure_mark(aria=False)
    return finished


def _outlines(name: str, rows: _Rows) -> alt.Chart:
    """Return a layer of outlines. A symbol of size 4 is drawn at the scale of its own path."""
    marks = _layer(name, rows).mark_point(
        size=4,
        opacity=1,
        strokeJoin="round",
        x=alt.ExprRef("width / 2"),
        y=alt.ExprRef("datum.y"),
    )
    layer: alt.Chart = marks.encode(
        shape=alt.Shape("path:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        strokeWidth=alt.StrokeWidth("stroke_width:Q", scale=None),
        strokeDash=alt.StrokeDash("dash:N", scale=None),
    )
    return layer


def _texts(rows: _Rows) -> alt.Chart:
    marks = _layer(TEXT_LAYER, rows).mark_text(
        x=alt.ExprRef("width / 2 + datum.x"),
        y=alt.ExprRef("datum.y"),
        align=alt.ExprRef("datum.align"),
        baseline="alphabetic",
        font=FONT,
        fontWeight=alt.ExprRef("datum.weight"),
    )
    layer: alt.Chart = marks.encode(
        text=alt.Text("text:N"),
        size=alt.Size("size:Q", scale=None),
        color=alt.Color("color:N", scale=None),
    )
    return layer


def _layer(name: str, rows: _Rows) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=rows), name=name)
    return chart.transform_filter(FITS)


def _rows(
    ring: Ring, layouts: Iterable[Layout], widths: tuple[int, ...], look: Look, highlight: str
) -> dict[str, _Rows]:
    """Return each layer's rows; `from` and `below` say for which chart widths a row is meant."""
    palette = PALETTES[look]
    rows: dict[str, _Rows] = {name: [] for name in LAYERS}
    for layout, span in zip(layouts, spans(widths), strict=True):
        middle = round(-layout.top, 1)
        place = {"y": middle, **span}
        rows["arrows"] += [{**row, **place} for row in arrow_outlines(ring, layout, palette)]
        rows["nodes"] += [{**row, **place} for row in node_outlines(ring, layout, palette, highlight)]
        rows["marks"] += [{**row, **place} for row in mark_outlines(layout, palette)]
        words = text_rows(ring, layout, palette)
        rows[TEXT_LAYER] += [{**row, **place, "y": round(middle + row["y"], 1)} for row in words]
    return rows


def _heights(layouts: Iterable[Layout]) -> tuple[int, ...]:
    return tuple(math.ceil(layout.height) for layout in layouts)
