"""axe-core on what a screen shows only now and then: a popover, an error, a reason, a screen to read."""

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.axe import both_schemes, findings_in_both_schemes
from tests.browser.screen import settled
from tests.browser.test_screens import address, keep, share

GUIDE = load_guide()

#: The colours of the words and of the ground, the ground being the nearest that has a colour.
_COLOURS = """place => {
  const words = [...document.querySelectorAll(`${place} [data-testid=stMarkdown] p`)].at(-1);
  let ground = words;
  while (/, 0\\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  return [getComputedStyle(words).color, getComputedStyle(ground).backgroundColor];
}"""


def _open(
    page: Page, server: AppServer, screen: str, part: str | None = None, *, shared: bool = False
) -> Page:
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    page.goto(address(server, share(server, token) if shared else token, screen, part))
    return settled(page)


def test_the_links_of_an_assessment_pass(page: Page, server: AppServer) -> None:
    """The popover with the private link, and the link that only shows, can be read by everyone."""
    _open(page, server, "learning")
    page.get_by_role("button", name=GUIDE.text("ui.link.button"), exact=True).click()
    page.get_by_role("button", name=GUIDE.text("ui.link.share")).click()
    settled(page)
    expect(page.locator("[data-testid=stCode]")).to_have_count(2)
    assert [found for found in findings_in_both_schemes(page) if "incomplete" not in found] == []
    # axe can't judge the contrast of words that lie over others: they have the page's own two colours.
    for scheme in both_schemes(page):
        over = page.evaluate(_COLOURS, "[data-testid=stPopoverBody]")
        assert over == page.evaluate(_COLOURS, "[data-testid=stMain]"), scheme


def test_what_is_wrong_passes(page: Page, server: AppServer) -> None:
    """An error beside its field, on the page after it, and what an undo says can be read by everyone."""
    _open(page, server, "bottleneck")
    field = page.get_by_label(question_of("transitions.storage_to_analysis.duration", GUIDE), exact=True)
    field.fill("soon")
    field.press("Tab")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name=GUIDE.text("ui.on_to", page="")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text("ui.cold_start.title"))
    expect(page.get_by_role("alert")).to_be_visible()
    settled(page)
    assert list(findings_in_both_schemes(page)) == []
    page.get_by_role("button", name=GUIDE.text("ui.undo.button")).click()
    settled(page)
    assert list(findings_in_both_schemes(page)) == []


def test_what_is_not_saved_passes(page: Page, own_server: AppServer) -> None:
    """An answer far down on the page says that it is not saved, and where the reason stands."""
    page.goto(own_server.address)
    settled(page)
    away = own_server.database.rename(own_server.database.with_suffix(".away"))
    group = page.get_by_role("radiogroup", name=question_of("prerequisites.clear_value_proposition", GUIDE))
    group.get_by_text(GUIDE.text("answers.yes"), exact=True).click()
    said = page.get_by_text(GUIDE.text("ui.save.waits"))
    expect(said).to_be_in_viewport()
    settled(page)
    assert list(findings_in_both_schemes(page)) == []
    away.rename(own_server.database)


def test_a_reason_that_is_asked_for_passes(page: Page, server: AppServer) -> None:
    """The field for why something doesn't apply can be used by everyone."""
    _open(page, server, "components", "storage")
    page.get_by_text(GUIDE.text("ui.fields.not_applicable"), exact=True).click()
    expect(page.get_by_label(GUIDE.text("ui.fields.reason"))).to_be_visible()
    settled(page)
    assert list(findings_in_both_schemes(page)) == []


@pytest.mark.parametrize("screen", ["components", "summary"])
def test_a_read_only_screen_passes(page: Page, server: AppServer, screen: str) -> None:
    """What readers can't change can be read by everyone: nothing on the screen is faint."""
    _open(page, server, screen, shared=True)
    expect(page.get_by_text(GUIDE.text("ui.link.you_read_only"))).to_be_visible()
    assert list(findings_in_both_schemes(page)) == []
