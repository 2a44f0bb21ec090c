"""What holds on every screen of a phone: opened cold by its address, narrow, for thumbs, and to itself."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import Assessment, load_guide, read_answers
from flywheel_core.assessment import COMPONENTS
from flywheel_core.files import asset
from flywheel_core.store import Store
from flywheel_ui.components import SCREENS
from flywheel_ui.layout import ORDER
from flywheel_ui.loop_ring import BESIDE_A_STEP
from tests.app.documents import MARKUP, hostile
from tests.browser.app_server import AppServer
from tests.browser.axe import WIDTHS, findings_in_both_schemes
from tests.browser.screen import ASKED_AND_HEARD, settled, unfold

GUIDE = load_guide()
PLACES = tuple((page, part) for page in ORDER for part in (SCREENS if page == "components" else (None,)))

#: What a browser that was given a page's path asks there before it asks at the root; both are Streamlit's.
_STREAMLITS_OWN = re.compile(r"/\w+/_stcore/(health|host-config)$")

#: Whatever can be pressed; for a radio button or a tick its label, which can be pressed as well. WCAG 2.5.8:
#: it measures 24 by 24 pixels, or a circle of that width around its middle touches nothing else to press.
_SMALL_TARGETS = """() => {
  const pressed = 'a[href], button, input, textarea, summary, [role=button], [role=tab], [role=combobox]';
  const targets = [...document.querySelector('[data-testid=stMain]').querySelectorAll(pressed)].map(
    element => element.matches('[type=radio], [type=checkbox]') ? element.closest('label') : element
  ).map(element => ({element, box: element.getBoundingClientRect()})).filter(
    ({box}) => box.width && box.height
  );
  const small = ({box}) => box.width < 24 || box.height < 24;
  const middle = ({box}) => [box.x + box.width / 2, box.y + box.height / 2];
  const away = ([x, y], {box}) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)
  );
  const tooClose = (one, other) => away(middle(one), other) < 12 ||
    (small(other) && Math.hypot(...middle(one).map((at, axis) => at - middle(other)[axis])) < 24);
  const apart = (one, other) => !one.element.contains(other.element) && !other.element.contains(one.element);
  return targets.filter(one => small(one) && targets.some(
    other => apart(one, other) && tooClose(one, other)
  )).map(({element}) => element.outerHTML.slice(0, 200));
}"""


#: The levels of a screen's headings, in their order.
HEADINGS = """[...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, h3, h4, h5, h6)')]
  .filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1]))"""


def is_outline(levels: list[int]) -> bool:
    """Say whether headings of these levels begin with the only first one and go down by one at most."""
    return levels.count(1) == 1 == levels[0] and all(low - high <= 1 for high, low in pairwise(levels))


@dataclass
class Visit:
    """What was seen on one screen, opened cold."""

    title: str
    language: str
    heading: str
    width: int
    headers: dict[str, str]
    small: list[str]
    levels: list[int]
    hosts: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    found_by_axe: list[str] = field(default_factory=list)


def keep(server: AppServer, assessment: Assessment) -> str:
    """Keep an assessment in the server's database and return its private link's token."""
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        return store.create(assessment).token


def share(server: AppServer, token: str) -> str:
    """Return the token of a link that only shows the assessment."""
    with closing(Store(server.environment["FLYWHEEL_DATABASE_URL"])) as store:
        return store.share(token)


def address(server: AppServer, token: str, page: str, part: str | None = None) -> str:
    """Return the address of a screen."""
    path = "" if page == "start" else page
    return f"{server.address}/{path}?a={token}" + (f"&part={part}" if part else "")


@pytest.fixture(scope="module")
def visits(chromium: Any, server: AppServer) -> Iterator[dict[tuple[str, str | None], Visit]]:
    """Open every screen once by its address, unfold everything, and note what is seen."""
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.add_init_script(ASKED_AND_HEARD)
    yield {place: _visit(context.new_page(), server, address(server, token, *place)) for place in PLACES}
    context.close()


def _visit(page: Page, server: AppServer, where: str) -> Visit:
    hosts: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on(
        "console", lambda message: said.append(f"{message.type} {message.text} {message.location['url']}")
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(where)
    settled(page)
    unfold(page)
    visit = Visit(
        title=page.title(),
        language=page.evaluate("document.documentElement.lang"),
        heading=page.locator("h1").inner_text(),
        width=page.evaluate(
            "Math.max(...['html', '[data-testid=stMain]'].map(s => document.querySelector(s).scrollWidth))"
        ),
        headers=answer.headers if answer else {},
        small=page.evaluate(_SMALL_TARGETS),
        levels=page.evaluate(HEADINGS),
        hosts=hosts - {urlsplit(server.address).netloc, ""},
        said=[words for words in said if not _STREAMLITS_OWN.search(words)],
    )
    for across in WIDTHS:
        page.set_viewport_size({"width": across, "height": 740})
        visit.found_by_axe += (f"{across}: {finding}" for finding in findings_in_both_schemes(page))
    page.close()
    return visit


Visits = dict[tuple[str, str | None], Visit]


def test_axe_finds_nothing(visits: Visits) -> None:
    """No screen has a violation beyond Streamlit's own two, or a contrast that axe could not judge.

    That is on a phone and on a wide screen, in the light and in the dark.
    """
    assert {place: visit.found_by_axe for place, visit in visits.items() if visit.found_by_axe} == {}


def test_every_address_opens_its_screen(visits: Visits) -> None:
    """Opened cold by its address every page shows its own heading, in its language, under its own title."""
    for (page, part), visit in visits.items():
        if part is None:
            loop = "loops.broken.headline"
            assert visit.heading == GUIDE.text(loop if page == "summary" else f"ui.{page}.title")
        assert visit.language == "en"
        assert GUIDE.text(f"ui.{page}.nav") in visit.title
        assert "Flywheel Check" in visit.title
    assert len({visit.heading for visit in visits.values()}) == len(PLACES)


def test_headings_lead_through_each_screen(visits: Visits) -> None:
    """One is the screen's; of those below it none skips a level, so that they tell what belongs to what."""
    assert {place: visit.levels for place, visit in visits.items() if not is_outline(visit.levels)} == {}


