import streamlit as st

from flywheel_core.outcomes import OUTCOMES
from flywheel_ui import fields, layout, loop_ring, start
from flywheel_ui.session import current

session = current()
guide = session.guide

layout.heading("start", str(session.opened))
start.language(session)

about, privacy = st.columns(2, gap="large")
with about:
    st.header(guide.text("ui.start.outcomes"), anchor=False)
    layout.bullets(guide.text(f"outcomes.{outcome}.name") for outcome in OUTCOMES)
with privacy:
    st.header(guide.text("ui.start.privacy"), anchor=False)
    layout.bullets(start.who_can_read(session))

start.elsewhere(session)

question, ring = layout.question_and_ring()
with question:
    st.header(guide.text("ui.start.scope"), anchor=False)
    fields.text("title", placeholder=guide.text("ui.start.title_example"))
    fields.text("scope.loop", placeholder=guide.text("ui.start.loop_example"))
    fields.text("scope.population", placeholder=guide.text("ui.start.population_example"))
    fields.text("scope.period", placeholder=guide.text("ui.start.period_example"))
    with st.expander(guide.text("ui.start.people")):
        fields.day("assessed_on")
        fields.list_of_lines("participants", placeholder=guide.text("ui.start.participants_example"))
        fields.text("facilitator")

    st.header(guide.text("ui.start.prerequisites"), anchor=False)
    for prerequisite in ("real_users", "basic_data_infrastructure", "clear_value_proposition"):
        path = f"prerequisites.{prerequisite}"
        fields.yes_no(path)
        st.caption(guide.text(f"{path}.hint"))
        fields.note(path)
    fields.text("prerequisites.value_proposition", long=True)

with ring:
    loop_ring.show()

layout.meaning(lambda: start.what_it_means(session))
layout.way_on("start", after=lambda: start.next_page(session))
