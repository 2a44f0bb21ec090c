"""What time it is: the server's clock, and the browser's zone and day."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def now() -> datetime:
    """Return the time of the server: the one clock of a room."""
    return datetime.now(UTC)


def zone() -> tzinfo | None:
    """Return the zone of this browser, with its summer time; None where it does not say."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        # Today's alone is known, backwards: the minutes that UTC is ahead of the browser.
        offset = st.context.timezone_offset
        return None if offset is None else timezone(timedelta(minutes=-offset))


def today() -> date:
    """Return the day that it is where this browser stands, else where the server does."""
    return now().astimezone(zone()).date()
