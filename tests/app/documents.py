"""Assessments for the tests of the pages: a whole one, a hostile one, and other answers to each question."""

import json
from typing import Any

from flywheel_core import Assessment, change, read_answers
from flywheel_core.assessment import ASKED, DECISIONS

#: What a page must show as it stands: marks of Markdown and HTML, a remote picture, links, icons, a formula.
MARKUP = (
    "![x](http://evil.example/x.png) <b>b</b> **b** _i_ `c` $x^2$ [l](http://evil.example) "
    ":material/home: :smile: :red[r] www.evil.example -> <img src=//evil.example/y.png onerror=alert(1)> # "
    "=1+1"
)
#: Right to left, its overrides, combining marks, control characters, characters beyond the first plane.
STRANGE = (
    "שלום עולם \u202eevil\u202c مرحبا e\u0301\u0323\u0327 \x00\x07\x1b[31m \u200b\u2028 🧨 𝕏 %s {0} ${{x}}"
)
LONG = "0123456789" * 1_000


def hostile() -> Assessment:
    """Return a document with markup, formulas and strange characters in every text, and very long notes."""
    text, lines = f"{MARKUP} {STRANGE}", [MARKUP, STRANGE, "=cmd|' /C calc'!A0", "-1+1", "@SUM(A1)"]
    data: dict[str, Any] = {
        "schema_version": 1,
        "title": text,
        "scope": dict.fromkeys(("loop", "population", "period"), text),
        "assessed_on": "0011-01-01",
        "participants": lines,
        "facilitator": text,
        "prerequisites": {"value_proposition": text, "real_users": "unsure"},
        "components": {
            "collection": {
                "captured_signals": [{"name": line, "kind": "user_action"} for line in lines]
                + [{"name": text}],
                "missing_signals": lines,
            },
            "storage": {"not_applicable": text},
            "analysis": {"level": 4, "time_to_insight": "P3650D"},
            "application": {"level": 0, "time_to_users": "PT0.000001S"},
        },
        "transitions": {
            "collection_to_storage": {"not_applicable": text},
            "storage_to_analysis": {"strength": 0, "duration": {"low": "PT0.000001S", "high": "P3650D"}},
            "analysis_to_application": {"strength": 4, "duration": {"likely": "P3650D"}},
            "feedback_to_collection": {"not_applicable": "."},
        },
        "cold_start": {"meaningful_points": 10**15, "meaningful_points_per_week": 1e15},
        "velocity": {
            "network_effect": {"estimated_percent": -1000},
            "cost_per_turn": 1e15,
            "value_per_turn": 0,
            "currency": "**$** <b>:x:",
        },
        "decisions": {
            decision: dict.fromkeys(("owner", "dissent", "revisit_when"), text) for decision in DECISIONS
        },
        "actions": [
            {"what": text, "serves": "uneconomic", "owner": text, "due": "9999-12-31"},
            {"what": f"first\nsecond\n\n# third {MARKUP}", "due": "0001-01-01", "done": True},
            {"what": LONG},
        ],
        "homework": dict.fromkeys(ASKED, text),
        "notes": dict.fromkeys(ASKED, f"{text} {LONG}"[:10_000]),
    }
    return read_answers(json.dumps(data))


def without(assessment: Assessment, *paths: str) -> Assessment:
    """Return the assessment with some answers taken away."""
    for path in paths:
        assessment = change(assessment, path, None)
    return assessment


def changed(assessment: Assessment, changes: dict[str, Any]) -> Assessment:
    """Return the assessment with some answers given; answers are taken away first."""
    for path, value in sorted(changes.items(), key=lambda item: item[1] is not None):
        assessment = change(assessment, path, value)
    return assessment
