"""The sheet that prepares a workshop: whom to invite, and what to look up or bring for each topic."""

import json
from typing import Any

from flywheel_core.guide import Guide
from flywheel_core.report.characters import showable
from flywheel_core.report.pdf_reading import check_pdf
from flywheel_core.report.printing import PAGES, Printable, say_lost, set_printable
from flywheel_core.workshop import Room


def preparation_pdf(room: Room, guide: Guide, *, page: str = "a4") -> bytes:
    """Return the preparation sheet of a room as PDF/UA-1, on `a4` or `letter`.

    Raises PaperError if it can't be set or, read again, lacks a topic.
    """
    title, product = showable(room.title), showable(room.product)

    def inputs(printable: Printable) -> dict[str, str]:
        data = {**_data(room, page, guide), "title": printable(title), "product": printable(product)}
        return {"data": json.dumps({**data, "lost": say_lost(printable.lost, guide)}, ensure_ascii=False)}

    pdf, _ = set_printable("preparation.typ", (title, product), inputs, guide)
    check_pdf(pdf, (topic["name"] for topic in _topics(room, guide)), guide)
    return pdf


def _data(room: Room, page: str, guide: Guide) -> dict[str, Any]:
    words = ("kind", "lead", "invite", "invite_lead", "bring", "bring_lead", "day")
    minutes = sum(topic.minutes for topic in room.topics)
    return {
        "paper": PAGES[page],
        "language": guide.language,
        "title-size": 22 if len(room.title) <= 60 else 15,
        "running": guide.text("workshop.preparation.running"),
        "page": guide.text("report.page", page="{page}", pages="{pages}"),
        "labels": {word.replace("_", "-"): guide.text(f"workshop.preparation.{word}") for word in words},
        "time": guide.many("workshop.preparation.time", minutes),
        "people": list(guide.lines("workshop.preparation.people")),
        "topics": _topics(room, guide),
        "before": list(guide.lines("workshop.preparation.before")),
    }


def _topics(room: Room, guide: Guide) -> list[dict[str, Any]]:
    return [
        {
            "name": guide.topic(topic.id),
            "minutes": guide.many("duration.units.minute", topic.minutes),
            "bring": list(guide.lines(f"workshop.preparation.topics.{topic.id}")),
        }
        for topic in room.topics
    ]
