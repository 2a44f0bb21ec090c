"""The facilitator's screen: where the room is, what to say, how many votes are missing, and what comes next.

Only the counts follow the room by themselves; the buttons stand outside of what is redrawn while people vote,
so that no press is lost to it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from flywheel_core import workshop
from flywheel_core.store import RoomNow, StoreError
from flywheel_core.workshop import Room
from flywheel_ui import bell, layout
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import agreeing, shown
from flywheel_ui.workshop import room as here

EXTRA_MINUTES = 2

Step = Callable[[Room, datetime], Room]


def where(now: RoomNow) -> None:
    """Say which room this is, how its people vote, and which topic it is at."""
    guide, room = here.words(), now.room
    layout.start_at_the_top(f"facilitate.{room.phase}.{room.present}")
    st.caption(guide.text("ui.facilitate.step", mode=guide.text(f"workshop.modes.{room.mode}.name")))
    if room.rehearsal:
        st.caption(guide.text("ui.facilitate.rehearsal"))
    st.text(room.title)
    st.title(shown.topic_or_phase(room), anchor=False)


def counts() -> None:
    """Show how many have joined and how many votes are missing, as they come in."""

    @st.fragment(run_every=bell.FALLBACK)
    def drawn() -> None:
        try:
            now = here.rooms().open(here.token())
        except StoreError as error:
            here.problem(str(error))
            return
        if now.version != here.seen():
            st.rerun()
        st.markdown(f"**{shown.counts(now)}**")
        bell.listen(here.token(), now)

    drawn()


def what_to_do(now: RoomNow) -> None:
    """Show what to say in this phase, the room's votes once they are shown, and the moves there are."""
    _PHASES[now.room.phase](now)


def _lobby(now: RoomNow) -> None:
    guide, following = here.words(), now.room.next_topic()
    if following is None:
        st.markdown(guide.text("ui.facilitate.all_done"))
        _put_off(now.room)
        return
    st.markdown(guide.text("ui.facilitate.lobby_say"))
    if now.room.beforehand_until is not None:
        st.caption(shown.beforehand(now.room))
    _press("start", workshop.go_on, topic=_name(following))


def _put_off(room: Room) -> None:
    parked = [topic.id for topic in room.topics if topic.status == "parked"]
    for topic in parked:
        label = here.words().text("ui.facilitate.back_to", topic=_name(topic))
        st.button(label, key=f"back_to_{topic}", on_click=here.timed, args=(partial(_to, topic),))


def _to(topic: str, room: Room, now: datetime) -> Room:
    return workshop.go_to(room, topic, now)


def _collecting(now: RoomNow) -> None:
    guide, room = here.words(), now.room
    st.markdown(guide.text(f"workshop.topics.{room.present}.say"))
    shown.scope(room, here.token())
    layout.bullets(shown.questions(room))
    if room.ends_at is not None:
        bell.timer(room.ends_at)
    with st.container(horizontal=True):
        _press("reveal", workshop.reveal)
        _press("extend", _longer, primary=False, n=EXTRA_MINUTES)
        _press("skip", workshop.skip, primary=False)
        _press("park", workshop.park, primary=False)


def _longer(room: Room, now: datetime) -> Room:
    return workshop.extend(room, EXTRA_MINUTES, now)


def _revealed(now: RoomNow) -> None:
    found = shown.results_now(now, here.token())
    if found is not None:
        st.markdown(f"**{here.words().text('ui.facilitate.ask')}** " + _ask(now.room))
        shown.results(now, here.token(), found)
        agreeing.form(now, found)
    with st.container(horizontal=True):
        _press("again", workshop.vote_again, primary=False)
        _press("mistake", workshop.take_back_reveal, primary=False)
        _press("park", workshop.park, primary=False)
        _press("skip", workshop.skip, primary=False)


def _ask(room: Room) -> str:
    return here.words().text(f"workshop.topics.{room.present}.ask")


def _agreed(now: RoomNow) -> None:
    shown.agreed(now.room)
    if (following := now.room.next_topic()) is not None:
        _press("next", workshop.go_on, topic=_name(following))
    else:
        _press("finish", workshop.go_on)
    with st.expander(here.words().text("ui.facilitate.votes_again"), type="compact"):
        if (found := shown.results_now(now, here.token())) is not None:
            shown.results(now, here.token(), found)
            agreeing.form(now, found)
        _press("again", workshop.vote_again, primary=False)


def _closed(now: RoomNow) -> None:
    st.markdown(here.words().text("ui.facilitate.closed", title=escaped(now.room.title)))


_PHASES = {
    "lobby": _lobby,
    "collecting": _collecting,
    "revealed": _revealed,
    "agreed": _agreed,
    "closed": _closed,
}


def _press(name: str, step: Step, *, primary: bool = True, **values: object) -> None:
    st.button(
        here.words().text(f"ui.facilitate.{name}", **values),
        key=name,
        type="primary" if primary else "secondary",
        on_click=here.timed,
        args=(step,),
    )


def _name(topic: str) -> str:
    return here.words().text(f"workshop.topics.{topic}.name")


def run_sheet(room: Room) -> None:
    """Show the topics with their minutes and where each is, and let the facilitator go to any of them."""
    guide = here.words()
    st.header(guide.text("ui.facilitate.run_sheet"), anchor=False)
    for topic in room.topics:
        status = guide.text(f"workshop.status.{topic.status}")
        label = guide.text("ui.facilitate.topic", topic=_name(topic.id), minutes=topic.minutes, status=status)
        st.button(
            label,
            key=f"to_{topic.id}",
            on_click=here.timed,
            args=(partial(_to, topic.id),),
            width="stretch",
            disabled=room.closed or topic.id == room.present,
        )
