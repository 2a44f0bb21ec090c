"""What the Makefile runs: plain Python from the standard library, to work before anything is installed."""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is read by whichever Python someone names
    sys.exit(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent.parent


class SetUpError(Exception):
    """One sentence that says what could not be set up and what would help."""
