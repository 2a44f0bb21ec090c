"""`flywheel time`: transition times from a log."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from flywheel_core.cli.console import console_of
from flywheel_core.cli.errors import InputError
from flywheel_core.cli.log_options import day_order, log_file, reading_of
from flywheel_core.cli.streams import write_out
from flywheel_core.evidence import (
    OpenTable,
    measure_times,
    open_log,
    open_log_table,
)
from flywheel_core.guide import Guide, load_guide

if TYPE_CHECKING:
    from flywheel_core.evidence.times.result import TransitionTimes
    from flywheel_core.evidence.times.said import SaidTable

_guide = load_guide()
#: The width in characters from which the times are a table.
_WIDE_ENOUGH = 110


def _option(flag: str, metavar: str = "COLUMN") -> typer.models.OptionInfo:
    key = flag.strip("-").replace("-", "_")
    option: typer.models.OptionInfo = typer.Option(
        flag, metavar=metavar, help=_guide.text(f"cli.time.options.{key}")
    )
    return option


def _flag(flag: str) -> typer.models.OptionInfo:
    key = flag.strip("-").replace("-", "_")
    option: typer.models.OptionInfo = typer.Option(flag, help=_guide.text(f"cli.time.options.{key}"))
    return option


def time(  # as many as the command line has
    log: Annotated[str, typer.Argument(metavar="LOG", help=_guide.text("cli.time.options.log"))] = "",
    item: Annotated[str, _option("--item")] = "",
    stage: Annotated[str, _option("--stage")] = "",
    at: Annotated[str, _option("--time")] = "",
    stages: Annotated[list[str] | None, _option("--map", "NAME=COMPONENT")] = None,
    columns: Annotated[list[str] | None, _option("--wide", "COMPONENT=COLUMN")] = None,
    caused_by: Annotated[str, _option("--caused-by")] = "",
    release: Annotated[str, _option("--release")] = "",
    day_first: Annotated[bool, _flag("--day-first")] = False,
    month_first: Annotated[bool, _flag("--month-first")] = False,
    zone: Annotated[str, _option("--zone", "ZONE")] = "UTC",
    url: Annotated[str, _option("--url", "URL")] = "",
    table: Annotated[str, _option("--table", "TABLE")] = "",
    as_json: Annotated[bool, _flag("--json")] = False,
) -> None:
    """Print how long each transition takes in a log."""
    order = day_order(day_first=day_first, month_first=month_first)
    said = reading_of(item, stage, at, stages, columns, order, caused_by=caused_by, release=release)
    with _opened(log, url, table, zone) as opened:
        result = measure_times(opened, said)
    if as_json:
        write_out(json.dumps(result.as_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        write_out(said_of(result, _guide))


def _opened(log: str, url: str, table: str, zone: str) -> OpenTable:
    if bool(log) == bool(url or table):
        raise InputError(_guide.text("cli.time.errors.log_or_table"))
    if log:
        return open_log(log_file(log), zone=zone)
    if not url or not table:
        raise InputError(_guide.text("cli.time.errors.url_and_table"))
    return open_log_table(url, table, zone=zone)


def said_of(result: "TransitionTimes", guide: Guide, width: int | None = None) -> str:
    """Return the times, the bottleneck and all that was noted: a table where there is room, else a list."""
    from flywheel_core.evidence.times.said import say_counts, say_cycle, say_unusable, table_of

    console = console_of(width)
    said = table_of(result, guide)
    wide = console.is_terminal and console.width >= _WIDE_ENOUGH
    parts: list[RenderableType] = [
        Text(say_counts(result, guide)),
        *([_table(said)] if wide else map(Text, _lines(said))),
        Text(say_cycle(result, guide)),
        Text(result.bottleneck.why, style="bold"),
        *(Text(f"- {line}") for line in (*result.notes, *say_unusable(result, guide))),
    ]
    with console.capture() as captured:
        for part in parts:
            if not isinstance(part, Text) or part.plain:
                console.print(part, soft_wrap=not console.is_terminal)
    return captured.get()


def _table(said: "SaidTable") -> Table:
    table = Table(show_edge=False)
    for column in said.columns:
        table.add_column(column, overflow="fold")
    for row in said.rows:
        table.add_row(*map(Text, row))
    return table


def _lines(said: "SaidTable") -> Iterator[str]:
    """Yield a line for each transition: its name, then what there is to say, each with its heading."""
    for name, *cells in said.rows:
        facts = [_fact(head, cell) for head, cell in zip(said.columns[1:], cells, strict=True) if cell]
        # A single cell is the sentence that says why there are no figures.
        yield f"{name}: {', '.join(facts) if len(facts) > 1 else ''.join(cells)}"


def _fact(head: str, cell: str) -> str:
    """Return a cell behind its heading; a sentence is set off from it."""
    return f"{head}: {cell[:-1]}" if cell.endswith(".") else f"{head} {cell}"
