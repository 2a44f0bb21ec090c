"""Compounding in words, and from what there is to measure it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flywheel_core.guide import SECONDS, Guide
from flywheel_core.what_if.compounding import Compounding, compounding

if TYPE_CHECKING:
    from flywheel_core.assessment import Assessment
    from flywheel_core.evidence.errors_of_quality import Better
    from flywheel_core.evidence.learning_curve import LearningRate
    from flywheel_core.evidence.series.reading import Series

WEEKS_OF_A_MONTH = SECONDS["month"] / SECONDS["week"]
#: The months of which the table shows the users.
SHOWN = (0, 6, 12, 18, 24)


def compounding_of(
    rate: "LearningRate | None",
    series: "Series | None",
    better: "Better | None",
    *,
    per_user: float | None,
    forgetting: float = 0.0,
    best: float | None = None,
) -> Compounding:
    """Return how growth compounds, from a learning rate and a series of users and quality as it was read."""
    from flywheel_core.evidence.network_effect import pull_of_quality
    from flywheel_core.evidence.refusal import Refused

    pull, users = None, None
    way = better or (None if series is None else series.better)
    if series is not None and series.refused is None and way is not None:
        try:
            pull = pull_of_quality(series.numbers["users"], series.numbers["quality"], way, best=best)
            users = float(series.numbers["users"][-1])
        except Refused:
            pull = None
    days = None if series is None or series.periods is None else series.periods.days
    found = compounding(
        rate, pull, users=users, days_of_a_period=days, per_user=per_user, forgetting=forgetting
    )
    # What was given and can't be used is not missing.
    return (
        replace(found, reason="series_unused")
        if series is not None and found.reason == "no_series"
        else found
    )


def points_per_user(assessment: "Assessment", series: "Series | None") -> float | None:
    """Return how many meaningful points a user adds in a month by the answers, None where they don't say."""
    week = assessment.cold_start.meaningful_points_per_week
    if not week or series is None or not series.numbers["users"][-1] > 0:
        return None
    return float(week) * WEEKS_OF_A_MONTH / float(series.numbers["users"][-1])


def why_compounding(found: Compounding, guide: Guide) -> str:
    """Return the verdict in one sentence made from the figures."""
    low, high = found.eta_interval or (None, None)
    return guide.text(
        f"what_if.compounding.{found.reason}",
        growth=guide.percent(found.growth),
        growth_now=guide.percent(found.growth_now),
        gain=guide.figure(found.loop_gain),
        low=guide.figure(low),
        high=guide.figure(high),
    )


def growth_table(found: Compounding, guide: Guide) -> dict[str, list[str]]:
    """Return the users of some months by column; without the loop alone where it is not demonstrated."""
    if not found.without:
        return {}
    columns = {
        "month": [guide.number(month) for month in SHOWN],
        "without": [guide.figure(found.without[month]) for month in SHOWN],
    }
    if found.middle:
        columns["with"] = [guide.figure(found.middle[month]) for month in SHOWN]
        columns["band"] = [
            guide.text(
                "evidence.interval",
                low=guide.figure(found.low[month]),
                high=guide.figure(found.high[month]),
            )
            for month in SHOWN
        ]
    return {guide.text(f"what_if.compounding.{name}"): cells for name, cells in columns.items()}
