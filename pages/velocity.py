import streamlit as st

from flywheel_core.assessment import DRAG
from flywheel_ui import fields, layout, loop_ring, rates, velocity
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("velocity")
question, ring = layout.question_and_ring()
with question:
    curves = ("improving", "flattening", "degrading", "unsure")
    fields.choice("velocity.learning_curve.estimated", "learning_curves", curves)
    st.caption(guide.text("ui.velocity.plot"))
    rates.measured(session, "learning")
    fields.note("velocity.learning_curve.estimated")
    fields.number("velocity.network_effect.estimated_percent", percent=True)
    rates.measured(session, "network")
    fields.note("velocity.network_effect.estimated_percent")

    with st.expander(guide.text("ui.velocity.cost")):
        fields.number("velocity.cost_per_turn")
        fields.number("velocity.value_per_turn")
        fields.text("velocity.currency", placeholder=guide.text("ui.velocity.currency_example"))

    st.header(guide.text("ui.velocity.drag"), anchor=False)
    st.markdown(guide.text("ui.velocity.drag_lead"))
    for indicator in DRAG:
        fields.yes_no(f"velocity.drag.{indicator}")
        fields.note(f"velocity.drag.{indicator}")
with ring:
    loop_ring.show()
    layout.meaning(lambda: velocity.what_it_means(session))
for kind in rates.KINDS:
    rates.section(session, kind)
layout.way_on("velocity")
