"""`python -m benchmarks --only upload`: a log of 100,000 rows from the upload to its first picture.

Once in a real Chromium that shares the machine with its server, from the moment the file is chosen, and once
in the server's own process, from the file's bytes to the specifications of all pictures.
"""

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.clicks import chromium
from benchmarks.figures import Row, median
from benchmarks.servers import OUR_APP, server
from flywheel_core import load_guide
from flywheel_core.charts import flow_chart, spectrum, survival_curves
from flywheel_core.evidence import Reading
from flywheel_core.evidence.samples import sample_log
from flywheel_ui.timing.job import Job
from flywheel_ui.warm import warm_up
from tests.browser.screen import settled

GUIDE = load_guide()
ITEMS = 22_600


def measure(rounds: int = 7, items: int = ITEMS) -> list[Row]:
    """Return both times, in seconds, medians of so many rounds after one that does not count."""
    made = sample_log(items)
    content = made.as_csv().encode()
    name = f"a log of {len(made.rows):,} rows, {len(content) / 2**20:.1f} MiB"
    on_screen, in_process = _on_screen(content, rounds), _in_process(content, rounds)
    return [
        _row(f"From upload to picture in Chromium, {name}", on_screen),
        _row(f"From its bytes to all pictures in the server, {name}", in_process),
    ]


def _row(name: str, seconds: list[float]) -> Row:
    found = median(seconds)
    words = f"{found:.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"
    return Row(name, words, asked="under 2 s", met=found < 2)


def _on_screen(content: bytes, rounds: int) -> list[float]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, chromium() as browser:
        log = Path(folder) / "log.csv"
        log.write_bytes(content)
        app = server(Path(folder) / "app", OUR_APP)
        app.start()
        try:
            return [_uploaded(browser.new_page(), app.address, log) for _ in range(rounds + 1)][1:]
        finally:
            app.stop()


def _uploaded(page: Page, address: str, log: Path) -> float:
    """Return the seconds until the first picture of the result is drawn."""
    page.goto(f"{address}/bottleneck")
    settled(page)
    page.get_by_text(GUIDE.text("ui.timing.title"), exact=True).click()
    settled(page)
    picture = page.get_by_test_id("stVegaLiteChart").locator("svg").nth(1)
    began = time.perf_counter()
    page.locator("input[type=file]").set_input_files(log)
    expect(picture).to_be_visible(timeout=30_000)
    seconds = time.perf_counter() - began
    settled(page)
    page.close()
    return seconds


def _in_process(content: bytes, rounds: int) -> list[float]:
    warm_up()
    return [_drawn(content) for _ in range(rounds + 1)][1:]


def _drawn(content: bytes) -> float:
    began = time.perf_counter()
    job = Job("log.csv", content, Reading(item=""), "UTC", GUIDE).start()
    job.wait()
    assert job.result is not None, job.problem
    for picture in (spectrum, survival_curves, flow_chart):
        picture(job.result, GUIDE).panels()
    return time.perf_counter() - began
