"""`flywheel learn` and `flywheel network`: learning rate and network effect from small tables."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from flywheel_core.cli.console import console_of
from flywheel_core.cli.errors import InputError, shown
from flywheel_core.cli.log_options import log_file
from flywheel_core.cli.streams import write_out
from flywheel_core.evidence import measure_learning, measure_network, open_log
from flywheel_core.evidence.series.numbers import is_measurable
from flywheel_core.guide import Guide, load_guide

if TYPE_CHECKING:
    from flywheel_core.evidence.errors_of_quality import Better
    from flywheel_core.evidence.learning_curve import LearningRate
    from flywheel_core.evidence.network_effect import NetworkEffect
    from flywheel_core.evidence.series.reading import Series

_guide = load_guide()
_MOST_LAG = 1_000


def _option(flag: str, metavar: str = "COLUMN") -> Any:
    return typer.Option(flag, metavar=metavar, help=_guide.text(f"cli.series.{flag.strip('-')}"))


_TableFile = Annotated[str, typer.Argument(metavar="TABLE", help=_guide.text("cli.series.table"))]
_Quality = Annotated[str, _option("--quality")]
_Way = Annotated[str, _option("--better", "WAY")]
_Best = Annotated[float | None, _option("--best", "NUMBER")]
_Only = Annotated[list[str] | None, _option("--only", "COLUMN=VALUE")]
_Json = Annotated[bool, typer.Option("--json", help=_guide.text("cli.options.json"))]


def learn(  # as many as the command line has
    table: _TableFile,
    volume: Annotated[str, _option("--volume")] = "",
    quality: _Quality = "",
    better: _Way = "",
    worthwhile: Annotated[float | None, _option("--worthwhile", "NUMBER")] = None,
    best: _Best = None,
    price: Annotated[float | None, _option("--price", "NUMBER")] = None,
    only: _Only = None,
    as_json: _Json = False,
) -> None:
    """Print the learning rate."""
    _check_figures(worthwhile, price, best)
    with open_log(log_file(table)) as opened:
        series, found = measure_learning(
            opened,
            {"volume": volume, "quality": quality},
            better=way_of(better),
            best=best,
            worthwhile=worthwhile,
            price=price,
            only=_rows(only),
        )
    from flywheel_core.evidence.series.said import learning_facts, why_learning

    why = why_learning(found, _guide)
    if as_json:
        _print({**found.as_json(why), **series.as_json()})
    else:
        write_out(_said(series, found, why, learning_facts(found, _guide), _guide))


def network(  # as many as the command line has
    table: _TableFile,
    period: Annotated[str, _option("--period")] = "",
    users: Annotated[str, _option("--users")] = "",
    quality: _Quality = "",
    better: _Way = "",
    lag: Annotated[int | None, _option("--lag", "PERIODS")] = None,
    ablation: Annotated[bool, typer.Option("--ablation", help=_guide.text("cli.series.ablation"))] = False,
    share: Annotated[str, _option("--share")] = "",
    best: _Best = None,
    only: _Only = None,
    as_json: _Json = False,
) -> None:
    """Print the network effect."""
    _check_figures(None, None, best)
    _check_method(ablation=ablation, share=share, of_series=bool(period or users or lag))
    if lag is not None and not 0 <= lag <= _MOST_LAG:
        raise InputError(_guide.text("cli.series.errors.lag"))
    with open_log(log_file(table)) as opened:
        series, found = measure_network(
            opened,
            {"period": period, "users": users, "share": share, "quality": quality},
            ablation=ablation,
            better=way_of(better),
            best=best,
            lag=lag,
            only=_rows(only),
        )
    from flywheel_core.evidence.series.said import network_facts, why_network

    why = why_network(found, _guide)
    if as_json:
        _print({**found.as_json(why), **series.as_json()})
    else:
        write_out(_said(series, found, why, network_facts(found, _guide), _guide))


def _check_figures(worthwhile: float | None, price: float | None, best: float | None) -> None:
    amounts = [figure for figure in (worthwhile, price) if figure is not None]
    sensible = all(map(is_measurable, [*amounts, best or 0.0]))
    if not sensible or any(amount < 0 for amount in amounts):
        raise InputError(_guide.text("cli.series.errors.figures"))


def _check_method(*, ablation: bool, share: str, of_series: bool) -> None:
    if share and not ablation:
        raise InputError(_guide.text("cli.series.errors.share"))
    if ablation and of_series:
        raise InputError(_guide.text("cli.series.errors.period"))


def way_of(text: str) -> "Better | None":
    """Return which way is better. Raises InputError for a text that says neither."""
    if text in ("higher", "lower"):
        return "higher" if text == "higher" else "lower"
    if text:
        raise InputError(_guide.text("cli.series.errors.better", text=shown(text)))
    return None


def _rows(only: list[str] | None) -> dict[str, str]:
    found = {}
    for text in only or ():
        name, there, value = text.partition("=")
        if not name or not there:
            raise InputError(_guide.text("cli.series.errors.only", text=shown(text)))
        found[name.strip()] = value.strip()
    return found


def _print(found: dict[str, Any]) -> None:
    write_out(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def _said(
    series: "Series",
    found: "LearningRate | NetworkEffect",
    why: str,
    facts: tuple[tuple[str, str], ...],
    guide: Guide,
) -> str:
    """Return the verdict, the figures as a table, and what was noted."""
    from flywheel_core.evidence.series.said import notes_on, say_read

    console = console_of()
    table = Table(show_header=False, show_edge=False, box=None)
    for name, fact in facts:
        table.add_row(Text(name), Text(fact))
    with console.capture() as captured:
        for line in (Text(say_read(series, guide)), Text(why, style="bold")):
            console.print(line, soft_wrap=not console.is_terminal)
        if facts and console.is_terminal:
            console.print(table)
        elif facts:
            for name, fact in facts:
                console.print(Text(f"{name}: {fact}"), soft_wrap=True)
        for note in notes_on(series, found, guide):
            console.print(Text(f"- {note}"), soft_wrap=not console.is_terminal)
    return captured.get()
