import streamlit as st

st.title("join")
