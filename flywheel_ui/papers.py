"""The papers: each made at the click from the present answers, and read again before it goes out."""

import re
from functools import partial

import streamlit as st

from flywheel_core import assess
from flywheel_core.report import PAPERS, Paper, say_lost
from flywheel_ui import parts
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session

PAGES = ("a4", "letter")


def papers(session: Session) -> None:
    """Offer every paper, and name the characters that the PDF's fonts can't show."""
    st.header(session.guide.text("ui.summary.export"), anchor=False)
    parts.part("papers", lambda: (file_name(session), _lost(session)), lambda: _offer(session))


def _offer(session: Session) -> None:
    guide = session.guide
    page = st.radio(
        guide.text("ui.summary.paper"),
        PAGES,
        format_func=lambda size: guide.text(f"ui.summary.{size}"),
        horizontal=True,
        key="page_size",
        persist_state="session",
    )
    with st.container(horizontal=True):
        for suffix, paper in PAPERS.items():
            st.download_button(
                guide.text(f"ui.summary.{suffix}"),
                data=partial(_written, paper, session, page),
                file_name=f"{file_name(session)}.{suffix}",
                mime=paper.mime,
                key=f"paper_{suffix}",
                on_click="ignore",
                type="primary" if suffix == "pdf" else "secondary",
            )
    if sentence := _lost(session):
        st.info(escaped(sentence), icon=":material/font_download:")


def _written(paper: Paper, session: Session, page: str) -> bytes:
    """Make a file of the answers as they are at the click; this runs in another thread."""
    answers, guide = session.assessment, session.guide
    return paper.write(answers, guide, assess(answers, guide), page)


def _lost(session: Session) -> str:
    lost = session.remembered("lost", lambda: PAPERS["pdf"].lost(session.assessment, session.guide))
    return say_lost(lost, session.guide)


def file_name(session: Session) -> str:
    """Return a file name that every system takes, from the title and the date."""
    words = re.sub(r"[^\w]+", "-", session.assessment.title or "").strip("-_")[:60]
    day = session.assessment.assessed_on
    name = words or session.guide.text("ui.summary.file_name")
    return f"{name}-{day.isoformat()}" if day else name
