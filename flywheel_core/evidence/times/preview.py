"""What a log looks like: its columns, first rows and stages, and how it is read unless corrected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import ibis

from flywheel_core.evidence.errors import AmbiguousDates, EvidenceError, refusal
from flywheel_core.evidence.tables.database import telling
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.dates import day_comes_first
from flywheel_core.evidence.times.guessing import Column, columns_guessed, stages_guessed
from flywheel_core.evidence.times.names import components_by_name
from flywheel_core.evidence.times.reading import Reading, check_columns
from flywheel_core.evidence.times.timestamps import ISO, SLASHED, YEAR_FIRST

_SAMPLE, _SHOWN, _LONGEST_CELL = 500, 10, 200
MOST_STAGES = 200
_MOSTLY = 0.6
_TIME = re.compile("|".join((ISO, SLASHED, YEAR_FIRST)))
_SLASHED = re.compile(SLASHED)


@dataclass(frozen=True)
class Preview:
    """What is shown of a log before it is measured.

    `rows` are the first, cut to what fits; `stages` are the names of the stages with the number of their
    rows. `reading` is the guess as far as it goes, None where not even the columns can be told; `why_not`
    says in one sentence what is missing before it can be measured, and is empty where nothing is; `problem`
    is the same for a screen.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    stages: tuple[tuple[str, int], ...] = ()
    reading: Reading | None = None
    problem: EvidenceError | None = None

    @property
    def why_not(self) -> str:
        """What is missing, for a terminal."""
        return str(self.problem or "")

    @property
    def asks_for_dates(self) -> bool:
        """Whether all that is missing is the order of day and month."""
        return isinstance(self.problem, AmbiguousDates)


def preview_of(log: OpenTable, said: Reading | None = None) -> Preview:
    """Return what a log looks like; what is empty in what was `said` about it is guessed.

    Raises EvidenceError where the log has no rows.
    """
    columns, rows = _sample(log)
    preview = Preview(columns, rows)
    try:
        for reading, stages in _guesses(log, said or Reading(item=""), columns):
            preview = replace(preview, reading=reading, stages=stages)
    except EvidenceError as error:
        return replace(preview, problem=error)
    return preview


def reading_of(log: OpenTable, said: Reading | None = None) -> tuple[Reading, tuple[tuple[str, int], ...]]:
    """Return how a log is read, and its stages, as `preview_of` does; raises EvidenceError where it can't."""
    columns, _ = _sample(log)
    *_, (reading, stages) = _guesses(log, said or Reading(item=""), columns)
    return reading, stages


def stages_of(log: OpenTable, column: str) -> tuple[tuple[str, int], ...]:
    """Return the names in a column of stages with the number of their rows, the most frequent first.

    Raises EvidenceError where there are too many for a column of stages.
    """
    rows = log.table.select(stage=as_text(log, column))
    counted = rows.group_by("stage").agg(rows=rows.count())
    with telling(log.name):
        found = counted.order_by(ibis.desc("rows"), "stage").limit(MOST_STAGES + 1).to_pyarrow().to_pydict()
    if len(found["stage"]) > MOST_STAGES:
        raise refusal("many_stages", name=column, most=MOST_STAGES)
    return tuple(zip((name or "" for name in found["stage"]), found["rows"], strict=True))


def as_text(log: OpenTable, column: str) -> Any:
    """Return a column of ids or names as text. Raises EvidenceError where it holds something else."""
    values = log.column(column)
    kind = values.type()
    if kind.is_string():
        return values
    if kind.is_nested() or kind.is_binary() or kind.is_floating() or kind.is_temporal():
        raise refusal("not_ids", name=column, kind=type(kind).__name__.lower())
    return values.cast("string")


def _guesses(
    log: OpenTable, said: Reading, columns: tuple[Column, ...]
) -> Iterator[tuple[Reading, tuple[tuple[str, int], ...]]]:
    """Yield the reading and the stages as they become known: columns, then stages, then the dates' order."""
    header = next((column.name for column in columns if _TIME.search(column.name)), None)
    if header is not None:
        raise refusal("no_header", value=header)
    reading = columns_guessed(said, columns)
    check_columns(reading)
    _check_times(log, reading)
    yield reading, ()
    stages = stages_of(log, reading.stage) if reading.stage else ()
    yield reading, stages
    if reading.stage:
        reading = stages_guessed(reading, [name for name, _ in stages])
        yield reading, stages
    if reading.day_first is None and _may_be_slashed(columns, reading):
        yield replace(reading, day_first=day_comes_first(log, reading.times)), stages


def _check_times(log: OpenTable, reading: Reading) -> None:
    """Raise EvidenceError where a column of times is of a type that holds none."""
    for name in reading.times:
        kind = log.column(name).type()
        if not (kind.is_string() or kind.is_timestamp() or kind.is_date()):
            raise refusal("not_times", name=name, kind=type(kind).__name__.lower())


def _may_be_slashed(columns: tuple[Column, ...], reading: Reading) -> bool:
    """Say whether the first rows have such dates: if only later ones have, it shows when they are read."""
    shown = (example for column in columns if column.name in reading.times for example in column.examples)
    return any(_SLASHED.search(example) for example in shown)


def _sample(log: OpenTable) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """Return the columns as the first rows show them, and some of these rows."""
    cells = {f"c{place}": _short(log.column(name)) for place, name in enumerate(log.kinds)}
    with telling(log.name):
        table = log.table.select(**cells).limit(_SAMPLE).to_pyarrow()
    texts = [["" if cell is None else cell for cell in table[place].to_pylist()] for place in cells]
    if not table.num_rows:
        rejected = log.rejects(0).first
        if rejected:
            raise refusal("all_rejected", line=rejected[0].line, text=rejected[0].text)
        raise refusal("no_rows")
    columns = tuple(
        _column(name, log.kinds[name], values) for name, values in zip(log.kinds, texts, strict=True)
    )
    return columns, tuple(zip(*(values[:_SHOWN] for values in texts), strict=True))


def _short(column: Any) -> Any:
    kind = column.type()
    if kind.is_nested() or kind.is_binary():
        return ibis.literal("…")
    return column.cast("string").substr(0, _LONGEST_CELL)


def _column(name: str, kind: Any, values: list[str]) -> Column:
    there = [value for value in values if value.strip()]
    different = list(dict.fromkeys(there))
    times = sum(bool(_TIME.search(value)) for value in there) if kind.is_string() else 0
    return Column(
        name=name,
        holds_times=bool(there) and (kind.is_timestamp() or kind.is_date() or times > _MOSTLY * len(there)),
        examples=tuple(different[:3]),
        empty=not there,
        repeats=len(different) < len(there),
        sounds_like=len(components_by_name(different)) if len(different) <= MOST_STAGES else 0,
    )
