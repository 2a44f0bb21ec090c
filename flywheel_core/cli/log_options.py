"""How a log is to be read, from a command's options."""

from pathlib import Path

from flywheel_core.cli.errors import InputError, named
from flywheel_core.cli.streams import STANDARD_INPUT
from flywheel_core.evidence import Reading, read_map, read_wide
from flywheel_core.guide import load_guide


def log_file(text: str) -> Path:
    """Return the path of a log or table. Raises InputError for standard input: it can't be read twice."""
    if text == STANDARD_INPUT:
        raise InputError(load_guide().text("cli.errors.not_from_input"))
    return Path(named(text, load_guide()))


def day_order(*, day_first: bool, month_first: bool) -> bool | None:
    """Return whether days come first in dates, None where nothing was said. Raises InputError for both."""
    if day_first and month_first:
        raise InputError(load_guide().text("cli.time.errors.both_orders"))
    return day_first if day_first or month_first else None


def reading_of(
    item: str,
    stage: str,
    at: str,
    stages: list[str] | None,
    columns: list[str] | None,
    day_first: bool | None,
    *,
    caused_by: str = "",
    release: str = "",
) -> Reading:
    """Return how the log is read; what the options leave open is guessed. Raises InputError."""
    return Reading(
        item=item,
        stage=stage or None,
        time=at or None,
        stages=read_map(stages or ()),
        columns=read_wide(columns or ()),
        caused_by=caused_by or None,
        release=release or None,
        day_first=day_first,
    )
