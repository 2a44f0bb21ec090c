"""What people typed, without the characters that no paper can show or that make it read as something else.

Control characters, lone surrogates, what turns the direction of reading round, invisible tags and
noncharacters go; line ends become one; everything else stays as it was typed.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # control characters, but tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
    "\ud800-\udfff"  # halves of a character
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "\U000e0000-\U000e0fff]"  # tags, which can hide text in text
)
_PLANE_ENDS = [plane * 0x10000 + end for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)]
_LAST_OF_PLANE = re.compile("[" + "".join(map(chr, _PLANE_ENDS)) + "]")


def showable(text: str) -> str:
    """Return `text` with one kind of line end, a tab as a space, and nothing unshowable."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _LAST_OF_PLANE.sub("", _UNSHOWABLE.sub("", text))


def each_text(value: T, function: Callable[[str], str]) -> T:
    """Return a copy of nested dataclasses, tuples and texts in which `function` was applied to each text."""
    return cast(T, _each_text(value, function))


def _each_text(value: Any, function: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return function(value)
    if isinstance(value, tuple):
        return tuple(_each_text(inner, function) for inner in value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: _each_text(getattr(value, field.name), function) for field in fields(value)}
        return replace(value, **inner)
    return value
