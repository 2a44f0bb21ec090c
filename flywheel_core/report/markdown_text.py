"""Text as Markdown prints it literally: no markup, no HTML, no link, no picture, no mention, no formula."""

import re

_ALWAYS = re.compile(r"([\\`*_\[\]<>|~&$#])")
_AT_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))", re.MULTILINE)
_COLON = re.compile(r":(?=\S)")
_WWW = re.compile(r"(?i)\b(www)\.")
# GitHub finds names to call after backslashes are gone: a word joiner, which has no width, parts them. An
# address of mail stays as it was typed: it calls nobody, and the joiner would be copied with it.
_AT = re.compile(r"(?<!\w)@(?=\w)")
_WORD_JOINER = "\u2060"
_BREAKS = re.compile(r"\s*\n\s*")


def literal(text: str) -> str:
    """Return `text` so that Markdown prints it as it stands; line ends become hard ones."""
    return _BREAKS.sub("\\\\\n  ", _escaped(text.strip()))


def cell(text: str) -> str:
    """Return `text` for one line, as a heading or a table's cell needs it; line ends become `<br>`."""
    return _BREAKS.sub("<br>", _escaped(text.strip()))


def _escaped(text: str) -> str:
    text = _ALWAYS.sub(r"\\\1", text)
    text = _AT_LINE_START.sub(_escape_start, text)
    text = _WWW.sub(r"\1\\.", _COLON.sub(r"\\:", text))
    return _AT.sub(f"{_WORD_JOINER}@", text)


def _escape_start(match: re.Match[str]) -> str:
    space, mark, number, stop = match.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{stop}"
