"""The screens of who leads and of the wall in a real browser: usable by everyone, also by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide
from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.axe import WIDTHS, findings_in_both_schemes
from tests.browser.screen import settled, unfold
from tests.browser.test_screens import HEADINGS, is_outline
from tests.rooms import HeldRoom

GUIDE = load_guide()
BY_THE_BELL = 10_000

#: The buttons that begin or end beside the screen: those of a row that doesn't wrap.
_BUTTONS_BEYOND = """() => [...document.querySelectorAll("[data-testid=stMain] button")].filter(button => {
  const { width, left, right } = button.getBoundingClientRect();
  return width && (left < 0 || right > innerWidth);
}).map(button => button.innerText)"""


@pytest.fixture
def held(server: AppServer) -> Iterator[HeldRoom]:
    """Return a room of two topics with five people in it, whom storage divides."""
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        yield HeldRoom(store.rooms, "levels", "durations", "learning", mode="named")


def _title(page: Page, screen: str) -> str:
    """What the browser's tab is named while a screen shows what it does."""
    heading = page.locator("h1").inner_text()
    return GUIDE.text("ui.tab", page=f"{heading} · {GUIDE.text(f'ui.{screen}.nav')}")


def _divided(room: HeldRoom) -> None:
    people = room.join(5, name="Zoë ")
    room.go_on()
    room.all_vote(people, "levels", 2)
    for person, value in zip(people, (0, 0, 1, 4, 4), strict=True):
        room.vote(person, {"components.storage.level": value})


