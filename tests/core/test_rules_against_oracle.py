"""Random assessments: the rules say what a second, naive reading of their description says."""

from hypothesis import given, settings

from flywheel_core import assess
from tests.core import oracle
from tests.core.assessments import ANY, LOOPS, RUNNING, as_assessment

many = settings(max_examples=120)


@many
@given(ANY)
def test_loop_kind(doc):
    """R1 tests the kinds of loop in its order, on any answers."""
    assert assess(as_assessment(doc)).loop.verdict == oracle.loop(doc)


@many
@given(RUNNING)
def test_loop_kind_near_a_flywheel(doc):
    """R1 grants a flywheel only where every one of its conditions holds."""
    assert assess(as_assessment(doc)).loop.verdict == oracle.loop(doc)


@many
@given(ANY)
def test_weakest(doc):
    """R2 takes the lowest strength and breaks ties by time, usual break and loop's order."""
    findings = assess(as_assessment(doc))
    assert findings.weakest_connection.verdict == oracle.weakest(doc)
    assert findings.weakest_component.verdict == oracle.weakest_component(doc)


@many
@given(ANY)
def test_bottleneck(doc):
    """R3 names the longest figure, whatever mixture of guesses and measurements there is."""
    found = assess(as_assessment(doc)).bottleneck
    assert found.verdict == oracle.slowest(doc)
    assert {f.transition: f.seconds for f in found.figures} == {
        arrow: (seconds if seconds == float("inf") else round(seconds, 6))
        for arrow, seconds in oracle.figures(doc).items()
    }
    expected = oracle.call(doc)
    assert expected is None or found.call == expected


@many
@given(LOOPS)
def test_bottleneck_by_draws(doc):
    """R3 calls by the share of 10,000 draws against a bar of 60 % or, both measured, 90 %."""
    found = assess(as_assessment(doc)).bottleneck
    if oracle.call(doc) is None:
        share, bar = oracle.share(doc, found.verdict), oracle.bar(doc)
        assert abs(found.shares[found.verdict] - share) < 0.002
        assert found.bar == bar
        if abs(share - bar) > 0.002:
            assert found.call == ("named" if share >= bar else "too_close_to_call")


@many
@given(ANY)
def test_learning_cold_start_velocity_and_gate(doc):
    """R4, R5, R6 and R10 follow from the answers as described."""
    findings = assess(as_assessment(doc))
    assert findings.learning_type.verdict == oracle.learning(doc)
    assert findings.cold_start.verdict == oracle.cold_start(doc)
    assert findings.velocity.verdict == oracle.velocity(doc)
    assert findings.gate.verdict == oracle.gate(doc)
