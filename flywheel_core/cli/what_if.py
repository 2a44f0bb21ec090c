"""`flywheel what-if`: quicker connections, the ladder, the savings, and compounding growth."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from flywheel_core.assessment import TRANSITIONS, Assessment
from flywheel_core.cli.console import console_of
from flywheel_core.cli.errors import InputError, shown
from flywheel_core.cli.log_options import day_order, log_file, reading_of
from flywheel_core.cli.series import way_of
from flywheel_core.cli.streams import read_assessment, write_out
from flywheel_core.evidence import Reading, measure_learning, open_log
from flywheel_core.evidence.series.numbers import is_measurable
from flywheel_core.findings import assess
from flywheel_core.guide import Guide, load_guide
from flywheel_core.what_if import (
    LogWhatIf,
    WhatIf,
    ladder_table,
    savings_table,
    say_basis,
    say_missing,
    say_savings,
    say_turn,
    what_if,
)

if TYPE_CHECKING:
    from flywheel_core.evidence.errors_of_quality import Better
    from flywheel_core.evidence.learning_curve import LearningRate
    from flywheel_core.evidence.series.reading import Series
    from flywheel_core.what_if.compounding import Compounding

_guide = load_guide()
_LEAST_FACTOR, _MOST_FACTOR = 0.01, 100.0


def _option(flag: str, metavar: str) -> Any:
    key = flag.strip("-").replace("-", "_")
    return typer.Option(flag, metavar=metavar, help=_guide.text(f"cli.what_if.options.{key}"))


def _log_option(flag: str, metavar: str = "COLUMN") -> Any:
    key = flag.strip("-").replace("-", "_")
    return typer.Option(flag, metavar=metavar, help=_guide.text(f"cli.time.options.{key}"))


def _log_flag(flag: str) -> Any:
    key = flag.strip("-").replace("-", "_")
    return typer.Option(flag, help=_guide.text(f"cli.time.options.{key}"))


def what_if_command(  # as many as the command line has
    file: Annotated[str, typer.Argument(metavar="FILE", help=_guide.text("cli.options.file"))],
    log: Annotated[str, _option("--log", "LOG")] = "",
    factors: Annotated[list[str] | None, _option("--factor", "CONNECTION=FACTOR")] = None,
    runs: Annotated[str, _option("--runs", "TABLE")] = "",
    series: Annotated[str, _option("--series", "TABLE")] = "",
    better: Annotated[str, _option("--better", "WAY")] = "",
    points_per_user: Annotated[float | None, _option("--points-per-user", "NUMBER")] = None,
    forgetting: Annotated[float, _option("--forgetting", "SHARE")] = 0.0,
    item: Annotated[str, _log_option("--item")] = "",
    stage: Annotated[str, _log_option("--stage")] = "",
    at: Annotated[str, _log_option("--time")] = "",
    stages: Annotated[list[str] | None, _log_option("--map", "NAME=COMPONENT")] = None,
    columns: Annotated[list[str] | None, _log_option("--wide", "COMPONENT=COLUMN")] = None,
    caused_by: Annotated[str, _log_option("--caused-by")] = "",
    release: Annotated[str, _log_option("--release")] = "",
    zone: Annotated[str, _log_option("--zone", "ZONE")] = "UTC",
    day_first: Annotated[bool, _log_flag("--day-first")] = False,
    month_first: Annotated[bool, _log_flag("--month-first")] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_guide.text("cli.options.json"))] = False,
) -> None:
    """Print what quicker connections would bring."""
    order = day_order(day_first=day_first, month_first=month_first)
    said = reading_of(item, stage, at, stages, columns, order, caused_by=caused_by, release=release)
    _check_figures(points_per_user, forgetting)
    wanted, way = _factors(factors), way_of(better)
    assessment, guide = read_assessment(file)
    found = _from_log(log, said, zone, wanted) if log else _from_answers(assessment, guide, file, wanted)
    grown = _compounding(assessment, runs, series, way, points_per_user, forgetting)
    _print(found, grown, guide, changed=bool(wanted), as_json=as_json)


def _print(found: WhatIf, grown: "Compounding", guide: Guide, *, changed: bool, as_json: bool) -> None:
    from flywheel_core.what_if.compounding_said import why_compounding

    if as_json:
        why = why_compounding(grown, guide)
        everything = {**found.as_json(), "why": say_basis(found, guide), "compounding": grown.as_json(why)}
        write_out(json.dumps(everything, ensure_ascii=False, indent=2) + "\n")
    else:
        write_out(_said(found, grown, guide, changed=changed))


def _from_answers(assessment: Assessment, guide: Guide, file: str, factors: Mapping[str, float]) -> WhatIf:
    findings = assess(assessment, guide)
    found = what_if(findings, factors)
    if found is None:
        missing = guide.text("cli.what_if.errors.missing", file=shown(file))
        raise InputError(say_missing(findings, guide) if findings.velocity.stopped else missing)
    return found


def _from_log(log: str, said: Reading, zone: str, factors: Mapping[str, float]) -> WhatIf:
    from flywheel_core.evidence import measure_times

    with open_log(log_file(log), zone=zone) as opened:
        found = LogWhatIf(measure_times(opened, said)).what_if(factors)
    if found is None:
        raise InputError(load_guide().text("what_if.no_items"))
    return found


def _compounding(
    assessment: Assessment,
    runs: str,
    series: str,
    better: "Better | None",
    per_user: float | None,
    forgetting: float,
) -> "Compounding":
    from flywheel_core.what_if.compounding_said import compounding_of, points_per_user

    rate = _rate(runs, better) if runs else None
    users = _series(series) if series else None
    adds = per_user or points_per_user(assessment, users)
    return compounding_of(rate, users, better, per_user=adds, forgetting=forgetting)


def _rate(runs: str, better: "Better | None") -> "LearningRate":
    with open_log(log_file(runs)) as table:
        # What is worthwhile makes no difference to the curve.
        return measure_learning(table, better=better, worthwhile=1.0)[1]


def _series(file: str) -> "Series":
    from flywheel_core.evidence.series.reading import read_series

    with open_log(log_file(file)) as table:
        return read_series(table, "network", {})


def _check_figures(points: float | None, forgetting: float) -> None:
    adds = points is None or (points > 0 and is_measurable(points))
    if not adds or not 0 <= forgetting < 1:
        raise InputError(_guide.text("cli.what_if.errors.figures"))


def _factors(texts: list[str] | None) -> dict[str, float]:
    found = {}
    for text in texts or ():
        name, _, number = text.partition("=")
        try:
            factor = float(number)
        except ValueError:
            factor = math.nan
        if name not in TRANSITIONS or not _LEAST_FACTOR <= factor <= _MOST_FACTOR:
            names = ", ".join(TRANSITIONS)
            raise InputError(_guide.text("cli.what_if.errors.factor", text=shown(text), transitions=names))
        found[name] = factor
    return found


def _said(found: WhatIf, grown: "Compounding", guide: Guide, *, changed: bool) -> str:
    console = console_of()
    with console.capture() as captured:
        for part in _parts(found, grown, guide, changed=changed):
            console.print(part, soft_wrap=not console.is_terminal)
    return captured.get()


def _parts(found: WhatIf, grown: "Compounding", guide: Guide, *, changed: bool) -> Iterator[RenderableType]:
    from flywheel_core.what_if.compounding_said import growth_table, why_compounding

    yield Text(say_basis(found, guide))
    if changed:
        yield Text(f"{guide.text('cli.what_if.then')}: {say_turn(found.then, guide)}", style="bold")
    yield Text(f"{guide.text('ui.what_if.now')}: {say_turn(found.now, guide)}")
    yield Text("")
    yield Text(f"{guide.text('ui.what_if.ladder')}. {guide.text('ui.what_if.ladder_lead')}")
    yield _table(ladder_table(found, guide))
    yield Text("")
    yield Text(guide.text("ui.what_if.savings"))
    yield _table(savings_table(found, guide))
    for sentence in say_savings(found, guide):
        yield Text(f"- {sentence}")
    yield Text("")
    yield Text(why_compounding(grown, guide))
    if grown.without:
        yield _table(growth_table(grown, guide))


def _table(columns: Mapping[str, list[str]]) -> Table:
    table = Table(show_edge=False)
    for heading in columns:
        table.add_column(heading, overflow="fold")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    return table
