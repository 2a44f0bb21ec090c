"""The facilitator's screen: where the room is, what to say and ask, the votes once shown, the run sheet."""

from dataclasses import replace
from functools import partial

import streamlit as st

from flywheel_core.store import RoomNow
from flywheel_core.workshop import Room, TopicResult, shown_rounds
from flywheel_ui import layout
from flywheel_ui.workshop import agreeing, moves, shown, taking_along
from flywheel_ui.workshop import room as here

#: The buttons of all charts are named alike; the wall shows the charts large, and the folds in numbers.
STYLE = "[data-testid=stElementToolbar] { display: none; }"


def where(now: RoomNow) -> None:
    """Say which room this is, how its people vote, and which topic it is at."""
    guide, room = here.words(), now.room
    layout.start_at_the_top(f"facilitate.{room.phase}.{room.present}")
    said = guide.text("ui.facilitate.step", mode=guide.text(f"workshop.modes.{room.mode}.name"))
    if room.rehearsal:
        said += " · " + guide.text("ui.facilitate.rehearsal")
    st.caption(said)
    st.text(room.title)
    layout.name_the_tab(shown.topic_or_phase(room), "facilitate")
    st.title(shown.topic_or_phase(room), anchor=False)


def what_to_do(now: RoomNow, found: TopicResult | None) -> None:
    """Show what to say in this phase, and the room's votes once they are shown."""
    _PHASES[now.room.phase](now, found)


def _lobby(now: RoomNow, _found: TopicResult | None) -> None:
    guide, room = here.words(), now.room
    left = room.parked
    if room.next_topic() is None:
        said = guide.join([guide.topic(topic) for topic in left])
        st.markdown(
            guide.text("ui.facilitate.parked", topics=said) if left else guide.text("ui.facilitate.all_done")
        )
        return
    if room.beforehand_until is not None:
        st.markdown(shown.beforehand(room))
    steps = enumerate(guide.lines("ui.facilitate.first_steps"), start=1)
    st.markdown("\n".join(f"{number}. {step}" for number, step in steps))
    taking_along.ways_in(now)


def _collecting(now: RoomNow, _found: TopicResult | None) -> None:
    guide, room = here.words(), now.room
    st.markdown(guide.text(f"workshop.topics.{room.present}.say"))
    shown.scope(room, here.token())
    layout.bullets(shown.questions(room))


def _revealed(now: RoomNow, found: TopicResult | None) -> None:
    if found is None:
        return
    if not found.withheld:
        st.markdown(f"**{here.words().text('ui.facilitate.ask')}** " + _ask(now.room))
    shown.results(now, here.token(), found)


def to_agree_on(now: RoomNow, found: TopicResult | None) -> None:
    """Ask, beside the votes that were just shown, what the room agrees on."""
    if found is not None and now.room.phase == "revealed":
        agreeing.form(now, found)
        agreeing.button(now, moves.BELOW_THE_FORM)


def _ask(room: Room) -> str:
    return here.words().text(f"workshop.topics.{room.present}.ask")


def _agreed(now: RoomNow, found: TopicResult | None) -> None:
    shown.agreed(now.room)
    if found is None:
        return
    unsaved = agreeing.kept_back(now)
    label = here.words().text("ui.facilitate.votes_again")
    fold = layout.fold(label, agreeing.FOLD, opens=unsaved, type="compact")
    if not fold.open:
        return
    with fold:
        shown.results(now, here.token(), found)
        agreeing.form(now, found)
        agreeing.button(now)


def _closed(now: RoomNow, _found: TopicResult | None) -> None:
    st.markdown(here.words().text("ui.facilitate.closed"))
    for topic in now.room.topics:
        if shown_rounds(topic):
            _topic_of_a_closed_room(now, topic.id)


def _topic_of_a_closed_room(now: RoomNow, topic: str) -> None:
    """Fold a topic's votes and what was agreed: they are worked out where they are looked at."""
    label = here.words().topic(topic)
    fold = st.expander(label, key=f"looked_at_{topic}", type="compact", on_change="rerun")
    if not fold.open:
        return
    at_it = replace(now, room=now.room.model_copy(update={"present": topic}))
    with fold:
        if at_it.room.topic(topic).status == "agreed":
            shown.agreed(at_it.room)
        if (found := shown.results_now(at_it, here.token())) is not None:
            shown.results(at_it, here.token(), found)


_PHASES = {
    "lobby": _lobby,
    "collecting": _collecting,
    "revealed": _revealed,
    "agreed": _agreed,
    "closed": _closed,
}


def run_sheet(room: Room) -> None:
    """Show the topics with their minutes and where each is, and let the facilitator go to any of them."""
    guide = here.words()
    st.header(guide.text("ui.facilitate.run_sheet"), anchor=False)
    said = {
        topic.id: guide.text(
            "ui.facilitate.topic",
            topic=guide.topic(topic.id),
            minutes=topic.minutes,
            status=guide.text(f"workshop.status.{topic.status}"),
        )
        for topic in room.topics
    }
    if room.closed:
        layout.bullets(said.values())
        return
    for topic, label in said.items():
        if topic == room.present:
            st.markdown(f":material/play_arrow: **{label}**")
            continue
        st.button(
            label,
            key=f"to_{topic}",
            on_click=here.timed,
            args=(partial(here.to, topic),),
            width="stretch",
        )
