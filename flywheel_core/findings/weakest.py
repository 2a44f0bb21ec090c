"""R2: the weakest connection, and the weakest component beside it."""

from dataclasses import dataclass

from flywheel_core.assessment import COMPONENTS
from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.figures import figures
from flywheel_core.ranking import TIE_ORDER


@dataclass(frozen=True, kw_only=True)
class Weakest(Finding):
    """R2's finding: `strength` of the verdict (0 to 4), what it tied with, and what is still open."""

    strength: int | None = None
    tied_with: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """How it stands among the others: `alone` or `tied`, with `_so_far` while some are open."""
        return _standing(self.tied_with, self.open)


@dataclass(frozen=True, kw_only=True)
class WeakestComponent(Finding):
    """The component of the lowest level (0 to 4), beside the weakest connection."""

    level: int | None = None
    tied_with: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def weakest_connection(answers: Answers) -> Weakest:
    """Return the transition of the lowest strength (R2); `unknown` only if no strength is answered."""
    strengths = answers.strengths()
    unanswered = tuple(t for t in answers.applicable() if t not in strengths)
    if not strengths:
        why = answers.text("R2.unknown" if unanswered else "R2.none_applies")
        return Weakest(rule="R2", verdict="unknown", why=why, open=unanswered)
    lowest = min(strengths.values())
    tied = [t for t in strengths if strengths[t] == lowest]
    verdict = tied[0] if len(tied) == 1 else _of_equals(answers, tied)
    others = tuple(t for t in tied if t != verdict)
    return Weakest(
        rule="R2",
        verdict=verdict,
        why=_why(answers, verdict, others, unanswered, only=len(strengths) == 1),
        strength=lowest,
        tied_with=others,
        open=unanswered,
    )


def _of_equals(answers: Answers, tied: list[str]) -> str:
    """The longest of equally weak connections where all durations are known, else the usual break."""
    known = figures(answers)
    timed = len(known) == len(answers.applicable())
    return min(tied, key=lambda t: (-known[t].seconds if timed else 0, TIE_ORDER.index(t)))


def _standing(others: tuple[str, ...], unanswered: tuple[str, ...]) -> str:
    return ("tied" if others else "alone") + ("_so_far" if unanswered else "")


def _why(
    answers: Answers, verdict: str, others: tuple[str, ...], unanswered: tuple[str, ...], *, only: bool
) -> str:
    guide = answers.guide
    strength = answers.get(f"transitions.{verdict}.strength")
    why = answers.text(
        f"R2.{'only' if only and unanswered else _standing(others, unanswered)}",
        arrow=guide.transition(verdict),
        says=guide.lines("strengths.short")[strength],
        others=guide.join([guide.transition(t) for t in others]),
    )
    return f"{why} {guide.many('rules.R2.open', len(unanswered))}" if unanswered else why


def weakest_component(answers: Answers) -> WeakestComponent:
    """Return the component of the lowest level, the loop's order deciding between equals (R2)."""
    found = {c: answers.get(f"components.{c}.level") for c in COMPONENTS}
    levels = {c: level for c, level in found.items() if level is not None}
    unanswered = tuple(
        c for c in COMPONENTS if c not in levels and answers.get(f"components.{c}.not_applicable") is None
    )
    if not levels:
        why = answers.text("R2.component_unknown")
        return WeakestComponent(rule="R2", verdict="unknown", why=why, open=unanswered)
    verdict = min(levels, key=lambda c: levels[c])
    tied = tuple(c for c, level in levels.items() if level == levels[verdict] and c != verdict)
    standing = "only" if len(levels) == 1 and unanswered else _standing(tied, unanswered)
    why = answers.text(
        f"R2.component.{standing}",
        component=answers.guide.component(verdict),
        others=answers.guide.join([answers.guide.component(c) for c in tied]),
        level=levels[verdict],
        says=answers.guide.lines(f"components.{verdict}.levels")[levels[verdict]],
    )
    return WeakestComponent(
        rule="R2", verdict=verdict, why=why, level=levels[verdict], tied_with=tied, open=unanswered
    )
