"""The focus is not lost with what has it: where that goes, the nearest that can be pressed takes it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from tests.browser.app_server import AppServer
from tests.browser.screen import settled
from tests.browser.test_screens import address, keep, share

GUIDE = load_guide()
NEW = "Ask the support team"


def _button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=GUIDE.text(key), exact=True)


def _fold(page: Page, words: str) -> Locator:
    return page.locator("summary").filter(has_text=words)


def _begun(page: Page, server: AppServer, place: str, *, shared: bool = False) -> Page:
    """Open a page of an example."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    if shared:
        share(server, token)
    page.goto(address(server, token, place))
    return settled(page)


def _add(page: Page, *, enter: bool = False) -> None:
    """Add an action by the keyboard, with the button or with Enter in the field."""
    _fold(page, GUIDE.text("ui.summary.add")).press("Enter")
    form = page.get_by_test_id("stForm")
    field = form.get_by_label(GUIDE.text("ui.summary.what"), exact=True)
    field.fill(NEW)
    if enter:
        field.press("Enter")
    else:
        _button(page, "ui.summary.add_this").press("Enter")
    expect(_fold(page, NEW)).to_be_visible()
    settled(page)


@pytest.mark.parametrize("enter", [False, True])
def test_who_adds_an_action_stays_where_they_add_it(page: Page, server: AppServer, enter: bool) -> None:
    """The form is built anew and folded: the fold has the focus, told by its words."""
    _add(_begun(page, server, "summary"), enter=enter)
    expect(_fold(page, GUIDE.text("ui.summary.add"))).to_be_focused()


def test_who_removes_an_action_stays_near_it(page: Page, server: AppServer) -> None:
    """The fold of an action goes with it: the one before it has the focus, though that is built anew too."""
    _add(_begun(page, server, "summary"))
    _fold(page, NEW).press("Enter")
    remove = GUIDE.text("ui.summary.remove", what=NEW)
    _fold(page, NEW).locator("..").get_by_role("button", name=remove, exact=True).press("Enter")
    expect(_fold(page, NEW)).to_have_count(0)
    settled(page)
    expect(_fold(page, "Ask for a correction only")).to_be_focused()


def test_who_takes_over_what_to_do_first_stays_near_it(page: Page, server: AppServer) -> None:
    """The button goes with what it offered."""
    button = _button(_begun(page, server, "summary"), "ui.summary.added_from")
    button.press("Enter")
    expect(button).to_have_count(0)
    settled(page)
    expect(_fold(page, "Ask for a correction only")).to_be_focused()


def test_the_last_undo_leaves_the_focus_beside_it_and_a_press_beside_all_takes_it(
    page: Page, server: AppServer
) -> None:
    """Out of reach a button has no focus; what was left on purpose gets none when it goes out of reach."""
    _begun(page, server, "learning").get_by_role("radio", checked=False).first.press("Space")
    settled(page)
    undo, link = (_button(page, f"ui.{key}.button") for key in ("undo", "link"))
    undo.press("Enter")
    expect(undo).to_be_disabled()
    expect(link).to_be_focused()
    page.get_by_role("heading", level=1).click()
    link.evaluate("it => { it.disabled = true; }")
    page.wait_for_timeout(600)
    assert not page.evaluate("document.activeElement.matches('a, button, summary')")


def test_a_popover_of_the_keyboard_has_the_focus_and_keeps_it(page: Page, server: AppServer) -> None:
    """Its first control has it, and another when that goes; Escape gives it back to the popover's button."""
    opened = _button(_begun(page, server, "learning", shared=True), "ui.link.button")
    opened.press("Enter")
    first, revoke = (_button(page, f"ui.link.{key}") for key in ("share", "revoke"))
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(revoke).to_be_focused()
    page.keyboard.press("Enter")
    expect(revoke).to_have_count(0)
    settled(page)
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(opened).to_be_focused()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_a_room_that_lacks_its_title_leaves_the_focus_on_its_button(page: Page, server: AppServer) -> None:
    """The page is built anew around what is wrong; with a title the new page's heading has the focus."""
    page.goto(f"{server.address}/workshop")
    settled(page)
    make = _button(page, "ui.workshop.make")
    make.press("Enter")
    # At the field, and where the press was: on a phone one is far from the other.
    said = page.get_by_test_id("stAlert")
    expect(said).to_have_count(2)
    expect(said.last).to_be_in_viewport()
    settled(page)
    expect(make).to_be_focused()
    page.get_by_label(GUIDE.text("ui.workshop.fields.title"), exact=True).fill("Search")
    make.press("Enter")
    expect(page).to_have_url(re.compile(r"/facilitate\?room="), timeout=20_000)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


#: Has each message come so many milliseconds after the one before as `apart` says, as by a slow network.
IN_PIECES = """
const listen = WebSocket.prototype.addEventListener;
let free = 0;
WebSocket.prototype.addEventListener = function (kind, heard, ...how) {
  const later = (event) => {
    free = Math.max(free + (window.apart ?? 0), performance.now());
    setTimeout(() => heard.call(this, event), free - performance.now());
  };
  return listen.call(this, kind, kind === "message" ? later : heard, ...how);
};
"""


def test_a_heading_that_comes_late_is_given_the_focus(page: Page, server: AppServer) -> None:
    """Where a page comes in pieces its script is there before its heading, beside that of the page before."""
    page.add_init_script(IN_PIECES)
    page.goto(f"{server.address}/workshop")
    settled(page)
    page.get_by_label(GUIDE.text("ui.workshop.fields.title"), exact=True).fill("Search")
    page.evaluate("apart = 50")
    _button(page, "ui.workshop.make").press("Enter")
    expect(page).to_have_url(re.compile(r"/facilitate\?room="), timeout=20_000)
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
