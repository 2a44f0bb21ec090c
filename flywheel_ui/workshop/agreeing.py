"""What the room agrees on: the median is offered, the facilitator sets it, dissent is a sentence."""

from functools import partial
from typing import Any

import streamlit as st

from flywheel_core import Guide
from flywheel_core.assessment import parse_duration_range, say_duration_range
from flywheel_core.store import RoomNow
from flywheel_core.workshop import (
    WEAKEST,
    Item,
    Room,
    TopicResult,
    items_of,
    no_judgement,
    offers,
    say_item,
    say_name,
    say_vote,
)
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import shown

#: Sentences of dissent that were typed and are not agreed on yet, by room and topic: another window may move
#: the room on meanwhile.
_TYPED = "dissent_typed"

#: The choice of not setting anything, which leaves the answer open.
_OPEN = ""


def form(now: RoomNow, found: TopicResult) -> None:
    """Ask what the room agrees on, item by item, with what the votes offer filled in."""
    guide, topic = here.words(), now.room.topic(now.room.present or "")
    st.header(guide.text("ui.agree.title"), anchor=False)
    if shown.may_be_set(topic.id):
        st.caption(guide.text(f"ui.agree.how{'_long' if topic.id == 'durations' else ''}"))
    else:
        st.markdown(guide.text("ui.room.nothing_to_set"))
    # After a further round the votes speak again, until the room agrees anew.
    offered = {**offers(found), **(topic.agreed if topic.status == "agreed" else {})}
    for item in items_of(topic.id):
        if item.path != WEAKEST:
            _ask(item, offered.get(item.path), _key(now, item.path))
    st.text_area(
        guide.text("ui.agree.dissent"),
        _typed().get(topic.id, topic.dissent),
        key=_key(now, "dissent"),
        placeholder=guide.text("ui.agree.dissent_example"),
        height=80,
        on_change=_keep_typed,
        args=(topic.id, _key(now, "dissent"), topic.dissent),
    )


def button(now: RoomNow, key: str = "agree") -> None:
    """Offer to agree on what the form holds."""
    can_set = shown.may_be_set(now.room.present or "")
    st.button(
        here.words().text("ui.agree.button" if can_set else "ui.agree.button_nothing_set"),
        key=key,
        type="primary",
        on_click=_agree,
        args=(now.room.present, partial(_key, now)),
    )


#: The key of the fold that holds the form once the room has agreed.
FOLD = "votes_again"


def is_open(room: Room) -> bool:
    """Say whether the form stands open on the screen that shows this room."""
    return room.phase == "revealed" or (room.phase == "agreed" and bool(st.session_state.get(FOLD)))


def kept_back(now: RoomNow) -> bool:
    """Say whether a dissent was typed on the present topic that is not agreed on yet."""
    return any(topic == now.room.present for topic, _ in _not_in(now.room))


def not_kept(now: RoomNow) -> None:
    """Show what was typed and is not in the room: it may have been moved on in another window meanwhile."""
    guide, room = here.words(), now.room
    for topic, sentence in _not_in(room):
        if room.phase == "revealed" and topic == room.present:
            continue
        name = guide.topic(topic)
        with st.container(border=True):
            st.markdown(guide.text("ui.agree.not_kept", topic=name))
            st.text(sentence)
            with st.container(horizontal=True):
                if not room.closed and topic != room.present:
                    label = guide.text("ui.agree.back_to", topic=name)
                    st.button(
                        label, key=f"kept_{topic}", on_click=here.timed, args=(partial(here.to, topic),)
                    )
                st.button(
                    guide.text("ui.agree.let_go"), key=f"let_go_{topic}", on_click=_let_go, args=(topic,)
                )


def _not_in(room: Room) -> list[tuple[str, str]]:
    """Return what was typed of a topic and is not in the room.

    A press to agree takes the field's words along, and may be dealt with before the field's own change.
    """
    for topic, sentence in list(_typed().items()):
        if room.topic(topic).dissent == sentence:
            _let_go(topic)
    return list(_typed().items())


