"""Figures and days as people type them: what can't be read is said, stays, and changes nothing."""

import math
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st

from flywheel_core import Guide
from flywheel_core.assessment import (
    format_iso,
    parse_duration,
    parse_duration_range,
    say_doubtful,
    say_duration_range,
    value_at,
)
from flywheel_core.dates import read_date, say_date
from flywheel_core.questions import question_of, say_middle
from flywheel_ui.fields.asked import Draw, asked, bound, nothing
from flywheel_ui.fields.basis import basis_asked, put_estimate, who_said
from flywheel_ui.session import Session, current

#: After such a pause what is typed is saved: what must be read first gets longer than words.
TYPED = "1500ms"


Read = Callable[[str, Session], Any]


def _typed(
    path: str,
    say: Callable[[Any, Guide], str],
    commit: Callable[[str, str], None],
    placeholder: str = "",
    below: Draw = nothing,
    more: Callable[[Session], object] = nothing,
    *,
    hide_label: bool = False,
) -> None:
    """Ask for what is typed in one line; `say` writes an answer so that it is read the same."""

    def draw(session: Session) -> None:
        widget, guide = session.key(path), session.guide
        said = say(value_at(session.assessment, path), guide)
        bound(
            st.text_input,
            question_of(path, guide),
            widget,
            said,
            partial(commit, path, widget),
            value=session.typed.get(path, said),
            placeholder=guide.text(placeholder) if placeholder else "",
            label_visibility="collapsed" if hide_label else "visible",
            live=TYPED,
        )

    asked(path, draw, below, more)


def _taken(path: str, widget: str, read: Read) -> None:
    """Put what `read` makes of what was typed; what it can't read is refused and stays."""
    session, typed = current(), st.session_state[widget]
    try:
        session.put({path: read(typed, session)}, typed=typed)
    except ValueError as error:
        session.refuse(path, str(error), typed)


def day(path: str) -> None:
    """Ask for a day, typed: the parts of a date picker are too small for a thumb."""
    _typed(path, say_day, partial(_taken, read=read_day), "ui.fields.day_example")


def say_day(value: str | None, guide: Guide) -> str:
    """Return a day of the document in words that `read_day` reads as the same; nothing for None."""
    if value is None:
        return ""
    wanted = date.fromisoformat(value)
    with suppress(ValueError):
        if read_date(said := say_date(wanted, guide), guide) == wanted:
            return said
    return value


def read_day(typed: str, session: Session) -> str | None:
    """Return a typed day as the document holds it, None for nothing. Raises ValueError with one sentence."""
    return read_date(typed, session.guide).isoformat() if typed.strip() else None


def number(path: str, *, percent: bool = False) -> None:
    """Ask for a number, typed: a field for numbers can't be emptied once it was drawn with one in it."""

    def read(typed: str, session: Session) -> float | None:
        return read_number(typed, session.guide, percent=percent)

    _typed(path, say_number, partial(_taken, read=read))


def say_number(value: float | None, guide: Guide) -> str:
    """Return a number as `read_number` reads it, exactly; nothing for None."""
    if value is None:
        return ""
    in_full = f"{Decimal(repr(value)):f}".replace(".", guide.text("number.decimal"))
    for said in map(guide.units.beyond_doubt, (guide.number(value), in_full)):
        with suppress(ValueError):
            if read_number(said, guide) == value:
                return said
    return repr(value)


def read_number(typed: str, guide: Guide, *, percent: bool = False) -> float | None:
    """Return a typed number, whole where it is whole, None for nothing. Raises ValueError with a sentence.

    Where percent are asked for their sign may stand behind it.
    """
    text = typed.strip().removesuffix("%" if percent else "").replace("\u2212", "-")
    if not text:
        return None
    if doubtful := guide.units.doubtful(text):
        raise ValueError(say_doubtful(doubtful, guide))
    value = guide.units.number(text.removeprefix("-"))
    if value is None or not math.isfinite(value):
        raise ValueError(guide.text("errors.number", text=typed[:40]))
    signed = -value if text.startswith("-") else value
    return int(signed) if signed.is_integer() else signed


def duration(path: str, *, spread: bool = False, hide_label: bool = False) -> None:
    """Ask for a duration as people say it; with `spread` a range may be typed, and who said so is asked.

    The label is hidden where what stands above the field says the same.
    """
    if not spread:
        _typed(path, _say_single, partial(_taken, read=_read_single), "ui.fields.duration_example")
        return
    _typed(
        path,
        say_duration_range,
        _commit_range,
        "ui.fields.range_example",
        partial(_below_a_range, path),
        lambda session: (_counts(path, session), basis_asked(session, path)),
        hide_label=hide_label,
    )


def _counts(path: str, session: Session) -> str:
    """Return which figure a range without a likely one counts as, in a sentence; else nothing."""
    middle = say_middle(value_at(session.assessment, path), session.guide)
    return session.guide.text("ui.fields.range_counts", middle=middle) if middle else ""


def _below_a_range(path: str, session: Session) -> None:
    if counts := _counts(path, session):
        st.caption(counts)
    who_said(session, path)


def _say_single(value: str | None, guide: Guide) -> str:
    return say_duration_range(None if value is None else {"likely": value}, guide)


def _read_single(typed: str, session: Session) -> str | None:
    return format_iso(parse_duration(typed, session.guide)) if typed.strip() else None


def _commit_range(path: str, widget: str) -> None:
    session, typed = current(), st.session_state[widget]
    try:
        value = parse_duration_range(typed, session.guide) if typed.strip() else None
    except ValueError as error:
        session.refuse(path, str(error), typed)
        return
    put_estimate(session, path, {path: value, f"{path}_unsure": None}, typed)
