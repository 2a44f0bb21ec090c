"""A day as a language says it."""

from datetime import date

from flywheel_core.guide import Guide


def say_date(day: date, guide: Guide) -> str:
    """Return a day in words, `24 November 2026`."""
    month = guide.lines("dates.months")[day.month - 1]
    return guide.text("dates.full", day=day.day, month=month, year=day.year)
