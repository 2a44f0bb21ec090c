"""The decisions as CSV: UTF-8 with a byte order mark and CRLF, so that Excel and LibreOffice read accents.

No cell is a formula to them: what begins like one gets an apostrophe in front.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable

from flywheel_core.assessment import Assessment
from flywheel_core.decisions import COLUMNS
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide
from flywheel_core.report.contents import contents_of
from flywheel_core.report.errors import PaperError

_BEGINS_A_FORMULA = "=+-@"
_NEVER_FIRST = ("\t", "\r", "\0")
_QUOTES = "'\"`´‘’‚‛“”„‟«»"


def write_csv(
    assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4"
) -> bytes:
    """Return the five decisions under the guide's headings, one row each.

    `page` is for papers that have one. Raises PaperError if what was written reads otherwise.
    """
    del page
    contents = contents_of(assessment, findings or assess(assessment, guide), guide)
    cells = [[getattr(decision, column) for column in COLUMNS] for decision in contents.decisions]
    return csv_of([[*contents.decision_headings], *cells], guide)


def csv_of(table: Iterable[Iterable[str]], guide: Guide) -> bytes:
    """Return rows of cells as CSV, none of them a formula. Raises PaperError if it reads otherwise."""
    rows = [[harmless(cell) for cell in row] for row in table]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    data = text.getvalue().encode("utf-8-sig")
    if list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)) != rows:
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="CSV"))
    return data


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    An apostrophe goes in front of `=`, `+`, `-` and `@`, their wide and small forms, also after spaces,
    quotation marks and what can't be seen; and of a tab, a carriage return or a NUL.
    """
    if cell.startswith(_NEVER_FIRST):
        return f"'{cell}"
    first = next((character for character in cell if not _is_passed_over(character)), "")
    plain = unicodedata.normalize("NFKC", first)[:1]
    return f"'{cell}" if plain and plain in _BEGINS_A_FORMULA else cell


def _is_passed_over(character: str) -> bool:
    return (
        character.isspace()
        or character in _QUOTES
        or unicodedata.category(character) in ("Cc", "Cf", "Mn", "Zs")
    )
