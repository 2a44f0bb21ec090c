"""Nothing that was shown as saved is lost: reload, another device, a server that is killed."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, expect

from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

TITLE, LOOP = "What is this assessment called?", "Which loop is this about?"


def _saved(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"answered · saved$"))).to_be_visible(timeout=20_000)


def _type(page: Page, label: str, words: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(words)
    field.press("Tab")
    settled(page)


def _kept(server: AppServer, page: Page) -> str:
    """Return the title as the database has it."""
    token = page.url.partition("a=")[2].partition("&")[0]
    store = Store(f"sqlite:///{server.database.as_posix()}")
    try:
        return store.open(token).assessment.title or ""
    finally:
        store.close()


def test_a_reload_and_another_device_bring_everything_back(
    new_page: Callable[..., Page], server: AppServer
) -> None:
    """After a reload, and through the private link in another browser, every answer is there."""
    page = new_page()
    settled_at(page, server.address)
    _type(page, TITLE, "Šaty <b>x</b> Ωλ")
    _saved(page)
    page.get_by_role("radiogroup", name="Does the product have real users?").get_by_text("Yes").click()
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_label(TITLE, exact=True)).to_have_value("Šaty <b>x</b> Ωλ")
    other = new_page(1280, 900, "dark")
    settled_at(other, page.url)
    expect(other.get_by_label(TITLE, exact=True)).to_have_value("Šaty <b>x</b> Ωλ")
    group = other.get_by_role("radiogroup", name="Does the product have real users?")
    expect(group.get_by_role("radio", name="Yes", exact=True)).to_be_checked()


def settled_at(page: Page, address: str) -> None:
    """Go to an address and wait until the page rests."""
    page.goto(address)
    settled(page)


def test_a_killed_server_loses_nothing_that_was_saved(page: Page, own_server: AppServer) -> None:
    """What was shown as saved survives kill -9, and the first edit after the restart is saved too."""
    settled_at(page, own_server.address)
    _type(page, TITLE, "Search assistant")
    _saved(page)
    page.get_by_label(LOOP, exact=True).press_sequentially("from clicks to ran", delay=5)
    own_server.restart()
    assert _kept(own_server, page) == "Search assistant"
    expect(page.get_by_label(TITLE, exact=True)).to_be_visible()
    settled(page, timeout=60)
    _type(page, TITLE, "Search assistant, again")
    expect(page.get_by_label(TITLE, exact=True)).to_have_value("Search assistant, again", timeout=40_000)
    assert _kept(own_server, page) == "Search assistant, again"


def test_two_windows_keep_each_others_answers(new_page: Callable[..., Page], server: AppServer) -> None:
    """Changes to different answers both survive; the other window is told and shows them."""
    one = new_page()
    settled_at(one, server.address)
    _type(one, TITLE, "Two windows")
    _saved(one)
    two = new_page()
    settled_at(two, one.url)
    _type(two, LOOP, "written in the second window")
    _saved(two)
    _type(one, "Whose use of the product?", "written in the first window")
    expect(one.get_by_text(re.compile("Changed in another window: Which loop"))).to_be_visible()
    expect(one.get_by_label(LOOP, exact=True)).to_have_value("written in the second window")
    expect(one.get_by_label("Whose use of the product?", exact=True)).to_have_value(
        "written in the first window"
    )


def test_the_tokens_are_not_in_the_database(page: Page, server: AppServer) -> None:
    """The private link's token stands nowhere in the database, only its hash."""
    settled_at(page, server.address)
    _type(page, TITLE, "Secret")
    _saved(page)
    token = page.url.partition("a=")[2]
    with closing(sqlite3.connect(server.database)) as connection:
        everything = "\n".join(connection.iterdump())
    assert token
    assert token not in everything
