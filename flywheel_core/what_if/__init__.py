"""What if a transition took less time: the new cycle, the ladder, the savings, and compounding.

Importing this loads neither SciPy nor an engine: what a log needs is loaded with it.
"""

from flywheel_core.what_if.ladder import (
    Ladder,
    Rung,
    Saving,
    Turn,
    basis_of,
    figures_of,
    ladder,
    savings,
    turn_with,
)
from flywheel_core.what_if.scaled import scaled
from flywheel_core.what_if.telling import (
    LogWhatIf,
    WhatIf,
    ladder_table,
    savings_table,
    say_basis,
    say_missing,
    say_savings,
    say_turn,
    what_if,
)

__all__ = [
    "Ladder",
    "LogWhatIf",
    "Rung",
    "Saving",
    "Turn",
    "WhatIf",
    "basis_of",
    "figures_of",
    "ladder",
    "ladder_table",
    "savings",
    "savings_table",
    "say_basis",
    "say_missing",
    "say_savings",
    "say_turn",
    "scaled",
    "turn_with",
    "what_if",
]
