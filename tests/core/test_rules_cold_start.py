"""R5: which cold-start strategies fit, and how far 1,000 meaningful points are."""

import pytest

from tests.core.assessments import READY, found

OPEN = {"expertise_not_public": "no", "can_choose_complex_customers": "no", "stage": "growing"}


def cold_start(answers=None, *others, **more):
    """Return R5's finding."""
    return found({f"cold_start.{key}": v for key, v in ((answers or {}) | more).items()}, *others).cold_start


def fitting(finding):
    """Return which strategies fit, by id."""
    return {strategy.id: strategy.fits for strategy in finding.strategies}


def test_the_three_strategies_in_the_guides_order():
    """There are three strategies, in the guide's order, none known without answers."""
    finding = cold_start()
    assert (finding.rule, finding.verdict, finding.weeks_to_1000) == ("R5", "unknown", None)
    assert fitting(finding) == {"expert_seeding": None, "target_complexity": None, "loop_before_data": None}
    assert list(fitting(finding)) == ["expert_seeding", "target_complexity", "loop_before_data"]


@pytest.mark.parametrize(
    ("question", "strategy"),
    [
        ("expertise_not_public", "expert_seeding"),
        ("can_choose_complex_customers", "target_complexity"),
    ],
)
def test_a_yes_makes_a_strategy_fit(question, strategy):
    """Expert seeding and complexity fit on yes, do not on no, and are unknown when unsure."""
    yes, no, unsure = (cold_start(OPEN | {question: answer}) for answer in ("yes", "no", "unsure"))
    assert (yes.verdict, fitting(yes)[strategy]) == ("fits", True)
    assert (no.verdict, fitting(no)[strategy]) == ("none_fits", False)
    assert (unsure.verdict, fitting(unsure)[strategy]) == ("unknown", None)


@pytest.mark.parametrize(
    ("stage", "fits"),
    [("pre_launch", True), ("early", True), ("growing", False), ("established", False), (None, None)],
)
def test_loop_before_data_by_stage(stage, fits):
    """The loop before data fits before launch and early, whoever the first users are."""
    finding = cold_start(OPEN | {"stage": stage})
    assert fitting(finding)["loop_before_data"] is fits
    assert finding.verdict == {True: "fits", False: "none_fits", None: "unknown"}[fits]


def test_internal_users_are_the_first_source():
    """Internal users change what is said about the loop before data, not whether it fits."""
    said = {}
    for answer in ("yes", "no", "unsure", None):
        strategy = cold_start(OPEN | {"stage": "early", "internal_users": answer}).strategies[2]
        assert strategy.fits
        said[answer] = strategy.why
    assert len(set(said.values())) == 4
    assert "first source" in said["yes"]
    assert "week" in said["yes"]
    assert "find" in said["no"]


def test_one_fitting_strategy_is_enough():
    """One yes makes the verdict fits although the other questions are open."""
    assert cold_start(expertise_not_public="yes").verdict == "fits"


@pytest.mark.parametrize(("points", "verdict"), [(999, "fits"), (1000, "not_needed"), (1001, "not_needed")])
def test_a_thousand_points_are_enough(points, verdict):
    """From exactly 1,000 meaningful points on no cold start is needed."""
    assert cold_start(expertise_not_public="yes", meaningful_points=points).verdict == verdict


@pytest.mark.parametrize("users", ["yes", None])
def test_a_thousand_points_without_a_gate(users):
    """An open gate, or one that is not known, lets 1,000 points be enough."""
    gate = READY | {"prerequisites.real_users": users}
    assert cold_start({"meaningful_points": 1000}, gate).verdict == "not_needed"


@pytest.mark.parametrize(
    "gate",
    [
        {"prerequisites.real_users": "no"},
        {"prerequisites.real_users": "unsure"},
        READY | {"prerequisites.basic_data_infrastructure": "no"},
        READY | {"prerequisites.clear_value_proposition": "no"},
    ],
)
def test_a_gate_keeps_the_cold_start(gate):
    """Where R10 gates, 1,000 points do not end the cold start, and the gate's answer is rested on."""
    finding = cold_start(OPEN | {"meaningful_points": 5000}, gate)
    assert finding.verdict == "none_fits"
    assert "prerequisites.real_users" in finding.rests_on
    assert cold_start({"meaningful_points": 5000, "stage": "early"}, gate).verdict == "fits"


@pytest.mark.parametrize(
    ("points", "rate", "weeks"),
    [
        (120, 40, 22),
        (0, 3, 1000 / 3),
        (999, 2.5, 0.4),
        (120, 0, None),
        (120, None, None),
        (None, 40, None),
        (None, None, None),
        (0, 1e-320, None),
        (0, 0.01, 100_000),
        (0, 0.009, None),
    ],
)
def test_weeks_to_a_thousand(points, rate, weeks):
    """The weeks are what is left divided by the weekly rate, exactly; null at rate 0 or where unknown.

    A rate that needs more than two thousand years is as good as none: such a number says nothing, and beyond
    the largest of numbers it is none that JSON has.
    """
    finding = cold_start(meaningful_points=points, meaningful_points_per_week=rate)
    assert finding.weeks_to_1000 == (weeks if weeks is None else pytest.approx(weeks, rel=1e-12))


def test_a_thousand_points_are_no_weeks_away():
    """With 1,000 points or more nothing is left to wait for."""
    assert cold_start(meaningful_points=5000, meaningful_points_per_week=3).weeks_to_1000 == 0
    assert cold_start(meaningful_points=5000, meaningful_points_per_week=0).weeks_to_1000 is None
    assert cold_start(meaningful_points=5000).weeks_to_1000 is None


def test_what_it_reads_it_rests_on():
    """R5 rests on the rate and on the decision too, which decide nothing."""
    finding = cold_start(
        OPEN | {"meaningful_points": 5, "meaningful_points_per_week": 3, "decision": "expert_seeding"}
    )
    assert finding.rests_on == (
        "cold_start.stage",
        "cold_start.meaningful_points",
        "cold_start.meaningful_points_per_week",
        "cold_start.expertise_not_public",
        "cold_start.can_choose_complex_customers",
        "cold_start.decision",
    )
    assert "cold_start.meaningful_points_per_week" not in finding.decided_by
    assert "cold_start.decision" not in finding.decided_by


@pytest.mark.parametrize(
    ("decision", "answers", "fits"),
    [
        ("expert_seeding", OPEN, False),
        ("expert_seeding", OPEN | {"expertise_not_public": "yes"}, True),
        ("expert_seeding", {}, None),
        ("target_complexity", OPEN, False),
        ("loop_before_data", OPEN, False),
        ("loop_before_data", OPEN | {"stage": "early"}, True),
        ("not_needed", OPEN, False),
        ("not_needed", OPEN | {"meaningful_points": 1000}, True),
    ],
)
def test_a_decision_is_accepted_and_flagged(decision, answers, fits):
    """A decision that does not fit stays and is flagged; the verdict does not follow it."""
    finding = cold_start(answers | {"decision": decision})
    assert (finding.decision, finding.decision_fits) == (decision, fits)
    assert finding.verdict == cold_start(answers).verdict


def test_the_reason_names_what_fits():
    """The sentence names the strategies that fit, and no other."""
    why = cold_start(OPEN | {"stage": "early", "expertise_not_public": "yes"}).why
    assert "Expert seeding" in why
    assert "loop before" in why
    assert "complexity" not in why
