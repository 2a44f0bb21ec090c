"""What people typed, set by Typst: characters that no font has are replaced and named, never a failure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flywheel_core.guide import Guide
from flywheel_core.report.errors import PaperError
from flywheel_core.report.typesetting import REPLACEMENT, MissingGlyphError, fonts_for, set_pdf

#: The sizes of paper by the name that a person chooses, as Typst calls them.
PAGES = {"a4": "a4", "letter": "us-letter"}

#: Characters that are shown alone may fail together; the last attempt leaves out whatever could.
_MOST_ATTEMPTS = 6
#: A checksum fits on a line, and is there to be copied.
_LONG_WORD = re.compile(r"(?<!\S)(?![0-9a-f]{64}\b)\S{32,}")
_PIECE = 24
_BREAK = "\u200b"
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_MOST_NAMED = 24


@dataclass(frozen=True)
class Printable:
    """Makes texts printable, given the characters that no font has."""

    missing: frozenset[str]

    def __call__(self, text: str) -> str:
        """Return `text` without characters that have no glyph, and with places to break endless words."""
        text = self.replaced(text)
        return text if _BREAK in self.missing else _LONG_WORD.sub(_in_pieces, text)

    def replaced(self, text: str) -> str:
        """Return `text` with each missing character replaced, and nothing else changed."""
        return text.translate(dict.fromkeys(map(ord, self.missing), REPLACEMENT))

    @property
    def lost(self) -> tuple[str, ...]:
        """The characters that could not be printed, sorted."""
        return tuple(sorted(self.missing - {_BREAK}))


def set_printable(
    template: str,
    texts: Iterable[str],
    inputs: Callable[[Printable], Mapping[str, str]],
    guide: Guide,
    *,
    system_fonts: bool = True,
) -> tuple[bytes, Printable]:
    """Return a template of assets/report as PDF/UA-1 (PDF 1.7), and what was printable in it.

    `texts` are all that is to be printed; `inputs` returns the template's, each text put through the
    Printable that it is given. Raises PaperError if the PDF can't be set.
    """
    texts = tuple(texts)
    fonts, missing = fonts_for(texts, system=system_fonts)
    for attempt in range(_MOST_ATTEMPTS):
        if attempt == _MOST_ATTEMPTS - 1:
            missing |= {c for text in texts for c in text if not _is_safe(c)}
        printable = Printable(missing)
        try:
            return set_pdf(template, inputs(printable), fonts, guide), printable
        except MissingGlyphError as error:
            missing |= {c for c in error.characters if ord(c) > 0x7F}
    raise PaperError(guide.text("report.errors.pdf", message=say_lost(sorted(missing), guide)))


def say_lost(characters: Iterable[str], guide: Guide) -> str:
    """Return a sentence that names characters that could not be printed; empty for none."""
    said = [
        guide.text("report.lost.character", character=f"U+{ord(c):04X}", name=_name(c, guide))
        for c in characters
    ]
    if len(said) > _MOST_NAMED:
        said = [*said[:_MOST_NAMED], guide.text("report.lost.more", n=guide.number(len(said) - _MOST_NAMED))]
    return guide.text("report.lost.said", mark=REPLACEMENT, characters=guide.join(said)) if said else ""


def _name(character: str, guide: Guide) -> str:
    return unicodedata.name(character, "").lower() or guide.text("report.lost.nameless")


def _is_safe(character: str) -> bool:
    """Say whether a character is one of those that the product's own fonts show in whatever company."""
    code = ord(character)
    return (code < 0x250 or 0x370 <= code < 0x530 or 0x2010 <= code < 0x2200) and not unicodedata.combining(
        character
    )


def _in_pieces(match: re.Match[str]) -> str:
    """Put a zero-width space after every few characters, but never before one that joins the one before."""
    pieces, since = [], 0
    for character in match[0]:
        if since >= _PIECE and not unicodedata.combining(character) and character not in _JOINERS:
            pieces.append(_BREAK)
            since = 0
        pieces.append(character)
        since += 1
    return "".join(pieces)
