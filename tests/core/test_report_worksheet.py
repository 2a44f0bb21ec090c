"""The blank questions on paper."""

import re

import pytest

from flywheel_core.assessment import ASKED, COMPONENTS, MISTAKES, TRANSITIONS
from flywheel_core.questions import question_of
from flywheel_core.report import worksheet_pdf
from tests.core.examples import GUIDE
from tests.core.printed import poppler, squeezed, text_of


@pytest.fixture(scope="module", params=["a4", "letter"])
def text(request):
    """Return the worksheet's text on each size of paper."""
    return text_of(worksheet_pdf(GUIDE, page=request.param))


def test_every_question_is_asked(text):
    """Each asked question is on the worksheet; a time is asked by its connection's name and where it ends."""
    for path in ASKED:
        transition = path.split(".")[1]
        timed = path.startswith("transitions.") and path.endswith(".duration")
        question = GUIDE.text(f"transitions.{transition}.done_when") if timed else question_of(path, GUIDE)
        assert squeezed(question) in text, path


def test_every_sentence_to_tick_is_there(text):
    """The levels, the strengths and the mistakes stand there as the sentences that people recognise."""
    sentences = [line for c in COMPONENTS for line in GUIDE.lines(f"components.{c}.levels")]
    assert [line for line in sentences if squeezed(line) not in text] == []
    assert all(squeezed(GUIDE.text(f"mistakes.{m}.question")) in text for m in MISTAKES)
    assert all(squeezed(GUIDE.transition(t)) in text for t in TRANSITIONS)


def test_worksheet_is_tagged():
    """The worksheet, too, is a tagged PDF with a title."""
    told = poppler("pdfinfo", worksheet_pdf(GUIDE))
    assert re.search(r"Tagged:\s+yes", told)
    assert GUIDE.text("worksheet.title") in told
