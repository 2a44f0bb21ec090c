"""WCAG 2.2 AA, judged by axe-core on every screen, in both themes, on a phone and on a wide screen."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from flywheel_core import read_answers
from flywheel_core.files import asset
from flywheel_core.store import Store
from flywheel_ui.components import SCREENS
from flywheel_ui.layout import ORDER
from tests.browser.app_server import AppServer
from tests.browser.screen import settled, unfold

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Streamlit's own, of minor impact: a table's empty corner, and the role of its file uploader.
STREAMLITS_OWN = {"empty-table-header", "presentation-role-conflict"}

#: What is drawn on a chart lies on shapes that axe does not read; the core's tests judge its colours.
CHART_TEXT = "<text "

PLACES = [*(p for p in ORDER if p != "components"), *(f"components?part={screen}" for screen in SCREENS)]
WIDTHS = [360, 1280]


@pytest.fixture(scope="module")
def token(server: AppServer) -> str:
    """Keep the broken example, which has something of everything, and return its private link's token."""
    answers = read_answers(asset("examples/broken.json").read_bytes())
    with closing(Store(f"sqlite:///{server.database.as_posix()}")) as store:
        return store.create(answers).token


def test_axe_finds_nothing(new_page: Callable[..., Page], server: AppServer, token: str) -> None:
    """No screen has a violation beyond Streamlit's own two, or a contrast that axe could not judge.

    That is on a wide screen; `test_screens` has each screen of a phone judged where it has it open.
    """
    page = new_page(1280, 900)
    found = {place: list(_findings(page, server, place, token)) for place in PLACES}
    assert {place: findings for place, findings in found.items() if findings} == {}


def _findings(page: Page, server: AppServer, place: str, token: str) -> Iterator[str]:
    mark = "&" if "?" in place else "?"
    page.goto(f"{server.address}/{'' if place == 'start' else place}{mark}a={token}")
    settled(page)
    unfold(page)
    yield from findings_in_both_schemes(page)


def findings_in_both_schemes(page: Page) -> Iterator[str]:
    """Yield what axe finds on the page as it is shown at present, in the light and in the dark."""
    with _all_shown(page):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(_HAS_GONE, arg=scheme)
            page.wait_for_timeout(300)
            yield from (f"{scheme}: {finding}" for finding in _judged(page))


#: The page's own colours, which are computed of one of the two schemes.
_HAS_GONE = """scheme =>
  getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme === scheme"""


def findings_on(page: Page) -> Iterator[str]:
    """Yield what axe finds on the page as it is shown at present, all of it."""
    with _all_shown(page):
        page.wait_for_timeout(300)
        yield from _judged(page)


def _judged(page: Page) -> Iterator[str]:
    results = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations", "incomplete"]}).response
    for violation in results["violations"]:
        if violation["id"] not in STREAMLITS_OWN:
            yield _said(violation)
    for unsure in results["incomplete"]:
        nodes = [node for node in unsure["nodes"] if not node["html"].startswith(CHART_TEXT)]
        if unsure["id"] == "color-contrast" and nodes:
            yield "incomplete: " + _said({**unsure, "nodes": nodes})


@contextmanager
def _all_shown(page: Page) -> Iterator[None]:
    """Make the viewport taller than the page for as long: axe judges nothing below the fold."""
    width, shown = page.viewport_size["width"] if page.viewport_size else 360, 0
    while (height := page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")) > shown:
        shown = height + 100
        page.set_viewport_size({"width": width, "height": shown})
        page.wait_for_timeout(400)
    yield
    page.set_viewport_size({"width": width, "height": 900})


def _said(finding: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in finding["nodes"][:4])
    return f"{finding['id']} ({finding['impact']}, {len(finding['nodes'])}×): {nodes}"
