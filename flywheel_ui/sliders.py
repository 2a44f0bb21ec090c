"""What-if: a slider for each transition. They are no answers and are not saved."""

import streamlit as st

from flywheel_core.what_if import figures_of
from flywheel_ui.session import Session


def factors(session: Session) -> dict[str, float]:
    """Ask for each transition's time in percent of today's; return the factors, 1.0 as it is today."""
    guide = session.guide
    chosen = {}
    for transition in figures_of(session.findings):
        label = guide.text("ui.what_if.slider", arrow=guide.transition(transition))
        key = f"what_if.{transition}"
        chosen[transition] = st.slider(label, 10, 200, 100, 10, key=key, persist_state="session") / 100
    return chosen
