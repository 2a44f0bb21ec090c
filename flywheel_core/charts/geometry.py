"""Points, discs, boxes and outlines on one circle: no words, no colours, no chart library.

The origin is the centre of the ring, y grows downwards, angles are degrees clockwise from the top.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Disc:
    """A round obstacle."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its middle and its two sizes."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Return the x of the left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Return the x of the right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Return the y of the upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Return the y of the lower edge."""
        return self.y + self.height / 2

    def meets(self, other: "Box | Disc", gap: float = 0.0) -> bool:
        """Return True where the two come nearer to each other than `gap`."""
        dx = abs(self.x - other.x) - self.width / 2
        dy = abs(self.y - other.y) - self.height / 2
        if isinstance(other, Disc):
            return math.hypot(max(dx, 0.0), max(dy, 0.0)) < other.radius + gap
        return dx < other.width / 2 + gap and dy < other.height / 2 + gap


def on_circle(radius: float, angle: float) -> Point:
    """Return the point at `angle` of the circle of `radius`."""
    turn = math.radians(angle)
    return radius * math.sin(turn), -radius * math.cos(turn)


def angle_across(radius: float, distance: float) -> float:
    """Return the angle between two points of the circle that lie `distance` apart in a straight line."""
    return math.degrees(2 * math.asin(min(1.0, distance / (2 * radius))))


def along(radius: float, start: float, end: float, step: float = 3.0) -> tuple[Point, ...]:
    """Return points of the circle from `start` to `end`, both included, about `step` degrees apart."""
    count = max(1, math.ceil(abs(end - start) / step))
    return tuple(on_circle(radius, start + (end - start) * i / count) for i in range(count + 1))


@dataclass(frozen=True, slots=True)
class Arc:
    """One arrow's place: it runs on the circle of `radius` from `start` to its tip at `end`.

    `width` is the shaft's; the head is `head` long and twice `half_head` wide.
    """

    radius: float
    start: float
    end: float
    width: float
    head: float
    half_head: float

    @property
    def middle(self) -> float:
        """Return the angle half way."""
        return (self.start + self.end) / 2

    @property
    def neck(self) -> float:
        """Return the angle at which the head begins."""
        return self.end - angle_across(self.radius, self.head)

    def shaft_and_head(self) -> tuple[Point, ...]:
        """Return the outline of the whole arrow: the band and, at its end, the head."""
        half = self.width / 2
        outer = along(self.radius + half, self.start, self.neck)
        inner = along(self.radius - half, self.neck, self.start)
        return (*outer, *self.head_outline(), *inner)

    def head_outline(self) -> tuple[Point, ...]:
        """Return the head's three corners; its tip lies on the circle."""
        return (
            on_circle(self.radius + self.half_head, self.neck),
            on_circle(self.radius, self.end),
            on_circle(self.radius - self.half_head, self.neck),
        )

    def discs(self) -> tuple[Disc, ...]:
        """Return discs that cover the arrow, head included."""
        return tuple(
            Disc(x, y, self.half_head) for x, y in along(self.radius, self.start, self.end, step=4.0)
        )


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The circling of the weakest arrow: flattened towards the arrow, turned as the arrow is."""

    x: float
    y: float
    long: float
    short: float
    angle: float

    def outline(self, count: int = 48) -> tuple[Point, ...]:
        """Return `count` points of it, in order."""
        return tuple(self._at(360 * i / count, 1.0) for i in range(count))

    def discs(self) -> tuple[Disc, ...]:
        """Return discs that cover it, the space within included."""
        reach = 1 - self.short / self.long
        middles = (self._at(90, reach * i / 3) for i in range(-3, 4))
        return tuple(Disc(x, y, self.short) for x, y in middles)

    def reach(self, angle: float) -> float:
        """Return how far it extends from its middle in the direction of `angle`."""
        turn = math.radians(angle - self.angle)
        return math.hypot(self.short * math.cos(turn), self.long * math.sin(turn))

    def _at(self, turn: float, share: float) -> Point:
        radians, tilt = math.radians(turn), math.radians(self.angle)
        tangent = self.long * math.sin(radians) * share
        outward = self.short * math.cos(radians) * share
        return (
            self.x + outward * math.sin(tilt) + tangent * math.cos(tilt),
            self.y - outward * math.cos(tilt) + tangent * math.sin(tilt),
        )


def path(points: Iterable[Point], closed: bool = True) -> str:
    """Return an SVG path through `points`, to a tenth of a pixel."""
    body = "L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f"M{body}Z" if closed else f"M{body}"


def circle_path(x: float, y: float, radius: float) -> str:
    """Return an SVG path of a full circle."""
    turn = f"a{radius:.2f},{radius:.2f} 0 1 1 "
    across = 2 * round(radius, 2)
    return f"M{x - radius:.2f},{y:.2f}{turn}{across:.2f},0{turn}{-across:.2f},0Z"


def node_angles(spans: Sequence[float]) -> tuple[float, ...]:
    """Return each node's angle, the first on top; the n-th span lies between node n and the next.

    Spans are shares: they are scaled to a full turn, so that equal numbers give a regular pentagon.
    """
    whole = sum(spans)
    return tuple(360 * sum(spans[:i]) / whole for i in range(len(spans)))
