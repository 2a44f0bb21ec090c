"""What the app is compared with: the least that a Streamlit page can be, one choice and one line of text."""

import streamlit as st

st.text(st.radio("Choice", ("first", "second")))
