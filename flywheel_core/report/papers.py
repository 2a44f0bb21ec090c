"""The list of formats: a new one is a file that writes it, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass

from flywheel_core.assessment import Assessment
from flywheel_core.guide import Guide
from flywheel_core.report.answers_file import write_json
from flywheel_core.report.csv_table import write_csv
from flywheel_core.report.markdown import write_markdown
from flywheel_core.report.pdf import pdf_of, unprintable
from flywheel_core.report.pictures import write_png, write_svg


def _nothing(assessment: Assessment, guide: Guide) -> tuple[str, ...]:
    del assessment, guide
    return ()


@dataclass(frozen=True)
class Paper:
    """One format, under its file name's ending.

    `write(assessment, guide, findings=None, page="a4")` returns the bytes, read once more before, and
    raises PaperError; `lost(assessment, guide)` returns the characters that it can't show.
    """

    suffix: str
    mime: str
    write: Callable[..., bytes]
    lost: Callable[[Assessment, Guide], tuple[str, ...]] = _nothing


_ALL = (
    Paper("pdf", "application/pdf", pdf_of, unprintable),
    Paper("csv", "text/csv", write_csv),
    Paper("md", "text/markdown", write_markdown),
    Paper("json", "application/json", write_json),
    Paper("png", "image/png", write_png),
    Paper("svg", "image/svg+xml", write_svg),
)

#: Every format by its ending. Its button's words are `ui.summary.<ending>`.
PAPERS: dict[str, Paper] = {paper.suffix: paper for paper in _ALL}
