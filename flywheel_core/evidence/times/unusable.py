"""What could not be used, counted, with examples and the lines that they stand on."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flywheel_core.evidence.tables.database import telling
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.reduction import bad_cells, causes_of, is_there, is_used
from flywheel_core.evidence.times.result import Example, Unusable
from flywheel_core.shortening import shortened

_EXAMPLES = 3
_LONGEST_VALUE = 80
#: How long lines are looked for in a text before examples go without them.
_PATIENCE_S = 1.5

#: A line of a text that is no row of its table.
LINE_REASONS = (
    "cells_missing", "cells_too_many", "quote_open", "line_too_long", "line_unreadable",
)  # fmt: skip
REASONS = (
    *LINE_REASONS, "stage_not_mapped", "stage_missing", "item_missing", "time_missing", "time_unreadable",
    "causes_itself", "cause_unknown",
)  # fmt: skip


@dataclass(frozen=True)
class _Fault:
    """Rows with one fault: the column whose cell is shown, that cell, and the condition on the rows."""

    reason: str
    column: str
    cell: Any
    condition: Any


def unusable_of(
    log: OpenTable,
    rows: Any,
    items: Any,
    reading: Reading,
    stages: Sequence[tuple[str, int]],
    totals: Mapping[str, int],
) -> Unusable:
    """Return what could not be used. The log is read once more only where something could not."""
    with telling(log.name):
        rejected = log.rejects(sum(n for _, n in stages) if stages else totals["rows"])
    reasons = {**dict.fromkeys(REASONS, 0), **rejected.counts}
    unmapped = tuple((name, n) for name, n in stages if name and name not in reading.stages)
    reasons["stage_not_mapped"] = sum(n for _, n in unmapped)
    reasons["stage_missing"] = sum(n for name, n in stages if not name)
    reasons["item_missing"] = totals["item_missing"]
    examples = [_example(line.reason, line.line, line.text) for line in rejected.first]
    with telling(log.name):
        for fault in _faults(rows, reading, totals):
            if fault.reason != "item_missing":
                reasons[fault.reason] += _count(rows, fault)
            examples += _examples(log, rows, fault, reading)
        if "cause" in rows.columns:
            reasons |= {"causes_itself": totals["itself"], "cause_unknown": _unknown(rows, items, reading)}
    return Unusable({reason: n for reason, n in reasons.items() if n}, tuple(examples), unmapped)


def _faults(rows: Any, reading: Reading, totals: Mapping[str, int]) -> list[_Fault]:
    """Return the faults that there are: none is looked for in vain."""
    found = []
    if totals["item_missing"]:
        missing = rows.item.isnull() & is_used(rows, reading)
        found.append(_Fault("item_missing", reading.item, rows.item, missing))
    if totals["bad"]:
        for (key, bad), column in zip(bad_cells(rows, reading).items(), reading.times, strict=True):
            cell, bad = rows[f"given_{key}"], rows.item.notnull() & bad
            found.append(_Fault("time_missing", column, cell, bad & ~is_there(cell)))
            found.append(_Fault("time_unreadable", column, cell, bad & is_there(cell)))
    return found


def _count(rows: Any, fault: _Fault) -> int:
    return int(rows.filter(fault.condition).count().to_pyarrow().as_py())


def _unknown(rows: Any, items: Any, reading: Reading) -> int:
    """Return how many collections name an item as their cause that isn't there."""
    causes = causes_of(rows, reading)
    unknown = causes.anti_join(items, causes.caused == items.item).named.sum()
    return int(unknown.to_pyarrow().as_py() or 0)


def _examples(log: OpenTable, rows: Any, fault: _Fault, reading: Reading) -> list[Example]:
    cell = fault.cell.cast("string")
    faulty = rows.filter(fault.condition)
    if "row" in rows.columns:
        found = (
            faulty.select(row=rows.row, value=cell).order_by("row").limit(_EXAMPLES).to_pyarrow().to_pylist()
        )
        return [_example(fault.reason, f["row"] + 1, f["value"]) for f in found]
    values = [
        f["value"] or ""
        for f in faulty.select(value=cell).distinct().limit(_EXAMPLES).to_pyarrow().to_pylist()
    ]
    if log.text is None or log.path is None:
        return [_example(fault.reason, None, value) for value in values]
    return _with_lines(log, fault, values, reading)


def _with_lines(log: OpenTable, fault: _Fault, values: list[str], reading: Reading) -> list[Example]:
    """Return the first lines of the text with such a cell; the values alone where they are far down."""
    form, path = log.text, log.path
    if form is None or path is None:
        return []
    place, wanted, until = form.columns.index(fault.column), set(values), time.monotonic() + _PATIENCE_S
    stage = form.columns.index(reading.stage) if reading.stage else None
    found = []
    for line, record in form.records(path):
        used = len(record) == len(form.columns) and (stage is None or record[stage] in reading.stages)
        if used and record[place] in wanted:
            found.append(_example(fault.reason, line, record[place]))
        if len(found) == _EXAMPLES or time.monotonic() > until:
            break
    return found or [_example(fault.reason, None, value) for value in values]


def _example(reason: str, line: int | None, value: str | None) -> Example:
    return Example(reason, line, shortened(value or "", _LONGEST_VALUE))
