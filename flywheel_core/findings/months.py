"""Thirty days, the limit of several rules, where people type a month."""

from datetime import timedelta

from flywheel_core.guide import SECONDS

MONTH = timedelta(days=30)
_TYPED_MONTH = timedelta(seconds=SECONDS["month"])


def is_beyond_a_month(time: timedelta) -> bool:
    """Say whether a time is longer than 30 days. “1 month”, 30.4 days as it is kept, is within them."""
    return time > MONTH and time != _TYPED_MONTH
