"""From a click to the finished page, in one Chromium, on the heaviest page and on the empty app by turns.

Finished means: the page shows what the click changes, its script has ended, nothing on it is stale, and it is
painted. The time begins with the browser's own click event and is read inside the page, so that what the test
driver adds to both sides is left out. Beside it stand the time from where the driver's pointer sets out, and
the time until the chart, which Vega draws some frames later, is drawn anew as well. On a page without choices
a text is typed, and the time begins with the Enter key.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

from benchmarks.figures import Row, at_most, median, ms, percentile
from benchmarks.servers import Pair, Place, both_apps
from flywheel_ui.layout import ORDER
from tools.chromium import obtain_chromium

SCRIPT = Path(__file__).with_name("finished_page.js")
GROUPS = "[data-testid=stMain] [role=radiogroup]"
FIELDS = "[data-testid=stMain] [data-testid=stTextInput] input:visible"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
TIMES_AN_EMPTY_APP = 1.5
WARM_UP = 2
MOST_TRIED = 3
MILLISECONDS_TO_OPEN = 60_000


Act = Callable[[], None]


class Expected(TypedDict):
    """What a page shows once an answer is given: texts that are there only then, and texts that are not.

    With neither, all that can be waited for is that the script has run.
    """

    present: list[str]
    absent: list[str]


NOTHING: Expected = {"present": [], "absent": []}


@dataclass
class Clicked:
    """A page on which one answer is changed there and back again; times are in milliseconds."""

    place: Place
    page: Page
    acts: list[Act]
    expected: list[Expected]
    turn: int = 0
    from_click: list[float] = field(default_factory=list)
    from_pointer: list[float] = field(default_factory=list)
    until_redrawn: list[float] = field(default_factory=list)

    def click(self) -> None:
        """Give the other answer, wait for the finished page, and keep how long that took."""
        self.page.evaluate("expected => finishedPage.arm(expected)", self.expected[self.turn])
        set_out = time.time()
        self.acts[self.turn]()
        finished = self.page.evaluate("() => finishedPage.result()")
        self.turn = 1 - self.turn
        self.from_click.append(finished["shown"])
        self.from_pointer.append(finished["at"] - 1000 * set_out)
        self.until_redrawn.append(finished["redrawn"])

    def forget(self) -> None:
        """Leave out what was measured so far: it was to warm up."""
        self.from_click.clear()
        self.from_pointer.clear()
        self.until_redrawn.clear()


def measure(times: int) -> list[Row]:
    """Return the times on the heaviest page beside the empty app's, after as many clicks on each."""
    with both_apps() as apps, chromium() as browser:
        candidates = [opened(browser, place) for place in our_places(apps)]
        by_turns(candidates, max(times // 6, 3))
        heaviest = max(candidates, key=lambda page: median(page.from_click))
        empty = opened(browser, apps.empty_place())
        others = [other_page(page) for page in candidates if page is not heaviest]
        heaviest.forget()
        by_turns([heaviest, empty], times)
    return [*compared(heaviest, empty), *others]


def our_places(apps: Pair) -> list[Place]:
    """Return all pages of the app on which answers are given, each with a full assessment of its own."""
    pages = ["" if page == "start" else page for page in ORDER if page != "what_if"]
    return [apps.place(page, link) for page, link in zip(pages, apps.new_links(len(pages)), strict=True)]


def compared(heaviest: Clicked, empty: Clicked) -> list[Row]:
    """Return the median and the 95th percentile of both pages."""
    page = heaviest.place.page or "start"
    both = (heaviest, empty)
    clicks, pointers, drawn = zip(
        *((p.from_click, p.from_pointer, p.until_redrawn) for p in both), strict=True
    )
    return [
        times_empty(f"Click to finished page, heaviest page (`{page}`), median", clicks, 0.5),
        times_empty("… 95th percentile", clicks, 0.95),
        times_empty("… with the pointer's way to it, median", pointers, 0.5),
        times_empty("… with the pointer's way to it, 95th percentile", pointers, 0.95),
        times_empty("… until its chart is drawn anew too, median", drawn, 0.5),
    ]


def times_empty(measured: str, times: Sequence[list[float]], share: float) -> Row:
    """Return the row of one percentile of our times and of the empty app's."""
    ours, empty = (percentile(side, share) for side in times)
    return at_most(measured, ours, empty, TIMES_AN_EMPTY_APP)


def other_page(page: Clicked) -> Row:
    """Return the row of a lighter page."""
    return Row(f"… `{page.place.page or 'start'}`, median", ms(median(page.from_click)))


def by_turns(pages: list[Clicked], times: int) -> None:
    """Click on the pages by turns, so that what else the machine does falls on all of them."""
    for page in pages:
        for _ in range(WARM_UP):
            page.click()
        page.forget()
    for _ in range(times):
        for page in pages:
            page.click()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start this machine's Chromium, and end it in any case."""
    found = obtain_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program,
            args=list(found.flags),
            chromium_sandbox="--no-sandbox" not in found.flags,
        )
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, place: Place) -> Clicked:
    """Open a page in a profile of its own, and learn what an answer changes on it."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="en-GB")
    context.add_init_script(path=SCRIPT)
    page = context.new_page()
    page.goto(place.url)
    page.locator(GROUPS).or_(page.locator(FIELDS)).first.wait_for(timeout=MILLISECONDS_TO_OPEN)
    page.evaluate("() => finishedPage.rest()")
    changes = [
        *map(choosing, page.locator(GROUPS).all()[:MOST_TRIED]),
        *map(typing, page.locator(FIELDS).all()[:1]),
    ]
    learned = ((acts, learn(page, acts)) for acts in changes)
    acts, expected = next((it for it in learned if it[1][0]["present"]), (changes[0], [NOTHING, NOTHING]))
    return Clicked(place, page, acts, expected)


def choosing(group: Locator) -> list[Act]:
    """Return how an option beside the chosen one is clicked on, and how the chosen one is."""
    options = group.locator("label")
    chosen = next(
        index for index in range(options.count()) if options.nth(index).locator("input").is_checked()
    )
    return [options.nth(chosen - 1 if chosen else 1).click, options.nth(chosen).click]


def typing(field: Locator) -> list[Act]:
    """Return how something else is typed in a field of text or of a duration, and how what is there."""

    def type_in(text: str) -> None:
        field.fill(text)
        field.press("Enter")

    present = field.input_value()
    other = "3 weeks" if present[:1].isdigit() else f"{present} too"
    return [partial(type_in, other), partial(type_in, present)]


def learn(page: Page, acts: list[Act]) -> list[Expected]:
    """Do both twice; return what is seen each time after the one and never after the other."""
    seen = [shown(page, act) for act in acts * 2]
    always = [set(seen[turn]) & set(seen[turn + 2]) for turn in (0, 1)]
    ever = [set(seen[turn]) | set(seen[turn + 2]) for turn in (0, 1)]
    only = [sorted(always[turn] - ever[1 - turn]) for turn in (0, 1)]
    if not all(only):
        return [NOTHING, NOTHING]
    return [{"present": only[turn], "absent": only[1 - turn]} for turn in (0, 1)]


def shown(page: Page, act: Act) -> list[str]:
    """Give an answer and return the texts on the page when it has come to rest."""
    act()
    texts: list[str] = page.evaluate("() => finishedPage.rest()")
    return texts
