"""Until a connection's first page is drawn, whatever is asked of a part of it is asked of the whole page."""

from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_M = TypeVar("_M", bound=Message)


class WholePageFirst:
    """ASGI middleware that lets no answer meet a server which does not know the part that it comes from.

    A server that was started anew has drawn no part of the page that a browser still shows, and Streamlit
    drops what comes from a part that it has not drawn: an answer given at the first moment would be lost.
    Asked for the whole page with what was answered, it draws all parts and takes the answer over.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        is_drawn = False

        async def received() -> Event:
            event = await receive()
            if not is_drawn and event.get("bytes"):
                event["bytes"] = _for_the_whole_page(event["bytes"])
            return event

        async def sent(event: Event) -> None:
            nonlocal is_drawn
            is_drawn = is_drawn or (bool(event.get("bytes")) and _ends_a_run(event["bytes"]))
            await send(event)

        await self._app(scope, received, sent)


def _for_the_whole_page(data: bytes) -> bytes:
    """Return a browser's message, one to run a part of the page as one to run all of it."""
    request = _read(BackMsg, data)
    if request is None or not request.rerun_script.fragment_id:
        return data
    request.rerun_script.ClearField("fragment_id")
    whole: bytes = request.SerializeToString()
    return whole


def _ends_a_run(data: bytes) -> bool:
    """Say whether a message to the browser tells that the page is drawn to its end."""
    told = _read(ForwardMsg, data)
    return (
        told is not None
        and told.WhichOneof("type") == "script_finished"
        and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


def _read(kind: type[_M], data: bytes) -> _M | None:
    found: _M = kind()
    try:
        found.ParseFromString(data)
    except DecodeError:  # Streamlit says what is wrong with it
        return None
    return found
