"""Durations: ISO 8601 in the file, words on the screen, `timedelta` in between."""

import re
from collections.abc import Iterator
from datetime import timedelta

from flywheel_core.guide import SECONDS, Guide, Units, load_guide
from flywheel_core.shortening import shortened

LONGEST = timedelta(days=3650)
#: More characters than anybody needs for a duration: looking for one in them would take ever longer.
_LONGEST_TEXT = 500

_NUMBER = r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)"
#: ISO 8601 in weeks, days and time, in a form that the JSON Schema's dialect of patterns knows as well.
ISO_PATTERN = (
    rf"^P(?=.)(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?$"
)
_ISO = re.compile(ISO_PATTERN)
#: What stands between the ends of a range. A slash between digits is a fraction.
_RANGE = re.compile(r"\s*(?:–|—|\.\.\.?|…|(?<=[\w.½¼¾])\s*-(?=\s*[\w½¼¾~<≤]))\s*|(?<=[^\W\d])\s*/\s*(?!\d+/)")
_MINUS = ("-", "−", "–", "—")


def parse_iso(text: str) -> timedelta:
    """Return the duration of an ISO 8601 text in weeks, days and time.

    Raises ValueError, with what would be right, for anything else: `P…M` and `P…Y` have no fixed length.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError("an ISO 8601 duration in weeks, days and time, such as P10D or PT2H30M")
    weeks, days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in match.groups())
    try:
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return timedelta.max


def format_iso(duration: timedelta) -> str:
    """Return a duration as ISO 8601 in days and time, always the same text for the same length."""
    minutes, second = divmod(duration.seconds, 60)
    hour, minute = divmod(minutes, 60)
    fraction = f".{duration.microseconds:06d}".rstrip("0") if duration.microseconds else ""
    time = f"{hour}H" * bool(hour) + f"{minute}M" * bool(minute)
    time += f"{second}{fraction}S" if second or fraction else ""
    day = f"{duration.days}D" if duration.days else ""
    return f"P{day}T{time}" if time else f"P{day or 'T0S'}"


def parse_duration(text: str, guide: Guide | None = None) -> timedelta:
    """Return what a person typed (`3 days`, `45 min`, `1 month`) as a duration above 0, at most 3,650 days.

    Raises ValueError with one sentence that says what would be right.
    """
    guide = guide or load_guide()
    _refuse_what_is_none(text, guide)
    spoken = _spoken_range(text.strip(), guide)
    if len([part for part in _RANGE.split(spoken) if part.strip()]) > 1:
        raise ValueError(guide.text("errors.duration.one_figure", text=_short(text)))
    return _one(spoken, text, "unreadable_figure", guide)


def parse_duration_range(text: str, guide: Guide | None = None) -> dict[str, str]:
    """Return a typed figure, `low – high` or `low – likely – high`, as the file's duration object.

    A number without a unit takes the unit that follows it: `2 – 3 weeks`.
    Raises ValueError with one sentence.
    """
    guide = guide or load_guide()
    _refuse_what_is_none(text, guide)
    spoken = _spoken_range(guide.units.without_about(text.strip()), guide)
    parts = [part for part in _RANGE.split(spoken) if part.strip()]
    parts = _with_units(parts, guide.units)
    if not 1 <= len(parts) <= 3:
        raise ValueError(guide.text("errors.duration.unreadable", text=_short(text)))
    durations = [_one(part, text, "unreadable", guide) for part in parts]
    if durations != sorted(durations):
        raise ValueError(guide.text("errors.duration.order", text=_short(text)))
    names = {1: ("likely",), 2: ("low", "high"), 3: ("low", "likely", "high")}[len(durations)]
    return {name: format_iso(duration) for name, duration in zip(names, durations, strict=True)}


def say_duration_range(value: dict[str, str] | None, guide: Guide | None = None) -> str:
    """Return a duration object of the file as `parse_duration_range` reads it, exactly; empty for None."""
    guide = guide or load_guide()
    ends = [parse_iso(value[name]) for name in ("low", "likely", "high") if name in value] if value else []
    return guide.units.beyond_doubt(" – ".join(_exactly(duration, guide) for duration in ends))


def _refuse_what_is_none(text: str, guide: Guide) -> None:
    """Raise ValueError for less than nothing, for *never*, and for a number that may be meant in two ways."""
    if len(text) > _LONGEST_TEXT:
        raise ValueError(guide.text("errors.duration.unreadable_figure", text=_short(text[:_LONGEST_TEXT])))
    if text.strip().startswith(_MINUS) and re.search(r"\w", text):
        raise ValueError(guide.text("errors.duration.negative", text=_short(text)))
    if text.strip().casefold() in guide.lines("duration.names.never"):
        raise ValueError(guide.text("errors.duration.never", text=_short(text)))
    words = re.findall(r"(?<=\d)\s*([^\W\d]+)", text)
    if not text.strip().startswith("P") and {*words} & {*guide.lines("duration.names.doubtful")}:
        raise ValueError(guide.text("errors.duration.doubtful_unit", text=_short(text)))
    if number := guide.units.doubtful(text):
        raise ValueError(say_doubtful(number, guide))


def say_doubtful(number: str, guide: Guide) -> str:
    """Return the sentence about a number such as `1.000`, which may be one or a thousand."""
    digits = re.sub(r"\D", "", number)
    small = guide.number(float(re.sub(r"\D", ".", number)))
    return guide.text("errors.doubtful_number", text=number, small=small, large=digits)


def _one(text: str, whole: str, unreadable: str, guide: Guide) -> timedelta:
    """Read one duration; what is wrong is said of the `whole` that was typed."""
    duration = guide.units.read(text)
    if duration is None:
        try:
            duration = parse_iso(text.strip().upper())
        except ValueError:
            key = _known_kind(whole, guide) or unreadable
            raise ValueError(guide.text(f"errors.duration.{key}", text=_short(whole))) from None
    if duration <= timedelta(0):
        raise ValueError(guide.text("errors.duration.zero", text=_short(whole)))
    if duration > LONGEST:
        raise ValueError(guide.text("errors.duration.too_long", text=_short(whole)))
    return duration


def _known_kind(text: str, guide: Guide) -> str:
    """Return what a text that can't be read says all the same: working time, or an end left open."""
    working, before, after = (
        _any_of(guide.lines(f"duration.names.{word}"))
        for word in ("working", "or_more_before", "or_more_after")
    )
    text = text.strip().casefold()
    if re.search(r"\d", text) and re.search(rf"(?<!\w)(?:{working})(?!\w)", text):
        return "working_time"
    open_ends = (rf"^(?:{before})(?![^\W\d])\s*\w", rf"\w\s*(?:{after})$", r"^\d+\s*\+", r"\w\s*\+$")
    return "or_more" if any(re.search(end, text) for end in open_ends) else ""


