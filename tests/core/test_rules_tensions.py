"""R9, second half: statements that may both hold and are worth a talk, each on and off."""

import pytest

from tests.core.assessments import ARROWS, READY, durations, found, measured, strengths


def tensions(*groups):
    """Return the tensions by verdict, each with the paths of its statements."""
    return {f.verdict: f.paths for f in found(*groups).contradictions if f.kind == "tension"}


SLOW_THIRD = durations("P1D", "P1D", "P20D", "P1D", "P1D")


def test_clock_and_judgement():
    """A named bottleneck that is neither the weakest nor tied with it is a tension of the two."""
    answers = strengths(4, 1, 4, 4, 4) | SLOW_THIRD
    assert tensions(answers) == {
        "clock_and_judgement": (
            "transitions.storage_to_analysis.strength",
            "transitions.analysis_to_application.duration",
        )
    }
    clock = measured("analysis_to_application", "P20D")
    assert (
        tensions(answers | clock)["clock_and_judgement"][1] == "transitions.analysis_to_application.measured"
    )


@pytest.mark.parametrize(
    "answers",
    [
        strengths(4, 4, 1, 4, 4) | SLOW_THIRD,
        strengths(4, 1, 1, 4, 4) | SLOW_THIRD,
        strengths(4, 1, 4, 4, 4) | durations("P1D", "P1D", "P20D", None, "P1D"),
        strengths(4, 1, 4, 4, 4) | durations("P1D", "P1D", "P20D", "P20D", "P1D"),
        SLOW_THIRD,
    ],
    ids=["the same", "tied", "partial", "too close", "no judgement"],
)
def test_no_clock_against_judgement(answers):
    """The same arrow, a tie, a bottleneck that is not named, or no judgement is no tension."""
    assert "clock_and_judgement" not in tensions(answers)


@pytest.mark.parametrize(("time", "on"), [("P30D", False), ("P30DT1S", True)])
@pytest.mark.parametrize("arrow", ARROWS)
def test_automatic_but_slow(arrow, time, on):
    """Strength 4 on an arrow of more than 30 days is a tension; exactly 30 days is not."""
    answers = {f"transitions.{arrow}.strength": 4, f"transitions.{arrow}.duration": {"likely": time}}
    expected = (f"transitions.{arrow}.strength", f"transitions.{arrow}.duration")
    assert tensions(answers) == ({"automatic_but_slow": expected} if on else {})


def test_automatic_but_slow_by_the_clock():
    """The measured median counts before the guess."""
    answers = strengths(None, 4, None, None, None) | durations(None, "P1D", None, None, None)
    assert tensions(answers, measured("storage_to_analysis", "P31D")) == {
        "automatic_but_slow": (
            "transitions.storage_to_analysis.strength",
            "transitions.storage_to_analysis.measured",
        )
    }
    assert tensions(answers, {"transitions.storage_to_analysis.strength": 3}) == {}


GATES = [
    ({"prerequisites.real_users": "no"}, "prerequisites.real_users"),
    ({"prerequisites.real_users": "unsure"}, "prerequisites.real_users"),
    (READY | {"prerequisites.basic_data_infrastructure": "no"}, "prerequisites.basic_data_infrastructure"),
    (READY | {"prerequisites.clear_value_proposition": "no"}, "prerequisites.clear_value_proposition"),
]


@pytest.mark.parametrize(("gate", "path"), GATES)
def test_built_before_the_gate(gate, path):
    """A strength of 3, or storage at 4, while a prerequisite gates is a tension with that prerequisite."""
    assert tensions(gate, strengths(2, 3, 2, 2, 2)) == {
        "built_before_the_gate": (path, "transitions.storage_to_analysis.strength")
    }
    assert tensions(gate, {"components.storage.level": 4}) == {
        "built_before_the_gate": (path, "components.storage.level")
    }


@pytest.mark.parametrize(("gate", "path"), GATES)
def test_little_is_built_before_the_gate(gate, path):
    """Strengths of 2 and storage at 3 are no tension with the gate."""
    assert tensions(gate, strengths(2, 2, 2, 2, 2), {"components.storage.level": 3}) == {}


@pytest.mark.parametrize("gate", [READY, {}, READY | {"prerequisites.clear_value_proposition": "unsure"}])
def test_no_gate_no_tension(gate):
    """Where nothing gates, building is no tension."""
    assert tensions(gate, strengths(4, 4, 4, 4, 4), {"components.storage.level": 4}) == {}


