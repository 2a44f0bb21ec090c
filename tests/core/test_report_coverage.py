"""Which characters a font has."""

import json
import unicodedata
from itertools import pairwise

import pytest

from flywheel_core.files import asset
from flywheel_core.report import worksheet
from flywheel_core.report.coverage import runs_of, shown_by
from flywheel_core.report.typesetting import OWN, MissingGlyphError, fonts_for, set_pdf
from tests.core.examples import GUIDE

SANS = asset("fonts/SourceSans3-Regular.otf")
DEJAVU = asset("fonts/DejaVuSans.ttf")
_NOTHING = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def test_letters_are_found_and_others_are_not():
    """Source Sans has Latin, Greek and Cyrillic, and no Hebrew; DejaVu has Hebrew, and no Han."""
    assert shown_by(runs_of(SANS), "aéΩЖếש中") == set("aéΩЖế")
    assert shown_by(runs_of(DEJAVU), "aéΩЖש中") == set("aéΩЖש")


def test_runs_are_in_order_and_apart():
    """The runs of a font rise and never touch, so that they can be searched by halves."""
    for path in (SANS, DEJAVU):
        runs = runs_of(path)
        assert len(runs) > 50
        assert all(end + 1 < start for (_, end), (start, _) in pairwise(runs))


@pytest.mark.parametrize("data", [b"", b"OTTO", b"ttcf\0\0\0\0", b"\0\1\0\0\0\xff" + b"\0" * 40, b"x" * 500])
def test_a_broken_font_has_nothing(tmp_path, data):
    """A file that is no font has no characters, and does no harm."""
    path = tmp_path / "broken.ttf"
    path.write_bytes(data)
    assert runs_of(path) == ()
    assert runs_of(tmp_path / "missing.ttf") == ()


def set_title(text):
    """Set a worksheet whose title is this text."""
    data = {**worksheet._data("a4", GUIDE), "title": text, "title-size": 8}
    inputs = {"data": json.dumps(data), "ring": _NOTHING, "alt": "-"}
    return set_pdf("worksheet.typ", inputs, OWN, GUIDE)


def test_what_counts_as_shown_is_shown():
    """The first letter of every run that is said to be there is set by Typst without a missing glyph."""
    starts = [chr(start) for path in (SANS, DEJAVU) for start, _ in runs_of(path) if start > 0xA0]
    text = "\n".join(c for c in starts if not unicodedata.category(c).startswith("M"))
    assert fonts_for([text], system=False) == (OWN, frozenset())
    assert set_title(text).startswith(b"%PDF")


def test_what_counts_as_missing_is_missing():
    """Typst has no glyph either for what is said to be missing."""
    assert fonts_for(["\U00012000"], system=False) == (OWN, frozenset("\U00012000"))
    with pytest.raises(MissingGlyphError):
        set_title("\U00012000")


def test_what_takes_no_glyph_is_never_missing():
    """Joiners, marks of direction and variation selectors need no glyph."""
    assert fonts_for(["a\u200d\u200b\u2060\ufe0f\u00ad\n"], system=False) == (OWN, frozenset())
