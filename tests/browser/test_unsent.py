"""Never is *saved* said of what only the browser has: words not sent yet, or a server that is away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from flywheel_core import load_guide
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
SAVED, NOT_SAVED, AWAY = (GUIDE.text(f"ui.save.{word}") for word in ("saved", "not_saved", "away"))
SHORT, LONG = "title", "prerequisites.value_proposition"


#: Nothing in the page learns that a run begins or ends.
_UNSEEN = """window.MutationObserver = class extends MutationObserver {
    constructor(tell) {
        const known = "data-test-script-state";
        super((changes, watching) => tell(changes.filter((it) => it.attributeName !== known), watching));
    }
};"""


def _field(page: Page, path: str) -> Locator:
    return page.get_by_label(question_of(path, GUIDE), exact=True)


def _status(page: Page, words: str) -> None:
    """Wait until the status line says these words, and nothing else about saving."""
    for other in (SAVED, NOT_SAVED, AWAY):
        line = page.locator(".st-key-how_far").get_by_text(re.compile(rf"answered · {other}$"))
        expect(line).to_be_visible(timeout=20_000) if other == words else expect(line).not_to_be_visible()


def _begun(page: Page, server: AppServer) -> Page:
    page.goto(server.address)
    settled(page)
    _field(page, SHORT).fill("Search assistant")
    _field(page, SHORT).press("Tab")
    settled(page)
    _status(page, SAVED)
    return page


@pytest.mark.parametrize("path", [SHORT, LONG])
def test_words_that_are_not_sent_are_not_saved(page: Page, server: AppServer, path: str) -> None:
    """As long as a field is typed in the status line says that this is not saved; after that it is."""
    field = _field(_begun(page, server), path)
    field.press_sequentially("x")
    _status(page, NOT_SAVED)
    field.press_sequentially("y")
    field.blur()
    settled(page)
    _status(page, SAVED)


def test_one_line_is_saved_in_a_pause_and_many_lines_are_not(page: Page, server: AppServer) -> None:
    """One line counts as saved after a pause in it; a text of many lines only once it is left or sent."""
    _field(_begun(page, server), SHORT).press_sequentially("x")
    _status(page, NOT_SAVED)
    _status(page, SAVED)
    _field(page, LONG).press_sequentially("It finds more")
    page.wait_for_timeout(2_500)
    _status(page, NOT_SAVED)
    _field(page, LONG).press("Control+Enter")
    settled(page)
    _status(page, SAVED)
    _field(page, LONG).blur()
    page.wait_for_timeout(500)
    _status(page, SAVED)


def test_one_line_is_saved_though_its_run_is_not_seen(page: Page, server: AppServer) -> None:
    """A quick run begins and ends between two frames: nothing tells the page of it, and it counts."""
    page.add_init_script(_UNSEEN)
    _field(_begun(page, server), SHORT).press_sequentially("x")
    _status(page, NOT_SAVED)
    _status(page, SAVED)


def test_what_is_typed_and_taken_back_is_saved(page: Page, server: AppServer) -> None:
    """A field that again holds what the server has is no reason for worry."""
    field = _field(_begun(page, server), LONG)
    field.press_sequentially("x")
    _status(page, NOT_SAVED)
    field.press("Backspace")
    _status(page, SAVED)
    field.press_sequentially("y")
    field.press("Tab")
    settled(page)
    _status(page, SAVED)


def test_without_its_server_the_page_says_so_in_its_own_words(
    new_page: Callable[..., Page], own_server: AppServer
) -> None:
    """While the server is away nothing is called saved, and the box about it is in the app's words."""
    page = _begun(new_page(), own_server)
    _field(page, LONG).press_sequentially("It finds more")
    own_server.kill()
    _status(page, AWAY)
    box = page.get_by_role("dialog")
    expect(box.get_by_role("heading")).to_have_text(GUIDE.text("ui.save.away_title"), timeout=20_000)
    expect(box).to_contain_text(GUIDE.text("ui.save.away_said"))
    expect(box).not_to_contain_text("Streamlit")
    own_server.start()
    settled(page, timeout=60)
    _status(page, SAVED)
    expect(_field(page, LONG)).to_have_value("It finds more")
