"""The five outcomes: reached, or what they lack."""

import pytest

from flywheel_core import Assessment, assess
from flywheel_core.outcomes import OUTCOMES, outcomes_of
from tests.core.assessments import ARROWS, LAST, NETWORK, NODES, answered, durations, strengths
from tests.core.examples import GUIDE, example

LEVELS = {f"components.{node}.level": 2 for node in NODES}


def outcomes(*groups):
    """Return the outcomes by id."""
    found = answered({path: value for group in groups for path, value in group.items()})
    return {outcome.id: outcome for outcome in outcomes_of(found, assess(found), GUIDE)}


def test_nothing_is_reached_at_first():
    """Without answers none of the five is reached, and each says what it lacks."""
    found = outcomes_of(Assessment(), assess(Assessment()), GUIDE)
    assert tuple(outcome.id for outcome in found) == OUTCOMES
    assert all(not outcome.reached and outcome.lacks for outcome in found)


def test_everything_is_reached_by_the_flywheel():
    """The flywheel example reaches all five and lacks nothing."""
    found = example("flywheel")
    assert all(o.reached and not o.lacks for o in outcomes_of(found, assess(found), GUIDE))


def test_connected_needs_levels_and_something_on_every_arrow():
    """Five components are connected once each has a level and something passes on each connection."""
    assert outcomes(LEVELS, strengths(1, 1, 1, 1, 1))["connected_components"].reached
    stopped = outcomes(LEVELS, strengths(1, 0, 1, 1, 1))["connected_components"]
    assert "storage → analysis" in stopped.lacks
    assert not outcomes(strengths(1, 1, 1, 1, 1))["connected_components"].reached


def test_a_target_alone_connects_nothing():
    """Where nothing passes a target says what is wanted; the five are connected once something passes."""
    target = {"transitions.storage_to_analysis.target": {"strength": 2}}
    found = outcomes(LEVELS, strengths(1, 0, 1, 1, 1), target)["connected_components"]
    assert not found.reached
    assert GUIDE.lines("strengths.short")[2] in found.lacks
    assert not outcomes_of(example("broken"), assess(example("broken")), GUIDE)[0].reached


def test_where_nothing_passes_it_breaks():
    """A strength of 0 locates the break: it counts as longer than any duration, and none can be weaker."""
    assert outcomes(strengths(1, 0, 1, 1, 1))["located_break"].reached
    assert outcomes(strengths(None, 0, None, 1, 1))["located_break"].reached
    assert not outcomes(strengths(1, 1, 1, 1, 1))["located_break"].reached


def test_a_loop_without_a_way_back_is_not_connected():
    """Where the closing arrow does not apply the five are no loop."""
    found = outcomes(LEVELS, strengths(1, 1, 1, 1, "no"))["connected_components"]
    assert not found.reached


def test_the_break_is_located_by_strengths_and_times():
    """The break is located once every connection is judged and timed."""
    judged, timed = strengths(1, 2, 3, 4, 4), durations(*["P1D"] * 5)
    assert outcomes(judged, timed)["located_break"].reached
    assert not outcomes(judged)["located_break"].reached
    assert (
        GUIDE.transition(ARROWS[4]) in outcomes(judged, durations(*["P1D"] * 4, None))["located_break"].lacks
    )


@pytest.mark.parametrize(
    ("answers", "reached"),
    [
        ({"cold_start.expertise_not_public": "yes"}, False),
        ({"cold_start.expertise_not_public": "yes", "cold_start.decision": "expert_seeding"}, True),
        ({"cold_start.expertise_not_public": "no", "cold_start.decision": "expert_seeding"}, False),
        ({"cold_start.decision": "expert_seeding"}, False),
        ({"cold_start.meaningful_points": 1000, "prerequisites.real_users": "yes"}, True),
    ],
)
def test_a_strategy_is_reached_when_it_is_decided_and_fits(answers, reached):
    """The cold start is solved by a decision that fits, or by points enough."""
    assert outcomes(answers)["cold_start_strategy"].reached is reached


def test_measures_need_all_three():
    """Velocity is measured with a cycle time, a learning rate and a network effect."""
    timed = strengths(1, 1, 1, 1, 1) | durations(*["P1D"] * 5)
    rates = {"velocity.learning_curve.estimated": "improving", "velocity.network_effect.estimated_percent": 0}
    assert outcomes(timed, rates)["velocity_metrics"].reached
    assert not outcomes(rates)["velocity_metrics"].reached
    assert not outcomes(timed, rates | {"velocity.learning_curve.estimated": "unsure"})[
        "velocity_metrics"
    ].reached


def test_foundation_needs_a_closed_loop_that_all_learn_from():
    """A lead that grows needs network learning and a loop that closes."""
    closed = strengths(1, 1, 1, 1, 1) | {LAST: "data_rose"}
    assert outcomes(closed, NETWORK)["compounding_foundation"].reached
    assert not outcomes(closed)["compounding_foundation"].reached
    assert not outcomes(closed | {LAST: "not_measured"}, NETWORK)["compounding_foundation"].reached


def test_no_duration_is_asked_where_nothing_passes():
    """Where a dead connection alone hides the cycle time, it is named, and no duration is asked for."""
    times = durations("P1D", None, "P1D", "P1D", "P1D")
    lacks = outcomes(times, strengths(4, 0, 4, 4, 4))["velocity_metrics"].lacks
    assert "storage → analysis" in lacks
    assert "time every connection" not in lacks
    assert "time every connection" in outcomes(times)["velocity_metrics"].lacks
