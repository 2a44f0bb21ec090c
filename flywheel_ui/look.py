"""The look that the browser shows the page in: pictures are drawn for it."""

import streamlit as st

from flywheel_core.charts import Look


def look() -> Look:
    """Return `dark` or `light`."""
    return "dark" if st.context.theme.type == "dark" else "light"
