"""Where everything stands: pure geometry from the view model and a width, before any drawing."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from flywheel_core.charts.centre import centre_lines
from flywheel_core.charts.frame import Frame, fit_frame, smaller, smallest_radius
from flywheel_core.charts.geometry import Arc, Box, Disc, Ellipse, angle_across, on_circle
from flywheel_core.charts.labels import (
    Block,
    Label,
    Line,
    Obstacle,
    Role,
    Search,
    Spot,
    around,
    first_free,
    outwards,
)
from flywheel_core.charts.ring import Ring, RingArrow, RingNode
from flywheel_core.charts.typesetting import CAPITAL, LEADING, break_lines, plain, shorten, text_width

_MOST_TIME_LINES = 3
_MOST_NAME_LINES = 2

# The key's entries, in font sizes: from a mark to its word, and from a word to the next mark.
_KEY_INDENT, _KEY_GAP = 1.3, 1.3

_Placed = tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The middle of a small mark: `clock` for the bottleneck, `drag` for what slows the loop down."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture, from the centre of the ring; it reaches from `top` to `bottom`.

    `arcs` holds None where a transition does not apply. `names` are the nodes' words, `times` the arrows';
    `marks` are clocks and drag marks, those of the key at the foot included, whose words are in `key`.
    """

    frame: Frame
    arcs: tuple[Arc | None, ...]
    circling: Ellipse | None
    names: _Placed
    times: _Placed
    centre: tuple[Line, ...]
    marks: tuple[Mark, ...]
    key: tuple[Line, ...]
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return the picture's height in pixels."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Labels:
    names: _Placed
    times: _Placed
    complete: bool


def lay_out(ring: Ring, width: float, scale: float = 1.0) -> Layout:
    """Return the place of everything at `width` pixels; no two texts or marks overlap.

    `scale` enlarges the text, for a wall. Words that stay too long even beside the smallest ring end in an
    ellipsis.
    """
    frame = fit_frame(ring, width, scale)
    labels = _labels(ring, frame, strict=True)
    while not labels.complete and frame.radius > smallest_radius(frame):
        frame = smaller(ring, frame)
        labels = _labels(ring, frame, strict=True)
    if not labels.complete:
        labels = _labels(ring, frame, strict=False)
    return _complete(ring, frame, labels.names, labels.times)


def _complete(ring: Ring, frame: Frame, names: _Placed, times: _Placed) -> Layout:
    boxes = [label.box for label in (*names, *times)]
    reach = frame.radius + frame.node_radius + frame.gap
    # Two lines below the lowest arrow are kept free, so that the height does not jump with each answer.
    floor = frame.circling(2).y + frame.circling(2).short + frame.gap + 2 * LEADING * frame.font
    lowest = max(node.y for node in frame.nodes) + frame.node_radius
    key_top = max(floor, lowest, *(box.bottom for box in boxes)) + 0.5 * frame.font
    key, key_marks = _key(ring, frame, key_top)
    marks = _marks(ring, frame)
    return Layout(
        frame=frame,
        arcs=tuple(
            None if arrow.not_applicable else frame.arc(i, arrow.strength)
            for i, arrow in enumerate(ring.arrows)
        ),
        circling=next((frame.circling(i) for i, arrow in enumerate(ring.arrows) if arrow.weakest), None),
        names=names,
        times=times,
        centre=centre_lines(ring.title, ring.subtitle, frame, _around_centre(ring, frame, marks)),
        marks=(*marks, *key_marks),
        key=key,
        top=min(-reach, *(box.top for box in boxes)) - frame.gap,
        bottom=key_top + LEADING * frame.font + frame.gap,
    )


def _labels(ring: Ring, frame: Frame, strict: bool) -> _Labels:
    """Return the nodes' and the arrows' labels that find a place; where not `strict`, they may be cut."""
    taken = _obstacles(ring, frame)
    inner = tuple(_inner_label(node, frame, i) for i, node in enumerate(ring.nodes))
    beside = [] if frame.names_inside else [_name(node, frame, i) for i, node in enumerate(ring.nodes)]
    outer = _place(beside, taken, frame, strict)
    # A label far from its arrow would be read as another's: only the smallest ring may push it that far.
    furthest = (1.5 if strict else 6.0) * frame.font
    texts = [_time(ring, arrow, frame, i, furthest) for i, arrow in enumerate(ring.arrows)]
    searches = [search for search in texts if search]
    times = _place(searches, taken, frame, strict)
    return _Labels((*inner, *outer), times, len(outer) == len(beside) and len(times) == len(searches))


def _obstacles(ring: Ring, frame: Frame) -> list[Obstacle]:
    """Return what no word may touch: nodes, marks, arrows as wide as they may become, the circling."""
    taken: list[Obstacle] = [*frame.nodes, *_mark_discs(_marks(ring, frame), frame)]
    for i, arrow in enumerate(ring.arrows):
        if not arrow.not_applicable:
            taken += frame.arc(i, 4).discs()
            if arrow.weakest:
                taken += frame.circling(i).discs()
    return taken


def _place(searches: list[Search], taken: list[Obstacle], frame: Frame, strict: bool) -> _Placed:
    """Return the labels that find a place, having added their boxes to `taken`."""
    placed: list[Label] = []
    for search in searches:
        label = first_free(search, taken, frame, strict)
        if label is not None:
            taken.append(label.box)
            placed.append(label)
        elif strict:
            break
    return tuple(placed)


def _inner_label(node: RingNode, frame: Frame, index: int) -> Label:
    """Return the lines within a node: its name where names fit, and its level."""
    disc, size = frame.nodes[index], frame.font
    room = 2 * disc.radius - 0.4 * size
    lines: list[tuple[str, Role]] = [(shorten(plain(node.level_text), room, size), "level")]
    if frame.names_inside:
        lines.insert(0, (plain(node.label), "name"))
    block = Block(tuple(lines), size, component=node.component)
    return block.placed(Box(disc.x, disc.y, block.width, block.height), "center")


