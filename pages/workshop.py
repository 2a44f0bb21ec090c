import streamlit as st

from flywheel_ui import layout
from flywheel_ui.workshop import making
from flywheel_ui.workshop.room import words

guide = words()

layout.heading("workshop")
make, beside = st.columns([3, 2], gap="large")
with make:
    st.header(guide.text("ui.workshop.make_title"), anchor=False)
    making.ask()
    making.buttons()
with beside:
    st.header(guide.text("ui.workshop.prepare_title"), anchor=False)
    making.prepare()
    st.header(guide.text("ui.workshop.come_in_title"), anchor=False)
    making.come_in()
