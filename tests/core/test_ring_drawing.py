"""The drawn ring: its colours, its specification, and the files made from it."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, get_args

import pytest
from PIL import Image, ImageFont

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.charts import (
    PALETTES,
    SELECTION,
    Look,
    Palette,
    contrast,
    ring_apart,
    ring_chart,
    ring_png,
    ring_spec,
    ring_svg,
)
from flywheel_core.charts.layout import lay_out
from flywheel_core.charts.outlines import SOLID
from flywheel_core.files import asset
from tests.core.assessments import NODES
from tests.core.rings import ABSENT, ring

LOOKS: tuple[Look, ...] = get_args(Look)
FULL = ring(levels=(0, 1, 2, 3, 4), strengths=(4, 3, 2, 0, 1), weakest=3, bottleneck=3, drags=(0, 7))


def rows(spec: dict[str, Any], layer: str) -> list[dict[str, Any]]:
    """Return the rows of a layer."""
    found: list[dict[str, Any]] = next(
        each["data"]["values"] for each in spec["layer"] if each["name"] == layer
    )
    return found


def colours(value: object) -> Iterator[str]:
    """Yield every colour anywhere in a specification."""
    yield from re.findall(r"#[0-9a-f]{6}", json.dumps(value))


def inlined(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification with Altair's shared rows put back into their layers."""
    shared = spec.pop("datasets")
    for layer in spec["layer"]:
        layer["data"] = {"values": shared[layer["data"]["name"]]}
    return spec


@pytest.mark.parametrize("look", LOOKS)
def test_text_on_every_level_can_be_read(look: Look) -> None:
    """In every look the text on each level's fill has a contrast of at least 4.5."""
    palette = PALETTES[look]
    ratios = [contrast(fill, palette.text_on(fill)) for fill in palette.levels]
    assert min(ratios) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_text_and_marks_stand_out_from_the_paper(look: Look) -> None:
    """Text has a contrast of at least 4.5 with the background, and every line and rim at least 3."""
    palette = PALETTES[look]
    text = [palette.ink, palette.muted, palette.accent]
    lines = [palette.line, palette.pale, palette.rim]
    assert min(contrast(colour, palette.paper) for colour in text) >= 4.5
    assert min(contrast(colour, palette.paper) for colour in lines) >= 3
    assert contrast(palette.ink, palette.veil) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, a colour on itself 1, and mid grey 4.54 on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1d4f91", "#1d4f91") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_levels_grow_darker(look: Look) -> None:
    """A higher level is darker, so that the order can be seen without colour."""
    darkness = [contrast(fill, "#ffffff") for fill in PALETTES[look].levels]
    assert darkness == sorted(set(darkness))


@pytest.mark.parametrize("look", LOOKS)
def test_the_accent_means_the_weakest_connection_only(look: Look) -> None:
    """The accent paints the circling and its word, and nothing where there is no weakest connection."""
    accent = PALETTES[look].accent
    spec = ring_spec(FULL, look, 360, highlight="storage")
    painted = [row for layer in spec["layer"] for row in layer["data"]["values"] if accent in colours(row)]
    assert [row.get("text", "circling") for row in painted] == ["circling", FULL.words.weakest]
    assert accent not in colours(ring_spec(ring(weakest=None), look, 360))


def test_print_knows_no_colour_but_the_circling() -> None:
    """On paper everything beside the accent is a grey."""
    used = set(colours(ring_spec(FULL, "print", 360))) - {PALETTES["print"].accent}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in used)


def test_levels_have_their_fills() -> None:
    """Each level has its own fill; an open node is hollow, one that does not apply is dashed."""
    palette = PALETTES["light"]
    fills = {row["component"]: row["fill"] for row in rows(ring_spec(FULL, "light", 640), "nodes")}
    assert tuple(fills[component] for component in NODES) == palette.levels
    others = ring(levels=(None, ABSENT, 0, 0, 0))
    drawn = {row["component"]: row for row in rows(ring_spec(others, "light", 640), "nodes")}
    assert drawn["collection"]["fill"] == palette.paper
    assert drawn["storage"]["fill"] == palette.veil
    assert drawn["storage"]["dash"] != drawn["collection"]["dash"]


def arrows(strength: int | str | None) -> list[dict[str, Any]]:
    """Return the outlines of a ring whose first arrow only is drawn."""
    only = ring(strengths=(strength, *[ABSENT] * 4), weakest=None, bottleneck=None)
    return rows(ring_spec(only, "light", 360), "arrows")


