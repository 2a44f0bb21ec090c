"""What comes from a part of a page waits for the page; before the first one it is asked of all of it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from flywheel_ui import whole_page
from flywheel_ui.whole_page import WholePageFirst

ANSWERED = WidgetStates(widgets=[WidgetState(id="a", string_value="typed")])


def rerun(fragment: str = "") -> Message:
    """Return a request to run the page or a part of it, with what was answered."""
    state = ClientState(fragment_id=fragment, widget_states=ANSWERED, query_string="a=1")
    return {"type": "websocket.receive", "bytes": BackMsg(rerun_script=state).SerializeToString()}


def told(**what: Any) -> Message:
    """Return a message to the browser."""
    return {"type": "websocket.send", "bytes": ForwardMsg(**what).SerializeToString()}


DRAWN = told(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
BEGUN_AGAIN = told(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)


def passed_on(*events: Message, kind: str = "websocket") -> list[Any]:
    """Let the app behind the middleware receive and send; return what it received, and check what it sent."""
    coming = iter([event for event in events if event["type"] != "websocket.send"])
    received: list[Any] = []
    sent: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for event in events:
            if event["type"] == "websocket.send":
                await send(dict(event))
            else:
                received.append(await receive())

    async def receive() -> Message:
        return dict(next(coming))

    async def send(event: Message) -> None:
        sent.append(event)

    asyncio.run(WholePageFirst(app)({"type": kind}, receive, send))
    assert sent == [event for event in events if event["type"] == "websocket.send"]
    return received


def test_before_the_page_is_drawn_all_of_it_is_asked_for() -> None:
    """What comes from a part before is asked of the whole page, with all answers; afterwards of the part."""
    begun, text = told(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY), told(page_not_found={})
    given = [
        rerun("a"),
        text,
        rerun("b"),
        BEGUN_AGAIN,
        begun,
        rerun("c"),
        DRAWN,
        rerun("d"),
        text,
        rerun("e"),
    ]
    assert passed_on(*given) == [rerun(), rerun(), rerun(), rerun("d"), rerun("e")]


def test_other_messages_are_left_alone() -> None:
    """What is no request to run, and what can't be read, stays as it is."""
    beat = {"type": "websocket.receive", "bytes": BackMsg(app_heartbeat=True).SerializeToString()}
    broken = {"type": "websocket.receive", "bytes": b"\xff\xff"}
    text = {"type": "websocket.receive", "text": "hello"}
    given = [{"type": "websocket.connect"}, text, beat, broken, rerun()]
    assert passed_on(*given) == given


def test_other_requests_are_left_alone() -> None:
    """An upload is no page."""
    upload = {"type": "http.request", "bytes": rerun("part")["bytes"]}
    assert passed_on(upload, kind="http") == [upload]


class Connection:
    """A connection whose browser asks whenever the test wants it to; `received` is what the app got."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self._coming: asyncio.Queue[Message] = asyncio.Queue()
        self._sent: asyncio.Queue[Message] = asyncio.Queue()

    async def ask(self, *requests: Message) -> list[Message]:
        """Have the browser ask; return all that the app has received a little later."""
        for request in requests:
            self._coming.put_nowait(request)
        await asyncio.sleep(0.02)
        return self.received

    async def tell(self, *messages: Message) -> list[Message]:
        """Have the app tell the browser; return all that the app has received a little later."""
        for message in messages:
            self._sent.put_nowait(message)
        await asyncio.sleep(0.02)
        return self.received

    async def app(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Receive and send at the same time, as Streamlit does."""

        async def telling() -> None:
            while True:
                await send(await self._sent.get())

        task = asyncio.create_task(telling())
        while (event := await receive())["type"] != "websocket.disconnect":
            self.received.append(event)
        task.cancel()

    async def run(self, what: Callable[["Connection"], Any]) -> None:
        """Run the app behind the middleware for as long as `what` takes."""
        serving = asyncio.create_task(
            WholePageFirst(self.app)({"type": "websocket"}, self._coming.get, self._swallow)
        )
        await what(self)
        self._coming.put_nowait({"type": "websocket.disconnect"})
        await serving

    async def _swallow(self, _event: Message) -> None:
        pass


PART_DRAWN = told(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def test_a_part_waits_until_the_page_has_come() -> None:
    """What is asked of a part amid a run gets through at the run's end, in its order; all else at once."""

    async def asks(page: Connection) -> None:
        await page.ask(rerun())
        await page.tell(DRAWN)
        assert await page.ask(rerun(), rerun("a"), rerun("b")) == [rerun(), rerun()]
        assert await page.tell(told(page_not_found={}), BEGUN_AGAIN) == [rerun(), rerun()]
        assert await page.tell(DRAWN) == [rerun(), rerun(), rerun("a")]
        assert await page.tell(BEGUN_AGAIN) == [rerun(), rerun(), rerun("a")]
        assert (await page.tell(PART_DRAWN))[3:] == [rerun("b")]
        assert (await page.ask(rerun()))[4:] == [rerun()]

    page = Connection()
    asyncio.run(page.run(asks))


def test_a_run_of_which_nothing_is_heard_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of a part that is gone Streamlit drops; what is asked next gets through all the same."""
    monkeypatch.setattr(whole_page, "PATIENCE", 0.3)

    async def asks(page: Connection) -> None:
        await page.ask(rerun())
        await page.tell(DRAWN)
        assert await page.ask(rerun("gone"), rerun("a")) == [rerun(), rerun("gone")]
        await asyncio.sleep(0.2)
        assert await page.tell(told(page_not_found={})) == [rerun(), rerun("gone")]
        await asyncio.sleep(0.2)
        assert page.received == [rerun(), rerun("gone")]
        await asyncio.sleep(0.2)
        assert page.received == [rerun(), rerun("gone"), rerun("a")]

    page = Connection()
    asyncio.run(page.run(asks))
