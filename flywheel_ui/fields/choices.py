"""One answer out of a few."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_ui.fields.asked import asked, bound, commit
from flywheel_ui.session import Session


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
            partial(commit, path, widget),
            options=options,
            index=None if present is None else options.index(present),
            format_func=partial(_named, session, words),
            horizontal=True,
        )

    asked(path, draw)


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
            partial(commit, path, widget),
            options=range(5),
            index=present,
            format_func=guide.lines("strengths.short").__getitem__,
            placeholder=guide.text("ui.fields.choose"),
        )

    asked(path, draw)


def yes_no(path: str) -> None:
    """Ask for yes, no or not sure."""
    choice(path, "answers", ("yes", "no", "unsure"))
