"""Streamlit's own files come in gzip to whoever takes them so, each packed once; all else as it is."""

import asyncio
import gzip
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from flywheel_ui.packed import Packed

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = max((STATIC / "static" / "js").glob("index.*.js"), key=lambda file: file.stat().st_size)
FONT = next((STATIC / "static").rglob("*.woff2"))


def _address(file: Path) -> str:
    return f"/{file.relative_to(STATIC).as_posix()}"


class Served:
    """What stands behind: answers with the bytes that a path names, in pieces, and counts how often."""

    def __init__(self, status: int = 200, body: bytes | None = None) -> None:
        self.status = status
        self.body = body
        self.told: dict[str, str] = {}
        self.asked: list[Headers] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as a server of files does."""
        self.asked.append(Headers(scope=scope))
        await asyncio.sleep(0)  # others get a turn
        await receive()
        body = self.body
        if body is None:
            body = (STATIC / scope["path"].removeprefix("/ai/check").strip("/")).read_bytes()
        told = {"content-length": str(len(body)), "etag": '"1"', "cache-control": "immutable"}
        told |= self.told
        head = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": head})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})


async def _answer(app: Packed, path: str, method: str = "GET", **headers: str) -> tuple[int, Headers, bytes]:
    answer: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answer.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    await app({"type": "http", "method": method, "path": path, "headers": raw}, receive, send)
    body = b"".join(it.get("body", b"") for it in answer[1:])
    return answer[0]["status"], Headers(raw=answer[0]["headers"]), body


def _answers(app: Packed, paths: Sequence[str], **headers: str) -> list[tuple[int, Headers, bytes]]:
    """Ask for all of these at once."""

    async def all_at_once() -> list[tuple[int, Headers, bytes]]:
        return await asyncio.gather(*(_answer(app, path, **headers) for path in paths))

    return asyncio.run(all_at_once())


@pytest.mark.parametrize("path", ["", "/ai/check"])
def test_a_script_comes_packed(path: str) -> None:
    """It is the same text in under half of the bytes, with what else was said of it."""
    ((status, headers, body),) = _answers(
        Packed(Served(), path), [f"{path}{_address(SCRIPT)}"], accept_encoding="gzip, br"
    )
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert int(headers["content-length"]) == len(body) < SCRIPT.stat().st_size / 2
    assert headers["cache-control"] == "immutable"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["etag"] == 'W/"1"', "two forms of a text are alike, not the same bytes"


def test_two_hundred_at_once_have_it_packed_once() -> None:
    """The file is read and packed for the first; the others wait, and so does nobody who comes later."""
    served = Served()
    app = Packed(served, "")
    answers = _answers(app, [_address(SCRIPT)] * 200, accept_encoding="gzip")
    answers += _answers(app, [_address(SCRIPT)], accept_encoding="gzip")
    assert len(served.asked) == 1
    (body,) = {body for _, _, body in answers}
    assert gzip.decompress(body) == SCRIPT.read_bytes()


def test_what_another_layer_adds_to_one_answer_is_not_in_the_next() -> None:
    """Layers around this one change the headers that are handed to them."""

    async def twice() -> list[int]:
        app = Packed(Served(), "")
        counts = []

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-frame", b"1"))
                counts.append(message["headers"].count((b"x-frame", b"1")))

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        asked = [(b"accept-encoding", b"gzip")]
        scope = {"type": "http", "method": "GET", "path": _address(SCRIPT), "headers": asked}
        await app(scope, receive, send)
        await app(scope, receive, send)
        return counts

    assert asyncio.run(twice()) == [1, 1]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (_address(SCRIPT), {}),
        (_address(SCRIPT), {"accept_encoding": "br"}),
        (_address(SCRIPT), {"accept_encoding": "gzip", "method": "HEAD"}),
        (_address(SCRIPT), {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        (_address(SCRIPT), {"accept_encoding": "gzip", "if_none_match": '"1"'}),
        (_address(SCRIPT), {"accept_encoding": "gzip", "if_modified_since": "now"}),
        (_address(FONT), {"accept_encoding": "gzip"}),
        ("/index.html", {"accept_encoding": "gzip"}),
        (_address(SCRIPT).replace("/static/", "/static/./"), {"accept_encoding": "gzip"}),
    ],
)
def test_all_else_is_answered_as_it_is_and_not_kept(path: str, asked: dict[str, str]) -> None:
    """Who takes no gzip, asks for a part or whether it has changed; what is packed already; other names."""
    served = Served()
    app = Packed(served, "")
    for _ in range(2):
        ((_, headers, body),) = _answers(app, [path], **asked)
        assert "content-encoding" not in headers
        assert body == (STATIC / path.strip("/")).read_bytes()
        assert headers["etag"] == '"1"'
    assert len(served.asked) == 2


def test_beside_the_apps_own_path_nothing_is_packed_or_kept() -> None:
    """What answers there is another: it must not be handed out for the app's own file."""
    app = Packed(Served(body=b"another" * 1000), "/ai/check")
    for path in (_address(SCRIPT), f"/ai/other{_address(SCRIPT)}"):
        ((_, headers, body),) = _answers(app, [path], accept_encoding="gzip")
        assert "content-encoding" not in headers
        assert body == b"another" * 1000


