"""How large the ring is at a given width: the same for all answers as far as the words allow.

A ring that grew and shrank with each answer would be restless, so room for the widest arrow, the circling
and its word is kept at every arrow, whether they are there or not.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from flywheel_core.charts.geometry import Arc, Box, Disc, Ellipse, angle_across, node_angles, on_circle
from flywheel_core.charts.ring import Ring
from flywheel_core.charts.typesetting import longest_word, plain, text_width

# Beyond this width the ring grows only with its text; below this size no text is read easily.
WIDEST = 720
SMALLEST = 11.0
MARGIN = 3.0
# Shares of the font size: shaft width by strength 0 to 4, and of an unanswered arrow.
_SHAFTS = (0.22, 0.26, 0.44, 0.64, 0.86)
_UNANSWERED_SHAFT = 0.14
# Half the arc, in degrees, that is circled at most; equal arrows are shorter.
_LONGEST_CIRCLED = 30.0
# How large a node may be, as a share of the ring's radius: larger ones leave no room for the arrows.
_LARGEST_NODE = 0.39


@dataclass(frozen=True)
class Frame:
    """The sizes that everything else follows: all in pixels, from the centre of the ring."""

    width: float
    font: float
    radius: float
    node_radius: float
    angles: tuple[float, ...]
    names_inside: bool
    scale: float = 1.0

    @property
    def half(self) -> float:
        """Return how far from the centre something may be drawn to either side."""
        return _used(self.width, self.scale) / 2 - MARGIN

    @property
    def gap(self) -> float:
        """Return the free space kept around text."""
        return 0.4 * self.font

    @cached_property
    def nodes(self) -> tuple[Disc, ...]:
        """Return the five nodes."""
        return tuple(Disc(*on_circle(self.radius, angle), self.node_radius) for angle in self.angles)

    def arc(self, index: int, strength: int | None) -> Arc:
        """Return the place of an arrow; a greater strength never gives a narrower shaft."""
        share = _UNANSWERED_SHAFT if strength is None else _SHAFTS[strength]
        shaft = share * self.font
        inset = angle_across(self.radius, self.node_radius + 0.6 * self.font)
        ends = (*self.angles, 360.0)
        return Arc(
            radius=self.radius,
            start=ends[index] + inset,
            end=ends[index + 1] - inset,
            width=shaft,
            head=0.66 * self.font + 0.52 * shaft,
            half_head=0.32 * self.font + 0.56 * shaft,
        )

    def circling(self, index: int) -> Ellipse:
        """Return the ellipse that circles an arrow, whichever its strength: wide enough for the widest."""
        arc = self.arc(index, 4)
        # Of a very long arrow only the middle is circled: an ellipse around all of it would hold the centre.
        half = math.radians(min((arc.end - arc.start) / 2, _LONGEST_CIRCLED))
        long = self.radius * math.sin(half) + 0.34 * self.font
        short = max(arc.half_head + 0.6 * self.font, 0.62 * long)
        # An arc's middle bulges outwards from the straight line between its ends: the ellipse lies between.
        bulge = self.radius * (1 - math.cos(half))
        x, y = on_circle(self.radius - bulge / 2, arc.middle)
        return Ellipse(x, y, long, min(short, long), arc.middle)


def font_size(width: float, scale: float = 1.0) -> float:
    """Return the size of the ring's text: 11 px at 320 px and below, 15 px from 640 px on.

    With a `scale` it is that of a ring so many times narrower, enlarged.
    """
    return scale * min(15.0, max(SMALLEST, SMALLEST + (width / scale - 320) / 80))


def fit_frame(ring: Ring, width: float, scale: float = 1.0) -> Frame:
    """Return the largest frame in which the ring's longest words find room beside the arrows."""
    font = font_size(width, scale)
    column = min(_column(ring, font), 0.27 * width)
    angles = node_angles([arrow.span for arrow in ring.arrows])
    radius = 0.3 * _used(width, scale)
    while True:
        frame = _frame(ring, width, font, radius, angles, scale)
        if radius <= smallest_radius(frame) or _room_beside(frame) >= column:
            return frame
        radius -= 1.0


def smallest_radius(frame: Frame) -> float:
    """Return the radius below which words are cut rather than the ring made smaller."""
    return 0.2 * _used(frame.width, frame.scale)


def smaller(ring: Ring, frame: Frame) -> Frame:
    """Return the same frame with a ring that leaves more room around it."""
    return _frame(ring, frame.width, frame.font, frame.radius - 3.0, frame.angles, frame.scale)


def _used(width: float, scale: float) -> float:
    return min(width, scale * WIDEST)


def _frame(
    ring: Ring, width: float, font: float, radius: float, angles: tuple[float, ...], scale: float
) -> Frame:
    needed = max(_radius_for(node.label, node.level_text, font) for node in ring.nodes)
    largest = _largest_node(radius, font, angles)
    inside = needed <= largest
    if inside:
        node_radius = max(needed, min(largest, 0.31 * radius))
    else:
        level = max(text_width(plain(node.level_text), font) for node in ring.nodes)
        node_radius = min(max(math.hypot(level / 2 + 0.6 * font, 0.4 * font), 0.24 * radius), largest)
    return Frame(width, font, radius, node_radius, angles, inside, scale)


def _largest_node(radius: float, font: float, angles: tuple[float, ...]) -> float:
    """Return the radius of a node that leaves the shortest arrow long enough to be one."""
    shortest = min(end - start for start, end in pairwise((*angles, 360.0)))
    return min(_LARGEST_NODE * radius, radius * math.sin(math.radians(shortest / 2)) - 1.3 * font)


def _radius_for(name: str, level: str, font: float) -> float:
    """Return the radius of a node that holds both lines without touching its edge."""
    upper = math.hypot(text_width(plain(name), font) / 2 + 0.35 * font, 0.9 * font)
    lower = math.hypot(text_width(plain(level), font) / 2 + 0.35 * font, 1.25 * font)
    return max(upper, lower)


def _column(ring: Ring, font: float) -> float:
    """Return the width that the words beside an arrow need, whichever arrow is the weakest."""
    drawn = (text for arrow in ring.arrows for text in (arrow.time_text, arrow.spread_text))
    texts = [ring.words.weakest, *drawn]
    return max(4.4 * font, *(longest_word(text, font) for text in texts))


def _room_beside(frame: Frame) -> float:
    """Return the width left between the right edge and the circling of the second arrow."""
    ellipse = frame.circling(1)
    return frame.half - ellipse.x - ellipse.reach(90) - frame.gap


def inside_canvas(frame: Frame, box: Box) -> bool:
    """Return True where `box` does not leave the picture to the left or right."""
    return -frame.half <= box.left + 0.01 and box.right - 0.01 <= frame.half
