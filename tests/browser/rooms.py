"""People in a room, each in a browser of their own: what they do, and what the database then holds."""

import re
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from flywheel_core import load_guide
from flywheel_core.store import Store
from flywheel_core.workshop import Room as Plan
from flywheel_core.workshop import item_of, say_item, say_name
from tests.browser.screen import settled

GUIDE = load_guide()

#: How long a screen may take to follow the room: two seconds are promised, on a machine of its own.
FOLLOWS = 10_000
#: A choice in the first moment after a restart is saved when the page next asks by itself, each 15 seconds.
SAVED = 30_000


class Room:
    """A room in a database, with the pages of who leads it and of the wall."""

    def __init__(self, url: str, address: str, plan: Plan, new_page: Callable[..., Page]) -> None:
        """Make the room, and open both screens on the server at `address`."""
        self.address, self.new_page = address, new_page
        self.store = Store(url)
        self.made = self.store.rooms.create(plan)
        self.leader, self.wall = new_page(1280, 1600), new_page(1920, 1080)
        self.leader.goto(f"{address}/facilitate?room={self.made.facilitate}")
        self.wall.goto(f"{address}/present?room={self.made.present}")
        settled(self.leader)
        settled(self.wall)

    def join(self, address: str = "") -> Page:
        """Have somebody come in with a phone by the room's code, over the server at `address`."""
        phone = self.new_page()
        phone.goto(f"{address or self.address}/join?code={self.made.code}")
        settled(phone)
        phone.get_by_role("button", name=GUIDE.text("ui.join.take_part"), exact=True).click()
        expect(phone).to_have_url(re.compile(r"me="))
        return phone

    def press(self, key: str, **values: object) -> None:
        """Have the facilitator press a button."""
        name = GUIDE.text(f"ui.facilitate.{key}", **values)
        self.leader.get_by_role("button", name=name, exact=True).click()

    def go_to(self, topic: str) -> None:
        """Have the facilitator choose a topic of the run sheet."""
        name = re.escape(GUIDE.text(f"workshop.topics.{topic}.name"))
        self.leader.get_by_role("button", name=re.compile(f"^{name} · ")).click()

    def votes(self, topic: str) -> Counter[tuple[str, int]]:
        """Return how many votes the database has by item and round; the topic has to be revealed."""
        found = self.store.rooms.votes(self.made.facilitate, topic)
        return Counter((vote.item, vote.round) for vote in found)

    def count(self, joined: int, voted: int | None = None) -> None:
        """Wait until both screens show how many joined, and how many of them have voted."""
        said = [GUIDE.many("ui.room.joined", joined)]
        if voted is not None:
            said.append(GUIDE.many("ui.room.voted", voted))
        for page in (self.leader, self.wall):
            see(page, " · ".join(said))

    def close(self) -> None:
        """Close the connections to the database."""
        self.store.close()


def question(path: str) -> str:
    """Return the question of an item as a phone asks it."""
    item = item_of(path)
    name = f"{say_name(item, GUIDE)}. " if item.kind == "scale" else ""
    return f"{name}{say_item(item, GUIDE)}"


def asked(phone: Page, path: str) -> Locator:
    """Return the radio buttons of an item."""
    return phone.get_by_role("radiogroup", name=question(path), exact=True)


def vote(phone: Page, path: str, answer: str, *, given: int) -> None:
    """Choose an answer, and wait until the phone says that it, as the `given`th of its topic, is saved."""
    expect(asked(phone, path)).to_be_visible(timeout=FOLLOWS)
    asked(phone, path).get_by_text(answer, exact=True).click()
    said = phone.get_by_test_id("stCaptionContainer").filter(has_text=GUIDE.text("ui.join.saved"))
    expect(said).to_have_count(given, timeout=SAVED)


def see(page: Page, words: str) -> None:
    """Wait until a page shows the words."""
    expect(page.get_by_text(words).first).to_be_visible(timeout=FOLLOWS)
