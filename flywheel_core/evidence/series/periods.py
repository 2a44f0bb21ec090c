"""Periods of a series: years, quarters, months, weeks, days or whole numbers, evenly spaced (METHODS (c))."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.refusal import Refused
from flywheel_core.guide import SECONDS

Unit = Literal["year", "quarter", "month", "week", "day", "number"]

_YEAR = re.compile(r"(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00(?::?00)?)?)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)

_UNITS: tuple[Unit, ...] = ("year", "quarter", "month", "week", "day")
_DAYS = {unit: SECONDS[unit] / SECONDS["day"] for unit in _UNITS}


@dataclass(frozen=True)
class Periods:
    """Evenly spaced periods: the order in which the rows follow one another, and how long one lasts.

    `days` is None for plain integers, which don't tell.
    """

    order: tuple[int, ...]
    unit: Unit
    step: int
    days: float | None


def periods_of(texts: Sequence[str]) -> Periods:
    """Return the periods that texts name.

    Raises EvidenceError where one can't be read, Refused where one comes twice or they aren't evenly spaced.
    """
    read = [(text, _read(text)) for text in texts]
    unread = next((text for text, found in read if found is None), None)
    if unread is not None:
        raise refusal("no_period", value=unread)
    known = [found for _, found in read if found is not None]
    unit = _common_unit(known, texts)
    places = [_place(found, unit) for found in known]
    order = sorted(range(len(places)), key=places.__getitem__)
    step = _step(unit, [places[row] for row in order], [texts[row] for row in order])
    return Periods(tuple(order), unit, step, _DAYS[unit] * step if unit in _DAYS else None)


def _step(unit: Unit, places: Sequence[int], texts: Sequence[str]) -> int:
    steps = [after - before for before, after in pairwise(places)]
    if 0 in steps:
        raise Refused("period_twice", value=texts[steps.index(0)])
    usual = min(steps, default=1, key=lambda step: (-steps.count(step), step))
    odd = next((number for number, step in enumerate(steps) if step != usual), None)
    if odd is not None:
        raise Refused("uneven_periods", before=texts[odd], after=texts[odd + 1], unit=unit)
    return usual


_Read = tuple[Unit, int, date | None]


def _read(text: str) -> _Read | None:
    """Return the unit of a text, its place in a row of such units, and the day if it is one."""
    text = text.strip()
    if found := _MONTH.fullmatch(text):
        return "month", int(found[1]) * 12 + int(found[2]), None
    if found := _QUARTER.fullmatch(text):
        return "quarter", int(found[1]) * 4 + int(found[2]), None
    if found := _YEAR.fullmatch(text):
        return "year", int(found[1]), None
    if _NUMBER.fullmatch(text):
        return "number", int(text), None
    return _read_day(text)


def _read_day(text: str) -> _Read | None:
    try:
        if found := _WEEK.fullmatch(text):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return "week", monday.toordinal() // 7, None
        if found := _DAY.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return "day", day.toordinal(), day
    except ValueError:
        pass  # a week or a day that no year has
    return None


def _common_unit(known: Sequence[_Read], texts: Sequence[str]) -> Unit:
    """Return the unit of all; days that are the same one of each month are months."""
    units = {unit for unit, *_ in known}
    if units == {"year", "number"}:
        return "number"  # 1998 looks like a year, 12 doesn't
    if len(units) > 1:
        other = next(text for text, (unit, *_) in zip(texts, known, strict=True) if unit != known[0][0])
        raise refusal("mixed_periods", one=texts[0], other=other)
    unit = known[0][0]
    days = [day for *_, day in known if day is not None]
    return "month" if len(days) > 2 and _monthly(days) else unit


def _monthly(days: Sequence[date]) -> bool:
    """Say whether these are the same day of different months, or all the last day of one."""
    if len({(day.year, day.month) for day in days}) < len(days):
        return False
    same = len({day.day for day in days}) == 1
    return same or all((day + timedelta(days=1)).day == 1 for day in days)


def _place(found: _Read, unit: Unit) -> int:
    _, place, day = found
    return day.year * 12 + day.month if unit == "month" and day is not None else place
