"""Send each message of a page at once, instead of waiting until the last one has been acknowledged."""

import socket

from starlette.types import ASGIApp, Receive, Scope, Send


class Promptly:
    """ASGI middleware that turns Nagle's algorithm off for a page's websocket.

    A redrawn page is a dozen small messages. The server that Streamlit starts leaves the algorithm on, so
    they wait for the answer to the first one: a way there and back, and up to 40 ms where the other side
    delays its acknowledgements. Under a server that doesn't show its connection nothing is changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on."""
        if scope["type"] == "websocket":
            transport = getattr(getattr(receive, "__self__", None), "transport", None)
            connection = transport.get_extra_info("socket") if transport is not None else None
            if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self._app(scope, receive, send)
