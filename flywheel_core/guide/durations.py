"""How a language says and reads durations: units, their names, and numbers in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

#: Seconds in each unit, longest first. A typed month is 30.4375 days, a year twelve of them.
SECONDS = {
    "year": 365.25 * 86_400,
    "month": 30.4375 * 86_400,
    "week": 7 * 86_400.0,
    "day": 86_400.0,
    "hour": 3_600.0,
    "minute": 60.0,
    "second": 1.0,
}


@dataclass(frozen=True)
class Units:
    """The names a person may type for each unit, and the words that stand for numbers."""

    names: Mapping[str, str]
    numbers: Mapping[str, float]

    def read(self, text: str) -> timedelta | None:
        """Return the duration that `text` says (`2 h 30 min`, `1.5 weeks`), or None if it says none."""
        text = self._with_digits(text.strip().casefold())
        parts = _PART.findall(text)
        if not parts or _PART.sub("", text).strip(" ,;+&") not in ("", *self._joiners):
            return None
        seconds = [self._seconds(number, word) for number, word in parts]
        known = [value for value in seconds if value is not None]
        if len(known) != len(seconds):
            return None
        try:
            return timedelta(seconds=sum(known))
        except OverflowError:
            return timedelta.max

    def _with_digits(self, text: str) -> str:
        """Write number phrases of several words (`half a`) as digits."""
        for phrase in sorted((word for word in self.numbers if " " in word), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", f"{self.numbers[phrase]:g}", text)
        return text

    @property
    def _joiners(self) -> tuple[str, ...]:
        return tuple(word for word, unit in self.names.items() if unit == "and")

    def _seconds(self, number: str, word: str) -> float | None:
        unit = self.names.get(word.rstrip("."))
        amount = self.numbers.get(number)
        if amount is None and number and number[0].isdigit():
            amount = float(number.replace(",", "."))
        return None if unit not in SECONDS or amount is None else amount * SECONDS[unit]


_PART = re.compile(r"(\d+(?:[.,]\d+)?|[^\W\d]+(?=\s))\s*([^\W\d]+\.?)")


def largest_parts(seconds: float) -> tuple[tuple[str, float], ...]:
    """Split seconds into at most two neighbouring units, the largest first, rounded to what a person says.

    `90_000` gives `(("day", 1), ("hour", 1))`. An exact multiple of a month or a year is said as such;
    otherwise weeks stop at nine, days at thirteen: `10 days`, `3 weeks`, `10 weeks 2 days` become months.
    """
    for unit in ("year", "month", "week"):
        if seconds >= SECONDS[unit] and abs(seconds / SECONDS[unit] - round(seconds / SECONDS[unit])) < 1e-9:
            return ((unit, round(seconds / SECONDS[unit])),)
    main = _main_unit(seconds)
    below = {"year": "month", "month": "week", "day": "hour", "hour": "minute", "minute": "second"}.get(main)
    whole = int(seconds // SECONDS[main])
    if below is None:
        amount = seconds / SECONDS[main]
        return ((main, round(amount, 1) if amount < 10 else round(amount)),)
    rest = round((seconds - whole * SECONDS[main]) / SECONDS[below])
    if rest * SECONDS[below] >= SECONDS[main] - 1e-9:
        whole, rest = whole + 1, 0
    if whole >= 10 or not rest:
        return ((main, round(seconds / SECONDS[main]) if whole >= 10 else whole),)
    return ((main, whole), (below, rest))


def _main_unit(seconds: float) -> str:
    limits = (("minute", "second"), ("hour", "minute"), ("day", "hour"))
    for above, unit in limits:
        if seconds < SECONDS[above]:
            return unit
    if seconds < 91 * SECONDS["day"]:
        return "day"
    return "month" if seconds < 2 * SECONDS["year"] else "year"
