"""R6: how fast the flywheel turns."""

from datetime import timedelta

import pytest

from tests.core.assessments import ARROWS, durations, found, measured, strengths

SHORT = durations("PT1S", "PT1S", "PT1S", "PT1S", None)


def velocity(*groups):
    """Return R6's finding."""
    return found(*groups).velocity


@pytest.mark.parametrize(
    ("last", "verdict"),
    [
        ("PT23H59M55S", "hours"),
        ("PT23H59M56S", "days"),
        ("P6DT23H59M55S", "days"),
        ("P6DT23H59M56S", "weeks"),
        ("P29DT23H59M56S", "weeks"),
        ("P29DT23H59M57S", "months"),
        ("P3650D", "months"),
    ],
)
def test_the_class_of_the_cycle_time(last, verdict):
    """Below one day hours, below seven days, up to and with 30 weeks, more months: the sum decides."""
    finding = velocity(SHORT, durations(None, None, None, None, last))
    assert (finding.rule, finding.verdict, finding.floor) == ("R6", verdict, None)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("PT23H59M55S", "just under 1 day"),
        ("P6DT23H59M55S", "just under 1 week"),
        ("P30D", "just over 30 days"),
    ],
)
def test_a_turn_is_not_rounded_into_another_class(last, said):
    """What is not a flywheel yet is never said to turn in 30 days."""
    assert said in velocity(SHORT, durations(None, None, None, None, last)).why


def test_a_turn_that_comes_to_no_end():
    """A connection that nothing passes is why there is no cycle time; no duration is asked for it."""
    finding = velocity(durations("P1D", "P2D", "P3D", "P4D", None), strengths(4, 4, 4, 4, 0))
    assert (finding.verdict, finding.stopped) == ("unknown", ("feedback_to_collection",))
    assert "feedback → collection" in finding.why
    assert "10 days" in finding.why
    open_too = velocity(durations("P1D", None, "P3D", "P4D", None), strengths(4, 4, 4, 4, 0))
    assert open_too.stopped == ()
    assert "no duration" in open_too.why


def test_cycle_time_and_turns_a_year():
    """The cycle time is the sum of the figures, the turns a year 365 days divided by it, unrounded."""
    finding = velocity(durations("P1D", "P2D", "P3D", "P4D", "P7D"))
    assert finding.cycle_time == timedelta(days=17)
    assert finding.turns_per_year == pytest.approx(365 / 17, rel=1e-12)
    assert "17 days" in finding.why
    assert "21.5 turns" in finding.why


@pytest.mark.parametrize("gap", range(5))
def test_a_missing_figure_leaves_a_floor(gap):
    """Without one figure the cycle time is unknown and what is known is a floor, however long."""
    times = [None if index == gap else "P100D" for index in range(5)]
    finding = velocity(durations(*times))
    assert (finding.verdict, finding.cycle_time, finding.turns_per_year) == ("unknown", None, None)
    assert finding.floor == timedelta(days=400)
    assert "13 months" in finding.why


def test_an_unreached_median_leaves_a_floor():
    """A measured median that was not reached leaves the cycle time unknown; the rest is a floor."""
    finding = velocity(durations(*["P1D"] * 5), measured("storage_to_analysis", None))
    assert (finding.verdict, finding.floor) == ("unknown", timedelta(days=4))


def test_where_nothing_passes_there_is_a_floor():
    """Strength 0 leaves the cycle time unknown although a duration is given."""
    finding = velocity(durations(*["P1D"] * 5), strengths(4, 0, 4, 4, 4))
    assert (finding.verdict, finding.floor) == ("unknown", timedelta(days=4))


def test_nothing_timed_has_no_floor():
    """Without any figure there is neither cycle time nor floor."""
    finding = velocity({})
    assert (finding.verdict, finding.cycle_time, finding.floor) == ("unknown", None, None)


def test_only_what_applies_is_summed():
    """An arrow that does not apply adds nothing, though it was measured, and leaves nothing open."""
    ruled_out = {"transitions.storage_to_analysis.not_applicable": "one system"}
    clock = measured("storage_to_analysis", "P100D")
    finding = velocity(durations("P1D", None, "P1D", "P1D", "P1D"), ruled_out, clock)
    assert finding.cycle_time == timedelta(days=4)


def test_nothing_applies():
    """Where no transition applies the cycle time is unknown, not zero."""
    assert velocity(strengths("a", "b", "c", "d", "e")).verdict == "unknown"


