"""What the other browser tests stand on: a page counts as still only once the server has had its say."""

import os
import signal
import threading

from playwright.sync_api import Page

from tests.browser.app_server import AppServer
from tests.browser.screen import settled


def test_a_page_that_waits_for_a_slow_server_is_not_still(page: Page, own_server: AppServer) -> None:
    """A server that stands still for a second after a click is waited for: then there is the link."""
    page.goto(own_server.address)
    settled(page)
    assert own_server.process
    os.kill(own_server.process.pid, signal.SIGSTOP)
    threading.Timer(1, os.kill, (own_server.process.pid, signal.SIGCONT)).start()
    page.get_by_role("radiogroup").first.get_by_text("Yes", exact=True).click()
    settled(page)
    assert "a=" in page.url
