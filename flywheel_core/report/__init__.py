"""Papers: one `Contents`, made from the answers and findings, and many formats that print it.

`PAPERS` lists the formats by their endings; `worksheet_pdf` prints the blank questions.
"""

from flywheel_core.report.answers_file import write_json
from flywheel_core.report.contents import Contents, contents_of
from flywheel_core.report.csv_table import harmless, write_csv
from flywheel_core.report.errors import PaperError
from flywheel_core.report.markdown import write_markdown
from flywheel_core.report.papers import PAPERS, Paper
from flywheel_core.report.pdf import PAGES, say_lost, unprintable, write_pdf
from flywheel_core.report.pictures import write_png, write_svg
from flywheel_core.report.worksheet import worksheet_pdf

__all__ = [
    "PAGES",
    "PAPERS",
    "Contents",
    "Paper",
    "PaperError",
    "contents_of",
    "harmless",
    "say_lost",
    "unprintable",
    "worksheet_pdf",
    "write_csv",
    "write_json",
    "write_markdown",
    "write_pdf",
    "write_png",
    "write_svg",
]
