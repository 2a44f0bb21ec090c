"""The ring beside every step: drawn once, then changed by its rows, said in words, and as links."""

from functools import lru_cache
from html import escape
from typing import Any

import pyarrow
import streamlit as st

from flywheel_core.assessment import COMPONENTS
from flywheel_core.charts import PALETTES, SELECTION, Look, Ring, ring_apart, ring_of
from flywheel_ui import layout, parts
from flywheel_ui.layout import PART, page_path
from flywheel_ui.look import look
from flywheel_ui.session import LINK, Session, current

#: The widths of the ring beside a step and on the summary: the widest that fits is shown.
BESIDE_A_STEP = (280, 320, 400)
ON_THE_SUMMARY = (*BESIDE_A_STEP, 520)

#: How often a click on the ring has led somewhere: the ring is another one then, on which nothing is chosen.
_LED = "ring_led"

#: The name of the part that is the ring.
NAME = "ring"

#: The key of the fold that holds the ring's numbers as a table.
WORDS = "ring_in_words"


#: What is said of a chart for those who only hear the page takes no room. Streamlit would offer the rows from
#: which the ring is drawn as if they were its numbers, which stand below it as a table; and to fill the
#: screen with it, where it would be no larger.
STYLE = """
[data-testid=stElementContainer]:has(> * > .flywheel-heard) {
position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[class*=st-key-ring_] [data-testid=stElementToolbarButton]:has([aria-label^="Show data"]),
[class*=st-key-ring_] [data-testid=stElementToolbarButton]:has([aria-label^=Fullscreen]) { display: none; }
@media (max-width: 820px) {
[data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] [class*=st-key-ring_]) { flex-wrap: wrap; }
[data-testid=stColumn]:has([class*=st-key-ring_]), [data-testid=stColumn]:has(+ [data-testid=stColumn]
[class*=st-key-ring_]) { flex: 1 1 100%; min-width: 100%; }
}
.st-key-links_of_the_ring a:not(:hover, :has(strong)) { background: transparent; }
.st-key-links_of_the_ring a:not(:has(strong)) p { font-weight: 400; }
"""


def show(*, widths: tuple[int, ...] = BESIDE_A_STEP, highlight: str = "") -> None:
    """Draw the ring of the present answers, with the same in words and as links below it."""
    session = current()
    parts.part(
        NAME,
        lambda: (present_ring(session), look()),
        lambda: draw(present_ring(session), widths=widths, highlight=highlight),
    )
    links_to_components(session, highlight)
    parts.part(WORDS, lambda: _words_shown(session), lambda: ring_in_words(session))


def show_instead(drawn: Ring, said: str) -> None:
    """Draw another ring in the place of the present one, and say whose it is."""
    session = current()
    parts.part(NAME, lambda: (drawn, look()), lambda: draw(drawn))
    st.caption(said)
    links_to_components(session)
    in_words(drawn)


def present_ring(session: Session) -> Ring:
    """Return what the ring shows of the present answers."""
    return session.remembered("ring", lambda: ring_of(session.assessment, session.findings, session.guide))


def draw(shown: Ring, *, widths: tuple[int, ...] = BESIDE_A_STEP, highlight: str = "") -> None:
    """Draw a ring, and say what it shows to those who don't see it."""
    spec, rows = _drawn(shown, look(), widths, highlight)
    st.vega_lite_chart(
        {**spec, "datasets": rows},
        theme=None,
        width="stretch",
        key=_key(),
        on_select=_open_selected,
        selection_mode=SELECTION,
        alt=current().guide.text("ui.ring.alt"),
    )
    st.html(f'<p class="flywheel-heard">{escape(shown.alt)}</p>')


@lru_cache(maxsize=256)
def _drawn(
    shown: Ring, look: Look, widths: tuple[int, ...], highlight: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a ring's specification and its rows as Streamlit sends them: cached, so never to be changed.

    The browser draws a chart anew where the specification differs, and else only what the rows change.
    """
    spec, rows = ring_apart(shown, look, widths, highlight=highlight, selectable=True)
    # What is downloaded is put on another page than this one.
    spec = {**spec, "background": PALETTES[look].paper}
    return spec, {name: as_arrow(found) for name, found in rows.items()}


def as_arrow(rows: list[dict[str, Any]]) -> bytes:
    """Return the rows of a table, all with the same keys, as an Arrow stream."""
    table = pyarrow.Table.from_pylist(rows)
    stream = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    written: bytes = stream.getvalue().to_pybytes()
    return written


def links_to_components(session: Session, highlight: str = "") -> None:
    """Show a link to each component's part of Step 1, as a click on the ring leads there.

    Within Step 1 all of them are links to the present page; only that to the part which is shown looks so.
    """
    with st.container(horizontal=True, horizontal_alignment="center", gap="xsmall", key="links_of_the_ring"):
        for component in COMPONENTS:
            query = {PART: component, **({LINK: session.token} if session.token else {})}
            name = session.guide.component(component)
            label = f"**{name}**" if component == highlight else name
            st.page_link(page_path("components"), label=label, query_params=query)


def _words_shown(session: Session) -> object:
    return present_ring(session).rows if st.session_state.get(WORDS) else ()


def ring_in_words(session: Session) -> None:
    """Show the present ring's numbers."""
    in_words(present_ring(session))


def in_words(drawn: Ring) -> None:
    """Show a ring's numbers as a table, folded away until it is wanted."""
    guide = current().guide
    words = st.expander(guide.text("ui.ring.in_words"), type="compact", key=WORDS, on_change="rerun")
    if words.open:
        with words:
            layout.table(layout.by_column(drawn.columns, drawn.rows), guide.text("ui.ring.table_alt"))


def _key() -> str:
    return f"ring_{st.session_state.get(_LED, 0)}"


def _open_selected() -> None:
    selected = st.session_state[_key()]["selection"].get(SELECTION) or []
    component = next((row.get(SELECTION) for row in selected if isinstance(row, dict)), None)
    if component in COMPONENTS:
        st.session_state[_LED] = st.session_state.get(_LED, 0) + 1
        st.session_state["screen"] = component
        st.switch_page(page_path("components"))
