"""Where the keyboard is, is seen: on every stop, in front of all else, with the system's own colours too."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.axe import both_schemes
from tests.browser.screen import settled, unfold
from tests.browser.test_screens import address, keep

GUIDE = load_guide()
PLACES = (
    ("start", None),
    ("components", "storage"),
    ("velocity", None),
    ("summary", None),
    ("what_if", None),
)

#: What has the focus: its name, whether a line of two pixels stands around it or what it stands in, and
#: whether it is what one sees in its middle, at the latest half a second later: the link to the content comes
#: into view by and by. None at the end of the page.
_FOCUSED = """() => new Promise((done) => {
  const focused = document.activeElement;
  if (focused === document.body) return done(null);
  const ahead = focused.closest("label") ?? focused;
  const isLined = () => {
    for (let around = focused; around; around = around.parentElement) {
      const look = getComputedStyle(around);
      if (look.outlineStyle === "solid" && parseFloat(look.outlineWidth) >= 2) return true;
    }
    return false;
  };
  const isSeen = () => {
    const box = ahead.getBoundingClientRect();
    const height = Math.min(box.height, innerHeight);
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + height / 2);
    return !!seen && (ahead.contains(seen) || seen.contains(ahead));
  };
  const look = (tries) => {
    const [lined, seen] = [isLined(), isSeen()];
    if ((lined && seen) || !tries) {
      done([focused.getAttribute("aria-label") || focused.innerText || focused.tagName, lined, seen]);
    } else setTimeout(look, 20, tries - 1);
  };
  look(25);
})"""

#: The least that a reader may ask of the space between lines, words and letters (WCAG 1.4.12).
_SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

_CUT = (
    "all => all.filter(it => it.clientWidth && it.scrollWidth > it.clientWidth + 1).map(it => it.innerText)"
)


def _stops(page: Page, key: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield what the keyboard comes to with a key, until it has left the page."""
    for _ in range(150):
        page.keyboard.press(key)
        stop = page.evaluate(_FOCUSED)
        if stop is None:
            return
        yield tuple(stop)
    raise AssertionError("the page has no end")


def _open(page: Page, server: AppServer, place: str, part: str | None = None) -> None:
    token = keep(server, read_answers(asset("examples/broken.json").read_bytes()))
    page.goto(address(server, token, place, part))
    settled(page)


def test_each_stop_of_the_keyboard_is_outlined(new_page: Callable[..., Page], server: AppServer) -> None:
    """A line of two pixels stands around whatever has the focus, on the way there and on the way back."""
    page = new_page(1280, 900)
    for place, part in PLACES:
        _open(page, server, place, part)
        for scheme in both_schemes(page):
            for key in ("Tab", "Shift+Tab"):
                stops = [*_stops(page, key)]
                assert len(stops) > 15
                assert [name for name, lined, _ in stops if not lined] == [], (place, scheme)
                assert [name for name, _, seen in stops if not seen] == [], (place, scheme)


def test_an_answer_is_seen_in_the_colours_of_the_system(chromium: Browser, server: AppServer) -> None:
    """Where the system takes the page's colours away a chosen answer still looks other than the rest."""
    context = chromium.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    _open(page, server, "start")
    group = page.get_by_role("radiogroup", name=question_of("prerequisites.real_users", GUIDE))
    group.get_by_text(GUIDE.text("answers.yes"), exact=True).click()
    settled(page)
    expect(group.get_by_role("radio").first).to_be_checked()
    circles = group.locator("[data-testid=stRadioOption] > div > div:first-child")
    yes, no, unsure = circles.evaluate_all("all => all.map(it => getComputedStyle(it).backgroundColor)")
    assert yes != no
    assert no == unsure
    context.close()


def test_buttons_keep_their_words_where_text_is_spaced_out(page: Page, server: AppServer) -> None:
    """With the spacing that a reader may ask for, on a narrow screen, no button cuts its label."""
    page.set_viewport_size({"width": 320, "height": 640})
    for place in ("velocity", "summary"):
        _open(page, server, place)
        unfold(page)
        page.add_style_tag(content=_SPACED)
        parts = page.locator(
            "[data-testid=stMain] [data-testid^=stBaseButton], [data-testid^=stBaseButton] *"
        )
        assert parts.count() > 10
        assert parts.evaluate_all(_CUT) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
