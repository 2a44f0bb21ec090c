"""R11: what to do first, in the order of its tests."""

from datetime import timedelta

import pytest

from tests.core.assessments import ARROWS, READY, durations, found, measured, strengths

NEITHER = {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "no"}
INDIVIDUAL = {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "yes"}
SLOW = durations("P1D", "P2D", "P3D", "P4D", "P10D")
FAILS = {"components.storage.access_without_request": "no_team"}
WEAK = strengths(3, 3, 2, 1, 3)
BROKEN = strengths(3, 3, 3, 0, 3)


def first(*groups):
    """Return R11's finding."""
    return found(*groups).first_investment


def told(*groups):
    """Return R11's verdict and its reason."""
    finding = first(*groups)
    return finding.verdict, finding.reason


#: Each test of R11 in its order, with answers that make it and none of the earlier ones apply.
STEPS = [
    ({"prerequisites.real_users": "no"}, ("validate_demand_first", "gate")),
    (NEITHER, ("redesign_product", "neither")),
    (BROKEN, ("application_to_feedback", "broken_arrow")),
    (INDIVIDUAL | strengths(3, 3, 3, 4, 3), ("redesign_for_network_learning", "individual")),
    (SLOW, ("feedback_to_collection", "bottleneck")),
    (FAILS, ("storage", "action_test")),
    (WEAK, ("application_to_feedback", "weakest_connection")),
]


@pytest.mark.parametrize(("answers", "expected"), STEPS)
def test_each_test_alone(answers, expected):
    """Each of R11's tests applies by itself."""
    assert told(answers) == expected


@pytest.mark.parametrize("index", range(len(STEPS) - 1))
def test_each_test_comes_before_the_later_ones(index):
    """Where several tests apply, the earlier one decides."""
    later = {}
    for answers, _ in reversed(STEPS[index + 1 :]):
        later |= answers
    assert told(later, STEPS[index][0]) == STEPS[index][1]


def test_nothing_answered():
    """Without answers the first investment is unknown, and there is nothing to do yet."""
    finding = first({})
    assert (finding.rule, finding.verdict, finding.actions, finding.halving) == ("R11", "unknown", (), None)


@pytest.mark.parametrize(
    ("gate", "verdict"),
    [
        ({"prerequisites.real_users": "no"}, "validate_demand_first"),
        ({"prerequisites.real_users": "unsure"}, "validate_demand_first"),
        (READY | {"prerequisites.basic_data_infrastructure": "no"}, "infrastructure_first"),
        (READY | {"prerequisites.clear_value_proposition": "no"}, "value_unclear"),
    ],
)
def test_every_gate_comes_first(gate, verdict):
    """Each gate of R10 comes before a broken arrow."""
    assert told(gate, BROKEN, NEITHER) == (verdict, "gate")


@pytest.mark.parametrize("gate", [READY, {}, READY | {"prerequisites.clear_value_proposition": "unsure"}])
def test_what_does_not_gate_is_passed(gate):
    """An open gate, or one that is not known, leads on to the loop."""
    assert told(gate, BROKEN) == ("application_to_feedback", "broken_arrow")


def test_the_broken_arrow_is_r2s():
    """Of several arrows on which nothing passes it is the weakest by R2."""
    assert told(strengths(0, 0, 3, 3, 0)) == ("storage_to_analysis", "broken_arrow")


def test_the_closing_arrow_may_be_the_broken_one():
    """Also the closing arrow counts where nothing passes on it."""
    assert told(strengths(3, 3, 3, 3, 0)) == ("feedback_to_collection", "broken_arrow")


@pytest.mark.parametrize("steps", [(3, 3, 3, 3, 2), (3, 3, 3, 3, None)])
def test_individual_needs_all_strengths(steps):
    """With individual learning a strength below 3, or an open one, keeps the loop first."""
    assert told(INDIVIDUAL, strengths(*steps))[1] == "weakest_connection"


def test_individual_without_what_does_not_apply():
    """An arrow that does not apply does not stand in the way of redesigning."""
    assert told(INDIVIDUAL, strengths("none", 3, 3, 3, 4))[1] == "individual"
    assert told(INDIVIDUAL, strengths("a", "b", "c", "d", "e"))[1] != "individual"


def test_network_learning_does_not_redesign():
    """With network learning a strong loop goes on to its bottleneck."""
    network = {"learning.others_notice_deletion": "yes"}
    assert told(network, strengths(4, 4, 4, 4, 4), SLOW)[1] == "bottleneck"


@pytest.mark.parametrize(
    "times",
    [
        durations("P1D", "P2D", "P3D", None, "P10D"),
        durations("P1D", "P2D", "P10D", "P1D", "P10D"),
        durations(None, None, None, None, "P10D"),
    ],
    ids=["partial", "too close to call", "unknown"],
)
def test_a_bottleneck_that_is_not_named(times):
    """A bottleneck that is partial, too close to call or unknown does not decide."""
    assert told(times, WEAK) == ("application_to_feedback", "weakest_connection")


