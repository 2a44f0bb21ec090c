"""An app that stands under a path of its server: what it hands out leads there, links and scripts alike."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from flywheel_core import load_guide
from flywheel_core.workshop import new_room
from tests.browser.app_server import AppServer
from tests.browser.rooms import Room, see
from tests.browser.screen import settled

GUIDE = load_guide()


@pytest.fixture
def under_a_path(tmp_path: Path) -> Iterator[AppServer]:
    """Run an app that is told the path that it stands under."""
    app = AppServer(tmp_path, STREAMLIT_SERVER_BASE_URL_PATH="ai/check")
    app.address += "/ai/check"
    app.start()
    yield app
    app.stop()
    print(app.log())


def _shown(page: Page, part: str) -> str:
    """Return the address with this part in it that the page shows to copy."""
    return page.get_by_test_id("stCode").filter(has_text=part).inner_text().strip()


def test_the_private_link_leads_to_the_path(under_a_path: AppServer, new_page: Callable[..., Page]) -> None:
    """What was answered is there where the link leads; the page's scripts are found and come packed."""
    page = new_page(width=1280)
    refused: list[str] = []
    scripts: list[Response] = []
    page.on("response", lambda it: it.ok or it.status == 304 or refused.append(f"{it.status} {it.url}"))
    page.on("response", lambda it: "/static/js/index." in it.url and scripts.append(it))
    page.goto(f"{under_a_path.address}/learning")
    settled(page)
    page.get_by_role("radiogroup").first.get_by_text(GUIDE.text("answers.yes"), exact=True).click()
    settled(page)
    page.get_by_role("button", name=GUIDE.text("ui.link.button"), exact=True).click()
    link = _shown(page, "?a=")
    assert link.startswith(f"{under_a_path.address}/?a=")
    page.goto(link)
    settled(page)
    saved = f"{GUIDE.text('ui.progress', answered=1, asked=46)} · {GUIDE.text('ui.save.saved')}"
    expect(page.get_by_text(saved)).to_be_visible()
    assert not [it for it in refused if "/flywheel/" in it]
    assert {it.headers.get("content-encoding") for it in scripts} == {"gzip"}


def test_the_ways_into_a_room_lead_to_the_path(
    under_a_path: AppServer, new_page: Callable[..., Page]
) -> None:
    """A phone comes in by the link that is shown, and the facilitator's screen hears of it."""
    url = under_a_path.environment["FLYWHEEL_DATABASE_URL"]
    with closing(Room(url, under_a_path.address, new_room("Under a path"), new_page)) as room:
        room.leader.get_by_text(GUIDE.text("ui.links.secrets")).click()
        settled(room.leader)
        for page, parameter in (("join", "code"), ("present", "room"), ("facilitate", "room")):
            assert _shown(room.leader, f"/{page}?").startswith(f"{under_a_path.address}/{page}?{parameter}=")
        phone = new_page()
        phone.goto(_shown(room.leader, "/join?"))
        settled(phone)
        phone.get_by_role("button", name=GUIDE.text("ui.join.take_part"), exact=True).click()
        see(room.leader, GUIDE.many("ui.room.joined", 1))
        see(room.wall, under_a_path.address.partition("//")[2])
