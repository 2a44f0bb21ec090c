"""How wide a text will be, where its lines break, and what is left of it when there is no room.

A layout that must not collide has to know widths before anything is drawn, on a server without a screen.
The widths are those of Source Sans 3, the wider of Regular and Semibold, in thousandths of the font size.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

ELLIPSIS = "…"
# Line height and the height of a capital, in font sizes.
LEADING = 1.22
CAPITAL = 0.66

_CHARACTERS_OF_WIDTH = {
    200: " ",
    280: "|¦',.:;ijl·ıʹ͵іј‘’",
    320: "IſΙι!f¡",
    340: "()-[]{}ł",
    380: "/\\ª°rt²³¹ºŧ",
    440: "ŀ*sςϝгѕ",
    480: "?z«®»¿εζξcτϛзстэє–",
    520: "J_vxyνЈух“”„#$+0123456789<=>FLY^aeg~¢£¤¥§¬±×÷ĿΥΓγκχϡГавеь−≈≤≥€",
    560: "EVZkĳĸŁΕΖΛυδθλϑЕУкчяASTX`hnou¨¯´¸ðøŋŦΑΞΣΤΧηορσϗϙϸЅАЗТХбдлоћ",
    600: "CbdpqµþđħĲαμϐϷЄСЭинпрцђџBKPR¶ÞΒΚΡβКБВРЬЯ",
    660: "ßΔπϏЧъ→←&DGNUÐĐŊΝΠЏДЛПЦм",
    720: "HOQØΗΟΘϴИНОΩЂĦφϕЋы",
    780: "ΦΨψωЪжMw©ΜМФфюљæшњ",
    860: "W¼щ—¾ŉ½ÆœЫ%mŒЖ",
    980: "@ШЉЩЊЮ…",
}
_WIDTHS = {character: width for width, characters in _CHARACTERS_OF_WIDTH.items() for character in characters}
_UNKNOWN, _FULL = 900, 1000
# No line of a picture holds more characters than this; what is longer is cut before it costs time.
_LONGEST = 300


def _character_width(character: str) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if unicodedata.combining(base):
        return 0
    return _FULL if unicodedata.east_asian_width(base) in "WF" else _UNKNOWN


def text_width(text: str, size: float) -> float:
    """Return the width in pixels of `text` set at `size` pixels; never less than the font's own."""
    return _width(text) * size / 1000


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    return sum(map(_character_width, text))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return `text` on one line, without what no picture can hold (control characters, bidi overrides)."""
    kept = (" " if character.isspace() else character for character in text[:_LONGEST])
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).split())


def shorten(text: str, width: float, size: float) -> str:
    """Return `text`, or as much of its beginning as fits into `width` with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    room = width - text_width(ELLIPSIS, size)
    end = 0
    while end < len(text) and (room := room - text_width(text[end], size)) >= 0:
        end += 1
    return text[:end].rstrip() + ELLIPSIS


def break_lines(text: str, width: Callable[[int], float], size: float, most: int) -> tuple[str, ...]:
    """Return `text` in at most `most` lines, the n-th no wider than `width(n)`, the rest an ellipsis.

    Of the ways with the fewest lines the one with the most even lines is taken.
    """
    lines = _fill(text, width, size, most)
    if len(lines) < 2:
        return lines
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        even = _fill(text, _share_of(width, share), size, most)
        if len(even) == len(lines) and is_whole(even):
            return even
    return lines


def _share_of(width: Callable[[int], float], share: float) -> Callable[[int], float]:
    return lambda number: share * width(number)


def is_whole(lines: Iterable[str]) -> bool:
    """Return True where no line was cut."""
    return not any(line.endswith(ELLIPSIS) for line in lines)


def longest_word(text: str, size: float) -> float:
    """Return the width of what cannot be broken in `text`: the narrowest column that cuts nothing."""
    return max((text_width(word, size) for word in _words(text)), default=0.0)


def _fill(text: str, width: Callable[[int], float], size: float, most: int) -> tuple[str, ...]:
    words = list(_words(text))
    lines: list[str] = []
    while words:
        room = width(len(lines))
        if len(lines) == most - 1:
            return (*lines, shorten(" ".join(words), room, size))
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= room:
            line += " " + words.pop(0)
        lines.append(shorten(line, room, size))
    return tuple(lines)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of `text`; a figure stays with what follows it, as in `2 weeks`."""
    words: list[str] = []
    for word in plain(text).split():
        if words and not any(map(str.isalpha, words[-1])):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return tuple(words)
