"""What the answers mean, for a person at a terminal: a table where there is room, else a list."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flywheel_core.assessment import Assessment
from flywheel_core.cli.console import console_of
from flywheel_core.decisions import COLUMNS
from flywheel_core.findings import Findings
from flywheel_core.guide import Guide
from flywheel_core.report.contents import Contents, contents_of

#: The columns of the table, and the width in characters from which it is one.
_IN_TABLE = ("decision", "where", "output", "why", "owner")
_WIDE_ENOUGH = 110
_KEY_VERDICTS = {
    "weakest_connection": "cli.says.weakest",
    "bottleneck": "cli.says.bottleneck",
    "first_investment": "cli.says.investment",
}


def said(assessment: Assessment, findings: Findings, guide: Guide, width: int | None = None) -> str:
    """Return headline, weakest connection, bottleneck, first investment and decisions as text.

    Colours and lines follow the terminal (`NO_COLOR` is heeded); a pipe gets plain lines, unbroken. What
    people typed is never markup here.
    """
    console = console_of(width)
    contents = contents_of(assessment, findings, guide)
    wide = console.is_terminal and console.width >= _WIDE_ENOUGH
    with console.capture() as captured:
        for part in _parts(contents, list(_disagreements(findings, guide)), guide, wide=wide):
            console.print(part, soft_wrap=not console.is_terminal)
    return captured.get()


def _disagreements(findings: Findings, guide: Guide) -> Iterator[str]:
    for kind in ("contradiction", "tension"):
        if n := sum(item.kind == kind for item in findings.contradictions):
            yield guide.many(f"cli.says.{kind}s", n)


def _parts(
    contents: Contents, disagreements: list[str], guide: Guide, *, wide: bool
) -> Iterator[RenderableType]:
    yield Text(contents.title)
    yield Text("")
    yield Text(f"{contents.headline}.", style="bold")
    yield Text(contents.headline_why)
    yield Text("")
    for verdict in contents.verdicts:
        if verdict.id in _KEY_VERDICTS:
            label = guide.text(_KEY_VERDICTS[verdict.id])
            yield Text.assemble(f"{label}: ", (verdict.verdict, "bold"), f". {verdict.why}")
    for action in contents.investment.actions:
        yield Text(f"  - {action}")
    yield Text("")
    if disagreements:
        yield Text("\n".join(disagreements))
        yield Text("")
    yield Text(guide.text("report.sections.decisions"), style="bold")
    yield _table(contents) if wide else Group(*_list(contents))


def _table(contents: Contents) -> Table:
    headings = dict(zip(COLUMNS, contents.decision_headings, strict=True))
    table = Table(show_lines=True)
    for column in _IN_TABLE:
        table.add_column(headings[column], no_wrap=column == "where", overflow="fold")
    for decision in contents.decisions:
        table.add_row(*(Text(getattr(decision, column)) for column in _IN_TABLE))
    return table


def _list(contents: Contents) -> Iterator[RenderableType]:
    headings = dict(zip(COLUMNS, contents.decision_headings, strict=True))
    for decision in contents.decisions:
        yield Text.assemble((decision.decision, "bold"), f" ({decision.where}): {decision.output}")
        for column in COLUMNS[3:]:
            if value := getattr(decision, column):
                yield Text(f"  {headings[column]}: {value}")
