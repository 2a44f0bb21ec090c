"""A log on Step 3 as a person goes through it: upload, correct, see, take over; the papers carry it."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide
from flywheel_core.evidence.samples import sample_log
from flywheel_core.questions import question_of
from tests.browser.app_server import AppServer
from tests.browser.axe import findings_in_both_schemes
from tests.browser.screen import choose, settled
from tests.browser.test_papers import _taken

GUIDE = load_guide()
GUESSED = "transitions.storage_to_analysis.duration"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a log with the times of a nightly copy in a column that is guessed before the real one."""
    made = sample_log(200)
    lines = ["item,stage,timestamp,happened"]
    for item, stage, at, _ in made.rows:
        copied = datetime.fromisoformat(at).replace(hour=0, minute=0, second=0) + timedelta(days=1)
        lines.append(f"{item},{stage},{copied.isoformat()},{at}")
    path = tmp_path_factory.mktemp("log") / "requests.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _uploaded(page: Page, server: AppServer, log: Path) -> Page:
    page.goto(f"{server.address}/bottleneck")
    settled(page)
    page.get_by_text(GUIDE.text("ui.timing.title"), exact=True).click()
    settled(page)
    page.locator("input[type=file]").set_input_files(log)
    expect(page.get_by_role("heading", name=GUIDE.text("ui.timing.result.title"))).to_be_visible(
        timeout=30_000
    )
    return settled(page)


def _fields(page: Page) -> None:
    """Open the fold with the fields."""
    page.get_by_text(GUIDE.text("ui.timing.correct"), exact=True).click()
    expect(page.get_by_role("combobox", name=GUIDE.text("ui.timing.fields.zone"))).to_be_visible()
    settled(page)


def _median(page: Page, row: int) -> str:
    table = page.get_by_role("table").filter(has_text=GUIDE.text("evidence.columns.interval"))
    return table.locator("tbody tr").nth(row).locator("td").nth(1).inner_text()


def test_another_log_takes_the_place_of_one(page: Page, server: AppServer, log: Path, tmp_path: Path) -> None:
    """A log that was chosen instead of another is read where that stood, also where fields were asked for."""
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b,c\n" + "".join(f"{n},x{n},y{n}\n" for n in range(20)), encoding="utf-8")
    page = _uploaded(page, server, log)
    before = _median(page, 1)
    for path in (odd, log):
        page.locator("input[type=file]").set_input_files(path)
        expect(page.locator("[data-testid=stFileUploader]").get_by_text(path.name)).to_be_visible()
        settled(page)
        heading = page.get_by_role("heading", name=GUIDE.text("ui.timing.result.title"))
        expect(heading).to_have_count(int(path is log), timeout=30_000)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert _median(page, 1) == before


def test_from_a_log_to_the_papers(page: Page, server: AppServer, log: Path, tmp_path: Path) -> None:
    """Upload, correct a column, see the result, take it over; ring, contradiction and PDF carry it."""
    _uploaded(page, server, log)
    guess = page.get_by_label(question_of(GUESSED, GUIDE), exact=True)
    guess.fill("2 hours")
    guess.press("Tab")
    settled(page)
    assert _median(page, 0) == "0 s"
    _fields(page)
    choose(page, GUIDE.text("ui.timing.fields.time"), "happened")
    expect(page.get_by_text("the time from “happened”")).to_be_visible()
    settled(page)
    assert "hours" in _median(page, 0)
    slowest = _median(page, 2)

    ring = page.locator("[data-testid=stVegaLiteChart]").first
    before = ring.inner_html()
    page.get_by_role("button", name=GUIDE.text("ui.timing.result.take_over")).click()
    expect(page.get_by_text(GUIDE.text("ui.timing.result.taken"))).to_be_visible()
    settled(page)
    assert ring.inner_html() != before
    assert slowest in ring.inner_text()
    expect(page.get_by_text("The guess for storage → analysis is 2 hours")).to_be_visible()
    expect(page.get_by_text(re.compile("from requests.?[.]csv with"))).to_have_count(4)

    page.goto(page.url.replace("/bottleneck", "/summary"))
    settled(page)
    expect(page.get_by_text("The guess for storage → analysis is 2 hours")).to_be_visible()
    pdf = _taken(page, "PDF", tmp_path)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    assert "requests.csv" in words
    assert "The guess for storage → analysis is 2 hours" in words
    assert f"{slowest} (measured)" in words


def test_a_measured_log_passes(page: Page, server: AppServer, log: Path) -> None:
    """Fields, tables and pictures can be used by everyone, and fit a phone."""
    _uploaded(page, server, log)
    _fields(page)
    page.get_by_role("button", name=GUIDE.text("ui.timing.result.take_over")).click()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert list(findings_in_both_schemes(page)) == []
