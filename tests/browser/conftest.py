"""A real Chromium and the real app for the tests in this folder, which all carry the `browser` mark."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import ASKED_AND_HEARD
from tests.rooms import HeldRoom
from tools.chromium import MISSING, find_chromium

HERE = Path(__file__).parent
#: The modules that take longest, which are begun first: two processes end at the same time by that.
LONGEST = ("test_screens", "test_leading", "test_room", "test_keyboard", "test_focus")
PHONE = {"width": 360, "height": 740}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder and run them last, those of the longest modules before the others."""
    mine = [item for item in items if HERE in item.path.parents]
    for item in mine:
        item.add_marker("browser")
    rank = {module: place for place, module in enumerate(LONGEST)}
    mine.sort(key=lambda item: rank.get(item.path.stem, len(rank)))
    items[:] = [item for item in items if HERE not in item.path.parents] + mine


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start this machine's Chromium once for all tests."""
    found = find_chromium()
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program,
            args=list(found.flags),
            chromium_sandbox="--no-sandbox" not in found.flags,
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """Run one app for all tests that do it no harm; each begins an assessment of its own."""
    app = AppServer(tmp_path_factory.mktemp("server"))
    app.start()
    yield app
    app.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[AppServer]:
    """Run an app for this test alone, to be killed and restarted; a failing test shows its log."""
    app = AppServer(tmp_path)
    app.start()
    yield app
    app.stop()
    print(app.log())


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a blank page in a new profile, at the size and in the colours asked."""
    contexts = []

    def open_page(
        width: int = PHONE["width"], height: int = PHONE["height"], scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.add_init_script(ASKED_AND_HEARD)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Return a blank page of a phone's size, in the light."""
    return new_page()


@pytest.fixture
def make_room(server: AppServer) -> Iterator[Callable[..., HeldRoom]]:
    """Return a function that makes a room in the app's database."""
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        yield lambda *topics, **options: HeldRoom(store.rooms, *topics, **options)
