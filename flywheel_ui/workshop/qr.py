"""The way into a room as a picture that a phone's camera reads."""

from functools import lru_cache
from typing import Literal

import segno
import streamlit as st

from flywheel_ui.workshop.room import words


@lru_cache(maxsize=64)
def _drawn(address: str) -> str:
    """An SVG, dark on white with its quiet zone whatever the theme: cameras want it so."""
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=10, border=4, light="#ffffff"))


def qr(address: str, *, width: int | Literal["stretch"]) -> None:
    """Show the address as a QR code of some width, named for those who don't see it."""
    st.image(_drawn(address), width=width, alt=words().text("ui.room.qr", address=address))
