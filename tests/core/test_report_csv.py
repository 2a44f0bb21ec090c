"""The decisions as CSV: for Excel and LibreOffice, and harmless to both."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import assess, change
from flywheel_core.decisions import COLUMNS, key_decisions
from flywheel_core.report import PaperError, csv_table, harmless, write_csv
from tests.core.examples import GUIDE, NAMES, example, hostile

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\0")


def rows(data):
    """Return the rows of a CSV file as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_guide_headings_come_first():
    """The first three headings are the guide's own, then come those that a team adds."""
    headings = rows(write_csv(example("broken"), GUIDE))[0]
    assert headings[:3] == ["Decision", "Where", "Output"]
    assert headings[3:] == ["Basis", "Why", "Confidence", "Dissent", "Owner", "Revisit when"]


def test_excel_is_told_the_encoding_and_line_ends():
    """The file begins with a byte order mark and ends its rows with CRLF."""
    data = write_csv(example("broken"), GUIDE)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert "Novotňáková" in data.decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_five_rows_in_order(name):
    """Five decisions stand in the guide's order, with every column of the core's own rows."""
    found = example(name)
    wanted = key_decisions(found, assess(found, GUIDE), GUIDE)
    assert rows(write_csv(found, GUIDE))[1:] == [[getattr(d, c) for c in COLUMNS] for d in wanted]


@pytest.mark.parametrize(
    "cell",
    [
        *(f"{mark}1+1" for mark in BEGINNINGS),
        "  =1+1",
        "\u00a0=1+1",
        '"=1+1"',
        "'=1+1'",
        "“=1+1”",
        "\n@SUM(1)",
        "\u200b=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "\u0301=1",
        "-",
    ],
)
def test_no_cell_is_a_formula(cell):
    """What a spreadsheet could take for a formula gets an apostrophe, also behind spaces and quotes."""
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "a=1", "10 %", "3 - 2", "→ next", "é", "(=1)", "#REF", "'quoted'", "   "]
)
def test_other_cells_stay_as_they_are(cell):
    """A cell that no spreadsheet takes for a formula is not touched."""
    assert harmless(cell) == cell


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text):
    """Whatever was typed, no cell begins with a sign that starts a formula."""
    assert not harmless(text).startswith(BEGINNINGS)


def test_line_ends_stay_within_their_cell():
    """A line end within a cell neither splits the row nor gets lost."""
    found = change(example("broken"), "decisions.bottleneck.dissent", 'one, "two"\nthree; four')
    table = rows(write_csv(found, GUIDE))
    assert len(table) == 6
    assert table[3][COLUMNS.index("dissent")] == 'one, "two"\nthree; four'


def test_hostile_text_fills_cells_and_no_more():
    """Hostile text makes neither rows nor columns nor formulas."""
    table = rows(write_csv(hostile(), GUIDE))
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert len(table) == 6
    assert not any(cell.startswith(BEGINNINGS) for row in table for cell in row)


def test_what_reads_otherwise_is_not_handed_out(monkeypatch):
    """A CSV that a reader splits otherwise than it was meant is refused in one sentence."""
    original = csv_table.csv.reader
    monkeypatch.setattr(csv_table.csv, "reader", lambda *args, **kw: list(original(*args, **kw))[:-1])
    with pytest.raises(PaperError, match="CSV"):
        write_csv(example("broken"), GUIDE)


@settings(max_examples=30)
@given(st.text(max_size=200))
def test_any_text_survives(text):
    """Any text that a person can store is written and read again."""
    found = change(example("broken"), "decisions.bottleneck.owner", "x" + text.replace("\ud800", ""))
    assert len(rows(write_csv(found, GUIDE))) == 6
