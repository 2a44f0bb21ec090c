"""A participant's phone in a room: a live session whose page is drawn anew when the bell rings."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.live_session import LiveSession, SessionError

OPENED_AT_ONCE = 10


class Phone(LiveSession):
    """A screen of a room that listens to its bell, as the component in the page does.

    Use it as a LiveSession. `drawn_at` is when the last page was finished, `shown` what was sent for it.
    """

    def __init__(self, address: str, page: str, parameter: str, token: str) -> None:
        """Choose the page, and the token that its address and its bell carry."""
        super().__init__(address, page, f"{parameter}={token}")
        self.token = token
        self.drawn_at = 0.0
        self.shown = b""
        self.rings = 0
        self._received: list[bytes] = []
        self._one_at_a_time = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Open the stream and wait for its first mark."""
        server = urlsplit(self.address)
        reader, self._writer = await asyncio.open_connection(server.hostname, server.port)
        request = f"GET /flywheel/bell?room={self.token} HTTP/1.1\r\nHost: {server.netloc}\r\n\r\n"
        self._writer.write(request.encode())
        first = await _mark(reader)
        self._listening = asyncio.create_task(self._follow(reader, first))

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            self._writer.close()

    def raise_if_deaf(self) -> None:
        """Raise what ended the listening, if anything has."""
        if self._listening is not None and self._listening.done():
            self._listening.result()

    async def rerun(self, fragment: str = "") -> float:
        """Ask for a run, one after the other, and keep what was sent for it."""
        asked = time.perf_counter()
        async with self._one_at_a_time:
            self._received.clear()
            await super().rerun(fragment)
            self.shown, self.drawn_at = b"".join(self._received), time.perf_counter()
        return self.drawn_at - asked

    async def _follow(self, reader: asyncio.StreamReader, mark: str) -> None:
        while True:
            heard = await _mark(reader)
            if heard != mark:
                mark = heard
                self.rings += 1
                await self._ring(mark)

    async def _ring(self, mark: str) -> None:
        """Send what the component sends: the event, for the fragment that it stands in."""
        bell = next((id_ for id_ in self.screen.widgets if id_.endswith("-bell")), None)
        if bell is None:
            raise SessionError("there is no bell on the page")
        event = f"$$STREAMLIT_INTERNAL_KEY_{bell}__events"
        value = json.dumps([{"event": "rang", "value": mark}])
        self.screen.states[event] = WidgetState(id=event, json_trigger_value=value)
        await self.rerun(self.screen.widgets[bell].fragment)

    def _take(self, data: str | bytes) -> bool:
        if isinstance(data, bytes):
            self._received.append(data)
        return super()._take(data)


async def _mark(reader: asyncio.StreamReader) -> str:
    while line := await reader.readline():
        if line.startswith(b"data: "):
            return line.removeprefix(b"data: ").decode().strip()
    raise SessionError("the bell's stream has ended")


@asynccontextmanager
async def phones_of(
    address: str, tokens: Sequence[str], page: str = "join", parameter: str = "me"
) -> AsyncIterator[list[Phone]]:
    """Open a phone for each token, ten at a time, each listening; close them all in any case."""
    phones = [Phone(address, page, parameter, token) for token in tokens]
    async with AsyncExitStack() as stack:
        for first in range(0, len(phones), OPENED_AT_ONCE):
            batch = phones[first : first + OPENED_AT_ONCE]
            await asyncio.gather(*(stack.enter_async_context(phone) for phone in batch))
            await asyncio.gather(*(phone.listen() for phone in batch))
            for phone in batch:
                stack.push_async_callback(phone.close)
        yield phones
