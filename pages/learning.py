import streamlit as st

from flywheel_ui import fields, layout, learning, loop_ring
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("learning")
question, ring = layout.question_and_ring()
with question:
    fields.yes_no("learning.others_notice_deletion")
    st.caption(guide.text("ui.learning.examples"))
    fields.note("learning.others_notice_deletion")
    fields.yes_no("learning.own_experience_improves")
    fields.note("learning.own_experience_improves")
    layout.meaning(lambda: learning.what_it_means(session))
    fields.choice("learning.decision", "learning_types", ("network", "individual", "neither"))
    fields.note("learning.decision")
with ring:
    loop_ring.show()
layout.way_on("learning")
