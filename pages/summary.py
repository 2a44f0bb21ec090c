import streamlit as st

from flywheel_ui import keeping, layout, loop_ring, parts, summary
from flywheel_ui.papers import papers
from flywheel_ui.session import current

session = current()
guide = session.guide

parts.rest(lambda: summary.answered_elsewhere(session))
layout.start_at_the_top(f"summary.{session.opened}")
st.caption(guide.text("ui.summary.step"))
st.title(guide.text(f"loops.{session.findings.loop.named}.headline"), anchor=False)
title = st.empty()
if session.assessment.title:
    title.text(session.assessment.title)

picture, found = st.columns(2, gap="large")
with picture:
    loop_ring.show(widths=loop_ring.ON_THE_SUMMARY)
    summary.figures(session)
with found:
    summary.verdicts(session)
    summary.first_investment(session)

with st.empty().container():
    summary.disagreements(session)
summary.decisions(session)

act, ask = st.columns(2, gap="large")
with act:
    summary.actions(session)
with ask:
    summary.outcomes(session)
    summary.homework(session)

papers(session)
summary.further_reading(session)
keeping.copy(session)
keeping.delete(session)
layout.way_on("summary")
