"""Until the first page of a connection is drawn, what comes from a part of it is asked of the whole page."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

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
