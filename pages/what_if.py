import streamlit as st

from flywheel_core.what_if import ladder_table, savings_table, say_basis, say_savings, say_turn, what_if
from flywheel_ui import layout, sliders
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("what_if")
question, ring = layout.question_and_ring()
with question:
    factors = sliders.factors(session)
    found = what_if(session.findings, factors)
    if found is None:
        layout.meaning(guide.text("what_if.missing"))
    else:
        with st.container(border=True):
            st.caption(guide.text("ui.what_if.then"))
            st.markdown(f"**{say_turn(found.then, guide)}**")
            st.caption(guide.text("ui.what_if.now"))
            st.markdown(say_turn(found.now, guide))
            st.caption(say_basis(found, guide))
with ring:
    layout.ring()

if found is not None:
    st.subheader(guide.text("ui.what_if.ladder"), anchor=False)
    st.markdown(guide.text("ui.what_if.ladder_lead"))
    ladder = ladder_table(found, guide)
    st.table(ladder, hide_index=True, border="horizontal", alt=guide.text("ui.what_if.ladder"))
    st.subheader(guide.text("ui.what_if.savings"), anchor=False)
    savings = savings_table(found, guide)
    st.table(savings, hide_index=True, border="horizontal", alt=guide.text("ui.what_if.savings"))
    layout.bullets(say_savings(found, guide))
layout.way_on("what_if")