def test_measured_before_estimated():
    """The sum takes the measured median before the guess."""
    finding = velocity(durations(*["P1D"] * 5), measured("storage_to_analysis", "P9D"))
    assert finding.cycle_time == timedelta(days=13)


def test_a_cycle_of_no_time_at_all():
    """A cycle measured as taking no time turns at no number that could be given."""
    clocks = [measured(arrow, "PT0S") for arrow in ARROWS]
    finding = velocity(*clocks)
    assert (finding.verdict, finding.cycle_time, finding.turns_per_year) == ("hours", timedelta(0), None)


CURVE, NET = "velocity.learning_curve", "velocity.network_effect"


def test_learning_rate_is_measured_else_estimated():
    """The learning rate is the measured verdict with its gain, else the estimate, else unknown."""
    assert velocity({}).learning_rate.verdict == "unknown"
    guess = velocity({f"{CURVE}.estimated": "improving"})
    assert (guess.learning_rate.verdict, guess.learning_rate.basis) == ("improving", "estimated")
    clock = {"verdict": "degrading", "gain_of_doubling": -0.01, "gain_interval": [-0.02, -0.005]}
    both = velocity({f"{CURVE}.estimated": "improving", f"{CURVE}.measured": clock}).learning_rate
    assert (both.verdict, both.basis, both.value, both.interval) == (
        "degrading", "measured", -0.01, (-0.02, -0.005),
    )  # fmt: skip


@pytest.mark.parametrize("basis", [{"estimated": "flattening"}, {"measured": {"verdict": "flattening"}}])
def test_flattening_names_the_two_causes(basis):
    """A flattening curve names data quality and an analysis that extracts too little."""
    advice = velocity({f"{CURVE}.{key}": value for key, value in basis.items()}).learning_rate.advice
    assert "quality" in advice
    assert "analysis" in advice


def test_network_effect_is_measured_else_estimated():
    """The network effect in percent is measured, else estimated; 0 % is none, and not unknown."""
    assert velocity({}).network_effect.verdict == "unknown"
    zero = velocity({f"{NET}.estimated_percent": 0}).network_effect
    assert (zero.verdict, zero.basis, zero.value) == ("none", "estimated", 0)
    some = velocity({f"{NET}.estimated_percent": 1.5}).network_effect
    assert (some.verdict, some.value) == ("some", 1.5)
    clock = {"verdict": "network", "effect_of_10_percent_users": 0.02, "interval": [0.01, 0.03]}
    both = velocity({f"{NET}.estimated_percent": 0, f"{NET}.measured": clock}).network_effect
    assert (both.verdict, both.basis, both.value) == ("network", "measured", pytest.approx(2))
    assert both.interval == pytest.approx((1, 3))


def test_cost_beside_value():
    """Cost and value of a turn stand beside each other where they are given, and zero is given."""
    none = velocity({})
    assert (none.cost_per_turn, none.value_per_turn) == (None, None)
    answers = {"velocity.cost_per_turn": 12, "velocity.value_per_turn": 0, "velocity.currency": "EUR"}
    finding = velocity(answers)
    assert (finding.cost_per_turn, finding.value_per_turn, finding.currency) == (12, 0, "EUR")


def test_what_it_reads_it_rests_on():
    """R6 rests on all that it returns, and only the durations decide its verdict."""
    answers = {
        f"{CURVE}.estimated": "improving",
        f"{NET}.estimated_percent": 2,
        "velocity.cost_per_turn": 12,
        "velocity.value_per_turn": 20,
    }
    finding = velocity(durations(*["P6D"] * 5), answers)
    assert set(answers) < set(finding.rests_on)
    assert finding.decided_by == tuple(f"transitions.{arrow}.duration" for arrow in ARROWS)
    assert not set(answers) & set(found(durations(*["P6D"] * 5), answers).loop.rests_on)


def test_times_of_nothing_are_no_missing_durations():
    """Medians of zero, from a log with days only, are a turn of no time, which is said, and not asked for."""
    zero = {
        f"transitions.{a}.measured": {"median": "PT0S", "median_reached": True, "interval": ["PT0S", "PT0S"]}
        for a in ARROWS
    }
    finding = velocity(zero)
    assert (finding.verdict, finding.cycle_time, finding.turns_per_year) == ("hours", timedelta(0), None)
    assert "too coarse" in finding.why
