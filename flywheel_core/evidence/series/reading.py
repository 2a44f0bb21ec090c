"""A small table in numpy: its columns guessed or named, what can't be used counted and shown."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from flywheel_core.evidence.errors import EvidenceError, refusal
from flywheel_core.evidence.errors_of_quality import Better
from flywheel_core.evidence.refusal import Refused
from flywheel_core.evidence.series.columns import Method, better_of, columns_guessed
from flywheel_core.evidence.series.decimals import has_decimal_comma, marks_of
from flywheel_core.evidence.series.numbers import number_of
from flywheel_core.evidence.series.periods import Periods, periods_of
from flywheel_core.evidence.tables.database import telling
from flywheel_core.evidence.tables.opened import OpenTable

Floats = NDArray[np.float64]

MOST_ROWS = 100_000
_SAMPLED, _LONGEST_CELL, _EXAMPLES, _MOST_KINDS = 200, 200, 5, 50
PERIOD = "period"


@dataclass(frozen=True)
class BadCell:
    """A cell that could not be used: its line in a text, or row in a table, and what it says.

    `line` is None where only some of the rows were asked for.
    """

    line: int | None
    column: str
    value: str


@dataclass(frozen=True)
class Series:
    """What a method needs of a table: `numbers` by role, in the order of the periods where there are any.

    `rows` are those of the table; those with a cell that can't be used are left out and counted in
    `unusable`. `refused` says that the periods answer nothing. `kinds` are columns of text with
    their different values: rows of several kinds may have been put together.
    """

    columns: Mapping[str, str]
    numbers: Mapping[str, Floats]
    rows: int
    unusable: int = 0
    examples: tuple[BadCell, ...] = ()
    better: Better | None = None
    periods: Periods | None = None
    refused: Refused | None = None
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return how the table was read, for a machine."""
        examples = [{"line": e.line, "column": e.column, "value": e.value} for e in self.examples]
        return {
            "rows": self.rows,
            "unusable": {"count": self.unusable, "examples": examples},
            "read_as": dict(self.columns),
            "better": self.better,
        }


@dataclass(frozen=True)
class SeriesPreview:
    """What is shown of a table before it is used: its first rows, and how its columns are understood.

    `problem` says what is missing before it can be used, None where nothing is.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    better: Better | None = None
    problem: EvidenceError | None = None


def preview_series(table: OpenTable, method: Method, said: Mapping[str, str]) -> SeriesPreview:
    """Return what a table looks like; columns that weren't `said` are guessed. EvidenceError without rows."""
    names, texts = _sample(table)
    rows = tuple(itertools.islice(zip(*texts.values(), strict=True), 5))
    try:
        columns = columns_guessed(method, said, names, _numeric(texts))
    except EvidenceError as error:
        known = {role: name for role, name in said.items() if name in names}
        return SeriesPreview(names, rows, known, problem=error)
    return SeriesPreview(names, rows, columns, better_of(columns["quality"]))


def read_series(
    table: OpenTable, method: Method, said: Mapping[str, str], only: Mapping[str, str] | None = None
) -> Series:
    """Return what a method needs of a table, of the rows alone in which each column of `only` has its value.

    Raises EvidenceError, one sentence, where a column is missing or holds no numbers, and for more than
    100,000 rows.
    """
    names, texts = _sample(table)
    columns = columns_guessed(method, said, names, _numeric(texts))
    cells, rows = _cells(table, columns, only or {})
    rejected = table.rejects(_rows_in(table)).total
    usable, numbers, bad = _usable(columns, cells, _commas(table, columns, texts, cells))
    series = Series(
        columns,
        numbers,
        rows + rejected,
        unusable=len(bad) + rejected,
        examples=_shown(table, columns, cells, bad, whole=not only),
        better=better_of(columns["quality"]),
        kinds=_kinds(texts, {*columns.values(), *(only or {})}),
    )
    return _in_order(series, [cells[PERIOD][row] for row in usable]) if PERIOD in columns else series


