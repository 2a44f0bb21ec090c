import streamlit as st

from flywheel_core.assessment import COMPONENTS
from flywheel_ui import components, layout
from flywheel_ui.session import current

session = current()
guide = session.guide

screen = components.open_screen()
layout.start_at_the_top(f"components.{screen}")
st.caption(f"{guide.text('ui.components.step')}. {guide.text('ui.components.lead')}")
tabs = st.tabs([guide.component(c) for c in COMPONENTS], key=layout.PART, on_change=components.choose_tab)

for tab, component in zip(tabs, COMPONENTS, strict=True):
    if component != components.component_of(screen):
        continue
    with tab:
        question, ring = layout.question_and_ring()
        with question:
            components.ask(session, screen)
        with ring:
            layout.ring(highlight=component)
            layout.meaning(*components.what_it_means(session, screen))
        components.way_on(screen)
