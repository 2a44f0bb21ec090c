"""The links of an assessment: the private one, those that only show, and how to withdraw these."""

from collections.abc import Callable

import streamlit as st

from flywheel_core.store import StoreError
from flywheel_ui import parts
from flywheel_ui.address import address
from flywheel_ui.fields import answered
from flywheel_ui.session import LINK, Session, current, store


def popover(session: Session) -> None:
    """Offer the links, folded away until they are wanted."""
    with st.popover(session.guide.text("ui.link.button")):
        parts.part("links", lambda: (session.shared, _views(session)), lambda: _links(session))


def _links(session: Session) -> None:
    """Show the link that is in the address, and apart from it those that only show."""
    guide = session.guide
    with st.container(border=True):
        icon, words = ("edit", "private") if session.may_edit else ("visibility", "read_only")
        st.markdown(f":material/{icon}: {guide.text(f'ui.link.{words}')}")
        st.code(address(**{LINK: session.token or ""}), language=None, wrap_lines=True)
    if session.may_edit:
        with st.container(border=True):
            _only_show(session)


def _only_show(session: Session) -> None:
    guide = session.guide
    st.markdown(f":material/visibility: {guide.text('ui.link.only_show')}")
    if session.shared:
        st.markdown(guide.text("ui.link.shared"))
        st.code(address(**{LINK: session.shared}), language=None, wrap_lines=True)
    _button("share", guide.text("ui.link.share"), _share)
    if views := _views(session):
        st.caption(guide.many("ui.link.there_are", views))
        _button("revoke", guide.text("ui.link.revoke"), _revoke)


def _button(key: str, label: str, act: Callable[[], None]) -> None:
    st.button(label, key=key, on_click=answered, args=(act, parts.now_drawn()))


def _views(session: Session) -> int:
    """Return how many links only show the assessment, asked for once; none where that can't be known."""
    if session.views is None and session.token and session.may_edit:
        try:
            session.views = store().shared(session.token)
        except StoreError:
            return 0  # the next save says what is wrong
    return session.views or 0


def _share() -> None:
    """Make a new link that only shows."""
    session = current()
    if session.token is None:
        return
    try:
        session.shared, session.views = store().share(session.token), None
    except StoreError as error:
        session.problem = str(error)


def _revoke() -> None:
    """Withdraw all links that only show."""
    session = current()
    if session.token is None:
        return
    try:
        store().revoke_shares(session.token)
    except StoreError as error:
        session.problem = str(error)
        return
    session.shared, session.views = None, None
    session.news.append(session.guide.text("ui.link.revoked"))
