"""Tests of the core: no Streamlit."""
