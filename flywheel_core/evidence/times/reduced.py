"""The reduction carried out: what the engine found, as numpy."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import numpy as np

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.tables.database import telling
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.clusters import Batches, batches_of
from flywheel_core.evidence.times.dates import day_comes_first
from flywheel_core.evidence.times.kaplan_meier import Durations, durations_from
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.reduction import (
    MONDAY,
    MOST_EXACT,
    MOST_SAMPLED,
    WEEK,
    ZONED_ROW,
    ZONELESS_ROW,
    distinct_of,
    durations_of,
    flow_of,
    items_of,
    rows_of,
    sample_of,
    tallies_of,
    totals_of,
)
from flywheel_core.evidence.times.result import Flow, Unusable
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.spans import CYCLE, POINTS, SPANS
from flywheel_core.evidence.times.unusable import LINE_REASONS, unusable_of

Progress = Callable[[str, float], None]
_MICROSECONDS = 1e6
#: With more different times than this share of the completions, counted by and large, there are no batches.
_SURELY = 0.75


@dataclass(frozen=True)
class Reduced:
    """What is left of a log: counts by duration for each span that it shows, and whole items.

    `seen` is how many items were seen at each point, `negative` how many went backwards in time, `unseen` how
    many were seen after a span and never at its end: when they came through is not known. `zoned` and
    `zoneless` count times with and without a zone.
    """

    rows: int
    items: int
    end: float
    seen: Mapping[str, int]
    durations: Mapping[str, Durations]
    negative: Mapping[str, int]
    unseen: Mapping[str, int]
    batches: Mapping[str, Batches | None]
    sample: Sample
    flows: tuple[Flow, ...]
    unusable: Unusable
    zoned: int
    zoneless: int
    reading: Reading


def reduce_log(
    log: OpenTable, reading: Reading, stages: tuple[tuple[str, int], ...], progress: Progress
) -> Reduced:
    """Return what is left of a log, having asked its engine.

    Raises EvidenceError where nothing in it can be read, AmbiguousDates where days and months can't be told
    apart.
    """
    progress("items", 0.1)
    rows = rows_of(log, reading)
    with telling(log.name):
        items = _kept(log, items_of(rows, reading))
        totals = _totals(rows, items, reading, stages)
    unread = totals["bad"] and reading.day_first is None
    order = day_comes_first(log, reading.times) if unread else None
    if order is not None:
        return reduce_log(log, replace(reading, day_first=order), stages, progress)
    progress("counts", 0.5)
    unusable = unusable_of(log, rows, items, reading, stages, totals)
    _check(totals, reading, unusable)
    with telling(log.name):
        return _reduced(items, totals, reading, stages, unusable)


@contextmanager
def stopped_after(log: OpenTable, seconds: float) -> Iterator[None]:
    """Interrupt the engine, where it runs in this process, once it takes longer than this."""
    interrupt = getattr(log.engine.con, "interrupt", None)
    timer = threading.Timer(seconds, interrupt or (lambda: None))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _kept(log: OpenTable, items: Any) -> Any:
    """Return the table of items: worked out once in our own engine, asked for anew in someone else's."""
    return log.engine.create_table(ibis.util.gen_name("items"), items, temp=True) if log.is_ours else items


def _totals(rows: Any, items: Any, reading: Reading, stages: tuple[tuple[str, int], ...]) -> dict[str, int]:
    """Return the counts over all items and rows: the rows are only counted where they are not all alike."""
    totals = _only_row(totals_of(items))
    if reading.wide:
        return totals
    kinds = totals["kinds"]
    if kinds not in (ZONED_ROW, ZONELESS_ROW):
        return totals | _only_row(tallies_of(rows, reading))
    read = sum(n for _, n in stages)
    return totals | {"item_missing": 0, "bad": 0, "readable": read, "zoned": read * (kinds == ZONED_ROW)}


def _only_row(table: Any) -> dict[str, int]:
    row = table.to_pyarrow().to_pylist()[0]
    return {name: int(value or 0) for name, value in row.items()}


def _check(totals: Mapping[str, int], reading: Reading, unusable: Unusable) -> None:
    if not totals["readable"] and totals["bad"]:
        shown = next((e.value for e in unusable.examples if e.reason == "time_unreadable"), "")
        raise refusal("no_times_read", rows=totals["bad"], name=reading.times[0], value=shown)


