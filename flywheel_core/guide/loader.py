"""The typed loader of a language's file."""

import string
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any

from flywheel_core.guide.durations import SECONDS, Units, as_said, largest_parts

_FOLDER = Path(__file__).parent

#: The language that every guide falls back on, and in which the others are checked.
SOURCE = "en"
_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


class GuideError(ValueError):
    """A language's file is missing or can't be read; the message is one sentence."""


@dataclass(frozen=True)
class Guide:
    """The words of one language, by dotted key."""

    language: str
    words: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def text(self, key: str, /, **values: object) -> str:
        """Return the words at `key` with `{name}` filled in. Raises KeyError for a key that is not there."""
        words = self.words[key]
        return words.format(**values) if values else words

    def has(self, key: str) -> bool:
        """Say whether there are words at `key`."""
        return key in self.words

    def many(self, key: str, n: float, /, **values: object) -> str:
        """Return the words for `n` things: in English `key.one` for exactly one, else `key.many`.

        A language may have other forms (`number.forms`); words that lack one of them have `key.many` for it.
        `{n}` in them is the number.
        """
        forms = self.lines("number.forms")
        form = forms[self._form_of(int(n))] if n == int(n) else forms[-1]
        found = f"{key}.{form}" if self.has(f"{key}.{form}") else f"{key}.many"
        return self.text(found, n=self.number(n), **values)

    @cached_property
    def _form_of(self) -> Callable[[int], int]:
        """Which of the forms of number a whole number takes."""
        return c2py(self.text("number.plural"))

    def lines(self, key: str) -> tuple[str, ...]:
        """Return the list of words at `key`, in the file's order."""
        return self.lists[key]

    def number(self, n: float) -> str:
        """Return a number as this language writes it, without a needless `.0`."""
        text = f"{n:,.10g}" if isinstance(n, float) and not n.is_integer() else f"{int(n):,}"
        marks = str.maketrans({",": self.text("number.thousands"), ".": self.text("number.decimal")})
        return text.translate(marks)

    def figure(self, n: float | None) -> str:
        """Return a number to three digits, a dash where there is none."""
        return "—" if n is None else self.number(float(f"{n:.3g}"))

    def percent(self, fraction: float | None) -> str:
        """Return a fraction in percent, to three digits; a dash where there is none."""
        if fraction is None:
            return self.figure(None)
        return self.text("answers.said.percent", n=self.figure(100 * fraction))

    def duration(self, seconds: float, limit: float | None = None) -> str:
        """Return seconds as a person says them, at most two units: `3 days`, `2 h 30 min`.

        Rounding never takes them to or over a `limit` in seconds that they were compared with: what lies a
        minute beyond a day is `just over 1 day`.
        """
        if limit is not None and seconds < limit <= as_said(seconds):
            return self.text("duration.just_under", time=self.duration(limit))
        if limit is not None and seconds > limit >= as_said(seconds):
            return self.text("duration.just_over", time=self.duration(limit))
        parts = largest_parts(seconds)
        return " ".join(self.many(f"duration.units.{unit}", amount) for unit, amount in parts)

    def duration_at_least(self, seconds: float) -> str:
        """Return seconds as a person says them, never more than they are."""
        least = seconds
        while as_said(least) > seconds:
            least *= 0.99
        return self.duration(least)

    def duration_about(self, seconds: float) -> str:
        """Return what seconds come to, in one unit and two digits: `about 9.9 days`."""
        unit, _ = largest_parts(seconds)[0]
        amount = float(f"{seconds / SECONDS[unit]:.2g}")
        return self.text("duration.about", time=self.many(f"duration.units.{unit}", amount))

    def of_hundred(self, share: float, bar: float) -> str:
        """Return a share as so many of 100, never rounded up to a `bar` (of whole percent) it stays under."""
        most = round(100 * bar) - 1 if share < bar else 100
        return self.number(min(round(100 * share), most))

    def join(self, items: Iterable[str]) -> str:
        """Return items as a spoken list: `a, b and c`."""
        names = list(items)
        if len(names) < 2:
            return "".join(names)
        return self.text("list.and", first=", ".join(names[:-1]), last=names[-1])

    def component(self, component: str) -> str:
        """Return a component's name."""
        return self.text(f"components.{component}.name")

    def transition(self, transition: str) -> str:
        """Return a transition's name, `storage → analysis`."""
        return self.text(f"transitions.{transition}.name")

    def topic(self, topic: str) -> str:
        """Return the name of a topic of a workshop."""
        return self.text(f"workshop.topics.{topic}.name")

    def name(self, identifier: str) -> str:
        """Return the name of a component, a transition or any other id of the vocabulary."""
        for group in ("components", "transitions", "decisions", "drag", "mistakes", "targets"):
            if self.has(f"{group}.{identifier}.name"):
                return self.text(f"{group}.{identifier}.name")
        raise KeyError(identifier)

    @cached_property
    def units(self) -> Units:
        """How this language's durations are read."""
        names = {
            word: unit
            for unit in (*SECONDS, "and", "about", "and_a_half", "instantly")
            for word in self.lists[f"duration.names.{unit}"]
        }
        prefix = "duration.numbers."
        numbers = {
            word: float(key.removeprefix(prefix))
            for key, words in self.lists.items()
            if key.startswith(prefix)
            for word in words
        }
        return Units(names, numbers, self.text("number.thousands"))

    def fields(self, key: str) -> frozenset[str]:
        """Return the names that the words at `key` ask to be filled in."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.words[key]) if name)


@lru_cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, the source language first."""
    found = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return (SOURCE, *(code for code in found if code != SOURCE))


@lru_cache(maxsize=256)
def nearest(tag: str | None) -> str:
    """Return the language there is for a tag such as `pt-BR`: with its region, else without, else English."""
    known = {code.casefold(): code for code in languages()}
    wanted = (tag or "").replace("_", "-").casefold()
    return known.get(wanted) or known.get(wanted.partition("-")[0]) or SOURCE


def speak(language: str) -> None:
    """Have `load_guide()` return the words of `language` from here on, in this thread or task alone.

    So the sentence of an error, which is made far below whoever asked for something, is in their language.
    """
    if _spoken.get() != language:
        _spoken.set(language)


def load_guide(language: str | None = None) -> Guide:
    """Return the words of `language`, of the one that is spoken where none is named.

    Each key that its file lacks is taken from English. Raises GuideError if there is no file for it.
    """
    return _loaded(_spoken.get() if language is None else language)


@lru_cache
def _loaded(language: str) -> Guide:
    if language not in languages():
        raise GuideError(f"There is no language “{language}”; there is {', '.join(languages())}.")
    words, lists = _read(_FOLDER / f"{language}.toml")
    if language != SOURCE:
        source = _loaded(SOURCE)
        words, lists = {**source.words, **words}, {**source.lists, **lists}
    return Guide(language, words, lists)


def forget() -> None:
    """Look for the languages' files anew when words are asked for next."""
    for known in (languages, nearest, _loaded):
        known.cache_clear()


def _read(path: Path) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    words: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in _leaves(tomllib.loads(path.read_text(encoding="utf-8"))):
        if isinstance(value, list):
            lists[key] = tuple(value)
        else:
            words[key] = str(value)
    return words, lists


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