def _exactly(duration: timedelta, guide: Guide) -> str:
    """The shortest words that say a duration without rounding; ISO 8601 where words can't."""
    weeks, over = divmod(duration, timedelta(weeks=1))
    candidates = (
        guide.duration(duration.total_seconds()),
        *([guide.many("duration.units.week", weeks)] if not over else []),
        *_in_quarters(duration, guide),
        _in_full(duration, guide),
    )
    return next((said for said in candidates if guide.units.read(said) == duration), format_iso(duration))


def _in_quarters(duration: timedelta, guide: Guide) -> Iterator[str]:
    """Yield a duration as whole quarters of one unit, longest first: `1.5 months`."""
    for unit in ("year", "month", "week", "day", "hour"):
        amount = duration.total_seconds() / SECONDS[unit]
        if amount >= 1 and (4 * amount).is_integer():
            yield guide.many(f"duration.units.{unit}", amount)


def _in_full(duration: timedelta, guide: Guide) -> str:
    minutes, seconds = divmod(duration.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    amounts = {"day": duration.days, "hour": hours, "minute": minutes}
    parts = {**amounts, "second": seconds + duration.microseconds / 1e6}
    return " ".join(guide.many(f"duration.units.{unit}", n) for unit, n in parts.items() if n)


def _spoken_range(text: str, guide: Guide) -> str:
    """Replace the language's words for a range (`2 to 3 weeks`, `between 2 and 3 weeks`) by a dash."""
    between, to, joined = (
        _any_of(guide.lines(f"duration.names.{word}")) for word in ("between", "to", "and")
    )
    text = guide.units.without_any_about(text)
    for word, number in guide.units.numbers.items():
        text = re.sub(rf"(?<!\w){word}(?!\w)", f"{number:g}", text, flags=re.I) if "-" in word else text
    text = re.sub(
        rf"^\s*(?:{between})\s+(.+)\s+(?:{to}|{joined})\s+(.+)$", r"\1 – \2", text, flags=re.IGNORECASE
    )
    return re.sub(rf"\s+(?:{to})\s+", " – ", text, flags=re.IGNORECASE)


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))


def _with_units(parts: list[str], units: Units) -> list[str]:
    """Give a bare number the unit of the next part that has one."""
    unit, found = "", []
    for part in reversed(parts):
        bare = units.number(part) is not None
        unit = unit if bare else units.word(part)
        found.append(f"{part} {unit}" if bare else part)
    return found[::-1]


def _short(text: str) -> str:
    return shortened(" ".join(text.split()), 40)
