"""Taking a learning rate or a network effect over into an assessment (SPEC §2, `measured`)."""

from typing import Any

from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.tables.opened import Source


def measured_learning(found: LearningRate, source: Source) -> dict[str, Any]:
    """Return the value at `velocity.learning_curve.measured`, with where it comes from."""
    value = {
        "verdict": found.verdict,
        "gain_of_doubling": found.gain_of_doubling,
        "gain_interval": None if found.gain_interval is None else list(found.gain_interval),
        "worthwhile": found.worthwhile,
        "source": source.as_json(),
    }
    return {key: part for key, part in value.items() if part is not None}


def measured_network(found: NetworkEffect, source: Source) -> dict[str, Any]:
    """Return the value at `velocity.network_effect.measured`, with where it comes from.

    Its effects are fractions. Those of an ablation are in units of the error: where that is no share of 1,
    they are related to the error with all users.
    """
    scale = 1.0
    if found.from_ablation and found.error and max(found.error) > 1 and found.error_now:
        scale = 1 / found.error_now
    effect, detectable = found.effect_of_10_percent_users, found.detectable_effect
    value = {
        "verdict": found.verdict,
        "effect_of_10_percent_users": None if effect is None else scale * effect,
        "interval": None if found.interval is None else [scale * end for end in found.interval],
        "detectable_effect": detectable,
        "periods": found.periods,
        "lag": None if found.from_ablation else found.lag,
        "source": source.as_json(),
    }
    return {key: part for key, part in value.items() if part is not None}
