"""The script around every page: navigation, what is saved and how far one has come, the private link."""

from base64 import b64encode
from functools import lru_cache
from html import escape

import streamlit as st

from flywheel_core.assessment import write_answers
from flywheel_core.files import asset
from flywheel_core.store import StoreError
from flywheel_ui import layout, links, loop_ring, parts
from flywheel_ui.fields import answered, escaped
from flywheel_ui.refused import elsewhere, say_elsewhere
from flywheel_ui.session import Session, current, follow_the_link, store


@st.fragment(run_every=30)
def heartbeat() -> None:
    """Ask again after a server restart, save what is not saved yet, and take over what other tabs did.

    The browser may also have gone from light to dark, and the ring with it.
    """
    session = current()
    in_the_page, session.drawing = session.drawing, False
    waiting, away, changed = session.waiting, session.away, False
    try:
        if waiting:
            session.open(waiting)
        has_unsaved = bool(session.unsaved) and not session.gone
        changed = (has_unsaved and session.save()) or session.follow()
        session.away = False
        if away and not session.unsaved:
            session.problem = ""
    except StoreError as error:
        session.problem, session.away = str(error), True
    # What the page's own run has just found out is said by the next: it may be something else each time.
    untold = any(told(session)) and told(session) != session.said
    news = not in_the_page and (untold or (away and not session.away))
    if changed or news or session.waiting != waiting or parts.is_outdated(loop_ring.NAME):
        st.rerun()


def status(session: Session) -> None:
    """Show how far one has come and whether it is saved, with undo and the link beside it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(width=220, gap=None, key="how_far"):
            parts.part("progress", lambda: progress(session), lambda: show_progress(session))
        if session.begun and session.may_edit:
            parts.part("undo", lambda: session.can_undo, lambda: undo(session))
        if session.begun:
            links.popover(session)


def progress(session: Session) -> tuple[float, str]:
    """Return the share of the questions that are answered, and the same in words with what is saved."""
    found = session.findings.progress
    saved = ("not_saved" if session.unsaved else "saved") if session.begun or session.unsaved else ""
    return found.answered / found.asked, said_progress(session, saved)


def said_progress(session: Session, saved: str) -> str:
    """Return how far one has come, and with it how it is about saving."""
    guide, found = session.guide, session.findings.progress
    said = guide.text("ui.progress", answered=found.answered, asked=found.asked)
    return f"{said} · {guide.text(f'ui.save.{saved}')}" if saved else said


def show_progress(session: Session) -> None:
    """Draw how far one has come; what only the browser knows about saving stands in its place (unsent.js)."""
    share, said = progress(session)
    st.html(f"<style>{_IN_ITS_PLACE}</style>{_said_by_the_browser(session)}")
    st.progress(share, text=said)


_IN_ITS_PLACE = """
.flywheel-unsent, .flywheel-away { display: none; font-size: 0.875rem; line-height: 1.5; }
html[data-flywheel-state=unsent] .flywheel-unsent { display: block; }
html[data-flywheel-state=away] .flywheel-away { display: block; }
html:is([data-flywheel-state=unsent], [data-flywheel-state=away])
.st-key-how_far [data-testid=stProgress] [data-testid=stMarkdownContainer] { display: none; }
"""


def _said_by_the_browser(session: Session) -> str:
    unsent, away = (escape(said_progress(session, saved)) for saved in ("not_saved", "away"))
    box = _box(session.guide.text("ui.save.away_said"))
    return f'<div class="flywheel-unsent">{unsent}</div><div class="flywheel-away" {box}>{away}</div>'


def _box(said: str) -> str:
    """The words of the box that Streamlit shows while the server is away, as attributes (unsent.js)."""
    title, close = (escape(current().guide.text(f"ui.save.away_{word}")) for word in ("title", "close"))
    return f'data-title="{title}" data-said="{escape(said)}" data-close="{close}"'


def undo(session: Session) -> None:
    """Draw the button that takes the last step back, out of reach where there is none."""
    st.button(
        session.guide.text("ui.undo.button"),
        key="undo",
        on_click=answered,
        args=(take_back, parts.now_drawn()),
        disabled=not session.can_undo,
    )


def take_back() -> None:
    """Take back the last step."""
    session = current()
    try:
        session.undo()
    except StoreError as error:
        session.problem = str(error)


def told(session: Session) -> tuple[object, ...]:
    """Return what there is to tell now."""
    return session.gone, session.problem, tuple(session.news)


def tell(session: Session) -> None:
    """Say once what happened elsewhere, and for as long as it lasts what is wrong."""
    session.said = told(session)
    if session.gone:
        st.error(session.guide.text("ui.save.gone"), icon=":material/error:")
    if session.problem:
        said = session.guide.text("ui.save.problem", problem=session.problem)
        st.error(escaped(said), icon=":material/error:")
        if not session.unsaved:
            session.problem = ""  # said once; whatever lasts comes up again in the next run
    for sentence in session.news:
        st.info(sentence, icon=":material/sync:")
    session.news.clear()


def wait(session: Session) -> None:
    """Say why what the address leads to is not shown, in the place of a page whose answers are not known."""
    session.said = told(session)
    st.title(session.guide.text("ui.link.waiting"), anchor=False)
    st.error(escaped(session.problem), icon=":material/error:")
    st.markdown(session.guide.text("ui.link.waiting_means"))
    heartbeat()


def stuck(session: Session) -> None:
    """Offer the way back and the answers as a file, where what they mean can't be worked out."""
    guide = session.guide
    st.title(guide.text("ui.stuck.title"), anchor=False)
    st.error(guide.text("ui.stuck.means"), icon=":material/error:")
    tell(session)
    with st.container(horizontal=True):
        if session.begun and session.may_edit:
            st.button(guide.text("ui.undo.button"), key="undo", on_click=take_back)
        st.download_button(
            guide.text("ui.summary.json"),
            data=write_answers(session.assessment),
            file_name=guide.text("ui.stuck.file"),
            mime="application/json",
            key="stuck_answers",
            on_click="ignore",
        )


