"""What if a transition took less time: the new cycle, the ladder, the savings, and compounding."""

from flywheel_core.what_if.compounding import Compounding, compounding
from flywheel_core.what_if.ladder import (
    Ladder,
    Rung,
    Saving,
    Turn,
    figures_of,
    is_measured,
    ladder,
    savings,
    turn_with,
)
from flywheel_core.what_if.telling import (
    WhatIf,
    ladder_table,
    savings_table,
    say_smallest,
    say_turn,
    what_if,
)

__all__ = [
    "Compounding",
    "Ladder",
    "Rung",
    "Saving",
    "Turn",
    "WhatIf",
    "compounding",
    "figures_of",
    "is_measured",
    "ladder",
    "ladder_table",
    "savings",
    "savings_table",
    "say_smallest",
    "say_turn",
    "turn_with",
    "what_if",
]
