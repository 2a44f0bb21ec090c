"""What a log says: the table, the bottleneck, what to be careful about, and the pictures."""

from collections.abc import Callable

import streamlit as st

from flywheel_core.charts import Look, Picture, flow_chart, spectrum, survival_curves
from flywheel_core.evidence import Source
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.evidence.times.said import say_counts, say_cycle, say_unusable, table_of
from flywheel_core.guide import Guide
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.kept import drawn
from flywheel_ui.look import look
from flywheel_ui.session import Session
from flywheel_ui.timing import taking
from flywheel_ui.timing.log import Log

_PICTURES: dict[str, Callable[..., Picture]] = {
    "spectrum": spectrum,
    "survival": survival_curves,
    "flow": flow_chart,
}
#: The columns of the table's two halves, beside the connection's name.
TABLES = {"long": ("median", "interval", "p90"), "many": ("completed", "open", "share", "trend")}


def show(session: Session, log: Log, result: TransitionTimes, source: Source) -> None:
    """Show a result, with the button that takes its times over above its pictures."""
    guide = session.guide
    st.header(guide.text("ui.timing.result.title"), anchor=False)
    st.markdown(f"**{result.bottleneck.why}**")
    _table(result, guide)
    st.markdown(" ".join(filter(None, (say_counts(result, guide), say_cycle(result, guide)))))
    taking.offer(session, result, source)
    _listed("notes", result.notes, guide)
    _listed("unusable", say_unusable(result, guide), guide)
    if any(time.measurable for time in result.transitions):
        for name in _PICTURES:
            _picture(name, log, result, look(), guide)


def _table(result: TransitionTimes, guide: Guide) -> None:
    """Show the table in two halves: together they are too wide for a phone."""
    table = table_of(result, guide)
    columns = layout.by_column(table.columns, table.rows)
    known = any(time.trend and time.trend.verdict != "cannot_tell" for time in result.transitions)
    for half, names in TABLES.items():
        shown_names = ["arrow", *(name for name in names if known or name != "trend")]
        shown = {name: columns[name] for name in (guide.text(f"evidence.columns.{n}") for n in shown_names)}
        layout.table(shown, guide.text(f"ui.timing.result.{half}_alt"))
    if not known:
        st.caption(guide.text("ui.timing.result.no_trend"))


def _listed(name: str, sentences: tuple[str, ...], guide: Guide) -> None:
    if sentences:
        st.subheader(guide.text(f"ui.timing.result.{name}"), anchor=False)
        layout.bullets(map(escaped, sentences))


def _picture(name: str, log: Log, result: TransitionTimes, look: Look, guide: Guide) -> None:
    picture = log.kept.of((result,), (name, look), lambda: drawn(_PICTURES[name](result, guide, look)))
    st.header(guide.text(f"ui.timing.result.{name}"), anchor=False)
    st.caption(guide.text(f"ui.timing.result.{name}_how"))
    for panel in picture.panels:
        st.vega_lite_chart(panel, theme=None, width="stretch")
    if name == "flow":
        cells = layout.by_column(picture.columns, picture.rows)
        layout.table(cells, guide.text("ui.timing.result.flow_alt"))
