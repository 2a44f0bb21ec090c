"""The ids that code, answers file and every machine-readable output share, in the loop's order."""

SCHEMA_VERSION = 1

COMPONENTS = ("collection", "storage", "analysis", "application", "feedback")

#: The arrows of the loop: from each component to the next, the closing one last.
LOOP = tuple(zip(COMPONENTS, (*COMPONENTS[1:], COMPONENTS[0]), strict=True))
TRANSITIONS = tuple(f"{start}_to_{end}" for start, end in LOOP)
CLOSING = TRANSITIONS[-1]

KINDS_OF_SIGNAL = ("user_action", "model_output", "implicit_feedback", "explicit_feedback")
STRATEGIES = ("expert_seeding", "target_complexity", "loop_before_data")
DRAG = ("degrades_despite_data", "data_without_retraining", "users_up_quality_down", "ships_without_usage")
MISTAKES = (
    "before_product_market_fit",
    "quantity_over_quality",
    "complex_infrastructure",
    "no_observability",
    "uneconomic",
    "single_dependency",
)
DECISIONS = ("component_mapping", "learning_type", "bottleneck", "cold_start", "velocity_metrics")
