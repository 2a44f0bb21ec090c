"""What is offered to agree on, what an agreement puts into the assessment, and the talk to have."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_core import Assessment
from flywheel_core.assessment import TRANSITIONS, change_all, value_at, write_answers
from flywheel_core.workshop import (
    DONT_KNOW,
    ITEMS,
    NOT_APPLICABLE,
    TOPICS,
    WEAKEST,
    Room,
    Vote,
    WorkshopError,
    agree,
    changes_of,
    conversation,
    medians_of,
    new_room,
    offers,
    results_of,
    topic_of,
)
from tests.core.assessments import answered, durations, strengths
from tests.core.rooms import agreed, revealed, votes_on

LEVEL = "components.storage.level"
STRENGTH = "transitions.storage_to_analysis.strength"
DURATION = "transitions.storage_to_analysis.duration"
DELETION = "learning.others_notice_deletion"
MAPPING = "decisions.component_mapping.dissent"


def offered(item: str, values: Any, mode: str = "anonymous") -> Any:
    """What is offered for one item after such votes."""
    topic = topic_of(item)
    room = revealed(topic, mode)
    return offers(results_of(room, topic, votes_on(item, values))).get(item)


def filled(room: Room, topic: str, assessment: Assessment | None = None) -> Assessment:
    """An assessment after the room agreed on a topic."""
    assessment = assessment or Assessment()
    return change_all(assessment, changes_of(room, room.topic(topic), assessment))


def test_the_lower_median_is_offered() -> None:
    """An even room is offered the lower of its two middle votes."""
    assert offered(LEVEL, [1, 2, 3, 4]) == 2
    assert offered(LEVEL, [1, 2, 4]) == 2
    assert offered("cold_start.stage", ["early", "early", "growing", "established"]) == "early"


def test_what_has_no_order_is_offered_by_its_commonest_answer() -> None:
    """The commonest answer is offered; of two equally common ones neither."""
    assert offered(DELETION, ["yes", "no", "no"]) == "no"
    assert offered(DELETION, ["yes", "no", "yes", "no"]) is None
    assert offered(WEAKEST, [TRANSITIONS[1], TRANSITIONS[1], TRANSITIONS[3]]) == TRANSITIONS[1]


def test_durations_are_pooled() -> None:
    """Equal people are offered their own range."""
    own = {"low": "P1D", "likely": "P3D", "high": "P9D"}
    assert offered(DURATION, [own] * 4) == own


def test_not_applicable_is_offered_where_most_say_so() -> None:
    """It is offered where more say so than judge; where nobody knows, nothing is."""
    assert offered(LEVEL, [NOT_APPLICABLE, NOT_APPLICABLE, 3]) == NOT_APPLICABLE
    assert offered(LEVEL, [NOT_APPLICABLE, 2, 3, 3]) == 3
    assert offered(LEVEL, [DONT_KNOW] * 5) is None


def test_nothing_is_offered_from_withheld_votes() -> None:
    """Two votes in an anonymous room are not told by what is offered either."""
    assert offered(LEVEL, [1, 1]) is None
    assert offered(LEVEL, [1, 1], mode="named") == 1


VALUES = {
    path: st.sampled_from((*item.choices, None, DONT_KNOW, *([NOT_APPLICABLE] * item.may_not_apply)))
    for path, item in ITEMS.items()
    if item.kind != "duration"
} | {
    path: st.sampled_from(
        (
            {"likely": "P2D"},
            {"low": "P1D", "high": "P9D"},
            None,
            DONT_KNOW,
            NOT_APPLICABLE,
            {NOT_APPLICABLE: "no"},
        )
    )
    for path, item in ITEMS.items()
    if item.kind == "duration"
}


@given(
    st.permutations(["strengths", "durations", "strengths", "durations"]),
    st.lists(st.sampled_from((0, 3, None, DONT_KNOW, NOT_APPLICABLE)), min_size=2, max_size=2),
    st.lists(st.sampled_from(({"likely": "P2D"}, None, DONT_KNOW, NOT_APPLICABLE)), min_size=2, max_size=2),
)
def test_the_room_and_its_assessment_say_the_same_of_an_arrow(
    order: list[str], strengths: list[Any], durations: list[Any]
) -> None:
    """Whichever is agreed last, an arrow that doesn't apply has neither strength nor time in either."""
    said = {"strengths": iter(strengths), "durations": iter(durations)}
    room, assessment = new_room("Room", plan=[("strengths", 5), ("durations", 5)]), Assessment()
    for topic in order:
        path = {"strengths": STRENGTH, "durations": DURATION}[topic]
        known = room.topic(topic).model_copy(update={"status": "revealed", "round": 1})
        others = [each for each in room.topics if each.id != topic]
        room = room.model_copy(update={"topics": (known, *others), "present": topic})
        room = agree(room, {path: next(said[topic])})
        assessment = filled(room, topic, assessment)
    arrow = assessment.transitions.storage_to_analysis
    strength, duration = (
        room.topic(topic).agreed[path] for topic, path in (("strengths", STRENGTH), ("durations", DURATION))
    )
    assert (arrow.not_applicable is not None) == (strength == NOT_APPLICABLE)
    assert strength != NOT_APPLICABLE or duration in (NOT_APPLICABLE, None)
    assert duration != NOT_APPLICABLE or strength == NOT_APPLICABLE
    assert arrow.strength == (strength if isinstance(strength, int) else None)
    assert (arrow.duration is not None) == isinstance(duration, dict)


