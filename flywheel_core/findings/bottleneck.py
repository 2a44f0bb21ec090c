"""R3: the bottleneck, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.draws import has_spread, shares
from flywheel_core.findings.figures import Figure, figures, slowest_first
from flywheel_core.ranking import BAR_ESTIMATED, BAR_MEASURED


@dataclass(frozen=True, kw_only=True)
class Bottleneck(Finding):
    """R3's finding.

    `call` is `unknown`, `partial`, `too_close_to_call` or `named`; `shares` are fractions of the draws in
    which a transition is the longest; `bar` is the share that names one; `open` have no figure yet.
    """

    call: str
    figures: tuple[Figure, ...] = ()
    shares: Mapping[str, float] | None = None
    bar: float = BAR_ESTIMATED
    spread: bool = False
    open: tuple[str, ...] = ()
    #: The transitions that have a figure, in the order in which equal ones are ranked.
    ties: tuple[str, ...] = ()


def bottleneck(answers: Answers) -> Bottleneck:
    """Return the slowest transition (R3); `unknown` with fewer than two figures."""
    known = figures(answers)
    missing = tuple(t for t in answers.applicable() if t not in known)
    ties = tuple(slowest_first(answers, dict.fromkeys(known, 0.0)))
    if len(known) < 2:
        why = answers.guide.many("rules.R3.unknown", len(known))
        return Bottleneck(
            rule="R3",
            verdict="unknown",
            why=why,
            call="unknown",
            figures=tuple(known.values()),
            open=missing,
            ties=ties,
        )
    ranked = [known[t] for t in slowest_first(answers, {t: f.seconds for t, f in known.items()})]
    spread = any(has_spread(f) for f in known.values())
    found = shares(known)
    bar = BAR_MEASURED if ranked[0].measured and ranked[1].measured else BAR_ESTIMATED
    call = _call(ranked, found, bar, missing)
    return Bottleneck(
        rule="R3",
        verdict=ranked[0].transition,
        why=_why(answers, call, ranked, found, bar, spread, missing),
        call=call,
        figures=tuple(known.values()),
        shares=found,
        bar=bar,
        spread=spread,
        open=missing,
        ties=ties,
    )


def _call(ranked: list[Figure], found: Mapping[str, float], bar: float, missing: tuple[str, ...]) -> str:
    if missing:
        return "partial"
    equal = ranked[0].seconds == ranked[1].seconds
    return "too_close_to_call" if equal or found[ranked[0].transition] < bar else "named"


def _why(
    answers: Answers,
    call: str,
    ranked: list[Figure],
    found: Mapping[str, float],
    bar: float,
    spread: bool,
    missing: tuple[str, ...],
) -> str:
    guide = answers.guide
    first, second = ranked[0], ranked[1]
    key = ("unreached" if first.measured else "unbounded") if first.unbounded else call
    if first.unbounded and second.unbounded:
        key = "both_unbounded"
    elif first.seconds == second.seconds:
        key = "equal"
    elif key == "named" and not spread:
        key = "named_without_spread"
    why = answers.text(
        f"R3.{key}",
        arrow=guide.transition(first.transition),
        other=guide.transition(second.transition),
        time=first.said(guide),
        other_time=second.said(guide),
        share=guide.of_hundred(found[first.transition], bar),
    )
    if call == "partial":
        why += " " + answers.text("R3.still_open", arrows=guide.join([guide.transition(t) for t in missing]))
    elif not spread and not first.unbounded:
        why += " " + answers.text("R3.no_spread")
    elif certain := [f for f in ranked if not f.unbounded and not has_spread(f)]:
        names = guide.join([guide.transition(f.transition) for f in certain])
        why += " " + answers.text("R3.some_without_spread", arrows=names)
    return why
