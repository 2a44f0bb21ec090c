"""Who takes part, as far as the facilitator may know: never who has voted."""

import streamlit as st

from flywheel_core import read_answers, workshop
from flywheel_core.assessment import AnswersError
from flywheel_core.store import RoomNow
from flywheel_core.workshop import ROLES
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here

_HANDED = "handed_link"


def people(now: RoomNow) -> None:
    """Show who has joined, and let the facilitator remove one, lock the room, or answer for somebody."""
    guide, room = here.words(), now.room
    with st.expander(guide.text("ui.people.title"), type="compact"):
        for person in here.rooms().people(here.token()):
            _person(person.id, person.label, person.role)
        st.toggle(
            guide.text("ui.people.lock"),
            room.locked,
            key=f"lock_{room.locked}",
            on_change=_lock,
            args=(room.locked,),
        )
        if room.rehearsal:
            st.button(guide.text("ui.people.rehearse"), key="rehearse_more", on_click=_rehearse)
        _on_behalf(now)


def _person(identifier: str, label: str, role: str | None) -> None:
    guide = here.words()
    said = f"{label} · {guide.text(f'workshop.roles.{role}')}" if role else label
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(said)
        st.button(
            guide.text("ui.people.remove"),
            key=f"remove_{identifier}",
            on_click=_remove,
            args=(identifier,),
            type="tertiary",
        )


def _remove(identifier: str) -> None:
    here.try_to(lambda: here.rooms().remove(here.token(), identifier))


def _lock(locked: bool) -> None:
    here.move(lambda room: workshop.lock(room, locked=not locked))


def _rehearse() -> None:
    here.try_to(lambda: here.rooms().rehearse(here.token()))


def _on_behalf(now: RoomNow) -> None:
    """Take part for a person without a phone: on paper, or with an answers file filled in beforehand."""
    guide = here.words()
    st.markdown(f"**{guide.text('ui.people.on_behalf')}**")
    st.caption(guide.text("ui.people.on_behalf_help"))
    named = now.room.mode == "named"
    if named:
        st.text_input(guide.text("ui.people.name"), key="behalf_name", max_chars=100)
    st.selectbox(
        guide.text("ui.people.role"),
        ROLES,
        index=None,
        format_func=lambda role: guide.text(f"workshop.roles.{role}"),
        placeholder=guide.text("ui.people.no_role"),
        key="behalf_role",
    )
    st.button(guide.text("ui.people.paper"), key="behalf", on_click=_paper, args=(now.code,))
    if handed := st.session_state.get(_HANDED):
        st.markdown(guide.text("ui.people.paper_link"))
        st.code(here.address("join", me=handed), language=None, wrap_lines=True)
    st.file_uploader(
        guide.text("ui.people.file"), type="json", key="behalf_file", on_change=_file, max_upload_size=5
    )
    if sentence := st.session_state.get("behalf_said"):
        st.info(escaped(sentence), icon=":material/how_to_vote:")


def _paper(code: str) -> None:
    def join() -> None:
        joined = here.rooms().join(
            code, place="", name=_name(), role=st.session_state["behalf_role"], by=here.token()
        )
        st.session_state[_HANDED] = joined.token

    here.try_to(join)


def _name() -> str:
    return str(st.session_state.get("behalf_name") or "")


def _file() -> None:
    file, guide = st.session_state["behalf_file"], here.words()
    st.session_state["behalf_said"] = ""
    if file is None:
        return
    try:
        answers = read_answers(file.getvalue(), guide)
    except AnswersError as error:
        st.session_state["behalf_said"] = str(error)
        return

    def bring() -> None:
        votes = here.rooms().bring(here.token(), answers, name=_name(), role=st.session_state["behalf_role"])
        st.session_state["behalf_said"] = guide.many("ui.people.brought", votes)

    here.try_to(bring)
