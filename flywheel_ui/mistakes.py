"""The six mistakes: what the other answers say of each."""

import streamlit as st

from flywheel_core.findings import MistakeFinding
from flywheel_ui import parts
from flywheel_ui.session import Session


def advice(session: Session, mistake: str) -> None:
    """Say that other answers point to a mistake, where they do, and what helps against it."""
    parts.part(f"mistake {mistake}", lambda: _found(session, mistake), lambda: _say(session, mistake))


def _found(session: Session, mistake: str) -> MistakeFinding:
    return next(found for found in session.findings.mistakes if found.mistake == mistake)


def _say(session: Session, mistake: str) -> None:
    found = _found(session, mistake)
    if found.implied:
        st.markdown(session.guide.text("ui.mistakes.implied", why=found.why))
    st.caption(found.advice)
