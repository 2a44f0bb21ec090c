"""What was measured, as rows of one Markdown table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("Measured", "Flywheel Check", "Empty app", "Ratio", "Asked for")


@dataclass(frozen=True)
class Row:
    """One line of the table; what doesn't apply is empty."""

    measured: str
    ours: str
    empty: str = ""
    ratio: float | None = None
    asked: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the cells under HEADINGS."""
        asked = self.asked if self.met is None else f"{self.asked}: {'met' if self.met else 'missed'}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.measured, self.ours, self.empty, ratio, asked


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [HEADINGS, ("---", *["---:"] * 3, "---"), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def at_most(measured: str, ours: float, empty: float, bound: float) -> Row:
    """Return the row of two times in milliseconds whose ratio has an upper bound."""
    ratio = ours / empty
    return Row(measured, ms(ours), ms(empty), ratio, f"at most {bound:g} times", ratio <= bound)


def at_least(measured: str, ours: float, empty: float, bound: float) -> Row:
    """Return the row of two rates a second whose ratio has a lower bound."""
    ratio = ours / empty
    return Row(measured, f"{ours:.1f}", f"{empty:.1f}", ratio, f"at least {bound:g} times", ratio >= bound)


def under(measured: str, milliseconds: float, bound: float | None = None) -> Row:
    """Return the row of one time in milliseconds, with its upper bound where it has one."""
    if bound is None:
        return Row(measured, ms(milliseconds))
    return Row(measured, ms(milliseconds), asked=f"at most {ms(bound)}", met=milliseconds <= bound)


def ms(milliseconds: float) -> str:
    """Return a time in words, to three digits."""
    return f"{milliseconds:.3g} ms" if milliseconds < 1000 else f"{milliseconds:.0f} ms"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie, interpolated between neighbours."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return percentile(values, 0.5)
