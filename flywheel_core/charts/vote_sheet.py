"""Where the votes stand: pure geometry from the view model, a width and a size of text.

The origin is the upper left corner, y grows downwards. Columns from the left: the median's word and pointer,
the choices, the dots with their number behind them. Where the panels stand side by side the choices are said
once, and the median's pointer and word stand behind the number.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from flywheel_core.charts.palette import Palette
from flywheel_core.charts.typesetting import CAPITAL, LEADING, break_lines, plain, text_width
from flywheel_core.charts.vote_panels import VoteChart, VotePanel

#: The size of text in pixels at a scale of 1.
FONT_SIZE = 13.0

#: More votes than these in one panel are bars: dots could not be counted any more.
MOST_DOTS = 60

_MOST_LINES = 3
#: Shares of the font size: a dot, its rim, from dot to dot, free space, a bar, the pointer.
_DOT, _RIM, _PITCH, _GAP, _BAR, _POINTER = 0.78, 0.1, 1.04, 0.5, 1.1, 0.7
#: How much of the width the choices may take.
_LABELS = 0.4
_MARGIN = 2.0

Mark = tuple[str, dict[str, Any]]


class Sheet:
    """The chart of one width: `marks` yields each mark with the name of its layer; then `height` is known."""

    def __init__(
        self, votes: VoteChart, palette: Palette, width: float, font: float, *, side_by_side: bool = False
    ) -> None:
        self.votes, self.palette, self.width, self.font = votes, palette, width, font
        self.height = 0.0
        #: The panels of each band, from the top; those of one band stand side by side.
        self._bands = [votes.panels] if side_by_side else [(panel,) for panel in votes.panels]
        self._columns = max(map(len, self._bands), default=1)

    def marks(self) -> Iterator[Mark]:
        """Yield every mark, from the top; sets `height`."""
        top = 0.0
        for band in self._bands:
            if any(panel.heading for panel in band):
                top += self._gap
                for column, panel in enumerate(band):
                    left = self._left(column) if self._columns > 1 else _MARGIN
                    yield self._text(panel.heading, left, top, "left", bold=True)
                top += LEADING * self.font + self._gap
            heights = [max(rows) for rows in zip(*map(self._heights, band), strict=True)]
            edges = [top + sum(heights[:i]) for i in range(len(heights) + 1)]
            for i in range(len(heights)):
                yield from self._label(i, (edges[i] + edges[i + 1]) / 2, bold=band[-1].median == i)
            for column, panel in enumerate(band):
                yield from self._panel(panel, edges, column)
            top = edges[-1] + self._gap
        if self.votes.foot:
            for line in break_lines(self.votes.foot, lambda _: self.width, self.font, _MOST_LINES):
                yield self._text(line, _MARGIN, top, "left", muted=True)
                top += LEADING * self.font
        self.height = top + self._gap

    def _panel(self, panel: VotePanel, edges: list[float], column: int) -> Iterator[Mark]:
        left = self._left(column)
        yield self._axis(left, edges[0], edges[-1])
        for i, count in enumerate(panel.counts):
            middle = (edges[i] + edges[i + 1]) / 2
            marks, end = (self._bar if self._bars else self._dots)(panel, count, left, middle)
            yield from marks
            yield self._count(count, end, middle)
            if panel.median == i:
                number = text_width(str(count), self.font)
                behind = end + 2 * self._gap + number if self._columns > 1 else None
                yield from self._median(middle, behind)

    def _label(self, index: int, middle: float, *, bold: bool) -> Iterator[Mark]:
        lines = self._labels[index]
        top = middle - len(lines) * LEADING * self.font / 2
        for number, line in enumerate(lines):
            yield self._text(line, self._labels_to, top + number * LEADING * self.font, "right", bold=bold)

    def _dots(self, panel: VotePanel, count: int, left: float, middle: float) -> tuple[list[Mark], float]:
        """The dots of a row, and where they end."""
        pitch = _PITCH * self.font
        top = middle - (self._dot_lines(count) - 1) * pitch / 2
        marks: list[Mark] = []
        for n in range(count):
            line, place = divmod(n, self._per_line)
            dot = {
                "x": round(left + (place + 0.5) * pitch, 1),
                "y": round(top + line * pitch, 1),
                "size": round((_DOT * self.font) ** 2, 1),
                "stroke_width": round(_RIM * self.font, 2),
            }
            marks.append(("dots", {**dot, **self._colours(panel)}))
        return marks, left + min(count, self._per_line) * pitch

    def _bar(self, panel: VotePanel, count: int, left: float, middle: float) -> tuple[list[Mark], float]:
        """The bar of a row, and where it ends."""
        half = _BAR * self.font / 2
        end = left + self._room * count / max(1, self._most)
        if not count:
            return [], end
        box = {"x": left, "x2": round(end, 1), "y": round(middle - half, 1), "y2": round(middle + half, 1)}
        return [("bars", {**box, **self._colours(panel)})], end

    def _colours(self, panel: VotePanel) -> dict[str, str]:
        fill = self.palette.paper if panel.hollow else self.palette.rim
        return {"fill": fill, "stroke": self.palette.rim}

    def _count(self, count: int, x: float, middle: float) -> Mark:
        top = middle - LEADING * self.font / 2
        return self._text(str(count), x + self._gap, top, "left", muted=True)

    def _median(self, middle: float, behind: float | None) -> Iterator[Mark]:
        """The word and the pointer, before the choice of a row, or `behind` its votes from there on."""
        pointer = _POINTER * self.font
        x = (self._median_width - self._gap if behind is None else behind + pointer) - pointer / 2
        yield (
            "pointers",
            {
                "x": round(x, 1),
                "y": round(middle, 1),
                "size": round(pointer**2, 1),
                "shape": "triangle-right" if behind is None else "triangle-left",
                "color": self.palette.ink,
            },
        )
        left = _MARGIN if behind is None else behind + pointer + self._gap / 2
        top = middle - LEADING * self.font / 2
        yield self._text(self.votes.median_word, left, top, "left", bold=True)

    def _axis(self, left: float, top: float, bottom: float) -> Mark:
        x = left - self._gap / 2
        line = {"x": x, "x2": x + 1, "y": round(top, 1), "y2": round(bottom, 1)}
        return "bars", {**line, "fill": self.palette.pale, "stroke": "transparent"}

    def _text(
        self, text: str, x: float, top: float, align: str, *, bold: bool = False, muted: bool = False
    ) -> Mark:
        return "words", {
            "text": plain(text),
            "x": round(x, 1),
            "y": round(top + (LEADING + CAPITAL) / 2 * self.font, 1),
            "size": round(self.font, 2),
            "align": align,
            "weight": 600 if bold else 400,
            "color": self.palette.muted if muted else self.palette.ink,
        }

    @property
    def _gap(self) -> float:
        return _GAP * self.font

    @cached_property
    def _labels(self) -> list[tuple[str, ...]]:
        room = _LABELS * self.width
        return [break_lines(choice, lambda _: room, self.font, _MOST_LINES) for choice in self.votes.choices]

    @cached_property
    def _median_width(self) -> float:
        if self._columns > 1 or not self._has_median:
            return _MARGIN
        return _MARGIN + text_width(self.votes.median_word, self.font) + (_POINTER + 2 * _GAP) * self.font

    @property
    def _has_median(self) -> bool:
        return any(panel.median is not None for panel in self.votes.panels)

    @cached_property
    def _labels_to(self) -> float:
        widths = (text_width(line, self.font) for lines in self._labels for line in lines)
        return self._median_width + max(widths)

    @cached_property
    def _dots_from(self) -> float:
        return self._labels_to + 2 * self._gap

    @cached_property
    def _room(self) -> float:
        """How wide dots and bars may be: their number stands behind them."""
        behind = text_width(str(self._most), self.font)
        if self._columns > 1 and self._has_median:
            behind += text_width(self.votes.median_word, self.font) + (_POINTER + 1.5 * _GAP) * self.font
        return self._slot - 2 * self._gap - behind - _MARGIN

    @property
    def _slot(self) -> float:
        """How wide the column of a panel is."""
        return (self.width - self._dots_from) / self._columns

    def _left(self, column: int) -> float:
        return self._dots_from + column * self._slot

    @cached_property
    def _most(self) -> int:
        """The most votes of one choice; bars are as long in one panel as in another."""
        return max((count for panel in self.votes.panels for count in panel.counts), default=0)

    @cached_property
    def _bars(self) -> bool:
        return any(sum(panel.counts) > MOST_DOTS for panel in self.votes.panels)

    @cached_property
    def _per_line(self) -> int:
        return max(1, int(self._room / (_PITCH * self.font)))

    def _dot_lines(self, count: int) -> int:
        return max(1, -(-count // self._per_line))

    def _heights(self, panel: VotePanel) -> list[float]:
        return [
            self._height(lines, 1 if self._bars else count)
            for lines, count in zip(self._labels, panel.counts, strict=True)
        ]

    def _height(self, lines: tuple[str, ...], dots: int) -> float:
        text = len(lines) * LEADING
        return (max(text, self._dot_lines(dots) * _PITCH) + _GAP) * self.font
