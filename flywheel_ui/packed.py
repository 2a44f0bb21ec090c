"""Sends the files that Streamlit's page is made of compressed, each packed once and kept.

A first visit takes 2.7 MB of them, and a phone in a full room shares its network with all others. Streamlit
sends them as they are, since it would pack each again for every visitor and expects a proxy that does better:
a laptop in a workshop has none.
"""

import asyncio
import gzip
from collections import defaultdict
from functools import cache
from http import HTTPStatus
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Texts; pictures and fonts are packed already.
_PACKED = (".js", ".css", ".svg", ".json")
#: Bytes below which packing gains nothing.
_WORTH_IT = 1000


class Packed:
    """ASGI middleware that keeps Streamlit's own files in gzip, for browsers that take them so."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        """`path` is where the app stands on its server, without a slash at its end."""
        self._app = app
        self._path = path
        self._kept: dict[str, tuple[Message, bytes]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of these files; all others are passed on."""
        path = str(scope.get("path", ""))
        name = path[len(self._path) :]
        if not _takes_gzip(scope) or not path.startswith(self._path) or name not in _names():
            await self._app(scope, receive, send)
            return
        async with self._locks[name]:  # two hundred phones that come at once have it packed once
            answer = self._kept.get(name) or await self._packed(scope)
            if answer is not None:
                self._kept[name] = answer
        if answer is None:  # what could not be read now may be the next time
            await self._app(scope, receive, send)
            return
        start, body = answer
        await send({**start, "headers": [*start["headers"]]})
        await send({"type": "http.response.body", "body": body})

    async def _packed(self, scope: Scope) -> tuple[Message, bytes] | None:
        """Return the answer to a request, in gzip where that is shorter; None where it is not the whole file.

        Whoever asked may be gone amid the answer, which is then cut short: it is for all who come later, so
        the app is not told.
        """
        start: Message = {}
        pieces = []

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                pieces.append(message.get("body", b""))

        await self._app(scope, _who_stays(), sent)
        plain = b"".join(pieces)
        if start.get("status") != HTTPStatus.OK or not _is_whole(start, plain):
            return None
        packed = await asyncio.to_thread(gzip.compress, plain, 9, mtime=0)
        headers = MutableHeaders(raw=[*start["headers"]])
        headers.add_vary_header("Accept-Encoding")
        if len(packed) >= len(plain):
            return {**start, "headers": headers.raw}, plain
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(packed))
        if "ETag" in headers:  # of the file as it lies there: these are other bytes of the same text
            headers["ETag"] = f"W/{headers['ETag'].removeprefix('W/')}"
        return {**start, "headers": headers.raw}, packed


def _who_stays() -> Receive:
    """Return what a request without a body says, whose sender waits for the answer to its end."""
    said = False

    async def receive() -> Message:
        nonlocal said
        if said:
            await asyncio.Event().wait()
        said = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


def _is_whole(start: Message, body: bytes) -> bool:
    """Say whether so much came as was announced."""
    return Headers(raw=start["headers"]).get("content-length") == str(len(body))


def _takes_gzip(scope: Scope) -> bool:
    """Return whether the whole file is asked for, and may come in gzip."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    if "range" in headers or "if-none-match" in headers or "if-modified-since" in headers:
        return False
    return "gzip" in headers.get("accept-encoding", "")


@cache
def _names() -> frozenset[str]:
    """Return the paths of the files that are worth packing: whatever else is asked for is not kept."""
    root = Path(streamlit.__file__).parent / "static"
    found = (file for file in (root / "static").rglob("*") if file.suffix in _PACKED)
    return frozenset(
        f"/{file.relative_to(root).as_posix()}" for file in found if file.stat().st_size >= _WORTH_IT
    )