def pages() -> list[st.Page]:
    """Return all pages, those of a room unlisted: people come to them by a link or a code."""
    guide = current().guide
    listed = [
        st.Page(
            layout.page_path(page),
            title=guide.text(f"ui.{page}.nav"),
            url_path="" if page == "start" else page,
            default=page == "start",
        )
        for page in (*layout.ORDER, layout.WORKSHOP)
    ]
    unlisted = [
        st.Page(
            layout.page_path(page), title=guide.text(f"ui.{page}.nav"), url_path=page, visibility="hidden"
        )
        for page in layout.ROOM_PAGES
    ]
    return [*listed, *unlisted]


def _around(page: st.Page, known: list[st.Page]) -> list[st.Page]:
    """Return the pages that a screen of a room leads to, by the browser's way back too.

    The list goes along with each answer: hundreds of phones get but the pages that one comes from.
    """
    if page.url_path != "join":
        return known
    return [other for other in known if other.url_path in ("", layout.WORKSHOP, page.url_path)]


def in_a_workshop(page: st.Page) -> None:
    """Draw a page without an assessment of its own; what it says while the server is away is the room's."""
    page.run()
    screen = "join" if page.url_path == "join" else "room"
    st.html(f'<div class="flywheel-away" {_box(current().guide.text(f"ui.{screen}.away"))}></div>')


def frame(page: st.Page) -> None:
    """Draw a page with the assessment that it belongs to: how far it is, whether it is saved, its link."""
    session = current()
    session.drawing = True
    parts.begin()
    layout.width(layout.WIDTH, loop_ring.STYLE)
    if session.waiting:
        wait(session)
        return
    if session.is_stuck:
        stuck(session)
        return
    status(session)
    if not session.may_edit:
        st.info(session.guide.text("ui.link.you_read_only"), icon=":material/visibility:")
    parts.part("told", lambda: told(session), lambda: tell(session))
    parts.rest(lambda: (session.token, session.may_edit, session.guide))
    refused_elsewhere = st.container()
    session.asked_here.clear()
    page.run()
    with refused_elsewhere:
        parts.part("refused", lambda: elsewhere(session), lambda: say_elsewhere(session))
    session.drawn = True
    parts.end()
    heartbeat()
    if session.recovered:
        session.recovered = False
        st.rerun()


@lru_cache
def icon() -> str:
    """Return the mark in the browser's tab, as an address that holds it.

    A file in its place would be one that Streamlit looks for in every session after every run.
    """
    return f"data:image/png;base64,{b64encode(asset('logo.png').read_bytes()).decode()}"


def main() -> None:
    """Run the page that the address names, inside the shell."""
    st.set_page_config(layout="wide", page_icon=icon())
    session = current()
    known = pages()
    page = st.navigation(known, position="top")
    language = session.guide.language
    try:
        session.follow()
        # The address of a room is handed on: no link of an assessment goes along with it.
        if page.url_path not in layout.ROOM_PAGES:
            follow_the_link()
        store()
    except StoreError as error:
        session.problem, session.away = str(error), True
    if session.guide.language != language:
        known = pages()
        page = st.navigation(known, position="top")
    st.set_page_config(page_title=session.guide.text("ui.tab", page=page.title))
    layout.in_language(session.guide.language)
    if page.url_path in layout.ROOM_PAGES:
        st.navigation(_around(page, known), position="hidden")
        in_a_workshop(page)
    elif page.url_path == layout.WORKSHOP:
        layout.width(layout.WIDTH)
        in_a_workshop(page)
    else:
        frame(page)


main()
