"""The ring as a file: SVG and PNG, with the product's own typeface, so that no machine lacks a letter."""

from functools import lru_cache
from typing import Any

import vl_convert

from flywheel_core.charts.drawing import ring_spec
from flywheel_core.charts.palette import PALETTES, Look
from flywheel_core.charts.ring import Ring
from flywheel_core.files import asset


def ring_svg(ring: Ring, look: Look = "light", width: int = 640) -> str:
    """Return the ring as an SVG document `width` pixels wide, on the look's own background."""
    _register_fonts()
    return vl_convert.vegalite_to_svg(_on_paper(ring, look, width))


def ring_png(ring: Ring, look: Look = "light", width: int = 640, scale: float = 2.0) -> bytes:
    """Return the ring as a PNG of `width` times `scale` pixels, on the look's own background."""
    _register_fonts()
    return vl_convert.vegalite_to_png(_on_paper(ring, look, width), scale=scale)


def _on_paper(ring: Ring, look: Look, width: int) -> dict[str, Any]:
    return {**ring_spec(ring, look, width), "background": PALETTES[look].paper}


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(asset("fonts")))
