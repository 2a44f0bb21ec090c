import streamlit as st

from flywheel_ui import layout
from flywheel_ui.workshop import facilitating, people, taking_along
from flywheel_ui.workshop import room as here

with st.container(horizontal_alignment="center"), st.container(width=layout.WIDTH):
    st.space("small")  # below the header that Streamlit lays over the top of a page without navigation
    now = None if taking_along.gone() else here.opened(to="facilitate")
    if now is not None:
        facilitating.where(now)
        here.tell()
        main, beside = st.columns([3, 2], gap="large")
        with main:
            facilitating.counts()
            facilitating.what_to_do(now)
        with beside:
            if now.room.phase == "lobby":
                taking_along.ways_in(now)
            facilitating.run_sheet(now.room)
            if now.room.phase != "lobby":
                taking_along.ways_in(now)
            people.people(now)
            taking_along.take_along(now)