def test_every_strength_looks_different() -> None:
    """Solid for 1 to 4; dashed halves, a cross and a hollow head for 0; dots where open; nothing for n/a."""
    assert [len(arrows(strength)) for strength in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert len({arrows(strength)[0]["path"] for strength in (1, 2, 3, 4)}) == 4
    first, second, cross, head = arrows(0)
    assert first["dash"] == second["dash"] != SOLID
    assert cross["path"].count("M") == 2
    assert head["fill"] == "transparent"
    dotted, _ = arrows(None)
    assert dotted["stroke_width"] < first["stroke_width"]
    assert dotted["dash"] not in (SOLID, first["dash"])
    assert arrows(ABSENT) == []


def test_a_broken_arrow_has_a_gap() -> None:
    """The halves of a broken arrow do not meet: the cross stands in the gap between them."""
    points = [re.findall(r"-?[\d.]+", row["path"]) for row in arrows(0)[:3]]
    (x1, y1), (x2, y2) = ((float(x), float(y)) for x, y in (points[0][-2:], points[1][:2]))
    cross = [float(number) for number in points[2]]
    assert ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 > 6
    assert min(x1, x2) < sum(cross[::2]) / len(cross[::2]) < max(x1, x2)


def test_clock_and_drag_are_shapes_with_a_key() -> None:
    """The bottleneck gets a clock, drag a weight; each stands once more in the key beside its word."""
    plain = rows(ring_spec(ring(weakest=None, bottleneck=None), "light", 360), "marks")
    marked = ring(weakest=None, bottleneck=2, drags=[1, 8])
    spec = ring_spec(marked, "light", 360)
    assert plain == []
    assert len(rows(spec, "marks")) == 2 + 3
    words = [row["text"] for row in rows(spec, "words")]
    assert words.count("slowest") == words.count("drag") == 1


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("selectable", [True, False])
@pytest.mark.parametrize("width", [360, (300, 360, 480)])
def test_the_specification_is_that_of_the_chart(
    look: Look, selectable: bool, width: int | tuple[int, ...]
) -> None:
    """The quick specification is exactly what Altair makes of the chart, which it has checked."""
    chart = ring_chart(FULL, look, width, highlight="analysis", selectable=selectable)
    spec = ring_spec(FULL, look, width, highlight="analysis", selectable=selectable)
    assert spec == inlined(chart.to_dict(validate=True))


@pytest.mark.parametrize("width", [360, (300, 360, 480)])
def test_rings_of_one_height_differ_in_their_rows_only(width: int | tuple[int, ...]) -> None:
    """Beside its rows a specification says nothing of the ring: another one of its height has the same."""
    weaker = ring(levels=(0, 1, 1, 0, 2), weakest=3, bottleneck=1)
    (spec, own), (other, rows_of_other) = (
        ring_apart(each, "light", width, highlight="storage", selectable=True) for each in (FULL, weaker)
    )
    assert spec == other
    assert own != rows_of_other
    filled = [{**layer, "data": {"values": own[layer["data"]["name"]]}} for layer in spec["layer"]]
    whole = ring_spec(FULL, "light", width, highlight="storage", selectable=True)
    assert {**spec, "layer": filled, "description": FULL.alt} == whole


def test_the_specification_is_made_once() -> None:
    """The same ring gives the same object; a changed one does not, and many do not pile up."""
    assert ring_spec(FULL, "light", 360) is ring_spec(FULL, "light", 360)
    assert ring_spec(FULL, "light", 360) is not ring_spec(ring(), "light", 360)
    assert ring_spec.cache_info().maxsize is not None


def test_a_click_names_the_component() -> None:
    """Where selectable, nodes and names carry the component that the selection reports."""
    spec = ring_spec(FULL, "light", 360, selectable=True)
    selection = next(param for param in spec["params"] if param["name"] == SELECTION)
    assert selection["select"] == {"type": "point", "fields": ["component"]}
    assert selection["views"] == ["nodes"]
    assert {row["component"] for row in rows(spec, "nodes")} == set(NODES)
    assert SELECTION not in json.dumps(ring_spec(FULL, "light", 360).get("params", []))


def test_the_highlight_is_a_thin_outline() -> None:
    """The component that is asked about gets one outline more, and no other fill."""
    quiet = rows(ring_spec(FULL, "light", 360), "nodes")
    asked = rows(ring_spec(FULL, "light", 360, highlight="storage"), "nodes")
    added = [row for row in asked if row not in quiet]
    assert [(row["component"], row["fill"]) for row in added] == [("storage", "transparent")]


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_a_connection_that_is_asked_about_is_outlined_and_no_component(transition: str) -> None:
    """Below its arrow stand an outline in ink and the gap that sets it off; nodes are as they were."""
    quiet, asked = (ring_spec(FULL, "light", 360, highlight=each) for each in ("", transition))
    added = [row for row in rows(asked, "arrows") if row not in rows(quiet, "arrows")]
    ink, paper = PALETTES["light"].ink, PALETTES["light"].paper
    assert [(row["stroke"], row["fill"]) for row in added] == [(ink, "transparent"), (paper, paper)]
    assert added[0]["stroke_width"] > added[1]["stroke_width"]
    assert rows(asked, "nodes") == rows(quiet, "nodes")


def test_one_chart_serves_phone_and_screen() -> None:
    """Of several widths the rows of the widest that fits are shown, and the height follows."""
    spec = ring_spec(FULL, "light", (480, 300, 360))
    shown = [
        {row["text"] for row in rows(spec, "words") if row["from"] <= width < row["below"]}
        for width in (280, 300, 359, 360, 479, 480, 2000)
    ]
    assert all("Collection" in words for words in shown)
    sizes = {row["from"]: row["size"] for row in rows(spec, "words") if row["text"] == "Collection"}
    assert sizes == {0: 11.0, 360: 11.5, 480: 13.0}
    height = next(param["expr"] for param in spec["params"] if param["name"] == "height")
    heights = [ring_spec(FULL, "light", width)["height"] for width in (300, 360, 480)]
    assert height == f"width >= 480 ? {heights[2]} : width >= 360 ? {heights[1]} : {heights[0]}"


@pytest.mark.parametrize("look", LOOKS)
def test_the_svg_holds_its_words(look: Look) -> None:
    """An SVG has every name, level and time as text, the alt text, and the look's background."""
    svg = ring_svg(FULL, look, 640)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    for node in FULL.nodes:
        assert node.label in texts
        assert node.level_text in texts
    assert {arrow.time_text for arrow in FULL.arrows} - {""} <= set(texts)
    assert {FULL.title, FULL.words.weakest, FULL.words.bottleneck, FULL.words.drag} <= set(texts)
    assert PALETTES[look].paper in svg


def test_what_people_typed_is_never_markup() -> None:
    """Markup in a text is shown as it was typed; an endless one ends in an ellipsis."""
    svg = ring_svg(ring(centre=("<b>x</b>", "a & b"), times=("<i>", "W" * 10_000, "", "", "")), "light", 640)
    assert "&lt;b&gt;x&lt;/b&gt;" in svg
    assert "a &amp; b" in svg
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert re.search(r">W{3,60}…<", svg)


def titled(words: str, scale: float = 2.0) -> bytes:
    """Return a picture of a ring in which nothing but the title says anything."""
    absent = [ABSENT] * 5
    plain = ring(absent, absent, [""] * 5, weakest=None, bottleneck=None, centre=(words, ""))
    return ring_png(plain, "light", 640, scale)


def test_the_png_is_a_picture_of_the_size_asked_for() -> None:
    """A PNG has the width times the scale, and is not blank."""
    picture = Image.open(BytesIO(ring_png(FULL, "dark", 360, scale=2)))
    assert picture.format == "PNG"
    assert picture.width == 720
    assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 100


def test_the_png_is_set_in_the_typeface_that_comes_along() -> None:
    """The title is as wide as the product's own font makes it, whatever fonts the machine has."""
    words, scale = "Mmm", 4.0
    layout = lay_out(ring(centre=(words, "")), 640)
    x, y = 320 * scale, -layout.top * scale
    picture = (
        Image.open(BytesIO(titled(words, scale))).convert("L").crop((x - 300, y - 100, x + 300, y + 100))
    )
    left, _, right, _ = picture.point(lambda grey: 255 * (grey < 128)).getbbox() or (0, 0, 0, 0)
    size = layout.centre[0].size
    font = ImageFont.truetype(str(asset("fonts/SourceSans3-Semibold.otf")), round(size * scale))
    ink = font.getmask(words).getbbox()
    assert right - left == pytest.approx(ink[2] - ink[0], abs=3)


@pytest.mark.parametrize("word", ["Kreislauf", "Ανάλυση", "Петля", "Größenmaß"])
def test_the_png_has_the_letters(word: str) -> None:
    """Latin, Greek and Cyrillic letters are drawn: boxes would look the same backwards."""
    assert titled(word) != titled(word[::-1])
    assert titled(word) != titled("")


def test_every_look_has_its_palette() -> None:
    """There is a palette for each look, and none beside them."""
    assert set(PALETTES) == set(LOOKS)
    assert all(isinstance(palette, Palette) and len(palette.levels) == 5 for palette in PALETTES.values())
