"""The questions of a topic as one participant answers them: each answer is a vote, saved as it is given.

A widget is seeded from the vote that the store has. Its key carries that vote and a revision: where a session
is lost, with its server or in a long sleep, the next one makes the same key of the same vote, and what the
browser holds beyond it was not saved yet, and is saved then (see `flywheel_ui.session`).
"""

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from flywheel_core.assessment import parse_duration_range, say_duration_range
from flywheel_core.store import Participant, StoreError
from flywheel_core.workshop import (
    Item,
    Room,
    WorkshopError,
    items_of,
    no_judgement,
    say_choice,
    say_item,
    say_name,
)
from flywheel_ui.fields import TYPED, escaped
from flywheel_ui.workshop import room as here

#: An item and the round in which it is voted on.
Asked = tuple[str, int]


@dataclass
class Ballot:
    """What one browser tab knows of its participant's votes beyond what the store has."""

    token: str
    #: The votes as this tab last saw or saved them; another device of the same person may change them.
    known: dict[Asked, Any] = field(default_factory=dict)
    #: The votes that the widgets were seeded with.
    born_with: dict[str, Any] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    #: What is wrong with an answer, by item and round.
    errors: dict[Asked, str] = field(default_factory=dict)
    #: What was saved last in this tab.
    last: Asked | None = None
    #: What could not be saved, by item and round, with the version that the screen showed; it goes with the
    #: next attempt, and to its own round or to none.
    unsaved: dict[Asked, tuple[Any, int]] = field(default_factory=dict)
    #: What the room did not take any more, and the version of the room in which that was said first.
    refused: str = ""
    refused_in: int | None = None
    #: Whether this session has drawn its screen; before that a browser may bring what a lost one held.
    drawn: bool = False
    recovered: bool = False
    #: What the store said last, for the drawing that follows; None where it has to be asked again.
    me: Participant | None = None

    def key(self, widget: str, value: Any) -> str:
        """Return the key of a widget, which is seeded with `value` the first time."""
        born = self.born_with.setdefault(widget, value)
        mark = crc32(json.dumps(born, sort_keys=True).encode())
        return f"{widget}#{self.revisions.get(widget, 0)}.{mark:x}"

    def reborn(self, widget: str) -> None:
        """Have a widget built again from the vote."""
        self.born_with.pop(widget, None)
        self.revisions[widget] = self.revisions.get(widget, 0) + 1

    def take_in(self, votes: Mapping[Asked, Any]) -> None:
        """Take over what another device of the same person changed."""
        for asked, value in votes.items():
            if self.known.get(asked) != value:
                for widget in self.born_with.keys() & set(_widgets(*asked)):
                    self.reborn(widget)
            self.known[asked] = value

    def cast(self, path: str, number: int, value: Any, seen: int) -> bool:
        """Save a vote in the round it was given in; return whether it is. `seen` is as in `Rooms.vote`."""
        self.errors.pop((path, number), None)
        self.unsaved.pop((path, number), None)
        try:
            taken = here.rooms().vote(self.token, path, value, round=number, seen=seen)
        except WorkshopError as error:
            self.refused, self.refused_in, self.me = str(error), None, None
            return False
        except StoreError as error:
            self.unsaved[path, number] = value, seen
            self.errors[path, number] = here.words().text("ui.join.not_saved", problem=str(error))
            return False
        self.known.update(taken.votes)
        self.me, self.refused, self.last = taken, "", (path, number)
        return bool(taken.votes.get((path, number)) == value)

    def ask(self) -> Participant:
        """Return who this is, with the votes of all their devices. Raises StoreError."""
        self.me = here.rooms().participant(self.token)
        self.take_in(self.me.votes)
        return self.me

    def say_late(self, me: Participant) -> None:
        """Say what came too late, for as long as the room stays as it was when that is first said."""
        if self.refused_in is None:
            self.refused_in = me.now.version
        if self.refused and self.refused_in == me.now.version:
            st.warning(escaped(self.refused), icon=":material/schedule:")

    def cast_what_waits(self) -> None:
        """Try to save once more what could not be saved."""
        for (path, number), (value, seen) in tuple(self.unsaved.items()):
            self.cast(path, number, value, seen)


def ballot_of(token: str) -> Ballot:
    """Return this tab's ballot for a participant."""
    ballot = st.session_state.get("ballot")
    if not isinstance(ballot, Ballot) or ballot.token != token:
        ballot = st.session_state["ballot"] = Ballot(token)
    return ballot


def is_asked(room: Room, now: datetime) -> bool:
    """Say whether the screen of a room asks anything now."""
    return room.phase == "collecting" or room.is_open_beforehand(now)


@st.fragment
def questions(token: str, rounds: Mapping[str, int]) -> None:
    """Ask all of some topics, each in a round of it, and say of each answer whether it is saved.

    After a vote this is drawn anew, and nothing else of the screen.
    """
    held = ballot_of(token)
    try:
        me = held.me or held.ask()
    except StoreError:
        st.rerun()  # the whole screen says what is wrong
    held.say_late(me)
    for topic, number in rounds.items():
        if me.now.room.present != topic:
            st.header(here.words().topic(topic), anchor=False)
        _topic(me, topic, number)


