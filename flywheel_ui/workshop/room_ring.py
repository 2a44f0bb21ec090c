"""The ring of the room's medians, with how far the votes lie apart on every arrow, and what it starts."""

import streamlit as st

from flywheel_core.charts import Ring, ring_spec
from flywheel_core.store import RoomNow
from flywheel_core.workshop import TopicResult, Vote, conversation, medians_of, results_of, room_ring
from flywheel_ui import layout, loop_ring
from flywheel_ui.look import look
from flywheel_ui.workshop import room as here

#: The topics that the ring shows something of.
_DRAWN = ("levels", "strengths", "durations")


def talk(now: RoomNow, token: str) -> str | None:
    """Return the conversation to have about the weakest connection, once there is something to compare."""
    if now.room.present not in ("weakest", "strengths", "durations"):
        return None
    votes = _votes(now, token)
    found = [results_of(now.room, topic, votes) for topic in _shown(now)]
    return conversation(found, medians_of(now.room, votes))


def has(found: TopicResult) -> bool:
    """Say whether the present topic is on the ring."""
    return found.topic in _DRAWN


def draw(now: RoomNow, token: str, widths: tuple[int, ...], *, base: int | None = None) -> Ring:
    """Draw the ring of the room's medians, and return what it shows; `base` is as in `ring_spec`."""
    ring = room_ring(now.room, _votes(now, token), here.words())
    st.vega_lite_chart(
        ring_spec(ring, look(), widths, base=base), theme=None, width="stretch", key="room_ring"
    )
    return ring


def show(now: RoomNow, token: str, found: TopicResult) -> None:
    """Draw the ring where the present topic is on it, with its numbers as a table."""
    if not has(found):
        return
    guide, ring = here.words(), draw(now, token, loop_ring.ON_THE_SUMMARY)
    with st.expander(guide.text("ui.ring.in_words"), type="compact"):
        layout.table(layout.by_column(ring.columns, ring.rows), guide.text("ui.ring.table_alt"))


def _shown(now: RoomNow) -> list[str]:
    return [topic.id for topic in now.room.topics if topic.status in ("revealed", "agreed")]


def _votes(now: RoomNow, token: str) -> list[Vote]:
    rooms = here.rooms()
    return [vote for topic in _shown(now) for vote in rooms.votes(token, topic)]
