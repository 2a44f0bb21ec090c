import streamlit as st

from flywheel_core.what_if import say_missing
from flywheel_ui import layout, what_if
from flywheel_ui.session import current

session = current()

layout.heading("what_if")
question, ring = layout.question_and_ring()
with question:
    factors = what_if.ask(session)
    found = what_if.works_out(session, factors)
    if found is None:
        st.markdown(say_missing(session.findings, session.guide))
    else:
        what_if.turns(session, found)
with ring:
    what_if.ring(session, factors)

if found is not None:
    what_if.steps(session, found)
what_if.growth(session)
layout.way_on("what_if")
