"""What if a transition took less time: the new cycle, the ladder, the savings, and compounding (METHODS (d))."""

from flywheel_core.what_if.compounding import Compounding, compounding
from flywheel_core.what_if.ladder import Ladder, Rung, Saving, Turn, ladder, savings, turn_with

__all__ = [
    "Compounding",
    "Ladder",
    "Rung",
    "Saving",
    "Turn",
    "compounding",
    "ladder",
    "savings",
    "turn_with",
]
