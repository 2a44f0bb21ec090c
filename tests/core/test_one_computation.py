"""One computation, many papers: every paper and the terminal show the same decisions."""

import csv
import io
import json

import pytest
from hypothesis import given, settings

from flywheel_core import assess
from flywheel_core.cli.machine import as_text
from flywheel_core.cli.screen import said
from flywheel_core.decisions import COLUMNS, key_decisions
from flywheel_core.report import PAPERS, harmless, write_pdf
from flywheel_core.report.characters import showable
from flywheel_core.report.markdown_reading import read_tables
from tests.core.assessments import FILES, as_assessment
from tests.core.examples import GUIDE, NAMES, example
from tests.core.printed import squeezed, text_of

#: Columns whose words are the core's alone: what people typed is tested where each paper is.
OWN = ("decision", "where", "output", "basis", "why", "confidence")


def decisions(assessment):
    """Return the core's rows, each a mapping of columns to words that can be shown."""
    rows = key_decisions(assessment, assess(assessment, GUIDE), GUIDE)
    return [{column: showable(getattr(row, column)) for column in COLUMNS} for row in rows]


def in_csv(assessment):
    """Return the rows of the CSV."""
    text = PAPERS["csv"].write(assessment, GUIDE).decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def in_markdown(assessment):
    """Return the rows of the Markdown."""
    _, *rows = read_tables(PAPERS["md"].write(assessment, GUIDE).decode("utf-8"))[0]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def in_machine_output(assessment):
    """Return the rows that the terminal prints as JSON."""
    return json.loads(as_text(assessment, assess(assessment, GUIDE), GUIDE))["decisions"]


def own(rows):
    """Return of each row the words that are the core's own, with one kind of space."""
    return [{column: " ".join(row[column].split()) for column in OWN} for row in rows]


def check_text_papers(assessment):
    """Compare CSV, Markdown, JSON output and the terminal with the core's rows."""
    wanted = decisions(assessment)
    assert in_csv(assessment) == [{c: harmless(text) for c, text in row.items()} for row in wanted]
    assert own(in_markdown(assessment)) == own(wanted)
    assert own(in_machine_output(assessment)) == own(wanted)
    told = said(assessment, assess(assessment, GUIDE), GUIDE)
    for row in wanted:
        assert f"{row['decision']} ({row['where']}): {row['output']}" in told


def check_pdf(assessment):
    """Compare the PDF's text with the core's rows, in their order."""
    text = text_of(write_pdf(assessment, GUIDE, system_fonts=False)[0])
    at = text.index(squeezed(GUIDE.text("report.sections.decisions")))
    for row in decisions(assessment):
        for column in ("decision", "where", "output", "why"):
            at = text.index(squeezed(row[column]), at)


@pytest.mark.parametrize("name", [*NAMES, "empty"])
def test_examples_say_the_same_everywhere(name):
    """CSV, Markdown, PDF, JSON and terminal show the same five decisions of each example."""
    check_text_papers(example(name))
    check_pdf(example(name))


@settings(max_examples=40)
@given(FILES)
def test_any_assessment_says_the_same_everywhere(document):
    """Whatever was answered and typed, text papers and terminal show the core's decisions."""
    check_text_papers(as_assessment(document))


@settings(max_examples=12)
@given(FILES)
def test_any_assessment_is_printed_so(document):
    """Whatever was answered and typed, the PDF shows the core's decisions, in their order."""
    check_pdf(as_assessment(document))


@pytest.mark.parametrize("name", NAMES)
def test_given_findings_are_printed(name):
    """A paper prints the findings that it is given, and works out none of its own."""
    other = assess(example("empty"), GUIDE)
    for suffix in ("csv", "md"):
        text = PAPERS[suffix].write(example(name), GUIDE, findings=other).decode("utf-8-sig")
        assert GUIDE.text("decisions.bottleneck.missing") in text
