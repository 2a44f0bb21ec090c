"""`flywheel sample …`: made-up data to practise with, whose true figures are known."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flywheel_core.cli.errors import InputError, shown
from flywheel_core.cli.streams import write_out, write_whole
from flywheel_core.guide import load_guide
from flywheel_core.seed import SEED

if TYPE_CHECKING:
    from flywheel_core.evidence.sample_table import SampleTable

_guide = load_guide()
_MOST_ITEMS = 1_000_000
_MOST_ROWS, _MOST_DOUBLINGS, _MOST_EFFECT = 1_200, 40, 0.5

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
    seed: Annotated[int, typer.Option("--seed", help=_guide.text("cli.sample.options.seed"))] = SEED,
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_guide.text("cli.options.out"))] = "",
    truth: Annotated[
        str, typer.Option("--truth", metavar="OUT", help=_guide.text("cli.sample.options.truth"))
    ] = "",
) -> None:
    """Print a log with known transition times."""
    _check_endings(out, truth)
    if not 1 <= items <= _MOST_ITEMS:
        raise InputError(_guide.text("cli.sample.errors.items", most=_guide.number(_MOST_ITEMS)))
    if not 0.01 <= open_share <= 0.9 or not 0 <= release_days <= 365 or seed < 0:
        raise InputError(_guide.text("cli.sample.errors.figures"))
    from flywheel_core.evidence.samples import sample_log

    made = sample_log(items, open_share=open_share, release_days=release_days, seed=seed)
    _write(made.as_csv(), {"slowest": made.slowest, "median_s": dict(made.truth)}, out, truth)


_Seed = Annotated[int, typer.Option("--seed", help=_guide.text("cli.sample.options.seed"))]
_Out = Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_guide.text("cli.options.out"))]
_Truth = Annotated[
    str, typer.Option("--truth", metavar="OUT", help=_guide.text("cli.sample.options.true_figures"))
]
_Noise = Annotated[float, typer.Option("--noise", help=_guide.text("cli.sample.options.noise"))]


@sample.command("runs", help=_guide.text("cli.sample.runs"))
def runs(
    points: Annotated[int, typer.Option("--points", help=_guide.text("cli.sample.options.points"))] = 7,
    noise: _Noise = 0.002,
    seed: _Seed = SEED,
    out: _Out = "",
    truth: _Truth = "",
) -> None:
    """Print training runs with a known gain of the next doubling."""
    _check_endings(out, truth)
    _check_table(points, noise, seed)
    if points > _MOST_DOUBLINGS:
        raise InputError(_guide.text("cli.sample.errors.table"))
    from flywheel_core.evidence.series.samples import sample_runs

    _write_table(sample_runs(points, noise=noise, seed=seed), out, truth)


@sample.command("series", help=_guide.text("cli.sample.series"))
def series(
    periods: Annotated[int, typer.Option("--periods", help=_guide.text("cli.sample.options.periods"))] = 48,
    effect: Annotated[float, typer.Option("--effect", help=_guide.text("cli.sample.options.effect"))] = 0.03,
    noise: _Noise = 0.01,
    seed: _Seed = SEED,
    out: _Out = "",
    truth: _Truth = "",
) -> None:
    """Print a monthly series with a known network effect."""
    _check_endings(out, truth)
    _check_table(periods, noise, seed)
    if not -_MOST_EFFECT <= effect <= _MOST_EFFECT:
        raise InputError(_guide.text("cli.sample.errors.table"))
    from flywheel_core.evidence.series.samples import sample_series

    _write_table(sample_series(periods, effect=effect, noise=noise, seed=seed), out, truth)


@sample.command("ablation", help=_guide.text("cli.sample.ablation"))
def ablation(noise: _Noise = 0.001, seed: _Seed = SEED, out: _Out = "", truth: _Truth = "") -> None:
    """Print an ablation with a known effect."""
    _check_endings(out, truth)
    _check_table(1, noise, seed)
    from flywheel_core.evidence.series.samples import sample_ablation

    _write_table(sample_ablation(noise=noise, seed=seed), out, truth)


def _check_endings(out: str, truth: str) -> None:
    """Refuse a name that promises another format than is written; /dev/stdout promises none."""
    for file, ending in ((out, ".csv"), (truth, ".json")):
        if Path(file).suffix.lower() not in ("", ".txt", ending):
            raise InputError(_guide.text("cli.sample.errors.ending", file=shown(file), ending=ending))


def _check_table(rows: int, noise: float, seed: int) -> None:
    if not 1 <= rows <= _MOST_ROWS or not 0 <= noise <= 1 or seed < 0:
        raise InputError(_guide.text("cli.sample.errors.table"))


def _write_table(made: "SampleTable", out: str, truth: str) -> None:
    _write(made.as_csv(), made.truth, out, truth)


def _write(text: str, known: Mapping[str, object], out: str, truth: str) -> None:
    if truth:
        write_whole(truth, (json.dumps(dict(known), indent=2) + "\n").encode(), _guide)
    if out:
        write_whole(out, text.encode(), _guide)
    else:
        write_out(text)
