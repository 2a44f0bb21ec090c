"""A real Chromium for the tests: found on this machine, or obtained.

`python -m tools.chromium` prints the path of one that starts, and fetches it first where there is none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT, SetUpError, debian

BROWSERS = ROOT / ".browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "~/Applications/Chromium.app/Contents/MacOS/Chromium",
    "%PROGRAMFILES%/Google/Chrome/Application/chrome.exe",
    "%PROGRAMFILES(X86)%/Google/Chrome/Application/chrome.exe",
    "%LOCALAPPDATA%/Google/Chrome/Application/chrome.exe",
    "%LOCALAPPDATA%/Chromium/Application/chrome.exe",
)
# Playwright has laid its builds out in different ways, so only the programs' names are counted on.
PLAYWRIGHT_PROGRAMS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)
# A test machine has neither a graphics card nor a reason to call home.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGE = "data:text/html,<p>it%20starts</p>"
MISSING = (
    "The tests need a Chromium and none could be found or fetched: install Chromium or Google Chrome"
    " (Debian: apt install chromium; macOS: brew install --cask google-chrome), or name one in"
    " FLYWHEEL_CHROMIUM."
)


@dataclass(frozen=True)
class Chromium:
    """A browser that starts on this machine: its program, and the flags that it starts with."""

    program: Path
    flags: tuple[str, ...]


def main() -> int:
    """Print the path of a Chromium that starts; the exit status is 0, or 2 after one sentence."""
    try:
        print(obtain_chromium().program)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def obtain_chromium() -> Chromium:
    """Return a Chromium that starts: one that is there, Playwright's, or Debian's; raise SetUpError."""
    for obtain in (nothing_to_obtain, download_with_playwright, install_debian_package):
        obtain()
        if found := find_chromium():
            return found
    raise SetUpError(MISSING)


def find_chromium() -> Chromium | None:
    """Return the first Chromium of this machine that starts; where FLYWHEEL_CHROMIUM names one, only that."""
    named = os.environ.get("FLYWHEEL_CHROMIUM")
    if not named:
        return next((found for found in map(started, candidates()) if found), None)
    found = started(Path(shutil.which(named) or named))
    if found is None:
        raise SetUpError(f"FLYWHEEL_CHROMIUM names {named}, which does not start as a Chromium.")
    return found


def candidates() -> Iterator[Path]:
    """Yield the places where a Chromium may be, the likeliest first; not all of them exist."""
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for place in USUAL_PLACES:
        yield Path(os.path.expandvars(place)).expanduser()
    for pattern in PLAYWRIGHT_PROGRAMS:
        yield from sorted(BROWSERS.glob(pattern), reverse=True)


def started(program: Path) -> Chromium | None:
    """Return the browser with the flags it opens a page with: a stub, or one that lacks a library, is None.

    The sandbox is given up only where it can't be had: for root, and where the system forbids it to others.
    """
    if not program.is_file():
        return None
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    tries = (("--no-sandbox",),) if root else ((), ("--no-sandbox",))
    return next((Chromium(program, (*flags, *FLAGS)) for flags in tries if opens_page(program, flags)), None)


def opens_page(program: Path, flags: tuple[str, ...]) -> bool:
    """Whether the program shows a page when started with these flags."""
    # A profile of its own: the user's may be open in another window.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            str(program),
            "--headless",
            f"--user-data-dir={profile}",
            *flags,
            *FLAGS,
            "--dump-dom",
            PAGE,
        ]
        try:
            answer = subprocess.run(
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "it starts" in answer.stdout


def nothing_to_obtain() -> None:
    """Leave the machine as it is: what it has is looked at first."""


def install_debian_package() -> None:
    """Let apt install Chromium, with one family of fonts, where it may."""
    debian.install(("chromium", "fonts-liberation"))


def download_with_playwright() -> None:
    """Let Playwright fetch its own build into the project folder; whether that worked is seen afterwards."""
    print("Fetching a Chromium with Playwright …", file=sys.stderr, flush=True)
    environment = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(BROWSERS)}
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(
            command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=600, check=False
        )
    except subprocess.TimeoutExpired:
        print("Playwright's download took more than ten minutes and was given up.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
