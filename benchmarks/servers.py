"""The app and the empty app, each in a server of its own under the settings of `.streamlit/config.toml`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.assessments import full_assessment
from flywheel_core.store import Store
from flywheel_ui.session import LINK
from tests.browser.app_server import AppServer
from tools import ROOT

EMPTY_APP = Path(__file__).with_name("empty_app.py")
OUR_APP = ROOT / "app.py"


@dataclass(frozen=True)
class Place:
    """A page of a running app: what a person opens."""

    address: str
    page: str = ""
    query: str = ""

    @property
    def url(self) -> str:
        """Return what stands in the address bar."""
        return f"{self.address}/{self.page}{'?' if self.query else ''}{self.query}"


@dataclass(frozen=True)
class Pair:
    """Both apps, running."""

    ours: AppServer
    empty: AppServer

    def empty_place(self) -> Place:
        """Return the one page of the empty app."""
        return Place(self.empty.address)

    def place(self, page: str, link: str) -> Place:
        """Return a page of the assessment that a link leads to."""
        return Place(self.ours.address, page, f"{LINK}={link}")

    def new_links(self, count: int) -> list[str]:
        """Keep as many new and full assessments in the app's database; return their tokens."""
        store = Store(self.database)
        try:
            return [store.create(full_assessment()).token for _ in range(count)]
        finally:
            store.close()

    def versions(self, tokens: list[str]) -> list[int]:
        """Return how often each assessment was saved, its creation included."""
        store = Store(self.database)
        try:
            return [store.open(token).version for token in tokens]
        finally:
            store.close()

    @property
    def database(self) -> str:
        """Return the address of the app's database, a file that is gone after the run."""
        return self.ours.environment["FLYWHEEL_DATABASE_URL"]


@contextmanager
def both_apps() -> Iterator[Pair]:
    """Start both apps, on free ports and in a folder of their own, and stop them in any case."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pair = Pair(*(server(Path(folder) / app.stem, app) for app in (OUR_APP, EMPTY_APP)))
        try:
            pair.ours.start()
            pair.empty.start()
            yield pair
        finally:
            pair.ours.stop()
            pair.empty.stop()


def server(folder: Path, app: Path) -> AppServer:
    """Return a server for an app, not yet started."""
    folder.mkdir()
    return AppServer(folder, app)


@dataclass(frozen=True)
class Memory:
    """The memory that a process holds, and the most that it held so far, in MiB."""

    now: float
    peak: float


def memory(server: AppServer) -> Memory | None:
    """Return the memory of a running server; None on systems that don't tell as Linux does."""
    if server.process is None:
        return None
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.is_file():
        return None
    lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    now, peak = (int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Memory(now, peak)