def _topic(me: Participant, topic: str, number: int) -> None:
    items = items_of(topic)
    given = sum((item.path, number) in me.votes for item in items)
    if len(items) > 1:
        with st.container(key=f"spoken_answered_{topic}"):
            st.caption(here.words().text("ui.join.answered", given=given, asked=len(items)))
    for item in items:
        _question(me, item, number)


def _question(me: Participant, item: Item, number: int) -> None:
    ballot, guide = st.session_state["ballot"], here.words()
    value = me.votes.get((item.path, number))
    draw = _duration if item.kind == "duration" else _choice
    draw(me, item, number, value)
    if (item.path, number) in ballot.errors:
        st.error(escaped(ballot.errors[item.path, number]), icon=":material/error:")
    elif value is not None:
        # Only what was saved last is to be spoken: a container for each is one message more for hundreds.
        is_last = ballot.last == (item.path, number)
        with st.container(key=f"spoken_saved_{item.path}") if is_last else nullcontext():
            st.caption(f":material/check: {guide.text('ui.join.saved')}")


def _choice(me: Participant, item: Item, number: int, value: Any) -> None:
    guide = here.words()
    options = [*item.choices, *no_judgement(item)]
    name = f"{say_name(item, guide)}. " if item.kind == "scale" else ""
    _bound(
        st.radio,
        f"{name}{say_item(item, guide)}",
        _widgets(item.path, number)[0],
        _Vote(me, item, number, value, shown=value, read=_as_chosen),
        options=options,
        index=options.index(value) if value in options else None,
        format_func=lambda choice: say_choice(item, choice, guide),
        horizontal=item.kind == "choice" and len(options) <= 4,
    )


def _duration(me: Participant, item: Item, number: int, value: Any) -> None:
    guide, (typed, instead) = here.words(), _widgets(item.path, number)
    said = say_duration_range(value if isinstance(value, dict) else None, guide)
    clock = guide.text(f"{item.path.rpartition('.')[0]}.done_when")
    _bound(
        st.text_input,
        f"{say_item(item, guide)} {clock}",
        typed,
        _Vote(me, item, number, value, shown=said, read=_as_typed, other=instead),
        value=said,
        placeholder=guide.text("ui.fields.range_example"),
        live=TYPED,
    )
    options = no_judgement(item)
    chosen = value if value in options else None
    _bound(
        st.radio,
        guide.text("ui.join.instead", question=say_name(item, guide)),
        instead,
        _Vote(me, item, number, value, shown=chosen, read=_as_chosen, other=typed),
        options=options,
        index=None if chosen is None else options.index(chosen),
        format_func=lambda choice: say_choice(item, choice, guide),
        horizontal=True,
        label_visibility="collapsed",
    )


@dataclass(frozen=True)
class _Vote:
    """What a widget asks: `shown` is what the vote looks like in it, `read` makes a vote of what it holds.

    `other` is the widget for the same vote that is emptied when this one is used.
    """

    me: Participant
    item: Item
    number: int
    value: Any
    shown: Any
    read: Callable[[Any], Any]
    other: str = ""


def _bound(kind: Callable[..., object], label: str, widget: str, vote: _Vote, **look: Any) -> None:
    """Draw a widget whose changes are cast; what a lost session's browser still holds is cast too."""
    ballot: Ballot = st.session_state["ballot"]
    key = ballot.key(widget, vote.value)
    commit = partial(_commit, key, widget, vote, vote.me.now.version)
    kind(label, key=key, on_change=commit, **look)
    held = st.session_state[key]
    if not ballot.drawn and held not in (vote.shown, None, ""):
        commit()
        ballot.recovered = True


def _commit(key: str, widget: str, vote: _Vote, seen: int) -> None:
    """Cast what a widget holds; `seen` was bound when it was drawn, so a late click tells what it saw."""
    ballot, held = st.session_state["ballot"], st.session_state[key]
    asked = vote.item.path, vote.number
    try:
        value = vote.read(held)
    except ValueError as error:
        ballot.errors[asked] = str(error)
        return
    if asked not in ballot.unsaved:
        ballot.errors.pop(asked, None)
    if value is None or not (ballot.cast(*asked, value, seen) or asked in ballot.unsaved):
        ballot.reborn(widget)  # it shows again what is saved
    elif vote.other:
        ballot.reborn(vote.other)


def _as_chosen(held: Any) -> Any:
    return held


def _as_typed(held: str) -> Any:
    """A typed range as a vote, None for nothing. Raises ValueError with one sentence."""
    return parse_duration_range(held, here.words()) if held.strip() else None


def _widgets(path: str, number: int) -> tuple[str, str]:
    """The widget of an item in a round, and the second one that durations have."""
    return f"vote {path} {number}", f"instead {path} {number}"
