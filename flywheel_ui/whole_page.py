"""A part of a page is run only when the whole page has come to the browser: before that, it has to wait."""

import asyncio
from dataclasses import dataclass, field
from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: So many seconds without a word from a run, and it is waited for no longer: Streamlit drops some requests.
PATIENCE = 2.0
#: How a run ends that is followed by no other of itself.
ENDS = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)

_M = TypeVar("_M", bound=Message)


class WholePageFirst:
    """ASGI middleware that lets no answer meet a page which is not there yet, on either side.

    A server that was started anew has drawn no part of the page that a browser still shows, and Streamlit
    drops what comes from a part that it has not drawn: an answer given at the first moment would be lost.
    Asked for the whole page with what was answered, it draws all parts and takes the answer over.

    Afterwards a part waits until what runs has come to the browser to its end. Streamlit would run it right
    behind, and throw away for it what it has yet to send of this part: where the page has just been drawn as
    a whole, the parts below come without the one above them, in the wrong places, and beyond the last place
    the browser gives up and shows nothing any more.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        page = _Page()

        async def received() -> Event:
            event = await receive()
            if event.get("bytes"):
                event["bytes"] = await page.asked(event["bytes"])
            return event

        async def sent(event: Event) -> None:
            await send(event)
            page.told(event.get("bytes") or b"")

        await self._app(scope, received, sent)


@dataclass
class _Page:
    """What a connection's page has come to."""

    is_drawn: bool = False
    at_rest: asyncio.Event = field(default_factory=asyncio.Event)
    #: When a run was asked for or heard of last, in the event loop's seconds.
    heard: float = 0

    async def asked(self, data: bytes) -> bytes:
        """Return what the server may get of a browser's message, once it may."""
        request = _read(BackMsg, data)
        if request is None or request.WhichOneof("type") != "rerun_script":
            return data
        if request.rerun_script.fragment_id:
            if self.is_drawn:
                await self._rest()
            else:
                request.rerun_script.ClearField("fragment_id")
                data = request.SerializeToString()
        self.at_rest.clear()
        self.heard = _now()
        return data

    async def _rest(self) -> None:
        while not self.at_rest.is_set() and (left := self.heard + PATIENCE - _now()) > 0:
            try:
                await asyncio.wait_for(self.at_rest.wait(), left)
            except TimeoutError:
                continue

    def told(self, data: bytes) -> None:
        """Take note of a message that has gone to the browser."""
        self.heard = _now()
        message = _read(ForwardMsg, data)
        if message is None or message.WhichOneof("type") != "script_finished":
            return
        if message.script_finished in ENDS:
            self.at_rest.set()
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.is_drawn = True


def _now() -> float:
    return asyncio.get_running_loop().time()


def _read(kind: type[_M], data: bytes) -> _M | None:
    found: _M = kind()
    try:
        found.ParseFromString(data)
    except DecodeError:  # Streamlit says what is wrong with it
        return None
    return found
