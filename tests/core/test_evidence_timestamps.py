"""Which texts are times, in DuckDB; PostgreSQL is asked the same in its own file."""

from datetime import UTC, datetime

import ibis
import pytest

from flywheel_core.evidence.times.timestamps import with_times

#: What each text is, None where it is no time.
READ = {
    "2024-01-01": "2024-01-01T00:00:00",
    "2024-01-01T12:00": "2024-01-01T12:00:00",
    "2024-01-01T12:00Z": "2024-01-01T12:00:00",
    "2024-01-01T12:00:01": "2024-01-01T12:00:01",
    "2024-01-01 12:00:01.5": "2024-01-01T12:00:01.500000",
    "2024-01-01 12:00:01.999999": "2024-01-01T12:00:01.999999",
    "2024-01-01 12:00:01.123456789": "2024-01-01T12:00:01.123456",
    "2024-01-01 12:00:01,25": "2024-01-01T12:00:01.250000",
    "2024-01-01T12:00:01Z": "2024-01-01T12:00:01",
    "2024-01-01t12:00:01z": "2024-01-01T12:00:01",
    "2024-01-01T12:00:01+0530": "2024-01-01T06:30:01",
    "2024-01-01T12:00:01-05:30": "2024-01-01T17:30:01",
    "2024-01-01T12:00:01+05": "2024-01-01T07:00:01",
    "2024-01-01 12:00:01 UTC": "2024-01-01T12:00:01",
    "2024-01-01 12:00 +05:30": "2024-01-01T06:30:00",
    " 2024-01-01 ": "2024-01-01T00:00:00",
    "1969-12-31T23:59:59.5Z": "1969-12-31T23:59:59.500000",
    "2024/3/4": "2024-03-04T00:00:00",
    "2024/12/31 23:59:59.5Z": "2024-12-31T23:59:59.500000",
    "2024-02-29": "2024-02-29T00:00:00",
    "2000-02-29": "2000-02-29T00:00:00",
    "2023-02-29": None,
    "1900-02-29": None,
    "2024-02-30": None,
    "2024-04-31": None,
    "2024/02/30": None,
    "2024-01-01 12:00:60": None,
    "2024-01-01T24:00:00": None,
    "2024-01-01 24:00:00Z": None,
    "2024-01-01T12:00:01+99": None,
    "2024-01-01T12:00:01-16:00": None,
    "2024-01-01 12:00:01 America/New_York": None,
    "2024-01-01 12:00:01 EST": None,
    "2024-01-01 EST": None,
    "2024-01-01 12:00:01.ESTZ": None,
    "2024-01-01 12:00:01.1 EST+00:00": None,
    "2024-01-01 12:00:01.1 +1+00:00": None,
    "2024-01-01 12:00:01.123Z": "2024-01-01T12:00:01.123000",
    "2024-01-01 12:00:01.123456+00:00": "2024-01-01T12:00:01.123456",
    "2024-01-01T12:00:01+00:00": "2024-01-01T12:00:01",
    "2024-01-01 BC": None,
    "2024-01-01 12:00:01 AM": None,
    "9999-12-31": None,
    "0001-01-01": None,
    "now": None,
    "today": None,
    "epoch": None,
    "infinity": None,
    "20240304": None,
    "NULL": None,
    "12": None,
    "": None,
    "'; DROP TABLE log; --": None,
}
#: The same with the day first and with the month first; neither where the order isn't known.
READ_IN_ORDER = {
    "03/04/2024": ("2024-04-03T00:00:00", "2024-03-04T00:00:00"),
    "13/04/2024 9:05": ("2024-04-13T09:05:00", None),
    "04/13/2024 9:05 PM": (None, "2024-04-13T21:05:00"),
    "3.4.2024, 12:05:06": ("2024-04-03T12:05:06", "2024-03-04T12:05:06"),
    "03-04-2024 12:30 AM": ("2024-04-03T00:30:00", "2024-03-04T00:30:00"),
    "03/04/2024 12:30 PM +01:00": ("2024-04-03T11:30:00", "2024-03-04T11:30:00"),
    "31/02/2024": (None, None),
    "03/04/24": (None, None),
}


def read(table, day_first=None):
    """Return the times of a table with the columns `n` and `text`, as ISO texts."""
    found = with_times(table, {"at": "text"}, day_first).order_by("n").to_pyarrow()["at"].to_pylist()
    return [None if at is None else said(int(at)) for at in found]


def said(microseconds):
    """Return microseconds since 1970 as ISO text, without the zone, which is UTC."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest, tzinfo=None).isoformat()


@pytest.fixture
def engine():
    """Return an empty DuckDB."""
    engine = ibis.duckdb.connect()
    yield engine
    engine.disconnect()


def filled(engine, texts):
    """Return a table with these texts."""
    engine.raw_sql("CREATE TABLE texts (n INTEGER, text VARCHAR)")
    engine.con.executemany("INSERT INTO texts VALUES (?, ?)", list(enumerate(texts)))
    return engine.table("texts")


def test_iso_is_read_and_nothing_else(engine):
    """ISO 8601 with or without zone and fraction is a time; what a cast alone lets pass is none."""
    assert dict(zip(READ, read(filled(engine, READ)), strict=True)) == READ


@pytest.mark.parametrize(("place", "day_first"), [(0, True), (1, False)])
def test_day_and_month_in_the_order_that_was_said(engine, place, day_first):
    """With the order said the other forms are times, on a clock of 24 hours or twice twelve."""
    wanted = {text: both[place] for text, both in READ_IN_ORDER.items()}
    assert dict(zip(wanted, read(filled(engine, wanted), day_first), strict=True)) == wanted


@pytest.mark.parametrize("day_first", [True, False])
def test_an_order_changes_nothing_of_iso(engine, day_first):
    """What is read, or is none, without an order is the same with one: no name of a zone is half a day."""
    assert dict(zip(READ, read(filled(engine, READ), day_first), strict=True)) == READ


def test_without_an_order_such_dates_are_none(engine):
    """Without the order none of them is read."""
    assert read(filled(engine, READ_IN_ORDER)) == [None] * len(READ_IN_ORDER)


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NS", "TIMESTAMP_S", "DATE"])
def test_columns_of_times(engine, kind):
    """A column that holds times or days is read as such; infinity is no time."""
    engine.raw_sql(f"CREATE TABLE texts (n INTEGER, text {kind})")
    engine.raw_sql("INSERT INTO texts VALUES (0, '2024-01-02'), (1, 'infinity'), (2, NULL)")
    assert read(engine.table("texts")) == ["2024-01-02T00:00:00", None, None]
