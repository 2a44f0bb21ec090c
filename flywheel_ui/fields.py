"""The few widgets that every page uses: each is seeded from the document and saves when it changes.

What comes and goes below a question is a part of its page (see `parts`).
"""

import math
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from flywheel_core import Guide
from flywheel_core.assessment import (
    KINDS_OF_SIGNAL,
    format_iso,
    parse_duration,
    parse_duration_range,
    say_duration_range,
    value_at,
)
from flywheel_core.questions import question_of
from flywheel_ui import parts
from flywheel_ui.session import Session, current

NOT_APPLICABLE, UNSURE = "not_applicable", "unsure"

#: After such a pause what is typed in one line is saved; what must be read first gets a longer one.
WORDS, TYPED = "800ms", "1500ms"
SIGNALS = "components.collection.captured_signals"

Draw = Callable[[Session], None]


def _nothing(_session: Session) -> None:
    """Show nothing below a question but what is wrong with its answer."""


def _asked(
    path: str, draw: Draw, below: Draw = _nothing, more: Callable[[Session], object] = _nothing
) -> None:
    """Draw a question, and as a part of the page `below` it what comes and goes with its answer.

    `more` is what that depends on beside what is wrong. The question itself is no part: a server that was
    started anew passes over what comes from a part before it has drawn it.
    """
    session = current()

    def drawn() -> None:
        below(session)
        _error(session, path)

    draw(session)
    parts.rest(lambda: session.key(path))
    parts.part(f"below {path}", lambda: (session.errors.get(path), more(session)), drawn)


def bound(
    widget: Callable[..., object],
    label: str,
    key: str,
    shown: object,
    commit: Callable[[], None],
    **look: Any,
) -> None:
    """Draw a widget that is seeded with `shown` and puts its value into the document by `commit`.

    What a browser still holds of a session that was lost before it could be saved is taken over.
    """
    session = current()
    widget(
        label,
        key=key,
        on_change=answered,
        args=(commit, parts.now_drawn()),
        disabled=not session.may_edit,
        **look,
    )
    if not session.drawn and session.may_edit and st.session_state[key] != shown:
        commit()
        session.recovered = True


def answered(commit: Callable[[], None], part: str | None) -> None:
    """Take an answer over, and have drawn anew what it changes."""
    commit()
    parts.redraw(part)


def scale(part: str, key: str, sentences: Sequence[str], hints: Sequence[str]) -> None:
    """Ask for a level or a strength: a sentence to choose, *not sure*, or *not applicable* with its reason.

    `part` is the component's or transition's path, `key` is `level` or `strength`. The question itself
    stands above, as the screen's heading.
    """
    path = f"{part}.{key}"
    guide = current().guide
    words: dict[int | str, str] = {
        **dict(enumerate(sentences)),
        UNSURE: guide.text("ui.fields.unsure"),
        NOT_APPLICABLE: guide.text("ui.fields.not_applicable"),
    }
    captions = [*hints, guide.text("ui.fields.unsure_hint"), guide.text("ui.fields.not_applicable_hint")]

    def draw(session: Session) -> None:
        present, options, widget = _scale_answer(session, part, key), [*words], session.key(path)
        bound(
            st.radio,
            question_of(path, guide),
            widget,
            present,
            partial(_commit_scale, part, key, widget),
            options=options,
            index=None if present is None else options.index(present),
            format_func=words.__getitem__,
            captions=captions,
            label_visibility="collapsed",
        )

    def below(session: Session) -> None:
        if st.session_state[session.key(path)] == NOT_APPLICABLE:
            _reason(session, part, key)

    def more(session: Session) -> object:
        reason = f"{part}.not_applicable"
        asked = session.key(reason), session.errors.get(reason), value_at(session.assessment, reason)
        return st.session_state[session.key(path)] == NOT_APPLICABLE and asked

    _asked(path, draw, below, more)


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
    bound(
        st.text_input,
        session.guide.text("ui.fields.reason"),
        widget,
        present,
        partial(_commit_reason, part, key, widget),
        value=present,
    )
    if not present:
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

    def draw(session: Session) -> None:
        widget, present = session.key(path), value_at(session.assessment, path)
        bound(
            st.radio,
            question_of(path, session.guide),
            widget,
            present,
            partial(_commit, path, widget),
            options=options,
            index=None if present is None else options.index(present),
            format_func=partial(_named, session, words),
            horizontal=True,
        )

    _asked(path, draw)


def _named(session: Session, words: str, option: str) -> str:
    guide = session.guide
    return guide.text(
        f"{words}.{option}.name" if guide.has(f"{words}.{option}.name") else f"{words}.{option}"
    )


def strength(path: str) -> None:
    """Ask for a strength in one line, where it isn't the screen's question."""

    def draw(session: Session) -> None:
        guide, widget, present = session.guide, session.key(path), value_at(session.assessment, path)
        bound(
            st.selectbox,
            question_of(path, guide),
            widget,
            present,
            partial(_commit, path, widget),
            options=range(5),
            index=present,
            format_func=guide.lines("strengths.short").__getitem__,
            placeholder=guide.text("ui.fields.choose"),
        )

    _asked(path, draw)


def yes_no(path: str) -> None:
    """Ask for yes, no or not sure."""
    choice(path, "answers", ("yes", "no", UNSURE))


