"""What the charts of measured evidence share: a chart with its words, and one way of looking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from flywheel_core.charts.drawing import FONT
from flywheel_core.charts.palette import PALETTES, Look

SMALL, NORMAL = 12, 13

Rows = list[dict[str, object]]

#: As wide as the place that it is put into, axes included; as high as it says, axes not included.
_WIDE = {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}


@dataclass(frozen=True)
class Picture:
    """A chart, what it shows as one text for those who don't see it, and its numbers as a table.

    `data` holds the rows of its data by name; `says` has a text for each of the panels that it is made of.
    """

    chart: alt.TopLevelMixin
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: Mapping[str, Rows]
    says: tuple[str, ...]

    def spec(self) -> dict[str, Any]:
        """Return the chart as a Vega-Lite specification."""
        # Each part was checked as it was made. The rows are put in here: Altair would look at each of them.
        found: dict[str, Any] = self.chart.to_dict(validate=False)
        return {**found, "datasets": dict(self.data)}

    def panels(self) -> tuple[dict[str, Any], ...]:
        """Return a specification for each panel, each as wide as the place it is put into."""
        whole = self.spec()
        parts = whole.pop("vconcat", None)
        if parts is None:
            return ({**whole, **_WIDE, "description": self.says[0]},)
        found = []
        for part, description in zip(parts, self.says, strict=True):
            used = {name: rows for name, rows in self.data.items() if name in _names_in(part)}
            shared = {**whole, "datasets": used, "description": description}
            found.append({**shared, **part, **_WIDE})
        return tuple(found)


def _names_in(part: dict[str, Any]) -> set[str]:
    """Return the names of the data that a panel draws."""
    layers = [part, *part.get("layer", ())]
    return {layer["data"]["name"] for layer in layers if "data" in layer}


def chart_of(name: str) -> alt.Chart:
    """Return an empty chart of the data of this name."""
    return alt.Chart(alt.NamedData(name=name))


def finished(chart: alt.TopLevelMixin, look: Look, description: str) -> alt.TopLevelMixin:
    """Return a chart in the colours of the look, on no ground of its own, described for screen readers."""
    palette = PALETTES[look]
    chart = chart.properties(background="transparent", description=description)
    # The description says it all: hundreds of marks and labels, read out one by one, would not.
    chart = chart.configure(font=FONT).configure_mark(aria=False, tooltip=None)
    chart = chart.configure_axis(
        aria=False,
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
