"""The summary: what was found, who answers for it, what is done next, and whom to ask."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from flywheel_core import Assessment, Guide
from flywheel_core.assessment import COMPONENTS, DECISIONS, TRANSITIONS, value_at
from flywheel_core.assessment.model import Action
from flywheel_core.dates import say_date
from flywheel_core.decisions import (
    Decision,
    key_decisions,
    say_confidence,
    say_cost,
    say_cycle_time,
    say_halving,
    say_next_kind,
)
from flywheel_core.findings import Disagreement
from flywheel_core.homework import Homework, homework_of
from flywheel_core.outcomes import outcomes_of
from flywheel_core.questions import step_of
from flywheel_core.shortening import shortened
from flywheel_ui import fields, layout, parts
from flywheel_ui.components import SIGNALS
from flywheel_ui.fields import escaped, isolated
from flywheel_ui.session import LINK, Session, current

READING = ("chapter", "mistakes", "flywheel", "moats", "checklist")
HOMEWORK_SHOWN = 6

#: What is asked of a new action; the fields keep what was typed until it is taken.
NEW_ACTION = ("what", "serves", "owner", "due")

#: So many characters of an action name it.
_NAMED = 40

_NOTHING = Assessment()


def answered_elsewhere(session: Session) -> Assessment:
    """Return the answers without those that this page itself asks for: all else on it stands on them."""
    asked_here = {name: getattr(_NOTHING, name) for name in ("decisions", "actions", "homework")}
    return session.assessment.model_copy(update=asked_here)


def verdicts(session: Session) -> None:
    """Show the kind of loop, the weakest connection and the bottleneck, and what to do first."""
    findings, guide = session.findings, session.guide
    loop = findings.loop
    with st.container(border=True):
        st.header(guide.text(f"loops.{loop.named}.name"), anchor=False)
        st.markdown(guide.text("ui.summary.kind", rule=loop.rule, why=loop.why))
        if loop.missing:
            st.markdown(say_next_kind(loop, guide))
            layout.bullets(item.what for item in loop.missing)
    with st.container(border=True):
        st.header(guide.text("ui.summary.weakest"), anchor=False)
        st.markdown(findings.weakest_connection.why)
        st.header(guide.text("ui.summary.slowest"), anchor=False)
        st.markdown(findings.bottleneck.why)


def first_investment(session: Session) -> None:
    """Show what to do first, why, and what halving it would bring."""
    found, guide = session.findings.first_investment, session.guide
    with st.container(border=True):
        st.header(guide.text("ui.summary.first"), anchor=False)
        st.markdown(f"**{found.why}**")
        if found.actions:
            layout.bullets(found.actions)
        if found.halving:
            st.markdown(say_halving(found.halving, guide))


def figures(session: Session) -> None:
    """Show the few figures, as one short list rather than a tower of numbers."""
    guide, findings = session.guide, session.findings
    st.markdown(say_cycle_time(findings, guide))
    if cost := say_cost(findings, guide):
        st.text(cost)
    confidence = say_confidence(findings.confidence, guide)
    st.caption(f"{guide.text('ui.summary.measured')}: {confidence}")


def disagreements(session: Session) -> None:
    """Show where answers disagree, with the questions to look at again."""
    found, guide = session.findings.contradictions, session.guide
    if not found:
        return
    st.header(guide.text("ui.summary.disagree"), anchor=False)
    for item in found:
        with st.container(border=True):
            st.caption(guide.text(f"ui.summary.{item.kind}"))
            st.markdown(f"**{item.why}** {item.what_to_do}")
            _look_again(session, item)


def _look_again(session: Session, item: Disagreement) -> None:
    places = dict.fromkeys(place_of(session, path) for path in item.paths)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(session.guide.text("ui.summary.look_again"), width="content")
        for place in places:
            link_to(session, place)


class Place(NamedTuple):
    """Where an answer is given: the page, the screen of Step 1 if it is there, and both in words."""

    page: str
    screen: str | None
    name: str


def place_of(session: Session, path: str) -> Place:
    """Return where the answer at `path` is given."""
    guide, page, keys = session.guide, step_of(path), path.split(".")
    part = keys[1] if keys[0] in ("components", "transitions") and len(keys) > 1 else None
    number = guide.text(f"steps.{page}.number")
    if part is None:
        return Place(page, None, number)
    signals = path.endswith("_signals")
    words = "place_signals" if signals else "place"
    name = guide.text(f"ui.summary.{words}", step=number, part=guide.name(part))
    screen = SIGNALS if signals else part
    return Place(page, screen if page == "components" else None, name)


def link_to(session: Session, place: Place) -> None:
    """Show a link to the place where an answer is given."""
    query = {LINK: session.token} if session.token else {}
    if place.screen:
        query[layout.PART] = place.screen
    st.page_link(layout.page_path(place.page), label=place.name, query_params=query)


def decisions(session: Session) -> None:
    """Show the five decisions as a table, and under it what the team adds to each."""
    st.header(session.guide.text("ui.summary.decisions"), anchor=False)
    st.html(f"<style>{_TABLE}</style>")

    def owners() -> list[str | None]:
        return [getattr(session.assessment.decisions, decision).owner for decision in DECISIONS]

    def rows() -> tuple[Decision, ...]:
        return key_decisions(session.assessment, session.findings, session.guide)

    parts.part("decisions", owners, lambda: _table(session.guide, rows()))
    for row in rows():
        _added(session, row)


def _table(guide: Guide, rows: tuple[Decision, ...]) -> None:
    """Show the guide's three columns, and who answers for each decision."""
    columns = {name: [getattr(row, name) for row in rows] for name in ("decision", "where", "output")}
    columns["owner"] = [escaped(row.owner) for row in rows]
    table = {guide.text(f"decisions.headings.{name}"): values for name, values in columns.items()}
    with st.container(key="decisions_table"):
        layout.table(table, guide.text("ui.summary.decisions"))


