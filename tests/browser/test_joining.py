"""A phone in a room: the bell, what is typed while it rings, a killed server, and what reaches a socket."""

import os
import re
import signal
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from flywheel_core import load_guide
from flywheel_core.assessment import COMPONENTS, parse_iso
from flywheel_core.store import Store
from flywheel_core.workshop import items_of, say_item
from tests.browser.app_server import AppServer
from tests.browser.axe import findings_in_both_schemes
from tests.browser.screen import settled
from tests.rooms import HeldRoom

GUIDE = load_guide()
LEVEL = "components.collection.level"
DURATION = "transitions.storage_to_analysis.duration"
#: Sooner than the pages draw themselves anew without the bell.
BY_THE_BELL = 10_000
SAVED = GUIDE.text("ui.join.saved")


def _topic(page: Page, topic: str) -> Locator:
    return page.get_by_role("heading", name=GUIDE.text(f"workshop.topics.{topic}.name"), level=1)


def _waiting(page: Page) -> Locator:
    return page.get_by_text(GUIDE.text("ui.join.wait"))


def _group(page: Page, path: str) -> Locator:
    item = next(item for item in items_of("levels") if item.path == path)
    return page.get_by_role("radiogroup", name=re.compile(re.escape(say_item(item, GUIDE))))


def _sent_to(page: Page) -> list[bytes]:
    """Return a list that takes all that the server sends to the page over its websocket."""
    sent: list[bytes] = []

    def take(data: str | bytes) -> None:
        sent.append(data if isinstance(data, bytes) else data.encode())

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", take)

    page.on("websocket", listen)
    return sent


