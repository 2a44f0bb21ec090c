"""The ring of an assessment: its answers and findings put into the view model. Nothing is decided here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import inf

from flywheel_core.assessment import COMPONENTS, TRANSITIONS, Assessment
from flywheel_core.charts.ring import (
    EQUAL_SPAN,
    NARROWEST_SPAN,
    Ring,
    RingArrow,
    RingNode,
    RingWords,
    assemble_ring,
)
from flywheel_core.findings import Figure, Findings
from flywheel_core.guide import Guide


def ring_of(
    assessment: Assessment,
    findings: Findings,
    guide: Guide,
    spread: Mapping[str, tuple[int, int]] | None = None,
) -> Ring:
    """Return what the ring shows: the answers, R1 in the centre, and the marks of R2, R3 and R7.

    `spread` is, where people voted, the lowest and the highest strength that anybody gave to a transition.
    """
    loop = f"loops.{findings.loop.named}"
    words = RingWords(
        weakest=guide.text(f"ring.word.weakest.{findings.weakest_connection.standing}"),
        bottleneck=guide.text(f"ring.word.bottleneck.{findings.bottleneck.call}"),
        drag=guide.text("ring.word.drag"),
        not_applicable=guide.text("ring.word.not_applicable"),
        equally_weak=guide.text("ring.word.equally_weak"),
    )
    spans = spans_of(findings.bottleneck.figures)
    return assemble_ring(
        (_node(component, assessment, findings, guide) for component in COMPONENTS),
        (
            _with_votes(
                replace(_arrow(transition, assessment, findings, guide), span=spans[transition]),
                (spread or {}).get(transition),
                guide,
            )
            for transition in TRANSITIONS
        ),
        (guide.text(f"{loop}.name"), guide.text(f"{loop}.short")),
        guide,
        words,
    )


def spans_of(figures: Iterable[Figure]) -> dict[str, float]:
    """Return the degrees of each arrow: measured ones follow their time, where there are two to compare.

    Each takes at least 40°; what is left of their part of the circle is shared in proportion to the square
    root of their times, so that a day and a month both find room. A median that is not reached counts twice
    the longest that is. What is not measured keeps its fifth.
    """
    measured = {figure.transition: figure.seconds for figure in figures if figure.measured}
    longest = max((seconds for seconds in measured.values() if seconds < inf), default=0.0)
    if len(measured) < 2 or not longest:
        return dict.fromkeys(TRANSITIONS, EQUAL_SPAN)
    roots = {t: min(seconds, 2 * longest) ** 0.5 for t, seconds in measured.items()}
    left = (EQUAL_SPAN - NARROWEST_SPAN) * len(measured)
    whole = sum(roots.values())
    follow = {t: NARROWEST_SPAN + left * root / whole for t, root in roots.items()}
    return {t: follow.get(t, EQUAL_SPAN) for t in TRANSITIONS}


def _node(component: str, assessment: Assessment, findings: Findings, guide: Guide) -> RingNode:
    answer = getattr(assessment.components, component)
    absent = answer.not_applicable is not None
    if answer.level is not None:
        drawn = says = guide.text("ring.word.rating", n=answer.level)
    else:
        drawn = guide.text("ring.word.not_applicable" if absent else "ring.word.open")
        says = guide.text("answers.not_applicable" if absent else "answers.not_answered")
    return RingNode(
        component=component,
        label=guide.component(component),
        level=answer.level,
        level_text=drawn,
        says=says,
        not_applicable=absent,
        drag=_drag(component, findings),
    )


def _arrow(transition: str, assessment: Assessment, findings: Findings, guide: Guide) -> RingArrow:
    answer = getattr(assessment.transitions, transition)
    return RingArrow(
        transition=transition,
        label=guide.transition(transition),
        strength=answer.strength,
        says=_strength(answer.strength, answer.not_applicable is not None, guide),
        time_text=_time(transition, answer.strength, findings, guide),
        not_applicable=answer.not_applicable is not None,
        weakest=findings.weakest_connection.verdict == transition,
        equally_weak=transition in findings.weakest_connection.tied_with,
        bottleneck=findings.bottleneck.verdict == transition,
        drag=_drag(transition, findings),
    )


def _strength(strength: int | None, absent: bool, guide: Guide) -> str:
    if strength is None:
        return guide.text("answers.not_applicable" if absent else "answers.not_answered")
    rating = guide.text("ring.word.rating", n=strength)
    return guide.text("ring.alt.strength", rating=rating, says=guide.lines("strengths.short")[strength])


def _time(transition: str, strength: int | None, findings: Findings, guide: Guide) -> str:
    """Return R3's figure in words; nothing where there is none."""
    known: dict[str, Figure] = {figure.transition: figure for figure in findings.bottleneck.figures}
    figure = known.get(transition)
    if figure is not None and figure.duration is not None:
        return figure.said(guide)
    if strength == 0:
        return guide.text("ring.word.nothing_passes")
    return guide.text("ring.word.not_reached") if figure is not None else ""


def _with_votes(arrow: RingArrow, votes: tuple[int, int] | None, guide: Guide) -> RingArrow:
    """The arrow with the words for how far the votes on it lie apart; as it is where nobody voted."""
    if votes is None:
        return arrow
    low, high = votes
    key = "agree" if low == high else "differ"
    return replace(
        arrow,
        spread_text=guide.text(f"ring.votes.{key}.drawn", low=low, high=high),
        spread_says=guide.text(f"ring.votes.{key}.says", low=low, high=high),
    )


def _drag(part: str, findings: Findings) -> str:
    return "; ".join(found.cause for found in findings.drag if found.points_at == part)
