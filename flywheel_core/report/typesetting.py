"""Typst at work: templates, fonts, and which characters they have no glyph for.

PDF/UA-1 refuses a character without a glyph. The product's fonts come first, those of the machine
where something is missing; what none of them has is known before anything is set.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flywheel_core.files import asset
from flywheel_core.guide import Guide
from flywheel_core.report.coverage import runs_of, shown_by
from flywheel_core.report.errors import PaperError

if TYPE_CHECKING:
    import typst
    from typst import PDFStandard

#: What stands in the place of a character that no font has.
REPLACEMENT = "\ufffd"

#: The fonts that come with the product and with Typst; those of the machine beside them.
OWN, SYSTEM = "own", "system"

_STANDARDS: "list[PDFStandard]" = ["1.7", "ua-1"]
_WITHOUT_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

#: Characters that take no glyph: joiners, marks of direction, variation selectors, line ends.
_NEEDS_NO_GLYPH = frozenset(
    "\n\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u3164\uffa0"
) | {
    chr(code)
    for low, high in ((0x200B, 0x200F), (0x2060, 0x2064), (0xFE00, 0xFE0F))
    for code in range(low, high + 1)
}


class MissingGlyphError(Exception):
    """Typst has no glyph for some of these characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def set_pdf(template: str, inputs: Mapping[str, str], fonts: str, guide: Guide) -> bytes:
    """Return a template of assets/report, filled with `inputs`, as tagged PDF 1.7 (PDF/UA-1).

    Raises MissingGlyphError for a character that no font has, PaperError for whatever else is wrong.
    """
    import typst

    path = asset(f"report/{template}")
    compiler = typst.Compiler(str(path), root=str(path.parent), font_paths=_fonts(fonts))
    try:
        done = compiler.compile(format="pdf", pdf_standards=_STANDARDS, sys_inputs=dict(inputs))
    except typst.TypstError as error:
        if missing := _missing_in(error.message):
            raise MissingGlyphError(missing) from error
        raise PaperError(guide.text("report.errors.pdf", message=error.message)) from error
    except BaseException as error:
        # A panic of Typst's is no Exception; anything else is not ours to stop.
        if type(error).__name__ != "PanicException":
            raise
        raise PaperError(guide.text("report.errors.pdf", message=str(error))) from error
    if not isinstance(done, bytes):
        raise PaperError(guide.text("report.errors.pdf", message=type(done).__name__))
    return done


def fonts_for(texts: Iterable[str], *, system: bool = True) -> tuple[str, frozenset[str]]:
    """Return which fonts to use for these texts, and the characters that they don't have.

    The machine's fonts are taken only where the product's own lack something, and only if they help.
    """
    wanted = {c for text in texts for c in text if ord(c) > 0x7F} - _NEEDS_NO_GLYPH
    for path in _own_files():
        wanted -= shown_by(runs_of(path), wanted)
    missing = frozenset(wanted)
    if missing and system:
        for path, index in _system_files():
            wanted -= shown_by(runs_of(path, index), wanted)
        if len(wanted) < len(missing):
            return SYSTEM, frozenset(wanted)
    return OWN, missing


def _own_files() -> list[Path]:
    return sorted(path for path in asset("fonts").iterdir() if path.suffix in (".otf", ".ttf"))


def _system_files() -> list[tuple[Path, int]]:
    """Return file and number of each font of the machine; one face of a family is as good as another."""
    families = {font.family: font for font in _fonts(SYSTEM).fonts() if font.path}
    return [(Path(font.path), font.index) for font in families.values() if font.path]


@lru_cache(maxsize=2)
def _fonts(which: str) -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=which == SYSTEM,
        include_embedded_fonts=True,
        font_paths=[str(asset("fonts"))],
    )


def _missing_in(message: str) -> str:
    found = _WITHOUT_GLYPH.search(message)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1]) if found else ""
