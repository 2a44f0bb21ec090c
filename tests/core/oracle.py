"""Rules R1 to R6 and R10 once more, naively, on the JSON of an answers file: what the real ones must say.

Written from the description of the rules alone. Nothing here imports the rules.
"""

import re
from math import inf, sqrt
from typing import Any

import numpy as np

from tests.core.assessments import ARROWS, NODES

TIE = ["storage_to_analysis", "analysis_to_application"]
TIE += [arrow for arrow in ARROWS if arrow not in TIE]
DAY = 86_400.0


def dig(doc: dict[str, Any], path: str) -> Any:
    """Return the value at a dotted path, None where there is none."""
    value: Any = doc
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def secs(iso: str) -> float:
    """Return the seconds of an ISO 8601 duration."""
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", iso)
    assert match, iso
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return weeks * 7 * DAY + days * DAY + hours * 3600.0 + minutes * 60.0 + seconds


def applies(doc: dict[str, Any]) -> list[str]:
    """Return the arrows that are not ruled out."""
    return [arrow for arrow in ARROWS if dig(doc, f"transitions.{arrow}.not_applicable") is None]


def strength(doc: dict[str, Any], arrow: str) -> int | None:
    """Return an arrow's strength."""
    found: int | None = dig(doc, f"transitions.{arrow}.strength")
    return found


def likely(duration: dict[str, str]) -> float | None:
    """Return the typical duration of an estimate: likely, else the geometric mean of its ends."""
    if "likely" in duration:
        return secs(duration["likely"])
    if "low" in duration and "high" in duration:
        return sqrt(secs(duration["low"]) * secs(duration["high"]))
    return None


def figure(doc: dict[str, Any], arrow: str) -> float | None:
    """Return R3's figure in seconds, infinite where nothing passes or no median was reached."""
    measurement = dig(doc, f"transitions.{arrow}.measured") or {}
    if measurement.get("median") is not None and measurement.get("median_reached") is not False:
        return secs(measurement["median"])
    if strength(doc, arrow) == 0 or measurement.get("median_reached") is False:
        return inf
    return likely(dig(doc, f"transitions.{arrow}.duration") or {})


def is_measured(doc: dict[str, Any], arrow: str) -> bool:
    """Say whether an arrow's figure comes from its measurement."""
    return bool(dig(doc, f"transitions.{arrow}.measured"))


def figures(doc: dict[str, Any]) -> dict[str, float]:
    """Return the figures there are."""
    found = {arrow: figure(doc, arrow) for arrow in applies(doc)}
    return {arrow: seconds for arrow, seconds in found.items() if seconds is not None}


def weakest(doc: dict[str, Any]) -> str:
    """Return R2's verdict."""
    judged = [arrow for arrow in applies(doc) if strength(doc, arrow) is not None]
    if not judged:
        return "unknown"
    lowest = min(strength(doc, arrow) or 0 for arrow in judged)
    tied = [arrow for arrow in judged if strength(doc, arrow) == lowest]
    known = figures(doc)
    if len(known) == len(applies(doc)):
        longest = max(known[arrow] for arrow in tied)
        tied = [arrow for arrow in tied if known[arrow] == longest]
    return next(arrow for arrow in TIE if arrow in tied)


def weakest_component(doc: dict[str, Any]) -> str:
    """Return the component that stands lowest."""
    levels = {node: dig(doc, f"components.{node}.level") for node in NODES}
    known = [level for level in levels.values() if level is not None]
    return next((node for node in NODES if known and levels[node] == min(known)), "unknown")


def slowest(doc: dict[str, Any]) -> str:
    """Return R3's verdict."""
    known = figures(doc)
    return first_of(doc, known) if len(known) >= 2 else "unknown"


def first_of(doc: dict[str, Any], known: dict[str, float]) -> str:
    """Return the longest of figures: of equals the lower strength, then the usual breaks."""
    longest = max(known.values())
    tied = [arrow for arrow in known if known[arrow] == longest]
    judged = [strength(doc, arrow) for arrow in tied if strength(doc, arrow) is not None]
    if judged:
        tied = [arrow for arrow in tied if strength(doc, arrow) == min(judged)]  # type: ignore[type-var]
    return next(arrow for arrow in TIE if arrow in tied)


def call(doc: dict[str, Any]) -> str | None:
    """Return R3's call, None where it hangs on the draws."""
    known = figures(doc)
    if len(known) < 2:
        return "unknown"
    if len(known) < len(applies(doc)):
        return "partial"
    if list(known.values()).count(max(known.values())) > 1:
        return "too_close_to_call"
    if max(known.values()) == inf:
        return "named"
    return None


