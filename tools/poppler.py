"""Poppler's programs, with which the tests open the PDF as a reader does.

`python -m tools.poppler` installs them where Debian's package manager may be used and they are missing.
"""

import shutil
import sys

from tools import SetUpError, debian

PROGRAMS = ("pdfinfo", "pdftoppm", "pdftotext")


def main() -> int:
    """Make sure that Poppler is there; the exit status is 0, or 2 after one sentence."""
    try:
        obtain_poppler()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def obtain_poppler() -> None:
    """Install Debian's package where a program is missing; raise SetUpError when one still is."""
    if missing():
        debian.install(("poppler-utils",))
    if absent := missing():
        raise SetUpError(
            f"The tests need Poppler, and {', '.join(absent)} could not be found: install it (Debian:"
            " apt install poppler-utils; macOS: brew install poppler; Windows: choco install poppler)."
        )


def missing() -> list[str]:
    """Return the names of Poppler's programs that are not on the PATH."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


if __name__ == "__main__":
    sys.exit(main())
