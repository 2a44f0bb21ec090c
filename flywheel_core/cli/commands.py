"""The commands. Each loads what it needs when it runs: help and figures come without charts and papers."""

import json
from pathlib import Path
from typing import Annotated

import typer

from flywheel_core.assessment import json_schema
from flywheel_core.cli.errors import InputError, named, shown
from flywheel_core.cli.sample import sample
from flywheel_core.cli.series import learn, network
from flywheel_core.cli.streams import read_assessment, write_out, write_whole
from flywheel_core.cli.time import time
from flywheel_core.cli.what_if import what_if_command
from flywheel_core.files import EXAMPLES, asset
from flywheel_core.findings import assess as findings_of
from flywheel_core.guide import load_guide

#: The endings and paper sizes, known here without loading what writes them.
FORMATS = ("csv", "pdf", "md", "json", "png", "svg")
PAPER_SIZES = ("a4", "letter")

_guide = load_guide()


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _words(key: str) -> str:
    return _guide.text(
        f"cli.{key}", examples=_listed(EXAMPLES), formats=_listed(FORMATS), pages=_listed(PAPER_SIZES)
    )


app = typer.Typer(
    help=_words("help"), add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)

File = Annotated[str, typer.Argument(metavar="FILE", help=_words("options.file"))]
Out = Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_words("options.out"))]
PaperSize = Annotated[str, typer.Option("--paper", metavar="SIZE", help=_words("options.paper"))]


def _print_version(wanted: bool) -> None:
    if wanted:
        from flywheel_core.version import version

        write_out(_guide.text("cli.version", version=version()) + "\n")
        raise typer.Exit


@app.callback()
def flywheel(
    version: Annotated[
        bool,
        typer.Option("--version", help=_words("options.version"), callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Take what stands before the command."""
    del version


@app.command(help=_words("commands.assess"), short_help=_words("short.assess"))
def assess(
    file: File, as_json: Annotated[bool, typer.Option("--json", help=_words("options.json"))] = False
) -> None:
    """Print what the answers mean."""
    assessment, guide = read_assessment(file)
    findings = findings_of(assessment, guide)
    if as_json:
        from flywheel_core.cli.machine import as_text

        write_out(as_text(assessment, findings, guide))
    else:
        from flywheel_core.cli.screen import said

        write_out(said(assessment, findings, guide))


@app.command(help=_words("commands.report"), short_help=_words("short.report"))
def report(file: File, out: Out, paper: PaperSize = PAPER_SIZES[0]) -> None:
    """Write one paper."""
    ending = Path(named(out, _guide)).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        formats = _listed(tuple(f".{name}" for name in FORMATS))
        raise InputError(_guide.text("cli.errors.ending", file=shown(out), formats=formats))
    page = _size(paper)
    assessment, guide = read_assessment(file)
    from flywheel_core.report import PAPERS, say_lost

    write_whole(out, PAPERS[ending].write(assessment, guide, page=page), guide)
    if lost := say_lost(PAPERS[ending].lost(assessment, guide), guide):
        typer.echo(lost, err=True)


@app.command(help=_words("commands.example"), short_help=_words("short.example"))
def example(name: Annotated[str, typer.Argument(metavar="NAME", help=_words("options.name"))]) -> None:
    """Print an example's answers file."""
    if name not in EXAMPLES:
        raise InputError(_guide.text("cli.errors.example", name=shown(name), examples=_listed(EXAMPLES)))
    write_out(asset(f"examples/{name}.json").read_text(encoding="utf-8"))


@app.command(help=_words("commands.schema"), short_help=_words("short.schema"))
def schema() -> None:
    """Print the JSON Schema."""
    write_out(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")


@app.command(help=_words("commands.worksheet"), short_help=_words("short.worksheet"))
def worksheet(out: Out, paper: PaperSize = PAPER_SIZES[0]) -> None:
    """Write the blank questions."""
    if Path(named(out, _guide)).suffix.lower() != ".pdf":
        raise InputError(_guide.text("cli.errors.worksheet_ending", file=shown(out)))
    page = _size(paper)
    from flywheel_core.report import worksheet_pdf

    write_whole(out, worksheet_pdf(_guide, page=page), _guide)


app.command("time", help=_words("time.help"), short_help=_words("time.short"))(time)
app.command("learn", help=_words("learn.help"), short_help=_words("learn.short"))(learn)
app.command("network", help=_words("network.help"), short_help=_words("network.short"))(network)
app.command("what-if", help=_words("what_if.help"), short_help=_words("what_if.short"))(what_if_command)
app.add_typer(sample, name="sample")


def _size(paper: str) -> str:
    """Return the paper size by its name in small letters: people write A4 and Letter."""
    if paper.lower() not in PAPER_SIZES:
        pages = _listed(PAPER_SIZES)
        raise InputError(_guide.text("cli.errors.paper", paper=shown(paper), pages=pages))
    return paper.lower()
