"""Logs for the tests, written as files."""

from pathlib import Path
from typing import Any

from flywheel_core.evidence import Reading, measure_times, open_log
from flywheel_core.evidence.times.result import SpanTime, TransitionTimes

DATA = Path(__file__).parents[1] / "data"
PATIENTS = DATA / "patients.csv"
PATIENT_STAGES = {
    "Registration": "collection",
    "Triage and Assessment": "storage",
    "Discuss Results": "analysis",
    "Check-out": "application",
}
HEADER = "item,stage,at\n"
HOUR, DAY = 3600.0, 86_400.0


def written(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def measured(path: Path, said: Reading | None = None, **options: Any) -> TransitionTimes:
    """Return the times of a log."""
    with open_log(path, **options) as log:
        return measure_times(log, said)


def times_of(result: TransitionTimes) -> dict[str, SpanTime]:
    """Return the transitions of a result by their ids."""
    return {time.span: time for time in result.transitions}


def loops(count: int, *hours: float, start: str = "2024-01-{day:02d}T00:00:00Z") -> str:
    """Return a log in which each item takes exactly these hours from stage to stage, one item a day."""
    from datetime import datetime, timedelta

    stages = ("captured", "stored", "analysed", "deployed", "measured")
    lines = []
    for number in range(count):
        at = datetime.fromisoformat(start.format(day=1).replace("Z", "+00:00")) + timedelta(days=number)
        for place, stage in enumerate(stages[: len(hours) + 1]):
            at += timedelta(hours=hours[place - 1] if place else 0)
            lines.append(f"i{number},{stage},{at.isoformat()}\n")
    return HEADER + "".join(lines)
