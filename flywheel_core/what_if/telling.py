"""What-if in words: the same rows for the page, the terminal and for machines."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.findings import Findings
from flywheel_core.findings import say_turn as say_cycle
from flywheel_core.guide import Guide
from flywheel_core.what_if.ladder import (
    Basis,
    Ladder,
    Saving,
    Turn,
    basis_of,
    figures_of,
    ladder,
    savings,
    turn_with,
)

#: The least that is not said to be nothing.
_NOTHING = 1e-9


@dataclass(frozen=True)
class WhatIf:
    """The present turn, the turn with some transitions scaled, the ladder, and what halving saves.

    `bottleneck` is R3's, None where it names none; `ranks_differ` says that halving another transition saves
    more. `items` is how many whole items of a log it rests on, None without a log.
    """

    basis: Basis
    now: Turn
    then: Turn
    ladder: Ladder
    savings: tuple[Saving, ...]
    bottleneck: str | None
    items: int | None = None

    @property
    def ranks_differ(self) -> bool:
        """Whether the largest saving is another than the bottleneck's."""
        return self.bottleneck is not None and self.savings[0].transition != self.bottleneck

    def as_json(self) -> dict[str, Any]:
        """Return it for machines: durations in seconds, shares as fractions."""
        return {**asdict(self), "ranks_differ": self.ranks_differ}


def say_missing(findings: Findings, guide: Guide) -> str:
    """Return why the answers say nothing of a quicker turn: durations are missing, or too little passes."""
    stopped = guide.join([guide.transition(t) for t in findings.velocity.stopped])
    return guide.text("what_if.stopped", arrows=stopped) if stopped else guide.text("what_if.missing")


def what_if(findings: Findings, factors: Mapping[str, float] | None = None) -> WhatIf | None:
    """Return what the answers' figures say; None where the cycle time is not known."""
    figures = figures_of(findings)
    ties = findings.bottleneck.ties
    now, then = turn_with(figures, ties=ties), turn_with(figures, factors, ties)
    climbed = ladder(figures, ties=ties)
    if now is None or then is None or climbed is None:
        return None
    verdict = findings.bottleneck.verdict
    named = None if verdict == "unknown" else verdict
    return WhatIf(basis_of(figures), now, then, climbed, savings(figures, ties), named)


class LogWhatIf:
    """What a log says: what holds for every slider is worked out once."""

    def __init__(self, result: TransitionTimes) -> None:
        """Take the whole items of a measured log; nothing is drawn yet."""
        from flywheel_core.what_if import whole_items as log

        self._bottleneck = result.bottleneck.transition
        self.items = log.whole_items(result)
        self._ladder = None if self.items is None else log.ladder_of_log(self.items)
        self._savings = () if self.items is None else log.savings_of_log(self.items)

    @property
    def transitions(self) -> tuple[str, ...]:
        """The transitions that whole items of the log show, in the loop's order."""
        return () if self.items is None else tuple(self.items.parts)

    @property
    def seconds(self) -> dict[str, float | None]:
        """How long each of them takes today: its own median, None where that is not reached."""
        return {} if self.items is None else self.items.medians

    def what_if(self, factors: Mapping[str, float] | None = None) -> WhatIf | None:
        """Return what the log says; None where it has no whole items, or most are still on their way."""
        if self.items is None or self._ladder is None or not self._savings:
            return None
        scaled = {t: factor for t, factor in (factors or {}).items() if factor != 1.0}
        then = self._ladder.start if not scaled else self.items.turns((scaled,))[0]
        if then is None:
            return None
        start, count = self._ladder.start, self.items.count
        return WhatIf("log", start, then, self._ladder, self._savings, self._bottleneck, count)


def say_turn(turn: Turn, guide: Guide) -> str:
    """Return a turn in a sentence: how long, within which range, how often a year, what is slowest."""
    time, low, high = _how_long(turn, guide), guide.duration(turn.low), guide.duration(turn.high)
    spread = turn.high - turn.low > _NOTHING * turn.seconds and (low, high) != (time, time)
    return guide.text(
        "what_if.turn" if spread else "what_if.turn_without_range",
        time=time,
        low=low,
        high=high,
        turns=guide.figure(turn.turns_per_year),
        slowest=guide.transition(turn.bottleneck),
    )


def _how_long(turn: Turn, guide: Guide) -> str:
    """Return how long a turn takes, as R6 says it: rounded into no other class."""
    return say_cycle(timedelta(seconds=turn.seconds), guide)


def say_basis(found: WhatIf, guide: Guide) -> str:
    """Say what it rests on: a log's whole items, measured durations, estimates, or some of each."""
    items = "" if found.items is None else guide.number(found.items)
    return guide.text(f"what_if.basis_{found.basis}", items=items)


def ladder_table(found: WhatIf, guide: Guide) -> dict[str, list[str]]:
    """Return the ladder by column: what is halved, the turn after it, turns a year, the next bottleneck."""
    rows = [(guide.text("what_if.today"), found.ladder.start)]
    rows += [(guide.transition(rung.halved), rung.turn) for rung in found.ladder.rungs]
    return {
        guide.text("what_if.columns.halved"): [name for name, _ in rows],
        guide.text("what_if.columns.turn"): [_how_long(turn, guide) for _, turn in rows],
        guide.text("what_if.columns.turns"): [guide.figure(turn.turns_per_year) for _, turn in rows],
        guide.text("what_if.columns.next"): [guide.transition(turn.bottleneck) for _, turn in rows],
    }


def savings_table(found: WhatIf, guide: Guide) -> dict[str, list[str]]:
    """Return what halving each transition saves by column, the largest first."""
    return {
        guide.text("what_if.columns.halved"): [guide.transition(s.transition) for s in found.savings],
        guide.text("what_if.columns.saves"): [guide.duration(s.seconds) for s in found.savings],
        guide.text("what_if.columns.share"): [_share(s, guide) for s in found.savings],
    }


def say_savings(found: WhatIf, guide: Guide) -> Iterator[str]:
    """Yield how little halving the least promising buys, and both where R3 names another than the savings."""
    least = found.savings[-1]
    percent = guide.number(round(100 * least.share, 1))
    yield guide.text("what_if.smallest", arrow=guide.transition(least.transition), percent=percent)
    if found.ranks_differ and found.bottleneck is not None:
        yield guide.text(
            "what_if.ranks_differ" if _has(found, found.bottleneck) else "what_if.bottleneck_not_in_items",
            arrow=guide.transition(found.savings[0].transition),
            slowest=guide.transition(found.bottleneck),
        )


def _has(found: WhatIf, transition: str) -> bool:
    return any(saving.transition == transition for saving in found.savings)


def _share(saving: Saving, guide: Guide) -> str:
    percents = {
        name: guide.number(round(100 * getattr(saving, name), 1)) for name in ("share", "low", "high")
    }
    key = "what_if.share" if saving.high - saving.low > _NOTHING else "what_if.share_without_range"
    return guide.text(key, **percents)
