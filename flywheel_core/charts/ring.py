"""The ring as a view model: everything that it shows, already in words, and nothing about pixels."""

from collections.abc import Iterable
from dataclasses import dataclass

from flywheel_core.guide import Guide

#: How many degrees of the circle an arrow takes: a fifth, or at least so many where it follows its time.
EQUAL_SPAN, NARROWEST_SPAN = 72.0, 40.0


@dataclass(frozen=True, slots=True)
class RingNode:
    """One component. `level` is 0 to 4, or None where unanswered or not applicable.

    `level_text` is drawn and short, `says` the same for alt text and table; `drag` the causes, if any (R7).
    """

    component: str
    label: str
    level: int | None
    level_text: str
    says: str
    not_applicable: bool = False
    drag: str = ""

    @property
    def unanswered(self) -> bool:
        """Return True where a level is still owed: never the same as level 0."""
        return self.level is None and not self.not_applicable


@dataclass(frozen=True, slots=True)
class RingArrow:
    """One transition. `strength` is 0 to 4, or None; `span` is the arc's share of the circle in degrees.

    `says` is the strength for alt text and table; `time_text` what stands beside the arrow: its duration, or
    that nothing passes, or nothing. `spread_text` stands there too, small: how far the votes on it lie apart;
    `spread_says` is the same for alt text and table.
    """

    transition: str
    label: str
    strength: int | None
    says: str
    time_text: str = ""
    not_applicable: bool = False
    weakest: bool = False
    #: As weak as the weakest, which R2 chose among equals: said in words, drawn nowhere.
    equally_weak: bool = False
    bottleneck: bool = False
    drag: str = ""
    span: float = EQUAL_SPAN
    spread_text: str = ""
    spread_says: str = ""

    @property
    def broken(self) -> bool:
        """Return True where nothing passes."""
        return self.strength == 0

    @property
    def unanswered(self) -> bool:
        """Return True where a strength is still owed: never the same as strength 0."""
        return self.strength is None and not self.not_applicable


@dataclass(frozen=True, slots=True)
class RingWords:
    """The few words that are drawn beside the marks, so that neither colour nor shape stands alone."""

    weakest: str
    bottleneck: str
    drag: str
    not_applicable: str
    equally_weak: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """Five nodes and five arrows in the loop's order, what stands in the centre, and the same in words.

    `alt` is one text for those who do not see the picture; `columns` and `rows` are its numbers as a table
    (four cells a row: the part, its level or strength, its time, its marks).
    """

    nodes: tuple[RingNode, ...]
    arrows: tuple[RingArrow, ...]
    title: str
    subtitle: str
    words: RingWords
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def assemble_ring(
    nodes: Iterable[RingNode],
    arrows: Iterable[RingArrow],
    centre: tuple[str, str],
    guide: Guide,
    words: RingWords,
) -> Ring:
    """Return the ring of these parts with its alt text and its table; `centre` is title and subtitle."""
    nodes, arrows = tuple(nodes), tuple(arrows)
    title, subtitle = centre
    node_rows = tuple(_node_row(node, words) for node in nodes)
    arrow_rows = tuple(_arrow_row(arrow, words) for arrow in arrows)
    alt = guide.text(
        "ring.alt.whole",
        title=title,
        subtitle=subtitle,
        components=_sentence(guide, node_rows),
        connections=_sentence(guide, arrow_rows),
    )
    columns = tuple(guide.text(f"ring.column.{key}") for key in ("part", "rating", "time", "marks"))
    return Ring(nodes, arrows, title, subtitle, words, alt, columns, (*node_rows, *arrow_rows))


def _node_row(node: RingNode, words: RingWords) -> tuple[str, ...]:
    return (node.label, node.says, "", f"{words.drag}: {node.drag}" if node.drag else "")


def _arrow_row(arrow: RingArrow, words: RingWords) -> tuple[str, ...]:
    marks = [
        words.weakest if arrow.weakest else "",
        words.equally_weak if arrow.equally_weak else "",
        words.bottleneck if arrow.bottleneck else "",
        f"{words.drag}: {arrow.drag}" if arrow.drag else "",
    ]
    # That nothing passes is the strength's own sentence: it is not said again as a time.
    time = "" if arrow.time_text in arrow.says else arrow.time_text
    rating = "; ".join(filter(None, (arrow.says, arrow.spread_says)))
    return (arrow.label, rating, time, "; ".join(filter(None, marks)))


def _sentence(guide: Guide, rows: Iterable[tuple[str, ...]]) -> str:
    return "; ".join(
        guide.text("ring.alt.part", part=part, facts=", ".join(filter(None, facts))) for part, *facts in rows
    )
