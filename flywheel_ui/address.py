"""The app's own address, as this browser sees it, and those of its pages."""

from urllib.parse import quote, urlsplit

import streamlit as st

from flywheel_ui.layout import ORDER, ROOM_PAGES, WORKSHOP


def address(page: str = "", **parameters: str) -> str:
    """Return the full address of a page, of the first without a name, also where the app stands in a path."""
    here = urlsplit(st.context.url or "")
    above, _, last = here.path.rstrip("/").rpartition("/")
    root = f"{above}/" if last in (*ORDER, WORKSHOP, *ROOM_PAGES) else f"{here.path.rstrip('/')}/"
    query = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
    return f"{here.scheme}://{here.netloc}{root}{page}" + (f"?{query}" if query else "")


def is_this_machine() -> bool:
    """Say whether this browser runs on the machine of the app: its address leads nobody else here."""
    return urlsplit(st.context.url or "").hostname in ("localhost", "127.0.0.1", "::1")
