"""How the tests' browser is found on a machine, or fetched."""

from pathlib import Path

import pytest

from tools import SetUpError, chromium, debian

WORKS = '#!/bin/sh\ncase "$*" in *{needed}*) echo "<p>it starts</p>";; esac\n'
STUB = "#!/bin/sh\necho 'this package needs another one' >&2\nexit 1\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that is the PATH of a machine without a browser, where nothing can be fetched."""
    monkeypatch.setattr(chromium, "USUAL_PLACES", ())
    monkeypatch.setattr(chromium, "BROWSERS", tmp_path / "browsers")
    monkeypatch.setattr(chromium, "download_with_playwright", lambda: None)
    monkeypatch.delenv("FLYWHEEL_CHROMIUM", raising=False)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(path: Path, text: str) -> Path:
    """Write a program that can be started, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def working(path: Path, needed: str = "--headless") -> Path:
    """Write a browser that opens a page when it is started with the flag that it needs."""
    return program(path, WORKS.format(needed=needed))


def test_stub_is_passed_over(machine: Path) -> None:
    """A program that bears the name but opens no page is not taken; the next that does is."""
    program(machine / "chromium", STUB)
    browser = working(machine / "google-chrome")
    assert chromium.obtain_chromium().program == browser


def test_named_browser_goes_first(machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser in FLYWHEEL_CHROMIUM is used although another one is on the PATH."""
    working(machine / "chromium")
    named = working(tmp_path / "elsewhere" / "browser")
    monkeypatch.setenv("FLYWHEEL_CHROMIUM", str(named))
    assert chromium.obtain_chromium().program == named


def test_named_browser_must_start(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong FLYWHEEL_CHROMIUM is said to be wrong rather than silently replaced."""
    working(machine / "chromium")
    monkeypatch.setenv("FLYWHEEL_CHROMIUM", "/nowhere/browser")
    with pytest.raises(SetUpError, match="FLYWHEEL_CHROMIUM names /nowhere/browser"):
        chromium.obtain_chromium()


def test_fetched_browser_is_found(machine: Path, tmp_path: Path) -> None:
    """The build that Playwright put into the project folder is used where the PATH has none."""
    fetched = working(tmp_path / "browsers" / "chromium-1" / "chrome-linux" / "chrome")
    assert chromium.obtain_chromium().program == fetched


def test_debian_is_asked_last(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Playwright could fetch nothing and apt may be used, Debian's package is installed."""
    monkeypatch.setattr(debian, "privilege", lambda: ())
    browser = machine / "chromium"
    script = (
        f'#!/bin/sh\nfor package; do :; done\n[ "$package" = update ] || /bin/cp {machine}/new {browser}\n'
    )
    program(machine / "apt-get", script)
    working(machine / "new")
    assert chromium.obtain_chromium().program == browser


def test_missing_browser_is_named(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the right to install anything, one sentence says what to install."""
    monkeypatch.setattr(debian, "privilege", lambda: None)
    with pytest.raises(SetUpError, match="apt install chromium"):
        chromium.obtain_chromium()


def test_sandbox_is_kept_where_it_can_be(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only root starts the browser without its sandbox at once."""
    working(machine / "chromium")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--no-sandbox" not in chromium.obtain_chromium().flags
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert "--no-sandbox" in chromium.obtain_chromium().flags


def test_sandbox_is_given_up_where_it_must(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that doesn't start with its sandbox is started without."""
    working(machine / "chromium", needed="--no-sandbox")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "--no-sandbox" in chromium.obtain_chromium().flags
