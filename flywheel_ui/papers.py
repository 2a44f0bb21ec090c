"""The papers: each made at the click from the present answers, and read again before it goes out."""

import re
from functools import partial

import streamlit as st

from flywheel_core.report import PAPERS, say_lost
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session

PAGES = ("a4", "letter")


def papers(session: Session) -> None:
    """Offer every paper, and name the characters that the PDF's fonts can't show."""
    guide = session.guide
    st.header(guide.text("ui.summary.export"), anchor=False)
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
                # A snapshot: the file is made at the click, in another thread.
                data=partial(paper.write, session.assessment, guide, session.findings, page),
                file_name=f"{file_name(session)}.{suffix}",
                mime=paper.mime,
                key=f"paper_{suffix}",
                on_click="ignore",
                type="primary" if suffix == "pdf" else "secondary",
            )
    lost = session.remembered("lost", lambda: PAPERS["pdf"].lost(session.assessment, guide))
    if sentence := say_lost(lost, guide):
        st.info(escaped(sentence), icon=":material/font_download:")


def file_name(session: Session) -> str:
    """Return a file name that every system takes, from the title and the date."""
    words = re.sub(r"[^\w]+", "-", session.assessment.title or "").strip("-_")[:60]
    day = session.assessment.assessed_on
    name = words or session.guide.text("ui.summary.file_name")
    return f"{name}-{day.isoformat()}" if day else name
