"""What the screens of a room show: where it is, what is asked, what came out and what was agreed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import streamlit as st

from flywheel_core.dates import say_date
from flywheel_core.store import RoomNow, StoreError
from flywheel_core.workshop import (
    ItemResult,
    Room,
    TopicResult,
    WorkshopError,
    explain_agreement,
    item_of,
    items_of,
    results_of,
    say_agreement,
    say_item,
    say_name,
    say_vote,
)
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import room_ring


def topic_or_phase(room: Room) -> str:
    """Return the present topic's name, or what the room is at without one."""
    guide = here.words()
    if room.present and room.phase != "closed":
        return guide.text(f"workshop.topics.{room.present}.name")
    done = room.phase == "lobby" and room.next_topic() is None
    return guide.text("ui.room.all_done" if done else f"ui.room.phases.{room.phase}")


def questions(room: Room) -> Iterator[str]:
    """Yield the questions of the present topic."""
    if room.present:
        for item in items_of(room.present):
            yield say_item(item, here.words())


def counts(now: RoomNow) -> str:
    """Return how many have joined and, while votes are collected, how many have voted and are missing."""
    guide, count = here.words(), now.counts
    said = [guide.many("ui.room.joined", count.joined)]
    if now.room.phase == "collecting":
        said.append(guide.many("ui.room.voted", count.voted))
        if count.joined > count.voted:
            said.append(guide.many("ui.room.missing", count.joined - count.voted))
    return " · ".join(said)


def beforehand(room: Room) -> str:
    """Return until when people answer by themselves, or that this time is over; nothing in a live room."""
    guide, until = here.words(), room.beforehand_until
    if until is None:
        return ""
    if not room.is_open_beforehand(here.now()):
        return guide.text("ui.room.beforehand_over")
    return guide.text("ui.room.beforehand", until=say_moment(until))


def say_moment(moment: datetime) -> str:
    """Return a moment in this browser's zone, as a person writes it."""
    offset = st.context.timezone_offset
    if offset is None:
        return f"{say_date(moment.date(), here.words())}, {moment:%H:%M} UTC"
    local = moment - timedelta(minutes=offset)
    return f"{say_date(local.date(), here.words())}, {local:%H:%M}"


def results_now(now: RoomNow, token: str) -> TopicResult | None:
    """Return the results of the present topic; None, with the reason shown, where there are none to see."""
    topic = now.room.present
    if topic is None:
        return None
    try:
        return results_of(now.room, topic, here.rooms().votes(token, topic))
    except (StoreError, WorkshopError) as error:
        here.problem(str(error))
        return None


def results(
    now: RoomNow, token: str, found: TopicResult, *, scale: float = 1.0, most: int = 99, ring: bool = True
) -> None:
    """Show what the room thinks of the present topic: what divides it most first, `most` items at most."""
    guide = here.words()
    if found.withheld:
        st.info(guide.text("ui.room.withheld"), icon=":material/visibility_off:")
        return
    if said := room_ring.talk(now, token):
        st.info(escaped(said), icon=":material/forum:")
    for result in found.items[:most]:
        _item(result, scale)
    if len(found.items) > most:
        st.caption(guide.many("ui.room.more_items", len(found.items) - most))
    st.caption(explain_agreement(guide))
    if ring:
        room_ring.show(now, token, found)


def _item(result: ItemResult, scale: float) -> None:
    """Show one item: its question, the votes as dots, the figures in words, and what to ask about it."""
    guide = here.words()
    with st.container(border=True):
        st.markdown(f"**{say_name(result.item, guide)}**")
        if result.withheld:
            st.caption(guide.text("ui.room.withheld"))
            return
        st.markdown(_figures(result))
        if result.question:
            st.text(result.question)


def _figures(result: ItemResult) -> str:
    """Return an item's median, agreement and those who could not say, in one line."""
    guide = here.words()
    said = [say_agreement(result, guide)]
    if result.lower_median is not None:
        said.insert(0, guide.text("ui.room.median", value=_median(result)))
    if result.dont_know:
        said.append(guide.many("ui.room.dont_know", result.dont_know))
    if result.not_applicable:
        said.append(guide.many("ui.room.not_applicable", result.not_applicable))
    return escaped(" · ".join(said))


def _median(result: ItemResult) -> str:
    guide, median = here.words(), result.median
    if result.item.kind == "duration" and isinstance(median, str):
        return say_vote(result.item, {"likely": median}, guide)
    if result.item.kind == "scale" and median is not None:
        return guide.number(float(median))
    return say_vote(result.item, median, guide)


def agreed(room: Room) -> None:
    """Show what the room has set for the present topic, and who sees it differently."""
    guide = here.words()
    if room.present is None:
        return
    topic = room.topic(room.present)
    said = [_set(path, value) for path, value in topic.agreed.items() if value is not None]
    layout.bullets(said or [guide.text("ui.room.nothing_agreed")])
    if topic.dissent:
        st.markdown(f"**{guide.text('ui.room.dissent')}**")
        st.text(topic.dissent)


def _set(path: str, value: object) -> str:
    guide, item = here.words(), item_of(path)
    return guide.text("ui.room.set", question=say_item(item, guide), value=say_vote(item, value, guide))