def test_a_phone_follows_the_room_and_rests_in_between(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """A new phase comes by the bell; while nothing happens, and while others vote, nothing is sent."""
    room = make_room("levels")
    (token, *others) = room.join(4)
    sent = _sent_to(page)
    page.goto(f"{server.address}/join?me={token}")
    expect(_waiting(page)).to_be_visible()
    room.go_on()
    expect(_topic(page, "levels")).to_be_visible(timeout=BY_THE_BELL)
    page.wait_for_timeout(1000)
    before = len(sent)
    room.all_vote(others, "levels", 2)
    page.wait_for_timeout(2000)
    assert len(sent) == before
    room.reveal()
    counted = GUIDE.text("ui.join.times", choice="", n=len(others))[:3]
    expect(page.get_by_text(f"{GUIDE.text('ui.join.votes', counts='')}{counted}").first).to_be_visible(
        timeout=BY_THE_BELL
    )


def test_unsent_words_and_the_focus_survive_the_bell(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """What a person is typing while the bell rings stays, and so does the place where they type it."""
    room = make_room("durations")
    room.go_on()
    (token,) = room.join()
    page.goto(f"{server.address}/join?me={token}")
    field = page.get_by_role("textbox").first
    field.click()
    field.press_sequentially("3 da")
    sent = _sent_to(page)
    room.move(lambda known: known.model_copy(update={"title": "Another title"}))
    expect(page.get_by_text("Another title")).to_be_visible(timeout=BY_THE_BELL)
    assert sent == []  # the connection that was open before goes on
    expect(field).to_have_value("3 da")
    expect(field).to_be_focused()
    field.press_sequentially("ys")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert list(room.rooms.participant(token).votes.values()) == [{"likely": "P3D"}]


def test_a_vote_draws_the_questions_anew_and_nothing_else(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """What a vote changes comes back, and the rest of the screen is not sent again: hundreds vote at once."""
    room = make_room("levels")
    room.go_on()
    (token,) = room.join()
    sent = _sent_to(page)
    page.goto(f"{server.address}/join?me={token}")
    expect(_topic(page, "levels")).to_be_visible()
    page.wait_for_timeout(1000)
    before = len(sent)
    _group(page, LEVEL).get_by_text("3 ·").click()
    expect(page.get_by_text(SAVED)).to_have_count(1)
    expect(page.get_by_text(GUIDE.text("ui.join.answered", given=1, asked=5))).to_be_visible()
    first, again = b"".join(sent[:before]), b"".join(sent[before:])
    assert GUIDE.text("ui.join.answered", given=1, asked=5).encode() in again
    assert b"Support inbox" in first
    assert b"Support inbox" not in again
    assert GUIDE.text("ui.velocity.nav").encode() not in again, "the app's other pages are nothing to a phone"


def test_a_deaf_phone_is_told_that_its_vote_came_too_late(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """Where no bell gets through, a vote on a question that is long revealed is refused with a sentence."""
    room = make_room("levels")
    room.go_on()
    (token,) = room.join()
    page.route("**/flywheel/bell*", lambda route: route.abort())
    page.goto(f"{server.address}/join?me={token}")
    expect(_topic(page, "levels")).to_be_visible()
    room.reveal(seconds_ago=60)
    _group(page, LEVEL).get_by_text("3 ·").click()
    expect(page.get_by_text(GUIDE.text("errors.workshop.moved_on"))).to_be_visible()
    assert room.rooms.participant(token).votes == {}


def test_a_choice_made_while_the_server_was_away_is_saved(page: Page, own_server: AppServer) -> None:
    """A vote that a killed server never saw is cast by the next one; those that it saved are there once."""
    with closing(Store(own_server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        room = HeldRoom(store.rooms, "levels")
        room.go_on()
        (token,) = room.join()
        page.goto(f"{own_server.address}/join?me={token}")
        _group(page, "components.storage.level").get_by_text("4 ·").click()
        expect(page.get_by_text(SAVED)).to_have_count(1)
        own_server.kill()
        own_server.start()
        _group(page, LEVEL).get_by_text("3 ·").click()
        expect(page.get_by_text(SAVED)).to_have_count(2, timeout=60_000)
        expect(page.get_by_text(GUIDE.text("ui.join.answered", given=2, asked=5))).to_be_visible()
        votes = room.rooms.participant(token).votes
        assert votes == {("components.storage.level", 1): 4, (LEVEL, 1): 3}
        room.reveal()
        expect(page.get_by_text(re.compile("^" + GUIDE.text("ui.join.you", value="3")))).to_be_visible(
            timeout=BY_THE_BELL
        )


def _knows_what_to_say(page: Page) -> None:
    """Wait until the words are there, which come from the server too."""
    expect(page.locator(".flywheel-away")).to_be_attached(timeout=20_000)


def _says_that_it_is_away(page: Page, words: str) -> None:
    box = page.get_by_role("dialog")
    expect(box.get_by_role("heading")).to_have_text(GUIDE.text("ui.save.away_title"), timeout=20_000)
    expect(box).to_contain_text(words)
    expect(box).not_to_contain_text("Streamlit")


def test_without_the_server_all_screens_of_a_room_say_so_in_the_app_s_words(
    new_page: Callable[..., Page], own_server: AppServer
) -> None:
    """The box about the connection is the app's; what was chosen as the server went is saved by the next."""
    with closing(Store(own_server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        room = HeldRoom(store.rooms, "levels")
        room.go_on()
        (token,) = room.join()
        links = [f"join?me={token}", f"present?room={room.present}", f"facilitate?room={room.facilitate}"]
        pages = [new_page() for _ in range(4)]
        for page, link in zip(pages, [*links, "workshop"], strict=True):
            page.goto(f"{own_server.address}/{link}")
            _knows_what_to_say(page)
        assert own_server.process is not None
        os.kill(own_server.process.pid, signal.SIGSTOP)
        _group(pages[0], LEVEL).get_by_text("3 ·").click()
        own_server.kill()
        for page in pages:
            words = GUIDE.text("ui.join.away" if page is pages[0] else "ui.room.away")
            _says_that_it_is_away(page, words)
        own_server.start()
        expect(pages[0].get_by_text(SAVED)).to_have_count(1, timeout=60_000)
        assert room.rooms.participant(token).votes == {(LEVEL, 1): 3}
        room.reveal()
        for page in pages[:2]:
            expect(page.get_by_role("dialog")).to_have_count(0)
        expect(pages[0].get_by_text(re.compile("^" + GUIDE.text("ui.join.you", value="3")))).to_be_visible(
            timeout=BY_THE_BELL
        )


#: A time that nobody else says, in all the ways in which it could be sent.
RARE = "PT411H"
TELLTALES = [
    RARE,
    "P17DT3H",
    str(int(parse_iso(RARE).total_seconds())),
    GUIDE.duration(parse_iso(RARE).total_seconds()),
]
VOTER = "Zacharias Quux"


def _leaked(sent: list[bytes]) -> list[str]:
    everything = b"".join(sent)
    return [told for told in (*TELLTALES, VOTER) if told.encode() in everything]


@pytest.mark.parametrize("screen", ["join", "present"])
def test_no_vote_reaches_a_socket_before_the_reveal(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom], screen: str
) -> None:
    """All that the server sends a participant or the wall holds no vote and no voter until they are shown."""
    room = make_room("durations", mode="named")
    (me,) = room.join(name="Me")
    room.go_on()
    sent = _sent_to(page)
    link = f"join?me={me}" if screen == "join" else f"present?room={room.present}"
    page.goto(f"{server.address}/{link}")
    expect(_topic(page, "durations")).to_be_visible()
    room.all_vote(room.join(3, name=VOTER), "durations", {"likely": RARE})
    room.move(lambda known: known.model_copy(update={"title": "Votes are in"}))
    expect(page.get_by_text("Votes are in").first).to_be_visible(timeout=BY_THE_BELL)
    assert len(sent) > 5
    assert _leaked(sent) == []
    room.reveal()
    expect(page.get_by_text(TELLTALES[-1]).first).to_be_visible(timeout=BY_THE_BELL)
    assert _leaked(sent) != []  # so it would have been seen


@pytest.mark.parametrize(("screen", "marks"), [("join", r"\d+"), ("present", r"\d+(\.\d+){3}")])
def test_the_bell_carries_a_mark_and_nothing_else(
    server: AppServer, make_room: Callable[..., HeldRoom], screen: str, marks: str
) -> None:
    """A stream says a version, to the wall also how many vote, voted and are here; no vote rings a phone."""
    room = make_room("levels")
    (me, other) = room.join(2)
    room.go_on()
    heard: list[str] = []

    def move() -> None:
        room.all_vote([other], "levels", 3)
        room.reveal()

    moving = threading.Thread(target=move)
    token = me if screen == "join" else room.present
    with urllib.request.urlopen(f"{server.address}/flywheel/bell?room={token}", timeout=30) as stream:
        for line in stream:
            heard.append(line.decode().rstrip("\n"))
            if heard[-1].startswith("data: 2") and moving.ident is None:
                moving.start()
            if heard[-1].startswith("data: 3") or len(heard) > 20:
                break
    moving.join()
    assert all(re.fullmatch(rf"|:|retry: 2000|data: {marks}", line) for line in heard)
    if screen == "join":
        assert [line for line in heard if line.startswith("data")] == ["data: 2", "data: 3"]


def test_a_forged_token_hears_nothing(server: AppServer) -> None:
    """An unknown token is answered with 404 and no word."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.address}/flywheel/bell?room=forged", timeout=30)
    assert (refused.value.code, refused.value.read()) == (404, b"")
    refused.value.close()


def test_a_room_is_joined_and_voted_in_by_keyboard(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """From the address with the code to a saved vote no pointer is needed."""
    room = make_room("levels")
    room.go_on()
    page.goto(f"{server.address}/join?code={room.code}")
    role = page.get_by_role("radio", name=GUIDE.text("ui.join.not_said"))
    expect(role).to_be_visible()
    role.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(_topic(page, "levels")).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    first = _group(page, LEVEL).get_by_role("radio").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if first.evaluate("radio => radio === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_text(SAVED)).to_be_visible()
    (token,) = re.findall(r"me=([\w-]+)", page.url)
    assert room.rooms.participant(token).votes == {(LEVEL, 1): 0}
    assert room.rooms.participant(token).role == "other"


#: Of all answers on the screen: the height of what is pressed, and of the gap between the words of two.
_ANSWERS = """() => [...document.querySelectorAll("[role=radiogroup]")].map((group) => {
  const box = (element) => element.getBoundingClientRect();
  const options = [...group.querySelectorAll("label")];
  const words = options.map((option) => box(option.querySelector("p")));
  return {
    heights: options.map((option) => box(option).height),
    gaps: words.slice(1).map((next, place) => next.top - words[place].bottom),
    lines: new Set(words.map((each) => Math.round(each.height))).size,
  };
})"""


def test_answers_on_a_narrow_phone_are_thumb_sized_and_equally_far_apart(
    new_page: Callable[..., Page], server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """Each answer is 44 pixels high at least; between those of one line and of three is the same gap."""
    room = make_room("levels")
    room.go_on()
    (token,) = room.join()
    page = new_page(width=360)
    page.goto(f"{server.address}/join?me={token}")
    expect(page.get_by_role("button", name=GUIDE.text("ui.join.leave"))).to_be_visible()
    expect(page.get_by_role("radiogroup")).to_have_count(len(COMPONENTS))
    groups = page.evaluate(_ANSWERS)
    assert max(group["lines"] for group in groups) > 1
    for group in groups:
        assert min(group["heights"]) >= 44
        assert max(group["gaps"]) - min(group["gaps"]) <= 3
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_a_screen_that_comes_by_itself_puts_no_frame_around_its_heading(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """Reading begins at the heading, also for a screen reader; nothing is drawn around it."""
    room = make_room("levels", "learning")
    (token,) = room.join()
    page.goto(f"{server.address}/join?me={token}")
    expect(_waiting(page)).to_be_visible()
    for topic in ("levels", "learning"):
        room.go_on()
        heading = _topic(page, topic)
        expect(heading).to_be_focused(timeout=BY_THE_BELL)
        expect(heading).to_have_css("outline-style", "none")
        room.reveal()


def test_the_browser_leads_back_from_the_code_to_the_workshop(page: Page, server: AppServer) -> None:
    """Whoever came to the code from the workshop's page gets back there, and on to the code again."""
    page.goto(f"{server.address}/workshop")
    heading = page.get_by_role("heading", level=1)
    page.get_by_role("link", name=GUIDE.text("ui.workshop.join")).click()
    expect(heading).to_have_text(GUIDE.text("ui.join.title"))
    page.go_back()
    expect(heading).to_have_text(GUIDE.text("ui.workshop.title"))
    page.go_forward()
    expect(heading).to_have_text(GUIDE.text("ui.join.title"))


def test_axe_finds_nothing_on_a_phone_in_a_room(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """The way in, the waiting, the questions, the answers and the end can be used by everyone."""
    room = make_room("levels", "durations", mode="named")
    found = {}

    def judge(place: str, shown: Locator) -> None:
        expect(shown.first).to_be_visible(timeout=BY_THE_BELL)
        page.wait_for_timeout(300)
        found[place] = list(findings_in_both_schemes(page))

    page.goto(f"{server.address}/join")
    judge("code", page.get_by_label(GUIDE.text("ui.join.code")))
    page.goto(f"{server.address}/join?code={room.code}")
    judge("way in", page.get_by_label(GUIDE.text("ui.join.name")))
    people = room.join(4, name="Zoë ")
    page.goto(f"{server.address}/join?me={people[0]}")
    judge("waiting", _waiting(page))
    room.go_on()
    room.all_vote(people, "levels", 2)
    judge("levels", _topic(page, "levels"))
    room.reveal()
    judge("results", page.get_by_text(GUIDE.text("ui.join.you", value="2")))
    room.go_on()
    judge("durations", _topic(page, "durations"))
    page.get_by_role("textbox").first.fill("soonish")
    page.get_by_role("textbox").first.press("Tab")
    judge("not read", page.get_by_role("alert"))
    room.close()
    judge("closed", page.get_by_role("button", name=GUIDE.text("ui.join.take_home")))
    assert {place: findings for place, findings in found.items() if findings} == {}