@pytest.mark.parametrize(
    ("answers", "target"),
    [
        ({"components.storage.access_without_request": "some_teams"}, "storage"),
        ({"components.analysis.time_to_insight": "P7D"}, "storage_to_analysis"),
        ({"components.application.time_to_users": "P31D"}, "analysis_to_application"),
        ({"components.feedback.last_improvement": "not_measured"}, "feedback_to_collection"),
    ],
)
def test_a_failing_action_test(answers, target):
    """A failing test of Step 1 points to where it suspects the break, before the weakest connection."""
    finding = first(answers, WEAK)
    assert (finding.verdict, finding.reason) == (target, "action_test")


def test_the_first_failing_action_test_only():
    """Of two failing tests the guide's first decides, and the later one is not rested on."""
    both = {
        "components.storage.access_without_request": "some_teams",
        "components.feedback.last_improvement": "not_measured",
    }
    finding = first(both)
    assert finding.verdict == "storage"
    assert "components.feedback.last_improvement" not in finding.rests_on


def test_it_never_invests_in_what_does_not_apply():
    """A failing test that points at an arrow that does not apply is passed over."""
    slow = {"components.analysis.time_to_insight": "P60D"}
    assert told(slow, strengths(3, "one system", 2, 3, 3)) == (
        "analysis_to_application",
        "weakest_connection",
    )
    unmeasured = {"components.feedback.last_improvement": "not_measured"}
    assert told(slow, unmeasured, strengths(3, "one system", 2, 3, 3)) == (
        "feedback_to_collection",
        "action_test",
    )
    assert told(FAILS, {"components.storage.not_applicable": "none"}, WEAK)[1] == "weakest_connection"


def test_each_target_has_its_own_advice():
    """Different answers change the advice: every target has actions and a reason of its own."""
    seen = {}
    for answers, (verdict, _) in [
        *STEPS[:2],
        *(
            (strengths(*[1 if i == low else 3 for i in range(5)]), (ARROWS[low], "weakest_connection"))
            for low in range(5)
        ),
        (READY | {"prerequisites.basic_data_infrastructure": "no"}, ("infrastructure_first", "")),
        (READY | {"prerequisites.clear_value_proposition": "no"}, ("value_unclear", "")),
        STEPS[3],
        STEPS[5],
    ]:
        finding = first(answers)
        assert finding.verdict == verdict
        assert finding.actions
        seen[finding.verdict] = (finding.actions, finding.why)
    assert len(seen) == 11
    assert len({actions for actions, _ in seen.values()}) == len({why for _, why in seen.values()}) == 11


def test_the_guides_fixes_for_the_two_usual_breaks():
    """The two usual breaks get the guide's three fixes each."""
    storage = " ".join(first(strengths(3, 1, 3, 3, 3)).actions).casefold()
    for word in ("access layer", "schema", "contract"):
        assert word in storage
    application = " ".join(first(strengths(3, 3, 1, 3, 3)).actions).casefold()
    for word in ("product team", "deployment", "time to production"):
        assert word in application


def test_the_same_arrow_for_another_reason_says_so():
    """The same target is explained by what led to it: broken, slowest, or weakest."""
    broken = first(BROKEN).why
    slowest = first(durations("P1D", "P2D", "P3D", "P14D", "P10D")).why
    weakest = first(WEAK).why
    assert len({broken, slowest, weakest}) == 3


def test_halving():
    """Halving the arrow gives the cycle time before and after, and the bottleneck that comes next."""
    halving = first(SLOW).halving
    assert halving.transition == "feedback_to_collection"
    assert (halving.before, halving.after) == (timedelta(days=20), timedelta(days=15))
    assert halving.next_bottleneck == "feedback_to_collection"
    halving = first(durations("P1D", "P2D", "P3D", "P8D", "P10D")).halving
    assert (halving.before, halving.after) == (timedelta(days=24), timedelta(days=19))
    assert halving.next_bottleneck == "application_to_feedback"


def test_halving_of_the_weakest_connection():
    """Also the weakest connection is halved where the cycle time is known."""
    times = durations("P1D", "P2D", "P10D", "P2D", "P10D")
    halving = first(WEAK, times).halving
    assert (halving.transition, halving.after) == ("application_to_feedback", timedelta(days=24))
    assert halving.next_bottleneck == "analysis_to_application"


@pytest.mark.parametrize(
    ("steps", "following"),
    [
        ((3, 3, 3, 3, 3), "storage_to_analysis"),
        ((3, 3, 3, 3, 2), "feedback_to_collection"),
        ((2, 3, 3, 3, 3), "collection_to_storage"),
        ((3, 3, 2, 3, 3), "storage_to_analysis"),
    ],
)
def test_halving_to_a_tie_goes_by_r3(steps, following):
    """Where halving leaves equal figures the lower strength is the next bottleneck, then R2's order."""
    halving = first(strengths(*steps), durations("P5D", "P5D", "P1D", "P1D", "P10D")).halving
    assert (halving.transition, halving.next_bottleneck) == ("feedback_to_collection", following)


def test_no_halving_without_a_cycle_time():
    """Where the cycle time is not known, or the target is no arrow, there is no halving."""
    assert first(WEAK).halving is None
    assert first(BROKEN, SLOW).halving is None
    assert first(SLOW, NEITHER).halving is None
    assert first(durations(*["P1D"] * 5), FAILS).halving is None


def test_halving_a_measured_arrow():
    """The figure that is halved is the measured median where there is one."""
    halving = first(SLOW, measured("feedback_to_collection", "P20D")).halving
    assert (halving.before, halving.after) == (timedelta(days=30), timedelta(days=20))
