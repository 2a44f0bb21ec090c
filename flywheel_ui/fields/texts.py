"""Texts, notes and lists, one entry a line."""

from functools import partial
from typing import Any

import streamlit as st

from flywheel_core.assessment import KINDS_OF_SIGNAL, value_at
from flywheel_core.questions import question_of
from flywheel_ui import layout, parts
from flywheel_ui.fields.asked import asked, bound, commit, error
from flywheel_ui.session import Session, current

#: After such a pause what is typed in one line is saved.
WORDS = "800ms"
SIGNALS = "components.collection.captured_signals"


def text(
    path: str, *, placeholder: str = "", long: bool = False, label: str = "", hide_label: bool = False
) -> None:
    """Ask for a text; a short one is saved while it is typed, a long one when the field is left."""

    def draw(session: Session) -> None:
        question = label or question_of(path, session.guide)
        _text(session, path, question, long=long, hide_label=hide_label, placeholder=placeholder)

    asked(path, draw)


def text_within(path: str, *, long: bool = False) -> None:
    """Ask for a text inside a part of the page, which tells that it shows its key and what is wrong."""
    session = current()
    _text(session, path, question_of(path, session.guide), long=long, hide_label=False)
    error(session, path)


def _text(
    session: Session, path: str, label: str, *, long: bool, hide_label: bool, placeholder: str = ""
) -> None:
    widget, present = session.key(path), value_at(session.assessment, path) or ""
    kind: dict[str, Any] = {"height": 96} if long else {"live": WORDS}
    bound(
        st.text_area if long else st.text_input,
        label,
        widget,
        present,
        partial(commit, path, widget),
        value=session.typed.get(path, present),
        placeholder=placeholder,
        label_visibility="collapsed" if hide_label else "visible",
        **kind,
    )


def fold_of(place: str) -> str:
    """Return the key of the fold that holds the field at `place`."""
    return f"fold {place}"


def note(path: str, about: str = "") -> None:
    """Offer a note on an answer, folded away until it is wanted: the fold says `about`, or its question."""
    place = f"notes.{path}"

    def draw(session: Session) -> None:
        guide, question = session.guide, question_of(path, session.guide)
        key = "ui.fields.note_written" if value_at(session.assessment, place) else "ui.fields.note"
        label = guide.text(key, question=about or question)
        wrong = bool(session.wrong_with(place))
        fold = layout.fold(label, fold_of(place), opens=wrong, type="compact")
        if fold.open:
            with fold:
                label = guide.text("ui.fields.note", question=question)
                _text(session, place, label, long=True, hide_label=True)
        error(session, place)

    def shows(session: Session) -> object:
        written = bool(value_at(session.assessment, place))
        return session.key(place), written, session.wrong_with(place)

    session = current()
    session.asked_here.add(place)
    parts.part(place, lambda: shows(session), lambda: draw(session))


def signals() -> None:
    """Ask for the captured signals, one a line, under the four kinds."""

    def draw(session: Session) -> None:
        for kind in _kinds(session):
            _signals_of(session, kind)

    parts.rest(lambda: [current().key(f"{SIGNALS}.{kind}") for kind in _kinds(current())])
    asked(SIGNALS, draw)


def _kinds(session: Session) -> list[str | None]:
    captured = session.assessment.components.collection.captured_signals
    return [*KINDS_OF_SIGNAL, *([None] if any(signal.kind is None for signal in captured) else [])]


def _signals_of(session: Session, kind: str | None) -> None:
    widget, words = session.key(f"{SIGNALS}.{kind}"), f"signals.kinds.{kind or 'other'}"
    captured = session.assessment.components.collection.captured_signals
    present = "\n".join(signal.name for signal in captured if signal.kind == kind)
    bound(
        st.text_area,
        session.guide.text("ui.fields.signals", kind=session.guide.text(f"{words}.name")),
        widget,
        present,
        partial(_commit_signals, kind, widget),
        value=session.typed.get(f"{SIGNALS}.{kind}", present),
        placeholder=session.guide.text(f"{words}.example"),
        height=68,
    )


def _commit_signals(kind: str | None, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    others = [signal for signal in value_at(session.assessment, SIGNALS) or [] if signal.get("kind") != kind]
    named = [{"name": name, **({"kind": kind} if kind else {})} for name in _lines(typed)]
    order = [*KINDS_OF_SIGNAL, None]
    listed = sorted([*others, *named], key=lambda signal: order.index(signal.get("kind")))
    session.put({SIGNALS: listed}, typed=typed, field=f"{SIGNALS}.{kind}")


def list_of_lines(path: str, *, placeholder: str = "") -> None:
    """Ask for a list, one entry a line."""

    def draw(session: Session) -> None:
        widget, present = session.key(path), "\n".join(value_at(session.assessment, path) or [])
        bound(
            st.text_area,
            question_of(path, session.guide),
            widget,
            present,
            partial(_commit_lines, path, widget),
            value=session.typed.get(path, present),
            placeholder=placeholder,
            height=104,
        )

    asked(path, draw)


def _commit_lines(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    session.put({path: _lines(typed)}, typed=typed)


def _lines(typed: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in typed.splitlines() if line.strip()]
