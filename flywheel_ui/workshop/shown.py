"""What the screens of a room show: where it is, what is asked, what came out and what was agreed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import zip_longest

import streamlit as st

from flywheel_core.charts import votes_spec
from flywheel_core.dates import say_date
from flywheel_core.questions import question_of
from flywheel_core.store import RoomNow, StoreError
from flywheel_core.workshop import (
    WEAKEST,
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
from flywheel_ui import clock, layout
from flywheel_ui.fields import escaped
from flywheel_ui.look import look
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import room_ring

#: The widths that a chart of votes is drawn for: the widest that fits is shown.
_WIDTHS = (220, 280, 320, 520)
#: On the wall text and picture grow together, as the page's own text does: the widths and what they enlarge.
_WALL, _OF_THE_WALL = (300, 360, 420, 480, 540, 600, 680, 760, 860, 980, 1100, 1300, 1600), 250
RING_ON_THE_WALL, OF_THE_RING = (320, 440, 500, 560, 610, 660, 720, 800, 900, 1050, 1200, 1400), 390

#: How many divided items fit a wall, by whether a ring stands beside them; in a second round, and with names,
#: each is as wide as two. The others follow in the facilitator's list.
_MOST = {False: 3, True: 2}
_MOST_WIDE = {False: 2, True: 1}
#: So many names of each choice fit a wall.
_NAMES_ON_THE_WALL = 3


def topic_or_phase(room: Room) -> str:
    """Return the present topic's name, or what the room is at without one."""
    guide = here.words()
    if room.present and room.phase != "closed":
        return guide.topic(room.present)
    if room.is_open_beforehand(clock.now()):
        return guide.text("ui.room.phases.beforehand")
    if room.phase == "lobby" and room.next_topic() is None:
        return guide.text("ui.room.parked_left" if room.parked else "ui.room.all_done")
    return guide.text(f"ui.room.phases.{room.phase}")


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
    said = [guide.many("ui.room.joined", count.people)]
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
    if not room.is_open_beforehand(clock.now()):
        return guide.text("ui.room.beforehand_over")
    return guide.text("ui.room.beforehand", until=say_moment(until))


def say_moment(moment: datetime) -> str:
    """Return a moment in this browser's zone, as a person writes it."""
    zone = clock.zone()
    try:
        local = moment.astimezone(zone or UTC)
    except OverflowError:  # at the end of all days
        zone, local = None, moment.astimezone(UTC)
    return f"{say_date(local.date(), here.words())}, {local:%H:%M}{'' if zone else ' UTC'}"


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
                    _item(result, _WIDTHS)
                    _in_numbers(result)
    explained(found.items)
    room_ring.show(now, token, found)


def results_on_the_wall(now: RoomNow, token: str, found: TopicResult) -> None:
    """Show the same from afar: what divides most and the ring side by side, and nothing to press."""
    if withheld(found):
        return
    talked = talk(now, token)
    ringed = room_ring.has(found)
    again = any(result.before is not None and not result.before.withheld for result in found.items)
    wide = again or now.room.mode == "named"
    most = (_MOST_WIDE if wide else _MOST)[ringed]
    seen, rest = found.items[:most], found.items[most:]
    if ringed:
        beside, ring = st.columns([3, 2], gap="large")
        with ring:
            room_ring.draw(now, token, RING_ON_THE_WALL, base=OF_THE_RING)
    else:
        beside = st.container()
    with beside:
        for place, result in zip(st.columns(len(seen), gap="large"), seen, strict=True):
            with place.container(gap="xsmall"):
                _item(result, _WALL, base=_OF_THE_WALL * (2 if wide or len(seen) == 1 else 1))
        with st.container(gap="xsmall"):
            left = [result for result in rest if not result.withheld]
            for key, n in (
                ("more_items", sum(result.is_answered for result in left)),
                ("unanswered_items", sum(not result.is_answered for result in left)),
            ):
                if n:
                    st.markdown(here.words().many(f"ui.room.{key}", n))
            if not talked:  # together with it the wall would end below the screen
                explained(seen, source=False)