#: Streamlit breaks a cell's lines at 400 pixels. On a phone the owners, who stand below too, make room.
_TABLE = (
    ".st-key-decisions_table td [data-testid=stMarkdownContainer] { max-width: none; }"
    " @media (max-width: 40rem) { .st-key-decisions_table tr > :nth-child(4) { display: none; } }"
)


def _added(session: Session, row: Decision) -> None:
    """Fold away why a decision is as it is, and what the team adds to it."""
    guide, place = session.guide, f"decisions.{row.id}"
    added = {f"{place}.owner": False, f"{place}.dissent": True, f"{place}.revisit_when": False}

    def wrong() -> list[str]:
        return [session.wrong_with(path) for path in added]

    def draw() -> None:
        label = guide.text("ui.summary.decision_details", decision=row.decision)
        fold = layout.fold(label, fields.fold_of(place), opens=any(wrong()))
        if not fold.open:
            return
        with fold:
            st.markdown(row.why)
            if row.basis:
                st.caption(guide.text("ui.summary.basis", basis=row.basis))
            if row.confidence:
                st.caption(guide.text("ui.summary.confidence", confidence=row.confidence))
            for path, long in added.items():
                fields.text_within(path, long=long)

    session.asked_here.update(added)
    parts.part(place, lambda: ([session.key(path) for path in added], wrong()), draw)


def outcomes(session: Session) -> None:
    """Show which of the five outcomes are reached, and what each of the others still lacks."""
    guide = session.guide
    st.header(guide.text("ui.summary.outcomes"), anchor=False)
    for outcome in outcomes_of(session.assessment, session.findings, guide):
        state = guide.text("ui.summary.reached" if outcome.reached else "ui.summary.lacking")
        icon = ":material/check_circle:" if outcome.reached else ":material/radio_button_unchecked:"
        st.markdown(f"{icon} **{outcome.name}**: {state} {'' if outcome.reached else '· ' + outcome.lacks}")


