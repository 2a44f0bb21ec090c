"""R3's figure of a transition: the one duration that all rules use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from flywheel_core.assessment import DurationRange
from flywheel_core.assessment.model import MeasuredDuration
from flywheel_core.findings.answers import Answers
from flywheel_core.guide import Guide
from flywheel_core.ranking import TIE_ORDER


@dataclass(frozen=True)
class Figure:
    """A transition's duration in seconds; infinite where nothing passes or the median is not reached."""

    transition: str
    seconds: float
    measured: bool
    estimate: DurationRange | None = None
    measurement: MeasuredDuration | None = None

    @property
    def unbounded(self) -> bool:
        """Whether it counts as longer than any duration."""
        return self.seconds == inf

    @property
    def derived(self) -> bool:
        """Whether nobody said it: it is the middle of a range."""
        return self.estimate is not None and self.estimate.derived

    def said(self, guide: Guide, limit: float | None = None) -> str:
        """Return it as a person says it, nothing where it is unbounded; `limit` as in `Guide.duration`."""
        if self.unbounded:
            return ""
        return guide.duration_about(self.seconds) if self.derived else guide.duration(self.seconds, limit)

    @property
    def duration(self) -> timedelta | None:
        """The figure as a duration; None where it is unbounded."""
        return None if self.unbounded else timedelta(seconds=self.seconds)


def figure(answers: Answers, transition: str) -> Figure | None:
    """Return R3's figure of a transition, or None if there is none.

    A measured median that was reached comes first; strength 0 or a median that was not reached counts as
    longer than any duration; else the likely estimate.
    """
    measured: MeasuredDuration | None = answers.get(f"transitions.{transition}.measured")
    reached = measured is not None and measured.median_reached is not False and measured.median is not None
    if measured is not None and measured.median is not None and reached:
        return Figure(transition, measured.median.total_seconds(), True, measurement=measured)
    if measured is not None and measured.median_reached is False:
        return Figure(transition, inf, True, measurement=measured)
    if answers.get(f"transitions.{transition}.strength") == 0:
        return Figure(transition, inf, False)
    estimate: DurationRange | None = answers.get(f"transitions.{transition}.duration")
    if estimate is None or estimate.figure is None:
        return None
    return Figure(transition, estimate.figure.total_seconds(), False, estimate=estimate)


def figures(answers: Answers) -> dict[str, Figure]:
    """Return the figures of the transitions that apply and have one, in the loop's order."""
    found = {t: figure(answers, t) for t in answers.applicable()}
    return {t: f for t, f in found.items() if f is not None}


def slowest_first(answers: Answers, times: Mapping[str, float]) -> list[str]:
    """Return transitions from the longest time on (R3): of equals the lower strength, then R2's order.

    An unanswered strength is no zero: it comes after the answered ones.
    """

    def place(transition: str) -> tuple[float, int, int]:
        strength = answers.get(f"transitions.{transition}.strength")
        return -times[transition], 5 if strength is None else strength, TIE_ORDER.index(transition)

    return sorted(times, key=place)