@pytest.mark.parametrize("decision", ["individual", "network", "neither"])
@pytest.mark.parametrize(
    ("test", "verdict"),
    [
        ({"others_notice_deletion": "yes"}, "network"),
        ({"others_notice_deletion": "no", "own_experience_improves": "yes"}, "individual"),
        ({"others_notice_deletion": "no", "own_experience_improves": "no"}, "neither"),
        ({"others_notice_deletion": "unsure"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_decided_against_the_test(decision, test, verdict):
    """A decision that differs from a known verdict of the deletion test is a tension."""
    answers = {f"learning.{key}": value for key, value in (test | {"decision": decision}).items()}
    on = verdict not in ("unknown", decision)
    paths = ("learning.decision", "learning.others_notice_deletion")
    assert tensions(answers) == ({"decided_against_the_test": paths} if on else {})


@pytest.mark.parametrize(
    ("decision", "answers", "paths"),
    [
        ("expert_seeding", {"expertise_not_public": "no"}, ["expertise_not_public"]),
        ("target_complexity", {"can_choose_complex_customers": "no"}, ["can_choose_complex_customers"]),
        ("loop_before_data", {"stage": "growing"}, ["stage"]),
        ("not_needed", {"stage": "early", "meaningful_points": 999}, ["meaningful_points"]),
    ],
)
def test_strategy_does_not_fit(decision, answers, paths):
    """A decision for a strategy that does not fit is a tension with the answer that speaks against it."""
    given = {f"cold_start.{key}": value for key, value in (answers | {"decision": decision}).items()}
    assert tensions(given) == {
        "strategy_does_not_fit": ("cold_start.decision", *(f"cold_start.{path}" for path in paths))
    }


@pytest.mark.parametrize(
    ("decision", "answers"),
    [
        ("expert_seeding", {"expertise_not_public": "yes"}),
        ("expert_seeding", {"expertise_not_public": "unsure"}),
        ("expert_seeding", {}),
        ("target_complexity", {"can_choose_complex_customers": "yes", "expertise_not_public": "no"}),
        ("loop_before_data", {"stage": "early"}),
        ("not_needed", {"meaningful_points": 1000}),
        ("not_needed", {}),
        (None, {"expertise_not_public": "no"}),
    ],
)
def test_strategy_may_fit(decision, answers):
    """A decision that fits, or whose fit is not known, is no tension."""
    given = {f"cold_start.{key}": value for key, value in (answers | {"decision": decision}).items()}
    assert tensions(given) == {}


def test_a_denied_mistake():
    """A mistake answered no that other answers imply is a tension with those answers, and with no others."""
    answers = {
        "velocity.drag.users_up_quality_down": "yes",
        "mistakes.quantity_over_quality": "no",
        "mistakes.no_observability": "no",
        "velocity.learning_curve.estimated": "improving",
    }
    (finding,) = found(answers).contradictions
    assert (finding.kind, finding.verdict) == ("tension", "denied_mistake")
    assert finding.paths == ("mistakes.quantity_over_quality", "velocity.drag.users_up_quality_down")
    assert set(finding.rests_on) == set(finding.paths)


@pytest.mark.parametrize("answer", ["at_risk", "happening", None])
def test_an_admitted_mistake(answer):
    """A mistake that is admitted, or not answered, is no tension with what implies it."""
    answers = {"velocity.drag.users_up_quality_down": "yes", "mistakes.quantity_over_quality": answer}
    assert tensions(answers) == {}


PAIRS = [
    ("components.analysis.time_to_insight", "storage_to_analysis"),
    ("components.application.time_to_users", "analysis_to_application"),
]


@pytest.mark.parametrize(("path", "arrow"), PAIRS)
@pytest.mark.parametrize(
    ("time", "on"),
    [("P40D", False), ("P40DT1S", True), ("P2DT12H", False), ("P2DT11H59M", True), ("P10D", False)],
)
def test_two_times(path, arrow, time, on):
    """A component's time and its arrow's off by more than a factor of 4 are a tension; exactly 4 is none."""
    answers = {path: time, f"transitions.{arrow}.duration": {"likely": "P10D"}}
    expected = {"two_times": (path, f"transitions.{arrow}.duration")} if on else {}
    assert tensions(answers) == expected


@pytest.mark.parametrize(("path", "arrow"), PAIRS)
def test_two_times_by_the_clock(path, arrow):
    """The arrow's time is R3's figure, so a measured median counts before the guess."""
    answers = {path: "P10D", f"transitions.{arrow}.duration": {"likely": "P10D"}} | measured(arrow, "P1D")
    assert tensions(answers) == {"two_times": (path, f"transitions.{arrow}.measured")}


@pytest.mark.parametrize(("path", "arrow"), PAIRS)
def test_two_times_of_what_applies(path, arrow):
    """An arrow or a component that does not apply has no time to compare."""
    answers = {path: "P100D"} | measured(arrow, "P1D")
    assert tensions(answers, {f"transitions.{arrow}.not_applicable": "none"}) == {}
    component = path.rpartition(".")[0]
    assert tensions(answers, {f"{component}.not_applicable": "none"}) == {}
    assert tensions({path: "P100D", f"transitions.{arrow}.strength": 0}) == {}


def test_every_tension_says_what_to_do():
    """Each tension has its reason and what to do about it, in words of its own."""
    answers = {
        "prerequisites.real_users": "no",
        "learning.others_notice_deletion": "yes",
        "learning.decision": "neither",
        "cold_start.decision": "expert_seeding",
        "cold_start.expertise_not_public": "no",
        "mistakes.before_product_market_fit": "no",
        "components.analysis.time_to_insight": "P100D",
    }
    findings = found(strengths(4, 1, 4, 4, 4), durations("P1D", "P1D", "P31D", "P1D", "P1D"), answers)
    seen = [f for f in findings.contradictions if f.kind == "tension"]
    assert {f.verdict for f in seen} == {
        "clock_and_judgement", "automatic_but_slow", "built_before_the_gate", "decided_against_the_test",
        "strategy_does_not_fit", "denied_mistake", "two_times",
    }  # fmt: skip
    assert len({f.why for f in seen}) == len({f.what_to_do for f in seen}) == len(seen) == 7
    assert {f.rule for f in seen} == {"R9"}
    for finding in seen:
        assert set(finding.paths) <= set(finding.rests_on)