def test_axe_finds_nothing_where_a_room_is_made_and_led(
    new_page: Callable[..., Page], server: AppServer, held: HeldRoom
) -> None:
    """Making a room, its lobby, voting, results, agreeing and the end, with all folds open."""
    page, found = new_page(), {}

    def judge(place: str, address: str = "") -> None:
        if address:
            page.goto(f"{server.address}/{address}")
        settled(page)
        unfold(page)
        settled(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[place, width] = list(findings_in_both_schemes(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert is_outline(page.evaluate(HEADINGS)), place
            assert page.evaluate(_BUTTONS_BEYOND) == []
            folds = page.locator("[data-testid=stExpander] summary").all_inner_texts()
            assert len(set(folds)) == len(folds)
            assert not page.get_by_test_id("stElementToolbar").filter(visible=True).count()

    leading = f"facilitate?room={held.facilitate}"
    judge("making", "workshop")
    judge("lobby", leading)
    _divided(held)
    held.rooms.join(held.code, place="test", name="On paper", by=held.facilitate)
    judge("collecting", leading)
    expect(page).to_have_title(_title(page, "facilitate"))
    held.reveal()
    judge("revealed", leading)
    page.get_by_role("button", name=GUIDE.text("ui.agree.button"), exact=True).first.click()
    expect(page.get_by_role("button", name=GUIDE.text("ui.facilitate.votes_again"))).to_have_count(0)
    judge("agreed")
    held.close()
    judge("closed", leading)
    judge("no room", "facilitate?room=nonsense")
    assert {place: findings for place, findings in found.items() if findings} == {}


def test_axe_finds_nothing_on_the_wall(
    new_page: Callable[..., Page], server: AppServer, held: HeldRoom
) -> None:
    """The wall at 1920 pixels, in every phase, without anything that scrolls sideways."""
    page, found = new_page(1920, 1080), {}

    def judge(place: str, words: str) -> None:
        expect(page.get_by_text(words).first).to_be_visible(timeout=BY_THE_BELL)
        settled(page)
        found[place] = list(findings_in_both_schemes(page))
        page.set_viewport_size({"width": 1920, "height": 1080})
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920
        assert is_outline(page.evaluate(HEADINGS)), place
        assert not page.get_by_test_id("stElementToolbar").filter(visible=True).count()
        expect(page).to_have_title(_title(page, "present"))

    page.goto(f"{server.address}/present?room={held.present}")
    judge("lobby", GUIDE.text("ui.room.phases.lobby"))
    _divided(held)
    judge("collecting", GUIDE.many("ui.room.voted", 5))
    held.reveal()
    judge("revealed", GUIDE.text("workshop.agreement.means"))
    held.rooms.agree(held.facilitate, held.version, {"components.storage.level": 1}, "Two see less.")
    judge("agreed", "Two see less.")
    held.close()
    judge("closed", GUIDE.text("ui.room.phases.closed"))
    assert {place: findings for place, findings in found.items() if findings} == {}


def test_a_room_is_led_by_keyboard(page: Page, server: AppServer, held: HeldRoom) -> None:
    """From the lobby to what the room agrees on no pointer is needed."""
    people = held.join(3, name="Zoë ")
    page.goto(f"{server.address}/facilitate?room={held.facilitate}")
    settled(page)

    def press(label: str) -> None:
        button = page.get_by_role("button", name=label, exact=True).first
        expect(button).to_be_visible(timeout=BY_THE_BELL)
        for _ in range(120):
            if button.evaluate("button => button === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        settled(page)

    press(GUIDE.text("ui.facilitate.start", topic=GUIDE.text("workshop.topics.levels.name")))
    held.all_vote(people, "levels", 3)
    press(GUIDE.text("ui.facilitate.reveal"))
    press(GUIDE.text("ui.agree.button"))
    expect(page.get_by_text("3 · Every team that uses AI reads the data").first).to_be_visible()
    assert held.rooms.assessment(held.facilitate).components.storage.level == 3


def test_a_window_that_is_behind_says_so_and_keeps_what_is_typed(
    page: Page, server: AppServer, held: HeldRoom
) -> None:
    """While a dissent is typed another window moves on: the words stay, and stand there afterwards too."""
    _divided(held)
    held.reveal()
    page.goto(f"{server.address}/facilitate?room={held.facilitate}")
    settled(page)
    field = page.get_by_label(GUIDE.text("ui.agree.dissent"), exact=True)
    field.press_sequentially("Two of us see less.")
    held.rooms.agree(held.facilitate, held.version, {"components.storage.level": 1})
    held.go_on()
    expect(page.get_by_text(GUIDE.text("ui.moves.behind"))).to_be_visible(timeout=BY_THE_BELL)
    # The counts of the other window's topic are not shown beside the votes of this one.
    expect(page.get_by_text(GUIDE.many("ui.room.missing", 5))).to_have_count(0)
    expect(field).to_have_value("Two of us see less.")
    page.get_by_role("button", name=GUIDE.text("ui.moves.catch_up"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text("workshop.topics.durations.name"))
    expect(page.get_by_text("Two of us see less.", exact=True)).to_be_visible()


def test_the_end_of_the_time_to_answer_alone_is_seen_by_who_leads(page: Page, server: AppServer) -> None:
    """Nothing in the room changes then: the screen looks at the clock by itself."""
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        until = datetime.now(UTC) + timedelta(seconds=8)
        room = HeldRoom(store.rooms, "levels", beforehand_until=until)
        page.goto(f"{server.address}/facilitate?room={room.facilitate}")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(GUIDE.text("ui.room.phases.beforehand"))
        expect(page.get_by_text(GUIDE.text("ui.room.beforehand_over"))).to_be_visible(timeout=40_000)
        expect(heading).to_have_text(GUIDE.text("ui.room.phases.lobby"))


def test_the_time_stands_on_the_line_of_the_counts(
    new_page: Callable[..., Page], server: AppServer, held: HeldRoom
) -> None:
    """Where there is room for both they are read as one line."""
    page = new_page(1280, 900)
    held.join(5, name="Zoë ")
    held.go_on()
    page.goto(f"{server.address}/facilitate?room={held.facilitate}")
    settled(page)
    counts = page.get_by_text(GUIDE.many("ui.room.joined", 5)).bounding_box()
    time = page.get_by_role("timer").bounding_box()
    assert counts
    assert time
    middles = [box["y"] + box["height"] / 2 for box in (counts, time)]
    assert abs(middles[0] - middles[1]) <= 3


def _led_after_the_reveal(page: Page, server: AppServer, held: HeldRoom) -> Page:
    _divided(held)
    held.reveal()
    page.goto(f"{server.address}/facilitate?room={held.facilitate}")
    return settled(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_moves_stay_in_view(
    new_page: Callable[..., Page], server: AppServer, held: HeldRoom, width: int
) -> None:
    """However far the results are scrolled, the counts and the next move are on the screen, uncovered."""
    page = _led_after_the_reveal(new_page(width, 900), server, held)
    agree = page.get_by_role("button", name=GUIDE.text("ui.agree.button"), exact=True).first
    for share in (0, 0.5, 1):
        page.evaluate(_SCROLL, share)
        page.wait_for_timeout(200)
        expect(agree).to_be_in_viewport(ratio=1)
        expect(page.get_by_text(GUIDE.many("ui.moves.voted_on_all", 5))).to_be_in_viewport(ratio=1)
        assert agree.evaluate(_UNCOVERED)


@pytest.mark.parametrize(("width", "buttons"), [(360, 2), (1280, 1)])
def test_the_form_ends_with_its_button_where_the_bar_is_far(
    new_page: Callable[..., Page], server: AppServer, held: HeldRoom, width: int, buttons: int
) -> None:
    """On a phone the dissent that was just typed is agreed on right below it."""
    page = _led_after_the_reveal(new_page(width, 900), server, held)
    agree = page.get_by_role("button", name=GUIDE.text("ui.agree.button"), exact=True)
    expect(agree).to_have_count(buttons)
    if buttons > 1:
        dissent = page.get_by_label(GUIDE.text("ui.agree.dissent"), exact=True)
        dissent.fill("Two of us see less.")
        field, button = dissent.bounding_box(), agree.last.bounding_box()
        assert field
        assert button
        assert 0 < button["y"] - field["y"] - field["height"] < 120
        agree.last.click()
        expect(page.get_by_text(GUIDE.text("ui.room.dissent"))).to_be_visible()
        expect(dissent).to_have_count(0)
        expect(page.get_by_text("Two of us see less.", exact=True)).to_be_visible()


_SCROLL = """share => {
    const main = document.querySelector('[data-testid=stMain]');
    main.scrollTo(0, share * (main.scrollHeight - main.clientHeight));
}"""

_UNCOVERED = """button => {
    const { left, top, width, height } = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def test_no_press_is_lost_while_votes_come_in(page: Page, server: AppServer, held: HeldRoom) -> None:
    """The votes are shown at the first press, although the counts change all the time."""
    people = held.join(20, name="Zoë ")
    held.go_on()
    page.goto(f"{server.address}/facilitate?room={held.facilitate}")
    settled(page)
    for person in people[:10]:
        held.vote(person, {f"components.{c}.level": 2 for c in ("storage", "analysis", "feedback")})
    page.get_by_role("button", name=GUIDE.text("ui.facilitate.reveal"), exact=True).click()
    expect(page.get_by_text("Tastle").first).to_be_visible(timeout=BY_THE_BELL)
    assert held.rooms.open(held.facilitate).room.phase == "revealed"
