"""R2: the weakest connection, its ties, and the weakest component beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import assess, load_guide
from flywheel_core.assessment import COMPONENTS
from tests.core.assessments import ANY, ARROWS, as_assessment, durations, found, measured, strengths


def weakest(*groups):
    """Return R2's finding."""
    return found(*groups).weakest_connection


@pytest.mark.parametrize("low", range(5))
def test_the_lowest_strength(low):
    """The arrow of the lowest strength is the weakest, wherever it is."""
    finding = weakest(strengths(*[1 if index == low else 3 for index in range(5)]))
    assert (finding.rule, finding.verdict, finding.strength) == ("R2", ARROWS[low], 1)
    assert (finding.tied_with, finding.open) == ((), ())


def test_unknown_only_if_no_strength_is_answered():
    """Without any strength the weakest is unknown; with one it is that one, and the open ones are counted."""
    none = weakest(durations("P1D", "P1D", "P1D", "P1D", "P1D"))
    assert (none.verdict, none.strength, len(none.open)) == ("unknown", None, 5)
    one = weakest(strengths(None, None, None, 4, None))
    assert (one.verdict, one.strength) == ("application_to_feedback", 4)
    assert one.open == (*ARROWS[:3], ARROWS[4])
    assert "4 connections" in one.why
    assert "Of all connections" not in one.why


@pytest.mark.parametrize(
    ("steps", "begins", "standing"),
    [
        ((3, 2, 4, 4, 4), "Of all connections, storage → analysis", "alone"),
        ((3, "none", "none", "none", "none"), "Of all connections, collection → storage", "alone"),
        ((None, None, None, 4, None), "Only application → feedback is judged so far", "alone_so_far"),
        ((3, 2, None, 4, 4), "Of the connections judged so far, storage → analysis", "alone_so_far"),
        ((2, 2, None, 4, 4), "Of the connections judged so far, storage → analysis", "tied_so_far"),
        ((2, 2, 4, 4, 4), "storage → analysis is the weakest", "tied"),
    ],
)
def test_it_claims_no_more_than_is_judged(steps, begins, standing):
    """While some connections are open it is the weakest of those that are judged, and says so."""
    finding = weakest(strengths(*steps))
    assert finding.why.startswith(begins)
    assert finding.standing == standing
    assert ("not judged yet" in finding.why) == standing.endswith("so_far")


def test_all_ruled_out_is_unknown():
    """Where no transition applies there is no weakest, and none is open; nobody is asked to judge one."""
    none = strengths("a", "b", "c", "d", "e")
    finding = weakest(none)
    assert (finding.verdict, finding.open) == ("unknown", ())
    assert finding.why == load_guide().text("rules.R2.none_applies")
    assert found(none).first_investment.why == load_guide().text("rules.R11.none_applies")


@pytest.mark.parametrize(
    ("given", "begins", "tied"),
    [
        ((3, 2, 4, 4, 4), "Storage stands lowest, at 2 of 4:", ()),
        ((3, 2, 2, 4, 4), "Storage stands lowest, like Analysis, at 2 of 4:", ("analysis",)),
        ((None, None, 2, None, None), "Only Analysis is judged so far, at 2 of 4:", ()),
        ((3, 2, None, 4, 4), "Of the components judged so far, Storage stands lowest, at 2 of 4:", ()),
        (
            (3, 3, None, None, None),
            "Of the components judged so far, Collection stands lowest, like Storage, at 3 of 4:",
            ("storage",),
        ),
    ],
)
def test_the_weakest_component_claims_no_more_than_is_judged(given, begins, tied):
    """It says what stands as low, and that some are open."""
    answers = {f"components.{c}.level": level for c, level in zip(COMPONENTS, given, strict=True)}
    finding = found(answers).weakest_component
    assert finding.why.startswith(begins)
    assert finding.tied_with == tied


def test_not_applicable_is_left_out():
    """An arrow that does not apply is no zero, is not open, and its missing duration does not spoil a tie."""
    times = durations(None, "P1D", "P2D", "P1D", "P3D")
    finding = weakest(strengths("none", 2, 2, 2, 2), times)
    assert (finding.verdict, finding.open) == ("feedback_to_collection", ())