@given(st.data())
def test_whatever_is_agreed_makes_a_valid_assessment(data: st.DataObject) -> None:
    """Topics agreed in any order with any answers leave an assessment that can be kept."""
    assessment, room = Assessment(), revealed("levels")
    for topic in data.draw(st.lists(st.sampled_from(sorted(TOPICS)), max_size=5)):
        values = {item.path: data.draw(VALUES[item.path]) for item in TOPICS[topic]}
        room = agreed(values, topic, data.draw(st.sampled_from(("", "I see it differently."))), room)
        assessment = filled(room, topic, assessment)
        for path, value in values.items():
            if path != WEAKEST and value not in (None, DONT_KNOW, NOT_APPLICABLE, {NOT_APPLICABLE: "no"}):
                assert value_at(assessment, path) == value
    assert write_answers(assessment)


def test_what_a_room_agreed_is_voted() -> None:
    """Levels, strengths and durations are kept with the basis voted."""
    assert value_at(filled(agreed({LEVEL: 2}, "levels"), "levels"), "components.storage") == {
        "level": 2, "basis": "voted",
    }  # fmt: skip
    both = filled(agreed({DURATION: {"likely": "P2D"}}, "durations"), "durations")
    assert value_at(both, "transitions.storage_to_analysis") == {
        "basis": "voted", "duration": {"likely": "P2D"},
    }  # fmt: skip


def test_not_applicable_takes_the_place_of_strength_and_duration() -> None:
    """It comes with a reason, the room's own where it has one; an answer agreed later takes it away again."""
    before = answered({STRENGTH: 3, DURATION: {"likely": "P2D"}})
    gone = filled(agreed({STRENGTH: NOT_APPLICABLE}, "strengths"), "strengths", before)
    assert value_at(gone, STRENGTH) is None
    assert value_at(gone, DURATION) is None
    reason = "transitions.storage_to_analysis.not_applicable"
    assert value_at(gone, reason) == "The room agreed that it doesn't apply."
    own = filled(agreed({STRENGTH: {NOT_APPLICABLE: "We buy it in."}}, "strengths"), "strengths", before)
    assert value_at(own, reason) == "We buy it in."
    back = filled(agreed({STRENGTH: 1}, "strengths"), "strengths", own)
    assert (value_at(back, STRENGTH), value_at(back, reason)) == (1, None)
    still = filled(agreed({DURATION: None}, "durations"), "durations", own)
    assert value_at(still, reason) == "We buy it in."


def test_what_nobody_knows_is_kept_as_unsure() -> None:
    """Don't know is not sure; None leaves the answer open, also one that was there before."""
    room = agreed({LEVEL: DONT_KNOW, "components.analysis.level": None}, "levels")
    found = filled(room, "levels", answered({"components.analysis.level": 4, LEVEL: 1}))
    assert value_at(found, "components.storage.level_unsure") is True
    assert value_at(found, LEVEL) is None
    assert value_at(found, "components.analysis.level") is None
    assert value_at(filled(agreed({DELETION: DONT_KNOW}, "learning"), "learning"), DELETION) == "unsure"


def test_the_weakest_connection_is_no_answer() -> None:
    """The blind judgement goes nowhere but into the talk."""
    room = agreed({WEAKEST: TRANSITIONS[0]}, "weakest")
    assert changes_of(room, room.topic("weakest"), Assessment()) == {}


@pytest.mark.parametrize("value", [7, "yes", {"likely": "P1D"}, {NOT_APPLICABLE: ""}])
def test_what_is_no_answer_is_not_agreed(value: Any) -> None:
    """A value that nobody could have voted for is refused before it reaches the assessment."""
    room = agreed(
        {DELETION: value} if value != "yes" else {LEVEL: value}, "learning" if value != "yes" else "levels"
    )
    with pytest.raises(WorkshopError, match="not one of the answers"):
        changes_of(room, room.topic("learning" if value != "yes" else "levels"))


@pytest.mark.parametrize(
    ("topic", "row"),
    [
        *((topic, "component_mapping") for topic in ("prerequisites", "levels", "access", "weakest")),
        ("strengths", "component_mapping"),
        ("durations", "bottleneck"), ("learning", "learning_type"),
        ("cold_start", "cold_start"), ("risks", "velocity_metrics"),
    ],
)  # fmt: skip
def test_dissent_goes_into_the_decision_that_it_belongs_to(topic: str, row: str) -> None:
    """Each topic's dissent is a line of its decision, with the topic's name."""
    found = value_at(
        filled(agreed({}, topic, "Two of us\nsee it otherwise."), topic), f"decisions.{row}.dissent"
    )
    assert found.endswith(": Two of us see it otherwise.")


