"""The rules R1 to R12: small pure functions from the answers to findings.

`assess` runs them all on one assessment. Each finding names its rule, its verdict, why, and the answers
that it rests on and is decided by.
"""

from flywheel_core.findings.action_tests import ActionTest
from flywheel_core.findings.answers import Finding, in_document_order
from flywheel_core.findings.assess import Findings, assess
from flywheel_core.findings.bottleneck import Bottleneck
from flywheel_core.findings.cold_start import ENOUGH_POINTS, ColdStartFinding, Strategy
from flywheel_core.findings.confidence import Confidence, bases
from flywheel_core.findings.contradictions import Disagreement
from flywheel_core.findings.drag import DragFinding
from flywheel_core.findings.draws import DRAWS, deviations, median_turn
from flywheel_core.findings.figures import Figure
from flywheel_core.findings.first_investment import FirstInvestment, Halving
from flywheel_core.findings.gate import GATES
from flywheel_core.findings.learning import LearningType
from flywheel_core.findings.loop import LoopKind, Missing
from flywheel_core.findings.mistakes import MistakeFinding
from flywheel_core.findings.velocity import SPEEDS, Rate, Velocity, say_turn, speed_of
from flywheel_core.findings.weakest import Weakest, WeakestComponent

__all__ = [
    "DRAWS",
    "ENOUGH_POINTS",
    "GATES",
    "SPEEDS",
    "ActionTest",
    "Bottleneck",
    "ColdStartFinding",
    "Confidence",
    "Disagreement",
    "DragFinding",
    "Figure",
    "Finding",
    "Findings",
    "FirstInvestment",
    "Halving",
    "LearningType",
    "LoopKind",
    "Missing",
    "MistakeFinding",
    "Rate",
    "Strategy",
    "Velocity",
    "Weakest",
    "WeakestComponent",
    "assess",
    "bases",
    "deviations",
    "in_document_order",
    "median_turn",
    "say_turn",
    "speed_of",
]
