"""Who said so: one person's estimate or the group's vote, asked below an answer that has a basis."""

from functools import partial

import streamlit as st

from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_ui.fields.asked import bound, commit
from flywheel_ui.session import Session

BASES = ("estimated", "voted")


def basis_of(path: str) -> str:
    """Return the path of the basis of the answer at `path`; a connection's two answers have one."""
    return f"{path.rpartition('.')[0]}.basis"


def basis_asked(session: Session, path: str) -> object:
    """Return what `who_said` shows: nothing as long as there is no answer."""
    basis = basis_of(path)
    answered = value_at(session.assessment, path) is not None
    return answered and (session.key(basis), value_at(session.assessment, basis), basis in session.unvoted)


def who_said(session: Session, path: str) -> None:
    """Ask who said so, where there is an answer."""
    if not basis_asked(session, path):
        return
    basis, guide = basis_of(path), session.guide
    widget, present = session.key(basis), value_at(session.assessment, basis) or BASES[0]
    bound(
        st.radio,
        question_of(basis, guide),
        widget,
        present,
        partial(commit, basis, widget),
        options=BASES,
        index=BASES.index(present),
        format_func=lambda option: guide.text(f"ui.fields.said_by.{option}"),
        horizontal=True,
    )
    if basis in session.unvoted and present == BASES[0]:
        st.caption(guide.text("ui.fields.no_vote_any_more"))


def put_estimate(session: Session, path: str, changes: dict[str, object], typed: object = None) -> None:
    """Put an answer that one person gives: an answer of the group's that it replaces is no vote any more."""
    basis = basis_of(path)
    voted = value_at(session.assessment, basis) == "voted"
    given = changes[path] is not None and changes[path] != value_at(session.assessment, path)
    session.put({**changes, **({basis: BASES[0]} if given else {})}, typed=typed)
    if given and voted and path not in session.errors:
        session.reborn(basis)
        session.unvoted.add(basis)
