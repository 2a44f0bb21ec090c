"""What the room agrees on: the median is offered, the facilitator sets it, dissent is a sentence."""

from functools import partial
from typing import Any

import streamlit as st

from flywheel_core import Guide
from flywheel_core.assessment import parse_duration_range, say_duration_range
from flywheel_core.store import RoomNow
from flywheel_core.workshop import (
    DONT_KNOW,
    NOT_APPLICABLE,
    WEAKEST,
    Item,
    TopicResult,
    items_of,
    offers,
    say_item,
    say_vote,
)
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here

_PROBLEM = "agreeing_problem"

#: The choice of not setting anything, which leaves the answer open.
_OPEN = ""


def form(now: RoomNow, found: TopicResult) -> None:
    """Ask what the room agrees on, item by item, with what the votes offer filled in."""
    guide, topic = here.words(), now.room.topic(now.room.present or "")
    st.header(guide.text("ui.agree.title"), anchor=False)
    st.caption(guide.text("ui.agree.how"))
    offered = {**offers(now.room, found), **topic.agreed}
    for item in items_of(topic.id):
        if item.path != WEAKEST:
            _ask(item, offered.get(item.path), _key(now, item.path))
    st.text_area(
        guide.text("ui.agree.dissent"),
        topic.dissent,
        key=_key(now, "dissent"),
        placeholder=guide.text("ui.agree.dissent_example"),
        height=80,
    )
    if sentence := st.session_state.pop(_PROBLEM, ""):
        st.error(escaped(sentence), icon=":material/error:")
    st.button(
        guide.text("ui.agree.button"),
        key="agree",
        type="primary",
        on_click=_agree,
        args=(topic.id, partial(_key, now)),
    )


def _key(now: RoomNow, path: str) -> str:
    """A field's key: it is born anew with each round, since each round offers something else."""
    topic = now.room.topic(now.room.present or "")
    return f"agree.{topic.id}.{topic.round}.{path}"


def _ask(item: Item, offered: Any, key: str) -> None:
    guide = here.words()
    if item.kind == "duration":
        said = say_duration_range(offered, guide) if isinstance(offered, dict) else ""
        st.text_input(
            say_item(item, here.words()), said, key=key, placeholder=guide.text("ui.fields.range_example")
        )
        return
    apply = (NOT_APPLICABLE,) if item.may_not_apply else ()
    options = [*item.choices, *apply, DONT_KNOW, _OPEN]
    st.selectbox(
        say_item(item, here.words()),
        options,
        index=options.index(offered if offered in options else _OPEN),
        format_func=partial(_said, item, guide),
        key=key,
    )


def _said(item: Item, guide: Guide, value: Any) -> str:
    return guide.text("ui.agree.open") if value == _OPEN else say_vote(item, value, guide)


def _agree(topic: str, key: Any) -> None:
    guide = here.words()
    agreed: dict[str, Any] = {}
    for item in items_of(topic):
        if item.path == WEAKEST:
            continue
        value = st.session_state.get(key(item.path))
        if item.kind == "duration":
            try:
                typed = str(value or "").strip()
                value = parse_duration_range(typed, guide) if typed else None
            except ValueError as error:
                st.session_state[_PROBLEM] = f"{say_item(item, here.words())} {error}"
                return
        agreed[item.path] = None if value == _OPEN else value
    dissent = st.session_state.get(key("dissent")) or ""
    here.try_to(lambda: here.rooms().agree(here.token(), here.seen(), agreed, dissent))
