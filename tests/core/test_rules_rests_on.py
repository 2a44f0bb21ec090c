"""What a finding rests on, and which answers decide it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import assess, write_answers
from flywheel_core.assessment import value_at
from tests.core.assessments import ANY, ARROWS, NODES, as_assessment, found, strengths
from tests.core.legal import discrete, every, leaves, others, put


def is_subsequence(part, whole):
    """Say whether items stand in a sequence, in its order."""
    rest = iter(whole)
    return all(item in rest for item in part)


@settings(max_examples=120)
@given(ANY)
def test_it_rests_on_answers_of_the_file_in_its_order(doc):
    """Every path in rests_on is answered in the exported file, and stands in the file's order."""
    assessment = as_assessment(doc)
    exported = list(leaves(json.loads(write_answers(assessment))))
    for name, finding in every(assess(assessment)):
        assert is_subsequence(finding.rests_on, exported), name
        assert all(value_at(assessment, path) is not None for path in finding.rests_on), name


@settings(max_examples=25)
@given(ANY)
def test_what_it_does_not_rest_on_does_not_matter(doc):
    """Changing or taking away an answer outside rests_on changes nothing about a finding, not even a word."""
    before = dict(every(assess(as_assessment(doc))))
    for path, value in leaves(doc).items():
        unmoved = {name: finding for name, finding in before.items() if path not in finding.rests_on}
        for other in (None, *others(path, value)[:3]):
            after = dict(every(assess(as_assessment(put(doc, path, other)))))
            for name, finding in unmoved.items():
                assert after.get(name) == finding, (name, path, other)


@settings(max_examples=20)
@given(ANY)
def test_what_decides_it(doc):
    """Exactly the answers whose change alone changes the verdict decide it: brute force agrees."""
    before = dict(every(assess(as_assessment(doc))))
    verdicts = {name: finding.verdict for name, finding in before.items()}
    for name, finding in before.items():
        assert is_subsequence(finding.decided_by, finding.rests_on), name
    for path, value in leaves(doc).items():
        if path.endswith(".not_applicable"):
            continue
        changed = {name: set() for name in before}
        for other in others(path, value):
            after = dict(every(assess(as_assessment(put(doc, path, other)))))
            for name, verdict in verdicts.items():
                changed[name].add(name not in after or after[name].verdict != verdict)
        for name, finding in before.items():
            if path in finding.decided_by:
                assert True in changed[name], (name, path)
            elif discrete(path):
                assert True not in changed[name], (name, path)


def test_what_decides_a_part_that_does_not_apply():
    """Ruling an arrow out decides a verdict that any strength in its place would change."""
    two = found(strengths("a", "b", "c", 3, 3))
    assert two.loop.decided_by == tuple(f"transitions.{arrow}.not_applicable" for arrow in ARROWS[:3])
    assert two.weakest_connection.decided_by[:3] == two.loop.decided_by
    assert found(strengths("a", 0, 0, 0, 4)).weakest_connection.decided_by[0].endswith("analysis.strength")


def test_a_finding_without_answers_rests_on_nothing():
    """Without any answer no finding rests on anything, nor is decided by anything."""
    for _, finding in every(found({})):
        assert finding.rests_on == finding.decided_by == ()


@pytest.mark.parametrize("half", [{"low": "P1D"}, {"high": "P1D"}])
def test_half_a_duration_is_no_answer(half):
    """A duration with only one end is not answered, so nothing rests on it."""
    for _, finding in every(found({"transitions.storage_to_analysis.duration": half})):
        assert finding.rests_on == ()


def test_rules_that_use_others_rest_on_their_answers():
    """R1 rests on R4's answers, R5 on R10's, R11 on R2's: what is used is included."""
    answers = strengths(4, 4, 4, 4, 4) | {
        "components.feedback.last_improvement": "data_rose",
        "learning.others_notice_deletion": "no",
        "learning.own_experience_improves": "unsure",
        "prerequisites.real_users": "yes",
        "cold_start.meaningful_points": 1000,
    }
    findings = found(answers)
    assert set(findings.learning_type.rests_on) < set(findings.loop.rests_on)
    assert set(findings.gate.rests_on) < set(findings.cold_start.rests_on)
    assert set(findings.weakest_connection.rests_on) < set(findings.first_investment.rests_on)


@settings(max_examples=60)
@given(ANY, st.sampled_from(ARROWS))
def test_an_open_answer_is_never_the_verdict(doc, arrow):
    """Taking away an arrow's answers never makes it the weakest connection or the bottleneck."""
    for key in ("strength", "duration", "measured"):
        doc = put(doc, f"transitions.{arrow}.{key}", None)
    findings = assess(as_assessment(doc))
    assert arrow not in (findings.weakest_connection.verdict, findings.bottleneck.verdict)


@settings(max_examples=60)
@given(ANY, st.sampled_from(ARROWS))
def test_what_does_not_apply_is_never_the_verdict(doc, arrow):
    """An arrow that does not apply is never the weakest, the bottleneck, open, or the first investment."""
    for key in ("strength", "duration"):
        doc = put(doc, f"transitions.{arrow}.{key}", None)
    findings = assess(as_assessment(put(doc, f"transitions.{arrow}.not_applicable", "none")))
    verdicts = (findings.weakest_connection, findings.bottleneck, findings.first_investment)
    assert arrow not in [finding.verdict for finding in verdicts]
    assert arrow not in (*findings.weakest_connection.open, *findings.bottleneck.open)


@settings(max_examples=60)
@given(ANY, st.sampled_from(NODES))
def test_an_open_level_is_never_the_weakest(doc, node):
    """Neither an open level nor a component that does not apply is ever the weakest component."""
    doc = put(doc, f"components.{node}.level", None)
    assert assess(as_assessment(doc)).weakest_component.verdict != node
    doc = put(doc, f"components.{node}.not_applicable", "none")
    assert assess(as_assessment(doc)).weakest_component.verdict != node


@settings(max_examples=60)
@given(ANY, st.sampled_from(ARROWS))
def test_an_open_answer_is_no_better_and_no_worse(doc, arrow):
    """Taking an answer away can only make R1's, R4's, R6's and R10's verdict unknown, or leave it."""
    before = assess(as_assessment(doc))
    for path in (f"transitions.{arrow}.strength", f"transitions.{arrow}.duration"):
        after = assess(as_assessment(put(doc, path, None)))
        if before.loop.verdict != "broken" and path.endswith("strength"):
            assert after.loop.verdict in (before.loop.verdict, "unknown")
        if before.bottleneck.call != "unknown" and after.velocity.verdict != before.velocity.verdict:
            assert "unknown" in (after.velocity.verdict, before.velocity.verdict)
