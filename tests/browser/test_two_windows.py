"""Two windows of one assessment: each learns by itself of the other, and neither takes anything from it."""

import re
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from flywheel_core import Assessment, load_guide
from flywheel_core.charts import PALETTES
from flywheel_core.questions import question_of
from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
#: The heartbeat comes every 30 seconds. The browser counts them, so its clock can be put forward.
BEAT = 31_000
#: Until what a heartbeat brings is there; a busy machine is given time for the next one, too.
SOON = 60_000


def _kept(server: AppServer, page: Page) -> Assessment:
    token = page.url.partition("a=")[2].partition("&")[0]
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        return store.open(token).assessment


def _timed(page: Page) -> Page:
    page.clock.install()
    return page


def _field(page: Page, path: str) -> Locator:
    return page.get_by_label(question_of(path, GUIDE), exact=True)


def _choose(page: Page, path: str, answer: str) -> None:
    group = page.get_by_role("radiogroup", name=question_of(path, GUIDE))
    group.get_by_text(GUIDE.text(f"answers.{answer}"), exact=True).click()
    settled(page)


def test_the_other_window_learns_of_changes_while_one_types(
    new_page: Callable[..., Page], server: AppServer
) -> None:
    """Without a click one window is told what the other changed; what it is typing, and where, stays."""
    one, two = _timed(new_page()), new_page()
    one.goto(server.address)
    settled(one)
    _choose(one, "prerequisites.real_users", "yes")
    two.goto(one.url)
    settled(two)

    sentence = _field(one, "prerequisites.value_proposition")
    sentence.click()
    sentence.press_sequentially("It hears better", delay=1)
    _choose(two, "prerequisites.real_users", "unsure")
    _choose(two, "prerequisites.basic_data_infrastructure", "no")

    one.clock.fast_forward(BEAT)
    told = GUIDE.text("ui.other_tab.changed", what="")
    question = question_of("prerequisites.basic_data_infrastructure", GUIDE)
    expect(one.get_by_text(re.compile(f"{re.escape(told)}.*{re.escape(question)}"))).to_be_visible(
        timeout=SOON
    )
    settled(one)
    group = one.get_by_role("radiogroup", name=question_of("prerequisites.real_users", GUIDE))
    expect(group.get_by_role("radio", name=GUIDE.text("answers.unsure"))).to_be_checked()
    expect(sentence).to_have_value("It hears better")
    expect(sentence).to_be_focused()

    sentence.press_sequentially(" with every page", delay=1)
    sentence.press("Tab")
    settled(one)
    kept = _kept(server, one).prerequisites
    assert kept.value_proposition == "It hears better with every page"
    assert (kept.real_users, kept.basic_data_infrastructure) == ("unsure", "no")


def test_the_later_of_two_answers_stands_and_is_told(
    new_page: Callable[..., Page], server: AppServer
) -> None:
    """Where both windows answer one question, the later answer stands, and its window is told so."""
    one, two = new_page(), new_page()
    one.goto(server.address)
    settled(one)
    _choose(one, "prerequisites.clear_value_proposition", "yes")
    two.goto(one.url)
    settled(two)
    _choose(two, "prerequisites.real_users", "no")
    _choose(one, "prerequisites.real_users", "yes")
    question = question_of("prerequisites.real_users", GUIDE)
    told = GUIDE.text("ui.other_tab.overwritten", what=question)
    expect(one.get_by_text(told)).to_be_visible()
    assert _kept(server, one).prerequisites.real_users == "yes"
    _choose(two, "prerequisites.basic_data_infrastructure", "yes")
    expect(two.get_by_text(GUIDE.text("ui.other_tab.changed", what=question))).to_be_visible()
    group = two.get_by_role("radiogroup", name=question)
    expect(group.get_by_role("radio", name=GUIDE.text("answers.yes"))).to_be_checked()


def test_the_ring_goes_dark_with_the_page(page: Page, server: AppServer) -> None:
    """Where the browser goes from light to dark, the ring follows by itself, and can be read again."""
    _timed(page).goto(f"{server.address}/learning")
    settled(page)
    title = page.locator("[data-testid=stVegaLiteChart] svg text", has_text=GUIDE.text("loops.unknown.name"))
    expect(title.first).to_have_attribute("fill", PALETTES["light"].ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)  # until the page knows; only then the next heartbeat says so
    page.clock.fast_forward(BEAT)
    expect(title.first).to_have_attribute("fill", PALETTES["dark"].ink, timeout=SOON)


def test_what_happens_to_the_database_is_told_without_a_click(
    new_page: Callable[..., Page], own_server: AppServer
) -> None:
    """That it went away, that it is back, and that what is shown was deleted elsewhere meanwhile."""
    one, two = _timed(new_page()), _timed(new_page())
    for page in (one, two):
        page.goto(own_server.address)
        settled(page)
        _choose(page, "prerequisites.real_users", "yes")
    away = own_server.database.with_suffix(".away")
    own_server.database.rename(away)
    said = one.get_by_role("alert").get_by_text(re.compile("^The database is gone"))
    one.clock.fast_forward(BEAT)
    expect(said).to_be_visible(timeout=SOON)
    away.rename(own_server.database)
    with closing(Store(own_server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        store.delete(two.url.partition("a=")[2].partition("&")[0])
    for page in (one, two):
        page.clock.fast_forward(BEAT)
    expect(said).to_have_count(0, timeout=SOON)
    expect(two.get_by_text(GUIDE.text("ui.save.gone"))).to_be_visible(timeout=SOON)
    group = two.get_by_role("radiogroup", name=question_of("prerequisites.real_users", GUIDE))
    expect(group.get_by_role("radio", name=GUIDE.text("answers.yes"))).to_be_checked()
