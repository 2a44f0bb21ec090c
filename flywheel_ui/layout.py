"""What every page looks like: its heading, the places on it, what the answers mean, and the way on."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from flywheel_core.guide import languages
from flywheel_ui import parts
from flywheel_ui.session import current

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

#: Where a room is made; it is listed among the pages, and has no assessment beside it either.
WORKSHOP = "workshop"

#: The screens of a workshop: a room has no assessment of its own beside it, so they stand in a bare frame.
ROOM_PAGES: tuple[str, ...] = ("join", "present", "facilitate")

#: The address's parameter that opens one of the screens of Step 1.
PART = "part"


def page_path(page: str) -> Path:
    """Return the script of a page."""
    return PAGES / f"{page}.py"


@cache
def _page_style() -> str:
    """Return what every page adds to Streamlit's look, with the colour that says where the keyboard is."""
    colour = f"[data-testid=stApp] {{ --flywheel-focus: {in_both_looks('linkColor')}; }}"
    return f"{colour} {(Path(__file__).parent / 'page.css').read_text(encoding='utf-8')}"


def in_both_looks(colour: str) -> str:
    """Return a colour of the theme for a style sheet: it goes with the browser from light to dark at once."""
    light, dark = (st.get_option(f"theme.{look}.{colour}") for look in ("light", "dark"))
    return f"light-dark({light}, {dark})"


def width(pixels: int, style: str = "") -> None:
    """Give the page a width, in the middle of a wider screen; `style` comes along.

    A container of that width would do the same, but Streamlit copies all that a fragment stands in each time
    that it runs, and what those stand in once more.
    """
    margin = f"max(1rem, calc((100% - {pixels}px) / 2))"
    inset = f"[data-testid=stMainBlockContainer] {{ padding-inline: {margin}; }}"
    st.html(f"<style>{_page_style()} {inset} {style}</style>")


def start_at_the_top(screen: str) -> None:
    """Have the browser show a new screen from its top, with the focus on its heading."""
    st.html(f'<script src="flywheel/top.js?screen={screen}"></script>', unsafe_allow_javascript=True)


def in_language(language: str) -> None:
    """Tell the browser, and who has the page read out, the language it is in. Its own is English."""
    if len(languages()) > 1:
        source = f"flywheel/language.js?is={language}"
        st.html(f'<script src="{source}"></script>', unsafe_allow_javascript=True)


def name_the_tab(screen: str, page: str) -> None:
    """Name the browser's tab after the screen that a page shows: tabs of one name can't be told apart."""
    guide = current().guide
    st.set_page_config(page_title=guide.text("ui.tab", page=f"{screen} · {guide.text(f'ui.{page}.nav')}"))


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


def fold(label: str, key: str, *, opens: bool = False, **look: Any) -> ExpanderContainer:
    """Return a fold that is filled only where it is `.open`; it opens when `opens` begins to hold.

    With another `expanded` Streamlit would make another fold of it, and all that stands in it would begin
    anew: a file that is on its way up is lost by that. With another label or icon it makes another one in any
    case, which stays as open as the one before.
    """
    state, before = st.session_state, f"{key}.before"
    opened, looked = state.get(before, (False, None))
    looks = label, look.get("icon")
    if key not in state or (opens and not opened):
        state[key] = opens
    elif looks != looked:
        state[key] = state[key]
    state[before] = opens, looks
    return st.expander(label, key=key, on_change="rerun", **look)


def meaning(said: Callable[[], Iterable[str]]) -> None:
    """Say what the present answers mean, in a quiet box; `said` is asked again after every answer."""

    def sentences() -> list[str]:
        return [sentence for sentence in said() if sentence]

    def draw() -> None:
        if shown := sentences():
            with st.container(border=True):
                st.header(current().guide.text("ui.meaning"), anchor=False)
                st.markdown("\n\n".join(shown))  # one element: the browser lays the page out again for each

    parts.part("meaning", sentences, draw)


def way_on(page: str, *, after: Callable[[], str | None] | None = None) -> None:
    """Offer the way back and the way on, each named after where it leads.

    `after` returns the page that comes next by what was answered, None for the next in order.
    """
    guide, place = current().guide, ORDER.index(page)
    in_order = ORDER[place + 1] if place + 1 < len(ORDER) else None

    def following() -> str | None:
        return (after() if after else None) or in_order

    def draw() -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            if place and back(guide.text(f"ui.{ORDER[place - 1]}.short"), "back"):
                st.switch_page(page_path(ORDER[place - 1]))
            if (to := following()) and on(guide.text(f"ui.{to}.short"), "on"):
                st.switch_page(page_path(to))

    parts.part("way_on", following, draw)


def back(to: str, key: str, **press: Any) -> bool:
    """Offer the way back, named after where it leads; say whether it was pressed."""
    label = current().guide.text("ui.back_to", page=to)
    return st.button(label, key=key, icon=":material/arrow_back:", **press)


def on(to: str, key: str, **press: Any) -> bool:
    """Offer the way on, named after where it leads; say whether it was pressed."""
    label, icon = current().guide.text("ui.on_to", page=to), ":material/arrow_forward:"
    return st.button(label, key=key, type="primary", icon=icon, icon_position="right", **press)


def by_column(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> dict[str, tuple[object, ...]]:
    """Return the cells of rows by the names of their columns, as `table` takes them."""
    return dict(zip(columns, zip(*rows, strict=True), strict=True))


def table(columns: Mapping[str, Iterable[object]], alt: str) -> None:
    """Show a table of a few rows; `alt` says what it is for those who don't see it."""
    st.table(dict(columns), hide_index=True, border="horizontal", alt=alt)


def bullets(sentences: Iterable[str]) -> None:
    """Show sentences of the guide as a list."""
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
