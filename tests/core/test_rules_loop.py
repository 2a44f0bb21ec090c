"""R1: what kind of loop it is, and what is missing for the next kind."""

import pytest

from tests.core.assessments import ARROWS, LAST, NETWORK, durations, found, strengths

ROSE = {LAST: "data_rose"}
TURNING = strengths(4, 4, 4, 4, 4) | durations("P1D", "P1D", "P1D", "P1D", "P1D") | ROSE | NETWORK


def loop(*groups):
    """Return R1's finding."""
    return found(*groups).loop


def missing(finding):
    """Return the paths of what is missing."""
    return [item.path for item in finding.missing]


def test_nothing_answered_is_unknown():
    """Without any answer the kind is unknown, and every strength and the last improvement are asked for."""
    finding = loop({})
    assert (finding.rule, finding.verdict, finding.next) == ("R1", "unknown", None)
    assert missing(finding) == [*(f"transitions.{arrow}.strength" for arrow in ARROWS), LAST]
    assert finding.rests_on == ()


def test_fewer_than_three_transitions_are_unknown_before_all_else():
    """With two transitions that apply the kind is unknown even if one of them is broken."""
    finding = loop(strengths(0, 4, "no", "no", "no") | ROSE)
    assert (finding.verdict, finding.named) == ("unknown", "too_few")
    assert loop({}).named == "unknown"


def test_three_transitions_are_enough():
    """With three transitions that apply a strength of 0 breaks the loop."""
    assert loop(strengths(0, 4, 4, "no", "no") | ROSE).verdict == "broken"


def test_a_way_back_that_does_not_apply_is_not_called_dead():
    """Where the closing arrow does not apply nothing is said not to pass on it."""
    finding = loop(strengths(4, 4, 4, 4, "no") | ROSE)
    assert finding.verdict == "pipeline"
    assert finding.why != loop(strengths(4, 4, 4, 4, 0) | ROSE).why
    assert "nothing is meant to pass" in finding.why


def test_a_cycle_a_little_too_long_is_not_said_to_be_short_enough():
    """What has to come down to 30 days is never said to be 30 days."""
    finding = loop(TURNING | durations("P30D", "PT1S", "PT1S", "PT1S", "PT1S"))
    assert [gap.what for gap in finding.missing] == [
        "Bring the cycle time from just over 30 days down to 30 days or less."
    ]


def test_broken_comes_before_what_is_open():
    """A strength of 0 breaks the loop although all other answers are open."""
    finding = loop(strengths(None, 0, None, None, None))
    assert (finding.verdict, finding.next) == ("broken", "pipeline")
    assert missing(finding) == ["transitions.storage_to_analysis.strength"]
    assert finding.rests_on == ("transitions.storage_to_analysis.strength",)


@pytest.mark.parametrize("broken", range(4))
def test_each_arrow_but_the_closing_one_breaks(broken):
    """Each of the first four arrows breaks the loop when nothing passes on it."""
    steps = [0 if index == broken else 4 for index in range(5)]
    assert loop(TURNING | strengths(*steps)).verdict == "broken"


def test_every_broken_arrow_is_named():
    """All arrows on which nothing passes are said to be missing, in the loop's order."""
    finding = loop(strengths(0, 4, 0, 4, 0) | ROSE)
    assert missing(finding) == [
        "transitions.collection_to_storage.strength",
        "transitions.analysis_to_application.strength",
    ]
    assert "collection → storage and analysis → application" in finding.why


@pytest.mark.parametrize("left_out", range(5))
def test_an_open_strength_is_unknown(left_out):
    """One unanswered strength of an arrow that applies leaves the kind unknown, the closing one included."""
    steps = [None if index == left_out else 4 for index in range(5)]
    finding = loop(strengths(*steps) | ROSE | NETWORK)
    assert (finding.verdict, missing(finding)) == (
        "unknown",
        [f"transitions.{ARROWS[left_out]}.strength"],
    )


def test_an_open_last_improvement_is_unknown():
    """An unanswered last improvement leaves the kind unknown, even when the closing arrow is 0."""
    finding = loop(strengths(4, 4, 4, 4, 0))
    assert (finding.verdict, missing(finding)) == ("unknown", [LAST])


def test_an_unsure_strength_is_open():
    """A strength that nobody is sure of is open, not a zero."""
    unsure = {"transitions.storage_to_analysis.strength_unsure": True}
    assert loop(strengths(4, None, 4, 4, 4), unsure, ROSE).verdict == "unknown"


@pytest.mark.parametrize("closing", [0, "we have none"])
def test_an_open_end_is_a_pipeline(closing):
    """A closing arrow of 0, or one that does not apply, makes a pipeline."""
    finding = loop(strengths(4, 4, 4, 4, closing), ROSE, NETWORK)
    assert (finding.verdict, finding.next) == ("pipeline", "feedback_loop")
    assert missing(finding) == ["transitions.feedback_to_collection.strength"]