def text(
    path: str, *, placeholder: str = "", long: bool = False, label: str = "", hide_label: bool = False
) -> None:
    """Ask for a text; a short one is saved while it is typed, a long one when the field is left."""

    def draw(session: Session) -> None:
        asked = label or question_of(path, session.guide)
        _text(session, path, asked, long=long, hide_label=hide_label, placeholder=placeholder)

    _asked(path, draw)


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
        partial(_commit, path, widget),
        value=present,
        placeholder=placeholder,
        label_visibility="collapsed" if hide_label else "visible",
        **kind,
    )


def fold_of(place: str) -> str:
    """Return the key of the fold that holds the field at `place`."""
    return f"fold {place}"


def note(path: str) -> None:
    """Offer a note on an answer, folded away until it is wanted."""
    place = f"notes.{path}"

    def draw(session: Session) -> None:
        guide, question = session.guide, question_of(path, session.guide)
        key = "ui.fields.note_written" if value_at(session.assessment, place) else "ui.fields.note"
        label = guide.text(key, question=question)
        fold = st.expander(label, type="compact", key=fold_of(place), on_change="rerun")
        if fold.open:
            with fold:
                label = guide.text("ui.fields.note", question=question)
                _text(session, place, label, long=True, hide_label=True)
        _error(session, place)

    def shows(session: Session) -> object:
        written = bool(value_at(session.assessment, place))
        return session.key(place), written, session.errors.get(place)

    session = current()
    parts.part(place, lambda: shows(session), lambda: draw(session))


def day(path: str) -> None:
    """Ask for a day, typed as 2026-11-24: the parts of a date picker are too small for a thumb."""

    def draw(session: Session) -> None:
        widget, present = session.key(path), value_at(session.assessment, path) or ""
        bound(
            st.text_input,
            question_of(path, session.guide),
            widget,
            present,
            partial(_commit_day, path, widget),
            value=present,
            placeholder=session.guide.text("ui.fields.day_example"),
            live=TYPED,
        )

    _asked(path, draw)


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


def number(path: str) -> None:
    """Ask for a number, typed: a field for numbers can't be emptied once it was drawn with one in it."""

    def draw(session: Session) -> None:
        guide, widget, present = session.guide, session.key(path), value_at(session.assessment, path)
        said = say_number(present, guide)
        bound(
            st.text_input,
            question_of(path, guide),
            widget,
            said,
            partial(_commit_number, path, widget),
            value=said,
            live=TYPED,
        )

    _asked(path, draw)


def say_number(value: float | None, guide: Guide) -> str:
    """Return a number as `read_number` reads it, exactly; nothing for None."""
    if value is None:
        return ""
    said = guide.number(value)
    return said if read_number(said, guide) == value else repr(value)


def read_number(typed: str, guide: Guide) -> float | None:
    """Return a typed number, whole where it is whole, None for nothing. Raises ValueError with a sentence."""
    text = typed.strip().removesuffix("%").replace("\u2212", "-")
    if not text:
        return None
    value = guide.units.number(text.removeprefix("-"))
    if value is None or not math.isfinite(value):
        raise ValueError(guide.text("errors.number", text=typed[:40]))
    signed = -value if text.startswith("-") else value
    return int(signed) if signed.is_integer() else signed


def _commit_number(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    try:
        session.put({path: read_number(typed, session.guide)})
    except ValueError as error:
        session.errors[path] = str(error)


def duration(path: str, *, spread: bool = False) -> None:
    """Ask for a duration as people say it; with `spread` a range may be typed too."""

    def draw(session: Session) -> None:
        guide, widget, present = session.guide, session.key(path), value_at(session.assessment, path)
        given = present if isinstance(present, dict) or present is None else {"likely": present}
        said = say_duration_range(given, guide)
        bound(
            st.text_input,
            question_of(path, guide),
            widget,
            said,
            partial(_commit_duration, path, widget, spread),
            value=said,
            placeholder=guide.text("ui.fields.range_example" if spread else "ui.fields.duration_example"),
            live=TYPED,
        )

    _asked(path, draw)


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

    def draw(session: Session) -> None:
        for kind in _kinds(session):
            _signals_of(session, kind)

    parts.rest(lambda: [current().key(f"{SIGNALS}.{kind}") for kind in _kinds(current())])
    _asked(SIGNALS, draw)


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
        value=present,
        placeholder=session.guide.text(f"{words}.example"),
        height=68,
    )


def _commit_signals(kind: str | None, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    others = [signal for signal in value_at(session.assessment, SIGNALS) or [] if signal.get("kind") != kind]
    named = [{"name": name, **({"kind": kind} if kind else {})} for name in lines(typed)]
    order = [*KINDS_OF_SIGNAL, None]
    session.put({SIGNALS: sorted([*others, *named], key=lambda signal: order.index(signal.get("kind")))})


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
            value=present,
            placeholder=placeholder,
            height=104,
        )

    _asked(path, draw)


def _commit_lines(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    session.put({path: lines(typed)})


def _commit(path: str, widget: str) -> None:
    session, value = current(), st.session_state[widget]
    session.put({path: value})


def _error(session: Session, path: str) -> None:
    """Say what is wrong with an answer, inside a part: what is typed below it stays where it is."""
    if path in session.errors:
        st.error(escaped(session.errors[path]), icon=":material/error:")


def lines(typed: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


# Addresses, icons and arrows are looked for after the marks are read, so a backslash alone doesn't keep text
# from becoming one: a joiner that nobody sees is put before each mark as well.
_MARKS = str.maketrans({mark: f"\u2060\\{mark}" for mark in "\\`*_{}[]<>()#+-.!|~$:"})


def escaped(words: str) -> str:
    """Return text that Markdown shows as it is: labels and alerts are Markdown, what people type is not."""
    return words.translate(_MARKS)
