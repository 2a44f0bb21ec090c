"""Each message of a page is sent at once: the server's connections don't wait for acknowledgements."""

import asyncio
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from websockets.asyncio.client import connect

from flywheel_ui.promptly import Promptly


async def _reports(scope: Scope, receive: Receive, send: Send) -> None:
    """Tell over the websocket whether its own connection sends at once."""
    if scope["type"] != "websocket":
        return
    connection = receive.__self__.transport.get_extra_info("socket")  # type: ignore[attr-defined]  # uvicorn's
    at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": str(bool(at_once))})
    await send({"type": "websocket.close"})


async def _asked(app: ASGIApp) -> str:
    listening = socket.socket()  # its protocol is 0, as that of the server that Streamlit starts
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}/") as page:
        told = str(await page.recv())
    server.should_exit = True
    await serving
    listening.close()
    return told


def test_a_pages_connection_sends_at_once() -> None:
    """Through the app's middleware the connection of a page has Nagle's algorithm off; without it, on."""
    assert asyncio.run(_asked(_reports)) == "False"
    assert asyncio.run(_asked(Promptly(_reports))) == "True"


def test_a_server_that_hides_its_connection_is_left_alone() -> None:
    """Where nothing is known of the connection the request is passed on as it came."""
    passed: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope)

    async def nothing(*_: object) -> Any:
        raise AssertionError

    asyncio.run(Promptly(app)({"type": "websocket"}, nothing, nothing))
    assert passed == [{"type": "websocket"}]
