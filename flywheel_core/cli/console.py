"""What lays text out for the terminal that there is."""

import shutil

from rich.console import Console


def console_of(width: int | None = None) -> Console:
    """Return a console that takes no text for markup; without a width it has the terminal's.

    COLUMNS=0, as some shells set it, is no width.
    """
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    if console.width < 1:
        console.width = shutil.get_terminal_size().columns
    return console
