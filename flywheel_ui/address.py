"""The app's own address, as this browser sees it, and those of its pages."""

from ipaddress import ip_address
from urllib.parse import parse_qs, quote, urlsplit

import streamlit as st

from flywheel_ui.layout import ORDER, ROOM_PAGES, WORKSHOP

#: A proxy that passes a visitor on says so in one of these.
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def address(page: str = "", **parameters: str) -> str:
    """Return the full address of a page, of the first without a name, also where the app stands in a path."""
    here = urlsplit(st.context.url or "")
    above, _, last = here.path.rstrip("/").rpartition("/")
    root = f"{above}/" if last in (*ORDER, WORKSHOP, *ROOM_PAGES) else f"{here.path.rstrip('/')}/"
    query = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
    return f"{here.scheme}://{here.netloc}{root}{page}" + (f"?{query}" if query else "")


def pasted(typed: str, name: str) -> str:
    """Return a parameter's value of what was pasted: of a whole address, else the text as it is."""
    typed = typed.strip()
    try:
        return parse_qs(urlsplit(typed).query).get(name, [typed])[0]
    except ValueError:  # looks like an address and is none
        return typed


def is_this_machine() -> bool:
    """Say whether this browser runs on the machine of the app: it says so, and it comes from there."""
    return leads_here_only() and _comes_from_here()


def _comes_from_here() -> bool:
    """Say so by what the server sees: any browser may claim any address."""
    if any(name in st.context.headers for name in _PASSED_ON):
        return False
    try:
        came_from = ip_address(st.context.ip_address or "::1")  # Streamlit says nothing of the machine itself
    except ValueError:
        return False
    return (getattr(came_from, "ipv4_mapped", None) or came_from).is_loopback


def leads_here_only() -> bool:
    """Say whether the app's address, as this browser has it, leads to the app from no other machine."""
    return urlsplit(st.context.url or "").hostname in ("localhost", "127.0.0.1", "::1")
