"""The wall: large, without controls; it shows where the room is and nothing that is not revealed."""

import streamlit as st

from flywheel_core import assess
from flywheel_core.charts import ring_of, ring_spec
from flywheel_core.store import RoomNow
from flywheel_core.workshop import Room
from flywheel_ui import bell, layout
from flywheel_ui.address import address
from flywheel_ui.fields import escaped
from flywheel_ui.look import look
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop import shown
from flywheel_ui.workshop.qr import qr

#: A wall is read from the back of the room: everything on it grows with it, and nothing is left free for
#: Streamlit's header, which has nothing to press on a wall.
_SCALED = """<style>
:root { font-size: clamp(16px, 1.35vw, 34px); }
[data-testid=stHeader] { display: none; }
[data-testid=stMainBlockContainer] { padding: 1rem 1.75rem 0; }
.st-key-bell { position: absolute; }
[data-testid=stHeading] h2 { padding: 0 0 0.25rem; font-size: 1rem; }
[data-testid=stElementToolbar] { display: none; }
.st-key-code strong { font-size: 5rem; line-height: 1.1; letter-spacing: 0.06em; }
.st-key-asked :is(li, [data-testid=stText]) { font-size: 1.4rem; line-height: 1.5; }
.st-key-room_and_way_in { flex-wrap: nowrap; }
.st-key-room_and_way_in :is([data-testid=stText], [data-testid=stText] *) {
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
}
</style>"""

#: So many questions fit a wall in large letters.
_MOST_LARGE = 6


def wall() -> None:
    """Show the room, drawn anew whenever the bell says that it changed."""
    st.html(_SCALED)

    @st.fragment(run_every=bell.FALLBACK)
    def drawn() -> None:
        now = here.opened(to="present")
        if now is not None:
            _show(now)
            bell.listen(here.token(), now)

    drawn()


def _show(now: RoomNow) -> None:
    guide, room = here.words(), now.room
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="room_and_way_in"
    ):
        st.text(room.title, width="stretch")
        if _is_open(room):
            way_in = address("join").partition("//")[2]
            st.markdown(
                guide.text("ui.present.join", address=escaped(way_in), code=now.code), width="content"
            )
    layout.name_the_tab(shown.topic_or_phase(room), "present")
    st.title(shown.topic_or_phase(room), anchor=False)
    with here.saying_what_fails():
        _PHASES[room.phase](now)


def _is_open(room: Room) -> bool:
    """Say whether anybody may come in still: only then the way in is shown."""
    return not (room.closed or room.locked)


def _way_in(now: RoomNow) -> None:
    if _is_open(now.room):
        qr(address("join", code=now.code), width="stretch")


def _lobby(now: RoomNow) -> None:
    guide, room = here.words(), now.room
    if room.next_topic() is None:
        _result()
        return
    picture, said = st.columns([2, 3], gap="large", vertical_alignment="center")
    with picture:
        _way_in(now)
    with said:
        if _is_open(room):
            with st.container(gap=None, key="code"):
                st.markdown(f"{guide.text('ui.present.code')}  \n**{now.code}**")
        st.markdown(f"## {shown.counts(now)}")
        st.markdown(guide.text(f"workshop.modes.{room.mode}.means"))
        if room.beforehand_until is not None:
            st.markdown(shown.beforehand(room))


def _collecting(now: RoomNow) -> None:
    asked, beside = st.columns([3, 1], gap="large")
    with asked:
        questions = list(shown.questions(now.room))
        with st.container(key="asked" if len(questions) <= _MOST_LARGE else "asked_of_many"):
            shown.scope(now.room, here.token())
            layout.bullets(questions)
        st.markdown(f"## {shown.counts(now)}")
        if now.room.ends_at is not None:
            bell.timer(now.room.ends_at, large=True)
    with beside:
        _way_in(now)


def _revealed(now: RoomNow) -> None:
    if (found := shown.results_now(now, here.token())) is not None:
        shown.results_on_the_wall(now, here.token(), found)


def _agreed(now: RoomNow) -> None:
    if shown.may_be_set(now.room.present or ""):
        shown.agreed(now.room)
        return
    votes, said = st.columns([3, 2], gap="large")
    with votes:
        _revealed(now)
    with said:
        shown.agreed(now.room)


def _closed(_now: RoomNow) -> None:
    st.markdown(here.words().text("ui.present.closed"))
    _result()


def _result() -> None:
    """Show what the room has come to: the ring of what it agreed on, and what the rules say of that."""
    guide, answers = here.words(), here.rooms().assessment(here.token())
    findings = assess(answers, guide)
    if not findings.progress.answered:
        return
    ring, said = st.columns([2, 3], gap="large")
    with ring:
        drawn = ring_of(answers, findings, guide)
        spec = ring_spec(drawn, look(), shown.RING_ON_THE_WALL, base=shown.OF_THE_RING)
        st.vega_lite_chart(spec, theme=None, width="stretch", key="result")
        if findings.loop.verdict == "unknown":
            st.caption(findings.loop.why)
    with said:
        for name, why in (
            ("weakest", findings.weakest_connection.why),
            ("slowest", findings.bottleneck.why),
            ("first", findings.first_investment.why),
        ):
            st.header(guide.text(f"ui.summary.{name}"), anchor=False)
            st.markdown(why)


_PHASES = {
    "lobby": _lobby,
    "collecting": _collecting,
    "revealed": _revealed,
    "agreed": _agreed,
    "closed": _closed,
}
