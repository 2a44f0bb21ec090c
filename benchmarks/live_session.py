"""One live session: a browser's side of Streamlit's websocket, without the browser.

It does what the frontend does: it takes the XSRF cookie and offers it as a subprotocol, asks for the page,
holds the widgets' values and sends all of them with each rerun, keeps the large messages and says so.
"""

import asyncio
import http.cookies
import time
import urllib.request
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.widget_values import Choice, choice_of, state_of, widget_id

XSRF_COOKIE = "_streamlit_xsrf"
SECONDS_FOR_A_RUN = 60
LARGEST_MESSAGE = 2**26


class SessionError(Exception):
    """The app did not do what it was asked to, so nothing that was measured counts."""


@dataclass
class KeptMessages:
    """The large messages, which the server sends once and then names by their hashes while they are kept."""

    longest_age: int = 2
    run: int = 0
    messages: dict[str, ForwardMsg] = field(default_factory=dict)
    last_used: dict[str, int] = field(default_factory=dict)

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """Return the message itself, or the kept one that it names."""
        if message.WhichOneof("type") == "ref_hash":
            message = self.messages[message.ref_hash]
        elif not message.metadata.cacheable:
            return message
        self.messages[message.hash] = message
        self.last_used[message.hash] = self.run
        return message

    def end_run(self) -> None:
        """Let go of what no run has used for longer than the server asks to keep it."""
        self.run += 1
        for old in [name for name, used in self.last_used.items() if self.run - used > self.longest_age]:
            del self.last_used[old], self.messages[old]


@dataclass(frozen=True)
class Widget:
    """A widget on the page: what can be chosen in it, if anything, and the fragment that it belongs to."""

    choice: Choice | None
    fragment: str


@dataclass
class Screen:
    """What a browser knows of a session: its place, its widgets and their values, the messages it keeps."""

    query: str = ""
    page_script_hash: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    kept: KeptMessages = field(default_factory=KeptMessages)
    _before: dict[str, Widget] = field(default_factory=dict)

    def take(self, message: ForwardMsg) -> bool:
        """Take in a message; return whether it ends the run. Raise SessionError where the app failed."""
        message = self.kept.resolve(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self.page_script_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._draw(message.delta)
        elif kind == "page_not_found":
            raise SessionError("there is no such page")
        return kind == "script_finished" and self._finish(message)

    def _begin(self, message: ForwardMsg) -> None:
        self.page_script_hash = message.new_session.page_script_hash
        self.kept.longest_age = message.new_session.config.max_cached_message_age
        redrawn = set(message.metadata.run.fragment_ids)
        self._before = self.widgets
        self.widgets = {
            id_: widget for id_, widget in self.widgets.items() if redrawn and widget.fragment not in redrawn
        }

    def _draw(self, delta: Delta) -> None:
        element = delta.new_element
        if element.WhichOneof("type") == "exception":
            raise SessionError(f"{element.exception.type}: {element.exception.message}")
        if not (id_ := widget_id(element)):
            return
        self.widgets[id_] = Widget(choice_of(element), delta.fragment_id)
        given = state_of(element)
        if given is not None and (given.overrules or id_ not in self.states):
            self.states[id_] = given.state

    def _finish(self, message: ForwardMsg) -> bool:
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.widgets = {**self._before, **self.widgets}  # what such a run didn't come to stays
            return False
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise SessionError("the script does not compile")
        self.kept.end_run()
        for gone in self.states.keys() - self.widgets.keys():
            del self.states[gone]
        return True


class LiveSession:
    """An open session at one page of an app: `await choose(...)` changes an answer and waits for the page.

    Use it as an asynchronous context manager. A run that fails, or takes more than a minute, is a
    SessionError.
    """

    def __init__(self, address: str, page: str = "", query: str = "") -> None:
        """Choose the page, by its path in the address, of the app that runs at `address`."""
        self.address = address
        self.page = page
        self.screen = Screen(query=query)
        self.runs = self.messages = self.bytes = 0

    async def __aenter__(self) -> Self:
        """Connect as the frontend does, and run the page for the first time."""
        cookie = await asyncio.to_thread(xsrf_cookie, self.address)
        offered = [Subprotocol("streamlit"), Subprotocol(cookie)]
        self.connection: ClientConnection = await connect(
            f"ws://{urlsplit(self.address).netloc}/_stcore/stream",
            subprotocols=offered,
            origin=Origin(self.address),
            additional_headers={"Cookie": f"{XSRF_COOKIE}={cookie}"},
            max_size=LARGEST_MESSAGE,
            ping_interval=None,
        )
        await self.rerun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection; the server forgets the session on its own."""
        await self.connection.close()

    @property
    def choices(self) -> list[Choice]:
        """Return the choices on the page."""
        return [widget.choice for widget in self.screen.widgets.values() if widget.choice]

    def another_option(self, choice: Choice) -> str:
        """Return the first option, or the second where the first is chosen."""
        return choice.options[choice.chosen(self.screen.states.get(choice.id)) == 0]

    async def choose(self, choice: Choice, option: str) -> float:
        """Choose an option, as a click does; return the seconds until the script has finished."""
        self.screen.states[choice.id] = choice.state(option)
        return await self.rerun(self.screen.widgets[choice.id].fragment)

    async def rerun(self, fragment: str = "") -> float:
        """Ask for a run of the page, or of one fragment, with the widgets' values; return its seconds."""
        started = time.perf_counter()
        await self.ask(fragment)
        try:
            async with asyncio.timeout(SECONDS_FOR_A_RUN):
                while not self.screen.take(await self.hear()):
                    pass
        except TimeoutError:
            raise SessionError(f"a run took more than {SECONDS_FOR_A_RUN} s") from None
        self.runs += 1
        return time.perf_counter() - started

    async def ask(self, fragment: str = "") -> None:
        """Ask for a run of the page, or of one fragment, and wait for nothing."""
        await self.connection.send(self._request(fragment).SerializeToString())

    async def hear(self) -> ForwardMsg:
        """Wait for the server's next message."""
        data = await self.connection.recv()
        if isinstance(data, str):
            raise SessionError("the server sent text where Streamlit sends protocol buffers")
        self.messages += 1
        self.bytes += len(data)
        return ForwardMsg.FromString(data)

    def _request(self, fragment: str) -> BackMsg:
        state = ClientState(
            query_string=self.screen.query,
            widget_states=WidgetStates(widgets=self.screen.states.values()),
            page_script_hash=self.screen.page_script_hash,
            page_name="" if self.screen.page_script_hash else self.page,
            fragment_id=fragment,
            cached_message_hashes=self.screen.kept.last_used,
            context_info=ContextInfo(
                timezone="Europe/Berlin",
                timezone_offset=-60,
                locale="en-GB",
                url=f"{self.address}/{self.page}",
                color_scheme="light",
            ),
        )
        return BackMsg(rerun_script=state)


def xsrf_cookie(address: str) -> str:
    """Return the token that the server gives a browser before it opens the websocket."""
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as answer:
        cookies = http.cookies.SimpleCookie(answer.headers.get("Set-Cookie", ""))
    if XSRF_COOKIE not in cookies:
        raise SessionError("the server gave no XSRF cookie: is server.enableXsrfProtection off?")
    return cookies[XSRF_COOKIE].value
