"""Taking an assessment along, copying it, deleting it."""

import streamlit as st

from flywheel_core import change
from flywheel_core.assessment.model import SHORT_TEXT
from flywheel_core.store import StoreError
from flywheel_ui.session import LINK, Session, current


def copy(session: Session) -> None:
    """Offer a copy for a second loop."""
    guide = session.guide
    st.button(
        guide.text("ui.summary.copy"), key="copy", on_click=_copy, help=guide.text("ui.summary.copy_help")
    )


def _copy() -> None:
    session = current()
    guide, title = session.guide, session.assessment.title
    copied = session.assessment
    if title:
        copied = change(copied, "title", guide.text("ui.summary.copy_title", title=title)[:SHORT_TEXT])
    st.query_params.pop(LINK, None)
    try:
        session.begin(copied)
    except StoreError as error:
        session.problem = str(error)
        return
    session.news.append(guide.text("ui.summary.copied"))


def delete(session: Session) -> None:
    """Offer to delete the assessment, and ask once more."""
    guide = session.guide
    if not (session.begun and session.may_edit):
        return
    with st.expander(guide.text("ui.summary.delete")):
        st.markdown(guide.text("ui.summary.delete_sure"))
        st.button(guide.text("ui.summary.delete_yes"), key="delete", on_click=_delete)


def _delete() -> None:
    session = current()
    st.query_params.pop(LINK, None)
    try:
        session.delete()
    except StoreError as error:
        session.problem = str(error)
        return
    session.news.append(session.guide.text("ui.summary.deleted"))
