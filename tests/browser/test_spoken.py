"""What changes beside the place where one is reaches a screen reader through an element that speaks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.rooms import asked
from tests.browser.screen import settled
from tests.browser.test_screens import address, keep
from tests.rooms import HeldRoom

GUIDE = load_guide()
SAVED = GUIDE.text("ui.save.saved")
#: Longer than the rest before something is spoken.
REST = 1_800


def _spoken(page: Page) -> Locator:
    return page.locator("#flywheel-spoken[role=status]")


def _nothing_spoken(page: Page) -> None:
    settled(page)
    page.wait_for_timeout(REST)
    expect(_spoken(page)).to_have_count(1)
    expect(_spoken(page)).to_be_empty()


def test_an_answer_has_spoken_how_far_one_is_and_that_it_is_saved(page: Page, server: AppServer) -> None:
    """At the start nothing is spoken, nor on another page; after an answer the line about progress is."""
    page.goto(f"{server.address}/learning")
    _nothing_spoken(page)
    page.get_by_role("button", name=re.compile("^Next: ")).click()
    _nothing_spoken(page)
    page.goto(f"{server.address}/learning")
    settled(page)
    page.wait_for_timeout(REST)
    page.get_by_role("radio").first.press("Space")
    line = page.get_by_test_id("stProgress").get_by_text(SAVED)
    expect(line).to_be_visible()
    expect(_spoken(page)).to_have_text(line.inner_text())


def test_nobody_is_interrupted_while_they_type(page: Page, server: AppServer) -> None:
    """A pause amid typing says nothing; once the field is left it is said that what was typed is saved."""
    page.goto(server.address)
    _nothing_spoken(page)
    field = page.get_by_label(question_of("prerequisites.value_proposition", GUIDE), exact=True)
    field.press_sequentially("It hears better")
    expect(page.locator("html")).to_have_attribute("data-flywheel-state", "unsent")
    _nothing_spoken(page)
    field.press("Tab")
    expect(_spoken(page)).to_contain_text(SAVED)


def test_a_slider_has_spoken_the_new_turn_alone(page: Page, server: AppServer) -> None:
    """The box says today's turn too, which has not changed."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page.goto(address(server, token, "what_if"))
    _nothing_spoken(page)
    page.get_by_role("slider").nth(2).press("ArrowLeft")
    then = GUIDE.text("ui.what_if.then")
    expect(_spoken(page)).to_contain_text(then)
    turn = page.locator(".st-key-spoken_turn strong").inner_text()
    expect(_spoken(page)).to_have_text(f"{then} · {turn}")


def test_a_phone_has_spoken_what_is_saved(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """How many are answered, and once more with each answer that it is saved."""
    room = make_room("levels")
    room.go_on()
    (token,) = room.join()
    page.goto(f"{server.address}/join?me={token}")
    _nothing_spoken(page)
    for given, part in enumerate(("collection", "storage"), start=1):
        asked(page, f"components.{part}.level").get_by_role("radio").first.press("Space")
        said = GUIDE.text("ui.join.answered", given=given, asked=5)
        expect(_spoken(page)).to_have_text(f"{said} · {GUIDE.text('ui.join.saved')}")


def test_who_leads_hears_that_the_time_is_over(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """Once, when it ends; a clock that had run out before the screen was opened says nothing."""
    room = make_room("levels")
    room.go_on()
    soon = datetime.now(UTC) + timedelta(seconds=15)
    room.move(lambda now: now.model_copy(update={"ends_at": soon}))
    page.goto(f"{server.address}/facilitate?room={room.facilitate}")
    _nothing_spoken(page)
    expect(_spoken(page)).to_have_text(GUIDE.text("ui.bell.over"), timeout=20_000)
    page.reload()
    expect(page.get_by_role("timer")).to_have_text(GUIDE.text("ui.bell.over"))
    _nothing_spoken(page)


def test_a_reason_that_is_asked_for_is_spoken(page: Page, server: AppServer) -> None:
    """*Doesn't apply* counts once there is a reason: what counts until then is heard, too."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page.goto(address(server, token, "components", "storage"))
    _nothing_spoken(page)
    page.get_by_role("radio", name=GUIDE.text("ui.fields.not_applicable")).check(force=True)
    expect(_spoken(page)).to_contain_text(GUIDE.text("ui.fields.reason_missing"))
    expect(_spoken(page)).to_contain_text("Until then")


def test_who_leads_hears_the_counts(
    page: Page, server: AppServer, make_room: Callable[..., HeldRoom]
) -> None:
    """As people come in."""
    room = make_room("levels")
    page.goto(f"{server.address}/facilitate?room={room.facilitate}")
    _nothing_spoken(page)
    room.join(2)
    expect(_spoken(page)).to_contain_text(GUIDE.many("ui.room.joined", 2), timeout=10_000)
