"""Words that look for a place: blocks of lines, the box each would take, and the first box that is free."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from flywheel_core.charts.frame import Frame, inside_canvas
from flywheel_core.charts.geometry import Box, Disc, Point, on_circle
from flywheel_core.charts.typesetting import CAPITAL, LEADING, is_whole, text_width

Align = Literal["left", "center", "right"]
Role = Literal["name", "level", "time", "weakest", "absent", "spread", "title", "subtitle", "key"]
Obstacle = Box | Disc

# How far from a node, in font sizes, the thin outline runs that says which one is asked about.
HALO = 0.17


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: `x` is where `align` says, `y` its baseline."""

    text: str
    x: float
    y: float
    size: float
    align: Align
    role: Role
    component: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines that belong together, and the box around them."""

    box: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A label's lines before they have a place."""

    lines: tuple[tuple[str, Role], ...]
    size: float
    component: str = ""

    @property
    def width(self) -> float:
        """Return the width of the widest line."""
        return max((text_width(text, self.size) for text, _ in self.lines), default=0.0)

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return len(self.lines) * LEADING * self.size

    @property
    def whole(self) -> bool:
        """Return True where nothing was left out."""
        return is_whole(text for text, _ in self.lines)

    def placed(self, box: Box, align: Align) -> Label:
        """Return the label with its lines in `box`, set flush as `align` says."""
        x = {"left": box.left, "center": box.x, "right": box.right}[align]
        baseline = box.top + (LEADING + CAPITAL) / 2 * self.size
        return Label(
            box,
            tuple(
                Line(text, x, baseline + number * LEADING * self.size, self.size, align, role, self.component)
                for number, (text, role) in enumerate(self.lines)
            ),
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A possible place: the block touches `point` and lies from there in the direction of `angle`."""

    point: Point
    angle: float
    centred: bool = False

    @property
    def pull(self) -> Point:
        """Return where the block's middle lies from the point, in halves of its sizes: -1 to 1 each."""
        if self.centred:
            return 0.0, 0.0
        dx, dy = on_circle(1.7, self.angle)
        return max(-1.0, min(1.0, dx)), max(-1.0, min(1.0, dy))

    @property
    def align(self) -> Align:
        """Return how lines are set flush: towards the point."""
        across = self.pull[0]
        return "left" if across > 0.6 else "right" if across < -0.6 else "center"

    def room(self, frame: Frame) -> float:
        """Return how wide a block may be here before it leaves the picture."""
        x, across = self.point[0], self.pull[0]
        to_right = (frame.half - x) / max(0.001, (1 + across) / 2)
        to_left = (frame.half + x) / max(0.001, (1 - across) / 2)
        return min(to_right, to_left)

    def box(self, block: Block) -> Box:
        """Return the box of `block` here."""
        across, down = self.pull
        x = self.point[0] + across * block.width / 2
        y = self.point[1] + down * block.height / 2
        return Box(x, y, block.width, block.height)


@dataclass(frozen=True, slots=True)
class Search:
    """Places to try, best first, and how the words are broken where there is so much room."""

    spots: Iterable[Spot]
    block_for: Callable[[float], Block]


def first_free(search: Search, obstacles: list[Obstacle], frame: Frame, strict: bool) -> Label | None:
    """Return the label at the first spot where it collides with nothing; None where there is no such spot.

    Where `strict`, the label must be whole there; else it may end in an ellipsis.
    """
    block_for = cache(search.block_for)
    for spot in search.spots:
        block = block_for(round(min(spot.room(frame), 2 * frame.radius)))
        if strict and not block.whole:
            continue
        box = spot.box(block)
        free = inside_canvas(frame, box) and not any(box.meets(other, frame.gap / 2) for other in obstacles)
        if free:
            return block.placed(box, spot.align)
    return None


def outwards(radius: float, angle: float, furthest: float) -> Iterator[Spot]:
    """Yield places outside the circle: at `radius` and `angle`, then turned a little, then further out."""
    for push in range(0, math.ceil(furthest), 3):
        for turn in (0, 5, -5, 10, -10, 15, -15, 22, -22, 30, -30):
            yield Spot(on_circle(radius + push, angle + turn), angle + turn)


def around(disc: Disc, angle: float, frame: Frame) -> Iterator[Spot]:
    """Yield places around a node: straight outwards first, then turned further and further."""
    turns = (0, *(sign * turn for turn in range(6, 79, 6) for sign in (1, -1)))
    for turn in turns:
        dx, dy = on_circle(disc.radius + HALO * frame.font + 0.75 * frame.gap, angle + turn)
        yield Spot((disc.x + dx, disc.y + dy), angle + turn)
