"""Step 3, measured: transition times from a log that a person uploads."""

from flywheel_ui.timing.section import section
from flywheel_ui.timing.taking import contradicted, measured

__all__ = ["contradicted", "measured", "section"]
