"""The streams that tell screens when their room has changed: one poll of the database for all of them.

A stream carries nothing but a mark that is compared with the mark of what the screen shows: for participants
the room's version, for the facilitator's and the presenter's screens also how many joined and voted. No vote
comes near it.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from flywheel_core.store import Pulse, RemovedFromRoom, StoreError, UnknownRoom

#: Seconds between two looks at the database, also for thousands of listeners.
PAUSE = 0.25
#: Seconds until the next look where the database could not be asked.
PAUSE_AFTER_FAILURE = 2.0
#: After so many seconds of silence something is sent, so that nothing on the way closes the connection.
HEARTBEAT = 15.0
#: Counts change with every vote: screens that show them hear at most two changes a second.
PAUSE_OF_COUNTS = 0.5
#: What stands in the place of a mark where the room is gone.
GONE = "gone"

#: Whose screens show how many joined and voted.
SEE_COUNTS = ("facilitate", "present")


class Rooms(Protocol):
    """What is asked of the store."""

    def id_of(self, token: str) -> tuple[str, str]:
        """Return the room that a token belongs to, and what it may do there. Raises StoreError."""

    def pulses(self, ids: Iterable[str]) -> Mapping[str, Pulse]:
        """Return the pulses of rooms; one that is gone is left out. Raises StoreError."""


def mark_of(version: int, joined: int, voted: int, people: int, *, may: str) -> str:
    """Return what a screen compares to know whether it is behind; participants see the version alone."""
    return f"{version}.{joined}.{voted}.{people}" if may in SEE_COUNTS else f"{version}"


def _mark_of(pulse: Pulse, may: str) -> str:
    return mark_of(pulse.version, pulse.joined, pulse.voted, pulse.people, may=may)


@dataclass(eq=False)
class Listener:
    """An open stream: which mark it has to tell next."""

    may: str
    mark: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, pulse: Pulse | None) -> None:
        """Take in how the room is now; the stream goes on where that is something else to its screen."""
        mark = _mark_of(pulse, self.may) if pulse else GONE
        if mark != self.mark:
            self.mark = mark
            self.changed.set()


class Streams:
    """All open streams of this process, and the one task that asks the database for them."""

    def __init__(self, rooms: Callable[[], Rooms]) -> None:
        """Take a function that returns the store's rooms; it is first called with the first listener."""
        self._rooms = rooms
        self._listeners: dict[str, set[Listener]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._closed = False

    async def answer(self, request: Request) -> Response:
        """Answer a request with the stream of the room that its token leads to, or with no word.

        That is 404 where it leads to none, and 503 where the database can't be asked: screens try again.
        Only GET has a stream: Starlette passes HEAD on as well, and nobody would ever read it.
        """
        if request.method != "GET":
            return Response(status_code=405, headers={"Allow": "GET"})
        try:
            room, may = await asyncio.to_thread(self._room_of, request.query_params.get("room", ""))
        except (UnknownRoom, RemovedFromRoom):
            return Response(status_code=404)
        except StoreError:
            return Response(status_code=503)
        headers = {"Cache-Control": "no-cache, no-store", "X-Accel-Buffering": "no"}
        stream = self.listen(room, may)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def listen(self, room: str, may: str) -> AsyncIterator[str]:
        """Yield the events of a room's stream for as long as anybody reads them."""
        listener = Listener(may)
        self._listeners.setdefault(room, set()).add(listener)
        self._ask_on()
        try:
            yield "retry: 2000\n\n"
            while not self._closed:
                yield await self._next(listener)
                if may in SEE_COUNTS:
                    await asyncio.sleep(PAUSE_OF_COUNTS)
        finally:
            self._leave(room, listener)

    async def _next(self, listener: Listener) -> str:
        """Return the next mark, or after a long silence a comment."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                await listener.changed.wait()
        except TimeoutError:
            return ":\n\n"
        listener.changed.clear()
        return f"data: {listener.mark}\n\n"

    def _leave(self, room: str, listener: Listener) -> None:
        listeners = self._listeners[room]
        listeners.discard(listener)
        if not listeners:
            del self._listeners[room]

    def _ask_on(self) -> None:
        """Ask the database for as long as there are listeners, in one task however many there are."""
        if self._asking is None or self._asking.done():
            self._closed = False
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        while self._listeners and not server_stops():
            await asyncio.sleep(await self._tell())
        if self._listeners:
            self._close()

    async def _tell(self) -> float:
        """Tell all listeners how their rooms are now; return after how many seconds to do so again."""
        try:
            pulses = await asyncio.to_thread(self._pulses, tuple(self._listeners))
        except StoreError:
            return PAUSE_AFTER_FAILURE
        for room, listeners in self._listeners.items():
            for listener in listeners:
                listener.hear(pulses.get(room))
        return PAUSE

    def _room_of(self, token: str) -> tuple[str, str]:
        # The store may have to be opened first, and its server may let one wait.
        return self._rooms().id_of(token)

    def _pulses(self, ids: tuple[str, ...]) -> Mapping[str, Pulse]:
        return self._rooms().pulses(ids)

    def _close(self) -> None:
        """End all streams: a server that stops waits for its open connections."""
        self._closed = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.changed.set()


def server_stops() -> bool:
    """Say whether the server was asked to end. It tells an open connection nothing, and waits for it."""
    handler = signal.getsignal(signal.SIGTERM)
    return bool(getattr(getattr(handler, "__self__", None), "should_exit", False))
