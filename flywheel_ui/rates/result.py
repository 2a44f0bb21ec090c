"""What a table says: the verdict, its figures, the curve, and what to be careful about."""

from typing import Any

import streamlit as st

from flywheel_core.charts import Look, Picture, ablation_chart, learning_chart
from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.series.said import (
    learning_facts,
    network_facts,
    notes_on,
    why_learning,
    why_network,
)
from flywheel_core.guide import Guide
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.look import look
from flywheel_ui.rates import taking
from flywheel_ui.rates.table import Answer, Table
from flywheel_ui.session import Session


def show(session: Session, given: Table, answer: Answer) -> None:
    """Show a result, with the button that takes it over above its curve."""
    guide, found = session.guide, answer.found
    if found is None or answer.series is None or answer.source is None:
        return
    if isinstance(found, LearningRate):
        why, facts = why_learning(found, guide), learning_facts(found, guide)
    else:
        why, facts = why_network(found, guide), network_facts(found, guide)
    st.markdown(f"**{escaped(why)}**")
    if facts:
        names, figures = zip(*facts, strict=True)
        columns = {guide.text("ui.rates.result.figure"): names, guide.text("ui.rates.result.value"): figures}
        alt = guide.text("ui.rates.result.table_alt")
        st.table(columns, hide_index=True, border="horizontal", alt=alt)
    taking.offer(session, given.kind, found, answer.source)
    if notes := notes_on(answer.series, found, guide):
        layout.bullets(map(escaped, notes))
    _curve(given, found, guide)


def _curve(given: Table, found: LearningRate | NetworkEffect, guide: Guide) -> None:
    if found.band is None:
        return
    panels, columns, rows = _drawn(given, found, look(), guide)
    for panel in panels:
        st.vega_lite_chart(panel, theme=None, width="stretch")
    st.caption(guide.text("ui.rates.result.curve_how"))
    with st.expander(guide.text("ui.rates.result.points"), type="compact"):
        cells = dict(zip(columns, zip(*rows, strict=True), strict=True))
        alt = guide.text("ui.rates.result.points_alt")
        st.table(cells, hide_index=True, border="horizontal", alt=alt)


def _drawn(
    given: Table, found: LearningRate | NetworkEffect, look: Look, guide: Guide
) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return a picture's panels and its table, made once for each answer and look."""
    key = (id(found), look)
    if key not in given.pictures:
        picture = _picture(found, guide, look)
        given.pictures[key] = picture.panels(), picture.columns, picture.rows
    drawn: tuple[tuple[dict[str, Any], ...], tuple[str, ...], tuple[tuple[str, ...], ...]] = given.pictures[
        key
    ]
    return drawn


def _picture(found: LearningRate | NetworkEffect, guide: Guide, look: Look) -> Picture:
    if isinstance(found, LearningRate):
        return learning_chart(found, guide, look)
    return ablation_chart(found, guide, look)
