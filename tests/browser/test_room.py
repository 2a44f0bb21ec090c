"""A whole room in real browsers: one who leads, a wall, five phones; reload, lost network, killed server."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flywheel_core.workshop import TOPICS, item_of, new_room, say_choice
from tests.browser.app_server import AppServer
from tests.browser.rooms import FOLLOWS, GUIDE, Room, asked, see, vote
from tests.browser.wire import Wire

WEAKEST = "weakest_connection"
STRENGTHS = [item.path for item in TOPICS["strengths"]]
CHOSEN = say_choice(item_of(STRENGTHS[0]), 2, GUIDE)
ARROW = GUIDE.transition("storage_to_analysis")


@pytest.fixture(params=["one process on SQLite", "two processes on PostgreSQL"])
def servers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, list[AppServer]]]:
    """Start the app once or twice on one database; return its address and the servers."""
    with ExitStack() as stack:
        if request.param.startswith("one"):
            started = [AppServer(tmp_path)]
            url = started[0].environment["FLYWHEEL_DATABASE_URL"]
        else:
            url = request.getfixturevalue("empty_database")()
            folders = [tmp_path / "one", tmp_path / "other"]
            for folder in folders:
                folder.mkdir()
            started = [AppServer(folder, FLYWHEEL_DATABASE_URL=url) for folder in folders]
        for server in started:
            server.start()
            stack.callback(lambda server=server: print(server.log()))
            stack.callback(server.stop)
        yield url, started


def test_a_whole_room(servers: tuple[str, list[AppServer]], new_page: Callable[..., Page]) -> None:
    """Nobody's vote is missing or counted twice, whatever happens to phones, network and server."""
    url, (first, *others) = servers
    second = others[0] if others else first
    plan = new_room("Search assistant", plan=[("weakest", 2), ("strengths", 5)])
    with ExitStack() as stack:
        room = Room(url, first.address, plan, new_page)
        stack.callback(room.close)
        wire = Wire(second.port)
        stack.callback(wire.close)
        phones = [room.join(), room.join(second.address), room.join(wire.address), room.join()]
        room.count(4)

        _vote_blind(room, phones, wire)
        room.press("reveal")
        for page in (room.leader, room.wall, *phones):
            see(page, ARROW)
        assert room.votes("weakest") == {(WEAKEST, 1): 4}

        room.go_to("strengths")
        phones.append(room.join(second.address))
        expect(asked(phones[-1], STRENGTHS[0])).to_be_visible(timeout=FOLLOWS)
        room.count(5, 0)
        _vote_while_the_server_dies(room, phones, first)
        room.count(5, 5)
        room.press("reveal")
        for phone in phones:
            see(phone, GUIDE.text("ui.join.you", value=CHOSEN))
        assert room.votes("strengths") == dict.fromkeys(((path, 1) for path in STRENGTHS), 5)


def _vote_blind(room: Room, phones: list[Page], wire: Wire) -> None:
    """All vote on the weakest connection; one reloads after it, one loses the network for ten seconds."""
    room.go_to("weakest")
    for phone in phones[:3]:
        vote(phone, WEAKEST, ARROW, given=1)
    phones[0].reload()
    wire.cut()
    vote(phones[3], WEAKEST, ARROW, given=1)
    phones[3].wait_for_timeout(10_000)
    wire.mend()
    for phone in phones:
        expect(asked(phone, WEAKEST).get_by_role("radio", name=ARROW)).to_be_checked(timeout=3 * FOLLOWS)
    room.count(4, 4)


def _vote_while_the_server_dies(room: Room, phones: list[Page], server: AppServer) -> None:
    """Each votes on two connections, then the server is killed and started, and each votes on the rest."""
    for phone in phones:
        for given, path in enumerate(STRENGTHS[:2], 1):
            vote(phone, path, CHOSEN, given=given)
    server.restart()
    assert room.store.rooms.open(room.made.facilitate).room.phase == "collecting"
    for phone in phones:
        phone.wait_for_selector("[data-test-connection-state=CONNECTED]", timeout=60_000)
        for given, path in enumerate(STRENGTHS[2:], 3):
            vote(phone, path, CHOSEN, given=given)
