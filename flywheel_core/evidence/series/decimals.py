"""Which decimal mark the numbers of a column have: by its own cells, by the others', by the file's form."""

from collections.abc import Iterable, Mapping
from typing import Any

from flywheel_core.evidence.errors import EvidenceError, refusal
from flywheel_core.evidence.series.numbers import doubtful_in, marks_in
from flywheel_core.evidence.tables.opened import OpenTable


def has_decimal_comma(table: OpenTable, name: str, cells: Iterable[str], marks: frozenset[str]) -> bool:
    """Say whether the numbers of a column have a decimal comma; `marks` are those of the whole table.

    Raises EvidenceError where a cell can be read in two ways and nothing tells which.
    """
    if _is_of_numbers(table, name):
        return False
    cells = list(cells)
    own, doubtful = marks_in(cells), doubtful_in(cells)
    if len(own) == 1:
        return "," in own
    if not own and len(marks) == 1:
        return "," in marks
    if doubtful is not None and (own or not _form_tells(table, doubtful)):
        raise _doubtful(name, doubtful)
    return _parted_by(table) == ";"


def marks_of(table: OpenTable, texts: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the decimal marks that the text columns of a table tell of."""
    found = [marks_in(cells) for name, cells in texts.items() if not _is_of_numbers(table, name)]
    return frozenset[str]().union(*found)


def _is_of_numbers(table: OpenTable, name: str) -> bool:
    kind: Any = table.kinds[name]
    return bool(kind.is_numeric())


def _form_tells(table: OpenTable, doubtful: str) -> bool:
    """Say whether what stands between the cells tells: a semicolon is put where the comma is in numbers.

    A comma between the cells tells of a decimal point, but for numbers with a comma of their own.
    """
    return _parted_by(table) == ";" or (_parted_by(table) == "," and "," not in doubtful)


def _parted_by(table: OpenTable) -> str:
    return "" if table.text is None else table.text.mark


def _doubtful(name: str, value: str) -> EvidenceError:
    return refusal(
        "doubtful_numbers",
        name=name,
        value=value,
        small=value.replace(",", "."),
        large=value.replace(",", "").replace(".", ""),
        longer=f"{value.removesuffix('%').rstrip()}0{'%' if value.endswith('%') else ''}",
    )
