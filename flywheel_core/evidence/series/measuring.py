"""Learning rate and network effect of a small table: METHODS (b) and (c) from end to end."""

from collections.abc import Mapping

from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.errors_of_quality import Better
from flywheel_core.evidence.learning_curve import LearningRate, learning_rate
from flywheel_core.evidence.network_effect import NetworkEffect, network_effect, network_effect_of_ablation
from flywheel_core.evidence.series.reading import Series, read_series
from flywheel_core.evidence.tables.opened import OpenTable

_SECONDS_OF_A_DAY = 86_400.0


def measure_learning(
    table: OpenTable,
    said: Mapping[str, str] | None = None,
    *,
    better: Better | None = None,
    best: float | None = None,
    worthwhile: float | None = None,
    price: float | None = None,
    only: Mapping[str, str] | None = None,
) -> tuple[Series, LearningRate]:
    """Return how a table of training runs was read, and its learning rate.

    `said` names columns by role (`volume`, `quality`). Raises EvidenceError where the table can't be used.
    """
    series = read_series(table, "learning", said or {}, only)
    found = learning_rate(
        series.numbers["volume"],
        series.numbers["quality"],
        _better(series, better),
        best=best,
        worthwhile=worthwhile,
        price=price,
    )
    return series, found


def measure_network(
    table: OpenTable,
    said: Mapping[str, str] | None = None,
    *,
    ablation: bool = False,
    better: Better | None = None,
    best: float | None = None,
    lag: int | None = None,
    cycle_seconds: float | None = None,
    only: Mapping[str, str] | None = None,
) -> tuple[Series, NetworkEffect]:
    """Return how a series, or an ablation table, was read, and its network effect.

    `said` names columns by role (`period`, `users`, `quality`; `share`, `quality`). The lag is as given, else
    the cycle time in periods, else 0. Raises EvidenceError where the table can't be used.
    """
    series = read_series(table, "ablation" if ablation else "network", said or {}, only)
    way = _better(series, better)
    quality = series.numbers["quality"]
    if ablation:
        return series, network_effect_of_ablation(series.numbers["share"], quality, way, best=best)
    if series.refused is not None:
        refused = series.refused
        return series, NetworkEffect("refused", refused.reason, refused.values, len(quality), lag or 0)
    k = lag if lag is not None else lag_of(series, cycle_seconds)
    return series, network_effect(series.numbers["users"], quality, way, lag=k, best=best)


def lag_of(series: Series, cycle_seconds: float | None) -> int:
    """Return the cycle time in whole periods of a series, 0 where either is not known."""
    days = None if series.periods is None else series.periods.days
    if days is None or cycle_seconds is None:
        return 0
    return round(cycle_seconds / _SECONDS_OF_A_DAY / days)


def _better(series: Series, given: Better | None) -> Better:
    better = given or series.better
    if better is None:
        raise refusal("better_unknown", name=series.columns["quality"])
    return better
