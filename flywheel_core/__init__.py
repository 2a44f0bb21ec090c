"""Flywheel Check without a screen: the guide's words, the answers, the rules, the papers.

    from flywheel_core import assess, read_answers
    findings = assess(read_answers(Path("answers.json").read_bytes()))
    findings.loop.verdict        # "pipeline"

Charts, reports and the store are imported from their own packages: they are slow to load.
"""

from flywheel_core.assessment import (
    COMPONENTS,
    TRANSITIONS,
    AnswersError,
    Assessment,
    change,
    json_schema,
    read_answers,
    write_answers,
)
from flywheel_core.findings import Finding, Findings, assess
from flywheel_core.guide import Guide, load_guide

__all__ = [
    "COMPONENTS",
    "TRANSITIONS",
    "AnswersError",
    "Assessment",
    "Finding",
    "Findings",
    "Guide",
    "assess",
    "change",
    "json_schema",
    "load_guide",
    "read_answers",
    "write_answers",
]
