"""What every page looks like: its heading, the ring beside it, what the answers mean, and the way on."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from flywheel_core.assessment import COMPONENTS
from flywheel_core.charts import SELECTION, Ring, ring_of, ring_spec
from flywheel_ui.session import LINK, Session, current

PAGES = Path(__file__).parent.parent / "pages"
WIDTH = 1120

#: The order in which a person goes through the pages.
ORDER = (
    "start",
    "components",
    "learning",
    "bottleneck",
    "cold_start",
    "velocity",
    "mistakes",
    "summary",
    "what_if",
)

#: The widget state of the tabs of Step 1, and the address's parameter that opens one of them.
PART = "part"


def page_path(page: str) -> Path:
    """Return the script of a page."""
    return PAGES / f"{page}.py"


def start_at_the_top(screen: str) -> None:
    """Have the browser show a new screen from its top, with the focus on its heading."""
    st.html(f'<script src="flywheel/top.js?screen={screen}"></script>', unsafe_allow_javascript=True)


def heading(page: str, screen: str = "") -> None:
    """Say which step this is and what it asks; `screen` is the part of it that is shown."""
    guide = current().guide
    start_at_the_top(f"{page}.{screen}")
    st.caption(guide.text(f"ui.{page}.step"))
    st.title(guide.text(f"ui.{page}.title"), anchor=False)
    st.markdown(guide.text(f"ui.{page}.lead"))


def question_and_ring() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the place for the questions and, beside it, or below it on a phone, the place for the ring."""
    question, ring = st.columns([3, 2], gap="large")
    return question, ring


def ring(*, widths: tuple[int, ...] = (300, 360, 420), highlight: str = "") -> None:
    """Draw the ring of the present answers, with the same in words and as links below it."""
    session = current()
    drawn = ring_of(session.assessment, session.findings, session.guide)
    look = "dark" if st.context.theme.type == "dark" else "light"
    st.vega_lite_chart(
        ring_spec(drawn, look, widths, highlight=highlight, selectable=True),
        theme=None,
        width="stretch",
        key="ring",
        on_select=_open_selected,
        selection_mode=SELECTION,
    )
    ring_in_words(session, drawn)


def ring_in_words(session: Session, drawn: Ring) -> None:
    """Show the ring's numbers as a table, and a link to each component's part of Step 1."""
    with st.expander(session.guide.text("ui.ring.in_words"), type="compact"):
        columns = zip(drawn.columns, zip(*drawn.rows, strict=True), strict=True)
        st.table(
            dict(columns), hide_index=True, border="horizontal", alt=session.guide.text("ui.ring.table_alt")
        )
        for component in COMPONENTS:
            query = {PART: component, **({LINK: session.token} if session.token else {})}
            label = session.guide.text("ui.ring.link", component=session.guide.component(component))
            st.page_link(page_path("components"), label=label, query_params=query)


def _open_selected() -> None:
    selected = st.session_state["ring"]["selection"].get(SELECTION) or []
    component = next((row.get(SELECTION) for row in selected if isinstance(row, dict)), None)
    if component in COMPONENTS:
        st.session_state["screen"] = component
        st.switch_page(page_path("components"))


def meaning(*sentences: str) -> None:
    """Say what the present answers mean, in a quiet box under the questions."""
    said = [sentence for sentence in sentences if sentence]
    if said:
        with st.container(border=True):
            st.caption(current().guide.text("ui.meaning"))
            for sentence in said:
                st.markdown(sentence)


def way_on(page: str, *, after: str | None = None) -> None:
    """Offer the way back and the way on, each named after where it leads."""
    guide, place = current().guide, ORDER.index(page)
    following = after or (ORDER[place + 1] if place + 1 < len(ORDER) else None)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if place:
            label = guide.text("ui.back_to", page=guide.text(f"ui.{ORDER[place - 1]}.short"))
            if st.button(label, key="back", icon=":material/arrow_back:"):
                st.switch_page(page_path(ORDER[place - 1]))
        if following:
            label = guide.text("ui.on_to", page=guide.text(f"ui.{following}.short"))
            on = st.button(
                label, key="on", type="primary", icon=":material/arrow_forward:", icon_position="right"
            )
            if on:
                st.switch_page(page_path(following))


def bullets(sentences: Iterable[str]) -> None:
    """Show sentences of the guide as a list."""
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
