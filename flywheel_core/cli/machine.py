"""What the answers mean, for a machine."""

import json
from typing import Any

from flywheel_core.assessment import Assessment
from flywheel_core.decisions import key_decisions
from flywheel_core.findings import Findings
from flywheel_core.guide import Guide

#: What comes after the decisions.
_LAST = ("progress", "confidence")


def as_text(assessment: Assessment, findings: Findings, guide: Guide) -> str:
    """Return the findings and the five decisions as JSON (SPEC §5), with a final newline."""
    found: dict[str, Any] = findings.as_json()
    last = {key: found.pop(key) for key in _LAST}
    decisions = [decision.as_json() for decision in key_decisions(assessment, findings, guide)]
    return json.dumps({**found, "decisions": decisions, **last}, ensure_ascii=False, indent=2) + "\n"