def test_ties_go_to_the_longest_duration():
    """Among equally weak arrows the slowest is the weakest, and what it tied with is said."""
    finding = weakest(strengths(1, 1, 1, 4, 4), durations("P3D", "P1D", "P2D", "P60D", "P1D"))
    assert finding.verdict == "collection_to_storage"
    assert finding.tied_with == ("storage_to_analysis", "analysis_to_application")
    assert "storage → analysis and analysis → application" in finding.why


def test_a_missing_duration_anywhere_leaves_ties_to_the_usual_breaks():
    """One arrow without a duration, though not tied, and the ties no longer go by time."""
    finding = weakest(strengths(1, 1, 1, 4, 4), durations("P3D", "P1D", "P2D", None, "P1D"))
    assert finding.verdict == "storage_to_analysis"


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ((2, 2, 2, 2, 2), "storage_to_analysis"),
        ((2, 3, 2, 2, 2), "analysis_to_application"),
        ((2, 3, 3, 2, 2), "collection_to_storage"),
        ((3, 3, 3, 2, 2), "application_to_feedback"),
    ],
)
def test_usual_breaks_then_the_loop(steps, verdict):
    """Without durations ties go to storage → analysis, analysis → application, then the loop's order."""
    assert weakest(strengths(*steps)).verdict == verdict


def test_equal_durations_go_to_the_usual_breaks():
    """Equally weak and equally slow arrows are told apart by the usual breaks."""
    finding = weakest(strengths(1, 4, 1, 4, 1), durations("P2D", "P9D", "P2D", "P9D", "P2D"))
    assert finding.verdict == "analysis_to_application"


def test_ties_by_measured_medians():
    """Ties go by R3's figure: the measured median, not the guess."""
    times = durations("P9D", "P1D", "P1D", "P1D", "P1D")
    clock = measured("collection_to_storage", "PT1H") | measured("feedback_to_collection", "P2D")
    assert weakest(strengths(1, 4, 4, 4, 1), times, clock).verdict == "feedback_to_collection"


def test_where_nothing_passes_is_longer_than_any_duration():
    """Of two zeros, one with a measured median, the other without, the latter is the longer."""
    times = durations("P1D", "P1D", "P1D", None, None)
    clock = measured("storage_to_analysis", "P400D")
    assert weakest(strengths(4, 0, 4, 4, 0), times, clock).verdict == "storage_to_analysis"
    times = durations("P1D", None, "P1D", "P1D", None)
    assert weakest(strengths(4, 0, 4, 4, 0), times, clock).verdict == "feedback_to_collection"


def test_unsure_is_open():
    """A strength that nobody is sure of is counted as open."""
    finding = weakest(
        strengths(None, 1, 3, 3, 3), {"transitions.collection_to_storage.strength_unsure": True}
    )
    assert (finding.verdict, finding.open) == ("storage_to_analysis", ("collection_to_storage",))


def test_the_weakest_component():
    """The lowest level, in the loop's order, stands beside the weakest connection."""
    levels = {"components.storage.level": 1, "components.feedback.level": 1, "components.analysis.level": 3}
    finding = found(levels).weakest_component
    assert (finding.rule, finding.verdict, finding.level) == ("R2", "storage", 1)
    assert finding.open == ("collection", "application")


def test_a_component_that_does_not_apply_is_no_weakest_one():
    """A component that does not apply is neither the weakest nor open."""
    answers = {"components.storage.not_applicable": "no data is kept", "components.feedback.level": 4}
    finding = found(answers).weakest_component
    assert (finding.verdict, "storage" in finding.open) == ("feedback", False)


def test_no_level_at_all():
    """Without any level the weakest component is unknown."""
    finding = found({"components.storage.level_unsure": True}).weakest_component
    assert (finding.verdict, finding.level, len(finding.open)) == ("unknown", None, 5)


@settings(max_examples=100)
@given(ANY, st.sampled_from(ARROWS), st.integers(0, 4))
def test_raising_what_is_not_the_weakest_changes_nothing(doc, arrow, step):
    """Raising a strength above the lowest one never changes the weakest connection."""
    finding = assess(as_assessment(doc)).weakest_connection
    transition = doc.get("transitions", {}).get(arrow, {})
    before = transition.get("strength")
    if before is None or finding.strength is None or before == finding.strength or step <= before:
        return
    transition["strength"] = step
    assert assess(as_assessment(doc)).weakest_connection.verdict == finding.verdict
