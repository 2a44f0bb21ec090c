"""People in a room, each in a browser of their own: what they do, and what the database then holds."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from flywheel_core import load_guide
from flywheel_core.store import Store
from flywheel_core.workshop import TOPICS, new_room, say_item, say_name
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
PLAN = [("weakest", 2), ("strengths", 5), ("learning", 3)]


class Room:
    """A room that was just made in a server's database, with its facilitator's and its wall's page."""

    def __init__(self, server: AppServer, url: str, new_page: Callable[..., Page], **how: object) -> None:
        """Make the room and open both screens."""
        self.server, self.new_page = server, new_page
        self.store = Store(url)
        self.made = self.store.rooms.create(new_room("Search assistant", **{"plan": PLAN, **how}))
        self.leader, self.wall = new_page(1280, 1600), new_page(1920, 1080)
        self.leader.goto(f"{server.address}/facilitate?room={self.made.facilitate}")
        self.wall.goto(f"{server.address}/present?room={self.made.present}")
        settled(self.leader)
        settled(self.wall)

    def join(self, address: str = "", name: str = "") -> Page:
        """Have somebody come in with a phone by the room's code."""
        phone = self.new_page()
        phone.goto(f"{address or self.server.address}/join?code={self.made.code}")
        settled(phone)
        if name:
            phone.get_by_label(GUIDE.text("ui.join.name")).fill(name)
        phone.get_by_role("button", name=GUIDE.text("ui.join.take_part"), exact=True).click()
        expect(phone).to_have_url(re.compile(r"me="))
        settled(phone)
        return phone

    def press(self, key: str, **values: object) -> None:
        """Have the facilitator press a button."""
        self.leader.get_by_role(
            "button", name=GUIDE.text(f"ui.facilitate.{key}", **values), exact=True
        ).click()

    def start(self, topic: str) -> None:
        """Have the facilitator begin with a topic of the run sheet."""
        name = GUIDE.text(f"workshop.topics.{topic}.name")
        self.leader.get_by_role("button", name=re.compile(rf"^{re.escape(name)} · ")).click()

    def votes(self, topic: str) -> Counter[tuple[str, int]]:
        """Return how many votes the database has by item and round; the topic has to be revealed."""
        found = self.store.rooms.votes(self.made.facilitate, topic)
        return Counter((vote.item, vote.round) for vote in found)

    def close(self) -> None:
        """Close the connections to the database."""
        self.store.close()


def group(phone: Page, path: str) -> object:
    """Return the radio buttons of an item."""
    item = next(item for items in TOPICS.values() for item in items if item.path == path)
    name = f"{say_name(item, GUIDE)}. " if item.kind == "scale" else ""
    return phone.get_by_role("radiogroup", name=f"{name}{say_item(item, GUIDE)}", exact=True)


def vote(phone: Page, path: str, answer: str) -> None:
    """Choose an answer, and wait until the phone says that it is saved."""
    group(phone, path).get_by_text(answer, exact=True).click()


def saved(phone: Page, count: int) -> None:
    """Wait until so many answers of the topic are said to be saved."""
    expect(phone.get_by_text(GUIDE.text("ui.join.saved"), exact=True)).to_have_count(count)


def see(page: Page, words: str, timeout: float = 5_000) -> None:
    """Wait until a page shows the words."""
    expect(page.get_by_text(words).first).to_be_visible(timeout=timeout)


__all__ = ["GUIDE", "Path", "Room", "group", "saved", "see", "vote"]
