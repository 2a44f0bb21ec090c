import streamlit as st

from flywheel_core.assessment import MISTAKES
from flywheel_ui import fields, layout, loop_ring, mistakes
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("mistakes")
question, ring = layout.question_and_ring()
with question:
    for mistake in MISTAKES:
        path = f"mistakes.{mistake}"
        st.header(guide.text(f"{path}.name"), anchor=False)
        fields.choice(path, "risks", ("no", "at_risk", "happening"))
        mistakes.advice(session, mistake)
        fields.note(path)
with ring:
    loop_ring.show()
layout.way_on("mistakes")
