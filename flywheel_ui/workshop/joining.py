"""The participant's screen, for a phone: come in with a code, vote, see the room's answers beside one's own.

The whole of it is one fragment: when the bell rings, the phone draws this and nothing else.
"""

import secrets
from collections.abc import Callable
from typing import Any

import streamlit as st

from flywheel_core.store import (
    Participant,
    RemovedFromRoom,
    RoomNow,
    StoreError,
    UnknownCode,
    UnknownRoom,
)
from flywheel_core.workshop import LONGEST_NAME, ROLES, WorkshopError, items_of
from flywheel_ui import bell, clock, layout
from flywheel_ui.fields import escaped
from flywheel_ui.workshop import ballot, beside, shown
from flywheel_ui.workshop import room as here

#: The address's parameters: the room's code, and the participant's own token.
CODE, ME = "code", "me"

WIDTH = 640
NOT_SAID = "not_said"

#: Below the header that Streamlit lays over the page; all that is pressed is 44 pixels high at least, and
#: answers of one line or three stand equally far apart. A line above each question, since a container around
#: it is one message more for each of hundreds of phones.
_LOOK = """
[data-testid=stMainBlockContainer] { padding-top: 4.5rem; }
[data-testid=stRadioOption] { min-height: 2.75rem; padding-block: 0.625rem; align-items: center; }
[data-testid=stMain] :is([data-testid=stButton], [data-testid=stDownloadButton]) button,
[data-testid=stTextInputRootElement] { min-height: 2.75rem; }
[class*=st-key-vote-] {
  border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent);
  padding-top: 1rem;
  min-width: 100%;
}
"""


def page() -> None:
    """Show the screen. What never changes stands around the fragment: each ring would send it again."""
    layout.width(WIDTH, _LOOK)
    drawn()


@st.fragment(run_every=bell.FALLBACK)
def drawn() -> None:
    """Draw the room of the person in the address, or the way in."""
    token = _seat()
    if token:
        _take_part(token)
    else:
        _come_in()


def _seat() -> str:
    """Return the person's token, and keep it in the address: whoever reloads is the same person."""
    token = st.query_params.get(ME) or _entry().get(ME, "")
    if token and st.query_params.get(ME) != token:
        st.query_params[ME] = token
        st.query_params.pop(CODE, None)
    return str(token)


def _entry() -> dict[str, Any]:
    """Return what this tab knows of coming in: the code, the token that came of it, what was refused."""
    entry: dict[str, Any] = st.session_state.setdefault("entry", {})
    return entry


def _place() -> dict[str, str]:
    """Return where codes come from: the address, and a random mark of this tab among those behind it."""
    mark = _entry().setdefault("mark", secrets.token_hex(16))
    return {"place": str(st.context.ip_address or "here"), "mark": mark}


# --- Coming in ---------------------------------------------------------------------------------------------


def _come_in() -> None:
    guide, entry = here.words(), _entry()
    now = _room_of_code(str(entry.get(CODE) or st.query_params.get(CODE, "")))
    layout.start_at_the_top(f"join.{now.id if now else 'code'}")
    if now is None:
        st.title(guide.text("ui.join.title"), anchor=False)
        # In a form, so that Enter and the button are one press: a wrong code counts once.
        with st.form("ask_code", border=False):
            st.text_input(guide.text("ui.join.code"), key="code", max_chars=20)
            st.form_submit_button(guide.text("ui.join.find"), key="find", type="primary", on_click=_find)
    else:
        _introduce(now)
    if said := (_shut(now) if now else "") or entry.get("said") or entry.get("away"):
        here.problem(said)


def _shut(now: RoomNow) -> str:
    """Return why a room takes nobody, before anything is asked; drawn anew, this screen sees it opened."""
    full = now.counts.people >= now.room.capacity
    state = "closed" if now.room.closed else "locked" if now.room.locked else "full" if full else ""
    return here.words().text(f"errors.store.room_{state}") if state else ""


def _room_of_code(code: str) -> RoomNow | None:
    """Return the room of a code; a wrong one is asked for once, so that it counts as one wrong code.

    Where the room can't be asked for now, each further drawing tries again.
    """
    entry = _entry()
    if not code or entry.get("wrong") == code:
        return None
    try:
        found = here.rooms().find(code, **_place())
    except UnknownCode as error:
        entry["wrong"], entry["said"] = code, str(error)
        return None
    except StoreError as error:
        entry["away"] = str(error)
        return None
    entry.pop("away", None)
    return found


def _find() -> None:
    entry, code = _entry(), str(st.session_state["code"]).strip()
    for refused in ("wrong", "said", "away"):
        entry.pop(refused, None)
    entry[CODE] = code
    if not code:
        entry["said"] = here.words().text("ui.join.no_code")


