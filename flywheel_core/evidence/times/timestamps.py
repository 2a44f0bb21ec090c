"""Timestamps: which texts are one, and how an engine turns them into microseconds since 1970.

A pattern comes before every cast, in every engine: a cast alone lets `now` and `03/04/2024` pass, and where
there is no safe cast one bad row ends the query. The pattern knows the length of months and leap years, so
that what it lets through can be cast.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import ibis
import ibis.expr.datatypes as dt

_CENTURY = "(?:19|20|21)"
_LEAP_YEAR = f"(?:{_CENTURY}(?:0[48]|[2468][048]|[13579][26])|2000)"
_MONTH_AND_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_DATE = f"(?:{_CENTURY}[0-9][0-9]-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)"
_HOUR_AND_MINUTE = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_OFFSET = "[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?"
_ZONE = f"(?:[Zz]|UTC|{_OFFSET})"

#: What every engine casts as it stands.
PLAIN = f"^{_DATE}(?:[T ]{_HOUR_AND_MINUTE}:[0-5][0-9](?:[.][0-9]{{1,6}})?(?:Z|{_OFFSET})?)?$"
#: All of ISO 8601 that is read; it is brought into the plain form first.
ISO = f"^ *{_DATE}(?:[Tt ]{_HOUR_AND_MINUTE}(?::[0-5][0-9](?:[.,][0-9]{{1,9}})?)? ?{_ZONE}?)? *$"

_CLOCK = "(?:0?[0-9]|1[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
#: Day and month, or month and day, before the year.
SLASHED = f"^ *[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}(?:[T ,]+{_CLOCK} ?(?:[AaPp][Mm])? ?{_ZONE}?)? *$"
#: The same with the year in front: the order is known.
YEAR_FIRST = f"^ *[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}}(?:[T ]+{_CLOCK} ?{_ZONE}?)? *$"
#: A text in any of these forms that has a zone of its own.
ZONED = f":[0-5][0-9](?:[.,][0-9]+)? ?(?:[AaPp][Mm])? ?{_ZONE} *$"

# What is looked for, and what is written instead: a zero before each number, taken away where too much.
_YEAR_MONTH_DAY = ("^ *([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(.*)$", r"\1-0\2-0\3 \4")
_DAY_MONTH_YEAR = ("^ *([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(.*)$", r"\3-0\2-0\1 \4")
_MONTH_DAY_YEAR = (_DAY_MONTH_YEAR[0], r"\3-0\1-0\2 \4")

UTC = dt.Timestamp(timezone="UTC")
_MICROSECONDS = 1_000_000
#: Sentinels such as 9999-12-31 and 0001-01-01 are no times.
_BOUNDS = ("1900-01-01T00:00:00", "2200-01-01T00:00:00")
#: Plain texts as far as a cast that is tried can't take them for anything else: a day, or one with its time,
#: which has a fraction only where UTC closes it. A look at them takes a fifth of the time of the pattern.
_TO_THE_SECOND = "____-__-_____:__:__"
_UTC_WITH = (f"{fraction}{zone}" for fraction in ("", ".___", ".______") for zone in ("Z", "+00:00"))
_SHAPES = ("____-__-__", _TO_THE_SECOND, *(f"{_TO_THE_SECOND}{end}" for end in _UTC_WITH))
#: The end of a day is no time of ISO 8601's later editions, nor of the other engines.
_MIDNIGHT_AT_THE_END = "___________24:%"


@ibis.udf.scalar.builtin(name="epoch_us", signature=((UTC,), dt.int64))
def _epoch_us(stamp):  # type: ignore[no-untyped-def]  # only its name reaches the engine
    ...


@ibis.udf.scalar.builtin(name="pg_input_is_valid", signature=((dt.string, dt.string), dt.boolean))
def _pg_input_is_valid(text, kind):  # type: ignore[no-untyped-def]  # as above
    ...


@ibis.udf.scalar.builtin(name="unix_micros", signature=((UTC,), dt.int64))
def _unix_micros(stamp):  # type: ignore[no-untyped-def]  # as above
    ...


#: Engines with a function of their own for microseconds since 1970, by Ibis's names for them.
_SINCE_1970 = {"duckdb": _epoch_us, "pyspark": _unix_micros, "databricks": _unix_micros}


def with_times(table: Any, columns: Mapping[str, str], day_first: bool | None = None) -> Any:
    """Return a table with each of `columns` (new name: old name) as microseconds since 1970 beside it.

    Null where a cell holds no time that can be read: a day that doesn't exist, or a date whose order of day
    and month is not known (`day_first` is None).
    """
    texts = {new: old for new, old in columns.items() if table[old].type().is_string()}
    stamps = {new: _typed(table[old]) for new, old in columns.items() if new not in texts}
    in_duckdb = table.get_backend().name == "duckdb"
    if texts and day_first is not None:
        swapped = {new: _swapped(table[old], day_first) for new, old in texts.items()}
        # A view keeps what was worked out apart: put together, it would be written out many times over.
        table = table.mutate(**swapped).view()
        table = table.mutate(
            **{new: _in_24_hours(table[new], table[old]) for new, old in texts.items()}
        ).view()
        texts = {new: new for new in texts}
    if texts and in_duckdb:
        table = table.mutate(**{new: _tried(table[old]) for new, old in texts.items()}).view()
        table = table.mutate(**{new: _inside(table[new]) for new in texts})
    elif texts:
        table = table.mutate(**{new: _written(table[old]) for new, old in texts.items()}).view()
        stamps |= {new: _cast(table[new], table.get_backend()) for new in texts}
    since_1970 = _SINCE_1970.get(table.get_backend().name)
    return table.mutate(
        **{
            new: since_1970(stamp.cast(UTC)) if since_1970 else _since_1970(stamp)
            for new, stamp in stamps.items()
        }
    )


def _tried(text: Any) -> Any:
    """Return a text as microseconds: DuckDB tries a cast, so that a look at the shape before it is enough.

    All else, fractions and offsets too, has to be of the pattern: the cast takes names of zones, and offsets
    of 99 hours. What it can't cast as it stands is rewritten and tried again.
    """
    plain = text.like([*_SHAPES])
    shaped = ibis.cases((text.like(_MIDNIGHT_AT_THE_END), None), (plain, text))
    return ibis.coalesce(*(_epoch_us(written.try_cast(UTC)) for written in (shaped, _written(text))))


def _inside(microseconds: Any) -> Any:
    earliest, latest = (int(datetime.fromisoformat(f"{b}Z").timestamp()) * _MICROSECONDS for b in _BOUNDS)
    return ((microseconds >= earliest) & (microseconds < latest)).ifelse(microseconds, None)


def _written(text: Any) -> Any:
    """Return a text in plain form, null where it is no time; only what is not plain is rewritten."""
    forms = ((PLAIN, text), (ISO, _plain(text)), (YEAR_FIRST, _plain(_padded(text, _YEAR_MONTH_DAY))))
    return ibis.cases(*((text.re_search(form), written) for form, written in forms))


def _plain(text: Any) -> Any:
    """Return a text of the form `ISO` in the form `PLAIN`."""
    text = text.strip().upper().replace(",", ".")
    text = text.re_replace(" ?(?:Z|UTC)$", "Z").re_replace(" ([+-])", r"\1")
    text = text.re_replace("([T ][0-9]{2}:[0-9]{2})($|Z|[+-])", r"\1:00\2")
    return text.re_replace("([.][0-9]{6})[0-9]+", r"\1")


def _padded(text: Any, order: tuple[str, str]) -> Any:
    """Return a date as year, month and day of four, two and two digits, and two digits of the hour."""
    text = text.re_replace(*order)
    text = text.re_replace("^([0-9]{4}-)0([0-9]{2}-)", r"\1\2")
    text = text.re_replace("^([0-9]{4}-[0-9]{2}-)0([0-9]{2} )", r"\1\2")
    text = text.re_replace("^(.{10})[T ,]+", r"\1 ")
    # A mark first: a digit right after a group's number would be read as part of it.
    return text.re_replace("^(.{10} )([0-9]:)", r"\1#\2").replace("#", "0")


def _swapped(text: Any, day_first: bool) -> Any:
    order = _DAY_MONTH_YEAR if day_first else _MONTH_DAY_YEAR
    return text.re_search(SLASHED).ifelse(_padded(text, order), text)


def _in_24_hours(text: Any, before: Any) -> Any:
    """Return a text that was swapped with its hour as of 24; `before` is what it was."""
    written = before.re_search(SLASHED) & text.re_search("[0-9] ?[AaPp][Mm]")
    half = text.re_search("[Pp][Mm]")
    hour = text.re_extract("^.{10} ([0-9]{2}):", 1).cast("int64") % 12 + half.ifelse(112, 100)
    day, rest = text.re_extract("^(.{10} )", 1), text.re_extract("^.{13}(:[0-9:.]+)", 1)
    # Without a zone one engine finds an empty text, another nothing.
    zone = ibis.coalesce(text.re_extract(f"({_ZONE}) *$", 1), "")
    return written.ifelse(day + hour.cast("string").re_replace("^1", "") + rest + zone, text)


def _typed(column: Any) -> Any:
    """Return a column of days or times, null outside what is read: infinity is no number of seconds."""
    if column.type().is_date():
        column = column.cast("timestamp")
    zone = column.type().timezone
    earliest, latest = (ibis.timestamp(bound, timezone=zone) for bound in _BOUNDS)
    return ((column >= earliest) & (column < latest)).ifelse(column, None)


def _cast(text: Any, engine: Any) -> Any:
    """Return a text in plain form as a timestamp, where the engine has no cast that may fail."""
    sure = text.re_search(PLAIN)
    if _knows_valid_input(engine):
        sure &= _pg_input_is_valid(text, "timestamptz")
    return sure.ifelse(text.cast(UTC), None)


def _since_1970(stamp: Any) -> Any:
    # Whole seconds first: some engines round them, and the fraction is added afterwards.
    seconds = stamp.truncate("s").epoch_seconds().cast("float64").cast("int64")
    return seconds * _MICROSECONDS + stamp.microsecond().cast("int64")


def leading_numbers(text: Any) -> tuple[Any, Any]:
    """Return the first two numbers of a text of the form `SLASHED`, null for any other text."""
    slashed = text.re_search(SLASHED)
    first = text.re_extract("^ *([0-9]{1,2})[/.-]", 1)
    second = text.re_extract("^ *[0-9]{1,2}[/.-]([0-9]{1,2})[/.-]", 1)
    return slashed.ifelse(first, None).cast("int64"), slashed.ifelse(second, None).cast("int64")


def _knows_valid_input(engine: Any) -> bool:
    """Say whether the engine can be asked if a text is a time: PostgreSQL can from version 16 on."""
    return bool(engine.name == "postgres" and engine.con.info.server_version >= 160_000)
