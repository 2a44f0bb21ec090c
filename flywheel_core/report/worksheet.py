"""The blank questions, to print and fill in by hand: every word of it is the guide's."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flywheel_core.assessment import (
    COMPONENTS,
    DECISIONS,
    DRAG,
    KINDS_OF_SIGNAL,
    MISTAKES,
    STRATEGIES,
    TRANSITIONS,
    Assessment,
)
from flywheel_core.findings import assess
from flywheel_core.guide import Guide
from flywheel_core.questions import question_of
from flywheel_core.report.pdf_reading import check_pdf
from flywheel_core.report.printing import PAGES
from flywheel_core.report.typesetting import OWN, set_pdf

if TYPE_CHECKING:
    from flywheel_core.charts import Ring

Block = dict[str, Any]

_NOTE: Block = {"kind": "note"}
_RING_WIDTH = 480
_YES_NO = ("yes", "no", "unsure")


def worksheet_pdf(guide: Guide, *, page: str = "a4") -> bytes:
    """Return the blank questions as PDF/UA-1, on `a4` or `letter`.

    Raises PaperError if it can't be set or, read again, lacks a question.
    """
    from flywheel_core.charts import ring_of, ring_svg

    blank = Assessment()
    ring = _without_words(ring_of(blank, assess(blank, guide), guide))
    inputs = {
        "data": json.dumps(_data(page, guide), ensure_ascii=False),
        "ring": ring_svg(ring, "print", _RING_WIDTH),
        "alt": ring.alt,
    }
    data = set_pdf("worksheet.typ", inputs, OWN, guide)
    questions = (f"components.{c}.level" for c in COMPONENTS)
    check_pdf(data, (question_of(path, guide) for path in questions), guide)
    return data


def _without_words(ring: "Ring") -> "Ring":
    """Return the ring with room for what is written into it: names only."""
    nodes = tuple(replace(node, level_text="") for node in ring.nodes)
    return replace(ring, title="", subtitle="", nodes=nodes)


def _data(page: str, guide: Guide) -> dict[str, Any]:
    words = ("lead", "not_applicable", "note", "unsure", "connections", "connections_lead", "draw")
    return {
        "paper": PAGES[page],
        "language": guide.language,
        "title": guide.text("worksheet.title"),
        "title-size": 22,
        "running": guide.text("worksheet.running"),
        "page": guide.text("report.page", page="{page}", pages="{pages}"),
        "labels": {word.replace("_", "-"): guide.text(f"worksheet.{word}") for word in words},
        "facts": [
            guide.text(f"report.facts.{key}")
            for key in ("loop", "population", "period", "date", "participants", "facilitator")
        ],
        "sections": [
            {
                "title": f"{guide.text(f'steps.{step}.number')}: {guide.text(f'steps.{step}.name')}",
                "blocks": blocks,
            }
            for step, blocks in _sections(guide).items()
        ],
    }


def _sections(guide: Guide) -> dict[str, list[Block]]:
    return {
        "start": _start(guide),
        "components": [
            *(block for component in COMPONENTS for block in _component(component, guide)),
            _strengths(guide),
            {"kind": "ring"},
        ],
        "learning": _learning(guide),
        "bottleneck": [_durations(guide), _NOTE],
        "cold_start": _cold_start(guide),
        "velocity": _velocity(guide),
        "mistakes": [_mistake(mistake, guide) for mistake in MISTAKES],
        "summary": [
            _empty_table("decisions", _decision_rows(guide), guide),
            _empty_table("actions", [[""] * 4] * 6, guide),
        ],
    }


def _choice(
    question: str, options: Iterable[tuple[str, str]], hint: str = "", *, across: bool = False
) -> Block:
    """Return a question with boxes to tick, each with its sentence and an example; `across` in one line."""
    boxes = [{"said": said, "hint": example} for said, example in options]
    return {"kind": "choice", "question": question, "hint": hint, "options": boxes, "across": across}


def _lines(question: str, lines: int = 1, hint: str = "") -> Block:
    return {"kind": "lines", "question": question, "lines": lines, "hint": hint}


def _yes_no(path: str, guide: Guide, hint: str = "") -> Block:
    options = [(guide.text(f"answers.{answer}"), "") for answer in _YES_NO]
    return _choice(question_of(path, guide), options, hint, across=True)


def _start(guide: Guide) -> list[Block]:
    names = ("real_users", "basic_data_infrastructure", "clear_value_proposition")
    asked = [
        _yes_no(f"prerequisites.{name}", guide, guide.text(f"prerequisites.{name}.hint")) for name in names
    ]
    return [*asked, _lines(question_of("prerequisites.value_proposition", guide), 2)]


def _component(component: str, guide: Guide) -> list[Block]:
    words = f"components.{component}"
    levels = zip(guide.lines(f"{words}.levels"), guide.lines(f"{words}.hints"), strict=True)
    head = {
        "kind": "part",
        "name": guide.component(component),
        "what": f"{guide.text(f'{words}.what')} {guide.text(f'{words}.without')}",
    }
    rated = _choice(guide.text(f"{words}.question"), levels)
    return [head, {**rated, "rated": True}, *_DETAILS[component](guide)]


def _collection(guide: Guide) -> list[Block]:
    prefix = "components.collection"
    captured = {
        "kind": "signals",
        "question": question_of(f"{prefix}.captured_signals", guide),
        "hint": guide.text("worksheet.signals_lead"),
        "heading": guide.text("worksheet.headings.signal"),
        "kinds": [guide.text(f"signals.kinds.{kind}.name") for kind in KINDS_OF_SIGNAL],
        "lines": 6,
    }
    missing = question_of(f"{prefix}.missing_signals", guide)
    return [captured, _lines(missing, 3, guide.text("worksheet.missing_hint"))]


def _storage(guide: Guide) -> list[Block]:
    options = [(guide.text(f"access.{answer}"), "") for answer in ("every_team", "some_teams", "no_team")]
    return [_choice(question_of("components.storage.access_without_request", guide), options)]


def _analysis(guide: Guide) -> list[Block]:
    return [_lines(question_of("components.analysis.time_to_insight", guide))]


def _application(guide: Guide) -> list[Block]:
    return [_lines(question_of("components.application.time_to_users", guide))]


def _feedback(guide: Guide) -> list[Block]:
    answers = ("data_rose", "data_did_not_rise", "not_measured")
    options = [(guide.text(f"last_improvement.{answer}"), "") for answer in answers]
    return [_choice(question_of("components.feedback.last_improvement", guide), options)]


_DETAILS = {
    "collection": _collection,
    "storage": _storage,
    "analysis": _analysis,
    "application": _application,
    "feedback": _feedback,
}


def _strengths(guide: Guide) -> Block:
    rows = [
        {"name": guide.transition(t), "question": guide.text(f"transitions.{t}.question")}
        for t in TRANSITIONS
    ]
    sentences = list(guide.lines("strengths.sentences"))
    return {
        "kind": "strengths",
        "heading": guide.text("worksheet.headings.strengths"),
        "sentences": sentences,
        "rows": rows,
    }


def _durations(guide: Guide) -> Block:
    rows = [
        {"name": guide.transition(t), "question": guide.text(f"transitions.{t}.done_when")}
        for t in TRANSITIONS
    ]
    headings = guide.lines("worksheet.headings.durations")
    return {
        "kind": "durations",
        "hint": guide.text("worksheet.durations_lead"),
        "headings": headings,
        "rows": rows,
    }


def _learning(guide: Guide) -> list[Block]:
    types = ("network", "individual", "neither")
    options = [
        (guide.text(f"learning_types.{kind}.name"), guide.text(f"learning_types.{kind}.what"))
        for kind in types
    ]
    return [
        _yes_no("learning.others_notice_deletion", guide),
        _yes_no("learning.own_experience_improves", guide),
        _choice(question_of("learning.decision", guide), options),
        _NOTE,
    ]


def _cold_start(guide: Guide) -> list[Block]:
    stages = [(guide.text(f"stages.{s}"), "") for s in ("pre_launch", "early", "growing", "established")]
    strategies = [
        (guide.text(f"strategies.{s}.name"), guide.text(f"strategies.{s}.what"))
        for s in (*STRATEGIES, "not_needed")
    ]
    hint = guide.text("worksheet.points_hint")
    return [
        _choice(question_of("cold_start.stage", guide), stages, across=True),
        _lines(question_of("cold_start.meaningful_points", guide), hint=hint),
        _lines(question_of("cold_start.meaningful_points_per_week", guide)),
        *(
            _yes_no(f"cold_start.{key}", guide)
            for key in ("expertise_not_public", "can_choose_complex_customers", "internal_users")
        ),
        _choice(question_of("cold_start.decision", guide), strategies),
        _NOTE,
    ]


def _velocity(guide: Guide) -> list[Block]:
    curves = [
        (guide.text(f"learning_curves.{c}"), "") for c in ("improving", "flattening", "degrading", "unsure")
    ]
    amounts = (
        "velocity.network_effect.estimated_percent",
        "velocity.cost_per_turn",
        "velocity.value_per_turn",
    )
    return [
        _choice(question_of("velocity.learning_curve.estimated", guide), curves, across=True),
        *(_lines(question_of(path, guide)) for path in amounts),
        *(_yes_no(f"velocity.drag.{indicator}", guide) for indicator in DRAG),
        _NOTE,
    ]


def _mistake(mistake: str, guide: Guide) -> Block:
    options = [(guide.text(f"risks.{risk}"), "") for risk in ("no", "at_risk", "happening")]
    hint = guide.text(f"mistakes.{mistake}.avoid")
    return _choice(question_of(f"mistakes.{mistake}", guide), options, hint, across=True)


def _decision_rows(guide: Guide) -> list[list[str]]:
    return [
        [guide.text(f"decisions.{d}.name"), guide.text(f"decisions.{d}.where"), "", "", "", ""]
        for d in DECISIONS
    ]


def _empty_table(name: str, rows: list[list[str]], guide: Guide) -> Block:
    headings = guide.lines(f"worksheet.headings.{name}")
    title = guide.text(f"report.sections.{name}")
    widths = _WIDTHS[name]
    return {"kind": "table", "title": title, "headings": headings, "rows": rows, "widths": widths}


#: In millimetres; the columns at 0 share the rest.
_WIDTHS = {"decisions": (28, 13, 0, 0, 24, 28), "actions": (0, 36, 30, 22)}
