"""Where the ring's parts stand: on one circle, at every width, without one touching another."""

import math
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flywheel_core.charts import Ring
from flywheel_core.charts.geometry import Arc, Box, along, angle_across, node_angles, on_circle
from flywheel_core.charts.labels import Block, Line, Search, Spot, first_free
from flywheel_core.charts.layout import Layout, lay_out
from flywheel_core.charts.typesetting import ELLIPSIS, text_width
from tests.core.rings import ABSENT, ENGLISH, EVEN, GERMAN, LONG_WORDS, UNEVEN, WIDTHS, ring, rings

Points = list[tuple[float, float]]


def outline(arc: Arc) -> Points:
    """Return points along the whole edge of an arrow, close together."""
    corners = arc.shaft_and_head()
    edges = zip(corners, (*corners[1:], corners[0]), strict=True)
    return [(a + (c - a) * i / 8, b + (d - b) * i / 8) for (a, b), (c, d) in edges for i in range(8)]


def line_box(line: Line) -> Box:
    """Return the box of one line of text, from the descenders to the capitals."""
    width = text_width(line.text, line.size)
    x = line.x + {"left": width / 2, "center": 0.0, "right": -width / 2}[line.align]
    return Box(x, line.y - 0.25 * line.size, width, 0.85 * line.size)


def holds(box: Box, point: tuple[float, float]) -> bool:
    """Say whether a point lies within a box."""
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


def words_outside_nodes(layout: Layout) -> list[Box]:
    """Return the boxes of every line that does not stand in a node."""
    outer = [*layout.names[5:], *layout.times]
    lines = [line for label in outer for line in label.lines]
    return [line_box(line) for line in (*lines, *layout.centre, *layout.key)]


def touching(layout: Layout) -> list[str]:
    """Name every pair that collides."""
    boxes, found = words_outside_nodes(layout), []
    edges = [point for arc in layout.arcs if arc for point in outline(arc)]
    circling = list(layout.circling.outline()) if layout.circling else []
    for box in boxes:
        found += [f"{box} meets {node}" for node in layout.frame.nodes if box.meets(node)]
        found += [f"{box} meets an arrow" for point in edges if holds(box, point)]
        found += [f"{box} meets the circling" for point in circling if holds(box, point)]
        found += [f"{box} meets {mark}" for mark in layout.marks if holds(box, (mark.x, mark.y))]
        if not -layout.frame.width / 2 <= box.left < box.right <= layout.frame.width / 2:
            found.append(f"{box} leaves the picture")
        if not layout.top <= box.top < box.bottom <= layout.bottom:
            found.append(f"{box} leaves the picture above or below")
    return found + [f"{one} meets {other}" for one, other in combinations(boxes, 2) if one.meets(other)]


@settings(max_examples=60, deadline=None)
@given(rings(spans=EVEN | UNEVEN), st.sampled_from(WIDTHS))
@example(ring(weakest=1, bottleneck=1, drags=range(10), names=GERMAN), 320)
@example(ring(strengths=[ABSENT] * 5, weakest=None, bottleneck=None), 320)
@example(ring(spans=(58, 58, 58, 58, 128)), 420)
@example(ring(strengths=[4, 4, 4, ABSENT, 4], spans=(67, 67, 92, 67, 67), words=LONG_WORDS, drags=[8]), 320)
def test_no_words_touch_anything(drawn: Ring, width: int) -> None:
    """Whatever the answers, no words meet a node, an arrow, the circling, a mark, other words or the edge."""
    assert touching(lay_out(drawn, width)) == []


