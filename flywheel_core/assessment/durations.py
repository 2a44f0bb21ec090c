"""Durations: ISO 8601 in the file, words on the screen, `timedelta` in between."""

import re
from datetime import timedelta

from flywheel_core.guide import Guide, load_guide

LONGEST = timedelta(days=3650)

_NUMBER = r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)"
#: ISO 8601 in weeks, days and time, in a form that the JSON Schema's dialect of patterns knows as well.
ISO_PATTERN = (
    rf"^P(?=.)(?:{_NUMBER}W)?(?:{_NUMBER}D)?(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?$"
)
_ISO = re.compile(ISO_PATTERN)
_RANGE = re.compile(r"\s*(?:–|—|\.\.\.?|…|/|(?<=\S)\s+-\s+|(?<=[\w.])-(?=[\w]))\s*")


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
    if text.strip().startswith(("-", "−")):
        raise ValueError(guide.text("errors.duration.negative", text=_short(text)))
    duration = guide.units.read(text)
    if duration is None:
        try:
            duration = parse_iso(text.strip().upper())
        except ValueError:
            raise ValueError(guide.text("errors.duration.unreadable", text=_short(text))) from None
    if duration <= timedelta(0):
        raise ValueError(guide.text("errors.duration.zero", text=_short(text)))
    if duration > LONGEST:
        raise ValueError(guide.text("errors.duration.too_long", text=_short(text)))
    return duration


def parse_duration_range(text: str, guide: Guide | None = None) -> dict[str, str]:
    """Return a typed figure, `low – high` or `low – likely – high`, as the file's duration object.

    A number without a unit takes the unit that follows it: `2 – 3 weeks`.
    Raises ValueError with one sentence.
    """
    guide = guide or load_guide()
    parts = _with_units([part for part in _RANGE.split(_spoken_range(text, guide)) if part.strip()])
    if not 1 <= len(parts) <= 3:
        raise ValueError(guide.text("errors.duration.unreadable", text=_short(text)))
    durations = [parse_duration(part, guide) for part in parts]
    if durations != sorted(durations):
        raise ValueError(guide.text("errors.duration.order", text=_short(text)))
    names = {1: ("likely",), 2: ("low", "high"), 3: ("low", "likely", "high")}[len(durations)]
    return {name: format_iso(duration) for name, duration in zip(names, durations, strict=True)}


def say_duration_range(value: dict[str, str] | None, guide: Guide | None = None) -> str:
    """Return a duration object of the file as `parse_duration_range` reads it, exactly; empty for None."""
    guide = guide or load_guide()
    ends = [parse_iso(value[name]) for name in ("low", "likely", "high") if name in value] if value else []
    return " – ".join(_exactly(duration, guide) for duration in ends)


def _exactly(duration: timedelta, guide: Guide) -> str:
    said = guide.duration(duration.total_seconds())
    return said if guide.units.read(said) == duration else format_iso(duration)


def _spoken_range(text: str, guide: Guide) -> str:
    """Replace the language's words for a range (`2 to 3 weeks`, `between 2 and 3 weeks`) by a dash."""
    between = "|".join(map(re.escape, guide.lines("duration.names.between")))
    text = re.sub(rf"^\s*(?:{between})\s+(.+?)\s+(?:\S+)\s+(.+)$", r"\1 – \2", text, flags=re.IGNORECASE)
    to = "|".join(map(re.escape, guide.lines("duration.names.to")))
    return re.sub(rf"\s+(?:{to})\s+", " – ", text, flags=re.IGNORECASE)


def _with_units(parts: list[str]) -> list[str]:
    """Give a bare number the unit of the next part that has one."""
    unit = ""
    for index in range(len(parts) - 1, -1, -1):
        if re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", parts[index]):
            parts[index] = f"{parts[index].strip()} {unit}"
        else:
            unit = parts[index].strip().lstrip("0123456789., ")
    return parts


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:39]}…"
