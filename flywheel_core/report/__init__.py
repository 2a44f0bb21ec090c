"""Papers: one `Contents`, made from the answers and findings, and many formats that print it.

`PAPERS` lists the formats by their endings; `worksheet_pdf` prints the blank questions.
"""

from flywheel_core.report.answers_file import write_json
from flywheel_core.report.contents import Contents, contents_of
from flywheel_core.report.csv_table import harmless, write_csv
from flywheel_core.report.errors import PaperError
from flywheel_core.report.markdown import write_markdown
from flywheel_core.report.papers import PAPERS, Paper
from flywheel_core.report.pdf import unprintable, write_pdf
from flywheel_core.report.pictures import write_png, write_svg
from flywheel_core.report.preparation import preparation_pdf
from flywheel_core.report.printing import PAGES, say_lost
from flywheel_core.report.take_home import take_home_pdf
from flywheel_core.report.votes_csv import votes_csv
from flywheel_core.report.worksheet import worksheet_pdf

__all__ = [
    "PAGES",
    "PAPERS",
    "Contents",
    "Paper",
    "PaperError",
    "contents_of",
    "harmless",
    "preparation_pdf",
    "say_lost",
    "take_home_pdf",
    "unprintable",
    "votes_csv",
    "worksheet_pdf",
    "write_csv",
    "write_json",
    "write_markdown",
    "write_pdf",
    "write_png",
    "write_svg",
]
