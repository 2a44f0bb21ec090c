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

Rows = list[dict[str, Any]]


def ring_chart(
    ring: Ring,
    look: Look = "light",
    width: Widths = 360,
    *,
    highlight: str = "",
    selectable: bool = False,
) -> alt.LayerChart:
    """Return the ring `width` pixels wide, or, with several widths, as the widest of them that fits.

    `highlight` is the component or connection that is asked about at present. Where `selectable`, a click on
    a node sets the selection parameter `component` to its id. Marks follow R2 (circling), R3 (clock) and R7
    (drag).
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
    spec, rows = _apart(ring, look, width, highlight, selectable, base)
    layers = [{**layer, "data": {"values": rows[layer["name"]]}} for layer in spec["layer"]]
    return {**spec, "layer": layers, "description": ring.alt}


def ring_apart(
    ring: Ring, look: Look, width: Widths, *, highlight: str = "", selectable: bool = False
) -> tuple[dict[str, Any], dict[str, Rows]]:
    """Return the specification of `ring_spec` with its rows beside it, by the names under which it has them.

    Rings of one height have equal specifications, so what shows one shows the next by its rows alone. The
    description is therefore not in it: whoever shows the chart says `ring.alt` beside it.
    """
    return _apart(ring, look, width, highlight, selectable, None)


def _apart(
    ring: Ring, look: Look, width: Widths, highlight: str, selectable: bool, base: int | None
) -> tuple[dict[str, Any], dict[str, Rows]]:
    widths = in_order(width)
    layouts = tuple(lay_out(ring, each, grown(each, base)) for each in widths)
    heights = _heights(layouts)
    form = _form(len(widths) > 1, selectable)
    height = height_expression(heights, widths)
    params = [
        {**param, "expr": height} if param["name"] == "height" else param for param in form.get("params", ())
    ]
    spec = {**form, "width": widths[0], "height": heights[0]} | ({"params": params} if params else {})
    return spec, _rows(ring, layouts, widths, look, highlight)


@lru_cache(maxsize=8)
def _form(several: bool, selectable: bool) -> dict[str, Any]:
    """Return the specification of a chart that has its rows by the names of its layers."""
    empty: dict[str, Rows] = {name: [] for name in LAYERS}
    heights = (1, 1) if several else (1,)
    form: dict[str, Any] = _chart(empty, heights, heights, "", selectable).to_dict()
    del form["datasets"], form["description"]
    layers = [{**layer, "data": {"name": layer["name"]}} for layer in form["layer"]]
    return {**form, "layer": layers}


def _chart(
    rows: Mapping[str, Rows],
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
    finished: alt.LayerChart = chart.configure_view(stroke=None).configure_mark(aria=False, tooltip=None)
    return finished


def _outlines(name: str, rows: Rows) -> alt.Chart:
    """Return a layer of outlines. A symbol of size 4 is drawn at the scale of its own path."""
    marks = _layer(name, rows).mark_point(
        size=4,
        opacity=1,
        strokeJoin="round",
        strokeDash=alt.ExprRef("split(datum.dash, ' ')"),
        x=alt.ExprRef("width / 2"),
        y=alt.ExprRef("datum.y"),
    )
    layer: alt.Chart = marks.encode(
        shape=alt.Shape("path:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        strokeWidth=alt.StrokeWidth("stroke_width:Q", scale=None),
    )
    return layer


def _texts(rows: Rows) -> alt.Chart:
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


def _layer(name: str, rows: Rows) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=rows), name=name)
    return chart.transform_filter(FITS)


def _rows(
    ring: Ring, layouts: Iterable[Layout], widths: tuple[int, ...], look: Look, highlight: str
) -> dict[str, Rows]:
    """Return each layer's rows; `from` and `below` say for which chart widths a row is meant."""
    palette = PALETTES[look]
    rows: dict[str, Rows] = {name: [] for name in LAYERS}
    for layout, span in zip(layouts, spans(widths), strict=True):
        middle = round(-layout.top, 1)
        place = {"y": middle, **span}
        rows["arrows"] += [{**row, **place} for row in arrow_outlines(ring, layout, palette, highlight)]
        rows["nodes"] += [{**row, **place} for row in node_outlines(ring, layout, palette, highlight)]
        rows["marks"] += [{**row, **place} for row in mark_outlines(layout, palette)]
        words = text_rows(ring, layout, palette)
        rows[TEXT_LAYER] += [{**row, **place, "y": round(middle + row["y"], 1)} for row in words]
    return rows


def _heights(layouts: Iterable[Layout]) -> tuple[int, ...]:
    return tuple(math.ceil(layout.height) for layout in layouts)
