import streamlit as st

from flywheel_ui import components, layout, loop_ring
from flywheel_ui.session import current

session = current()
guide = session.guide

screen = components.open_screen()
components.name_the_tab(screen)
layout.start_at_the_top(f"components.{screen}")
st.caption(components.where(session, screen))

question, ring = layout.question_and_ring()
with question:
    components.ask(session, screen)
with ring:
    loop_ring.show(highlight=components.highlighted(screen))
    layout.meaning(lambda: components.what_it_means(session, screen))
components.way_on(screen)