def _introduce(now: RoomNow) -> None:
    """Say what the room is and how it votes, before anything is asked."""
    guide, mode = here.words(), now.room.mode
    st.title(escaped(now.room.title), anchor=False)
    st.markdown(
        f"**{guide.text(f'workshop.modes.{mode}.name')}.** {guide.text(f'workshop.modes.{mode}.means')}"
    )
    st.caption(guide.text("ui.join.mode_stays"))
    if _shut(now):
        return
    if mode == "named":
        st.text_input(guide.text("ui.join.name"), key="name", max_chars=LONGEST_NAME)
    st.radio(
        guide.text("ui.join.role"),
        (*ROLES, NOT_SAID),
        index=len(ROLES),
        format_func=lambda role: guide.text(
            "ui.join.not_said" if role == NOT_SAID else f"workshop.roles.{role}"
        ),
        key="role",
        horizontal=True,
    )
    st.button(
        guide.text("ui.join.take_part"), key="take_part", type="primary", on_click=_join, args=(now.code,)
    )


def _join(code: str) -> None:
    entry, role = _entry(), st.session_state["role"]
    name = str(st.session_state.get("name", ""))
    entry.pop("said", None)
    if "name" in st.session_state and not name.strip():
        entry["said"] = here.words().text("ui.join.no_name")
        return
    try:
        said = None if role == NOT_SAID else role
        joined = here.rooms().join(code, **_place(), name=name, role=said)
    except (StoreError, WorkshopError) as error:
        entry["said"] = str(error)
        return
    entry[ME] = joined.token


# --- Taking part -------------------------------------------------------------------------------------------


def _take_part(token: str) -> None:
    held = ballot.ballot_of(token)
    held.cast_what_waits()
    try:
        me = held.ask()
    except (RemovedFromRoom, UnknownRoom) as error:
        layout.start_at_the_top("join.gone")
        st.title(here.words().text("ui.join.title"), anchor=False)
        st.info(escaped(str(error)), icon=":material/info:")
        return
    except StoreError as error:
        here.problem(str(error))
        return
    _show(me, token, held)
    held.drawn = True
    if held.recovered:
        held.recovered = False
        st.rerun()


def _show(me: Participant, token: str, held: ballot.Ballot) -> None:
    room, guide = me.now.room, here.words()
    screen = room.topic(room.present).round if room.present else 0
    left = ".left" if me.left else ""
    st.title(shown.topic_or_phase(room), anchor=False)
    st.caption(escaped(f"{room.title} · {me.label} · {guide.text(f'workshop.modes.{room.mode}.name')}"))
    ends_at = room.ends_at if room.phase == "collecting" else None
    bell.listen(token, me.now, ends_at=ends_at, screen=f"join.{room.phase}.{room.present}.{screen}{left}")
    here.tell()
    if not ballot.is_asked(room, clock.now()):
        held.say_late(me)
    if me.left and room.phase != "closed":
        _away(token)
        return
    with here.saying_what_fails():
        _PHASES[room.phase](me, token)
    if room.phase != "closed":
        st.button(guide.text("ui.join.leave"), key="leave", type="tertiary", on_click=_leave, args=(token,))


def _leave(token: str) -> None:
    here.try_to(lambda: here.rooms().leave(token))


def _away(token: str) -> None:
    """Say that they have left. Only a press brings them back: a phone may wake in a pocket by itself."""
    guide = here.words()
    st.markdown(guide.text("ui.join.left"))
    st.button(
        guide.text("ui.join.come_back"), key="come_back", type="primary", on_click=_come_back, args=(token,)
    )


def _come_back(token: str) -> None:
    here.try_to(lambda: here.rooms().come_back(token))


def _lobby(me: Participant, token: str) -> None:
    room, guide = me.now.room, here.words()
    if ballot.is_asked(room, clock.now()):
        st.markdown(shown.beforehand(room))
        ballot.questions(token, {topic.id: 1 for topic in room.topics if topic.status == "waiting"})
        return
    waits = "ui.join.parked" if room.parked else "ui.join.done"
    st.markdown(guide.text("ui.join.wait" if room.next_topic() else waits))


def _collecting(me: Participant, token: str) -> None:
    room, guide = me.now.room, here.words()
    topic = room.topic(room.present or "")
    shown.scope(room, token)
    if any((item.path, before) in me.votes for item in items_of(topic.id) for before in topic.rounds[:-1]):
        st.markdown(guide.text("ui.join.again"))
    ballot.questions(token, {topic.id: topic.round})


def _revealed(me: Participant, token: str) -> None:
    room = me.now.room
    beside.topic(me, room.topic(room.present or ""), token)


def _agreed(me: Participant, token: str) -> None:
    shown.agreed(me.now.room)
    _revealed(me, token)


def _closed(me: Participant, token: str) -> None:
    st.markdown(here.words().text("ui.join.closed"))
    beside.everything(me, token)


_PHASES: dict[str, Callable[[Participant, str], None]] = {
    "lobby": _lobby,
    "collecting": _collecting,
    "revealed": _revealed,
    "agreed": _agreed,
    "closed": _closed,
}
