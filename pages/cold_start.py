import streamlit as st

from flywheel_core.assessment import STRATEGIES
from flywheel_ui import cold_start, fields, layout, loop_ring
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("cold_start")
question, ring = layout.question_and_ring()
with question:
    fields.choice("cold_start.stage", "stages", ("pre_launch", "early", "growing", "established"))
    fields.note("cold_start.stage")
    points, rate = st.columns(2, vertical_alignment="bottom")
    with points:
        fields.number("cold_start.meaningful_points")
    with rate:
        fields.number("cold_start.meaningful_points_per_week")
    st.caption(guide.text("ui.cold_start.meaningful"))
    fields.note("cold_start.meaningful_points")
    fields.note("cold_start.meaningful_points_per_week")
    for path in ("expertise_not_public", "can_choose_complex_customers", "internal_users"):
        fields.yes_no(f"cold_start.{path}")
        fields.note(f"cold_start.{path}")
with ring:
    loop_ring.show()
    layout.meaning(lambda: cold_start.what_it_means(session))

st.header(guide.text("ui.cold_start.strategies"), anchor=False)
for column, strategy in zip(st.columns(3), STRATEGIES, strict=True):
    with column.container(border=True):
        cold_start.strategy(session, strategy)
fields.choice("cold_start.decision", "strategies", (*STRATEGIES, "not_needed"))
fields.note("cold_start.decision")
layout.way_on("cold_start", after=lambda: cold_start.next_page(session))
