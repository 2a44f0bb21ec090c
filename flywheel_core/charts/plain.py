"""What the charts of measured evidence share: a chart with its words, and one way of looking."""

from dataclasses import dataclass
from typing import Any

import altair as alt

from flywheel_core.charts.drawing import FONT
from flywheel_core.charts.palette import PALETTES, Look

SMALL, NORMAL = 12, 13


@dataclass(frozen=True)
class Picture:
    """A chart, what it shows as one text for those who don't see it, and its numbers as a table."""

    chart: alt.TopLevelMixin
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def spec(self) -> dict[str, Any]:
        """Return the chart as a Vega-Lite specification."""
        found: dict[str, Any] = self.chart.to_dict()
        return found


def finished(chart: alt.TopLevelMixin, look: Look, description: str) -> alt.TopLevelMixin:
    """Return a chart in the colours of the look, on no ground of its own, described for screen readers."""
    palette = PALETTES[look]
    chart = chart.properties(background="transparent", description=description)
    chart = chart.configure(font=FONT)
    chart = chart.configure_axis(
        labelColor=palette.muted,
        titleColor=palette.muted,
        gridColor=palette.pale,
        gridOpacity=0.25,
        domainColor=palette.line,
        tickColor=palette.line,
        labelFontSize=SMALL,
        titleFontSize=SMALL,
        titleFontWeight="normal",
    )
    chart = chart.configure_title(
        color=palette.ink, fontSize=NORMAL, fontWeight="bold", anchor="start", offset=6
    )
    found: alt.TopLevelMixin = chart.configure_view(stroke=None)
    return found
