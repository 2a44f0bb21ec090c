"""The whole report as PDF, to print: tagged, with its fonts, A4 or Letter."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from flywheel_core.assessment import Assessment
from flywheel_core.decisions import COLUMNS, Decision
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide
from flywheel_core.report.characters import each_text
from flywheel_core.report.contents import Contents, contents_of
from flywheel_core.report.errors import PaperError
from flywheel_core.report.pdf_reading import check_pdf
from flywheel_core.report.typesetting import REPLACEMENT, MissingGlyphError, fonts_for, set_pdf

#: The sizes of paper by the name that a person chooses, as Typst calls them.
PAGES = {"a4": "a4", "letter": "us-letter"}

#: The columns of the decisions that stand under the output, each under its heading.
_FIELDS = COLUMNS[3:]
_TYPED = ("dissent", "owner", "revisit_when")
_FIRST_PAGE = ("weakest_connection", "bottleneck", "first_investment")
_RING_WIDTH = 400
#: Characters that are shown alone may fail together; the last attempt leaves out whatever could.
_MOST_ATTEMPTS = 6
_LONG_WORD = re.compile(r"\S{32,}")
_PIECE = 24
_BREAK = "\u200b"


def write_pdf(
    assessment: Assessment,
    guide: Guide,
    findings: Findings | None = None,
    page: str = "a4",
    *,
    system_fonts: bool = True,
) -> tuple[bytes, tuple[str, ...]]:
    """Return the report as PDF/UA-1 (PDF 1.7), and the characters that no font has, sorted.

    `page` is `a4` or `letter`. Each of the characters is printed as U+FFFD and named at the end. Raises
    PaperError if the PDF can't be set or, read again, doesn't hold the decisions.
    """
    from flywheel_core.charts import ring_of, ring_svg

    findings = findings or assess(assessment, guide)
    contents = contents_of(assessment, findings, guide)
    ring = ring_of(assessment, findings, guide)
    drawing = ring_svg(ring, "print", _RING_WIDTH)
    texts = (*_texts(contents), drawing, ring.alt)
    fonts, missing = fonts_for(texts, system=system_fonts)
    for attempt in range(_MOST_ATTEMPTS):
        if attempt == _MOST_ATTEMPTS - 1:
            missing |= {c for text in texts for c in text if not _is_safe(c)}
        gone = dict.fromkeys(map(ord, missing), REPLACEMENT)
        shown = each_text(contents, partial(_printable, gone=gone))
        inputs = {
            "data": json.dumps(_data(shown, missing, page, guide), ensure_ascii=False),
            "ring": drawing.translate(gone),
            "alt": ring.alt.translate(gone),
        }
        try:
            data = set_pdf("report.typ", inputs, fonts, guide)
        except MissingGlyphError as error:
            missing |= {c for c in error.characters if ord(c) > 0x7F}
            continue
        check_pdf(data, (text for d in shown.decisions for text in (d.decision, d.output)), guide)
        return data, tuple(sorted(missing - {_BREAK}))
    raise PaperError(guide.text("report.errors.pdf", message=say_lost(sorted(missing), guide)))


def _is_safe(character: str) -> bool:
    """Say whether a character is one of those that the product's own fonts show in whatever company."""
    code = ord(character)
    return (code < 0x250 or 0x370 <= code < 0x530 or 0x2010 <= code < 0x2200) and not unicodedata.combining(
        character
    )


def pdf_of(assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4") -> bytes:
    """Return the report as PDF/UA-1, as `write_pdf` does, without the list of what could not be printed."""
    return write_pdf(assessment, guide, findings=findings, page=page)[0]


def unprintable(assessment: Assessment, guide: Guide) -> tuple[str, ...]:
    """Return the characters that no font has for the PDF, sorted, without setting it."""
    contents = contents_of(assessment, assess(assessment, guide), guide)
    return tuple(sorted(fonts_for(_texts(contents))[1]))


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


_MOST_NAMED = 24


def _texts(value: Any) -> Iterator[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    each_text(value, note)
    yield from found


def _printable(text: str, gone: dict[int, str]) -> str:
    """Return `text` without characters that have no glyph, and with places to break endless words."""
    text = text.translate(gone)
    return text if ord(_BREAK) in gone else _LONG_WORD.sub(_in_pieces, text)


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


_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def _data(contents: Contents, missing: Iterable[str], page: str, guide: Guide) -> dict[str, Any]:
    """Return what the template prints, as JSON."""
    headings = dict(zip(COLUMNS, contents.decision_headings, strict=True))
    verdicts = [
        {**asdict(v), "weakest": v.id == "weakest_connection" and bool(v.rests_on)} for v in contents.verdicts
    ]
    return {
        **_hyphenated(asdict(contents)),
        "paper": PAGES[page],
        "running": _running_title(contents),
        "title-size": _title_size(contents.title),
        "page": guide.text("report.page", page="{page}", pages="{pages}"),
        "labels": _labels(guide),
        "verdicts": verdicts,
        "first": [v for v in verdicts if v["id"] in _FIRST_PAGE],
        "verdict-headings": guide.lines("report.headings.verdicts"),
        "answer-headings": guide.lines("report.headings.answers"),
        "decision-headings": [headings[column] for column in COLUMNS[:3]],
        "decisions": [_decision(decision, headings) for decision in contents.decisions],
        "lost": say_lost(sorted(missing), guide),
    }


def _hyphenated(value: Any) -> Any:
    """Name keys as Typst does, with hyphens."""
    if isinstance(value, dict):
        return {key.replace("_", "-"): _hyphenated(inner) for key, inner in value.items()}
    return [_hyphenated(inner) for inner in value] if isinstance(value, list | tuple) else value


def _decision(decision: Decision, headings: dict[str, str]) -> dict[str, Any]:
    fields = [
        {"label": headings[column], "said": getattr(decision, column), "typed": column in _TYPED}
        for column in _FIELDS
    ]
    return {
        "decision": decision.decision,
        "where": decision.where,
        "output": decision.output,
        "fields": fields,
    }


def _labels(guide: Guide) -> dict[str, str]:
    sections = (
        *("decisions", "investment", "disagreements", "actions", "homework", "outcomes", "verdicts"),
        *("tests", "drag", "mistakes", "answers", "computed", "lost"),
    )
    return {section: guide.text(f"report.sections.{section}") for section in sections} | {
        "product": guide.text("report.product"),
        "note": guide.text("report.notes.answer"),
        "no-disagreements": guide.text("report.empty.disagreements"),
        "no-drag": guide.text("report.empty.drag"),
        "computed-lead": guide.text("report.computed.lead"),
    }


def _running_title(contents: Contents) -> str:
    title = " ".join(contents.title.split())
    short = title if len(title) <= _LONGEST_RUNNING else f"{title[: _LONGEST_RUNNING - 1]}…"
    return " · ".join(filter(None, (short, contents.date)))


_LONGEST_RUNNING = 70


def _title_size(title: str) -> int:
    """Return the size of the title in points: a long one is set smaller."""
    return next((size for longest, size in ((50, 26), (120, 19)) if len(title) <= longest), 13)