def test_dissent_is_added_and_never_doubled() -> None:
    """Lines of other topics and of people stay; a topic that is agreed again replaces its own line."""
    assessment = answered({MAPPING: "Typed by hand."})
    room = agreed({}, "levels", "A sees less.")
    assessment = filled(room, "levels", assessment)
    assert filled(room, "levels", assessment) == assessment
    room = agreed({}, "strengths", "B sees more.", room)
    assessment = filled(room, "strengths", assessment)
    assert value_at(assessment, MAPPING).splitlines() == [
        "Typed by hand.", "The five components: A sees less.", "The five connections: B sees more.",
    ]  # fmt: skip
    room = agreed({}, "levels", "A still sees less.", room)
    assessment = filled(room, "levels", assessment)
    assert "The five components: A still sees less." in value_at(assessment, MAPPING)
    assert value_at(assessment, MAPPING).count("The five components") == 1
    assessment = filled(agreed({}, "levels", "", room), "levels", assessment)
    assert value_at(assessment, MAPPING).splitlines() == [
        "Typed by hand.",
        "The five connections: B sees more.",
    ]


def test_long_dissent_fits() -> None:
    """Five topics' dissent at its longest still makes a valid assessment."""
    room = agreed({}, "levels", "x" * 20_000)
    room = agreed({}, "strengths", "y" * 20_000, room)
    assert len(value_at(filled(room, "strengths"), MAPPING)) <= 20_000


def test_without_dissent_nothing_is_written() -> None:
    """What was typed into a decision stays as typed, line ends and all, where no dissent comes or goes."""
    room = agreed({}, "levels")
    before = answered({MAPPING: "one\r\n\r\ntwo\n"})
    assert changes_of(room, room.topic("levels"), before) == {}


def test_medians_make_an_assessment() -> None:
    """The room's medians are an assessment: what is offered, for every revealed topic, and nothing else."""
    votes = votes_on(LEVEL, [1, 2, 4]) + votes_on(STRENGTH, [4, 4, 4])
    found = medians_of(revealed("levels"), votes)
    assert value_at(found, LEVEL) == 2
    assert value_at(found, STRENGTH) is None
    assert value_at(found, "title") == "Search assistant"


# --- The talk to have ---------------------------------------------------------------------------------


def said(blind: list[str], *answers: dict[str, Any], mode: str = "anonymous") -> str | None:
    """The talk that is proposed after a blind vote, with the room's own answers."""
    room = revealed("weakest", mode)
    votes: list[Vote] = votes_on(WEAKEST, blind)
    found = answered({path: value for group in answers for path, value in group.items()})
    return conversation([results_of(room, "weakest", votes)], found)


BLIND = [TRANSITIONS[4]] * 3 + [TRANSITIONS[0]]
TIMED = durations("PT1H", "P20D", "PT1H", "PT1H", "PT2H")


def test_blind_and_judged_differ() -> None:
    """Most named the way back, the strengths say storage to analysis: both are said, with the counts."""
    found = said(BLIND, strengths(4, 1, 3, 3, 3))
    assert "3 of 4 named feedback → collection" in found
    assert "strengths that you gave it is storage → analysis" in found


def test_blind_and_clock_differ() -> None:
    """The durations are named where they differ, alone or beside the strengths."""
    assert "durations storage → analysis takes longest" in said(BLIND, strengths(4, 3, 3, 3, 1), TIMED)
    both = said(BLIND, strengths(4, 3, 1, 3, 3), TIMED)
    assert "it is analysis → application" in both
    assert "storage → analysis takes longest" in both
    assert "the strengths and the durations" in said(BLIND, strengths(4, 1, 3, 3, 3), TIMED)


@pytest.mark.parametrize(
    ("blind", "answers"),
    [
        (BLIND, [strengths(4, 3, 3, 3, 1)]),
        (BLIND, [strengths(4, 1, 3, 3, 1)]),
        (BLIND, []),
        ([TRANSITIONS[4], TRANSITIONS[1], TRANSITIONS[4], TRANSITIONS[1]], [strengths(4, 1, 3, 3, 3)]),
        ([DONT_KNOW] * 4, [strengths(4, 1, 3, 3, 3)]),
        ([TRANSITIONS[4]] * 2, [strengths(4, 1, 3, 3, 3)]),
    ],
    ids=["same", "tied with it", "not judged yet", "named as often", "nobody knows", "withheld"],
)
def test_no_talk_where_nothing_differs(blind: list[str], answers: list[dict[str, Any]]) -> None:
    """Where blind and judged agree, or one of them is not there, nothing is said."""
    assert said(blind, *answers) is None


def test_equally_common_connections_are_both_named() -> None:
    """Where two connections were named equally often, both are said."""
    blind = [TRANSITIONS[4], TRANSITIONS[0]] * 2
    assert "2 of 4 each named collection → storage and feedback → collection" in said(
        blind, strengths(4, 1, 3, 3, 3)
    )