def _sample(table: OpenTable) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Return the names of the columns, and the first rows of each as text."""
    chosen = {f"c{place}": _text(table, name) for place, name in enumerate(table.kinds)}
    with telling(table.name):
        found = table.table.select(**chosen).limit(_SAMPLED).to_pyarrow()
    if not found.num_rows:
        rejected = table.rejects(0).first
        if rejected:
            raise refusal("all_rejected", line=rejected[0].line, text=rejected[0].text)
        raise refusal("no_rows")
    texts = {
        name: ["" if cell is None else cell for cell in found[place].to_pylist()]
        for name, place in zip(table.kinds, chosen, strict=True)
    }
    return tuple(texts), texts


def _rows_in(table: OpenTable) -> int:
    with telling(table.name):
        return int(table.table.count().to_pyarrow().as_py())


def _text(table: OpenTable, name: str) -> Any:
    column = table.column(name)
    kind = column.type()
    if kind.is_nested() or kind.is_binary() or kind.is_boolean():
        return ibis.literal("…")
    return column.cast("string").substr(0, _LONGEST_CELL)


def _numeric(texts: Mapping[str, list[str]]) -> list[str]:
    """Return the columns whose first rows hold numbers and nothing else."""
    found = []
    for name, cells in texts.items():
        there = [cell for cell in cells if cell.strip()]
        if there and all(map(_is_number, there)):
            found.append(name)
    return found


def _is_number(cell: str) -> bool:
    """Say whether a cell is a number with either decimal mark."""
    return any(number_of(cell, decimal_comma=comma) is not None for comma in (False, True))


def _commas(
    table: OpenTable,
    columns: Mapping[str, str],
    texts: Mapping[str, list[str]],
    cells: Mapping[str, list[str]],
) -> dict[str, bool]:
    """Say of each role with numbers whether its column has a decimal comma."""
    named = {name: [*texts[name], *cells[role]] for role, name in columns.items()}
    marks = marks_of(table, {**texts, **named})
    return {
        role: has_decimal_comma(table, name, named[name], marks)
        for role, name in columns.items()
        if role != PERIOD
    }


def _kinds(texts: Mapping[str, list[str]], used: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the unused columns of text whose values repeat, with the different ones."""
    found = {}
    for name, cells in texts.items():
        different = dict.fromkeys(cell for cell in cells if cell.strip())
        words = name not in used and not all(map(_is_number, different))
        if words and 1 < len(different) < min(len(cells), _MOST_KINDS):
            found[name] = tuple(different)
    return found


def _cells(
    table: OpenTable, columns: Mapping[str, str], only: Mapping[str, str]
) -> tuple[dict[str, list[str]], int]:
    """Return the cells of each role as text, and how many rows there are."""
    rows = table.table
    for name, value in only.items():
        rows = rows.filter(_text(table, name) == value)
    chosen = {role: _text(table, name) for role, name in columns.items()}
    with telling(table.name):
        found = rows.select(**chosen).limit(MOST_ROWS + 1).to_pyarrow()
    if found.num_rows > MOST_ROWS:
        raise refusal("too_many_rows", most=f"{MOST_ROWS:,}")
    if not found.num_rows:
        wanted = "; ".join(f"{name}={value}" for name, value in only.items())
        raise refusal("no_rows_of", only=wanted)
    cells = {role: ["" if cell is None else cell for cell in found[role].to_pylist()] for role in columns}
    return cells, found.num_rows


def _usable(
    columns: Mapping[str, str], cells: Mapping[str, list[str]], commas: Mapping[str, bool]
) -> tuple[list[int], dict[str, Floats], dict[int, str]]:
    """Return the rows that can be used, their numbers by role, and the bad rows with the role at fault."""
    parsed = {
        role: [number_of(cell, decimal_comma=comma) for cell in cells[role]] for role, comma in commas.items()
    }
    for role, numbers in parsed.items():
        if all(number is None for number in numbers):
            value = next((cell for cell in cells[role] if cell.strip()), "")
            raise refusal("not_numbers", name=columns[role], value=value)
    bad = {}
    for row in range(len(next(iter(cells.values())))):
        fault = next((role for role in columns if _is_bad(role, row, parsed, cells)), None)
        if fault is not None:
            bad[row] = fault
    rows = [row for row in range(len(next(iter(cells.values())))) if row not in bad]
    if not rows:
        raise refusal("no_row_whole")
    chosen = {role: np.array([numbers[row] for row in rows], float) for role, numbers in parsed.items()}
    return rows, chosen, bad


def _is_bad(
    role: str, row: int, parsed: Mapping[str, Sequence[float | None]], cells: Mapping[str, list[str]]
) -> bool:
    return not cells[role][row].strip() if role == PERIOD else parsed[role][row] is None


def _shown(
    table: OpenTable,
    columns: Mapping[str, str],
    cells: Mapping[str, list[str]],
    bad: Mapping[int, str],
    *,
    whole: bool,
) -> tuple[BadCell, ...]:
    first = dict(itertools.islice(bad.items(), _EXAMPLES))
    lines = _lines(table, max(first, default=-1) + 1)
    return tuple(
        BadCell(
            (lines[row] if row < len(lines) else row + 1) if whole else None, columns[role], cells[role][row]
        )
        for row, role in first.items()
    )


def _lines(table: OpenTable, count: int) -> list[int]:
    """Return the numbers of the lines on which the first rows of a text stand; nothing for other tables."""
    if table.text is None or table.path is None:
        return []
    whole = (line for line, cells in table.text.records(table.path) if table.text.is_row(cells))
    return list(itertools.islice(whole, count))


def _in_order(series: Series, texts: list[str]) -> Series:
    """Return the series in the order of its periods; `refused` where they answer nothing."""
    try:
        periods = periods_of(texts)
    except Refused as refused:
        return replace(series, refused=refused)
    order = np.array(periods.order)
    numbers = {role: values[order] for role, values in series.numbers.items()}
    return replace(series, numbers=numbers, periods=periods)
