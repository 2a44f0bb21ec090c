"""The colours of the charts, and the arithmetic that shows that they can be read."""

from dataclasses import dataclass
from typing import Literal

Look = Literal["light", "dark", "print"]

_LEVELS = ("#e4ecf6", "#bcd2ec", "#86aede", "#4a80c4", "#1d4f91")
_GREYS = ("#f7f7f7", "#dcdcdc", "#b4b4b4", "#828282", "#3c3c3c")


@dataclass(frozen=True, slots=True)
class Palette:
    """One look: `accent` means the weakest connection and nothing else; `levels` run from 0 to 4."""

    paper: str
    veil: str
    ink: str
    muted: str
    line: str
    pale: str
    rim: str
    accent: str
    levels: tuple[str, ...]
    dark_text: str
    light_text: str

    def text_on(self, fill: str) -> str:
        """Return the text colour that contrasts more with `fill`."""
        return max((self.dark_text, self.light_text), key=lambda colour: contrast(colour, fill))


PALETTES: dict[Look, Palette] = {
    "light": Palette(
        paper="#fcfcfa",
        veil="#f3f3ee",
        ink="#12161d",
        muted="#565d68",
        line="#767e8a",
        pale="#878e99",
        rim="#2f64a8",
        accent="#c2410c",
        levels=_LEVELS,
        dark_text="#0b0e13",
        light_text="#ffffff",
    ),
    "dark": Palette(
        paper="#14171c",
        veil="#1e232b",
        ink="#e8e6e1",
        muted="#b3b4b4",
        line="#8f98a5",
        pale="#7b8490",
        rim="#86aede",
        accent="#f2994a",
        levels=_LEVELS,
        dark_text="#0b0e13",
        light_text="#ffffff",
    ),
    "print": Palette(
        paper="#ffffff",
        veil="#f4f4f4",
        ink="#111111",
        muted="#4d4d4d",
        line="#6e6e6e",
        pale="#8a8a8a",
        rim="#555555",
        accent="#c2410c",
        levels=_GREYS,
        dark_text="#000000",
        light_text="#ffffff",
    ),
}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
