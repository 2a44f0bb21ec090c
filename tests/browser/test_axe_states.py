"""axe-core on what a screen shows only now and then: a popover, an error, a reason, a screen to read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.screen import settled
from tests.browser.test_axe import findings_on
from tests.browser.test_screens import address, keep, share

GUIDE = load_guide()

#: The colours of the words and of the ground, the ground being the nearest that has a colour.
_COLOURS = """place => {
  const words = [...document.querySelectorAll(`${place} [data-testid=stMarkdown] p`)].at(-1);
  let ground = words;
  while (/, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  return [getComputedStyle(words).color, getComputedStyle(ground).backgroundColor];
}"""


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> Page:
    """Return a blank page of a phone's size, in the light and in the dark."""
    return new_page(scheme=request.param)


def _open(
    page: Page, server: AppServer, screen: str, part: str | None = None, *, shared: bool = False
) -> Page:
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    page.goto(address(server, share(server, token) if shared else token, screen, part))
    return settled(page)


def test_the_links_of_an_assessment_pass(phone: Page, server: AppServer) -> None:
    """The popover with the private link, and the link that only shows, can be read by everyone."""
    _open(phone, server, "learning")
    phone.get_by_role("button", name=GUIDE.text("ui.link.button"), exact=True).click()
    phone.get_by_role("button", name=GUIDE.text("ui.link.share")).click()
    settled(phone)
    expect(phone.locator("[data-testid=stCode]")).to_have_count(2)
    assert [found for found in findings_on(phone) if "incomplete" not in found] == []
    # axe can't judge the contrast of words that lie over others: they have the page's own two colours.
    assert phone.evaluate(_COLOURS, "[data-testid=stPopoverBody]") == phone.evaluate(
        _COLOURS, "[data-testid=stMain]"
    )


def test_what_is_wrong_passes(phone: Page, server: AppServer) -> None:
    """An error beside its field, on the page after it, and what an undo says can be read by everyone."""
    _open(phone, server, "bottleneck")
    field = phone.get_by_label(question_of("transitions.storage_to_analysis.duration", GUIDE), exact=True)
    field.fill("soon")
    field.press("Tab")
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_role("button", name=GUIDE.text("ui.on_to", page="")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(GUIDE.text("ui.cold_start.title"))
    expect(phone.get_by_role("alert")).to_be_visible()
    settled(phone)
    assert list(findings_on(phone)) == []
    phone.get_by_role("button", name=GUIDE.text("ui.undo.button")).click()
    settled(phone)
    assert list(findings_on(phone)) == []


def test_what_is_not_saved_passes(phone: Page, own_server: AppServer) -> None:
    """An answer far down on the page says that it is not saved, and where the reason stands."""
    phone.goto(own_server.address)
    settled(phone)
    away = own_server.database.rename(own_server.database.with_suffix(".away"))
    group = phone.get_by_role("radiogroup", name=question_of("prerequisites.clear_value_proposition", GUIDE))
    group.get_by_text(GUIDE.text("answers.yes"), exact=True).click()
    said = phone.get_by_text(GUIDE.text("ui.save.waits"))
    expect(said).to_be_in_viewport()
    settled(phone)
    assert list(findings_on(phone)) == []
    away.rename(own_server.database)


def test_a_reason_that_is_asked_for_passes(phone: Page, server: AppServer) -> None:
    """The field for why something doesn't apply can be used by everyone."""
    _open(phone, server, "components", "storage")
    phone.get_by_text(GUIDE.text("ui.fields.not_applicable"), exact=True).click()
    expect(phone.get_by_label(GUIDE.text("ui.fields.reason"))).to_be_visible()
    settled(phone)
    assert list(findings_on(phone)) == []


@pytest.mark.parametrize("screen", ["components", "summary"])
def test_a_read_only_screen_passes(phone: Page, server: AppServer, screen: str) -> None:
    """What readers can't change can be read by everyone: nothing on the screen is faint."""
    _open(phone, server, screen, shared=True)
    expect(phone.get_by_text(GUIDE.text("ui.link.you_read_only"))).to_be_visible()
    assert list(findings_on(phone)) == []