def test_who_leaves_amid_the_answer_spoils_it_for_nobody() -> None:
    """A file server ends its answer where the sender of the request is gone: that part is not the file."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = SCRIPT.read_bytes()
        head = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        asked = asyncio.ensure_future(receive())
        await asyncio.sleep(0)
        if not (asked.done() and asked.result()["type"] == "http.disconnect"):
            await send({"type": "http.response.body", "body": body})
        asked.cancel()

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def unheard(_message: Message) -> None:
        return

    async def one_leaves_and_one_stays() -> tuple[int, Headers, bytes]:
        packed = Packed(app, "")
        asked = [(b"accept-encoding", b"gzip")]
        scope = {"type": "http", "method": "GET", "path": _address(SCRIPT), "headers": asked}
        await packed(scope, gone, unheard)
        return await _answer(packed, _address(SCRIPT), accept_encoding="gzip")

    _, _, body = asyncio.run(one_leaves_and_one_stays())
    assert gzip.decompress(body) == SCRIPT.read_bytes()


def test_half_a_file_is_not_kept() -> None:
    """Less than was announced is handed on as it comes, and asked for again."""
    served = Served()
    whole = {"content-length": str(SCRIPT.stat().st_size)}
    served.told = whole
    served.body = SCRIPT.read_bytes()[:100]
    app = Packed(served, "")
    ((_, headers, body),) = _answers(app, [_address(SCRIPT)], accept_encoding="gzip")
    assert (len(body), headers.get("content-encoding")) == (100, None)
    served.body = None
    ((_, _, body),) = _answers(app, [_address(SCRIPT)], accept_encoding="gzip")
    assert gzip.decompress(body) == SCRIPT.read_bytes()


def test_a_failure_is_not_kept_in_the_place_of_the_file() -> None:
    """A file that could not be read once is asked for again, and is there then."""
    served = Served(status=500, body=b"no")
    app = Packed(served, "")
    ((status, headers, body),) = _answers(app, [_address(SCRIPT)], accept_encoding="gzip")
    assert (status, body) == (500, b"no")
    assert "content-encoding" not in headers
    served.status, served.body = 200, None
    ((status, _, body),) = _answers(app, [_address(SCRIPT)], accept_encoding="gzip")
    assert (status, gzip.decompress(body)) == (200, SCRIPT.read_bytes())


def test_what_does_not_get_shorter_stays_as_it_is() -> None:
    """Noise has nothing in it to be packed."""
    noise = os.urandom(5000)
    ((_, headers, body),) = _answers(
        Packed(Served(body=noise), ""), [_address(SCRIPT)], accept_encoding="gzip"
    )
    assert body == noise
    assert "content-encoding" not in headers


def test_other_connections_are_passed_on() -> None:
    """A websocket has no file to be packed."""
    passed = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    async def nothing(*_: object) -> Message:
        raise AssertionError

    asyncio.run(Packed(app, "")({"type": "websocket", "path": _address(SCRIPT)}, nothing, nothing))
    asyncio.run(Packed(app, "")({"type": "lifespan"}, nothing, nothing))
    assert passed == ["websocket", "lifespan"]
