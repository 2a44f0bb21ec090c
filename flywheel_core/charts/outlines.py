"""The ring's layout as rows of plain data: one row an outline, one row a line of text."""

from collections.abc import Iterator
from typing import TypedDict

from flywheel_core.charts.geometry import Arc, Box, along, circle_path, on_circle, path
from flywheel_core.charts.labels import HALO, Line
from flywheel_core.charts.layout import Layout
from flywheel_core.charts.palette import Palette
from flywheel_core.charts.ring import Ring, RingNode


class Outline(TypedDict):
    """One outline: an SVG path from the centre of the ring, and how it is painted.

    `dash` is the lengths of dash and gap with a space between: a cell of a table holds no list.
    """

    path: str
    fill: str
    stroke: str
    stroke_width: float
    dash: str
    component: str


class TextRow(TypedDict):
    """One line of text; `x` and `y` from the centre of the ring."""

    text: str
    x: float
    y: float
    size: float
    align: str
    weight: int
    color: str
    component: str


NONE = "transparent"
SOLID = "1 0"


def _outline(
    shape: str, fill: str = NONE, stroke: str = NONE, width: float = 0.0, dash: str = SOLID
) -> Outline:
    return Outline(path=shape, fill=fill, stroke=stroke, stroke_width=width, dash=dash, component="")


def _dashed(dash: float, gap: float) -> str:
    return f"{dash:.2f} {gap:.2f}"


def arrow_outlines(ring: Ring, layout: Layout, palette: Palette, highlight: str) -> Iterator[Outline]:
    """Yield the arrows: width for strength, dashes and a cross where broken, dots where unanswered."""
    size = layout.frame.font
    for arrow, arc in zip(ring.arrows, layout.arcs, strict=True):
        if arc is None:
            continue
        if arrow.transition == highlight:
            around, gap = path(arc.shaft_and_head()), 2 * HALO * size
            yield _outline(around, stroke=palette.ink, width=gap + 2.5)
            yield _outline(around, stroke=palette.paper, width=gap, fill=palette.paper)
        if arrow.broken:
            yield from _broken(arc, size, palette.line)
        elif arrow.unanswered:
            yield from _unanswered(arc, size, palette.pale)
        else:
            yield _outline(path(arc.shaft_and_head()), fill=palette.line)


def _broken(arc: Arc, size: float, colour: str) -> Iterator[Outline]:
    """Yield two dashed halves that do not meet, and a cross in the gap between them."""
    middle = (arc.start + arc.neck) / 2
    arm = 0.34 * size
    half_gap = (arm + 0.3 * size) / arc.radius * 57.3
    dash = _dashed(0.32 * size, 0.22 * size)
    for start, end in ((arc.start, middle - half_gap), (middle + half_gap, arc.neck)):
        yield _outline(
            path(along(arc.radius, start, end), closed=False), stroke=colour, width=arc.width, dash=dash
        )
    x, y = on_circle(arc.radius, middle)
    cross = (
        f"M{x - arm:.1f},{y - arm:.1f}L{x + arm:.1f},{y + arm:.1f}"
        f"M{x - arm:.1f},{y + arm:.1f}L{x + arm:.1f},{y - arm:.1f}"
    )
    yield _outline(cross, stroke=colour, width=0.17 * size)
    yield _outline(path(arc.head_outline()), stroke=colour, width=0.12 * size)


def _unanswered(arc: Arc, size: float, colour: str) -> Iterator[Outline]:
    """Yield a thin dotted line with an open head."""
    line = path(along(arc.radius, arc.start, arc.neck), closed=False)
    yield _outline(line, stroke=colour, width=arc.width, dash=_dashed(arc.width, 0.3 * size))
    yield _outline(path(arc.head_outline(), closed=False), stroke=colour, width=0.09 * size)


def node_outlines(ring: Ring, layout: Layout, palette: Palette, highlight: str) -> Iterator[Outline]:
    """Yield the nodes: blue for a level, hollow where unanswered, a dashed grey where not applicable.

    An unseen outline around each name lets a click on the name count as one on its node.
    """
    for label in filter(lambda label: label.lines, layout.names):
        yield {**_outline(_rectangle(label.box)), "component": label.lines[0].component}
    for node, disc in zip(ring.nodes, layout.frame.nodes, strict=True):
        if node.component == highlight:
            halo = circle_path(disc.x, disc.y, disc.radius + HALO * layout.frame.font)
            yield {**_outline(halo, stroke=palette.ink, width=1.25), "component": node.component}
        outline = _node(circle_path(disc.x, disc.y, disc.radius), node, layout.frame.font, palette)
        yield {**outline, "component": node.component}


def _rectangle(box: Box) -> str:
    corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    return path(corners)


def _node(shape: str, node: RingNode, size: float, palette: Palette) -> Outline:
    if node.not_applicable:
        return _outline(shape, palette.veil, palette.pale, 0.1 * size, _dashed(0.4 * size, 0.3 * size))
    if node.level is None:
        return _outline(shape, palette.paper, palette.pale, 0.1 * size)
    return _outline(shape, palette.levels[node.level], palette.rim, 0.09 * size)


def mark_outlines(layout: Layout, palette: Palette) -> Iterator[Outline]:
    """Yield the circling of the weakest arrow, the clock of the bottleneck, and the marks of drag."""
    size = layout.frame.font
    if layout.circling:
        yield _outline(path(layout.circling.outline()), stroke=palette.accent, width=0.17 * size)
    for mark in layout.marks:
        if mark.kind == "clock":
            yield _outline(_clock(mark.x, mark.y, 0.47 * size), palette.paper, palette.ink, 0.11 * size)
        else:
            yield _outline(_weight(mark.x, mark.y, 0.5 * size), palette.ink, palette.paper, 0.13 * size)


def _clock(x: float, y: float, radius: float) -> str:
    """Return a small clock: its rim and two hands."""
    hands = f"M{x:.1f},{y - 0.6 * radius:.1f}L{x:.1f},{y:.1f}L{x + 0.45 * radius:.1f},{y + 0.2 * radius:.1f}"
    return circle_path(x, y, radius) + hands


def _weight(x: float, y: float, radius: float) -> str:
    """Return a weight that pulls down: a triangle on its tip."""
    return path(((x - radius, y - 0.75 * radius), (x + radius, y - 0.75 * radius), (x, y + radius)))


def text_rows(ring: Ring, layout: Layout, palette: Palette) -> Iterator[TextRow]:
    """Yield every line of text, in the colour that can be read where it stands."""
    fills = {node.component: _ink_in(node, palette) for node in ring.nodes}
    placed = [line for label in (*layout.names, *layout.times) for line in label.lines]
    for line in (*placed, *layout.centre, *layout.key):
        yield TextRow(
            text=line.text,
            x=round(line.x, 1),
            y=round(line.y, 1),
            size=round(line.size, 2),
            align=line.align,
            weight=600 if line.role in {"name", "time", "weakest", "title"} else 400,
            color=_colour(line, layout, palette, fills),
            component=line.component,
        )


def _ink_in(node: RingNode, palette: Palette) -> str:
    return palette.ink if node.level is None else palette.text_on(palette.levels[node.level])


def _colour(line: Line, layout: Layout, palette: Palette, fills: dict[str, str]) -> str:
    if line.role == "weakest":
        return palette.accent
    if line.role == "level" or (line.role == "name" and layout.frame.names_inside):
        return fills[line.component]
    return palette.muted if line.role in {"subtitle", "absent", "spread", "key"} else palette.ink
