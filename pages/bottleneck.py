import streamlit as st

from flywheel_core.assessment import TRANSITIONS
from flywheel_ui import bottleneck, layout, loop_ring, parts, timing
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("bottleneck")
parts.rest(lambda: bottleneck.not_timed(session))
question, ring = layout.question_and_ring()
with question:
    for transition in TRANSITIONS:
        bottleneck.ask(session, transition)
with ring:
    loop_ring.show()
    layout.meaning(lambda: bottleneck.what_it_means(session))
    bottleneck.shares(session)

timing.section(session)

st.header(guide.text("ui.bottleneck.usual"), anchor=False)
for column, transition in zip(st.columns(2), ("storage_to_analysis", "analysis_to_application"), strict=True):
    with column.container(border=True):
        st.subheader(guide.text(f"transitions.{transition}.name"), anchor=False)
        st.markdown(guide.text(f"ui.bottleneck.{transition}"))
        layout.bullets(guide.lines(f"investments.{transition}.actions"))
layout.way_on("bottleneck")
