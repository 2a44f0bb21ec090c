"""The findings in words: what each rule says, why, and on which of the numbered answers it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from flywheel_core.decisions import say_halving
from flywheel_core.findings import Disagreement, Finding, Findings
from flywheel_core.guide import Guide
from flywheel_core.report.answered import Numbers


@dataclass(frozen=True)
class Verdict:
    """What one rule found. `name` is what it looks for, `verdict` its word, `rests_on` numbers of answers."""

    id: str
    name: str
    verdict: str
    why: str
    rule: str
    rests_on: str


@dataclass(frozen=True)
class Statement:
    """One side of a disagreement: a numbered answer."""

    number: int | None
    question: str
    answer: str


@dataclass(frozen=True)
class Clash:
    """Statements that don't fit together; `kind` is the word for contradiction or tension."""

    kind: str
    why: str
    what_to_do: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Investment:
    """What to do first: its name, why, what it consists of, and what halving the connection brings."""

    name: str
    why: str
    actions: tuple[str, ...]
    halving: str


def verdicts_of(findings: Findings, numbers: Numbers, guide: Guide) -> tuple[Verdict, ...]:
    """Return the nine findings of which there is one each, in the order of the machine-readable output."""
    found = (
        ("loop", findings.loop, guide.text(f"loops.{findings.loop.named}.name")),
        ("weakest_connection", findings.weakest_connection, _named(findings.weakest_connection, guide)),
        ("weakest_component", findings.weakest_component, _named(findings.weakest_component, guide)),
        ("bottleneck", findings.bottleneck, _bottleneck(findings, guide)),
        (
            "learning_type",
            findings.learning_type,
            guide.text(f"learning_types.{findings.learning_type.verdict}.name"),
        ),
        ("cold_start", findings.cold_start, _word("cold_starts", findings.cold_start, guide)),
        ("velocity", findings.velocity, _word("velocities", findings.velocity, guide)),
        ("gate", findings.gate, _word("gates", findings.gate, guide)),
        ("first_investment", findings.first_investment, investment_name(findings, guide)),
    )
    return tuple(
        Verdict(
            id=name,
            name=guide.text(f"report.verdicts.{name}"),
            verdict=said,
            why=finding.why,
            rule=finding.rule,
            rests_on=numbers.said(finding.rests_on),
        )
        for name, finding, said in found
    )


def _named(finding: Finding, guide: Guide) -> str:
    if finding.verdict == "unknown":
        return guide.text("report.verdicts.unknown")
    return guide.name(finding.verdict)


def _bottleneck(findings: Findings, guide: Guide) -> str:
    found = findings.bottleneck
    arrow = _named(found, guide)
    return guide.text(f"report.verdicts.bottleneck_calls.{found.call}", arrow=arrow)


def _word(group: str, finding: Finding, guide: Guide) -> str:
    return guide.text(f"report.verdicts.{group}.{finding.verdict}")


def investment_name(findings: Findings, guide: Guide) -> str:
    """Return the name of the first investment (R11)."""
    verdict = findings.first_investment.verdict
    key = f"investments.{verdict}.name"
    return guide.text(key) if guide.has(key) else guide.text("report.verdicts.unknown")


def investment_of(findings: Findings, guide: Guide) -> Investment:
    """Return what to do first (R11), with the turn's length after halving where that is known."""
    found = findings.first_investment
    halving = "" if found.halving is None else say_halving(found.halving, guide)
    return Investment(investment_name(findings, guide), found.why, found.actions, halving)


def clashes_of(found: Iterable[Disagreement], numbers: Numbers, guide: Guide) -> tuple[Clash, ...]:
    """Return R9's contradictions and tensions with both statements as they were answered."""
    return tuple(
        Clash(
            kind=guide.text(f"report.disagreements.{item.kind}"),
            why=item.why,
            what_to_do=item.what_to_do,
            statements=_statements(item.paths, numbers),
        )
        for item in found
    )


def _statements(paths: Iterable[str], numbers: Numbers) -> tuple[Statement, ...]:
    found = {answer.path: answer for path in paths if (answer := numbers.answer(path))}
    return tuple(Statement(a.number, a.question, a.answer) for a in found.values())
