"""Measured evidence: figures computed from data that people have, with intervals, or a refusal.

    with open_log(Path("log.csv")) as log:
        result = measure_times(log)                   # METHODS (a)
        taken = measured_of(result, source_of(log, result.rows))

Each function loads what it needs when it is called: DuckDB, Ibis and SciPy are slow to load.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flywheel_core.evidence.errors import AmbiguousDates, EvidenceError
from flywheel_core.evidence.tables.opened import OpenTable, Source
from flywheel_core.evidence.times.reading import Reading, read_map, read_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flywheel_core.evidence.errors_of_quality import Better
    from flywheel_core.evidence.learning_curve import LearningRate
    from flywheel_core.evidence.network_effect import NetworkEffect
    from flywheel_core.evidence.series.columns import Method
    from flywheel_core.evidence.series.reading import Series, SeriesPreview
    from flywheel_core.evidence.times.preview import Preview
    from flywheel_core.evidence.times.result import TransitionTimes
    from flywheel_core.guide import Guide

__all__ = [
    "AmbiguousDates",
    "EvidenceError",
    "OpenTable",
    "Reading",
    "Source",
    "measure_learning",
    "measure_network",
    "measure_times",
    "measured_learning",
    "measured_network",
    "measured_of",
    "open_log",
    "open_log_table",
    "preview_log",
    "preview_table",
    "read_map",
    "read_wide",
    "source_of",
]


def open_log(path: Path, name: str | None = None, zone: str = "UTC") -> OpenTable:
    """Open a CSV, TSV or Parquet file, or one of these in gzip; `name` is what to call it.

    Times without a zone are read in `zone`. Raises EvidenceError where it can't be opened.
    """
    from flywheel_core.evidence.tables.files import open_file

    return open_file(path, name, zone)


def open_log_table(url: str, table: str, zone: str = "UTC") -> OpenTable:
    """Open a database table by an SQLAlchemy or Ibis URL; it is read in its own engine.

    Raises EvidenceError where it can't be opened, without the URL's password.
    """
    from flywheel_core.evidence.tables.database import open_database_table

    return open_database_table(url, table, zone)


def preview_log(log: OpenTable, said: Reading | None = None) -> "Preview":
    """Return what a log looks like and how it is read; what is empty in what was `said` is guessed.

    Raises EvidenceError where it has no rows.
    """
    from flywheel_core.evidence.times.preview import preview_of

    return preview_of(log, said)


def measure_times(
    log: OpenTable,
    said: Reading | None = None,
    *,
    guide: "Guide | None" = None,
    progress: "Callable[[str, float], None] | None" = None,
) -> "TransitionTimes":
    """Return the transition times of a log (METHODS (a)); what is empty in what was `said` is guessed.

    `progress` is told what is being done (a key of the words at `evidence.progress`) and which share of it
    all is done. Raises EvidenceError where the log can't be used, AmbiguousDates where the order of day and
    month has to be asked for.
    """
    from flywheel_core.evidence.times import measuring

    return measuring.measure_times(log, said, guide=guide, progress=progress or (lambda _step, _share: None))


def measured_of(result: "TransitionTimes", source: Source) -> dict[str, dict[str, Any]]:
    """Return, by transition that the log can time, the value at `transitions.<id>.measured` (SPEC §2)."""
    from flywheel_core.evidence.times import takeover

    return takeover.measured_of(result, source)


def source_of(log: OpenTable, rows: int) -> Source:
    """Return where figures come from: the file's name and hash, how many rows, and when (now, UTC)."""
    return Source(log.name, log.fingerprint(), rows, datetime.now(UTC).isoformat(timespec="seconds"))


def preview_table(
    table: OpenTable, method: "Method", said: "Mapping[str, str] | None" = None
) -> "SeriesPreview":
    """Return what a small table looks like and how its columns are understood by a method.

    `method` is `learning`, `network` or `ablation`; `said` names columns by role. Raises EvidenceError where
    it has no rows.
    """
    from flywheel_core.evidence.series.reading import preview_series

    return preview_series(table, method, said or {})


def measure_learning(
    table: OpenTable,
    said: "Mapping[str, str] | None" = None,
    *,
    better: "Better | None" = None,
    best: float | None = None,
    worthwhile: float | None = None,
    price: float | None = None,
    only: "Mapping[str, str] | None" = None,
) -> "tuple[Series, LearningRate]":
    """Return how a table of training runs was read, and its learning rate (METHODS (b)).

    `said` names columns by role (`volume`, `quality`), `only` the value that a column has in the rows that
    are used; `better` is guessed from the quality's name. Raises EvidenceError, one sentence, where the table
    can't be used; what it can't answer is the verdict `refused`.
    """
    from flywheel_core.evidence.series import measuring

    return measuring.measure_learning(
        table, said, better=better, best=best, worthwhile=worthwhile, price=price, only=only
    )


def measure_network(
    table: OpenTable,
    said: "Mapping[str, str] | None" = None,
    *,
    ablation: bool = False,
    better: "Better | None" = None,
    best: float | None = None,
    lag: int | None = None,
    cycle_seconds: float | None = None,
    only: "Mapping[str, str] | None" = None,
) -> "tuple[Series, NetworkEffect]":
    """Return how a series, or an ablation table, was read, and its network effect (METHODS (c)).

    `said` names columns by role (`period`, `users`, `quality`, or `share`, `quality`). The lag is as given,
    else the cycle time in periods, else 0. Raises EvidenceError where the table can't be used.
    """
    from flywheel_core.evidence.series import measuring

    return measuring.measure_network(
        table,
        said,
        ablation=ablation,
        better=better,
        best=best,
        lag=lag,
        cycle_seconds=cycle_seconds,
        only=only,
    )


def measured_learning(found: "LearningRate", source: Source) -> dict[str, Any]:
    """Return the value at `velocity.learning_curve.measured` (SPEC §2)."""
    from flywheel_core.evidence.series import takeover

    return takeover.measured_learning(found, source)


def measured_network(found: "NetworkEffect", source: Source) -> dict[str, Any]:
    """Return the value at `velocity.network_effect.measured` (SPEC §2)."""
    from flywheel_core.evidence.series import takeover

    return takeover.measured_network(found, source)
