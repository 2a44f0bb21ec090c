"""What a reader sees of a PDF: poppler's view of it."""

import re
import subprocess

_TAKES_NO_ROOM = re.compile(r"[\s\u200b\u00ad\u2060]")


def poppler(program: str, data: bytes, *options: str) -> str:
    """Return what a program of poppler's says about a PDF."""
    command = [program, *options, "-"] + (["-"] if program == "pdftotext" else [])
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Return a text without spaces and what takes no room, so that line breaks don't matter."""
    return _TAKES_NO_ROOM.sub("", text)


def text_of(data: bytes) -> str:
    """Return the text of a PDF in the order in which it was written, squeezed."""
    return squeezed(poppler("pdftotext", data, "-raw"))
