"""The pictures of the README, taken from the running app with an example and a rehearsal: `make pictures`."""

import tempfile
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from flywheel_core import workshop
from flywheel_core.store import NewRoom, Rooms, Store
from flywheel_core.workshop import Room, new_room
from tests.browser.app_server import AppServer
from tools import ROOT
from tools.chromium import MISSING, find_chromium

FOLDER = ROOT / "docs" / "pictures"

#: File name, page, width, height, colours; those of a room have the link that they are opened by instead.
SCREENS = (
    ("summary.png", "summary", 1280, 1000, "light"),
    ("step-phone.png", "components", 390, 844, "light"),
    ("step-phone-dark.png", "bottleneck", 390, 844, "dark"),
)
ROOM_SCREENS = (
    ("wall.png", "present", 1920, 1080, "dark"),
    ("facilitate.png", "facilitate", 1280, 1000, "light"),
    ("vote-phone.png", "join", 390, 844, "light"),
)


def main() -> None:
    """Start the app on a database of its own, open the example, and take every picture."""
    found = find_chromium()
    if found is None:
        raise SystemExit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder))
        server.start()
        sandbox = "--no-sandbox" not in found.flags
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(found.flags), chromium_sandbox=sandbox
        )
        try:
            link = _open_example(browser.new_page(), server.address)
            for screen in SCREENS:
                _take(browser, server.address, screen, link)
            with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
                _take_a_room(browser, server.address, store.rooms)
        finally:
            browser.close()
            server.stop()


def _take(browser: Browser, address: str, screen: tuple[str, str, int, int, str], link: str) -> None:
    name, page, width, height, colours = screen
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
        device_scale_factor=1 if width > 1500 else 2,
    )
    shown = context.new_page()
    shown.goto(f"{address}/{page}?{link}")
    _settled(shown)
    shown.screenshot(path=FOLDER / name)
    context.close()


def _take_a_room(browser: Browser, address: str, rooms: Rooms) -> None:
    """Rehearse a room up to its strengths: a phone before they are shown, the others afterwards."""
    plan = new_room("Search assistant", plan=[("weakest", 2), ("strengths", 9)], rehearsal=True)
    room = rooms.create(plan)
    me = rooms.join(room.code, place="pictures").token
    links = {"present": f"room={room.present}", "facilitate": f"room={room.facilitate}", "join": f"me={me}"}
    for topic in ("weakest", "strengths"):
        rooms.move(room.facilitate, _version(rooms, room), partial(_to, topic))
        rooms.rehearse(room.facilitate)
        if topic == "strengths":
            _take(browser, address, ROOM_SCREENS[-1], links["join"])
        rooms.move(room.facilitate, _version(rooms, room), _shown)
    for screen in ROOM_SCREENS[:-1]:
        _take(browser, address, screen, links[screen[1]])


def _version(rooms: Rooms, room: NewRoom) -> int:
    return rooms.open(room.facilitate).version


def _to(topic: str, room: Room) -> Room:
    return workshop.go_to(room, topic, datetime.now(UTC))


def _shown(room: Room) -> Room:
    return workshop.reveal(room, datetime.now(UTC))


def _open_example(page: Page, address: str) -> str:
    """Open the pipeline example and return the query of its private link."""
    page.goto(address)
    page.get_by_role("button", name="A pipeline", exact=True).click()
    page.wait_for_url("**/?a=*")
    return page.url.partition("?")[2]


def _settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1_500)


if __name__ == "__main__":
    main()
