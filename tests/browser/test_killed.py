"""A server that is killed in the midst of typing: what was typed comes back, and no other answer goes."""

from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from flywheel_core import Assessment, load_guide
from flywheel_core.questions import question_of
from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
SENTENCE, LOOP, USERS = "prerequisites.value_proposition", "scope.loop", "prerequisites.real_users"


def _field(page: Page, path: str) -> Locator:
    return page.get_by_label(question_of(path, GUIDE), exact=True)


def _yes(page: Page) -> Locator:
    group = page.get_by_role("radiogroup", name=question_of(USERS, GUIDE))
    return group.get_by_role("radio", name=GUIDE.text("answers.yes"))


def _token(page: Page) -> str:
    return page.url.partition("a=")[2].partition("&")[0]


def _kept(server: AppServer, token: str) -> Assessment:
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        return store.open(token).assessment


def _change(server: AppServer, token: str, path: str, value: str) -> None:
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        store.change(token, {path: value}, seen=store.open(token).version, tab="another")


def _begin(page: Page, server: AppServer) -> str:
    page.goto(server.address)
    settled(page)
    _field(page, "title").fill("Search assistant")
    _field(page, "title").press("Tab")
    settled(page)
    return _token(page)


def test_what_was_being_typed_is_saved_after_the_restart(page: Page, own_server: AppServer) -> None:
    """Text that was in a field when the server was killed is still there and saved once it is back."""
    token = _begin(page, own_server)
    _field(page, SENTENCE).press_sequentially("It finds more", delay=1)
    own_server.kill()
    expect(_field(page, SENTENCE)).to_be_disabled()
    assert _kept(own_server, token).prerequisites.value_proposition is None
    own_server.start()
    page.wait_for_selector(CONNECTED)
    settled(page)
    expect(_field(page, SENTENCE)).to_have_value("It finds more")
    expect(_field(page, "title")).to_have_value("Search assistant")
    _field(page, SENTENCE).press("End")
    _field(page, SENTENCE).press_sequentially(" with every search", delay=1)
    _field(page, SENTENCE).press("Tab")
    settled(page)
    assert _kept(own_server, token).prerequisites.value_proposition == "It finds more with every search"


def test_an_edit_at_the_first_moment_after_the_restart_is_saved(page: Page, own_server: AppServer) -> None:
    """A choice made as soon as the fields open again is kept, before the new server has shown its page."""
    token = _begin(page, own_server)
    own_server.kill()
    expect(_yes(page)).to_be_disabled()
    own_server.start()
    page.get_by_role("radiogroup", name=question_of(USERS, GUIDE)).get_by_text(
        GUIDE.text("answers.yes")
    ).click()
    settled(page)
    expect(_yes(page)).to_be_checked()
    assert _kept(own_server, token).prerequisites.real_users == "yes"


def test_an_answer_changed_meanwhile_is_shown_and_not_undone(page: Page, own_server: AppServer) -> None:
    """What others changed while this browser was away is shown after the restart; its old words don't win."""
    token = _begin(page, own_server)
    _field(page, LOOP).fill("old words")
    _field(page, LOOP).press("Tab")
    settled(page)
    own_server.kill()
    for path, value in ((LOOP, "newer words"), ("scope.period", "newer too"), (USERS, "yes")):
        _change(own_server, token, path, value)
    own_server.start()
    page.wait_for_selector(CONNECTED)
    settled(page)
    expect(_field(page, LOOP)).to_have_value("newer words")
    expect(_field(page, "scope.period")).to_have_value("newer too")
    expect(_yes(page)).to_be_checked()
    kept = _kept(own_server, token)
    assert (kept.scope.loop, kept.scope.period, kept.prerequisites.real_users) == (
        "newer words",
        "newer too",
        "yes",
    )
