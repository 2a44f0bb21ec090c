"""The charts: view models in words, their layout, and the drawing of it. The ring is here."""

from flywheel_core.charts.curves import ablation_chart, growth_chart, learning_chart
from flywheel_core.charts.drawing import SELECTION, ring_apart, ring_chart, ring_spec
from flywheel_core.charts.flow import flow_chart
from flywheel_core.charts.palette import PALETTES, Look, Palette, contrast
from flywheel_core.charts.pictures import ring_png, ring_svg
from flywheel_core.charts.plain import Picture
from flywheel_core.charts.reading import ring_of, spans_of
from flywheel_core.charts.ring import Ring, RingArrow, RingNode, RingWords, assemble_ring
from flywheel_core.charts.spectrum import spectrum
from flywheel_core.charts.survival import survival_curves
from flywheel_core.charts.vote_panels import VoteChart, VotePanel
from flywheel_core.charts.votes import votes_spec

__all__ = [
    "PALETTES",
    "SELECTION",
    "Look",
    "Palette",
    "Picture",
    "Ring",
    "RingArrow",
    "RingNode",
    "RingWords",
    "VoteChart",
    "VotePanel",
    "ablation_chart",
    "assemble_ring",
    "contrast",
    "flow_chart",
    "growth_chart",
    "learning_chart",
    "ring_apart",
    "ring_chart",
    "ring_of",
    "ring_png",
    "ring_spec",
    "ring_svg",
    "spans_of",
    "spectrum",
    "survival_curves",
    "votes_spec",
]
