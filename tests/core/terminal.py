"""The command as a shell starts it."""

import os
import subprocess
import sys
from pathlib import Path

from tools import ROOT

_START = "import sys; from flywheel_core.cli import main; sys.exit(main())"


def flywheel(
    *arguments: str, folder: Path = ROOT, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `flywheel …` in a folder, with `given` on its standard input."""
    return subprocess.run(
        [sys.executable, "-c", _START, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        input=given,
        capture_output=True,
        check=False,
    )
