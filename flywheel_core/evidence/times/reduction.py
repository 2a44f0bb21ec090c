"""From rows to counts, written once for every engine: what reaches Python is counts and a sample of items.

Times are microseconds since 1970. The table of items has a row an item: the first time at each point of the
loop, the latest time of any of its rows, and how many cells could not be used, or whether there are any.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from flywheel_core.assessment import COMPONENTS
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.preview import as_text
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.spans import AFTER, NEXT, POINTS, SPANS
from flywheel_core.evidence.times.timestamps import ZONED, with_times
from flywheel_core.seed import SEED

#: The kinds of rows in a long log. Where all are of one of the first two, nothing has to be counted: to count
#: in each of millions of items what is mostly nothing takes a fifth of the time.
ZONED_ROW, ZONELESS_ROW, FAULTY = 1, 2, 4
SUMMED = ("itself", "rows", "item_missing", "bad", "readable", "zoned")
MOST_SAMPLED = 20_000
#: Among so many, chosen by a hash, there are always as many as are sampled.
_PLENTY = 3 * MOST_SAMPLED
MOST_EXACT = 1_000_000
_SIGNIFICANT = 5
#: Digits of the longest duration in microseconds, within the years that are read.
_LONGEST = 16
WEEK = 7 * 86_400 * 1_000_000
#: 1970 began on a Thursday: weeks are counted from the Monday before.
MONDAY = -3 * 86_400 * 1_000_000


@ibis.udf.scalar.builtin(name="md5", signature=((str,), str))
def _md5(text):  # type: ignore[no-untyped-def]  # only its name reaches the engine
    ...


@ibis.udf.scalar.builtin(name="to_utf8", signature=((str,), bytes))
def _to_utf8(text):  # type: ignore[no-untyped-def]  # as above
    ...


@ibis.udf.scalar.builtin(name="xxhash64", signature=((bytes,), bytes))
def _xxhash64(text):  # type: ignore[no-untyped-def]  # as above
    ...


def rows_of(log: OpenTable, reading: Reading) -> Any:
    """Return the rows as they are read: `item`, `stage` in a long log, and for each column of times its text
    (`given_…`) and its microseconds (`at_…`), in a long log with an empty name."""
    kept = {"item": _id(log, reading.item)}
    if reading.stage:
        kept["stage"] = as_text(log, reading.stage)
    for name, column in (("cause", reading.caused_by), ("release", reading.release)):
        if column:
            kept[name] = _id(log, column)
    given = {f"given_{key}": log.column(column) for key, column in _times(reading).items()}
    if "file_row_number" in log.table.columns:
        kept["row"] = log.table["file_row_number"]
    zoned = {f"zoned_{key}": _has_zone(log.column(column)) for key, column in _times(reading).items()}
    rows = log.table.select(**kept, **given, **zoned)
    return with_times(rows, {f"at_{key}": f"given_{key}" for key in _times(reading)}, reading.day_first)


def _id(log: OpenTable, column: str) -> Any:
    """Return a column of ids as text, null where there is none: the space around one is no part of it."""
    text = as_text(log, column)
    return (text.strip() if log.column(column).type().is_string() else text).nullif("")


def items_of(rows: Any, reading: Reading) -> Any:
    """Return the table of items as an expression."""
    first = {c: _at(rows, reading, c).min(where=_is(rows, reading, c)) for c in reading.components}
    releases = {
        f"release_{c}": rows.release.min(where=_is(rows, reading, c)) for c in _released(rows, reading)
    }
    latest = [rows[f"at_{key}"].max() for key in _times(reading)]
    items = rows.group_by("item").agg(
        **first,
        **releases,
        last=latest[0] if len(latest) == 1 else ibis.greatest(*(ibis.coalesce(m, _LONG_AGO) for m in latest)),
        **({"itself": _count(_causes_itself(rows))} if reading.caused_by else {}),
        **(_tallies(rows, reading) if reading.wide else {"kinds": _kind(rows).bit_or()}),
    )
    missing = {c: ibis.null("int64") for c in POINTS if c not in (*reading.components, NEXT)}
    return _with_next(items.mutate(**missing), rows, reading)


def is_used(rows: Any, reading: Reading) -> Any:
    """Return whether a row of a long log is of a stage that is some component; in a wide one all are."""
    return ibis.literal(True) if reading.wide else rows.stage.isin(list(reading.stages))


def bad_cells(rows: Any, reading: Reading) -> dict[str, Any]:
    """Return, by column of times, whether its cell should hold a time and holds none.

    An empty cell is no fault where each row is an item: the item has not come that far.
    """
    used = is_used(rows, reading)
    bad = {}
    for key in _times(reading):
        given, at = rows[f"given_{key}"], rows[f"at_{key}"]
        bad[key] = used & at.isnull() & (is_there(given) if reading.wide else True)
    return bad


def _kind(rows: Any) -> Any:
    """Return which of the three kinds a row of a long log is of, as one bit."""
    usable = rows.item.notnull() & rows.at_.notnull()
    kind = ibis.cases((~usable, FAULTY), (rows.zoned_, ZONED_ROW), else_=ZONELESS_ROW)
    return kind.cast("int64")


def tallies_of(rows: Any, reading: Reading) -> Any:
    """Return one row of counts over all rows: those used, what is wrong with them, their zones."""
    return rows.aggregate(**_tallies(rows, reading))


def _tallies(rows: Any, reading: Reading) -> dict[str, Any]:
    known, used, keys = rows.item.notnull(), is_used(rows, reading), _times(reading)
    return {
        "rows": rows.count() if reading.wide else _count(used),
        "item_missing": _count(used & ~known),
        "bad": _sum(_count(known & bad) for bad in bad_cells(rows, reading).values()),
        "readable": _sum(rows[f"at_{key}"].count() for key in keys),
        "zoned": _sum(_count(rows[f"zoned_{key}"] & rows[f"at_{key}"].notnull()) for key in keys),
    }


def is_there(given: Any) -> Any:
    """Return whether a cell holds anything."""
    return given.notnull() & (given.strip() != "") if given.type().is_string() else given.notnull()


def totals_of(items: Any) -> Any:
    """Return one row of counts over all items; of a long log's rows only the kinds that there are."""
    known, seen = items.item.notnull(), _seen(items)
    counts = {
        "end": items["last"].max(),
        "items": _count(known & seen),
        **({"kinds": items.kinds.bit_or()} if "kinds" in items.columns else {}),
        **{name: items[name].sum() for name in SUMMED if name in items.columns},
        **{f"seen_{point}": _count(known & items[point].notnull()) for point in POINTS},
    }
    for span in SPANS:
        # About how many is enough to see that items did not come in batches, and far quicker.
        counts |= _different(items, span, lambda column, done: column.approx_nunique(where=done))
        counts[f"unseen_{span}"] = _count(items.item.notnull() & is_unseen(items, span))
    return items.aggregate(**counts)


