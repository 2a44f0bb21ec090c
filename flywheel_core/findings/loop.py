"""R1: what kind of loop it is, and what is missing for the next kind."""

from dataclasses import dataclass

from flywheel_core.assessment import CLOSING
from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.learning import learning_type
from flywheel_core.findings.velocity import LONGEST_CYCLE, cycle_time

NEXT_KIND = {"broken": "pipeline", "pipeline": "feedback_loop", "feedback_loop": "flywheel"}
_LAST_IMPROVEMENT = "components.feedback.last_improvement"


@dataclass(frozen=True)
class Missing:
    """One thing that the next kind needs, and the answer that it hangs on."""

    path: str
    what: str


@dataclass(frozen=True, kw_only=True)
class LoopKind(Finding):
    """R1's finding, with the next kind (None for a flywheel) and what is missing for it."""

    next: str | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def named(self) -> str:
        """The verdict, with `too_few` for what stays unknown whatever is answered."""
        return "too_few" if self.verdict == "unknown" and not self.missing else self.verdict


def loop_kind(answers: Answers) -> LoopKind:
    """Return `unknown`, `broken`, `pipeline`, `flywheel` or `feedback_loop` (R1, tested in its order)."""
    applicable, strengths = answers.applicable(), answers.strengths()
    if len(applicable) < 3:
        return _found(answers, "unknown", "too_few", ())
    stopped = [t for t in applicable if t != CLOSING and strengths.get(t) == 0]
    if stopped:
        names = answers.guide.join([answers.guide.transition(t) for t in stopped])
        return _found(
            answers, "broken", "broken", [_arrow(answers, t, "passes") for t in stopped], arrows=names
        )
    asked = answers.get("components.feedback.not_applicable") is None
    last = answers.get(_LAST_IMPROVEMENT) if asked else None
    open_answers = [_arrow(answers, t, "open") for t in applicable if t not in strengths]
    if last is None and asked:
        open_answers.append(Missing(_LAST_IMPROVEMENT, answers.text("R1.missing.last_open")))
    if open_answers:
        return _found(answers, "unknown", "open", open_answers, n=len(open_answers))
    return _closed_or_not(answers, applicable, strengths, last)


def _closed_or_not(
    answers: Answers, applicable: tuple[str, ...], strengths: dict[str, int], last: str | None
) -> LoopKind:
    gaps = []
    if CLOSING not in applicable or strengths[CLOSING] == 0:
        gaps.append(_arrow(answers, CLOSING, "closes"))
    if last == "not_measured":
        gaps.append(Missing(_LAST_IMPROVEMENT, answers.text("R1.missing.last_measured")))
    if gaps:
        reason = "pipeline_unmeasured" if gaps[0].path == _LAST_IMPROVEMENT else "pipeline_open"
        if CLOSING not in applicable:
            reason = "pipeline_without_way_back"
        return _found(answers, "pipeline", reason, gaps)
    gaps = _short_of_flywheel(answers, strengths, last)
    if gaps:
        return _found(answers, "feedback_loop", "feedback_loop", gaps)
    return _found(answers, "flywheel", "flywheel", ())


def _short_of_flywheel(answers: Answers, strengths: dict[str, int], last: str | None) -> list[Missing]:
    gaps = [_arrow(answers, t, "automatic") for t, strength in strengths.items() if strength < 4]
    if last != "data_rose":
        gaps.append(Missing(_LAST_IMPROVEMENT, answers.text("R1.missing.data_rose")))
    if answers.use(learning_type).verdict != "network":
        gaps.append(Missing("learning.others_notice_deletion", answers.text("R1.missing.network")))
    cycle, _ = cycle_time(answers)
    if cycle is None:
        gaps.append(Missing("transitions", answers.text("R1.missing.cycle_open")))
    elif cycle > LONGEST_CYCLE:
        time = answers.guide.duration(cycle.total_seconds(), LONGEST_CYCLE.total_seconds())
        gaps.append(Missing("transitions", answers.text("R1.missing.cycle_long", time=time)))
    return gaps


def _arrow(answers: Answers, transition: str, need: str) -> Missing:
    what = answers.text(f"R1.missing.{need}", arrow=answers.guide.transition(transition))
    return Missing(f"transitions.{transition}.strength", what)


def _found(
    answers: Answers, verdict: str, reason: str, missing: list[Missing] | tuple[()], **values: object
) -> LoopKind:
    n = values.get("n")
    why = (
        answers.guide.many(f"rules.R1.{reason}", n)
        if isinstance(n, int)
        else answers.text(f"R1.{reason}", **values)
    )
    return LoopKind(rule="R1", verdict=verdict, why=why, next=NEXT_KIND.get(verdict), missing=tuple(missing))
