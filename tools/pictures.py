"""The pictures of the README, taken from the running app with the pipeline example: `make pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.app_server import AppServer
from tools import ROOT
from tools.chromium import MISSING, find_chromium

FOLDER = ROOT / "docs" / "pictures"

#: File name, page, width, height, colours.
SCREENS = (
    ("summary.png", "summary", 1280, 1000, "light"),
    ("step-phone.png", "components", 390, 844, "light"),
    ("step-phone-dark.png", "bottleneck", 390, 844, "dark"),
)


def main() -> None:
    """Start the app on a database of its own, open the example, and take every picture."""
    found = find_chromium()
    if found is None:
        raise SystemExit(MISSING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder))
        server.start()
        sandbox = "--no-sandbox" not in found.flags
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(found.flags), chromium_sandbox=sandbox
        )
        try:
            link = _open_example(browser.new_page(), server.address)
            for name, page, width, height, colours in SCREENS:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if colours == "dark" else "light",
                    device_scale_factor=2,
                )
                screen = context.new_page()
                screen.goto(f"{server.address}/{page}?{link}")
                _settled(screen)
                screen.screenshot(path=FOLDER / name)
                context.close()
        finally:
            browser.close()
            server.stop()


def _open_example(page: Page, address: str) -> str:
    """Open the pipeline example and return the query of its private link."""
    page.goto(address)
    page.get_by_role("button", name="A pipeline", exact=True).click()
    page.wait_for_url("**/?a=*")
    return page.url.partition("?")[2]


def _settled(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_timeout(1_500)


if __name__ == "__main__":
    main()
