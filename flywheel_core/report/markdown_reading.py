"""Markdown read again, to see that it holds what it should and nothing that comes alive."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_LIVE = {"link_open", "image", "html_block", "code_inline", "code_block", "fence", "em_open", "s_open"}
_SPACES = re.compile(r"\s+")
_WORD_JOINER = "\u2060"


def read_tables(text: str) -> list[list[list[str]]] | None:
    """Return the rows of each table, spaces drawn together; None if anything is live that may not be."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    tables: list[list[list[str]]] = []
    for place, token in enumerate(tokens):
        if token.type in _LIVE or any(_is_live(child) for child in token.children or ()):
            return None
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            tables[-1][-1].append(_said(tokens[place + 1]))
    return tables


def _is_live(token: "Token") -> bool:
    return token.type in _LIVE or (token.type == "html_inline" and token.content != "<br>")


def _said(token: "Token") -> str:
    said = "".join(" " if child.content == "<br>" else child.content for child in token.children or ())
    return _SPACES.sub(" ", said.replace(_WORD_JOINER, "")).strip()