def test_an_unmeasured_improvement_is_a_pipeline():
    """A last improvement that was not measured makes a pipeline of a loop that is otherwise a flywheel."""
    finding = loop(TURNING | {LAST: "not_measured"})
    assert (finding.verdict, missing(finding)) == ("pipeline", [LAST])


def test_a_pipeline_lists_both_gaps():
    """A pipeline that neither closes nor measures is told both."""
    finding = loop(strengths(4, 4, 4, 4, 0), {LAST: "not_measured"})
    assert missing(finding) == ["transitions.feedback_to_collection.strength", LAST]


def test_a_flywheel():
    """All arrows automatic, data rose, network learning, and a turn within 30 days make a flywheel."""
    finding = loop(TURNING)
    assert (finding.verdict, finding.next, finding.missing) == ("flywheel", None, ())
    assert (
        {
            *(f"transitions.{arrow}.strength" for arrow in ARROWS),
            *(f"transitions.{arrow}.duration" for arrow in ARROWS),
            LAST,
            "learning.others_notice_deletion",
        }
        == set(finding.rests_on)
        == set(finding.decided_by)
    )


def test_a_flywheel_without_an_arrow_that_does_not_apply():
    """An arrow that does not apply neither needs a duration nor stands in a flywheel's way."""
    turning = {path: value for path, value in TURNING.items() if "collection_to_storage" not in path}
    ruled_out = {"transitions.collection_to_storage.not_applicable": "it is one system"}
    assert loop(turning, ruled_out).verdict == "flywheel"


@pytest.mark.parametrize(("closing", "kind"), [("P26D", "flywheel"), ("P26DT1S", "feedback_loop")])
def test_a_turn_of_exactly_30_days_is_a_flywheel(closing, kind):
    """A cycle time of exactly 30 days still makes a flywheel; a second more does not."""
    finding = loop(TURNING, durations(None, None, None, None, closing))
    assert finding.verdict == kind
    assert missing(finding) == ([] if kind == "flywheel" else ["transitions"])


@pytest.mark.parametrize("slow", range(5))
def test_a_missing_duration_is_no_flywheel(slow):
    """A cycle time that is not known makes a feedback loop."""
    times = [None if index == slow else "P1D" for index in range(5)]
    finding = loop(strengths(4, 4, 4, 4, 4), durations(*times), ROSE, NETWORK)
    assert (finding.verdict, missing(finding)) == ("feedback_loop", ["transitions"])


@pytest.mark.parametrize("manual", range(5))
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_human_in_the_loop_is_a_feedback_loop(manual, step):
    """One arrow below 4 makes a feedback loop, and that arrow is what is missing."""
    finding = loop(TURNING | strengths(*[step if index == manual else 4 for index in range(5)]))
    assert (finding.verdict, finding.next) == ("feedback_loop", "flywheel")
    assert missing(finding) == [f"transitions.{ARROWS[manual]}.strength"]


def test_data_that_did_not_rise_is_a_feedback_loop():
    """A measured improvement without more data makes a feedback loop."""
    finding = loop(TURNING, {LAST: "data_did_not_rise"})
    assert (finding.verdict, missing(finding)) == ("feedback_loop", [LAST])


@pytest.mark.parametrize(
    "learning",
    [
        {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "yes"},
        {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "no"},
        {"learning.others_notice_deletion": "unsure"},
        {"learning.others_notice_deletion": None},
        {"learning.others_notice_deletion": "no", "learning.decision": "network"},
    ],
)
def test_only_the_deletion_test_makes_network_learning(learning):
    """Without R4's verdict network it is a feedback loop, whatever was decided."""
    finding = loop(TURNING, learning)
    assert (finding.verdict, missing(finding)) == ("feedback_loop", ["learning.others_notice_deletion"])


def test_each_kind_has_its_own_words():
    """The five kinds explain themselves with five different sentences."""
    kinds = [
        loop({}),
        loop(strengths(0, 4, 4, 4, 4)),
        loop(strengths(4, 4, 4, 4, 0), ROSE),
        loop(strengths(4, 4, 4, 4, 1), ROSE),
        loop(TURNING),
    ]
    assert [k.verdict for k in kinds] == ["unknown", "broken", "pipeline", "feedback_loop", "flywheel"]
    assert len({k.why for k in kinds}) == 5


def test_a_feedback_that_does_not_apply_leaves_nothing_open():
    """Nothing is asked about a component that doesn't apply, nor taken from what was said of it before."""
    absent = {"components.feedback.not_applicable": "a partner measures for us"}
    finding = loop(TURNING | {LAST: None} | absent)
    assert finding.verdict == "feedback_loop"
    assert missing(finding) == [LAST]
    assert LAST not in finding.rests_on
    assert loop(strengths(4, 4, 4, 4, None) | absent).verdict == "unknown"
