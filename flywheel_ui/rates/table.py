"""A table that a browser tab has: its content while the tab lives, and each answer that was asked of it."""

import hashlib
import logging
import secrets
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from flywheel_core.evidence import (
    EvidenceError,
    OpenTable,
    Source,
    measure_learning,
    measure_network,
    open_log,
    preview_table,
    source_of,
)
from flywheel_core.evidence.errors_of_quality import Better
from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.series.columns import Method
from flywheel_core.evidence.series.reading import Series, SeriesPreview
from flywheel_core.guide import Guide
from flywheel_ui.kept import Kept

Kind = Literal["learning", "network"]
KINDS: tuple[Kind, ...] = ("learning", "network")
_MOST_ANSWERS = 16
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """How a table is to be read, and what is asked of it; what is empty or None is guessed."""

    columns: tuple[tuple[str, str], ...] = ()
    better: Better | None = None
    ablation: bool | None = None
    only: tuple[str, str] | None = None
    worthwhile: float | None = None
    price: float | None = None
    best: float | None = None
    lag: int | None = None


@dataclass(frozen=True)
class Answer:
    """What a table says; `problem` is the sentence that says why it says nothing."""

    method: Method
    preview: SeriesPreview | None = None
    series: Series | None = None
    found: LearningRate | NetworkEffect | None = None
    source: Source | None = None
    problem: str = ""


@dataclass
class Table:
    """A table as it was given; `fields` are those on the screen: what each asks and shows, by its key."""

    kind: Kind
    name: str
    content: bytes
    guide: Guide
    asked: Asked = field(default_factory=Asked)
    #: What tells the fields of this table from those of another.
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    fields: dict[str, tuple[str, Any]] = field(default_factory=dict)
    #: How often a field was born again, by what it asks: when another guess is to be shown in it.
    reborn: Counter[str] = field(default_factory=Counter)
    kept: Kept = field(default_factory=Kept)
    _answers: dict[Any, Answer] = field(default_factory=dict)

    def answer(self, cycle_seconds: float | None) -> Answer:
        """Return what it says to what is asked at present, worked out once for each question."""
        by_cycle = cycle_seconds if self.kind == "network" and self.asked.lag is None else None
        key = (self.asked, by_cycle)
        if key not in self._answers:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
                self.kept.clear()
            self._answers[key] = _answer(self, by_cycle)
        return self._answers[key]

    @property
    def sha256(self) -> str:
        """The hash of its content."""
        return hashlib.sha256(self.content).hexdigest()


def _answer(table: Table, cycle_seconds: float | None) -> Answer:
    with tempfile.TemporaryDirectory(prefix="flywheel-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(table.content)
        try:
            with open_log(path, table.name) as opened:
                return _read(opened, table, cycle_seconds)
        except EvidenceError as error:
            return Answer(_method(table), problem=error.on_screen)
        except Exception:  # whatever else is wrong with a stranger's file: a sentence; the log says where
            _logger.exception("A table could not be measured")
            return Answer(_method(table), problem=table.guide.text("ui.rates.unexpected"))


def _read(opened: OpenTable, table: Table, cycle_seconds: float | None) -> Answer:
    method, said = _method(table), dict(table.asked.columns)
    preview = preview_table(opened, method, said)
    if table.kind == "network" and table.asked.ablation is None and preview.problem is not None:
        other = preview_table(opened, "ablation", said)
        method, preview = ("ablation", other) if other.problem is None else (method, preview)
    if preview.problem is not None:
        return Answer(method, preview, problem=preview.problem.on_screen)
    try:
        series, found = _measured(opened, table.asked, method, said, cycle_seconds)
    except EvidenceError as error:
        return Answer(method, preview, problem=error.on_screen)
    return Answer(method, preview, series, found, source_of(opened, series.rows))


def _measured(
    opened: OpenTable, asked: Asked, method: Method, said: dict[str, str], cycle_seconds: float | None
) -> tuple[Series, LearningRate | NetworkEffect]:
    only = dict([asked.only]) if asked.only else None
    if method == "learning":
        return measure_learning(
            opened,
            said,
            better=asked.better,
            best=asked.best,
            worthwhile=asked.worthwhile,
            price=asked.price,
            only=only,
        )
    return measure_network(
        opened,
        said,
        ablation=method == "ablation",
        better=asked.better,
        best=asked.best,
        lag=asked.lag,
        cycle_seconds=cycle_seconds,
        only=only,
    )


def _method(table: Table) -> Method:
    if table.kind == "learning":
        return "learning"
    return "ablation" if table.asked.ablation else "network"


def present(kind: Kind) -> Table | None:
    """Return this tab's table of a kind, if it has one."""
    found: Table | None = st.session_state.get(_key(kind))
    return found


def take(kind: Kind, name: str, content: bytes, guide: Guide) -> None:
    """Make this the tab's table; the same content under the same name stays as it is."""
    table = present(kind)
    if table is None or (table.name, table.content) != (name, content):
        st.session_state[_key(kind)] = Table(kind, name, content, guide)


def forget(kind: Kind) -> None:
    """Forget the table and all that was found in it."""
    st.session_state.pop(_key(kind), None)


def _key(kind: Kind) -> str:
    return f"table_{kind}"
