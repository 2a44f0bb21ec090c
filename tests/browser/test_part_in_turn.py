"""A part of a page that is asked for amid a run of the whole: nothing is missing of the page for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.live_session import LiveSession
from tests.browser.app_server import AppServer


async def _drawn_as_a_whole(address: str) -> tuple[set[str], set[str]]:
    """Ask for the page and, without waiting, for its last part; return the parts before and in that page."""
    async with LiveSession(address) as session:
        parts = {widget.fragment: None for widget in session.screen.widgets.values() if widget.fragment}
        await session.ask()
        await session.ask([*parts][-1])
        drawn: set[str] = set()
        is_whole = False
        while True:
            message = await asyncio.wait_for(session.hear(), 30)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                is_whole = not message.metadata.run.fragment_ids
            elif kind == "delta" and is_whole:
                drawn.add(message.delta.fragment_id)
            elif message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                return {*parts}, drawn


def test_a_page_comes_whole_while_its_last_part_is_asked_for(server: AppServer) -> None:
    """Streamlit throws away what it has not sent of a part that it runs again; it gets none too early."""
    for _ in range(3):
        with ThreadPoolExecutor() as aside:  # Playwright's own event loop runs in this thread
            parts, drawn = aside.submit(asyncio.run, _drawn_as_a_whole(server.address)).result()
        assert len(parts) > 3
        assert parts <= drawn