def test_each_finding_has_a_heading(page: Page, server: AppServer) -> None:
    """Whoever goes from heading to heading hears each verdict of the summary."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page.goto(address(server, token, "summary"))
    settled(page)
    for verdict in ("loops.pipeline.name", "ui.summary.weakest", "ui.summary.slowest", "ui.summary.first"):
        expect(page.get_by_role("heading", name=GUIDE.text(verdict), exact=True)).to_be_visible()
    page.goto(address(server, token, "learning"))
    expect(page.get_by_role("heading", name=GUIDE.text("ui.meaning"), exact=True)).to_be_visible()


def test_no_screen_is_wider_than_a_phone(visits: Visits) -> None:
    """At 360 pixels nothing has to be scrolled sideways, everything unfolded."""
    assert {place: visit.width for place, visit in visits.items() if visit.width > 360} == {}


def test_whatever_is_pressed_is_large_enough(visits: Visits) -> None:
    """Everything that can be pressed has 24 by 24 pixels to itself."""
    assert {place: visit.small for place, visit in visits.items() if visit.small} == {}


def test_nothing_is_asked_of_another_host(visits: Visits) -> None:
    """No screen loads anything from elsewhere."""
    assert {place: visit.hosts for place, visit in visits.items() if visit.hosts} == {}


def test_the_mark_in_the_tab_is_no_file(page: Page, server: AppServer) -> None:
    """Streamlit would look for the file of every session after every run of any of them."""
    page.goto(server.address)
    expect(page.locator("link[rel~=icon]").first).to_have_attribute("href", re.compile("^data:image/png"))


def test_the_console_says_nothing(visits: Visits) -> None:
    """No screen has an error in it or a violation of its own policy."""
    assert {place: visit.said for place, visit in visits.items() if visit.said} == {}


def test_every_screen_keeps_to_itself_by_its_headers(visits: Visits) -> None:
    """Scripts and connections from elsewhere, frames around the page and referrers are all refused."""
    for visit in visits.values():
        policy = visit.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert not re.search(r"script-src[^;]*unsafe-inline", policy)
        assert visit.headers["referrer-policy"] == "no-referrer"
        assert visit.headers["x-content-type-options"] == "nosniff"


def _click_on(page: Page, component: str) -> None:
    """Click on a component's node, just below its name."""
    ring = page.locator("[data-testid=stVegaLiteChart]")
    name = ring.locator("svg text", has_text=re.compile(f"^{GUIDE.component(component)}$"))
    name.scroll_into_view_if_needed()
    box = name.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 8)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_click_on_the_ring_opens_the_component(page: Page, server: AppServer, component: str) -> None:
    """A node of the ring leads to its part of Step 1, as the link of its name beside the ring does."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    page.goto(address(server, token, "learning"))
    settled(page)
    _click_on(page, component)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(GUIDE.text(f"components.{component}.question"))
    settled(page)
    assert f"a={token}" in page.url


def test_the_ring_is_changed_not_drawn_anew(page: Page, server: AppServer) -> None:
    """An answer changes the picture that is there and what is said of it, and each click still leads on."""
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    page.goto(address(server, token, "components", "collection_to_storage"))
    settled(page)
    ring = page.locator("[data-testid=stVegaLiteChart]")
    passes = ring.locator("svg text", has_text="30 min")
    expect(passes).to_be_visible()
    expect(page.locator(".flywheel-heard")).to_contain_text("30 min")
    ring.locator("svg").evaluate("it => { it.dataset.drawn = 'before' }")
    page.get_by_text(GUIDE.lines("strengths.sentences")[0], exact=True).click()
    expect(passes).to_have_count(0)
    settled(page)
    expect(page.locator(".flywheel-heard")).not_to_contain_text("30 min")
    ring.hover()
    expect(page.get_by_label("Download as PNG")).to_be_visible()
    for left_out in ("Show data", "Fullscreen"):
        expect(page.get_by_label(left_out)).to_be_hidden()
    assert ring.locator("svg").get_attribute("data-drawn") == "before"
    for _ in range(2):
        _click_on(page, "analysis")
        expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text("components.analysis.question"))
        settled(page)
        page.get_by_test_id("stMain").get_by_role("link", name=GUIDE.component("storage"), exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text("components.storage.question"))
        settled(page)


def test_the_names_beside_the_ring_open_the_components(page: Page, server: AppServer) -> None:
    """The ring's links in words lead to the parts of Step 1, and the private link stays in the address."""
    token = keep(server, read_answers(asset("examples/pipeline.json").read_bytes()))
    for component in COMPONENTS:
        page.goto(address(server, token, "velocity"))
        settled(page)
        page.get_by_test_id("stMain").get_by_role("link", name=GUIDE.component(component), exact=True).click()
        expect(page.locator("h1")).to_have_text(GUIDE.text(f"components.{component}.question"))
        settled(page)
        assert f"a={token}" in page.url


