"""What leaves a room: its links, its votes, the room itself as a file, and the assessment that it filled."""

from functools import partial
from typing import Literal

import streamlit as st

from flywheel_core import Guide, workshop
from flywheel_core.guide import speak
from flywheel_core.report import votes_csv
from flywheel_core.store import RoomNow
from flywheel_core.workshop import Vote, shown_rounds
from flywheel_ui import layout
from flywheel_ui.address import address, leads_here_only
from flywheel_ui.session import LINK, store
from flywheel_ui.workshop import room as here
from flywheel_ui.workshop.qr import qr

_PRESENT, _RESULT = "present_link", "result_link"


def ways_in(now: RoomNow) -> None:
    """Show the code and its picture, and the two links that are secrets."""
    guide = here.words()
    st.header(guide.text("ui.links.title"), anchor=False)
    join = address("join", code=now.code)
    with st.container(horizontal=True, vertical_alignment="center"):
        qr(join, width=120)
        st.metric(guide.text("ui.room.code"), now.code)
    wall = address("present", room=_present_token())
    st.link_button(guide.text("ui.links.open_wall"), wall, icon=":material/open_in_new:")
    if leads_here_only():
        st.warning(guide.text("ui.links.only_here"), icon=":material/wifi_off:")
    with st.expander(guide.text("ui.links.secrets"), type="compact"):
        st.markdown(guide.text("ui.links.join"))
        st.code(join, language=None, wrap_lines=True)
        st.markdown(guide.text("ui.links.present"))
        st.code(wall, language=None, wrap_lines=True)
        st.markdown(guide.text("ui.links.facilitate"))
        st.code(address("facilitate", room=here.token()), language=None, wrap_lines=True)


def _present_token() -> str:
    """The wall's link, made once for this window: only its hash is kept, so it can't be read again."""
    made: dict[str, str] = st.session_state.setdefault(_PRESENT, {})
    if here.token() not in made:
        made[here.token()] = here.rooms().present(here.token())
    return made[here.token()]


def take_along(now: RoomNow) -> None:
    """Offer the result, the votes and the room as files, and the end of the room."""
    guide = here.words()
    st.header(guide.text("ui.take.title"), anchor=False)
    if not _results_stand_above(now):
        result_button(primary=now.room.closed)
    if link := _result_link():
        st.markdown(guide.text("ui.take.result_link"))
        st.code(link, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        for name, data, mime in (
            ("votes", partial(_votes, now, here.token(), guide), "text/csv"),
            ("room", partial(_room, here.token(), guide), "application/json"),
        ):
            st.download_button(
                guide.text(f"ui.take.{name}"),
                data=data,
                file_name=guide.text(f"ui.take.{name}_file"),
                mime=mime,
                key=f"take_{name}",
                on_click="ignore",
            )
    _end(now)


def _results_stand_above(now: RoomNow) -> bool:
    """Say whether the bar of moves leads to the assessment already."""
    return now.room.phase == "lobby" and now.room.next_topic() is None


def result_button(*, primary: bool) -> None:
    """Offer the assessment that the room filled: first a link to it, then, in a window of its own, itself."""
    guide, icon = here.words(), ":material/open_in_new:"
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    link = _result_link()
    # The button stays where it was pressed, so that the keyboard's focus does.
    with st.container(horizontal=True):
        st.button(guide.text("ui.take.result"), key="result", on_click=_result, type=kind)
        if link:
            st.link_button(guide.text("ui.take.open_result"), link, type=kind, icon=icon)


def _result_link() -> str:
    made = st.session_state.get(_RESULT, {}).get(here.token())
    return address("summary", **{LINK: made}) if made else ""


def _result() -> None:
    if _result_link():
        return

    def make() -> None:
        made = here.rooms().result(here.token())
        st.session_state.setdefault(_RESULT, {})[here.token()] = made

    here.try_to(make)


def _votes(now: RoomNow, token: str, guide: Guide) -> bytes:
    """The votes of every topic that is shown; this runs in another thread, which knows of no tab."""
    speak(guide.language)
    rooms = store().rooms
    votes: list[Vote] = []
    for topic in now.room.topics:
        if topic.status != "collecting" and shown_rounds(topic):
            votes += rooms.votes(token, topic.id)
    return votes_csv(now.room, votes, guide)


def _room(token: str, guide: Guide) -> bytes:
    speak(guide.language)
    return store().rooms.export(token)


def _end(now: RoomNow) -> None:
    """Offer the two ends, each folded away with what it means: what can't be undone takes two presses."""
    guide = here.words()
    if not now.room.closed:
        with st.expander(guide.text("ui.take.close"), type="compact"):
            st.markdown(guide.text("ui.take.close_means"))
            st.button(
                guide.text("ui.take.close_yes"), key="close", on_click=here.move, args=(workshop.close,)
            )
    with st.expander(guide.text("ui.take.delete"), type="compact"):
        st.markdown(guide.text("ui.take.delete_means"))
        st.button(guide.text("ui.take.delete_yes"), key="delete_room", on_click=_delete)


def _delete() -> None:
    if here.try_to(lambda: here.rooms().delete(here.token())):
        st.session_state["room_deleted"] = True


def gone() -> bool:
    """Say that the room was deleted here, where it was."""
    if not st.session_state.pop("room_deleted", False):
        return False
    st.success(here.words().text("ui.take.deleted"), icon=":material/delete:")
    st.page_link(layout.page_path("workshop"), label=here.words().text("ui.workshop.nav"))
    return True
