"""What the chart of votes shows, already in words, and nothing about pixels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VotePanel:
    """One round's votes, or one role's: how many for each choice.

    `median` is a place among the choices, 0 the first; None where there is none.
    """

    heading: str
    counts: tuple[int, ...]
    median: int | None = None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class VoteChart:
    """What the chart shows, in words: `choices` in order, panels from the top, `foot` below them.

    `alt` says it all as one text, `columns` and `rows` are its numbers as a table.
    """

    choices: tuple[str, ...]
    panels: tuple[VotePanel, ...]
    median_word: str
    foot: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
