"""What-if in words: the same rows for the page, the terminal and for machines."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flywheel_core.findings import Findings
from flywheel_core.guide import Guide
from flywheel_core.what_if.ladder import (
    Ladder,
    Saving,
    Turn,
    figures_of,
    is_measured,
    ladder,
    savings,
    turn_with,
)


@dataclass(frozen=True)
class WhatIf:
    """The present turn, the turn with some transitions scaled, the ladder, and what halving saves."""

    basis: str
    now: Turn
    then: Turn
    ladder: Ladder
    savings: tuple[Saving, ...]
    ranks_differ: bool

    def as_json(self) -> dict[str, Any]:
        """Return it for machines: durations in seconds, shares as fractions."""
        return asdict(self)


def what_if(findings: Findings, factors: Mapping[str, float] | None = None) -> WhatIf | None:
    """Return what the figures say; None where the cycle time is not known.

    `basis` is `measured` or `estimated`; `ranks_differ` says that the largest saving is not R3's bottleneck.
    """
    figures = figures_of(findings)
    now, then, climbed = turn_with(figures), turn_with(figures, factors), ladder(figures)
    if now is None or then is None or climbed is None:
        return None
    saved = savings(figures)
    differ = saved[0].transition != findings.bottleneck.verdict
    return WhatIf("measured" if is_measured(figures) else "estimated", now, then, climbed, saved, differ)


def say_turn(turn: Turn, guide: Guide) -> str:
    """Return a turn in a sentence: how long, within which range, how often a year, what is slowest."""
    spread = turn.high - turn.low > 1e-9 * turn.seconds
    return guide.text(
        "what_if.turn" if spread else "what_if.turn_without_range",
        time=guide.duration(turn.seconds),
        low=guide.duration(turn.low),
        high=guide.duration(turn.high),
        turns=guide.number(float(f"{turn.turns_per_year:.3g}")),
        slowest=guide.transition(turn.bottleneck),
    )


def ladder_table(found: WhatIf, guide: Guide) -> dict[str, list[str]]:
    """Return the ladder by column: what is halved, the turn after it, turns a year, the next bottleneck."""
    rows = [(guide.text("what_if.today"), found.ladder.start)]
    rows += [(guide.transition(rung.halved), rung.turn) for rung in found.ladder.rungs]
    return {
        guide.text("what_if.columns.halved"): [name for name, _ in rows],
        guide.text("what_if.columns.turn"): [guide.duration(turn.seconds) for _, turn in rows],
        guide.text("what_if.columns.turns"): [
            guide.number(float(f"{turn.turns_per_year:.3g}")) for _, turn in rows
        ],
        guide.text("what_if.columns.next"): [guide.transition(turn.bottleneck) for _, turn in rows],
    }


def savings_table(found: WhatIf, guide: Guide) -> dict[str, list[str]]:
    """Return what halving each transition saves by column, the largest first."""
    return {
        guide.text("what_if.columns.halved"): [guide.transition(s.transition) for s in found.savings],
        guide.text("what_if.columns.saves"): [guide.duration(s.seconds) for s in found.savings],
        guide.text("what_if.columns.share"): [_share(s, guide) for s in found.savings],
    }


def _share(saving: Saving, guide: Guide) -> str:
    percents = {
        name: guide.number(round(100 * getattr(saving, name), 1)) for name in ("share", "low", "high")
    }
    key = "what_if.share" if saving.high - saving.low > 1e-9 else "what_if.share_without_range"
    return guide.text(key, **percents)


def say_smallest(found: WhatIf, guide: Guide) -> str:
    """Say how little halving the quickest transition buys."""
    least = found.savings[-1]
    percent = guide.number(round(100 * least.share, 1))
    return guide.text("what_if.smallest", arrow=guide.transition(least.transition), percent=percent)