@settings(max_examples=40, deadline=None)
@given(rings(), st.sampled_from(WIDTHS))
def test_everything_is_on_one_circle(drawn: Ring, width: int) -> None:
    """Nodes, arrow ends and shafts lie on one circle around the centre, Collection on top, clockwise."""
    layout = lay_out(drawn, width)
    radius = layout.frame.radius
    angles = [math.degrees(math.atan2(node.x, -node.y)) % 360 for node in layout.frame.nodes]
    assert angles == pytest.approx([0, 72, 144, 216, 288])
    assert [math.hypot(node.x, node.y) for node in layout.frame.nodes] == pytest.approx([radius] * 5)
    for arc in filter(None, layout.arcs):
        points = arc.shaft_and_head()
        distances = [math.hypot(x, y) for x, y in points]
        assert min(distances) >= radius - arc.half_head - 0.01
        assert max(distances) <= radius + arc.half_head + 0.01
        tip = points[len(points) // 2]
        assert math.hypot(*tip) == pytest.approx(radius)


@settings(max_examples=40, deadline=None)
@given(rings(spans=EVEN | UNEVEN), st.sampled_from(WIDTHS))
def test_arrows_and_circling_keep_off_the_nodes(drawn: Ring, width: int) -> None:
    """An arrow runs from node to node without touching either, and so does the line that circles it."""
    layout = lay_out(drawn, width)
    points = [point for arc in layout.arcs if arc for point in outline(arc)]
    points += list(layout.circling.outline()) if layout.circling else []
    gaps = [
        math.hypot(x - node.x, y - node.y) - node.radius for x, y in points for node in layout.frame.nodes
    ]
    assert min(gaps, default=1.0) > 0.5


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("weakest", range(5))
def test_the_circling_goes_around_the_whole_arrow(width: int, weakest: int) -> None:
    """The weakest arrow, head and all, lies within its circling, at every place and strength."""
    for strength in range(5):
        layout = lay_out(ring(strengths=[strength] * 5, weakest=weakest), width)
        ellipse, arc = layout.circling, layout.arcs[weakest]
        assert ellipse is not None
        assert arc is not None
        for x, y in arc.shaft_and_head():
            angle = math.degrees(math.atan2(x - ellipse.x, -(y - ellipse.y))) - ellipse.angle
            across, outwards = math.sin(math.radians(angle)), math.cos(math.radians(angle))
            distance = math.hypot(x - ellipse.x, y - ellipse.y)
            within = math.hypot(distance * across / ellipse.long, distance * outwards / ellipse.short)
            assert within < 1, (strength, x, y)


def test_a_stronger_arrow_is_wider() -> None:
    """An arrow's width grows with its strength, and an unanswered arrow is thinner than any."""
    for width in WIDTHS:
        frame = lay_out(ring(), width).frame
        shafts = [frame.arc(0, strength).width for strength in (None, 0, 1, 2, 3, 4)]
        assert shafts == sorted(set(shafts))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_is_smaller_than_11_pixels(width: int) -> None:
    """From 320 pixels on every line is set at 11 pixels or more."""
    layout = lay_out(ring(names=GERMAN, drags=[0, 6]), width)
    labels = [line for label in (*layout.names, *layout.times) for line in label.lines]
    assert min(line.size for line in (*labels, *layout.centre, *layout.key)) >= 10.99


@settings(max_examples=40, deadline=None)
@given(rings(names=(ENGLISH,)), st.sampled_from(WIDTHS))
def test_english_names_and_times_are_never_cut(drawn: Ring, width: int) -> None:
    """At 320 pixels and more no English name stands outside its node, and no label is cut."""
    layout = lay_out(drawn, width)
    labels = [line.text for label in (*layout.names, *layout.times) for line in label.lines]
    assert layout.frame.names_inside or len(drawn.words.weakest) > 10
    assert not [text for text in labels if text.endswith(ELLIPSIS)]


def test_long_names_stand_beside_their_nodes() -> None:
    """Where one name does not fit into its node, all five stand outside, whole."""
    layout = lay_out(ring(names=GERMAN), 360)
    assert not layout.frame.names_inside
    assert [" ".join(line.text for line in label.lines) for label in layout.names[5:]] == list(GERMAN)


def test_names_fit_into_their_nodes() -> None:
    """Words in a node keep clear of its edge."""
    for width in WIDTHS:
        layout = lay_out(ring(), width)
        for label, node in zip(layout.names, layout.frame.nodes, strict=True):
            for box in map(line_box, label.lines):
                corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
                furthest = max(math.hypot(x - node.x, y - node.y) for x, y in corners)
                assert furthest < node.radius - 1


def test_the_ring_rests_while_answers_change() -> None:
    """Which arrow is weakest, slowest or dragged changes neither the ring nor the height of the picture."""
    seen = {
        (layout.frame.radius, round(layout.height))
        for weakest in (None, 0, 1, 3, 4)
        for drags in ((), (0, 8))
        for layout in [lay_out(ring(weakest=weakest, bottleneck=weakest, drags=drags), 360)]
    }
    assert len(seen) == 1


@pytest.mark.parametrize("weakest", range(5))
@pytest.mark.parametrize("width", WIDTHS)
def test_a_label_stands_near_its_arrow(width: int, weakest: int) -> None:
    """The words of an arrow are nearer to it than to any other, and never far off."""
    long = ring(times=["zwischen 2 und 3 Wochen"] * 5, names=GERMAN, weakest=weakest, words=LONG_WORDS)
    layout = lay_out(long, width)
    middles = [on_circle(layout.frame.radius, arc.middle) for arc in layout.arcs if arc]
    for i, label in enumerate(layout.times):
        across = [max(abs(label.box.x - x) - label.box.width / 2, 0.0) for x, _ in middles]
        down = [max(abs(label.box.y - y) - label.box.height / 2, 0.0) for _, y in middles]
        distances = list(map(math.hypot, across, down))
        assert distances.index(min(distances)) == i
        assert distances[i] < 5 * layout.frame.font


def test_a_label_never_leaves_the_picture() -> None:
    """Where there is no room for even an ellipsis, there is no place for the words."""
    frame = lay_out(ring(), 360).frame
    spot = Spot((frame.half - 2, 0.0), 90)
    search = Search([spot], lambda _: Block(((ELLIPSIS, "time"),), frame.font))
    assert first_free(search, [], frame, strict=False) is None


def test_arrows_can_follow_measured_time() -> None:
    """Spans are shares of the circle: a longer one moves the nodes and lengthens its arrow."""
    assert node_angles([72] * 5) == pytest.approx((0, 72, 144, 216, 288))
    layout = lay_out(ring(spans=(40, 40, 200, 40, 40)), 480)
    lengths = [arc.end - arc.start for arc in layout.arcs if arc]
    assert layout.frame.angles == pytest.approx((0, 40, 80, 280, 320))
    assert max(lengths) == lengths[2]
    circling = lay_out(ring(spans=(40, 40, 200, 40, 40), weakest=2), 480).circling
    assert circling is not None
    assert circling.y - circling.short > 0
    assert min(lengths) * math.radians(1) * layout.frame.radius > layout.frame.font


def test_a_straight_distance_becomes_an_angle() -> None:
    """Two points of a circle that lie a distance apart lie the returned angle apart."""
    one, other = along(100, 0, angle_across(100, 50), step=360)
    assert math.dist(one, other) == pytest.approx(50)
