"""WCAG 2.2 AA, judged by axe-core on what a page shows at present, in both themes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.screen import drawn

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Streamlit's own, of minor impact: a table's empty corner, and the role of its file uploader.
STREAMLITS_OWN = {"empty-table-header", "presentation-role-conflict"}

#: What is drawn on a chart lies on shapes that axe does not read; the core's tests judge its colours.
CHART_TEXT = "<text "

WIDTHS = (360, 1280)


def findings_in_both_schemes(page: Page) -> Iterator[str]:
    """Yield what axe finds on the page as it is shown at present, in the light and in the dark."""
    with _all_shown(page):
        for scheme in both_schemes(page):
            drawn(page)
            yield from (f"{scheme}: {finding}" for finding in _judged(page))


def both_schemes(page: Page) -> Iterator[str]:
    """Yield the name of each scheme once the page is shown in it."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(_HAS_GONE, arg=scheme)
        yield scheme


#: The page's own colours, which are computed of one of the two schemes.
_HAS_GONE = """scheme =>
  getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme === scheme"""


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
        drawn(page)
    yield
    page.set_viewport_size({"width": width, "height": 900})


def _said(finding: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in finding["nodes"][:4])
    return f"{finding['id']} ({finding['impact']}, {len(finding['nodes'])}×): {nodes}"
