"""The bar of moves: how many votes there are, what comes next first, and what else can be done.

It stays in view however long the results below it are. Only the counts in it follow the room by themselves;
the buttons stand outside of what is redrawn while people vote, so that no press is lost to it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from flywheel_core import workshop
from flywheel_core.store import RoomNow, StoreError
from flywheel_core.workshop import Room, TopicResult, items_of
from flywheel_ui import bell, clock, layout
from flywheel_ui.workshop import agreeing, shown, taking_along
from flywheel_ui.workshop import room as here

EXTRA_MINUTES = 2

Step = Callable[[Room, datetime], Room]

#: The button that agrees once more, where the form stands below the votes and not beside them.
BELOW_THE_FORM = "agree_below"

#: The bar keeps to the top, and what the keyboard goes to is never hidden behind it. On a low screen it would
#: hide half of the rest, and goes along. On a phone the form that is agreed on stands far below it, and ends
#: with the button, too.
_IN_VIEW = """<style>
[data-testid=stLayoutWrapper]:has(> .st-key-moves) { position: sticky; top: 0; z-index: 100; }
.st-key-moves { background: %s; padding: 0.75rem 0; border-bottom: 1px solid %s; }
[data-testid=stMain] { scroll-padding: 9rem 0 2rem; }
@media (max-width: 640px) {
  .st-key-moves { padding: 0.25rem 0; gap: 0.25rem; }
  .st-key-moves > * > *, [class*=st-key-next_moves] { row-gap: 0.5rem; }
  [data-testid=stMain] { scroll-padding-top: 16rem; }
}
@media (max-height: 600px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-moves) { position: static; }
  [data-testid=stMain] { scroll-padding-top: 4.5rem; }
}
@media (min-width: 640.02px) { .st-key-%s { display: none; } }
</style>"""


def bar(now: RoomNow, found: TopicResult | None) -> None:
    """Show the counts, the time and the moves of this phase; `found` is what the shown votes came to."""
    colours = (layout.in_both_looks(name) for name in ("backgroundColor", "borderColor"))
    st.html(_IN_VIEW % (*colours, BELOW_THE_FORM))
    with st.container(key="moves", gap="small"):
        with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
            _counts(now)
            if now.room.ends_at is not None and now.room.phase == "collecting":
                with st.container(width="content"):
                    bell.timer(now.room.ends_at)
        # Each screen has a row of its own: it begins at its first move, however far the last one was swiped.
        with st.container(horizontal=True, key=f"next_moves_{_screen(now.room)}", gap="small"):
            _MOVES[now.room.phase](now, found)
        here.tell()


def _counts(before: RoomNow) -> None:
    """Show how many have joined and how many votes are missing, as they come in."""

    was_open = before.room.is_open_beforehand(clock.now())

    @st.fragment(run_every=bell.FALLBACK)
    def drawn() -> None:
        try:
            now = here.rooms().open(here.token())
        except StoreError as error:
            here.problem(str(error))
            return
        if was_open and not now.room.is_open_beforehand(clock.now()):
            st.rerun()
        if now.version != here.seen():
            _moved_elsewhere(before.room, now.room)
        else:
            st.markdown(f"**{counted(now)}**")
        bell.listen(here.token(), now)

    with st.container(width="content", key="spoken_counts"):
        drawn()


def _moved_elsewhere(before: Room, now: Room) -> None:
    """Follow another window of the facilitator; what is being typed here is not swept away by it."""
    if not agreeing.is_open(before) or _screen(before) == _screen(now):
        st.rerun()
    st.warning(here.words().text("ui.moves.behind"), icon=":material/sync:")
    if st.button(here.words().text("ui.moves.catch_up"), key="catch_up"):
        st.rerun()


def _screen(room: Room) -> str:
    """What tells apart the screens that differ in what is asked."""
    topic = room.topic(room.present) if room.present else None
    return f"{room.phase}_{room.present}_{topic.round if topic else 0}"


def counted(now: RoomNow) -> str:
    """Return how many have joined, and how many of them have voted, also once the votes are shown."""
    guide, room, count = here.words(), now.room, now.counts
    said = shown.counts(now)
    if room.phase in ("revealed", "agreed"):
        whole = len(items_of(room.present or "")) > 1
        said += " · " + guide.many("ui.moves.voted_on_all" if whole else "ui.room.voted", count.voted)
    elif room.is_open_beforehand(clock.now()):
        said += " · " + guide.many("ui.moves.through", count.voted)
    return said


def _lobby(now: RoomNow, _found: TopicResult | None) -> None:
    following, left = now.room.next_topic(), now.room.parked
    if following is not None:
        _press("start", workshop.go_on, primary=True, topic=here.words().topic(following))
    for place, topic in enumerate(left if following is None else ()):
        label = here.words().text("ui.facilitate.back_to", topic=here.words().topic(topic))
        st.button(
            label,
            key=f"back_to_{topic}",
            type="secondary" if place else "primary",
            on_click=here.timed,
            args=(partial(here.to, topic),),
        )
    if following is None:
        taking_along.result_button(primary=not left)


def _collecting(_now: RoomNow, _found: TopicResult | None) -> None:
    _press("reveal", workshop.reveal, primary=True)
    _press("extend", _longer, n=EXTRA_MINUTES)
    _press("park", workshop.park)
    _press("skip", workshop.skip)


def _longer(room: Room, now: datetime) -> Room:
    return workshop.extend(room, EXTRA_MINUTES, now)


def _revealed(now: RoomNow, found: TopicResult | None) -> None:
    if found is not None:
        agreeing.button(now)
    _press("again", workshop.vote_again)
    _press("mistake", workshop.take_back_reveal)
    _press("park", workshop.park)
    _press("skip", workshop.skip)


def _agreed(now: RoomNow, _found: TopicResult | None) -> None:
    if (following := now.room.next_topic()) is not None:
        _press("next", workshop.go_on, primary=True, topic=here.words().topic(following))
    else:
        _press("finish", workshop.go_on, primary=True)
    _press("again", workshop.vote_again)


_MOVES = {"lobby": _lobby, "collecting": _collecting, "revealed": _revealed, "agreed": _agreed}


def _press(key: str, step: Step, *, primary: bool = False, **values: object) -> None:
    st.button(
        here.words().text(f"ui.facilitate.{key}", **values),
        key=key,
        type="primary" if primary else "secondary",
        on_click=here.timed,
        args=(step,),
    )
