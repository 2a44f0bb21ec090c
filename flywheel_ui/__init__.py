"""What the pages share, and nothing that decides."""

from pathlib import Path

#: The one script of our own in the browser; `app.py` hands it out.
TOP_SCRIPT = Path(__file__).parent / "top.js"
