"""The list of formats."""

import pytest

from flywheel_core import assess
from flywheel_core.cli.commands import FORMATS, PAPER_SIZES
from flywheel_core.report import PAGES, PAPERS
from tests.core.examples import GUIDE, example, hostile

BEGINNINGS = {
    "pdf": b"%PDF-1.7",
    "csv": b"\xef\xbb\xbf",
    "md": b"# ",
    "json": b"{",
    "png": b"\x89PNG",
    "svg": b"<svg",
}


@pytest.mark.parametrize("suffix", PAPERS)
@pytest.mark.parametrize("assessment", [example("broken"), example("empty"), hostile()])
def test_each_format_writes_anything(suffix, assessment):
    """Each format writes an example, an empty and a hostile assessment, and says what it can't show."""
    paper = PAPERS[suffix]
    findings = assess(assessment, GUIDE)
    assert paper.write(assessment, GUIDE, findings, "letter").startswith(BEGINNINGS[suffix])
    assert isinstance(paper.lost(assessment, GUIDE), tuple)


@pytest.mark.parametrize("suffix", PAPERS)
def test_each_format_has_words(suffix):
    """Each format is filed under its own ending, has a media type and words for a person."""
    assert PAPERS[suffix].suffix == suffix
    assert "/" in PAPERS[suffix].mime
    assert GUIDE.has(f"ui.summary.{suffix}")


def test_terminal_offers_the_same():
    """The terminal knows the same formats and paper sizes, without loading what writes them."""
    assert set(FORMATS) == set(PAPERS)
    assert set(PAPER_SIZES) == set(PAGES)
