"""The page that a participant takes home: the own answers beside what the room said and agreed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flywheel_core.guide import Guide
from flywheel_core.report.characters import each_text, showable
from flywheel_core.report.pdf_reading import check_pdf
from flywheel_core.report.printing import PAGES, Printable, say_lost, set_printable
from flywheel_core.workshop import (
    NOT_APPLICABLE,
    Item,
    ItemResult,
    Room,
    Topic,
    TopicResult,
    explain_agreement,
    items_of,
    say_agreement,
    say_median,
    say_name,
    say_vote,
)

#: What a participant said, by the item's path and the round.
Own = Mapping[tuple[str, int], Any]


@dataclass(frozen=True)
class _Row:
    name: str
    own: str
    room: str
    agreement: str
    agreed: str


@dataclass(frozen=True)
class _Section:
    title: str
    note: str
    dissent: str
    rows: tuple[_Row, ...]


@dataclass(frozen=True)
class _Page:
    title: str
    product: str
    sections: tuple[_Section, ...]
    #: What agreement is, where any is shown.
    agreement: str


def take_home_pdf(
    room: Room, own: Own, results: Iterable[TopicResult], guide: Guide, *, page: str = "a4"
) -> bytes:
    """Return a participant's page as PDF/UA-1, on `a4` or `letter`: a table for each topic.

    `own` are the participant's votes by path and round, `results` those of the revealed topics. What is not
    revealed, or withheld, stands there with the own answer only. Raises PaperError if it can't be set or,
    read again, lacks a question.
    """
    found = {result.topic: result for result in results}
    sections = (_section(topic, own, found.get(topic.id), guide) for topic in room.topics)
    said = explain_agreement((item for result in found.values() for item in result.items), guide)
    kept = tuple(section for section in sections if section.rows)
    contents = each_text(_Page(room.title, room.product, kept, said), showable)
    texts: list[str] = []
    each_text(contents, lambda text: texts.append(text) or text)  # type: ignore[func-returns-value]  # only noted

    def inputs(printable: Printable) -> dict[str, str]:
        shown = each_text(contents, printable)
        return {"data": json.dumps(_data(shown, printable, page, guide), ensure_ascii=False)}

    data, printable = set_printable("take_home.typ", texts, inputs, guide)
    check_pdf(data, (printable(row.name) for section in contents.sections for row in section.rows), guide)
    return data


def _section(topic: Topic, own: Own, result: TopicResult | None, guide: Guide) -> _Section:
    rows = (_row(item, topic, own, result, guide) for item in items_of(topic.id))
    withheld = guide.text("workshop.chart.withheld") if result and result.withheld else ""
    return _Section(
        title=guide.topic(topic.id),
        note=withheld,
        dissent=topic.dissent if topic.status == "agreed" else "",
        rows=tuple(row for row in rows if row),
    )


def _row(item: Item, topic: Topic, own: Own, result: TopicResult | None, guide: Guide) -> _Row | None:
    """One question, or None where neither this person nor the room said anything."""
    said = result.item(item.path) if result else None
    mine = [value for (path, _), value in sorted(own.items(), key=lambda vote: vote[0]) if path == item.path]
    if not mine and (said is None or said.withheld or not said.votes):
        return None
    return _Row(
        name=say_name(item, guide),
        own=say_vote(item, mine[-1], guide) if mine else guide.text("workshop.take_home.nothing"),
        room=_room(said, guide) if said else "",
        agreement=say_agreement(said, guide) if said and not said.withheld else "",
        agreed=_agreed(item, topic, guide),
    )


def _room(said: ItemResult, guide: Guide) -> str:
    """What the room said: the median; where there is none, the commonest answer stands with the agreement."""
    if said.withheld:
        return guide.text("workshop.take_home.withheld")
    return say_median(said, guide)


def _agreed(item: Item, topic: Topic, guide: Guide) -> str:
    if topic.status != "agreed" or item.path not in topic.agreed:
        return ""
    value = topic.agreed[item.path]
    if value is None:
        return guide.text("workshop.take_home.left_open")
    if isinstance(value, Mapping) and NOT_APPLICABLE in value:
        return guide.text("answers.said.not_applicable", reason=value[NOT_APPLICABLE])
    return say_vote(item, value, guide)


def _data(shown: _Page, printable: Printable, page: str, guide: Guide) -> dict[str, Any]:
    return {
        **asdict(shown),
        "paper": PAGES[page],
        "language": guide.language,
        "title-size": 22 if len(shown.title) <= 60 else 15,
        "running": guide.text("workshop.take_home.running"),
        "page": guide.text("report.page", page="{page}", pages="{pages}"),
        "labels": {
            word: guide.text(f"workshop.take_home.{word}") for word in ("kind", "lead", "dissent", "keep")
        },
        "headings": list(guide.lines("workshop.take_home.headings")),
        "lost": say_lost(printable.lost, guide),
    }
