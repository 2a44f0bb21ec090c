"""Tables on Step 5 as a person goes through them: upload, correct, see, take over; the papers carry it."""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import load_guide
from flywheel_core.evidence.series.samples import sample_runs
from tests.browser.app_server import AppServer
from tests.browser.axe import findings_in_both_schemes
from tests.browser.screen import choose, settled
from tests.browser.test_papers import _taken

GUIDE = load_guide()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write made-up training runs with a column that is guessed to be the quality, and is not."""
    lines = sample_runs().as_csv().splitlines()
    text = "\n".join(f"{line},{'loss' if place == 0 else 0.5}" for place, line in enumerate(lines))
    path = tmp_path_factory.mktemp("runs") / "runs.csv"
    path.write_text(text.replace("accuracy", "right"), encoding="utf-8")
    return path


def _uploaded(page: Page, server: AppServer, kind: str, table: Path) -> Page:
    page.goto(f"{server.address}/velocity")
    settled(page)
    page.get_by_text(GUIDE.text(f"ui.rates.{kind}.title"), exact=True).click()
    settled(page)
    page.locator("input[type=file]").set_input_files(table)
    button = page.get_by_role("button", name=GUIDE.text("ui.rates.result.take_over"))
    expect(button).to_be_visible(timeout=30_000)
    return settled(page)


def test_from_a_table_to_the_papers(page: Page, server: AppServer, runs: Path, tmp_path: Path) -> None:
    """Upload, correct a column, see the verdict, take it over; the step and the PDF carry it."""
    _uploaded(page, server, "learning", runs)
    expect(page.get_by_text("the quality from “loss”")).to_be_visible()
    page.get_by_text(GUIDE.text("ui.rates.correct"), exact=True).click()
    settled(page)
    choose(page, GUIDE.text("ui.rates.fields.columns.quality"), "right")
    page.get_by_text(GUIDE.text("ui.rates.fields.higher"), exact=True).click()
    expect(page.get_by_text("the quality from “right”")).to_be_visible()
    expect(page.get_by_text("all of that is more than the")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=GUIDE.text("ui.rates.result.take_over")).click()
    expect(page.get_by_text(GUIDE.text("ui.rates.learning.taken"))).to_be_visible()
    expect(page.get_by_text("with 7 rows on")).to_be_visible()
    settled(page)

    page.goto(page.url.replace("/velocity", "/summary"))
    settled(page)
    pdf = _taken(page, "PDF", tmp_path)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(text.split())
    assert "runs.csv" in words
    assert GUIDE.text("learning_curves.improving") in words


def test_a_measured_table_passes(page: Page, server: AppServer, runs: Path) -> None:
    """Fields, figures and curve can be used by everyone, and fit a phone; so does what-if with sliders."""
    _uploaded(page, server, "learning", runs)
    page.get_by_text(GUIDE.text("ui.rates.correct"), exact=True).click()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert list(findings_in_both_schemes(page)) == []
