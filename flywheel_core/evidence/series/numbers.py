"""Numbers as people write them in tables: with a percent sign, with thousands, with a decimal comma."""

import re
from collections.abc import Iterable

SMALLEST, LARGEST = 1e-15, 1e15

_POWER = r"(?:[eE][+-]?\d{1,3})?"
_PLAIN = re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_POWER}", re.ASCII)
_WITH_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_WITH_THOUSAND_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", re.ASCII)
_WITH_DECIMAL_COMMA = re.compile(rf"[+-]?(?:\d+|[1-9]\d{{0,2}}(?:\.\d{{3}})+),\d+{_POWER}", re.ASCII)
#: A thousand or a decimal: one mark with three digits behind it, and at most three in front.
_DOUBTFUL = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def number_of(text: str, *, decimal_comma: bool) -> float | None:
    """Return the number that a cell holds, None where it holds none; 5% is 0.05.

    `1,234` is a thousand where the point is the decimal mark, and 1.234 where the comma is; `1.234` the
    other way round. A group of thousands has three digits, and the first doesn't begin with 0.
    """
    digits = _without_percent(text)
    percent = digits != text.strip()
    if decimal_comma and (_WITH_DECIMAL_COMMA.fullmatch(digits) or _WITH_THOUSAND_POINTS.fullmatch(digits)):
        digits = digits.replace(".", "").replace(",", ".")
    elif not decimal_comma and _WITH_THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        return None
    number = float(digits) / 100 if percent else float(digits)
    return number if is_measurable(number) else None


def marks_in(cells: Iterable[str]) -> frozenset[str]:
    """Return the decimal marks that some cells tell of: `0,108` the comma, `1,234.5` the point."""
    return frozenset(mark for cell in cells if (mark := _mark_of(_without_percent(cell))))


def doubtful_in(cells: Iterable[str]) -> str | None:
    """Return the first cell that is a number with either decimal mark, and another one with each."""
    return next((cell.strip() for cell in cells if _DOUBTFUL.fullmatch(_without_percent(cell))), None)


def is_measurable(number: float) -> bool:
    """Say whether a number is 0 or of a size that something measured has: beyond it squares overflow."""
    return number == 0 or SMALLEST <= abs(number) <= LARGEST


def _mark_of(digits: str) -> str:
    """Return the decimal mark of a number that can be read in one way only; nothing for any other text."""
    if _DOUBTFUL.fullmatch(digits):
        return ""
    if _WITH_DECIMAL_COMMA.fullmatch(digits) or _WITH_THOUSAND_POINTS.fullmatch(digits):
        return ","
    if _WITH_THOUSANDS.fullmatch(digits) or ("." in digits and _PLAIN.fullmatch(digits)):
        return "."
    return ""


def _without_percent(text: str) -> str:
    return text.strip().removesuffix("%").rstrip()