def is_unseen(items: Any, span: str) -> Any:
    """Return whether an item came through a span without being seen at its end, and further."""
    start, stop = SPANS[span]
    further = [ibis.coalesce(items[point] >= items[start], False) for point in AFTER[span]]
    return items[stop].isnull() & reduce(or_, further, ibis.literal(False))


def distinct_of(items: Any, spans: Iterable[str]) -> Any:
    """Return one row: at how many different times, and with which number of releases, items came through."""
    counts: dict[str, Any] = {}
    for span in spans:
        counts |= _different(items, span, lambda column, done: column.nunique(where=done))
    return items.aggregate(**counts)


def _different(items: Any, span: str, counted: Callable[[Any, Any], Any]) -> dict[str, Any]:
    start, end = SPANS[span]
    done = reduce(and_, (items.item.notnull(), *(items[p].notnull() for p in (start, end))))
    done &= items[end] >= items[start]
    found = {f"ends_{span}": counted(items[end], done)}
    if f"release_{end}" in items.columns:
        release = items[f"release_{end}"]
        # Who came through without one is a batch alone.
        alone = (done & release.isnull()).sum()
        found[f"releases_{span}"] = counted(release, done) + ibis.coalesce(alone, 0)
    return found


def durations_of(items: Any, end: int, spans: Mapping[str, tuple[str, str]], exact: bool) -> Any:
    """Return (span, microseconds, completed, count): how many items took how long, or are open for so long.

    A span is its number among all. Above a million items (`exact` is false) a duration keeps five
    significant digits.
    """
    parts = []
    for span, (start, stop) in spans.items():
        lasted = (ibis.coalesce(items[stop], end) - items[start]).cast("int64")
        there = items.filter(items.item.notnull() & items[start].notnull() & ~is_unseen(items, span))
        parts.append(
            there.select(
                span=ibis.literal(_NUMBER[span]),
                microseconds=lasted if exact else _rounded(lasted),
                completed=items[stop].notnull(),
            )
        )
    durations = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return durations.group_by("span", "microseconds", "completed").agg(n=durations.count())


def sample_of(items: Any, known: int = 0) -> Any:
    """Return at most 20,000 whole items, the same whatever the order of the rows; `known` is how many are."""
    whole = items.filter(items.item.notnull() & _seen(items))
    text = ibis.literal(str(SEED)) + whole.item
    kept = [column for column in whole.columns if column in POINTS or column.startswith("release_")]
    mixed = whole.select(*kept, "item", mixed=_hash(whole, text))
    if known > 2 * _PLENTY and _hash_is_md5(whole):
        # Those that come first have the smallest hashes: not all of millions have to be put into order.
        mixed = mixed.filter(mixed.mixed < f"{_PLENTY * 2**32 // known:08x}")
    return mixed.order_by("mixed", "item").limit(MOST_SAMPLED).select(*kept)