def test_a_pointer_on_the_ring_shows_no_names_of_its_data(
    new_page: Callable[..., Page], server: AppServer
) -> None:
    """Streamlit shows a box with all columns of the mark below the pointer, where a chart does not say no."""
    token = keep(server, read_answers(asset("examples/flywheel.json").read_bytes()))
    page = new_page(1280, 900)
    page.goto(address(server, token, "learning"))
    settled(page)
    ring = page.get_by_test_id("stVegaLiteChart")
    ring.hover()  # once it stands still
    box = ring.bounding_box()
    assert box is not None
    for down in range(1, 12):
        for across in (0.25, 0.5, 0.75):
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down / 12)
    expect(page.locator("#vg-tooltip-element")).to_have_count(0)


def test_what_people_typed_is_shown_as_typed(new_page: Callable[..., Page], server: AppServer) -> None:
    """No mark, tag, icon, picture or address that was typed becomes one, on any screen."""
    token = keep(server, hostile())
    page = new_page(1280, 900)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for place in PLACES:
        page.goto(address(server, token, *place))
        settled(page)
        unfold(page)
        main = page.get_by_test_id("stMain")
        assert main.locator("img, a[href*=evil], [data-testid=stIconMaterial]:has-text('home')").count() == 0
        words = main.inner_text().replace("\u2060", "")
        assert ("evil.example/x.png" in words) == (MARKUP[:60] in words), place
        assert words.count("smile") == words.count(":smile:"), place
    page.goto(address(server, token, "summary"))
    expect(page.get_by_text(MARKUP.strip()).first).to_be_visible()
    assert hosts <= {urlsplit(server.address).netloc, ""}


def test_the_ring_has_room_where_two_columns_would_be_too_narrow(page: Page, server: AppServer) -> None:
    """On a phone that is held sideways it stands below the questions, else beside them, and is never cut."""
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    ring = page.locator(".st-key-ring_0")
    question = page.get_by_role("radiogroup").first
    for across, below in ((660, True), (740, True), (900, False)):
        page.set_viewport_size({"width": across, "height": 360})
        page.goto(address(server, token, "learning"))
        settled(page)
        place, asked = ring.bounding_box(), question.bounding_box()
        assert place is not None
        assert asked is not None
        assert place["width"] >= min(BESIDE_A_STEP), across
        assert (place["y"] > asked["y"] + asked["height"]) == below, across