def explained(items: Iterable[ItemResult], *, source: bool = True) -> None:
    """Say what agreement is, and whose measure, where one is shown."""
    if said := explain_agreement(items, here.words(), source=source):
        st.caption(said)


def withheld(found: TopicResult) -> bool:
    """Say, where it is so, that too few voted for an anonymous room to see it."""
    if found.withheld:
        st.info(here.words().text("ui.room.withheld"), icon=":material/visibility_off:")
    return found.withheld


def talk(now: RoomNow, token: str) -> bool:
    """Show the conversation to have, where the blind judgement and the room's answers differ; say if so."""
    said = room_ring.talk(now, token)
    if said:
        st.info(escaped(said), icon=":material/forum:")
    return bool(said)


def _item(result: ItemResult, widths: tuple[int, ...], *, base: int | None = None) -> None:
    """Show one item: its name, the votes as dots, the agreement, and what to ask about it.

    With a `base` it is for a wall: text grows with the picture, and two rounds stand side by side.
    """
    guide = here.words()
    st.header(say_name(result.item, guide), anchor=False)
    if result.withheld:
        st.caption(guide.text("ui.room.withheld"))
        return
    _draw(result, widths, base)
    st.markdown(escaped(say_agreement(result, guide)))
    if base is not None and result.names:
        st.caption(escaped("; ".join(names(result, _NAMES_ON_THE_WALL))))
    said = [*(() if base is not None else names(result)), *([result.question] if result.question else [])]
    st.markdown("\n\n".join(escaped(sentence) for sentence in said))


def names(result: ItemResult, most: int | None = None) -> Iterator[str]:
    """Yield who chose what, at most so many names of each choice; nothing in an anonymous room."""
    guide = here.words()
    for choice, people in result.names.items():
        chosen, kept = short_choice(result.item, choice, guide), people[:most]
        if len(kept) < len(people):
            said = f"{', '.join(kept)} {guide.many('ui.and_more', len(people) - len(kept))}"
        else:
            said = guide.join(people)
        yield guide.text("ui.room.chose", choice=chosen, names=said)


def _draw(
    result: ItemResult, widths: tuple[int, ...], base: int | None = None, *, by_role: bool = False
) -> None:
    chart = vote_chart(result, here.words(), by_role=by_role)
    spec = votes_spec(chart, look(), widths, base=base, side_by_side=base is not None)
    name = f"votes {result.item.path} {by_role}"
    st.vega_lite_chart(spec, theme=None, width="stretch", key=name)


def _in_numbers(result: ItemResult) -> None:
    """The same by role and as a table, folded away until it is wanted."""
    guide = here.words()
    if result.withheld:
        return
    chart = vote_chart(result, guide)
    label = guide.text("ui.room.numbers", question=say_name(result.item, guide))
    with st.expander(label, type="compact"):
        if result.by_role:
            _draw(result, _WIDTHS, by_role=True)
        layout.table(layout.by_column(chart.columns, chart.rows), label)


def agreed(room: Room) -> None:
    """Show what the room has set for the present topic, and who sees it differently."""
    guide = here.words()
    if room.present is None:
        return
    topic = room.topic(room.present)
    settled = any(value is not None for value in topic.agreed.values())
    said = [_set(path, value) for path, value in topic.agreed.items()] if settled else []
    nothing = "ui.room.nothing_agreed" if may_be_set(topic.id) else "ui.room.nothing_to_set"
    layout.bullets(said or [guide.text(nothing)])
    if topic.dissent:
        st.header(guide.text("ui.room.dissent"), anchor=False)
        st.text(topic.dissent)


def may_be_set(topic: str) -> bool:
    """Say whether there is anything to agree on in a topic: a blind vote stays as it was given."""
    return any(item.path != WEAKEST for item in items_of(topic))


def _set(path: str, value: object) -> str:
    guide, item = here.words(), item_of(path)
    if value is None:
        return guide.text("ui.room.left_open", question=say_item(item, guide))
    return guide.text("ui.room.set", question=say_item(item, guide), value=say_vote(item, value, guide))
