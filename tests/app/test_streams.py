"""The streams that tell screens of a change: who hears what, that little is asked, and that they end."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse

from flywheel_core.store import Pulse, StoreError, UnknownRoom
from flywheel_ui import streams
from flywheel_ui.streams import Streams

START = Pulse(version=1, joined=2, voted=0, people=3)


@dataclass
class Rooms:
    """A store with one room, which counts how often it is asked."""

    pulse: Pulse | None = START
    asked: list[tuple[str, ...]] = field(default_factory=list)
    fails: bool = False

    def id_of(self, token: str) -> tuple[str, str]:
        """Take what may be done in the room for the token of it."""
        if self.fails:
            raise StoreError("no database")
        if token not in ("join", "present", "facilitate"):
            raise UnknownRoom("no such room")
        return "room", token

    def pulses(self, ids: Iterable[str]) -> Mapping[str, Pulse]:
        """Return the pulse of the room."""
        self.asked.append(tuple(ids))
        if self.fails:
            raise StoreError("no database")
        return {"room": self.pulse} if self.pulse else {}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the streams wait a hundredth of what they wait for people."""
    for name in ("PAUSE", "PAUSE_AFTER_FAILURE", "HEARTBEAT", "PAUSE_OF_COUNTS"):
        monkeypatch.setattr(streams, name, getattr(streams, name) / 100)


def _marks(stream: AsyncIterator[str]) -> Callable[[], Awaitable[str]]:
    """Return a function that waits for the next mark of a stream."""

    async def following() -> str:
        async for event in stream:
            if event.startswith("data: "):
                return event.removeprefix("data: ").strip()
        raise EOFError

    return following


