"""What a room agrees on, as it is offered, and what that puts into the assessment that the room fills."""

from collections.abc import Iterable, Mapping
from typing import Any

from flywheel_core.assessment import Assessment, change_all, value_at
from flywheel_core.assessment.model import LONG_TEXT
from flywheel_core.findings import Findings, assess
from flywheel_core.guide import Guide, load_guide
from flywheel_core.workshop.results import ItemResult, TopicResult, results_of
from flywheel_core.workshop.room import Room, Topic
from flywheel_core.workshop.topics import WEAKEST, item_of
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, Vote, does_not_apply, read_vote

#: The row of the decisions that what a room disagrees on belongs to, by topic.
ROWS: Mapping[str, str] = {
    "prerequisites": "component_mapping",
    "levels": "component_mapping",
    "access": "component_mapping",
    "weakest": "component_mapping",
    "strengths": "component_mapping",
    "durations": "bottleneck",
    "learning": "learning_type",
    "cold_start": "cold_start",
    "risks": "velocity_metrics",
}

#: The answers that keep what nobody is sure of as a choice; others keep it beside the answer, or not at all.
_YES_NO = ("yes", "no")
_JUDGED = ("level", "strength", "duration")


def offers(result: TopicResult) -> dict[str, Any]:
    """Return what the votes suggest to agree on, by path, as JSON values.

    The lower median; for choices without an order the commonest; for durations the pooled range; *not
    applicable* where more people said so than judged. Nothing where a room has to talk first: two choices
    are equally common, nobody judged, or the votes are withheld.
    """
    found = {item.item.path: _offer(item) for item in result.items}
    return {path: value for path, value in found.items() if value is not None}


def changes_of(
    room: Room, topic: Topic, assessment: Assessment | None = None, guide: Guide | None = None
) -> dict[str, Any]:
    """Return what an agreed topic puts into the assessment: JSON values by path, for `change_all`.

    Each judged part is `voted`. None leaves an answer open, DONT_KNOW leaves it unsure, NOT_APPLICABLE takes
    its place; `{NOT_APPLICABLE: why}` gives the reason in the room's words. The dissent of the room's agreed
    topics goes into the row of the decisions that it belongs to, a line each, beside what `assessment`
    already has there. Raises WorkshopError for a value that is no answer to its question.
    """
    guide = guide or load_guide()
    changes: dict[str, Any] = {}
    for path, value in topic.agreed.items():
        if path != WEAKEST:
            changes |= _changes(path, value, guide)
    row = f"decisions.{ROWS[topic.id]}.dissent"
    before = value_at(assessment, row) if assessment else None
    dissent = _dissent(room, topic, before, guide)
    return changes if dissent == before else {**changes, row: dissent}


def medians_of(room: Room, votes: Iterable[Vote], guide: Guide | None = None) -> Assessment:
    """Return an assessment in which each answer is what the revealed votes suggest; the rest is open."""
    guide = guide or load_guide()
    kept = list(votes)
    changes: dict[str, Any] = {"title": room.title}
    for topic in room.topics:
        for path, value in offers(results_of(room, topic.id, kept, guide)).items():
            if path != WEAKEST:
                changes |= _changes(path, value, guide)
    return change_all(Assessment(), changes, guide)


def conversation(
    results: Iterable[TopicResult], assessment: Assessment, guide: Guide | None = None
) -> str | None:
    """Return the conversation to have, in words, or None where there is none.

    The connection that most held for the weakest, blind, beside R2 and R3 on the room's own strengths and
    durations: said where they differ from it, be it by judgement or by the clock.
    """
    guide = guide or load_guide()
    blind = next((found for result in results if (found := result.item(WEAKEST))), None)
    if blind is None or not blind.votes or blind.withheld:
        return None
    most = max(blind.counts.values())
    named = [str(transition) for transition, n in blind.counts.items() if n == most]
    judged, timed = _unlike(named, assess(assessment, guide))
    if judged is None and timed is None:
        return None
    return guide.text(
        f"workshop.conversation.{_which(judged, timed)}",
        blind=guide.join([guide.transition(transition) for transition in named]),
        votes=guide.text(
            f"workshop.conversation.votes{'_each' if len(named) > 1 else ''}",
            n=guide.number(most),
            of=guide.number(len(blind.votes)),
        ),
        judged=guide.transition(judged) if judged else "",
        timed=guide.transition(timed) if timed else "",
    )