def homework(session: Session) -> None:
    """Show the open and unsure answers, each with a field for who finds out."""
    guide, open_answers = session.guide, homework_of(session.assessment, session.guide)
    st.header(guide.text("ui.summary.homework"), anchor=False)
    if not open_answers:
        st.markdown(guide.text("ui.summary.homework_none"))
        return
    st.markdown(guide.text("ui.summary.homework_lead"))
    for item in open_answers[:HOMEWORK_SHOWN]:
        _one_to_ask(session, item)
    if rest := open_answers[HOMEWORK_SHOWN:]:
        shown = st.expander(
            guide.many("ui.summary.homework_more", len(rest)), on_change="rerun", key="homework_rest"
        )
        if shown.open:
            with shown:
                for item in rest:
                    _one_to_ask(session, item)


def _one_to_ask(session: Session, item: Homework) -> None:
    why = session.guide.text(f"homework.{item.why}")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"{item.question} ({why})")
        link_to(session, place_of(session, item.path))
    label = session.guide.text("ui.summary.homework_owner", question=item.question)
    fields.text(
        f"homework.{item.path}",
        label=label,
        hide_label=True,
        placeholder=session.guide.text("ui.summary.homework_who"),
    )


def actions(session: Session) -> None:
    """Show the actions, each to edit, and a form for another one."""
    guide = session.guide
    st.header(guide.text("ui.summary.actions"), anchor=False)
    st.markdown(guide.text("ui.summary.actions_lead"))
    session.asked_here.add("actions")
    parts.part("actions", lambda: _actions_shown(session), lambda: _show_actions(session))


def _actions_shown(session: Session) -> object:
    keys = [session.key("actions"), *(session.key(f"action_{key}") for key in NEW_ACTION)]
    problems = session.wrong_with("actions"), st.session_state.get("action_problem")
    return session.assessment.actions, keys, problems


def _pressed(act: Callable[..., None], *args: object) -> dict[str, Any]:
    """Return what a button does when it is pressed; what that changes is drawn anew."""
    return {"on_click": fields.answered, "args": (partial(act, *args), parts.now_drawn())}


def _show_actions(session: Session) -> None:
    guide = session.guide
    for index, action in enumerate(value_at(session.assessment, "actions") or []):
        mark = ":material/check:" if action.get("done") else None
        said = _said_of(session.assessment.actions[index], guide)
        # Not drawn only when it is opened, as then another label would make another fold of it amid typing.
        with st.expander(escaped(said), icon=mark, key=session.key(f"actions.{index}")):
            _one_action(session, index, action)
    fields.error(session, "actions")
    if not session.may_edit:
        return
    if _not_taken_over(session):
        st.button(guide.text("ui.summary.added_from"), key="take_over", **_pressed(_take_over))
    with st.expander(guide.text("ui.summary.add")), st.form("new_action", border=False):
        st.text_input(guide.text("ui.summary.what"), key=session.key("action_what"))
        st.selectbox(
            guide.text("ui.summary.serves"),
            (*TRANSITIONS, *COMPONENTS, *DECISIONS),
            index=None,
            format_func=guide.name,
            placeholder="",
            key=session.key("action_serves"),
        )
        st.text_input(guide.text("ui.summary.owner"), key=session.key("action_owner"))
        st.text_input(
            guide.text("ui.summary.due"),
            placeholder=guide.text("ui.fields.day_example"),
            key=session.key("action_due"),
        )
        st.form_submit_button(guide.text("ui.summary.add_this"), **_pressed(_add))
    if problem := st.session_state.pop("action_problem", None):
        st.error(escaped(problem), icon=":material/error:")


def _said_of(action: Action, guide: Guide) -> str:
    """Return an action in one line, its day as the papers have it."""
    day = say_date(action.due, guide) if action.due else ""
    return ", ".join(filter(None, (isolated(action.what), isolated(action.owner or ""), day)))


def _one_action(session: Session, index: int, action: dict[str, Any]) -> None:
    guide = session.guide
    _edited(session, st.text_input, index, "what", action["what"])
    _edited(session, st.text_input, index, "owner", action.get("owner", ""))
    due, done = st.columns(2, vertical_alignment="bottom")
    example = guide.text("ui.fields.day_example")
    _edited(
        session, due.text_input, index, "due", fields.say_day(action.get("due"), guide), placeholder=example
    )
    _edited(session, done.checkbox, index, "done", action.get("done", False))
    if session.may_edit:
        label = guide.text("ui.summary.remove", what=escaped(isolated(shortened(action["what"], _NAMED))))
        st.button(label, key=session.key(f"actions.{index}.remove"), **_pressed(_remove, index))
    if "serves" in action:
        st.caption(f"{guide.text('ui.summary.serves')}: {guide.name(action['serves'])}")


