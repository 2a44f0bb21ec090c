"""What the screens of a room show: where it is, what is asked, what came out and what was agreed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import streamlit as st

from flywheel_core.dates import say_date
from flywheel_core.store import StoreError
from flywheel_core.store.rooms import RoomNow
from flywheel_core.workshop import Room, WorkshopError, item_of, items_of, say_question, say_value
from flywheel_core.workshop.results import ItemResult, TopicResult, results_of
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import room_ring, votes_chart


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
            yield say_question(item.path, here.words())


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


def results(now: RoomNow, token: str, found: TopicResult, *, scale: float = 1.0, most: int = 99) -> None:
    """Show what the room thinks of the present topic: what divides it most first, `most` items at most."""
    guide = here.words()
    if found.withheld:
        st.info(guide.text("ui.room.withheld"), icon=":material/visibility_off:")
        return
    if said := room_ring.conversation(now, token, found):
        st.info(escaped(said), icon=":material/forum:")
    for result in found.items[:most]:
        _item(result, scale)
    if len(found.items) > most:
        st.caption(guide.many("ui.room.more_items", len(found.items) - most))
    room_ring.show(now, token, found)


def _item(result: ItemResult, scale: float) -> None:
    """Show one item: its question, the votes as dots, the figures in words, and what to ask about it."""
    guide = here.words()
    with st.container(border=True):
        st.markdown(f"**{say_question(result.item.path, guide)}**")
        if result.withheld:
            st.caption(guide.text("ui.room.withheld"))
            return
        votes_chart.show(result, scale)
        st.markdown(votes_chart.figures(result))
        if result.question:
            st.markdown(f"*{guide.text('ui.room.ask')}* {escaped(result.question)}")


def agreed(room: Room) -> None:
    """Show what the room has set for the present topic, and who sees it differently."""
    guide = here.words()
    if room.present is None:
        return
    topic = room.topic(room.present)
    said = [
        guide.text("ui.room.set", question=say_question(path, guide), value=say_value(item_of(path), value, guide))
        for path, value in topic.agreed.items()
        if value is not None
    ]
    layout.bullets(said or [guide.text("ui.room.nothing_agreed")])
    if topic.dissent:
        st.markdown(f"**{guide.text('ui.room.dissent')}**")
        st.text(topic.dissent)
