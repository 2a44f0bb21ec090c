"""How wide words are and where they break: known before anything is drawn."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from flywheel_core.charts.typesetting import (
    ELLIPSIS,
    break_lines,
    is_whole,
    longest_word,
    plain,
    shorten,
    text_width,
)
from flywheel_core.files import asset

WORDS = (
    "Collection",
    "Application",
    "between 2 and 3 weeks",
    "10 months 2 weeks",
    "Rückkopplungsschleife",
    "Käyttöönotto",
    "Łódź, Příliš žluťoučký",
    "Ανατροφοδότηση",
    "Каждый круг ещё требует людей",
    "WWWWiiii",
    "3 of 4",
    "nothing passes…",
)


@cache
def font(weight: str) -> ImageFont.FreeTypeFont:
    """Return a font that comes with the product, at a size that makes rounding small."""
    return ImageFont.truetype(str(asset(f"fonts/SourceSans3-{weight}.otf")), 200)


@pytest.mark.parametrize("weight", ["Regular", "Semibold"])
@pytest.mark.parametrize("words", WORDS)
def test_widths_are_those_of_the_typeface(words: str, weight: str) -> None:
    """The width that is reckoned with is never less than the font's own, and at most a sixth more."""
    real = font(weight).getlength(words)
    assert 0.995 * real <= text_width(words, 200) <= 1.17 * real


def test_accents_add_no_width_and_unknown_signs_do() -> None:
    """A letter is as wide with its accent as without; signs that the font lacks take a full place."""
    assert text_width("é", 10) == text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("数", 10) == 10
    assert text_width("ע", 10) >= 6


def test_control_and_bidi_characters_are_left_out() -> None:
    """What no picture can hold is not in the text; every run of blanks is one."""
    assert plain(" a\x00b\u202ec\n\td\u200b ") == "abc d"
    assert plain("W" * 10_000) == "W" * 300


@given(st.text(max_size=60), st.floats(20, 300))
def test_shortened_text_fits(text: str, width: float) -> None:
    """A text that is too wide ends in an ellipsis within its width; one that fits stays as it is."""
    kept = shorten(text, width, 12)
    assert text_width(kept, 12) <= width
    assert kept == text or kept.endswith(ELLIPSIS)


@given(st.text(max_size=80), st.floats(40, 200), st.integers(1, 4))
def test_lines_fit_and_nothing_is_lost(text: str, width: float, most: int) -> None:
    """No line is wider than allowed, there are no more than allowed, and uncut lines are the whole text."""
    lines = break_lines(text, lambda _: width, 12, most)
    assert len(lines) <= most
    assert all(text_width(line, 12) <= width for line in lines)
    if ELLIPSIS not in text and is_whole(lines):
        assert " ".join(lines) == plain(text)


def test_a_figure_stays_with_its_unit() -> None:
    """A line never ends in a figure whose unit begins the next."""
    assert break_lines("10 months 2 weeks", lambda _: 70, 12, 3) == ("10 months", "2 weeks")
    assert break_lines("between 2 and 3 weeks", lambda _: 60, 12, 3) == ("between", "2 and", "3 weeks")
    assert longest_word("10 months 2 weeks", 12) == text_width("10 months", 12)


def test_lines_are_even() -> None:
    """Of two ways with as many lines, the one without a lonely last word is taken."""
    lines = break_lines("Each turn still needs people to push it on", lambda _: 150, 12, 4)
    assert len(lines) == 2
    widths = [text_width(line, 12) for line in lines]
    assert min(widths) > 0.6 * max(widths)


def test_a_narrower_line_may_come_first() -> None:
    """Each line has its own width, as in a circle."""
    lines = break_lines("aaaa bbbb cccc", lambda number: 30 if number == 0 else 100, 12, 3)
    assert lines == ("aaaa", "bbbb cccc")
