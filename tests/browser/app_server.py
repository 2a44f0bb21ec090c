"""The app as a person runs it: a server and a database of its own, which can be killed and restarted."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tools import ROOT

SECONDS_TO_START = 60


class AppServer:
    """A running server; `address` is its URL, `database` the SQLite file that outlives it."""

    def __init__(
        self, folder: Path, app: Path = ROOT / "app.py", *, home: Path = ROOT, **environment: str
    ) -> None:
        """Choose a free port; the folder takes the database, the log and all that a home folder would.

        `home` is where the app's packages and settings lie.
        """
        self.folder = folder
        self.app = app
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.database = folder / "flywheel.db"
        self.environment = {**own_environment(folder), **environment}
        self.environment.setdefault("FLYWHEEL_DATABASE_URL", f"sqlite:///{self.database.as_posix()}")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it says that it is well."""
        command = [sys.executable, "-m", "streamlit", "run", str(self.app)]
        options = (f"--server.port={self.port}", "--server.address=127.0.0.1", "--server.headless=true")
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=self.home,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait_until_well()

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End the server in good order, if it runs; kill it when that takes more than ten seconds."""
        if self.process is not None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
            self.kill()

    def restart(self) -> None:
        """Kill the server and start it again on the same port and database."""
        self.kill()
        self.start()

    @property
    def log_file(self) -> Path:
        """Return the file that takes what the server prints."""
        return self.folder / "server.log"

    def log(self) -> str:
        """Return all that the server has printed, over all its starts."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def wait_until_well(self) -> None:
        """Return when the health route answers; raise RuntimeError with the log when that doesn't come."""
        last_moment = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < last_moment:
            if self.process is None or self.process.poll() is not None:
                break
            if answers(f"{self.address}/_stcore/health"):
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"The app did not start. Its log:\n{self.log()}")


def own_environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user's own settings or data is read or written."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("FLYWHEEL_", "STREAMLIT_"))
    }
    return {
        **kept,
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONUNBUFFERED": "1",
    }


def free_port() -> int:
    """Return a port that nobody listens to at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Whether a request for the address is answered with success."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
