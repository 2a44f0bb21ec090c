"""The ring as a picture and as a drawing."""

import struct
from xml.etree import ElementTree

import pytest

from flywheel_core import charts
from flywheel_core.report import PaperError, write_png, write_svg
from tests.core.examples import GUIDE, NAMES, example


@pytest.mark.parametrize("name", [*NAMES, "empty"])
def test_drawing_holds_the_components(name):
    """The SVG is XML and names the five components as text."""
    root = ElementTree.fromstring(write_svg(example(name), GUIDE))
    words = " ".join(root.itertext())
    for component in ("collection", "storage", "analysis", "application", "feedback"):
        assert GUIDE.component(component) in words


def test_picture_is_a_whole_png():
    """The PNG begins and ends as one, and is twice 640 pixels wide."""
    data = write_png(example("broken"), GUIDE)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    assert struct.unpack(">I", data[16:20]) == (1280,)


@pytest.mark.parametrize("harm", [lambda d: d[:-20], lambda _: b"", lambda d: d[:200] + b"x" + d[201:]])
def test_broken_picture_is_not_handed_out(monkeypatch, harm):
    """A PNG that is cut off, empty or changed is refused."""
    original = charts.ring_png
    monkeypatch.setattr(charts, "ring_png", lambda *arguments: harm(original(*arguments)))
    with pytest.raises(PaperError, match="PNG"):
        write_png(example("broken"), GUIDE)


@pytest.mark.parametrize("drawing", ["<svg", "<p/>", '<svg xmlns="http://www.w3.org/2000/svg" width="1"/>'])
def test_broken_drawing_is_not_handed_out(monkeypatch, drawing):
    """What is no drawing, or not this one, is refused."""
    monkeypatch.setattr(charts, "ring_svg", lambda *_: drawing)
    with pytest.raises(PaperError, match="SVG"):
        write_svg(example("broken"), GUIDE)
