"""Which of equal transitions comes first (R2), and how sure the slowest has to be to be named (R3)."""

from flywheel_core.assessment import TRANSITIONS

#: Ties go first to the guide's two usual breaks, then to the loop's order.
USUAL_BREAKS = ("storage_to_analysis", "analysis_to_application")
TIE_ORDER = (*USUAL_BREAKS, *(t for t in TRANSITIONS if t not in USUAL_BREAKS))

#: The share of the draws that names the slowest: where one of the two slowest is estimated, and where both
#: are measured.
BAR_ESTIMATED, BAR_MEASURED = 0.60, 0.90
