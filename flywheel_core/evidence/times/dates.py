"""Dates such as 03/04/2024: whether the log itself tells days from months, else the question is asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flywheel_core.dates import say_date
from flywheel_core.evidence.errors import AmbiguousDates
from flywheel_core.evidence.tables.database import telling
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.timestamps import leading_numbers
from flywheel_core.guide import load_guide

_MONTHS = 12


def day_comes_first(log: OpenTable, columns: Sequence[str]) -> bool | None:
    """Return whether the day comes before the month; None where no date in these columns has that form.

    A number above 12 tells. Raises AmbiguousDates where none does, or where some dates have the day first and
    others the month.
    """
    with telling(log.name):
        found = [_examples(log.column(name)) for name in columns if log.column(name).type().is_string()]
    kinds = zip(*(found or [(None,) * 4]), strict=True)
    day, month, either, same = (list(filter(None, values)) for values in kinds)
    if day and month:
        shown = (either or day)[0]
        raise AmbiguousDates("dates_mixed", shown, one=day[0], other=month[0])
    if not day and not month and either:
        raise _question(either[0])
    return bool(day or not month) if day or month or same else None


def _examples(text: Any) -> tuple[str | None, ...]:
    """Return a date with the day first, one with the month, one that may be either, one of the two alike."""
    first, second = leading_numbers(text)
    rows = text.as_table().select(text=text, first=first, second=second)
    rows = rows.filter((rows.first > 0) & (rows.second > 0))  # Excel's zero is a day of no month
    high, low = rows.first > _MONTHS, rows.second > _MONTHS
    unsure = ~high & ~low
    alike = rows.first == rows.second
    kinds = (high & ~low, ~high & low, unsure & ~alike, unsure & alike)
    found = rows.aggregate(**{f"k{n}": rows.text.min(where=kind) for n, kind in enumerate(kinds)})
    return tuple(found.to_pyarrow().to_pylist()[0].values())


def _question(value: str) -> AmbiguousDates:
    """Return the question, with the date written out both ways."""
    numbers = [int(part) for part in "".join(c if c.isdigit() else " " for c in value).split()[:3]]
    guide, year = load_guide(), max(numbers[2], 1)
    ways = {
        "day_first": say_date(date(year, numbers[1], numbers[0]), guide),
        "month_first": say_date(date(year, numbers[0], numbers[1]), guide),
    }
    return AmbiguousDates("dates", value, **ways)