def _listening(rooms: Rooms, may: str, use: Callable[[Callable[[], Awaitable[str]]], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        stream = Streams(lambda: rooms).listen("room", may)
        try:
            return await asyncio.wait_for(use(_marks(stream)), 10)
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # an asynchronous generator

    return asyncio.run(run())


def test_a_participant_hears_of_moves_and_not_of_votes() -> None:
    """What other people's votes change reaches no participant; the next move does."""
    rooms = Rooms()

    async def use(following: Callable[[], Awaitable[str]]) -> list[str]:
        heard = [await following()]
        rooms.pulse = Pulse(version=1, joined=3, voted=2)
        seen = len(rooms.asked)
        while len(rooms.asked) < seen + 3:
            await asyncio.sleep(0.001)
        rooms.pulse = Pulse(version=2, joined=3, voted=3)
        return [*heard, await following()]

    assert _listening(rooms, "join", use) == ["1", "2"]


@pytest.mark.parametrize("may", ["present", "facilitate"])
def test_the_other_screens_hear_of_counts_too(may: str) -> None:
    """How many joined and voted rings for the screens that show it."""
    rooms = Rooms()

    async def use(following: Callable[[], Awaitable[str]]) -> list[str]:
        heard = [await following()]
        for voted, people in ((1, 3), (1, 4)):
            rooms.pulse = Pulse(version=1, joined=2, voted=voted, people=people)
            heard.append(await following())
        return heard

    assert _listening(rooms, may, use) == ["1.2.0.3", "1.2.1.3", "1.2.1.4"]


def test_a_room_that_is_gone_is_told_once() -> None:
    """A deleted room rings, so that its screens say so."""
    rooms = Rooms()

    async def use(following: Callable[[], Awaitable[str]]) -> list[str]:
        heard = [await following()]
        rooms.pulse = None
        return [*heard, await following()]

    assert _listening(rooms, "join", use) == ["1", streams.GONE]


def test_a_database_that_fails_for_a_while_ends_nothing() -> None:
    """Listeners hear of a change once the database answers again."""
    rooms = Rooms()

    async def use(following: Callable[[], Awaitable[str]]) -> str:
        await following()
        rooms.fails = True
        seen = len(rooms.asked)
        while len(rooms.asked) < seen + 2:
            await asyncio.sleep(0.001)
        rooms.fails, rooms.pulse = False, Pulse(version=5, joined=2, voted=0)
        return await following()

    assert _listening(rooms, "join", use) == "5"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return for how long the streams slept so far; none of it takes time."""
    noted: list[float] = []
    sleep = asyncio.sleep

    async def noting(seconds: float) -> None:
        noted.append(seconds)
        await sleep(0)

    monkeypatch.setattr(streams, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": noting}))
    return noted


def test_a_database_that_fails_is_asked_less_often(slept: list[float]) -> None:
    """One that is away has a longer pause, until it answers again."""
    rooms = Rooms(fails=True)

    async def use(following: Callable[[], Awaitable[str]]) -> str:
        heard = asyncio.ensure_future(following())
        while len(rooms.asked) < 3:
            await asyncio.sleep(0)
        assert {*slept} == {streams.PAUSE_AFTER_FAILURE}
        rooms.fails = False
        return await heard

    assert _listening(rooms, "join", use) == "1"
    assert slept[-1] == streams.PAUSE


@pytest.mark.parametrize(("may", "waits"), [("present", True), ("facilitate", True), ("join", False)])
def test_screens_that_show_counts_hear_at_most_so_often(may: str, waits: bool, slept: list[float]) -> None:
    """Between two changes there is a pause where every vote is one; a participant's screen waits for none."""
    rooms = Rooms()

    async def use(following: Callable[[], Awaitable[str]]) -> int:
        await following()
        assert streams.PAUSE_OF_COUNTS not in slept
        rooms.pulse = Pulse(version=2, joined=2, voted=1)
        await following()
        return slept.count(streams.PAUSE_OF_COUNTS)

    assert _listening(rooms, may, use) == waits


def test_one_question_serves_all_listeners() -> None:
    """However many listen, the database is asked once a turn, and by nobody once they have gone."""
    rooms = Rooms()

    async def run() -> None:
        together = Streams(lambda: rooms)
        open_ = [together.listen("room", "join") for _ in range(20)]
        assert await asyncio.gather(*(_marks(stream)() for stream in open_)) == ["1"] * 20
        assert set(rooms.asked) == {("room",)}
        assert len(rooms.asked) < len(open_)
        for stream in open_:
            await stream.aclose()  # type: ignore[attr-defined]  # an asynchronous generator
        await asyncio.sleep(0.02)
        asked = len(rooms.asked)
        await asyncio.sleep(0.02)
        assert len(rooms.asked) == asked

    asyncio.run(run())


def test_silence_is_broken_by_a_comment() -> None:
    """A stream on which nothing happens says something now and then that no screen takes for a change."""

    async def run() -> list[str]:
        stream = Streams(lambda: Rooms()).listen("room", "join")
        events = [await anext(stream) for _ in range(4)]
        await stream.aclose()  # type: ignore[attr-defined]  # an asynchronous generator
        return events

    assert asyncio.run(run()) == ["retry: 2000\n\n", "data: 1\n\n", ":\n\n", ":\n\n"]


def test_a_server_that_is_to_stop_ends_its_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open stream does not keep the server from ending."""
    server = SimpleNamespace(should_exit=False)

    class Handler:
        __self__ = server

    monkeypatch.setattr(signal, "getsignal", lambda _signal: Handler())

    async def run() -> None:
        stream = Streams(lambda: Rooms()).listen("room", "join")
        await _marks(stream)()
        server.should_exit = True
        await asyncio.wait_for(_drained(stream), 10)

    asyncio.run(run())


async def _drained(stream: AsyncIterator[str]) -> None:
    async for _event in stream:
        pass


def _answer(token: str, method: str = "GET", *, fails: bool = False) -> Any:
    query = f"room={token}".encode()
    request = Request({"type": "http", "method": method, "query_string": query, "headers": [], "path": "/"})
    return asyncio.run(Streams(lambda: Rooms(fails=fails)).answer(request))


def test_a_stream_is_kept_by_nobody_on_the_way() -> None:
    """Its answer says that it is a stream of events, not to be kept or held back."""
    answer = _answer("join")
    assert isinstance(answer, StreamingResponse)
    assert answer.media_type == "text/event-stream"
    assert "no-cache" in answer.headers["cache-control"]
    assert answer.headers["x-accel-buffering"] == "no"


@pytest.mark.parametrize("token", ["", "forged"])
def test_an_unknown_token_gets_no_stream_and_no_word(token: str) -> None:
    """A forged token learns nothing from the answer."""
    answer = _answer(token)
    assert (answer.status_code, answer.body) == (404, b"")


@pytest.mark.parametrize("token", ["join", "forged"])
def test_a_database_that_fails_is_no_unknown_token(token: str) -> None:
    """Whoever watches the server's answers is told which of the two it is; screens try again after both."""
    answer = _answer(token, fails=True)
    assert (answer.status_code, answer.body) == (503, b"")


@pytest.mark.parametrize("token", ["join", "forged"])
def test_only_get_has_a_stream(token: str) -> None:
    """HEAD opens none: it has no end, and nobody reads it."""
    answer = _answer(token, "HEAD")
    assert not isinstance(answer, StreamingResponse)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
