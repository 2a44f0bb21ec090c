"""What the charts of measured evidence share: a chart with its words, and one way of looking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from flywheel_core.charts.drawing import FONT
from flywheel_core.charts.palette import PALETTES, Look
from flywheel_core.guide import Guide

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


def finished(chart: alt.TopLevelMixin, look: Look, description: str, guide: Guide) -> alt.TopLevelMixin:
    """Return a chart in the colours of the look, on no ground of its own, described for screen readers.

    The numbers and days on its axes are written as the guide's language writes them.
    """
    palette = PALETTES[look]
    chart = chart.properties(background="transparent", description=description)
    # The description says it all: hundreds of marks and labels, read out one by one, would not.
    chart = chart.configure(font=FONT, locale=_locale(guide)).configure_mark(aria=False, tooltip=None)
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


def _locale(guide: Guide) -> alt.Locale:
    """Return how a language writes numbers and times, in the words that Vega asks for."""
    return alt.Locale(
        number=alt.NumberLocale(
            decimal=guide.text("number.decimal"),
            thousands=guide.text("number.thousands"),
            grouping=[3],
            currency=["", ""],
        ),
        time=alt.TimeLocale(
            dateTime="%x, %X",
            date="%d %B %Y",
            time="%H:%M",
            periods=list(guide.lines("dates.periods")),
            days=list(guide.lines("dates.days")),
            shortDays=list(guide.lines("dates.short_days")),
            months=list(guide.lines("dates.months")),
            shortMonths=list(guide.lines("dates.short_months")),
        ),
    )
