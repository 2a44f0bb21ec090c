"""A question and what comes and goes below it; a widget that is bound to the document."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from unicodedata import bidirectional

import streamlit as st

from flywheel_ui import parts
from flywheel_ui.session import Session, current

Draw = Callable[[Session], None]


def nothing(_session: Session) -> None:
    """Show nothing below a question but what is wrong with its answer."""


def asked(path: str, draw: Draw, below: Draw = nothing, more: Callable[[Session], object] = nothing) -> None:
    """Draw a question as a part of the page, and `below` it what comes and goes with its answer.

    `more` is what that depends on beside what is wrong. An answer that changes nothing else has this part
    drawn anew, in one run of Streamlit instead of two.
    """
    session = current()

    def drawn() -> None:
        draw(session)
        error(session, path)
        below(session)

    session.asked_here.add(path)
    parts.part(path, lambda: (session.key(path), session.wrong_with(path), more(session)), drawn)


def bound(
    widget: Callable[..., object],
    label: str,
    key: str,
    shown: object,
    commit: Callable[[], None],
    **look: Any,
) -> None:
    """Draw a widget that is seeded with `shown` and puts its value into the document by `commit`.

    What a browser still holds of a session that was lost before it could be saved is taken over. Whoever may
    only read gets question and answer as text: a closed field is too faint to be read with ease.
    """
    session = current()
    if not session.may_edit:
        _as_text(label, shown, look)
        return
    widget(label, key=key, on_change=answered, args=(commit, parts.now_drawn()), **look)
    if not session.drawn and st.session_state[key] != shown:
        commit()
        session.recovered = True


def _as_text(label: str, shown: object, look: Mapping[str, Any]) -> None:
    """Show an answer under its question, or in a frame where the question stands further up."""
    unlabelled = look.get("label_visibility") == "collapsed"
    with st.container(gap="xxsmall", border=unlabelled):
        if not unlabelled:
            st.caption(label)
        st.text(_said(shown, look.get("format_func", str)))


def _said(shown: object, words: Callable[[Any], str]) -> str:
    guide = current().guide
    if isinstance(shown, bool):
        return guide.text("answers.yes" if shown else "answers.no")
    return guide.text("answers.not_answered") if shown in (None, "") else words(shown)


def answered(commit: Callable[[], None], part: str | None) -> None:
    """Take an answer over, and have drawn anew what it changes."""
    commit()
    if current().is_stuck:
        st.rerun()
    parts.redraw(part)


def commit(path: str, widget: str) -> None:
    """Put a widget's value into the document as it is."""
    session, value = current(), st.session_state[widget]
    session.put({path: value}, typed=value)


def error(session: Session, path: str) -> None:
    """Say what is wrong with an answer, inside a part: what is typed below it stays where it is."""
    if wrong := session.wrong_with(path):
        st.error(escaped(wrong), icon=":material/error:")


def isolated(words: str) -> str:
    """Return typed words so that their direction turns nothing beside them in the same line around."""
    turned = any(bidirectional(character) in _TURNS for character in words)
    return f"\u2068{words}\u2069" if turned else words


#: Letters that run from right to left, and the marks that have what follows run so.
_TURNS = ("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI")

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>()#+-.!|~$:"})
# Addresses, icons and arrows are looked for after the marks are read, so a backslash doesn't keep text from
# becoming one: a joiner that nobody sees parts them. Else there is none: it would be copied with the words.
_COMES_ALIVE = re.compile(
    r"(?=://|:[\w/+-]+[:\[]|(?<=www)\.|(?<=\w)@\w)|(?<=[-<>=~])(?=[-<>=~])", re.IGNORECASE
)


def escaped(words: str) -> str:
    """Return text that Markdown shows as it is: labels and alerts are Markdown, what people type is not."""
    return _COMES_ALIVE.sub("\u2060", words).translate(_MARKS)
