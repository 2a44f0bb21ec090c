"""`flywheel sample …`: made-up data to practise with, whose true figures are known."""

import json
from typing import Annotated

import typer

from flywheel_core.cli.errors import InputError
from flywheel_core.cli.streams import write_out, write_whole
from flywheel_core.guide import load_guide

_guide = load_guide()
_MOST_ITEMS = 1_000_000

sample = typer.Typer(
    help=_guide.text("cli.sample.help"),
    short_help=_guide.text("cli.sample.short"),
    add_completion=False,
    rich_markup_mode=None,
)


@sample.command("log", help=_guide.text("cli.sample.log"))
def log(
    items: Annotated[int, typer.Option("--items", help=_guide.text("cli.sample.options.items"))] = 600,
    open_share: Annotated[float, typer.Option("--open", help=_guide.text("cli.sample.options.open"))] = 0.3,
    release_days: Annotated[
        float, typer.Option("--release-days", help=_guide.text("cli.sample.options.release_days"))
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help=_guide.text("cli.sample.options.seed"))] = 20261124,
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_guide.text("cli.options.out"))] = "",
    truth: Annotated[
        str, typer.Option("--truth", metavar="OUT", help=_guide.text("cli.sample.options.truth"))
    ] = "",
) -> None:
    """Print a log with known transition times."""
    if not 1 <= items <= _MOST_ITEMS:
        raise InputError(_guide.text("cli.sample.errors.items", most=_guide.number(_MOST_ITEMS)))
    if not 0.01 <= open_share <= 0.9 or not 0 <= release_days <= 365 or seed < 0:
        raise InputError(_guide.text("cli.sample.errors.figures"))
    from flywheel_core.evidence.samples import sample_log

    made = sample_log(items, open_share=open_share, release_days=release_days, seed=seed)
    if truth:
        figures = {"slowest": made.slowest, "median_s": dict(made.truth)}
        write_whole(truth, (json.dumps(figures, indent=2) + "\n").encode(), _guide)
    if out:
        write_whole(out, made.as_csv().encode(), _guide)
    else:
        write_out(made.as_csv())
