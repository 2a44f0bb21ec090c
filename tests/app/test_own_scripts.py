"""Each page that a browser asks for starts with the app's own scripts; all else is answered as it is."""

import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from flywheel_ui.own_scripts import OwnScripts

PAGE = b"<!DOCTYPE html><html><head><script src='theirs.js'></script></head></html>"


def _asked(
    path: str, *, body: tuple[bytes, ...] = (PAGE,), kind: str = "text/html; charset=utf-8", **request: str
) -> tuple[Headers, bytes, Headers]:
    """Return the headers and the body of the answer to a request, and the headers that were passed on."""
    passed: list[Headers] = []
    answer: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(Headers(scope=scope))
        told = {"content-type": kind, "content-length": str(sum(map(len, body))), "etag": '"1"'}
        head = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for count, piece in enumerate(body, start=1):
            await send({"type": "http.response.body", "body": piece, "more_body": count < len(body)})

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        answer.append(message)

    method = request.pop("method", "GET")
    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in request.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    asyncio.run(OwnScripts(app, ("flywheel/one.js", "flywheel/two.js"))(scope, receive, send))
    return Headers(raw=answer[0]["headers"]), b"".join(it["body"] for it in answer[1:]), passed[0]


def test_a_page_starts_with_the_scripts_ahead_of_all_others() -> None:
    """They stand first in its head, in their order; the answer's length is that of the new page."""
    headers, body, _ = _asked("/components", accept="text/html,*/*", body=(PAGE[:20], PAGE[20:]))
    assert [body.index(it) for it in (b"one.js", b"two.js", b"theirs.js")] == sorted(
        body.index(it) for it in (b"one.js", b"two.js", b"theirs.js")
    )
    assert int(headers["content-length"]) == len(body) > len(PAGE)


def test_a_page_without_them_is_never_taken_from_the_browsers_memory() -> None:
    """What the browser kept of the page as Streamlit has it isn't asked about, and this one has no mark."""
    headers, _, passed = _asked(
        "/", accept="text/html", accept_encoding="gzip", if_none_match='"1"', cookie="kept"
    )
    assert "etag" not in headers
    assert "if-none-match" not in passed
    assert "accept-encoding" not in passed, "what comes compressed can't be added to"
    assert passed["cookie"] == "kept"


@pytest.mark.parametrize(
    "request_",
    [
        {"accept": "*/*"},
        {"accept": "text/html", "kind": "application/json"},
        {"accept": "text/html", "method": "HEAD", "body": (b"",)},
    ],
)
def test_all_else_is_answered_as_it_is(request_: dict[str, str]) -> None:
    """A file, a request of a script, a question about a page alone."""
    headers, body, _ = _asked("/health", **request_)
    assert body in (PAGE, b"")
    assert headers["etag"] == '"1"'
