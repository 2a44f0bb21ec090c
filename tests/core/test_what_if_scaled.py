"""A loop with other times: what the ring of a what-if is drawn from."""

from datetime import timedelta

from flywheel_core import Assessment, assess, change
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.what_if import scaled
from tests.core.assessments import durations


def timed():
    """Return a loop whose third connection is by far the slowest."""
    assessment = Assessment()
    for path, value in durations("P1D", "P4D", "P20D", "P10D", "P5D").items():
        assessment = change(assessment, path, value)
    return assessment


def test_ranges_and_measurements_are_multiplied_and_all_else_stays():
    """What people said and what was measured, with its interval; the assessment itself is as it was."""
    slow, other = TRANSITIONS[0], TRANSITIONS[1]
    made = change(timed(), f"transitions.{slow}.duration", {"low": "P1D", "likely": "P2D", "high": "P4D"})
    measured = {"median": "P3D", "interval": ["P2D", None], "p90": "P9D", "completed": 40}
    made = change(made, f"transitions.{slow}.measured", measured)
    part = getattr(scaled(made, {slow: 0.5}).transitions, slow)
    assert part.duration.low == timedelta(hours=12)
    assert part.duration.likely == timedelta(days=1)
    assert part.duration.high == timedelta(days=2)
    assert part.measured.median == timedelta(hours=36)
    assert part.measured.interval == (timedelta(days=1), None)
    assert part.measured.p90 == timedelta(hours=108)
    assert part.measured.completed == 40
    assert getattr(scaled(made, {slow: 0.5}).transitions, other) == getattr(made.transitions, other)
    assert getattr(made.transitions, slow).duration.likely == timedelta(days=2)


def test_what_has_no_time_stays_without_one():
    """Nothing is made up for a connection that nobody timed."""
    assert scaled(Assessment(), {TRANSITIONS[0]: 0.5}) == Assessment()


def test_the_rules_read_it_as_any_other():
    """The bottleneck is the one that is slowest with the new times."""
    made = timed()
    slowest = assess(made).bottleneck.verdict
    assert slowest in TRANSITIONS
    assert assess(scaled(made, {slowest: 0.01})).bottleneck.verdict != slowest
