"""Puts the app's own scripts into the page that Streamlit starts from, ahead of Streamlit's own."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The file that Streamlit knows is not the page that is sent, so neither may stand for the other, and what is
#: added to must not come compressed.
_KEPT_BACK = (b"if-none-match", b"if-modified-since", b"accept-encoding")


class OwnScripts:
    """ASGI middleware that adds scripts to the head of each page that a browser asks for.

    A script that comes with a page's elements may come after the first press: what it is there to see has
    happened by then.
    """

    def __init__(self, app: ASGIApp, addresses: tuple[str, ...]) -> None:
        """Take the addresses of the scripts, relative to that of the app."""
        self._app = app
        # Deferred scripts run in their order, those of Streamlit too, once the page can be looked at.
        self._head = "".join(f'<script defer src="{address}"></script>' for address in addresses).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what doesn't ask for a page is answered as it is."""
        if not _asks_for_a_page(scope):
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in _KEPT_BACK]
        start: Message | None = None
        body = b""

        async def sent(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
                return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            whole = body.replace(b"<head>", b"<head>" + self._head, 1)
            told = MutableHeaders(scope=start)
            told["content-length"] = str(len(whole))
            for name in ("etag", "last-modified"):
                del told[name]
            await send(start)
            await send({**message, "body": whole})

        await self._app({**scope, "headers": headers}, receive, sent)


def _asks_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
