"""A day as a language says and reads it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from flywheel_core.guide import Guide

_IN_DIGITS = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")


def say_date(day: date, guide: Guide) -> str:
    """Return a day in words, `24 November 2026`."""
    month = guide.lines("dates.months")[day.month - 1]
    return guide.text("dates.full", day=day.day, month=month, year=day.year)


def read_date(text: str, guide: Guide) -> date:
    """Return the day that a person typed: `2027-03-12`, `12 March 2027`, `March 12, 2027`, `13.03.2027`.

    In digits with the year last it is read only where one order of day and month is possible. Raises
    ValueError with one sentence that says what would be right.
    """
    text = " ".join(text.split())
    with suppress(ValueError):
        return date.fromisoformat(text)
    found = _in_digits(text) or _with_month(text, guide)
    if not found:
        raise ValueError(guide.text("errors.day", text=text[:40]))
    if len(found) > 1:
        one, other = (say_date(day, guide) for day in found)
        sentence = guide.text("errors.day_or_month", text=text[:40], one=one, other=other, iso=found[0])
        raise ValueError(sentence)
    return found[0]


def _in_digits(text: str) -> list[date]:
    match = _IN_DIGITS.fullmatch(text)
    if match is None:
        return []
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    return _days((year, month, day) for month, day in dict.fromkeys(((other, one), (one, other))))


def _with_month(text: str, guide: Guide) -> list[date]:
    ordinals, of = ("|".join(map(re.escape, guide.lines(f"dates.{key}"))) for key in ("ordinals", "of"))
    day, month = rf"(?P<day>\d{{1,2}})(?:{ordinals})?", r"(?P<month>[^\W\d]{3,})\.?"
    for order in (rf"{day} ?(?:(?:{of}) )?{month}", rf"{month} ?{day}"):
        match = re.fullmatch(rf"{order},? (?P<year>\d{{4}})", text, re.IGNORECASE)
        if match is not None:
            named = match["month"].casefold()
            months = [name.casefold().startswith(named) for name in guide.lines("dates.months")]
            if months.count(True) == 1:
                return _days([(int(match["year"]), months.index(True) + 1, int(match["day"]))])
    return []


def _days(candidates: Iterable[tuple[int, int, int]]) -> list[date]:
    """Return the candidates (year, month, day) that the calendar has."""
    found = []
    for candidate in candidates:
        with suppress(ValueError):
            found.append(date(*candidate))
    return found