def ends(doc: dict[str, Any], arrow: str) -> tuple[float, float, float] | None:
    """Return low, high and the quantile they stand for, None without a range."""
    if is_measured(doc, arrow):
        interval = dig(doc, f"transitions.{arrow}.measured").get("interval")
        return (secs(interval[0]), secs(interval[1]), 1.959964) if interval else None
    duration = dig(doc, f"transitions.{arrow}.duration") or {}
    if "low" in duration and "high" in duration:
        return secs(duration["low"]), secs(duration["high"]), 1.281552
    return None


def share(doc: dict[str, Any], arrow: str) -> float:
    """Return in what share of 10,000 draws an arrow is the slowest, each side of a range lognormal."""
    generator = np.random.Generator(np.random.PCG64(20261124))
    rows = {}
    for name in ARROWS:
        normal = generator.standard_normal(10_000)
        seconds = figures(doc).get(name)
        if seconds is None:
            continue
        row = np.full(10_000, seconds)
        if ends(doc, name) and seconds < inf:
            low, high, quantile = ends(doc, name) or (0, 0, 1)
            row = seconds * np.where(
                normal < 0, (low / seconds) ** (-normal / quantile), (high / seconds) ** (normal / quantile)
            )
        rows[name] = row
    others = np.max([row for name, row in rows.items() if name != arrow], axis=0)
    return float(np.mean(rows[arrow] > others))


def bar(doc: dict[str, Any]) -> float:
    """Return R3's bar: 90 % if both of the two slowest are measured."""
    known = figures(doc)
    first = slowest(doc)
    second = first_of(doc, {arrow: seconds for arrow, seconds in known.items() if arrow != first})
    return 0.9 if is_measured(doc, first) and is_measured(doc, second) else 0.6


def learning(doc: dict[str, Any]) -> str:
    """Return R4's verdict."""
    others = dig(doc, "learning.others_notice_deletion")
    own = dig(doc, "learning.own_experience_improves")
    if others == "yes":
        return "network"
    if others == "no" and own in ("yes", "no"):
        return {"yes": "individual", "no": "neither"}[own]
    return "unknown"


def cycle(doc: dict[str, Any]) -> float | None:
    """Return R6's cycle time in seconds, None where it is not known."""
    known = figures(doc)
    if not known or len(known) < len(applies(doc)) or inf in known.values():
        return None
    return sum(known.values())


def velocity(doc: dict[str, Any]) -> str:
    """Return R6's verdict."""
    seconds = cycle(doc)
    if seconds is None:
        return "unknown"
    if seconds < DAY:
        return "hours"
    if seconds < 7 * DAY:
        return "days"
    return "weeks" if seconds <= 30 * DAY else "months"


def gate(doc: dict[str, Any]) -> str:
    """Return R10's verdict."""
    users, infrastructure, value = (
        dig(doc, f"prerequisites.{key}")
        for key in ("real_users", "basic_data_infrastructure", "clear_value_proposition")
    )
    if users in ("no", "unsure"):
        return "validate_demand_first"
    if infrastructure == "no":
        return "infrastructure_first"
    if value == "no":
        return "value_unclear"
    return "open" if [users, infrastructure, value] == ["yes"] * 3 else "unknown"


def loop(doc: dict[str, Any]) -> str:
    """Return R1's verdict."""
    arrows, closing = applies(doc), ARROWS[-1]
    last = dig(doc, "components.feedback.last_improvement")
    if len(arrows) < 3:
        return "unknown"
    if any(strength(doc, arrow) == 0 for arrow in arrows if arrow != closing):
        return "broken"
    asked = not dig(doc, "components.feedback.not_applicable")
    last = last if asked else None
    if (asked and last is None) or any(strength(doc, arrow) is None for arrow in arrows):
        return "unknown"
    if closing not in arrows or strength(doc, closing) == 0 or last == "not_measured":
        return "pipeline"
    seconds = cycle(doc)
    quick = seconds is not None and seconds <= 30 * DAY
    automatic = all(strength(doc, arrow) == 4 for arrow in arrows)
    if automatic and last == "data_rose" and learning(doc) == "network" and quick:
        return "flywheel"
    return "feedback_loop"


def cold_start(doc: dict[str, Any]) -> str:
    """Return R5's verdict."""
    points = dig(doc, "cold_start.meaningful_points")
    gated = gate(doc) in ("validate_demand_first", "infrastructure_first", "value_unclear")
    if points is not None and points >= 1000 and not gated:
        return "not_needed"
    stage = dig(doc, "cold_start.stage")
    fits = [
        {"yes": True, "no": False}.get(dig(doc, "cold_start.expertise_not_public")),
        {"yes": True, "no": False}.get(dig(doc, "cold_start.can_choose_complex_customers")),
        None if stage is None else stage in ("pre_launch", "early"),
    ]
    if True in fits:
        return "fits"
    return "unknown" if None in fits else "none_fits"
