"""The whole report as PDF, to print: tagged, with its fonts, A4 or Letter."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flywheel_core.assessment import Assessment
from flywheel_core.decisions import COLUMNS, Decision
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide
from flywheel_core.report.characters import each_text
from flywheel_core.report.contents import Contents, contents_of
from flywheel_core.report.pdf_reading import check_pdf
from flywheel_core.report.printing import PAGES, Printable, say_lost, set_printable
from flywheel_core.report.typesetting import fonts_for
from flywheel_core.shortening import shortened

#: The columns of the decisions that stand under the output, each under its heading.
_FIELDS = COLUMNS[3:]
_TYPED = ("dissent", "owner", "revisit_when")
_FIRST_PAGE = ("weakest_connection", "bottleneck", "first_investment")
_RING_WIDTH = 400


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

    def inputs(printable: Printable) -> dict[str, str]:
        shown = each_text(contents, printable)
        return {
            "data": json.dumps(_data(shown, printable.missing, page, guide), ensure_ascii=False),
            "ring": printable.replaced(drawing),
            "alt": printable.replaced(ring.alt),
        }

    texts = (*_texts(contents), drawing, ring.alt)
    data, printable = set_printable("report.typ", texts, inputs, guide, system_fonts=system_fonts)
    said = (printable(text) for d in contents.decisions for text in (d.decision, d.output))
    check_pdf(data, said, guide)
    return data, printable.lost


def pdf_of(assessment: Assessment, guide: Guide, findings: Findings | None = None, page: str = "a4") -> bytes:
    """Return the report as PDF/UA-1, as `write_pdf` does, without the list of what could not be printed."""
    return write_pdf(assessment, guide, findings=findings, page=page)[0]


def unprintable(assessment: Assessment, guide: Guide) -> tuple[str, ...]:
    """Return the characters that no font has for the PDF, sorted, without setting it."""
    contents = contents_of(assessment, assess(assessment, guide), guide)
    return tuple(sorted(fonts_for(_texts(contents))[1]))


def _texts(value: Any) -> Iterator[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    each_text(value, note)
    yield from found


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
    return " · ".join(filter(None, (shortened(title, _LONGEST_RUNNING), contents.date)))


_LONGEST_RUNNING = 70


def _title_size(title: str) -> int:
    """Return the size of the title in points: a long one is set smaller."""
    return next((size for longest, size in ((50, 26), (120, 19)) if len(title) <= longest), 13)
