"""Typst at work: templates, fonts, and which characters they have no glyph for.

PDF/UA-1 refuses a character without a glyph and names it. So the distinct characters are set by
themselves first; those that no font has are found out one by one and remembered.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import typst

from flywheel_core.files import asset
from flywheel_core.guide import Guide
from flywheel_core.report.errors import PaperError

if TYPE_CHECKING:
    from typst import PDFStandard

#: What stands in the place of a character that no font has.
REPLACEMENT = "\ufffd"

#: The fonts that come with the product and with Typst; those of the machine beside them.
OWN, SYSTEM = "own", "system"

_STANDARDS: "list[PDFStandard]" = ["1.7", "ua-1"]
_PROBE = (
    '#set document(title: "-")\n#set text(lang: "en", font: ("Source Sans 3", "Libertinus Serif"))\n'
    "#json(bytes(sys.inputs.data))"
)
_WITHOUT_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: So many misses without a hit among 256 neighbours, and none of them is there: scripts are had or not.
_ENOUGH_MISSES = 8


class MissingGlyphError(Exception):
    """Typst has no glyph for some of these characters."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def set_pdf(template: str, inputs: Mapping[str, str], fonts: str, guide: Guide) -> bytes:
    """Return a template of assets/report, filled with `inputs`, as tagged PDF 1.7 (PDF/UA-1).

    Raises MissingGlyphError for a character that no font has, PaperError for whatever else is wrong.
    """
    path = asset(f"report/{template}")
    compiler = typst.Compiler(str(path), root=str(path.parent), font_paths=_fonts(fonts))
    try:
        done = compiler.compile(format="pdf", pdf_standards=_STANDARDS, sys_inputs=dict(inputs))
    except typst.TypstError as error:
        if missing := _missing_in(error):
            raise MissingGlyphError(missing) from error
        raise PaperError(guide.text("report.errors.pdf", message=error.message)) from error
    if not isinstance(done, bytes):
        raise PaperError(guide.text("report.errors.pdf", message=type(done).__name__))
    return done


def fonts_for(characters: Iterable[str], *, system: bool = True) -> tuple[str, frozenset[str]]:
    """Return which fonts to use for these characters, and those of them that they don't have.

    The machine's fonts are asked only where the product's own lack something, and only if they help.
    """
    wanted = frozenset(c for text in characters for c in text if ord(c) > 0x7F)
    missing = _without_glyph(wanted, OWN)
    if missing and system:
        still = _without_glyph(missing, SYSTEM)
        if len(still) < len(missing):
            return SYSTEM, still
    return OWN, missing


@lru_cache(maxsize=2)
def _fonts(which: str) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=which == SYSTEM,
        include_embedded_fonts=True,
        font_paths=[str(asset("fonts"))],
    )


@lru_cache(maxsize=256)
def _without_glyph(characters: frozenset[str], fonts: str) -> frozenset[str]:
    remaining, missing = sorted(characters), set[str]()
    while remaining and (failed := _first_without_glyph(remaining, fonts)):
        place = next((n for n, c in enumerate(remaining) if c in failed), 0)
        missing.add(remaining[place])
        passed, remaining = remaining[:place], remaining[place + 1 :]
        neighbours = _neighbourhood(failed[0], missing)
        if len(neighbours) >= _ENOUGH_MISSES and not _neighbourhood(failed[0], passed):
            missing |= _neighbourhood(failed[0], remaining)
            remaining = [c for c in remaining if c not in missing]
    return frozenset(missing)


def _neighbourhood(character: str, others: Iterable[str]) -> set[str]:
    return {other for other in others if ord(other) >> 8 == ord(character) >> 8}


def _first_without_glyph(characters: Iterable[str], fonts: str) -> str:
    """Return the first text that can't be shown, or nothing where all of them can."""
    compiler = typst.Compiler(_PROBE.encode(), font_paths=_fonts(fonts))
    data = json.dumps(" ".join(characters))
    try:
        compiler.compile(format="pdf", pdf_standards=_STANDARDS, sys_inputs={"data": data})
    except typst.TypstError as error:
        return _missing_in(error)
    return ""


def _missing_in(error: typst.TypstError) -> str:
    found = _WITHOUT_GLYPH.search(error.message)
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1]) if found else ""
