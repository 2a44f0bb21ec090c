"""The papers, taken from the screen as a person takes them, opened, and compared with it."""

import csv
import io
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from flywheel_core import assess, load_guide, read_answers, write_answers
from flywheel_core.assessment import DECISIONS
from flywheel_core.decisions import key_decisions
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
ANSWERS = read_answers(asset("examples/pipeline.json").read_bytes())


@pytest.fixture
def summary(page: Page, server: AppServer) -> Page:
    """Open the summary of the pipeline example."""
    with closing(Store(f"sqlite:///{server.database.as_posix()}")) as store:
        token = store.create(ANSWERS).token
    page.goto(f"{server.address}/summary?a={token}")
    return settled(page)


def _taken(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _shown(page: Page) -> list[list[str]]:
    """Return the rows of the decisions' table as the screen has them."""
    table = page.locator("table").filter(has_text="Component mapping")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(len(DECISIONS))
    return [row.locator("td").all_inner_texts() for row in rows.all()]


def test_a_phone_shows_three_columns_and_a_wide_screen_the_owners_too(summary: Page) -> None:
    """On a phone the decisions' table leaves out the owners, who stand below; nothing has to be scrolled."""
    table = summary.locator("table").filter(has_text="Component mapping")
    headings = [GUIDE.text(f"decisions.headings.{name}") for name in ("decision", "where", "output", "owner")]
    for width, shown in ((360, 3), (1280, 4)):
        summary.set_viewport_size({"width": width, "height": 740})
        expect(table.locator("th").filter(visible=True)).to_have_text(headings[:shown])
        assert table.evaluate("element => element.scrollWidth - element.parentElement.clientWidth") <= 0


def test_the_csv_holds_the_table_of_the_screen(summary: Page, tmp_path: Path) -> None:
    """The CSV has the guide's headings first, and the rows that the screen shows."""
    path = _taken(summary, "CSV", tmp_path)
    assert path.name == "Reading-companion-2026-10-27.csv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert rows[0][:3] == ["Decision", "Where", "Output"]
    owner = rows[0].index("Owner")
    assert [[*row[:3], row[owner]] for row in rows[1:]] == _shown(summary)


def test_what_was_added_last_is_in_the_papers(summary: Page, tmp_path: Path) -> None:
    """Who answers for a decision is typed, and the papers are taken at once: they come, and say so."""
    summary.get_by_text(GUIDE.text("ui.summary.decision_details", decision="Component mapping")).click()
    owner = summary.get_by_label(question_of("decisions.component_mapping.owner", GUIDE), exact=True)
    for name in ("Ana Lima", "Bo Ek"):
        owner.fill(name)
        owner.press("Tab")
        settled(summary)
        assert _shown(summary)[0][-1] == name
        assert name in _taken(summary, "CSV", tmp_path).read_text(encoding="utf-8-sig")
    pdf = _taken(summary, "PDF", tmp_path)
    assert (
        "Bo Ek" in subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    )


def test_the_pdf_holds_the_table_of_the_screen(summary: Page, tmp_path: Path) -> None:
    """The PDF is tagged, has the title, and every decision that the screen shows."""
    path = _taken(summary, "PDF", tmp_path)
    facts = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in facts
    assert "Reading companion" in facts
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    words = "".join(text.split())
    for row in _shown(summary):
        for cell in row:
            assert "".join(cell.split()) in words


def test_the_answers_come_back_as_they_went(summary: Page, tmp_path: Path) -> None:
    """The JSON is the answers file, byte for byte."""
    path = _taken(summary, "Answers file (JSON)", tmp_path)
    assert path.read_text(encoding="utf-8") == write_answers(ANSWERS)


def test_the_screen_shows_the_decisions_of_the_core(summary: Page) -> None:
    """What the screen shows is what the core finds."""
    decisions = key_decisions(ANSWERS, assess(ANSWERS, GUIDE), GUIDE)
    assert _shown(summary) == [[d.decision, d.where, d.output, d.owner] for d in decisions]