def flow_of(items: Any, spans: Mapping[str, tuple[str, str]]) -> Any:
    """Return (span's number, arrives, week, count): how many items came and left in which week since 1970."""
    parts = []
    for span, (start, end) in spans.items():
        there = items.filter(items.item.notnull() & items[start].notnull() & ~is_unseen(items, span))
        left = there.filter(there[end].notnull())
        for arrives, table, point in ((True, there, start), (False, left, end)):
            week = ((table[point] - MONDAY) / WEEK).floor().cast("int64")
            parts.append(
                table.select(span=ibis.literal(_NUMBER[span]), arrives=ibis.literal(arrives), week=week)
            )
    moves = ibis.union(*parts)
    return moves.group_by("span", "arrives", "week").agg(n=moves.count())


def causes_of(rows: Any, reading: Reading) -> Any:
    """Return (item, next): the first collection that names the item as its cause."""
    caused = rows.filter(
        reduce(
            and_,
            (
                rows.cause.notnull(),
                rows.item.notnull(),
                rows.cause != rows.item,
                _is(rows, reading, COMPONENTS[0]),
                _at(rows, reading, COMPONENTS[0]).notnull(),
            ),
        )
    )
    return caused.group_by(caused=caused.cause).agg(
        next=_at(caused, reading, COMPONENTS[0]).min(), named=caused.count()
    )


_LONG_AGO = -(2**62)
_NUMBER = {span: number for number, span in enumerate(SPANS)}


def _times(reading: Reading) -> dict[str, str]:
    """Return the columns of times by key: the component in a wide log, nothing in a long one."""
    return {c: reading.columns[c] for c in reading.components} if reading.wide else {"": reading.time or ""}


def _causes_itself(rows: Any) -> Any:
    """Return whether a row names its own item as its cause."""
    return (
        rows.cause.notnull() & (rows.cause == rows.item)
        if "cause" in rows.columns
        else rows.item != rows.item
    )


def _at(rows: Any, reading: Reading, component: str) -> Any:
    return rows[f"at_{component if reading.wide else ''}"]


def _is(rows: Any, reading: Reading, component: str) -> Any:
    return ibis.literal(True) if reading.wide else rows.stage.isin(list(reading.names_of(component)))


def _released(rows: Any, reading: Reading) -> tuple[str, ...]:
    """Return the components at which an item's release is known: those that end a transition."""
    return reading.components[1:] if "release" in rows.columns else ()


def _has_zone(given: Any) -> Any:
    """Return whether a time has a zone of its own; the quick looks come first."""
    if not given.type().is_string():
        return ibis.literal(bool(getattr(given.type(), "timezone", None)))
    return ibis.cases((given.endswith("Z"), True), (given.contains("+"), True), else_=given.re_search(ZONED))


def _with_next(items: Any, rows: Any, reading: Reading) -> Any:
    if "cause" not in rows.columns or COMPONENTS[0] not in reading.components:
        return items.mutate(**{NEXT: ibis.null("int64")})
    causes = causes_of(rows, reading)
    return items.left_join(causes, items.item == causes.caused).drop("caused", "named")


def _seen(items: Any) -> Any:
    return reduce(or_, (items[component].notnull() for component in COMPONENTS))


def _count(condition: Any) -> Any:
    # A sum would be worked out in wider numbers.
    return condition.ifelse(1, ibis.null("int8")).count()


def _sum(counts: Any) -> Any:
    return reduce(lambda one, other: one + other, counts)


def _rounded(microseconds: Any) -> Any:
    """Return a number with five significant digits: a ladder is twice as quick as a logarithm."""
    size, smallest = microseconds.abs(), 10**_SIGNIFICANT
    steps = [(size < smallest, microseconds)]
    for power in range(1, _LONGEST - _SIGNIFICANT + 1):
        step = 10**power
        steps.append((size < smallest * step, (microseconds / float(step)).round().cast("int64") * step))
    return ibis.cases(*steps)


def _hash(table: Any, text: Any) -> Any:
    """Return what puts items into an order that has nothing to do with them."""
    engine = table.get_backend()
    if _hash_is_md5(table):
        return _md5(text)
    if engine.name in ("trino", "athena"):
        return _xxhash64(_to_utf8(text))
    if engine.has_operation(ibis.expr.operations.HexDigest):
        return text.hexdigest("md5")
    return text.hash()


def _hash_is_md5(table: Any) -> bool:
    engines = ("duckdb", "postgres", "snowflake", "pyspark", "databricks", "mysql", "redshift")
    return table.get_backend().name in engines
