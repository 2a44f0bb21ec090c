"""Step 5, measured: the learning rate and the network effect from tables that a person uploads."""

from flywheel_ui.rates.section import cycle_seconds, section
from flywheel_ui.rates.table import KINDS, present
from flywheel_ui.rates.taking import contradicted, measured

__all__ = ["KINDS", "contradicted", "cycle_seconds", "measured", "present", "section"]
