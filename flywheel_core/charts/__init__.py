"""The charts: view models in words, their layout, and the drawing of it. The ring is here."""

from flywheel_core.charts.drawing import SELECTION, ring_chart, ring_spec
from flywheel_core.charts.palette import PALETTES, Look, Palette, contrast
from flywheel_core.charts.pictures import ring_png, ring_svg
from flywheel_core.charts.reading import ring_of
from flywheel_core.charts.ring import Ring, RingArrow, RingNode, RingWords, assemble_ring

__all__ = [
    "PALETTES",
    "SELECTION",
    "Look",
    "Palette",
    "Ring",
    "RingArrow",
    "RingNode",
    "RingWords",
    "assemble_ring",
    "contrast",
    "ring_chart",
    "ring_of",
    "ring_png",
    "ring_spec",
    "ring_svg",
]
