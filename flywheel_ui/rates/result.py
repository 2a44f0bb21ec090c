"""What a table says: the verdict, its figures, the curve, and what to be careful about."""

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
from flywheel_ui.kept import drawn
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
        layout.table(columns, guide.text("ui.rates.result.table_alt"))
    taking.offer(session, given.kind, found, answer.source)
    if notes := notes_on(answer.series, found, guide):
        layout.bullets(map(escaped, notes))
    _curve(given, found, guide)


def _curve(given: Table, found: LearningRate | NetworkEffect, guide: Guide) -> None:
    if not found.error:
        return
    shown = look()
    picture = given.kept.of((found,), shown, lambda: drawn(_picture(found, guide, shown)))
    for panel in picture.panels:
        st.vega_lite_chart(panel, theme=None, width="stretch")
    how = "curve_how" if found.band is not None else "points_how"
    st.caption(guide.text(f"ui.rates.result.{how}"))
    with st.expander(guide.text("ui.rates.result.points"), type="compact"):
        cells = layout.by_column(picture.columns, picture.rows)
        layout.table(cells, guide.text("ui.rates.result.points_alt"))


def _picture(found: LearningRate | NetworkEffect, guide: Guide, look: Look) -> Picture:
    if isinstance(found, LearningRate):
        return learning_chart(found, guide, look)
    return ablation_chart(found, guide, look)
