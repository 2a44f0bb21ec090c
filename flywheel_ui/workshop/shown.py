"""What the screens of a room show: where it is, what is asked, what came out and what was agreed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import zip_longest

import streamlit as st

from flywheel_core.charts import votes_spec
from flywheel_core.dates import say_date
from flywheel_core.questions import question_of
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
    short_choice,
    vote_chart,
)
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import room_ring

#: The widths that a chart of votes is drawn for: the widest that fits is shown.
_WIDTHS, _WALL, _RING_ON_THE_WALL = (220, 280, 320, 520), (300, 420, 520), (320, 520, 680)

#: How many divided items fit a wall; the others follow in the facilitator's list.
_MOST, _MOST_BESIDE_RING = 3, 2


def topic_or_phase(room: Room) -> str:
    """Return the present topic's name, or what the room is at without one."""
    guide = here.words()
    if room.present and room.phase != "closed":
        return guide.text(f"workshop.topics.{room.present}.name")
    done = room.phase == "lobby" and room.next_topic() is None
    return guide.text("ui.room.all_done" if done else f"ui.room.phases.{room.phase}")


def scope(room: Room, token: str) -> None:
    """Show, at the first topic, which loop this is about, as it was typed when the room was made."""
    if room.present != "prerequisites":
        return
    said = here.rooms().assessment(token).scope
    for key in ("loop", "population", "period"):
        if typed := getattr(said, key):
            st.text(f"{question_of(f'scope.{key}', here.words())} {typed}")


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


def results(now: RoomNow, token: str, found: TopicResult) -> None:
    """Show what the room thinks of the present topic, what divides it most first, and its ring."""
    if withheld(found):
        return
    talk(now, token)
    for pair in zip_longest(found.items[::2], found.items[1::2]):
        for place, result in zip(st.columns(2), pair, strict=True):
            if result is not None:
                with place.container(border=True):
                    _item(result, _WIDTHS, scale=1.0)
                    _in_numbers(result)
    st.caption(explain_agreement(here.words()))
    room_ring.show(now, token, found)


def results_on_the_wall(now: RoomNow, token: str, found: TopicResult) -> None:
    """Show the same from afar: what divides most and the ring side by side, and nothing to press."""
    if withheld(found):
        return
    talk(now, token)
    ringed = room_ring.has(found)
    most = _MOST_BESIDE_RING if ringed else _MOST
    places = st.columns([3, 3, 4] if ringed else most, gap="large")
    for place, result in zip(places, found.items[:most], strict=False):
        with place:
            _item(result, _WALL, scale=1.5)
    if ringed:
        with places[-1]:
            room_ring.draw(now, token, _RING_ON_THE_WALL)
    if len(found.items) > most:
        st.markdown(here.words().many("ui.room.more_items", len(found.items) - most))
    st.caption(explain_agreement(here.words()))


def withheld(found: TopicResult) -> bool:
    """Say, where it is so, that too few voted for an anonymous room to see it."""
    if found.withheld:
        st.info(here.words().text("ui.room.withheld"), icon=":material/visibility_off:")
    return found.withheld


def talk(now: RoomNow, token: str) -> None:
    """Show the conversation to have, where the blind judgement and the room's own answers differ."""
    if said := room_ring.talk(now, token):
        st.info(escaped(said), icon=":material/forum:")


def _item(result: ItemResult, widths: tuple[int, ...], *, scale: float) -> None:
    """Show one item: its name, the votes as dots, the agreement, and what to ask about it."""
    guide = here.words()
    st.markdown(f"**{say_name(result.item, guide)}**")
    if result.withheld:
        st.caption(guide.text("ui.room.withheld"))
        return
    _draw(result, widths, scale, by_role=False)
    st.markdown(escaped(say_agreement(result, guide)))
    said = [*names(result), *([result.question] if result.question else [])]
    st.markdown("\n\n".join(escaped(sentence) for sentence in said))


def names(result: ItemResult) -> Iterator[str]:
    """Yield who chose what; nothing in an anonymous room."""
    guide = here.words()
    for choice, people in result.names.items():
        chosen = short_choice(result.item, choice, guide)
        yield guide.text("ui.room.chose", choice=chosen, names=guide.join(people))


def _draw(result: ItemResult, widths: tuple[int, ...], scale: float, *, by_role: bool) -> None:
    look = "dark" if st.context.theme.type == "dark" else "light"
    chart = vote_chart(result, here.words(), by_role=by_role)
    spec = votes_spec(chart, look, widths, scale=scale)
    name = f"votes {result.item.path} {by_role}"
    st.vega_lite_chart(spec, theme=None, width="stretch", key=name)


def _in_numbers(result: ItemResult) -> None:
    """The same by role and as a table, folded away until it is wanted."""
    guide = here.words()
    if result.withheld:
        return
    chart = vote_chart(result, guide)
    with st.expander(guide.text("ui.room.numbers"), type="compact"):
        if result.by_role:
            _draw(result, _WIDTHS, 1.0, by_role=True)
        columns = dict(zip(chart.columns, zip(*chart.rows, strict=True), strict=True))
        st.table(columns, hide_index=True, border="horizontal", alt=guide.text("ui.room.numbers"))


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
