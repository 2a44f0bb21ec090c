"""The five key decisions (SPEC §4): what was found, on what it rests, and who answers for it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from flywheel_core.assessment import DECISIONS, TRANSITIONS, Assessment
from flywheel_core.findings import Confidence, Findings, Halving, LoopKind, Rate, bases, median_turn, say_turn
from flywheel_core.guide import Guide

#: The columns in their order: the guide's three headings first. Also the keys of the JSON output.
COLUMNS = ("decision", "where", "output", "basis", "why", "confidence", "dissent", "owner", "revisit_when")


@dataclass(frozen=True)
class Decision:
    """One row of the table, in words, under its `id`. A row without an answer says what is missing."""

    id: str
    decision: str
    where: str
    output: str
    basis: str
    why: str
    confidence: str
    dissent: str
    owner: str
    revisit_when: str

    def as_json(self) -> dict[str, str]:
        """Return the row by column."""
        return asdict(self)


@dataclass(frozen=True)
class _Row:
    output: str
    why: str
    basis: tuple[str, ...]
    counts: Confidence | None = None


def key_decisions(assessment: Assessment, findings: Findings, guide: Guide) -> tuple[Decision, ...]:
    """Return the five rows in the guide's order."""
    return tuple(_decision(decision, assessment, findings, guide) for decision in DECISIONS)


def _decision(decision: str, assessment: Assessment, findings: Findings, guide: Guide) -> Decision:
    row = _ROWS[decision](assessment, findings, guide)
    record = getattr(assessment.decisions, decision)
    return Decision(
        id=decision,
        decision=guide.text(f"decisions.{decision}.name"),
        where=guide.text(f"decisions.{decision}.where"),
        output=row.output,
        basis=guide.join([guide.text(f"bases.{basis}") for basis in row.basis]),
        why=row.why,
        confidence="" if row.counts is None else say_confidence(row.counts, guide),
        dissent=record.dissent or "",
        owner=record.owner or "",
        revisit_when=record.revisit_when or "",
    )


def say_confidence(counts: Confidence, guide: Guide) -> str:
    """Return the counts in words, `2 measured, 3 estimated`; those that are zero are left out."""
    said = [guide.text(f"confidence.{name}", n=n) for name, n in counts._asdict().items() if n]
    return ", ".join(said) or guide.text("confidence.none")


def _bases(assessment: Assessment, *, strengths: bool, durations: bool) -> tuple[tuple[str, ...], Confidence]:
    """The bases of the transitions' answers, each named once, and how often each occurs."""
    found = []
    for transition in TRANSITIONS:
        strength, duration = bases(assessment, transition)
        found += [strength] * strengths + [duration] * durations
    counts = Confidence(*(found.count(name) for name in Confidence._fields))
    return tuple(name for name, n in counts._asdict().items() if n), counts


def _component_mapping(assessment: Assessment, findings: Findings, guide: Guide) -> _Row:
    basis, counts = _bases(assessment, strengths=True, durations=False)
    weakest = findings.weakest_connection
    if weakest.verdict == "unknown":
        output = guide.text("decisions.component_mapping.missing")
    else:
        output = guide.text("decisions.component_mapping.output", arrow=guide.transition(weakest.verdict))
    return _Row(f"{output} {_levels(assessment, guide)}", weakest.why, basis, counts)


def _levels(assessment: Assessment, guide: Guide) -> str:
    said = []
    for component in type(assessment.components).model_fields:
        answer = getattr(assessment.components, component)
        level = guide.text("decisions.component_mapping.open") if answer.level is None else str(answer.level)
        if answer.not_applicable is not None:
            level = guide.text("answers.not_applicable")
        said.append(f"{guide.component(component)} {level}")
    return guide.text("decisions.component_mapping.levels", levels=", ".join(said))


#: From so many times the cycle time on it is said that half of all draws lie above.
_SKEWED = 1.25


def _learning_type(assessment: Assessment, findings: Findings, guide: Guide) -> _Row:
    found = findings.learning_type
    decided = assessment.learning.decision
    if decided is None and found.verdict == "unknown":
        output = guide.text("decisions.learning_type.missing")
    elif decided is None or decided == found.verdict:
        output = guide.text(f"learning_types.{found.verdict}.name")
    elif found.verdict == "unknown":
        name = guide.text(f"learning_types.{decided}.name")
        output = guide.text("decisions.learning_type.not_tested", decided=name)
    else:
        output = guide.text(
            "decisions.learning_type.differs",
            decided=guide.text(f"learning_types.{decided}.name"),
            test=guide.text(f"learning_types.{found.verdict}.name"),
        )
    basis = ("estimated",) if any(path.startswith("learning.") for path in found.rests_on) else ()
    return _Row(output, found.why, (*(("measured",) if found.measured else ()), *basis))


def _bottleneck(assessment: Assessment, findings: Findings, guide: Guide) -> _Row:
    basis, counts = _bases(assessment, strengths=False, durations=True)
    found = findings.bottleneck
    if found.verdict == "unknown":
        return _Row(guide.text("decisions.bottleneck.missing"), found.why, basis, counts)
    figure = next(f for f in found.figures if f.transition == found.verdict)
    stopped = f"decisions.bottleneck.{'unreached' if figure.measured else 'unbounded'}"
    time = guide.text(stopped) if figure.unbounded else figure.said(guide)
    arrow = guide.transition(found.verdict)
    return _Row(
        guide.text(f"decisions.bottleneck.{found.call}", arrow=arrow, time=time), found.why, basis, counts
    )


