"""What was worked out of a tab's results, each thing once, for as long as the same results are shown."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, TypeVar

from flywheel_core.charts import Picture

T = TypeVar("T")


class Kept:
    """Things by name, each with the results that it was made of: those of other results are made anew."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._made: dict[Hashable, tuple[tuple[object, ...], Any]] = {}

    def of(self, results: Sequence[object], name: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` makes of `results`. They are held, so that none is taken for a later one."""
        kept = self._made.get(name)
        if kept is None or [*map(id, kept[0])] != [*map(id, results)]:
            kept = self._made[name] = tuple(results), make()
        found: T = kept[1]
        return found

    def clear(self) -> None:
        """Keep nothing any more."""
        self._made.clear()


class Drawn(NamedTuple):
    """A picture as the page shows it: its panels as Vega-Lite, and its table."""

    panels: Sequence[dict[str, Any]]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def drawn(picture: Picture) -> Drawn:
    """Return a picture as the page shows it."""
    return Drawn(picture.panels(), picture.columns, picture.rows)
