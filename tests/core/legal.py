"""The other legal answers to a question, listed by hand: what brute force tries."""

import json
from collections.abc import Iterator
from typing import Any

from flywheel_core import Findings
from tests.core.assessments import KINDS, TIMES, flatten

_YES_NO = ["yes", "no", "unsure"]
_CHOICES = {
    "level": [0, 1, 2, 3, 4],
    "strength": [0, 1, 2, 3, 4],
    "basis": ["estimated", "voted"],
    "access_without_request": ["every_team", "some_teams", "no_team"],
    "last_improvement": ["data_rose", "data_did_not_rise", "not_measured"],
    "learning.decision": ["individual", "network", "neither"],
    "cold_start.decision": ["expert_seeding", "target_complexity", "loop_before_data", "not_needed"],
    "stage": ["pre_launch", "early", "growing", "established"],
    "estimated": ["improving", "flattening", "degrading", "unsure"],
}
_CHOICES |= dict.fromkeys(
    ("real_users", "basic_data_infrastructure", "clear_value_proposition", "others_notice_deletion",
     "own_experience_improves", "expertise_not_public", "can_choose_complex_customers", "internal_users"),
    _YES_NO,
)  # fmt: skip
_TIMES = ["PT1S", *TIMES, "P5D", "P25D", "P45D", "P500D", "P3650D"]
_INDEFINITE = {
    "duration": [{"likely": time} for time in _TIMES],
    "time_to_insight": _TIMES,
    "time_to_users": _TIMES,
    "captured_signals": [[], [{"name": "x", "kind": "user_action"}], [{"name": k, "kind": k} for k in KINDS]],
    "missing_signals": [[], ["x"]],
    "meaningful_points": [0, 999, 1000],
    "meaningful_points_per_week": [0, 1, 1e6],
    "cost_per_turn": [0, 10, 10.5, 1e9],
    "value_per_turn": [0, 10, 10.5, 1e9],
    "estimated_percent": [-1, 0, 1],
    "learning_curve.measured": [{"verdict": v} for v in ("improving", "flattening", "degrading", "refused")],
    "network_effect.measured": [
        {"verdict": "network", "interval": [0.5, 1]},
        {"verdict": "none_shown", "interval": [-1, 0]},
    ],
    "measured": [{"median": time, "median_reached": True} for time in _TIMES] + [{"median_reached": False}],
}


def discrete(path: str) -> list[Any] | None:
    """Return all answers to a question with a handful of them, None for any other."""
    if path.startswith("velocity.drag."):
        return _YES_NO
    if path.startswith("mistakes."):
        return ["no", "at_risk", "happening"]
    return next((options for end, options in _CHOICES.items() if f".{path}".endswith(f".{end}")), None)


def others(path: str, value: Any) -> list[Any]:
    """Return other legal answers at a path: all where they are few, else on both sides of every bound."""
    options = discrete(path)
    if options is None:
        options = next((v for end, v in _INDEFINITE.items() if f".{path}".endswith(f".{end}")), [])
    return [option for option in options if option != value]


def leaves(doc: dict[str, Any]) -> dict[str, Any]:
    """Return a document's answers by path, without what only describes it."""
    return {
        path: value
        for path, value in flatten(doc).items()
        if path.split(".")[0] in _ANSWERS and value not in (None, [], {})
    }


_ANSWERS = ("prerequisites", "components", "transitions", "learning", "cold_start", "velocity", "mistakes")


def put(doc: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a copy of a document with another answer; None takes it away."""
    copied: dict[str, Any] = json.loads(json.dumps(doc))
    group = copied
    *groups, key = path.split(".")
    for name in groups:
        group = group.setdefault(name, {})
    if value is None:
        group.pop(key, None)
    else:
        group[key] = value
    return copied


def every(findings: Findings) -> Iterator[tuple[str, Any]]:
    """Yield every finding under a name that stays the same when the answers change."""
    for name in ("loop", "weakest_connection", "weakest_component", "bottleneck", "learning_type"):
        yield name, getattr(findings, name)
    for name in ("cold_start", "velocity", "gate", "first_investment"):
        yield name, getattr(findings, name)
    for finding in findings.drag:
        yield f"drag {finding.indicator}", finding
    for finding in findings.mistakes:
        yield f"mistake {finding.mistake}", finding
    for finding in findings.tests:
        yield f"test {finding.test}", finding
    for finding in findings.contradictions:
        one_of_many = ("nothing_passes_yet_timed", "automatic_but_slow", "guess_and_clock", "two_times",
                       "denied_mistake")  # fmt: skip
        place = finding.paths[0].split(".")[1] if finding.verdict in one_of_many else ""
        yield f"R9 {finding.verdict} {place}", finding