def _cold_start(assessment: Assessment, findings: Findings, guide: Guide) -> _Row:
    found, decided = findings.cold_start, assessment.cold_start.decision
    fitting = [s.id for s in found.strategies if s.fits]
    if decided is not None:
        key = "decided_against" if found.decision_fits is False else "decided"
        output = guide.text(f"decisions.cold_start.{key}", strategy=guide.text(f"strategies.{decided}.name"))
    elif found.verdict == "fits":
        names = guide.join([guide.text(f"strategies.{s}.name") for s in fitting])
        output = guide.text("decisions.cold_start.fits", strategies=names)
    else:
        output = guide.text(f"decisions.cold_start.{found.verdict}")
    return _Row(output, found.why, ("estimated",) if decided or found.rests_on else ())


def _velocity_metrics(assessment: Assessment, findings: Findings, guide: Guide) -> _Row:
    basis, counts = _bases(assessment, strengths=False, durations=True)
    found = findings.velocity
    output = " ".join(
        (say_cycle_time(findings, guide), say_learning_rate(findings, guide), say_network(findings, guide))
    )
    extra = [rate.basis for rate in (found.learning_rate, found.network_effect) if rate.basis]
    return _Row(output, found.why, tuple(dict.fromkeys((*basis, *extra))), counts)


def say_cycle_time(findings: Findings, guide: Guide) -> str:
    """Return the cycle time in a sentence: the sum, the floor, or that it is missing."""
    found = findings.velocity
    if found.cycle_time is not None and found.turns_per_year is None:
        return guide.text("rules.R6.no_time")
    if found.cycle_time is not None:
        time, turns = say_turn(found.cycle_time, guide), guide.figure(found.turns_per_year or 0)
        known = guide.text("velocity.cycle.known", time=time, turns=turns)
        return f"{known} {skewed}" if (skewed := _say_skewed(findings, guide)) else known
    if found.floor is not None:
        return guide.text("velocity.cycle.floor", time=guide.duration_at_least(found.floor.total_seconds()))
    return guide.text("velocity.cycle.missing")


def _say_skewed(findings: Findings, guide: Guide) -> str:
    """Say where half of all draws of a turn lie above, if the ranges take that far beyond the cycle time."""
    found = findings.velocity
    if found.cycle_time is None or not findings.bottleneck.spread:
        return ""
    median = median_turn(findings.bottleneck.figures)
    if median < _SKEWED * found.cycle_time.total_seconds():
        return ""
    return guide.text("velocity.cycle.skewed", median=guide.duration_about(median))


def say_next_kind(loop: LoopKind, guide: Guide) -> str:
    """Return what a list of what is missing is for: the next kind of loop, or to know the present one."""
    if loop.next is None:
        return guide.text("report.investment.to_know")
    return guide.text("report.investment.next_kind", kind=guide.text(f"loops.{loop.next}.name"))


def say_halving(halving: Halving, guide: Guide) -> str:
    """Return in a sentence what halving a transition brings, and which is the slowest then."""
    same = halving.next_bottleneck == halving.transition
    return guide.text(
        f"report.investment.{'halving_same' if same else 'halving'}",
        arrow=guide.transition(halving.transition),
        before=say_turn(halving.before, guide),
        after=say_turn(halving.after, guide),
        next=guide.transition(halving.next_bottleneck),
    )


def say_learning_rate(findings: Findings, guide: Guide) -> str:
    """Return the learning rate in a sentence."""
    rate = findings.velocity.learning_rate
    said = guide.text(f"learning_curves.{rate.verdict}")
    return guide.text("velocity.learning.said", said=said) + _interval(rate, "velocity.learning", guide)


def say_network(findings: Findings, guide: Guide) -> str:
    """Return the network effect in a sentence."""
    rate = findings.velocity.network_effect
    if rate.value is None:
        shown = rate.verdict != "none_shown"
        return guide.text("velocity.network.missing" if shown else "velocity.network.effect.not_shown")
    way = "worse" if rate.value < 0 else "better" if rate.value > 0 else "none"
    high = rate.interval[1] if rate.interval else None
    if rate.verdict == "none_shown" and (high is None or high >= 0):
        way = "not_shown"  # which way it points is chance, as far as the data tell
    said = guide.text(f"velocity.network.effect.{way}", percent=guide.figure(abs(rate.value)))
    return said + _interval(rate, "velocity.network", guide)


def say_cost(findings: Findings, guide: Guide) -> str:
    """Return what a turn costs beside what it brings (R6), or nothing where one of them is not known."""
    found = findings.velocity
    if found.cost_per_turn is None or found.value_per_turn is None:
        return ""
    cost, value = (_amount(n, found.currency, guide) for n in (found.cost_per_turn, found.value_per_turn))
    return guide.text("velocity.cost.said", cost=cost, value=value)


def _amount(amount: float, currency: str | None, guide: Guide) -> str:
    said = guide.number(amount)
    return guide.text("velocity.cost.amount", amount=said, currency=currency) if currency else said


def _interval(rate: Rate, key: str, guide: Guide) -> str:
    if rate.interval is None or None in rate.interval:
        return ""
    low, high = (guide.figure(end or 0) for end in rate.interval)
    value = guide.figure(rate.value or 0)
    return " " + guide.text(f"{key}.interval", value=value, low=low, high=high)


_ROWS: dict[str, Callable[[Assessment, Findings, Guide], _Row]] = {
    "component_mapping": _component_mapping,
    "learning_type": _learning_type,
    "bottleneck": _bottleneck,
    "cold_start": _cold_start,
    "velocity_metrics": _velocity_metrics,
}
