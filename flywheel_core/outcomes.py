"""The guide's five outcomes: which are reached, and what each of the others still lacks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flywheel_core.assessment import CLOSING, COMPONENTS, TRANSITIONS, Assessment
from flywheel_core.findings import Findings
from flywheel_core.guide import Guide


@dataclass(frozen=True)
class Outcome:
    """One of the five outcomes; `lacks` is empty where it is reached."""

    id: str
    name: str
    reached: bool
    lacks: str


def outcomes_of(assessment: Assessment, findings: Findings, guide: Guide) -> tuple[Outcome, ...]:
    """Return the five outcomes in the guide's order; they stand on the findings."""
    return tuple(_outcome(outcome, assessment, findings, guide) for outcome in OUTCOMES)


def _outcome(outcome: str, assessment: Assessment, findings: Findings, guide: Guide) -> Outcome:
    lacks = " ".join(_LACKING[outcome](assessment, findings, guide))
    return Outcome(outcome, guide.text(f"outcomes.{outcome}.name"), not lacks, lacks)


def _connected_components(assessment: Assessment, findings: Findings, guide: Guide) -> Iterator[str]:
    words = "outcomes.connected_components"
    if without_level := findings.weakest_component.open:
        yield guide.text(f"{words}.levels_open", components=_components(without_level, guide))
    yield from _strengths_open(words, findings, guide)
    yield from _nothing_passes(words, assessment, guide)
    if getattr(assessment.transitions, CLOSING).not_applicable is not None:
        yield guide.text(f"{words}.not_closed")


def _nothing_passes(words: str, assessment: Assessment, guide: Guide) -> Iterator[str]:
    """Yield where nothing passes: a target says what is wanted there, and connects nothing yet."""
    stopped = [t for t in TRANSITIONS if getattr(assessment.transitions, t).strength == 0]
    targets = {t: getattr(assessment.transitions, t).target for t in stopped}
    planned = {t: target.strength for t, target in targets.items() if target and target.strength}
    if unplanned := [t for t in stopped if t not in planned]:
        yield guide.text(f"{words}.nothing_passes", arrows=_arrows(unplanned, guide))
    for transition, strength in planned.items():
        target = guide.lines("strengths.short")[strength]
        yield guide.text(f"{words}.nothing_passes_yet", arrow=guide.transition(transition), target=target)


def _strengths_open(words: str, findings: Findings, guide: Guide) -> Iterator[str]:
    if unanswered := findings.weakest_connection.open:
        yield guide.text(f"{words}.strengths_open", arrows=_arrows(unanswered, guide))


def _components(components: Sequence[str], guide: Guide) -> str:
    if len(components) == len(COMPONENTS):
        return guide.text("outcomes.all_components")
    return guide.join(guide.component(c) for c in components)


def _arrows(transitions: Sequence[str], guide: Guide) -> str:
    if len(transitions) == len(TRANSITIONS):
        return guide.text("outcomes.all_arrows")
    return guide.join(guide.transition(t) for t in transitions)


def _located_break(assessment: Assessment, findings: Findings, guide: Guide) -> Iterator[str]:
    del assessment
    words, slowest = "outcomes.located_break", findings.bottleneck
    if findings.weakest_connection.strength == 0:
        return  # it breaks where nothing passes, whatever the others are and take
    yield from _strengths_open(words, findings, guide)
    if slowest.open:
        yield guide.text(f"{words}.durations_open", arrows=_arrows(slowest.open, guide))
    elif slowest.verdict == "unknown":
        yield guide.text(f"{words}.too_few")


def _cold_start_strategy(assessment: Assessment, findings: Findings, guide: Guide) -> Iterator[str]:
    words, found = "outcomes.cold_start_strategy", findings.cold_start
    decided = assessment.cold_start.decision
    if decided is not None:
        if not found.decision_fits:
            key = "fit_unknown" if found.decision_fits is None else "does_not_fit"
            yield guide.text(f"{words}.{key}", strategy=guide.text(f"strategies.{decided}.name"))
    elif found.verdict == "fits":
        names = [guide.text(f"strategies.{s.id}.name") for s in found.strategies if s.fits]
        yield guide.text(f"{words}.undecided", strategies=guide.join(names))
    elif found.verdict != "not_needed":
        yield guide.text(f"{words}.{found.verdict}")


def _velocity_metrics(assessment: Assessment, findings: Findings, guide: Guide) -> Iterator[str]:
    del assessment
    words, found = "outcomes.velocity_metrics", findings.velocity
    if found.stopped:
        yield guide.text(f"{words}.stopped", arrows=_arrows(found.stopped, guide))
    elif found.cycle_time is None:
        yield guide.text(f"{words}.cycle_time")
    if found.learning_rate.verdict in _UNKNOWN:
        yield guide.text(f"{words}.learning_rate")
    if found.network_effect.verdict in _UNKNOWN:
        yield guide.text(f"{words}.network_effect")


_UNKNOWN = ("unknown", "unsure", "refused", "cannot_tell")


def _compounding_foundation(assessment: Assessment, findings: Findings, guide: Guide) -> Iterator[str]:
    del assessment
    words, learning, loop = "outcomes.compounding_foundation", findings.learning_type, findings.loop
    if learning.verdict != "network":
        key = "learning_unknown" if learning.verdict == "unknown" else "not_network"
        yield guide.text(f"{words}.{key}")
    if loop.verdict not in ("feedback_loop", "flywheel"):
        yield guide.text(f"{words}.{'loop_unknown' if loop.verdict == 'unknown' else 'loop_open'}")


_LACKING: dict[str, Callable[[Assessment, Findings, Guide], Iterator[str]]] = {
    "connected_components": _connected_components,
    "located_break": _located_break,
    "cold_start_strategy": _cold_start_strategy,
    "velocity_metrics": _velocity_metrics,
    "compounding_foundation": _compounding_foundation,
}

#: The ids of the five outcomes, in the guide's order.
OUTCOMES = tuple(_LACKING)
