"""A phone's first visit through a slow network: bytes, and time until what it came for can be answered.

The browser holds nothing yet, and Chromium slows its network down to that of a phone. Where phones share one
network, the bytes count as often as there are phones.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.clicks import chromium
from benchmarks.figures import Row, at_most, median
from benchmarks.servers import Pair, both_apps
from flywheel_core.store import Store
from flywheel_core.workshop import new_room

PHONE: ViewportSize = {"width": 360, "height": 740}
#: What the network lets through: bytes a second and, on the way there and back, milliseconds.
NETWORK = {"downloadThroughput": 5e6 / 8, "uploadThroughput": 1e6 / 8, "latency": 40}
TIMES_AN_EMPTY_APP = 1.0
#: So many milliseconds after the question nothing is fetched any more.
REST = 1500


@dataclass
class Visits:
    """The visits of one page: when what they came for was there, in milliseconds, and the bytes of each."""

    measured: str
    url: str
    until_asked: Callable[[Page], None]
    times: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)


def measure(times: int) -> list[Row]:
    """Return, for who joins a room and for who begins an assessment, the time beside the empty app's."""
    with both_apps() as apps, chromium() as browser:
        empty = Visits("", apps.empty_place().url, _a_choice)
        pages = [
            Visits("First visit by the link of a room, at 5 Mbit/s", _room(apps), _a_field),
            Visits("First visit of the start page, at 5 Mbit/s", apps.ours.address, _a_field),
        ]
        for _ in range(times):
            for visits in (empty, *pages):
                _visit(browser, visits)
    rows = []
    for visits in pages:
        rows += _compared(visits, empty)
    return rows


def _room(apps: Pair) -> str:
    """Return the link of a new room, as its QR code leads there."""
    store = Store(apps.database)
    try:
        return f"{apps.ours.address}/join?room={store.rooms.create(new_room('Room')).code}"
    finally:
        store.close()


def _a_choice(page: Page) -> None:
    page.locator("[data-testid=stMain] [role=radiogroup]").first.wait_for()


def _a_field(page: Page) -> None:
    page.locator("[data-testid=stMain] :is(input, textarea, [role=radiogroup])").first.wait_for()


def _visit(browser: Browser, visits: Visits) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **NETWORK})
    fetched: list[float] = []
    network.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(visits.url)
    visits.until_asked(page)
    visits.times.append(1000 * (time.perf_counter() - began))
    page.wait_for_timeout(REST)
    visits.sizes.append(sum(fetched))
    context.close()


def _compared(visits: Visits, empty: Visits) -> list[Row]:
    sizes = [median(side.sizes) / 1e6 for side in (visits, empty)]
    return [
        at_most(f"{visits.measured}, median", median(visits.times), median(empty.times), TIMES_AN_EMPTY_APP),
        Row("… bytes that it fetches", *(f"{size:.2f} MB" for size in sizes), sizes[0] / sizes[1]),
    ]
