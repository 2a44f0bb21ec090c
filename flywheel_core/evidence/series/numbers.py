"""Numbers as people write them in tables: with a percent sign, with thousands, with a decimal comma."""

import re

SMALLEST, LARGEST = 1e-15, 1e15

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_WITH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_WITH_DECIMAL_COMMA = re.compile(r"[+-]?\d+(?:\.\d{3})*,\d+", re.ASCII)


def number_of(text: str, *, decimal_comma: bool) -> float | None:
    """Return the number that a cell holds, None where it holds none; 5% is 0.05.

    `1,234` is a thousand where the point is the decimal mark, and 1.234 where the comma is.
    """
    text = text.strip()
    percent = text.endswith("%")
    text = text.removesuffix("%").rstrip()
    if decimal_comma and _WITH_DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not decimal_comma and _WITH_THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text):
        return None
    number = float(text) / 100 if percent else float(text)
    return number if is_measurable(number) else None


def is_measurable(number: float) -> bool:
    """Say whether a number is 0 or of a size that something measured has: beyond it squares overflow."""
    return number == 0 or SMALLEST <= abs(number) <= LARGEST
