import streamlit as st

from flywheel_core.what_if import say_missing
from flywheel_ui import layout, loop_ring, what_if
from flywheel_ui.session import current

session = current()

layout.heading("what_if")
question, ring = layout.question_and_ring()
with question:
    found = what_if.ask(session)
    if found is None:
        st.markdown(say_missing(session.findings, session.guide))
    else:
        what_if.turns(session, found)
with ring:
    loop_ring.show()

if found is not None:
    what_if.steps(session, found)
what_if.growth(session)
layout.way_on("what_if")
