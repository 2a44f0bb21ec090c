"""The few widgets that every page uses: each is seeded from the document and saves when it changes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from flywheel_core.assessment import (
    KINDS_OF_SIGNAL,
    format_iso,
    parse_duration,
    parse_duration_range,
    say_duration_range,
    value_at,
)
from flywheel_core.questions import question_of
from flywheel_ui.session import Session, current

NOT_APPLICABLE, UNSURE = "not_applicable", "unsure"


def scale(part: str, key: str, sentences: Sequence[str], hints: Sequence[str]) -> None:
    """Ask for a level or a strength: a sentence to choose, *not sure*, or *not applicable* with its reason.

    `part` is the component's or transition's path, `key` is `level` or `strength`. The question itself
    stands above, as the screen's heading.
    """
    session, path = current(), f"{part}.{key}"
    guide = session.guide
    options: list[int | str] = [*range(len(sentences)), UNSURE, NOT_APPLICABLE]
    words: dict[int | str, str] = {
        **dict(enumerate(sentences)),
        UNSURE: guide.text("ui.fields.unsure"),
        NOT_APPLICABLE: guide.text("ui.fields.not_applicable"),
    }
    present = _scale_answer(session, part, key)
    widget = session.key(path)
    st.radio(
        question_of(path, guide),
        options,
        index=None if present is None else options.index(present),
        format_func=words.__getitem__,
        captions=[*hints, guide.text("ui.fields.unsure_hint"), guide.text("ui.fields.not_applicable_hint")],
        key=widget,
        on_change=_commit_scale,
        args=(part, key, widget),
        disabled=not session.may_edit,
        label_visibility="collapsed",
    )
    _recover(widget, present, _commit_scale, part, key, widget)
    place = st.empty()
    if st.session_state[widget] == NOT_APPLICABLE:
        with place.container():
            _reason(session, part, key)
    _error(session, path)


def _scale_answer(session: Session, part: str, key: str) -> int | str | None:
    answer = value_at(session.assessment, part) or {}
    if "not_applicable" in answer:
        return NOT_APPLICABLE
    if key in answer:
        return int(answer[key])
    return UNSURE if answer.get(f"{key}_unsure") else None


def _commit_scale(part: str, key: str, widget: str) -> None:
    session, chosen = current(), st.session_state[widget]
    if chosen == NOT_APPLICABLE:
        return  # saved with its reason, which is asked for next
    session.put(
        {
            f"{part}.not_applicable": None,
            f"{part}.{key}": None if chosen == UNSURE else chosen,
            f"{part}.{key}_unsure": True if chosen == UNSURE else None,
            f"{part}.basis": None if chosen == UNSURE else "estimated",
        }
    )


def _reason(session: Session, part: str, key: str) -> None:
    path = f"{part}.not_applicable"
    widget, present = session.key(path), value_at(session.assessment, path) or ""
    st.text_input(
        session.guide.text("ui.fields.reason"),
        value=present,
        key=widget,
        on_change=_commit_reason,
        args=(part, key, widget),
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit_reason, part, key, widget)
    if not value_at(session.assessment, path):
        st.caption(session.guide.text("ui.fields.reason_missing"))
    _error(session, path)


def _commit_reason(part: str, key: str, widget: str) -> None:
    session, reason = current(), st.session_state[widget]
    if not reason.strip():
        session.put({f"{part}.not_applicable": None})
        return
    cleared = {f"{part}.{name}": None for name in (key, f"{key}_unsure", "basis")}
    if part.startswith("transitions."):
        cleared |= {f"{part}.duration": None, f"{part}.duration_unsure": None}
    session.put({**cleared, f"{part}.not_applicable": reason})


def choice(path: str, words: str, options: Sequence[str]) -> None:
    """Ask for one of a few named answers; `words` is where their names are.

    They stand side by side: one below the other they would be too close together for a thumb.
    """
    session = current()
    guide, widget, present = session.guide, session.key(path), value_at(session.assessment, path)
    st.radio(
        question_of(path, guide),
        options,
        index=None if present is None else options.index(present),
        format_func=lambda option: _named(session, words, option),
        key=widget,
        on_change=_commit,
        args=(path, widget),
        horizontal=True,
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit, path, widget)
    _error(session, path)


def _named(session: Session, words: str, option: str) -> str:
    guide = session.guide
    return guide.text(
        f"{words}.{option}.name" if guide.has(f"{words}.{option}.name") else f"{words}.{option}"
    )


def strength(path: str) -> None:
    """Ask for a strength in one line, where it isn't the screen's question."""
    session = current()
    guide, widget, present = session.guide, session.key(path), value_at(session.assessment, path)
    st.selectbox(
        question_of(path, guide),
        range(5),
        index=present,
        format_func=guide.lines("strengths.short").__getitem__,
        placeholder=guide.text("ui.fields.choose"),
        key=widget,
        on_change=_commit,
        args=(path, widget),
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit, path, widget)
    _error(session, path)


def yes_no(path: str) -> None:
    """Ask for yes, no or not sure."""
    choice(path, "answers", ("yes", "no", UNSURE))


def text(
    path: str, *, placeholder: str = "", long: bool = False, label: str = "", hide_label: bool = False
) -> None:
    """Ask for a text; a short one is saved while it is typed, a long one when the field is left."""
    session = current()
    widget, present = session.key(path), value_at(session.assessment, path) or ""
    kind = {"height": 96} if long else {"live": "800ms"}
    (st.text_area if long else st.text_input)(
        label or question_of(path, session.guide),
        present,
        key=widget,
        on_change=_commit,
        args=(path, widget),
        placeholder=placeholder,
        disabled=not session.may_edit,
        label_visibility="collapsed" if hide_label else "visible",
        **kind,
    )
    _recover(widget, present, _commit, path, widget)
    _error(session, path)


def day(path: str) -> None:
    """Ask for a day, typed as 2026-11-24: the parts of a date picker are too small for a thumb."""
    session = current()
    widget, present = session.key(path), value_at(session.assessment, path) or ""
    st.text_input(
        question_of(path, session.guide),
        present,
        placeholder=session.guide.text("ui.fields.day_example"),
        key=widget,
        on_change=_commit_day,
        args=(path, widget),
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit_day, path, widget)
    _error(session, path)


def _commit_day(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    try:
        session.put({path: read_day(typed, session)})
    except ValueError as error:
        session.errors[path] = str(error)


def read_day(typed: str, session: Session) -> str | None:
    """Return a typed day as the document holds it, None for nothing. Raises ValueError with one sentence."""
    typed = typed.strip()
    try:
        return date.fromisoformat(typed).isoformat() if typed else None
    except ValueError:
        raise ValueError(session.guide.text("errors.day", text=typed[:40])) from None


def number(path: str, *, whole: bool = False) -> None:
    """Ask for a number of at least 0."""
    session = current()
    widget, present = session.key(path), value_at(session.assessment, path)
    st.number_input(
        question_of(path, session.guide),
        value=present if present is None else (int(present) if whole else float(present)),
        min_value=0 if whole else None,
        step=1 if whole else 1.0,
        key=widget,
        on_change=_commit_number,
        args=(path, widget),
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit_number, path, widget)
    _error(session, path)


def _commit_number(path: str, widget: str) -> None:
    session, value = current(), st.session_state[widget]
    whole = isinstance(value, float) and value.is_integer()
    session.put({path: int(value) if whole else value})


def duration(path: str, *, spread: bool = False) -> None:
    """Ask for a duration as people say it; with `spread` a range may be typed too."""
    session = current()
    widget, present = session.key(path), value_at(session.assessment, path)
    given = present if isinstance(present, dict) or present is None else {"likely": present}
    said = say_duration_range(given, session.guide)
    st.text_input(
        question_of(path, session.guide),
        value=said,
        placeholder=session.guide.text("ui.fields.range_example" if spread else "ui.fields.duration_example"),
        key=widget,
        on_change=_commit_duration,
        args=(path, widget, spread),
        disabled=not session.may_edit,
    )
    _recover(widget, said, _commit_duration, path, widget, spread)
    _error(session, path)


def _commit_duration(path: str, widget: str, spread: bool) -> None:
    session, typed = current(), st.session_state[widget]
    try:
        value: Any = None
        if typed.strip():
            guide = session.guide
            value = parse_duration_range(typed, guide) if spread else format_iso(parse_duration(typed, guide))
    except ValueError as error:
        session.errors[path] = str(error)
        return
    changes = {path: value}
    if spread:
        changes |= {f"{path}_unsure": None, path.replace(".duration", ".basis"): "estimated"}
    session.put(changes)


def signals() -> None:
    """Ask for the captured signals, one a line, under the four kinds."""
    session, path = current(), "components.collection.captured_signals"
    captured = value_at(session.assessment, path) or []
    kinds: list[str | None] = [*KINDS_OF_SIGNAL]
    if any(signal.get("kind") is None for signal in captured):
        kinds.append(None)
    for kind in kinds:
        widget = session.key(f"{path}.{kind}")
        words = f"signals.kinds.{kind or 'other'}"
        present = "\n".join(signal["name"] for signal in captured if signal.get("kind") == kind)
        st.text_area(
            session.guide.text("ui.fields.signals", kind=session.guide.text(f"{words}.name")),
            value=present,
            placeholder=session.guide.text(f"{words}.example"),
            height=68,
            key=widget,
            on_change=_commit_signals,
            args=(kind, widget),
            disabled=not session.may_edit,
        )
        _recover(widget, present, _commit_signals, kind, widget)
    _error(session, path)


def _commit_signals(kind: str | None, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    path = "components.collection.captured_signals"
    others = [signal for signal in value_at(session.assessment, path) or [] if signal.get("kind") != kind]
    named = [{"name": name, **({"kind": kind} if kind else {})} for name in lines(typed)]
    order = [*KINDS_OF_SIGNAL, None]
    session.put({path: sorted([*others, *named], key=lambda signal: order.index(signal.get("kind")))})


def list_of_lines(path: str, *, placeholder: str = "") -> None:
    """Ask for a list, one entry a line."""
    session = current()
    widget, present = session.key(path), "\n".join(value_at(session.assessment, path) or [])
    st.text_area(
        question_of(path, session.guide),
        value=present,
        placeholder=placeholder,
        height=104,
        key=widget,
        on_change=_commit_lines,
        args=(path, widget),
        disabled=not session.may_edit,
    )
    _recover(widget, present, _commit_lines, path, widget)
    _error(session, path)


def _commit_lines(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    session.put({path: lines(typed)})


def note(path: str) -> None:
    """Offer a note on an answer, folded away until it is wanted."""
    session = current()
    present = value_at(session.assessment, f"notes.{path}")
    key = "ui.fields.note_written" if present else "ui.fields.note"
    question = question_of(path, session.guide)
    with st.expander(session.guide.text(key, question=question), type="compact"):
        label = session.guide.text("ui.fields.note", question=question)
        text(f"notes.{path}", long=True, label=label, hide_label=True)


def _commit(path: str, widget: str) -> None:
    session, value = current(), st.session_state[widget]
    session.put({path: value})


def _recover(widget: str, shown: object, commit: Callable[..., None], *args: object) -> None:
    """Take over what a browser still holds of a session that was lost before it could be saved."""
    session = current()
    if not session.drawn and session.may_edit and st.session_state[widget] != shown:
        commit(*args)
        session.recovered = True


def _error(session: Session, path: str) -> None:
    """Say what is wrong with an answer, at a place that is there without it as well.

    What comes and goes without a place of its own makes the browser build again all that stands below it:
    what is being typed there would be gone.
    """
    place = st.empty()
    if path in session.errors:
        place.error(escaped(session.errors[path]), icon=":material/error:")


def lines(typed: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


# Addresses, icons and arrows are looked for after the marks are read, so a backslash alone doesn't keep text
# from becoming one: a joiner that nobody sees is put before each mark as well.
_MARKS = str.maketrans({mark: f"\u2060\\{mark}" for mark in "\\`*_{}[]<>()#+-.!|~$:"})


def escaped(words: str) -> str:
    """Return text that Markdown shows as it is: labels and alerts are Markdown, what people type is not."""
    return words.translate(_MARKS)
