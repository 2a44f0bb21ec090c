"""The browser's way back: one press leads to the page before, within Step 1 to the component before."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.assessment import COMPONENTS
from flywheel_core.files import asset
from tests.browser.app_server import AppServer
from tests.browser.screen import settled
from tests.browser.test_screens import address, keep

GUIDE = load_guide()


# What stands in the place of `pushState` when the app's first element appears.
_AT_FIRST = """new MutationObserver((_, watching) => {
    if (!document.querySelector('[data-testid=stApp]')) return;
    window.pushStateAtFirst = String(history.pushState);
    watching.disconnect();
}).observe(document, { childList: true, subtree: true });"""


# The address that the way back leads to, where something was written into it right before another page came.
_LEFT = """async ([written, next, after]) => {
    history.pushState(null, "", `/learning?${written}`);
    await new Promise((done) => setTimeout(done, after));
    history.pushState(null, "", next);
    const back = new Promise((done) => addEventListener("popstate", done, { once: true }));
    history.back();
    await back;
    return location.pathname + location.search;
}"""


def _go(page: Page, place: str) -> None:
    page.get_by_role("link", name=GUIDE.text(f"ui.{place}.nav"), exact=True).first.click()
    settled(page)


def _stands_at(page: Page, place: str) -> None:
    """Wait until the page of this place is shown: its name stands in the tab."""
    nav = GUIDE.text(f"ui.{place}.nav")
    # A screen of Step 1 names itself before its page.
    named = f"{GUIDE.name('collection')} · {nav}" if place == "components" else nav
    expect(page).to_have_title(GUIDE.text("ui.tab", page=named))
    settled(page)


def test_one_press_leads_one_page_back(new_page: Callable[..., Page], server: AppServer) -> None:
    """Back and on again goes through each page once, also where a page has put its part into its address."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page = new_page(width=1280)
    page.goto(address(server, token, "start"))
    settled(page)
    went = ["start", "learning", "components", "velocity", "summary"]
    for place in went[1:]:
        _go(page, place)
    for place in went[-2::-1]:
        page.go_back()
        _stands_at(page, place)
    for place in went[1:]:
        page.go_forward()
        _stands_at(page, place)


@pytest.mark.parametrize("place", ["", "learning", "join"])
def test_no_press_comes_before_the_script_that_is_there_to_see_it(
    page: Page, server: AppServer, place: str
) -> None:
    """Where Streamlit draws its first frame, what it writes into the way back is seen already."""
    page.add_init_script(_AT_FIRST)
    page.goto(f"{server.address}/{place}")
    settled(page)
    first = page.evaluate("window.pushStateAtFirst")
    assert "replaceState" in first


def test_no_page_is_left_with_what_belongs_to_the_next(
    new_page: Callable[..., Page], server: AppServer
) -> None:
    """The link of a room that was just made, or a part of Step 1, doesn't stand at the page before it."""
    page = new_page(width=1280)
    page.goto(f"{server.address}/workshop")
    settled(page)
    page.get_by_label(GUIDE.text("ui.workshop.fields.title"), exact=True).fill("Way back")
    page.get_by_role("button", name=GUIDE.text("ui.workshop.make"), exact=True).click()
    expect(page).to_have_url(re.compile(r"/facilitate\?room="), timeout=20_000)
    settled(page)  # the heading of the page before is a first one, too
    page.go_back()
    _stands_at(page, "workshop")
    assert "room=" not in page.url
    page.goto(server.address)
    settled(page)
    for place in ("components", "learning"):
        _go(page, place)
    for place in ("components", "start"):
        page.go_back()
        _stands_at(page, place)
    assert "part=" not in page.url


@pytest.mark.parametrize(("written", "stays"), [("a=link", True), ("part=storage", False)])
def test_a_private_link_stays_at_the_page_that_was_left_at_once(
    page: Page, server: AppServer, written: str, stays: bool
) -> None:
    """A link that the first answer wrote belongs to the page; what was written for the next one doesn't."""
    page.goto(f"{server.address}/learning")
    settled(page)
    left = page.evaluate(_LEFT, [written, "/summary", 0])
    assert left == (f"/learning?{written}" if stays else "/learning")


@pytest.mark.parametrize(
    ("following", "stays"), [("/facilitate?room=made", False), ("/facilitate?room=other", True)]
)
def test_what_belongs_to_the_next_page_is_taken_back_on_a_slow_machine_too(
    page: Page, server: AppServer, following: str, stays: bool
) -> None:
    """What was written for the page that follows doesn't stay, however long that page is in coming."""
    page.goto(f"{server.address}/learning")
    settled(page)
    left = page.evaluate(_LEFT, ["room=made", following, 600])
    assert left == ("/learning?room=made" if stays else "/learning")


def test_the_places_of_step_1_are_pages_of_their_own(page: Page, server: AppServer) -> None:
    """Within Step 1 a press leads back to the component before."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page.goto(address(server, token, "components", COMPONENTS[0]))
    heading, first = page.get_by_role("heading", level=1), GUIDE.text(f"components.{COMPONENTS[0]}.question")
    expect(heading).to_have_text(first)
    settled(page)
    page.get_by_role("link", name=GUIDE.component(COMPONENTS[2]), exact=True).first.click()
    expect(heading).not_to_have_text(first)
    settled(page)
    page.go_back()
    expect(heading).to_have_text(first)
