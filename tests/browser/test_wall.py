"""The wall at full HD: all of it is seen at once, and its smallest text is read from the back of the room."""

from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide
from flywheel_core.workshop import WEAKEST, items_of
from tests.browser.app_server import AppServer
from tests.rooms import HeldRoom

GUIDE = load_guide()
#: As many as sit at a table, far apart in what they say.
PEOPLE = 9
RANGES = ({"likely": "PT45M"}, {"low": "P1D", "likely": "P3D", "high": "P7D"}, {"low": "P9D", "high": "P30D"})
BLIND = ("collection_to_storage", "analysis_to_application", "collection_to_storage")

#: What can be scrolled to beyond the screen, and the sizes of the text on its charts.
_SEEN = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const texts = [...document.querySelectorAll("svg text")].filter((text) => text.textContent.trim());
  const size = (text) => parseFloat(getComputedStyle(text).fontSize);
  return { beyond: main.scrollHeight - main.clientHeight, sizes: texts.map(size) };
}"""


def _vote(room: HeldRoom, people: list[str], topic: str) -> None:
    for person, number in zip(people, cycle(range(5))):
        for item in items_of(topic):
            choices = BLIND if item.path == WEAKEST else RANGES if item.kind == "duration" else item.choices
            room.vote(person, {item.path: choices[number % len(choices)]})


@pytest.mark.parametrize("topic", ["levels", "weakest", "strengths", "durations", "risks"])
def test_all_of_the_wall_is_seen_at_once(
    new_page: Callable[..., Page], server: AppServer, make_room: Callable[..., HeldRoom], topic: str
) -> None:
    """Asked, shown, after a second vote and agreed: nothing lies below the screen, no text is under 20 px."""
    room = make_room(*(["weakest"] if topic != "weakest" else []), topic)
    people = room.join(PEOPLE)
    room.go_on()
    if topic != "weakest":
        _vote(room, people, "weakest")
        room.reveal()
        room.go_on()
    page = new_page(width=1920, height=1080)
    page.goto(f"{server.address}/present?room={room.present}")
    page.wait_for_selector("h1")
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text(f"workshop.topics.{topic}.name"))
    for again in (False, True):
        if again:
            room.vote_again()
        _vote(room, people, topic)
        _fits(page)
        room.reveal()
        page.locator("svg text").first.wait_for()
        _fits(page, charts=True)
    room.agree("Whoever answers the phone sees it lower.")
    expect(page.get_by_text(GUIDE.text("ui.room.dissent"))).to_be_visible()
    _fits(page)


@pytest.mark.parametrize("topic", ["levels", "durations"])
def test_the_wall_of_a_room_with_names_is_seen_at_once(
    new_page: Callable[..., Page], server: AppServer, make_room: Callable[..., HeldRoom], topic: str
) -> None:
    """Twenty people with first and last names, a long title, two rounds: all of it fits, with names."""
    title = "The support inbox of the customer care team of the north " * 3
    room = make_room(topic, mode="named", title=title)
    people = room.join(20, name="Friederike Auerbach ")
    room.go_on()
    page = new_page(width=1920, height=1080)
    page.goto(f"{server.address}/present?room={room.present}")
    for again in (False, True):
        if again:
            room.vote_again()
        _vote(room, people, topic)
        room.reveal()
        page.locator("svg text").first.wait_for()
        expect(page.get_by_text("Friederike").first).to_be_visible()
        _fits(page, charts=True)


def _fits(page: Page, *, charts: bool = False) -> None:
    page.wait_for_timeout(1_500)
    seen = page.evaluate(_SEEN)
    assert seen["beyond"] <= 0
    assert bool(seen["sizes"]) or not charts
    assert min(seen["sizes"], default=20) >= 20
