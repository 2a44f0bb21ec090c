import streamlit as st

from flywheel_ui import fields, layout
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("mistakes")
question, ring = layout.question_and_ring()
with question:
    for found in session.findings.mistakes:
        path = f"mistakes.{found.mistake}"
        st.header(guide.text(f"{path}.name"), anchor=False)
        fields.choice(path, "risks", ("no", "at_risk", "happening"))
        implied = st.empty()
        if found.implied:
            implied.markdown(guide.text("ui.mistakes.implied", why=found.why))
        st.caption(found.advice)
        fields.note(path)
with ring:
    layout.ring()
layout.way_on("mistakes")
