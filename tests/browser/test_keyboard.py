"""One whole assessment at phone width by keyboard alone, from the first field to the printed decision."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.app_server import AppServer
from tests.browser.screen import settled

#: What has the focus: what it is, its name, the group and number of a radio's options, and what it holds.
FOCUS = """() => {
    const it = document.activeElement;
    const group = it.closest('[role=radiogroup]');
    const label = it.getAttribute('aria-label') || it.labels?.[0]?.innerText || it.innerText || '';
    return {
        kind: it.type === 'radio' ? 'radio' : it.tagName.toLowerCase(),
        name: (group ? group.getAttribute('aria-label') : label).trim(),
        options: group ? group.querySelectorAll('input').length : 0,
        chosen: group ? group.querySelector('input:checked') !== null : false,
        value: it.value || '',
        main: it.closest('[data-testid=stMain]') !== null,
    };
}"""

SCALE = 7
NOT_ASKED = re.compile(
    r"private link|answers file|^Note|how should|how long should|by when|Which day", re.IGNORECASE
)
MOST_STOPS = 150


def test_a_whole_assessment_by_keyboard_alone(page: Page, server: AppServer, tmp_path: Path) -> None:
    """Every one of the questions can be answered, and the PDF taken, without mouse or touch."""
    page.goto(server.address)
    settled(page)
    for _ in range(25):
        if re.search(r"/summary", page.url):
            break
        _answer_the_screen(page)
    expect(page.get_by_text("What you have now")).to_be_visible()
    shown = page.locator("[data-testid=stMain]").inner_text()
    assert re.findall(r".+\((?:not answered yet|nobody is sure)\)", shown) == []
    assert re.search(r"(\d+) of \1 answered", shown)
    focus = _reach(page, lambda it: it["kind"] == "button" and it["name"] == "PDF")
    assert focus["main"]
    with page.expect_download(timeout=60_000) as download:
        page.keyboard.press("Enter")
    path = tmp_path / "decisions.pdf"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")


def _answer_the_screen(page: Page) -> None:
    """Go through a screen by Tab, answer what is asked, and press the button that leads on."""
    typed = False
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if typed:
            settled(page)  # what was typed is saved as the field is left
        focus = page.evaluate(FOCUS)
        typed = _is_to_be_typed(focus)
        if focus["kind"] == "radio" and not focus["chosen"]:
            _choose(page, focus)
        elif typed:
            page.keyboard.type(_words_for(focus["name"]), delay=1)
        elif focus["kind"] == "button" and focus["name"].startswith("Next:"):
            settled(page)
            page.keyboard.press("Enter")
            settled(page)
            return
    raise AssertionError(f"Tab reached no way on at {page.url}")


def _is_to_be_typed(focus: dict[str, Any]) -> bool:
    asked = not NOT_ASKED.search(focus["name"])
    return focus["kind"] in ("input", "textarea") and not focus["value"] and asked


def _choose(page: Page, focus: dict[str, Any]) -> None:
    """Choose among options: the middle of a scale, else the first."""
    for key in ["ArrowDown"] * 3 if focus["options"] == SCALE else ["Space"]:
        page.keyboard.press(key)
        settled(page)


def _words_for(name: str) -> str:
    if re.search(r"how long", name, re.IGNORECASE):
        return "3 days"
    return "5" if re.search(r"how many|how much|cost|worth", name, re.IGNORECASE) else "clicks"


def _reach(page: Page, wanted: Any) -> dict[str, Any]:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(FOCUS)
        if wanted(focus):
            return focus
    raise AssertionError("Tab reached nothing of that kind")


def test_nothing_beside_the_screen_takes_the_focus(page: Page, server: AppServer) -> None:
    """The folded navigation of a phone is passed over, and can be reached once it is opened."""
    page.goto(f"{server.address}/learning")
    settled(page)
    beside = "() => document.activeElement.getBoundingClientRect().right <= 0"
    for _ in range(15):
        page.keyboard.press("Tab")
        assert not page.evaluate(beside), page.evaluate(FOCUS)
    assert page.evaluate(FOCUS)["main"]
    page.get_by_test_id("stExpandSidebarButton").press("Enter")
    link = page.get_by_role("link", name="3 Bottleneck")
    link.press("Enter")
    expect(page).to_have_url(re.compile("/bottleneck"))
