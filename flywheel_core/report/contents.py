"""What a paper prints, in words: made once from the answers and findings, taken by every format.

Nothing is computed here: each word comes from the guide, the answers, the findings or the decisions.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flywheel_core.assessment import SCHEMA_VERSION, TRANSITIONS, Assessment, value_at, write_answers
from flywheel_core.dates import say_date
from flywheel_core.decisions import (
    COLUMNS,
    Decision,
    key_decisions,
    say_confidence,
    say_cost,
    say_next_kind,
)
from flywheel_core.findings import DRAWS, Finding, Findings, MistakeFinding
from flywheel_core.guide import Guide
from flywheel_core.homework import homework_of
from flywheel_core.outcomes import outcomes_of
from flywheel_core.questions import question_of
from flywheel_core.report.answered import Numbers, StepAnswers, answers_by_step
from flywheel_core.report.characters import each_text, showable
from flywheel_core.report.verdicts import (
    Clash,
    Investment,
    Verdict,
    clashes_of,
    investment_of,
    verdicts_of,
)
from flywheel_core.seed import SEED
from flywheel_core.version import version

Row = tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it; `typed` where people wrote it themselves."""

    label: str
    said: str
    typed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings; `empty` is said where there are none."""

    headings: Row
    rows: tuple[Row, ...]
    empty: str = ""


@dataclass(frozen=True)
class Contents:
    """Everything that a paper prints.

    `date` is empty where no day was given, `left_over` where each open answer has an owner.
    """

    language: str
    title: str
    date: str
    facts: tuple[Fact, ...]
    headline: str
    headline_why: str
    next_kind: str
    missing: Row
    verdicts: tuple[Verdict, ...]
    decision_headings: Row
    decisions: tuple[Decision, ...]
    investment: Investment
    clashes: tuple[Clash, ...]
    actions: Table
    homework: Table
    left_over: str
    outcomes: Table
    mistakes: Table
    drag: Row
    tests: tuple[Fact, ...]
    steps: tuple[StepAnswers, ...]
    computed: Table
    fingerprints: Row


def contents_of(assessment: Assessment, findings: Findings, guide: Guide) -> Contents:
    """Return what a paper prints, without characters that none can show."""
    steps = answers_by_step(assessment, guide)
    numbers = Numbers(steps)
    verdicts = verdicts_of(findings, numbers, guide)
    homework, left_over = _homework(assessment, numbers, guide)
    contents = Contents(
        language=guide.language,
        title=_title(assessment, guide),
        date=say_date(assessment.assessed_on, guide) if assessment.assessed_on else "",
        facts=_facts(assessment, findings, guide),
        headline=guide.text(f"loops.{findings.loop.named}.headline"),
        headline_why=findings.loop.why,
        next_kind=say_next_kind(findings.loop, guide) if findings.loop.missing else "",
        missing=tuple(missing.what for missing in findings.loop.missing),
        verdicts=verdicts,
        decision_headings=tuple(guide.text(f"decisions.headings.{column}") for column in COLUMNS),
        decisions=key_decisions(assessment, findings, guide),
        investment=investment_of(findings, guide),
        clashes=clashes_of(findings.contradictions, numbers, guide),
        actions=_actions(assessment, guide),
        homework=homework,
        left_over=left_over,
        outcomes=_outcomes(assessment, findings, guide),
        mistakes=_mistakes(findings, guide),
        drag=tuple(f"{guide.name(found.indicator)}. {found.why}" for found in findings.drag),
        tests=_tests(findings, guide),
        steps=steps,
        computed=_computed(findings, verdicts, numbers, guide),
        fingerprints=_fingerprints(assessment, guide),
    )
    return each_text(contents, showable)


def _title(assessment: Assessment, guide: Guide) -> str:
    """Return the title, or what stands for one that is missing or that nobody can see."""
    title = showable(assessment.title or "")
    seen = any(not c.isspace() and unicodedata.category(c) != "Cf" for c in title)
    return title.strip() if seen else guide.text("report.untitled")


def _facts(assessment: Assessment, findings: Findings, guide: Guide) -> tuple[Fact, ...]:
    scope, progress = assessment.scope, findings.progress
    said = {
        "loop": scope.loop,
        "population": scope.population,
        "period": scope.period,
        "participants": "; ".join(assessment.participants),
        "facilitator": assessment.facilitator,
        "progress": guide.text(
            "report.progress.said", answered=str(progress.answered), asked=str(progress.asked)
        ),
        "confidence": say_confidence(findings.confidence, guide),
        "cost": say_cost(findings, guide),
    }
    return tuple(
        Fact(guide.text(f"report.facts.{key}"), text, typed=key not in ("progress", "confidence"))
        for key, text in said.items()
        if text
    )


def _table(name: str, rows: Iterable[Row], guide: Guide) -> Table:
    empty = f"report.empty.{name}"
    return Table(
        headings=guide.lines(f"report.headings.{name}"),
        rows=tuple(rows),
        empty=guide.text(empty) if guide.has(empty) else "",
    )


def _actions(assessment: Assessment, guide: Guide) -> Table:
    rows = (
        (
            action.what,
            guide.name(action.serves) if action.serves else "",
            action.owner or "",
            say_date(action.due, guide) if action.due else "",
            guide.text(f"report.actions.{'done' if action.done else 'open'}"),
        )
        for action in assessment.actions
    )
    return _table("actions", rows, guide)


def _homework(assessment: Assessment, numbers: Numbers, guide: Guide) -> tuple[Table, str]:
    """Return who is asked what, by owner, and in one sentence what is open without an owner."""
    asked = [item for item in homework_of(assessment, guide) if item.owner or item.why == "unsure"]
    rest = [item.path for item in homework_of(assessment, guide) if not item.owner and item.why == "open"]
    rows = [
        (
            numbers.said([item.path]),
            item.question,
            guide.text(f"homework.{item.why}"),
            item.owner or guide.text("report.nobody"),
        )
        for item in asked
    ]
    rows.sort(key=lambda row: int(row[0]))
    left_over = guide.many("report.homework.open", len(rest), numbers=numbers.said(rest)) if rest else ""
    table = _table("homework", rows, guide)
    # That nothing is open is said where it is so: not above what is.
    return (replace(table, empty="") if left_over else table), left_over


def _outcomes(assessment: Assessment, findings: Findings, guide: Guide) -> Table:
    rows = (
        (
            outcome.name,
            guide.text(f"report.outcomes.{'reached' if outcome.reached else 'lacking'}"),
            outcome.lacks,
        )
        for outcome in outcomes_of(assessment, findings, guide)
    )
    return _table("outcomes", rows, guide)


def _mistakes(findings: Findings, guide: Guide) -> Table:
    return _table("mistakes", (_mistake(found, guide) for found in findings.mistakes), guide)


def _mistake(found: MistakeFinding, guide: Guide) -> Row:
    looming = found.verdict in ("at_risk", "happening")
    why = f"{found.why} {found.advice}" if looming else found.why
    return (guide.name(found.mistake), guide.text(f"risks.{found.verdict}"), why)


def _tests(findings: Findings, guide: Guide) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            label=guide.text(f"report.test_names.{test.test}"),
            said=f"{guide.text(f'report.tests.{test.verdict}')}. {test.why}",
        )
        for test in findings.tests
    )


def _computed(findings: Findings, verdicts: tuple[Verdict, ...], numbers: Numbers, guide: Guide) -> Table:
    """Return for each rule what it looks for, what it said and on which answers that stands."""
    nobody = guide.text("report.empty.rests_on")
    rows = [(v.rule, v.name, v.verdict, v.rests_on or nobody) for v in verdicts]
    lists: dict[str, tuple[Finding, ...]] = {
        "R7": findings.drag,
        "R8": findings.mistakes,
        "R9": findings.contradictions,
        "R12": findings.tests,
    }
    for rule, found in lists.items():
        paths = {path for finding in found for path in finding.rests_on}
        said = "; ".join(_said_of_lists(rule, findings, guide)) or guide.text("report.none")
        rows.append((rule, guide.text(f"report.rules.{rule}"), said, numbers.said(paths) or nobody))
    return _table("computed", sorted(rows, key=lambda row: int(row[0][1:])), guide)


def _said_of_lists(rule: str, findings: Findings, guide: Guide) -> list[str]:
    """Return the words for what a rule with many findings found."""
    if rule == "R7":
        return [guide.name(found.indicator) for found in findings.drag]
    if rule == "R8":
        risks = [found for found in findings.mistakes if found.verdict in ("at_risk", "happening")]
        return [guide.name(found.mistake) for found in risks]
    if rule == "R9":
        kinds = [found.kind for found in findings.contradictions]
        return [
            guide.many(f"report.disagreements.count.{kind}", kinds.count(kind)) for kind in sorted({*kinds})
        ]
    failed = [test for test in findings.tests if test.verdict in ("fails", "debt")]
    return [guide.text(f"report.test_names.{test.test}") for test in failed]


def _fingerprints(assessment: Assessment, guide: Guide) -> Row:
    """Return what lets another machine come to the same: versions, draws, the file's hash, the sources."""
    sha256 = hashlib.sha256(write_answers(assessment).encode()).hexdigest()
    return (
        guide.text("report.computed.version", version=version(), schema=SCHEMA_VERSION),
        guide.text("report.computed.fingerprint", sha256=sha256),
        guide.text("report.computed.draws", draws=guide.number(DRAWS), seed=SEED),
        *_sources(assessment, guide),
    )


def _sources(assessment: Assessment, guide: Guide) -> Iterable[str]:
    """Yield for each measurement from which file it was computed."""
    groups = (
        *(f"transitions.{t}" for t in TRANSITIONS),
        "velocity.learning_curve",
        "velocity.network_effect",
    )
    for group in groups:
        source = value_at(assessment, f"{group}.measured.source")
        if source is not None:
            yield guide.text(
                "report.computed.source",
                question=question_of(f"{group}.measured", guide),
                file=source.get("file", ""),
                rows=guide.number(source.get("rows", 0)),
                sha256=source.get("sha256", ""),
            )
