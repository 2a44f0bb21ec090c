"""The answers themselves, as the file that is read again here."""

from flywheel_core.assessment import AnswersError, Assessment, read_answers, write_answers
from flywheel_core.findings import Findings
from flywheel_core.guide import Guide
from flywheel_core.report.errors import PaperError


def write_json(
    assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4"
) -> bytes:
    """Return the answers file, UTF-8; reading it gives the same assessment.

    Raises PaperError if it does not.
    """
    del findings, page
    data = write_answers(assessment).encode("utf-8")
    try:
        same = write_answers(read_answers(data, guide)).encode("utf-8") == data
    except AnswersError as error:
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="JSON")) from error
    if not same:
        raise PaperError(guide.text("report.errors.reads_otherwise", paper="JSON"))
    return data
