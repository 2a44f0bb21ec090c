"""A PDF read again, to see that it holds what it should."""

import re
import threading
import unicodedata
from collections.abc import Iterable

from flywheel_core.guide import Guide
from flywheel_core.report.errors import PaperError

#: PDFium may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\ufffe]+")
_BEGINNING = b"%PDF-1.7"


def check_pdf(data: bytes, texts: Iterable[str], guide: Guide) -> None:
    """Return if the PDF can be read and holds each of `texts`, wherever its lines break.

    Texts that run from right to left are passed over: a PDF may hold them in either order. Raises
    PaperError otherwise.
    """
    wanted = [text for text in texts if not _runs_left(text)]
    found = _INVISIBLE.sub("", text_of(data))
    if not data.startswith(_BEGINNING) or any(_INVISIBLE.sub("", text) not in found for text in wanted):
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="PDF"))


def text_of(data: bytes) -> str:
    """Return the text of all pages of a PDF; empty if it can't be read."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return ""
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
