"""The app takes as many open files as the system lets it, and says where those are few."""

import resource
import subprocess
import sys

import pytest

from flywheel_ui.open_files import ENOUGH
from tools import ROOT

_STARTED = """
import asyncio, resource
import app

async def start():
    async with app.lifespan(None):
        print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])

asyncio.run(start())
"""

_MOST = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
_ALLOWED = ENOUGH if _MOST == resource.RLIM_INFINITY else min(_MOST, ENOUGH)


def _started(soft: int, hard: int, folder: str) -> subprocess.CompletedProcess[str]:
    """Start the app where so many files may be open, and have it say how many it then may."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    return subprocess.run(
        [sys.executable, "-c", _STARTED],
        cwd=ROOT,
        env={"FLYWHEEL_DATABASE_URL": f"sqlite:///{folder}/flywheel.db", "PATH": "/usr/bin:/bin"},
        preexec_fn=limit,  # the limit is the child's alone
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )


def test_the_app_raises_its_own_limit(tmp_path) -> None:
    """With the usual 1,024 a room would end at two hundred phones."""
    done = _started(1_024, _ALLOWED, str(tmp_path))
    assert done.stdout.split() == [str(_ALLOWED)]
    assert ("files open" in done.stderr) is (_ALLOWED < ENOUGH)


@pytest.mark.parametrize("most", [512])
def test_a_low_limit_is_said_at_the_start(tmp_path, most: int) -> None:
    """Whoever runs the app reads for how many phones it is enough."""
    done = _started(256, most, str(tmp_path))
    assert done.stdout.split() == [str(most)]
    assert f"may have {most} files open: that is about {most // 5} phones" in done.stderr