def _typed() -> dict[str, str]:
    by_room: dict[str, dict[str, str]] = st.session_state.setdefault(_TYPED, {})
    return by_room.setdefault(here.token(), {})


def _keep_typed(topic: str, key: str, kept: str) -> None:
    sentence = str(st.session_state[key] or "").strip()
    _let_go(topic)
    if sentence and sentence != kept:
        _typed()[topic] = sentence


def _let_go(topic: str) -> None:
    _typed().pop(topic, None)


def _key(now: RoomNow, path: str) -> str:
    """A field's key: it is born anew with each round, since each round offers something else."""
    topic = now.room.topic(now.room.present or "")
    return f"agree.{topic.id}.{topic.round}.{path}"


def _ask(item: Item, offered: Any, key: str) -> None:
    if item.kind == "duration":
        _ask_how_long(item, offered, key)
        return
    options = [*item.choices, *_instead_of_judging(item), _OPEN]
    st.selectbox(
        say_item(item, here.words()),
        options,
        index=options.index(offered if offered in options else _OPEN),
        format_func=partial(_said, item, here.words()),
        key=key,
    )


def _ask_how_long(item: Item, offered: Any, key: str) -> None:
    """Ask for a time, or for what stands in its place; while that is chosen no time can be typed."""
    guide, instead = here.words(), _instead(key)
    options = [_OPEN, *_instead_of_judging(item)]
    offered_instead = offered if offered in options else _OPEN
    st.text_input(
        say_item(item, guide),
        say_duration_range(offered, guide) if isinstance(offered, dict) else "",
        key=key,
        placeholder=guide.text("ui.fields.range_example"),
        disabled=st.session_state.get(instead, offered_instead) != _OPEN,
    )
    st.radio(
        guide.text("ui.agree.instead", question=say_name(item, guide)),
        options,
        index=options.index(offered_instead),
        format_func=partial(_said_of_time, item, guide),
        key=instead,
        horizontal=True,
        label_visibility="collapsed",
    )


def _instead(key: str) -> str:
    return f"{key}.instead"


def _instead_of_judging(item: Item) -> tuple[str, ...]:
    """Return what a room may agree on without judging, from what says most to what says least."""
    return tuple(reversed(no_judgement(item)))


def _said_of_time(item: Item, guide: Guide, value: Any) -> str:
    return guide.text("ui.agree.as_long") if value == _OPEN else say_vote(item, value, guide)


def _said(item: Item, guide: Guide, value: Any) -> str:
    return guide.text("ui.agree.open") if value == _OPEN else say_vote(item, value, guide)


def _held(item: Item, key: str, guide: Guide) -> Any:
    """What is set for an item, None for what is left open. Raises ValueError for what is no time."""
    value = st.session_state.get(key)
    if item.kind != "duration":
        return None if value == _OPEN else value
    if (instead := st.session_state.get(_instead(key), _OPEN)) != _OPEN:
        return instead
    typed = str(value or "").strip()
    return parse_duration_range(typed, guide) if typed else None


def _agree(topic: str, key: Any) -> None:
    guide = here.words()
    agreed: dict[str, Any] = {}
    set_here = [item for item in items_of(topic) if item.path != WEAKEST]
    if any(key(item.path) not in st.session_state for item in set_here):
        return  # a form that could not be drawn, which its screen says, agrees on nothing
    for item in set_here:
        try:
            agreed[item.path] = _held(item, key(item.path), guide)
        except ValueError as error:
            here.refuse(f"{say_item(item, here.words())} {error}")
            return
    dissent = st.session_state.get(key("dissent")) or ""
    if here.try_to(lambda: here.rooms().agree(here.token(), here.seen(), agreed, dissent)):
        _let_go(topic)