def _which(judged: str | None, timed: str | None) -> str:
    if judged is None or timed is None:
        return "judged" if timed is None else "timed"
    return "same" if judged == timed else "both"


def _offer(result: ItemResult) -> Any:
    if result.not_applicable > len(result.votes):
        return NOT_APPLICABLE
    if not result.votes:
        return None
    if result.item.kind == "duration":
        return result.pooled
    return result.commonest if result.item.kind == "choice" else result.median


def _changes(path: str, value: Any, guide: Guide) -> dict[str, Any]:
    """What one agreed value puts into the document; parts of the loop keep more than the value."""
    part, _, key = path.rpartition(".")
    reason = _reason(value, guide)
    if reason is not None:
        read_vote(path, NOT_APPLICABLE)
        return {**_emptied(part), f"{part}.not_applicable": reason, f"{part}.basis": "voted"}
    if value is not None:
        value = read_vote(path, value)
    unsure = value == DONT_KNOW
    if key not in _JUDGED:
        return {path: _unsure_of(path) if unsure else value}
    changes = {path: None if unsure else value, f"{path}_unsure": True if unsure else None}
    if value is not None:
        changes[f"{part}.basis"] = "voted"
    # A duration that is left open says nothing of whether the arrow applies: its strength does.
    if key != "duration" or value is not None:
        changes[f"{part}.not_applicable"] = None
    return changes


def _reason(value: Any, guide: Guide) -> str | None:
    """Why a part does not apply: in the room's words, or that the room agreed so; None where it applies."""
    if not does_not_apply(value):
        return None
    said = str(value[NOT_APPLICABLE]).strip() if isinstance(value, Mapping) else ""
    return said or guide.text("workshop.agreed.not_applicable")


def _emptied(part: str) -> dict[str, Any]:
    keys = ("level",) if part.startswith("components.") else ("strength", "duration")
    return {f"{part}.{key}{end}": None for key in keys for end in ("", "_unsure")}


def _unsure_of(path: str) -> str | None:
    return "unsure" if item_of(path).choices == _YES_NO else None


def _dissent(room: Room, topic: Topic, before: str | None, guide: Guide) -> str | None:
    """The dissent of a row: what was there, with a line for each agreed topic of the room that has one.

    A line begins with its topic's name, so that a topic that is agreed again takes its own line's place.
    """
    topics = [topic if known.id == topic.id else known for known in room.topics]
    topics = [known for known in topics if ROWS[known.id] == ROWS[topic.id]]
    begins = {known.id: _line_begins(known, guide) for known in topics}
    lines = (before or "").splitlines()
    kept = [line for line in lines if not line.startswith(tuple(begins.values()))]
    said = [
        f"{begins[known.id]} {' '.join(known.dissent.split())}"
        for known in topics
        if known.status == "agreed" and known.dissent.strip()
    ]
    if not said and kept == lines:
        return before
    return "\n".join((*kept, *said))[:LONG_TEXT].strip() or None


def _line_begins(topic: Topic, guide: Guide) -> str:
    return guide.text("workshop.agreed.dissent", topic=guide.topic(topic.id))


def _unlike(named: Iterable[str], findings: Findings) -> tuple[str | None, str | None]:
    """The weakest connection by R2 and the slowest by R3, each only where it is none of those `named`."""
    weakest, slowest = findings.weakest_connection, findings.bottleneck
    agrees = weakest.verdict == "unknown" or {weakest.verdict, *weakest.tied_with} & {*named}
    in_time = slowest.call != "named" or slowest.verdict in named
    return None if agrees else weakest.verdict, None if in_time else slowest.verdict