def _reduced(
    items: Any,
    totals: Mapping[str, int],
    reading: Reading,
    stages: tuple[tuple[str, int], ...],
    unusable: Unusable,
) -> Reduced:
    spans = {
        span: ends
        for span, ends in SPANS.items()
        if totals[f"seen_{ends[0]}"] and _is_shown(ends[1], reading, totals)
    }
    durations, negative = _durations(items, totals, spans)
    rejected = sum(unusable.reasons.get(reason, 0) for reason in LINE_REASONS)
    return Reduced(
        rows=rejected + (sum(n for _, n in stages) if stages else totals["rows"]),
        items=totals["items"],
        end=totals["end"] / _MICROSECONDS,
        seen={point: totals[f"seen_{point}"] for point in POINTS},
        durations=durations,
        negative=negative,
        unseen={span: totals[f"unseen_{span}"] for span in spans},
        batches=_batches(items, durations, totals),
        sample=_sample(items, totals),
        flows=_flows(items, {span: ends for span, ends in spans.items() if span != CYCLE}),
        unusable=unusable,
        zoned=totals["zoned"],
        zoneless=totals["readable"] - totals["zoned"],
        reading=reading,
    )


def _is_shown(stop: str, reading: Reading, totals: Mapping[str, int]) -> bool:
    """Say whether the log can show that an item came there: a stage that no row has may be misspelt."""
    return bool(totals[f"seen_{stop}"]) or (reading.wide and stop in reading.components)


def _durations(
    items: Any, totals: Mapping[str, int], spans: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, Durations], dict[str, int]]:
    if not spans:
        return {}, {}
    table = durations_of(items, totals["end"], spans, exact=totals["items"] <= MOST_EXACT).to_pyarrow()
    numbers = table["span"].to_numpy()
    lasted = table["microseconds"].to_numpy() / _MICROSECONDS
    completed, counts = table["completed"].to_numpy(), table["n"].to_numpy().astype(float)
    forwards = lasted >= 0
    found, negative = {}, {}
    for span in spans:
        mine = numbers == list(SPANS).index(span)
        chosen = mine & forwards
        found[span] = durations_from(lasted[chosen], completed[chosen].astype(bool), counts[chosen])
        negative[span] = int(counts[mine & ~forwards].sum())
    return found, negative


def _batches(
    items: Any, durations: Mapping[str, Durations], totals: Mapping[str, int]
) -> dict[str, Batches | None]:
    """Return the batches of each span; they are counted only where there may be some."""
    about = {span: [totals[key] for key in _keys(span) if key in totals] for span in durations}
    doubtful = [span for span, few in about.items() if min(few) < _SURELY * durations[span].completions]
    exact = {**totals, **(_only_row(distinct_of(items, doubtful)) if doubtful else {})}
    return {
        span: batches_of(found.completions, *(exact.get(key) for key in _keys(span)))
        if span in doubtful
        else None
        for span, found in durations.items()
    }


def _keys(span: str) -> tuple[str, str]:
    return f"ends_{span}", f"releases_{span}"


def _sample(items: Any, totals: Mapping[str, int]) -> Sample:
    table = sample_of(items, totals["items"]).to_pyarrow()
    seen = {point: _seconds(table[point]) for point in POINTS}
    names = [name for name in table.column_names if name.startswith("release_")]
    releases = {name.removeprefix("release_"): _codes(table[name].to_pylist()) for name in names}
    return Sample(seen, releases, totals["end"] / _MICROSECONDS, whole=totals["items"] <= MOST_SAMPLED)


def _seconds(column: Any) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    microseconds = column.cast("float64").to_numpy()
    return np.asarray(microseconds, dtype=float) / _MICROSECONDS


def _codes(names: list[str | None]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    number = {name: code for code, name in enumerate(sorted({name for name in names if name is not None}))}
    return np.array([-1 if name is None else number[name] for name in names], dtype=np.int64)


def _flows(items: Any, spans: Mapping[str, tuple[str, str]]) -> tuple[Flow, ...]:
    if not spans:
        return ()
    table = flow_of(items, spans).to_pyarrow().to_pydict()
    counts = {
        (list(SPANS)[span], arrives, int(week)): int(n)
        for span, arrives, week, n in zip(*(table[c] for c in ("span", "arrives", "week", "n")), strict=True)
    }
    if not counts:  # nobody was seen at the end of any of them
        return ()
    weeks = range(min(week for *_, week in counts), max(week for *_, week in counts) + 1)
    mondays = tuple(_EPOCH + timedelta(microseconds=MONDAY + week * WEEK) for week in weeks)
    return tuple(
        Flow(
            span,
            mondays,
            tuple(counts.get((span, True, week), 0) for week in weeks),
            tuple(counts.get((span, False, week), 0) for week in weeks),
        )
        for span in spans
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
