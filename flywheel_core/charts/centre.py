"""The words in the middle: the kind of loop, large, and one short line, both broken to fit what is free."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from flywheel_core.charts.frame import SMALLEST, Frame
from flywheel_core.charts.geometry import Disc
from flywheel_core.charts.labels import Line, Role
from flywheel_core.charts.typesetting import CAPITAL, LEADING, break_lines, is_whole

# Title sizes, in font sizes, from the best; the space between title and subtitle.
_TITLE_SIZES = (1.7, 1.55, 1.4, 1.25, 1.1, 0.96)
_MOST_SUBTITLE_LINES = 4
# A line of fewer characters says nothing.
_SHORTEST = 5
_BETWEEN = 0.2

_Setting = tuple[tuple[str, Role, float], ...]


@dataclass(frozen=True, slots=True)
class _Middle:
    """The free space in the middle of the ring, and what is to stand there."""

    title: str
    subtitle: str
    font: float
    gap: float
    reach: float
    discs: tuple[Disc, ...]

    def width(self, top: float, size: float) -> float:
        """Return how wide a line may be that begins at `top`; it is centred, so both sides count alike."""
        bottom = top + LEADING * size
        half = math.sqrt(max(0.0, self.reach**2 - max(abs(top), abs(bottom)) ** 2))
        for disc in self.discs:
            away = max(top - disc.y, disc.y - bottom, 0.0)
            if away < disc.radius + self.gap:
                half = min(half, abs(disc.x) - math.sqrt((disc.radius + self.gap) ** 2 - away**2))
        return 2 * max(half, 0.0)

    def column(self, top: float, size: float) -> Callable[[int], float]:
        """Return the width of the n-th line of `size` below `top`."""
        return lambda number: self.width(top + number * LEADING * size, size)

    def setting(self, title_lines: int, title_size: float, body_lines: int) -> _Setting:
        """Return both texts broken into so many lines, or fewer where fewer will do."""
        space = _BETWEEN * self.font if body_lines else 0.0
        title_height = title_lines * LEADING * title_size
        top = -(title_height + space + body_lines * LEADING * self.font) / 2
        title = break_lines(self.title, self.column(top, title_size), title_size, title_lines)
        below = self.column(top + title_height + space, self.font)
        body = break_lines(self.subtitle, below, self.font, body_lines) if body_lines else ()
        if len(title) < title_lines or len(body) < body_lines:
            # Fewer lines stand elsewhere, where the ring leaves another width.
            return self.setting(len(title), title_size, len(body))
        return (
            *((text, "title", title_size) for text in title),
            *((text, "subtitle", self.font) for text in body),
        )

    def best(self) -> _Setting:
        """Return the largest setting in which nothing is cut; else one with the subtitle cut or left out.

        What is left out here stands in the alt text and in the table.
        """
        complete = (s for s in self._settings(_MOST_SUBTITLE_LINES) if _whole(s, "title", "subtitle"))
        found = next(complete, None)
        if found is not None:
            return found
        titled = [s for s in self._settings(_MOST_SUBTITLE_LINES) if _whole(s, "title")]
        readable = (
            s for s in reversed(titled) if all(len(text) > _SHORTEST for text in _lines(s, "subtitle"))
        )
        alone = (s for s in self._settings(0) if _whole(s, "title"))
        return next(chain(readable, alone), self.setting(1, SMALLEST, 0))

    def _settings(self, most: int) -> Iterator[_Setting]:
        """Yield settings from the best: a large title on one line, then smaller, then on two lines."""
        body_lines = range(1, most + 1) if self.subtitle and most else (0,)
        for title_lines in (1, 2):
            for share in _TITLE_SIZES:
                for lines in body_lines:
                    yield self.setting(title_lines, max(SMALLEST, share * self.font), lines)


def centre_lines(title: str, subtitle: str, frame: Frame, around: list[Disc]) -> tuple[Line, ...]:
    """Return the lines, centred, none wider than what is free between the discs `around` it."""
    reach = frame.radius - frame.arc(0, 4).half_head
    middle = _Middle(title, subtitle, frame.font, frame.gap, reach, tuple(around))
    return _stacked(middle.best(), frame.font)


def _lines(setting: _Setting, *wanted: Role) -> tuple[str, ...]:
    return tuple(text for text, role, _ in setting if role in wanted)


def _whole(setting: _Setting, *wanted: Role) -> bool:
    return is_whole(_lines(setting, *wanted))


def _stacked(setting: _Setting, font: float) -> tuple[Line, ...]:
    both = len({role for _, role, _ in setting}) > 1
    space = _BETWEEN * font if both else 0.0
    top = -(sum(LEADING * size for _, _, size in setting) + space) / 2
    lines: list[Line] = []
    for text, role, size in setting:
        if lines and lines[-1].role != role:
            top += space
        lines.append(Line(text, 0.0, top + (LEADING + CAPITAL) / 2 * size, size, "center", role))
        top += LEADING * size
    return tuple(lines)
