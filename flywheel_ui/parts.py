"""The parts of a page: an answer draws anew only those that show something else by then.

A part is a fragment with a name, and tells what it shows. What it showed when it was drawn last is kept, so
after a change the parts are asked again, and those that differ run. What stands outside all parts is told to
`rest`; where that differs the whole page runs. So nothing on the screen is older than the answers, and most
answers move a few elements instead of all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

Shows = Callable[[], object]


@dataclass
class Part:
    """What a part tells that it shows, and what it told when it was drawn last."""

    shows: Shows
    shown: object = None

    @property
    def changed(self) -> bool:
        """Whether it would show something else by now."""
        return bool(self.shows() != self.shown)


@dataclass
class Parts:
    """The parts of the page that a browser tab shows."""

    named: dict[str, Part] = field(default_factory=dict)
    rest: list[Part] = field(default_factory=list)
    #: Whether the page was drawn to its end; what was interrupted has to be drawn as a whole.
    whole: bool = False
    #: The part that is being drawn.
    drawing: str | None = None


def _parts() -> Parts:
    if "parts" not in st.session_state:
        st.session_state["parts"] = Parts()
    parts: Parts = st.session_state["parts"]
    return parts


def begin() -> None:
    """Begin to draw a whole page."""
    parts = _parts()
    parts.whole = False
    parts.named.clear()
    parts.rest.clear()


def end() -> None:
    """Say that the page is drawn to its end."""
    _parts().whole = True


def part(name: str, shows: Shows, draw: Callable[[], None]) -> None:
    """Draw a part; `shows` returns all that `draw` depends on, to be compared. Names differ on a page."""

    def drawn() -> None:
        parts = _parts()
        parts.named.pop(name, None)  # as long as it is not drawn to its end it has shown nothing
        shown, around, parts.drawing = shows(), parts.drawing, name
        try:
            draw()
        finally:  # a run may end amid a part: for another page, or for what is clicked next
            parts.drawing = around
        parts.named[name] = Part(shows, shown)

    st.fragment(drawn, key=name)()


def rest(shows: Shows) -> None:
    """Tell what the page shows outside its parts: where that changes, the whole page is drawn anew."""
    _parts().rest.append(Part(shows, shows()))


def now_drawn() -> str | None:
    """Return the name of the part that is being drawn, None outside all parts."""
    return _parts().drawing


def is_outdated(name: str) -> bool:
    """Return whether a part would show something else by now, though nothing was answered here."""
    part = _parts().named.get(name)
    return part is not None and part.changed


def redraw(own: str | None) -> None:
    """In a callback, after all else: have drawn what shows something else by now.

    `own` is the part of the widget that was changed: Streamlit draws it anew of itself where nothing is asked
    for. Of a widget outside all parts it has asked for the whole page and let go of the page's files, so that
    is what it gets. Raises Streamlit's own exception for a rerun, so nothing may follow.
    """
    parts = _parts()
    if own is None or not parts.whole or any(other.changed for other in parts.rest):
        st.rerun()
    changed = [name for name, part in parts.named.items() if part.changed]
    if changed or own not in parts.named:
        st.rerun(changed or [*parts.named][:1] or "app")
