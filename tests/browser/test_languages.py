"""A language is one file beside English: in a browser that speaks it, and in one where it is chosen."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from flywheel_core import load_guide
from tests.app.strange import add_to, in_english
from tests.browser.app_server import AppServer
from tests.browser.screen import choose, settled
from tools import ROOT

GUIDE = load_guide()
#: A code that browsers know, for words that nobody does.
CODE, TAG = "uk", "uk-UA"
PARTS = ("flywheel_core", "flywheel_ui", "pages", "assets", ".streamlit")


@pytest.fixture
def bilingual(tmp_path: Path) -> Iterator[AppServer]:
    """Run a copy of the app that has a second file of words."""
    home = tmp_path / "home"
    for part in PARTS:
        shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", home)
    add_to(home / "flywheel_core" / "guide", CODE)
    app = AppServer(tmp_path, home / "app.py", home=home)
    app.start()
    yield app
    app.stop()
    print(app.log())


def _is_told(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)


def _heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_the_page_and_those_who_read_it_out_are_told_the_language(
    bilingual: AppServer, chromium: Browser
) -> None:
    """The words and the document's language are the browser's, then the chosen one's; in a room as well."""
    context = chromium.new_context(locale=TAG, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(bilingual.address)
    settled(page)
    _is_told(page, CODE)
    assert in_english([_heading(page), page.title()]) == []
    assert page.locator("[data-testid=stMain]").evaluate("it => it.scrollWidth") <= 360

    choose(page, _word(bilingual, "language.question"), GUIDE.text("language.name"))
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE.text("ui.start.title"))
    _is_told(page, "en")
    page.goto(f"{bilingual.address}/join")
    settled(page)
    _is_told(page, CODE)
    assert in_english([_heading(page)]) == []
    context.close()


def _word(app: AppServer, key: str) -> str:
    """Return the words at a key in the second language."""
    found = tomllib.loads((app.home / "flywheel_core" / "guide" / f"{CODE}.toml").read_text(encoding="utf-8"))
    for part in key.split("."):
        found = found[part]
    return str(found)
