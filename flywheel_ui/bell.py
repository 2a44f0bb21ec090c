"""The bell and the timer of a room's screens: they are drawn anew when the room changes, and only then.

Both are packaged components: their scripts are files that the server hands out, which the pages' policy
allows; a script that is sent inline would need `blob:` in it.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from flywheel_core.store import Counts, RoomNow, RoomState
from flywheel_core.version import version
from flywheel_ui.session import current, store
from flywheel_ui.streams import Streams, mark_of

PACKAGE, SCRIPTS = "flywheel", "live"
#: Seconds between two drawings where no stream gets through.
FALLBACK = 15

#: The streams of this process.
streams = Streams(lambda: store().rooms)


def listen(token: str, now: RoomState, *, ends_at: datetime | None = None, screen: str = "") -> None:
    """Have the present fragment run again within two seconds after the room shows something else than `now`.

    `token` is the facilitator's, the presenter's or a participant's. Call it once in the fragment that shows
    the room, and give that fragment `run_every=FALLBACK`. With `ends_at` the time that is left stands in its
    place, and a new `screen` is shown from its top: on a phone, since each element more is one for each of
    hundreds of them.
    """
    counts = now.counts if isinstance(now, RoomNow) else Counts(0, 0)
    shown = mark_of(now.version, counts.joined, counts.voted, counts.people, may=now.may)
    left = {"timer": _time_left(ends_at, large=False)} if ends_at else {}
    _component("bell")(
        key="bell",
        data={"room": token, "shown": shown, "screen": screen, **left},
        on_rang_change=_drawn_by_streamlit,
    )


def timer(ends_at: datetime, *, large: bool = False) -> None:
    """Show how much time is left until a moment, in the same seconds on all screens."""
    _component("timer")(key="timer", data=_time_left(ends_at, large=large))


def _time_left(ends_at: datetime, *, large: bool) -> dict[str, object]:
    guide = current().guide
    return {
        "ends": ends_at.timestamp(),
        "now": datetime.now(UTC).timestamp(),
        "left": guide.text("ui.bell.left", time="{time}"),
        "over": guide.text("ui.bell.over"),
        "large": large,
    }


def _drawn_by_streamlit() -> None:
    """Leave it at the run of the fragment, which Streamlit begins by itself."""


def _component(name: str) -> ComponentRenderer:
    """Return what mounts a component, which this process then knows where its scripts are."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{name}") is None:
        components = [ComponentConfig(known, asset_dir=SCRIPTS) for known in ("bell", "timer")]
        manager.register_from_manifest(
            ComponentManifest(PACKAGE, version(), components), Path(__file__).parent
        )
    return _mounting(name)


@lru_cache
def _mounting(name: str) -> ComponentRenderer:
    return st.components.v2.component(f"{PACKAGE}.{name}", js=f"{name}.js", isolate_styles=False)