def _edited(
    session: Session, widget: Callable[..., object], index: int, name: str, shown: object, **look: Any
) -> None:
    """Draw a field of an action, with what is in it or was typed and refused."""
    path = f"actions.{index}.{name}"
    key, label = session.key(path), session.guide.text(f"ui.summary.{name}")
    commit = partial(_edit, index, name, key)
    fields.bound(widget, label, key, shown, commit, value=session.typed.get(path, shown), **look)


def _put(session: Session, listed: Sequence[dict[str, Any]], **typed: Any) -> None:
    session.put({"actions": list(listed)}, **typed)


def _edit(index: int, key: str, widget: str) -> None:
    session, value, path = current(), st.session_state[widget], f"actions.{index}.{key}"
    listed = [dict(action) for action in value_at(session.assessment, "actions") or []]
    try:
        listed[index][key] = _read(key, value, session)
    except ValueError as error:
        counts = listed[index].get(key)
        said = fields.say_day(counts, session.guide) if key == "due" else counts
        before = session.guide.text("ui.fields.still_counts", answer=said or "–")
        session.refuse(path, f"{error} {before}", value)
        return
    _put(session, listed, typed=value, field=path)


def _read(key: str, value: Any, session: Session) -> Any:
    """Return what was typed for an action as the document holds it. Raises ValueError with one sentence."""
    if key == "what" and not value.strip():
        raise ValueError(session.guide.text("ui.summary.action_missing"))
    return fields.read_day(value, session) if key == "due" else value


def _remove(index: int) -> None:
    session = current()
    listed = value_at(session.assessment, "actions") or []
    left = [place for place in range(len(listed)) if place != index]
    refused = [
        (f"actions.{now}.{name}", session.errors[before], session.typed.get(before))
        for now, place in enumerate(left)
        for name in NEW_ACTION
        if (before := f"actions.{place}.{name}") in session.errors
    ]
    _put(session, [listed[place] for place in left])
    for again in refused:
        session.refuse(*again)
    session.reborn("actions")


def _add() -> None:
    session, state = current(), st.session_state
    what, serves, owner, due = (state[session.key(f"action_{key}")] for key in NEW_ACTION)
    if not what.strip():
        state["action_problem"] = session.guide.text("ui.summary.action_missing")
        return
    try:
        action = {"what": what, "serves": serves, "owner": owner, "due": fields.read_day(due, session)}
    except ValueError as error:
        state["action_problem"] = str(error)
        return
    listed = value_at(session.assessment, "actions") or []
    place = f"actions.{len(listed)}"
    _put(session, [*listed, {key: value for key, value in action.items() if value}], field=place)
    if place in session.errors:
        state["action_problem"] = session.errors.pop(place)
        return
    session.reborn(*(f"action_{key}" for key in NEW_ACTION))


def _take_over() -> None:
    session = current()
    found = session.findings.first_investment
    serves = {"serves": found.verdict} if found.verdict in (*TRANSITIONS, *COMPONENTS) else {}
    fresh = [{"what": what, **serves, "from_rule": found.rule} for what in _not_taken_over(session)]
    listed = value_at(session.assessment, "actions") or []
    _put(session, [*listed, *fresh], field=f"actions.{len(listed)}")


def _not_taken_over(session: Session) -> list[str]:
    """Return what the first investment consists of and is no action yet."""
    known = {action.what for action in session.assessment.actions}
    return [what for what in session.findings.first_investment.actions if what not in known]


def further_reading(session: Session) -> None:
    """Name the chapter and the four resources that go with the guide, each with its use."""
    guide = session.guide
    with st.expander(guide.text("ui.summary.reading")):
        words = {item: f"ui.summary.reading_list.{item}" for item in READING}
        st.markdown(
            "\n\n".join(f"**{guide.text(f'{w}.name')}**: {guide.text(f'{w}.use')}" for w in words.values())
        )