def _name(node: RingNode, frame: Frame, index: int) -> Search:
    def block(room: float) -> Block:
        lines = break_lines(node.label, lambda _: room, frame.font, _MOST_NAME_LINES)
        return Block(tuple((line, "name") for line in lines), frame.font, component=node.component)

    return Search(around(frame.nodes[index], frame.angles[index], frame), block)


def _time(ring: Ring, arrow: RingArrow, frame: Frame, index: int, furthest: float) -> Search | None:
    """Return the search for what stands beside an arrow, or None where nothing does."""
    arc, ellipse = frame.arc(index, 4), frame.circling(index)
    if arrow.not_applicable:
        on_arc = Spot(on_circle(frame.radius, arc.middle), arc.middle, centred=True)
        spots = chain([on_arc], outwards(frame.radius, arc.middle, furthest))
        return Search(spots, _lines_for(ring.words.not_applicable, "absent", frame))
    if not arrow.time_text and not arrow.weakest and not arrow.spread_text:
        return None
    outer = math.hypot(ellipse.x, ellipse.y) + ellipse.short if arrow.weakest else arc.radius + arc.half_head
    return Search(outwards(outer + frame.gap, arc.middle, furthest), _time_lines(ring, arrow, frame))


def _lines_for(text: str, role: Role, frame: Frame) -> Callable[[float], Block]:
    def block(room: float) -> Block:
        lines = break_lines(text, lambda _: room, frame.font, _MOST_TIME_LINES)
        return Block(tuple((line, role) for line in lines), frame.font)

    return block


def _time_lines(ring: Ring, arrow: RingArrow, frame: Frame) -> Callable[[float], Block]:
    """Return how an arrow's words are broken: the word for the weakest, the time, the spread."""
    size = frame.font

    def block(room: float) -> Block:
        word = ring.words.weakest if arrow.weakest else ""
        head = break_lines(word, lambda _: room, size, _MOST_NAME_LINES)
        lines = break_lines(arrow.time_text, lambda _: room, size, _MOST_TIME_LINES)
        votes = break_lines(arrow.spread_text, lambda _: room, size, _MOST_NAME_LINES)
        said: tuple[tuple[Iterable[str], Role], ...] = ((head, "weakest"), (lines, "time"), (votes, "spread"))
        return Block(tuple((line, role) for part, role in said for line in part), size)

    return block


def _marks(ring: Ring, frame: Frame) -> tuple[Mark, ...]:
    """Return the clock and the drag marks: each on the side of the centre, beside what it belongs to."""
    # Astride the edge of a node; but a small one has no room within, and its mark stands before it.
    edge = frame.radius - frame.node_radius - (0.0 if frame.names_inside else 0.5 * frame.font)
    marks = []
    for i, node in enumerate(ring.nodes):
        if node.drag:
            marks.append(Mark("drag", *on_circle(edge, frame.angles[i])))
    for i, arrow in enumerate(ring.arrows):
        kinds = [kind for kind, there in (("clock", arrow.bottleneck), ("drag", arrow.drag)) if there]
        marks += _beside_arrow(frame, i, arrow.weakest, kinds)
    return tuple(marks)


def _beside_arrow(frame: Frame, index: int, weakest: bool, kinds: list[str]) -> list[Mark]:
    arc, ellipse = frame.arc(index, 4), frame.circling(index)
    inner = math.hypot(ellipse.x, ellipse.y) - ellipse.short if weakest else arc.radius - arc.half_head
    radius = inner - 0.75 * frame.font
    apart = angle_across(radius, 1.4 * frame.font)
    first = arc.middle - apart * (len(kinds) - 1) / 2
    return [Mark(kind, *on_circle(radius, first + apart * n)) for n, kind in enumerate(kinds)]


def _around_centre(ring: Ring, frame: Frame, marks: tuple[Mark, ...]) -> list[Disc]:
    """Return what surrounds the words in the middle; the circling of every arrow, to keep them at rest."""
    circlings = (disc for i in range(len(ring.arrows)) for disc in frame.circling(i).discs())
    return [*frame.nodes, *circlings, *_mark_discs(marks, frame)]


def _mark_discs(marks: tuple[Mark, ...], frame: Frame) -> list[Disc]:
    return [Disc(mark.x, mark.y, 0.6 * frame.font) for mark in marks]


def _key(ring: Ring, frame: Frame, top: float) -> tuple[tuple[Line, ...], tuple[Mark, ...]]:
    """Return the words and marks of the line at the foot that says what the marks mean."""
    size = frame.font
    entries = []
    if any(arrow.bottleneck for arrow in ring.arrows):
        entries.append(("clock", ring.words.bottleneck))
    if any([*(node.drag for node in ring.nodes), *(arrow.drag for arrow in ring.arrows)]):
        entries.append(("drag", ring.words.drag))
    room = 2 * frame.half / max(1, len(entries)) - 2.6 * size
    texts = [shorten(plain(word), room, size) for _, word in entries]
    widths = [_KEY_INDENT * size + text_width(text, size) for text in texts]
    left = -(sum(widths) + _KEY_GAP * size * (len(widths) - 1)) / 2
    middle = top + LEADING * size / 2
    lines, marks = [], []
    for (kind, _), text, width in zip(entries, texts, widths, strict=True):
        marks.append(Mark(kind, left + size / 2, middle))
        lines.append(Line(text, left + _KEY_INDENT * size, middle + CAPITAL / 2 * size, size, "left", "key"))
        left += width + _KEY_GAP * size
    return tuple(lines), tuple(marks)
