"""The tests of every page without a browser: Streamlit's AppTest over the whole app."""
