"""What the pages share, and nothing that decides."""

from pathlib import Path

#: The scripts of our own that each page starts with.
FROM_THE_START = ("unsent.js", "way_back.js", "keyboard.js", "spoken.js")
#: All scripts of our own in the browser; `app.py` hands them out.
SCRIPTS = ("top.js", "language.js", *FROM_THE_START)


def script(name: str) -> Path:
    """Return the file of a script."""
    return Path(__file__).parent / name
