"""The whole report as Markdown (GitHub's), in which nothing that people typed is markup, link or picture."""

import re
from collections.abc import Iterable, Iterator

from flywheel_core.assessment import Assessment
from flywheel_core.decisions import COLUMNS
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide
from flywheel_core.report.answered import Answer
from flywheel_core.report.contents import Contents, Table, contents_of
from flywheel_core.report.errors import PaperError
from flywheel_core.report.markdown_reading import read_tables
from flywheel_core.report.markdown_text import cell, literal

_SPACES = re.compile(r"\s+")


def write_markdown(
    assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4"
) -> bytes:
    """Return the report as Markdown, UTF-8.

    Raises PaperError if, read again, it holds other decisions or anything live that people typed.
    """
    del page
    contents = contents_of(assessment, findings or assess(assessment, guide), guide)
    text = "\n\n".join(block for block in _blocks(contents, guide) if block) + "\n"
    tables = read_tables(text)
    if tables is None or not tables or tables[0] != _decisions_as_read(contents):
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="Markdown"))
    return text.encode("utf-8")


def _decisions_as_read(contents: Contents) -> list[list[str]]:
    rows = [contents.decision_headings, *_decision_rows(contents)]
    return [[_SPACES.sub(" ", text).strip() for text in row] for row in rows]


def _decision_rows(contents: Contents) -> list[tuple[str, ...]]:
    return [tuple(getattr(decision, column) for column in COLUMNS) for decision in contents.decisions]


def _blocks(contents: Contents, guide: Guide) -> Iterator[str]:
    """Yield the report's blocks from the top to the end."""
    yield f"# {cell(contents.title)}"
    yield literal(" · ".join(filter(None, (guide.text("report.product"), contents.date))))
    yield _list(f"**{literal(fact.label)}:** {literal(fact.said)}" for fact in contents.facts)
    yield f"## {literal(contents.headline)}"
    yield literal(contents.headline_why)
    yield literal(contents.next_kind)
    yield _list(map(literal, contents.missing))
    yield _heading("decisions", guide)
    yield _table(Table(contents.decision_headings, tuple(_decision_rows(contents))))
    yield from _investment(contents, guide)
    yield from _clashes(contents, guide)
    for name, table in (("actions", contents.actions), ("homework", contents.homework)):
        yield _heading(name, guide)
        yield _table(table)
    yield literal(contents.left_over)
    yield _heading("outcomes", guide)
    yield _table(contents.outcomes)
    yield from _rules(contents, guide)
    yield from _answers(contents, guide)
    yield _heading("computed", guide)
    yield literal(guide.text("report.computed.lead"))
    yield _table(contents.computed)
    yield _list(map(literal, contents.fingerprints))


def _investment(contents: Contents, guide: Guide) -> Iterator[str]:
    found = contents.investment
    yield _heading("investment", guide)
    yield f"**{literal(found.name)}.** {literal(found.why)} {literal(found.halving)}".rstrip()
    yield _list(map(literal, found.actions))


def _clashes(contents: Contents, guide: Guide) -> Iterator[str]:
    yield _heading("disagreements", guide)
    if not contents.clashes:
        yield literal(guide.text("report.empty.disagreements"))
    for clash in contents.clashes:
        yield f"**{literal(clash.kind)}:** {literal(clash.why)} {literal(clash.what_to_do)}"
        yield _list(
            f"{statement.number or ''} {literal(statement.question)} {literal(statement.answer)}".strip()
            for statement in clash.statements
        )


def _rules(contents: Contents, guide: Guide) -> Iterator[str]:
    yield _heading("verdicts", guide)
    rows = tuple((v.name, v.verdict, v.why, v.rule) for v in contents.verdicts)
    yield _table(Table(guide.lines("report.headings.verdicts"), rows))
    yield _heading("tests", guide)
    yield _list(f"**{literal(test.label)}:** {literal(test.said)}" for test in contents.tests)
    yield _heading("drag", guide)
    yield _list(map(literal, contents.drag)) or literal(guide.text("report.empty.drag"))
    yield _heading("mistakes", guide)
    yield _table(contents.mistakes)


def _answers(contents: Contents, guide: Guide) -> Iterator[str]:
    yield _heading("answers", guide)
    note = literal(guide.text("report.notes.answer"))
    for step in contents.steps:
        yield f"### {literal(step.number)}: {literal(step.name)}"
        yield "\n".join(_answer(answer, note) for answer in step.answers)


def _answer(answer: Answer, note: str) -> str:
    part = f"{literal(answer.part)}: " if answer.part else ""
    basis = f" ({literal(answer.basis)})" if answer.basis else ""
    number = f"**{answer.number}** " if answer.number else ""
    said = f"- {number}{part}{literal(answer.question)} {literal(answer.answer)}{basis}".rstrip()
    return f"{said}\n  - {note}: {literal(answer.note)}" if answer.note else said


def _heading(section: str, guide: Guide) -> str:
    return f"## {literal(guide.text(f'report.sections.{section}'))}"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(table: Table) -> str:
    if not table.rows:
        return literal(table.empty)
    rows = [table.headings, ("---",) * len(table.headings), *table.rows]
    return "\n".join(
        "| " + " | ".join(text if text == "---" else cell(text) for text in row) + " |" for row in rows
    )
