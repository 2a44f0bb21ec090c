"""What was refused on another page: it must not be forgotten because one went on."""

import streamlit as st

from flywheel_core.assessment import answer_with
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session
from flywheel_ui.summary import link_to, place_of


def elsewhere(session: Session) -> list[tuple[str, str]]:
    """Return the answers that were refused and that this page does not ask for, each with what is wrong."""
    return [
        (path, session.wrong_with(path))
        for path in session.errors
        if answer_with(path) not in session.asked_here
    ]


def say_elsewhere(session: Session) -> None:
    """Say which answers on other pages don't count, with the way back to each."""
    for path, wrong in elsewhere(session):
        question = session.names([path])
        said = session.guide.text("ui.refused.elsewhere", question=question, wrong=wrong)
        with st.container(gap="xsmall"):
            st.warning(escaped(said), icon=":material/error:")
            link_to(session, place_of(session, answer_with(path).removeprefix("notes.")))
