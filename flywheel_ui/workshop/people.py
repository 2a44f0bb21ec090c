"""Who takes part, as far as the facilitator may know: never who has voted."""

from collections.abc import Iterable

import streamlit as st

from flywheel_core import Assessment, read_answers, workshop
from flywheel_core.assessment import AnswersError
from flywheel_core.store import Person, RoomNow
from flywheel_core.workshop import LONGEST_NAME, ROLES, Room
from flywheel_ui.address import address
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import room as here

#: What was done for somebody without a phone, who is to be removed, and how often a file was taken.
_SAID, _LEAVING, _TAKEN = "behalf_said", "leaving", "behalf_taken"


def people(now: RoomNow) -> None:
    """Show who has joined, and let the facilitator remove one, lock the room, or answer for somebody."""
    guide, room = here.words(), now.room
    fold = st.expander(guide.text("ui.people.title"), key="people", type="compact", on_change="rerun")
    if not fold.open:
        return
    with fold:
        _listed(now)
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


def _listed(now: RoomNow) -> None:
    guide, joined = here.words(), here.rooms().people(here.token())
    st.caption(guide.text("ui.people.help"))
    for person in joined:
        _person(person, now.room)
    if not joined:
        st.markdown(guide.text("ui.people.nobody"))
    st.button(guide.text("ui.people.refresh"), key="look_again", type="tertiary", icon=":material/refresh:")


def _person(person: Person, room: Room) -> None:
    guide = here.words()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(" · ".join(_said_of(person)))
        with st.container(horizontal=True, width="content"):
            if person.on_paper:
                link = address("join", me=here.rooms().place(here.token(), person.id))
                st.link_button(
                    guide.text("ui.people.enter"), link, type="tertiary", icon=":material/edit_note:"
                )
            label = guide.text("ui.people.remove", who=escaped(person.label))
            key = f"remove_{person.id}"
            st.button(label, key=key, on_click=_leaving, args=(person.id,), type="tertiary")
    if st.session_state.get(_LEAVING) == person.id:
        _sure(person, locked=room.locked)


def _said_of(person: Person) -> Iterable[str]:
    guide = here.words()
    yield person.label
    if person.role:
        yield guide.text(f"workshop.roles.{person.role}")
    if person.on_paper:
        yield guide.text("ui.people.on_paper")
    if person.left:
        yield guide.text("ui.people.has_left")


def _sure(person: Person, *, locked: bool) -> None:
    """Ask once more, below the row: the button that was pressed keeps the keyboard's focus."""
    guide = here.words()
    with st.container(border=True):
        st.markdown(guide.text("ui.people.remove_sure_locked" if locked else "ui.people.remove_sure"))
        with st.container(horizontal=True):
            for name, lock in (("remove_yes", False), *(() if locked else (("remove_and_lock", True),))):
                label = guide.text(f"ui.people.{name}")
                st.button(label, key=name, on_click=_remove, args=(person.id, lock))
            st.button(guide.text("ui.people.remove_no"), key="remove_no", on_click=_leaving, args=("",))


def _leaving(identifier: str) -> None:
    st.session_state[_LEAVING] = identifier


def _remove(identifier: str, lock: bool) -> None:
    _leaving("")
    here.try_to(lambda: here.rooms().remove(here.token(), identifier, lock=lock))


def _lock(locked: bool) -> None:
    here.move(lambda room: workshop.lock(room, locked=not locked))


def _rehearse() -> None:
    here.try_to(lambda: here.rooms().rehearse(here.token()))


# --- For somebody without a phone --------------------------------------------------------------------------


def _on_behalf(now: RoomNow) -> None:
    """Take part for a person without a phone: on paper, or with an answers file filled in beforehand."""
    guide, named = here.words(), now.room.mode == "named"
    st.header(guide.text("ui.people.on_behalf"), anchor=False)
    st.caption(guide.text("ui.people.on_behalf_help"))
    if named:
        st.text_input(guide.text("ui.people.name"), key="behalf_name", max_chars=LONGEST_NAME)
    else:
        st.caption(guide.text("ui.people.by_number"))
    st.selectbox(
        guide.text("ui.people.role"),
        ROLES,
        index=None,
        format_func=lambda role: guide.text(f"workshop.roles.{role}"),
        placeholder=guide.text("ui.people.no_role"),
        key="behalf_role",
    )
    st.button(guide.text("ui.people.paper"), key="behalf", on_click=_paper, args=(now.code, named))
    key = f"behalf_file_{st.session_state.get(_TAKEN, 0)}"
    st.file_uploader(guide.text("ui.people.file"), type="json", key=key, max_upload_size=5)
    st.button(guide.text("ui.people.bring"), key="behalf_bring", on_click=_file, args=(key, now.room))
    for sentence in st.session_state.get(_SAID, ()):
        st.info(escaped(sentence), icon=":material/how_to_vote:")


def _say(*sentences: str) -> None:
    st.session_state[_SAID] = sentences


def _paper(code: str, named: bool) -> None:
    name, role = _name(), st.session_state["behalf_role"]
    if _lacks_a_name(name, named=named):
        return

    def join() -> None:
        joined = here.rooms().join(code, place="", name=name, role=role, by=here.token())
        guide, person = here.words(), here.rooms().participant(joined.token).label
        _say(guide.text("ui.people.placed", person=person))

    if here.try_to(join):
        _clear()


def _lacks_a_name(name: str, *, named: bool) -> bool:
    lacking = named and not name
    _say(*([here.words().text("ui.people.no_name")] if lacking else []))
    return lacking


def _name() -> str:
    return str(st.session_state.get("behalf_name") or "").strip()


def _newest() -> str:
    """How the one is called who was entered last: in an anonymous room by a number."""
    return [person.label for person in here.rooms().people(here.token()) if person.on_paper][-1]


def _clear() -> None:
    """Empty the fields, so that the next press is about the next person."""
    st.session_state["behalf_role"] = None
    if "behalf_name" in st.session_state:
        st.session_state["behalf_name"] = ""


def _file(key: str, room: Room) -> None:
    file, guide, name = st.session_state[key], here.words(), _name()
    if _lacks_a_name(name, named=room.mode == "named"):
        return
    if file is None:
        _say(guide.text("ui.people.no_file"))
        return
    try:
        answers = read_answers(file.getvalue(), guide)
    except AnswersError as error:
        _say(str(error))
        return
    _bring(answers, name, room)


def _bring(answers: Assessment, name: str, room: Room) -> None:
    def bring() -> None:
        role = st.session_state["behalf_role"]
        votes = here.rooms().bring(here.token(), answers, name=name, role=role)
        guide = here.words()
        _say(guide.many("ui.people.brought", votes, person=_newest()), *_left_out(answers, room))

    if here.try_to(bring):
        _clear()
        st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1


def _left_out(answers: Assessment, room: Room) -> Iterable[str]:
    """Say what of the file is no vote here, and what the file does not answer."""
    guide, left = here.words(), workshop.left_out(answers, room)
    for why, topics in (("seen", left.seen), ("not_planned", left.not_planned)):
        if topics:
            names = guide.join([guide.topic(topic) for topic in topics])
            yield guide.text(f"ui.people.left_{why}", topics=names)
    if left.missing:
        some = [
            guide.many("ui.people.left_some", n, topic=guide.topic(topic))
            for topic, n in left.missing.items()
        ]
        yield guide.text("ui.people.left_missing", topics=guide.join(some))
