"""A language in which no word has a Latin letter: what is read in English there is no word of its file."""

import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from flywheel_core.guide import loader
from tests.app.screen import Screen

#: Its code.
STRANGE = "xx"

#: Fields of the messages to the browser that no person reads.
_UNREAD = re.compile(
    r"\w*\.(id|form_id|key|icon|tag|language|format|min|max|type|url|mime|deferred_file_id|page|body_format|"
    r"page_script_hash|query_string|selection_mode|default|proto_id|element_id|code_text|alt_text_id|spec|"
    r"fragment_id|group_id|css_class|javascript)|Html\.body|ArrowNamedDataSet\.name"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
#: What is no word of this language: its rules' names, where the database lies, and what English calls itself.
_NO_WORDS = re.compile(r"^English$|\bR\d+\b|:material/\w+:|/\S+|\.(db|csv)\b")


def add_to(folder: Path, code: str = STRANGE) -> None:
    """Put its file into a folder, beside that of English, by this code."""
    source = Path(loader.__file__).parent / "en.toml"
    words = tomllib.loads(source.read_text(encoding="utf-8"))
    del words["number"]  # marks and a rule, no words
    if not (folder / "en.toml").exists():
        shutil.copy(source, folder / "en.toml")
    (folder / f"{code}.toml").write_text("\n".join(_toml(words)), encoding="utf-8")


def strange(words: str) -> str:
    """Write words in letters that English doesn't have; what is in braces is left, and so are the marks."""
    parts = re.split(r"(\{[^}]*\}|\*\*|:material/\w+:)", words)
    return "".join(
        part if index % 2 else re.sub(r"[A-Za-z]", lambda m: chr(0x0430 + ord(m[0].lower()) - 97), part)
        for index, part in enumerate(parts)
    )


def _toml(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        name = f'{prefix}"{key}"'
        if isinstance(value, dict):
            yield from _toml(value, f"{name}.")
        elif isinstance(value, list):
            yield f"{name} = [{', '.join(_quoted(strange(item)) for item in value)}]"
        else:
            yield f"{name} = {_quoted(strange(str(value)))}"


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def in_english(strings: Iterable[str]) -> list[str]:
    """Return those with an English word in them."""
    return [words for words in strings if _WORD.search(_NO_WORDS.sub("", words))]


def readable(strings: Iterable[tuple[str, str]]) -> list[str]:
    """Return what a person reads of the strings of messages to the browser, each after its field's name."""
    return [words for field, words in strings if not _UNREAD.fullmatch(field)]


def english(screen: Screen) -> list[str]:
    """Return every string of the page with an English word in it, and those of the chart."""
    strings = readable(screen.strings())
    for chart in screen.charts():
        strings += [chart.get("description", "")]
        strings += [
            row["text"] for layer in chart["layer"] for row in layer["data"]["values"] if "text" in row
        ]
    strings += screen.heard()
    strings += [str(cell) for table in screen.app.table for cell in table.value.to_numpy().ravel()]
    strings += [str(name) for table in screen.app.table for name in table.value.columns]
    return in_english(strings)
