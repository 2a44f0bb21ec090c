"""The tests: core/ without Streamlit, app/ with its test harness, browser/ in a real Chromium."""
