"""A table that was opened for reading, wherever it lies: its columns as the person knows them."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.tables.rejects import Rejects
from flywheel_core.evidence.tables.text_form import TextForm


@dataclass(frozen=True)
class Source:
    """Where figures were computed from; `sha256` is None where it is no file, `at` is ISO 8601."""

    file: str
    sha256: str | None
    rows: int
    at: str

    def as_json(self) -> dict[str, Any]:
        """Return it as the answers file holds it; what is not known is left out."""
        found = {"file": self.file, "sha256": self.sha256, "rows": self.rows, "at": self.at}
        return {key: value for key, value in found.items() if value is not None}


@dataclass
class OpenTable:
    """A table in an engine. Use as a context manager: what was opened for it is closed with it.

    `kinds` are Ibis types by column, in the table's order; times without a zone are read in `zone`; `path`
    and `text` are None for a database table. `rejects` says which lines are no rows, given how many are.
    """

    name: str
    engine: Any
    table: Any
    kinds: Mapping[str, Any]
    zone: str = "UTC"
    path: Path | None = None
    text: TextForm | None = None
    in_engine: Mapping[str, str] = field(default_factory=dict)
    rejects: Callable[[int], Rejects] = lambda _rows: Rejects()
    fingerprint: Callable[[], str | None] = lambda: None
    _closing: ExitStack = field(default_factory=ExitStack)

    @property
    def is_ours(self) -> bool:
        """Whether its engine runs in this process, so that tables for a while may be made in it."""
        return bool(self.engine.name == "duckdb")

    def column(self, name: str) -> Any:
        """Return a column of the table. Raises EvidenceError where there is none of that name."""
        if name not in self.kinds:
            raise refusal("no_column", name=name, columns=", ".join(self.kinds))
        return self.table[self.in_engine.get(name, name)]

    def closes(self, closing: ExitStack) -> None:
        """Take over what has to be closed with the table."""
        self._closing = closing

    def close(self) -> None:
        """Close the connection and remove what was unpacked."""
        self._closing.close()

    def __enter__(self) -> "OpenTable":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
