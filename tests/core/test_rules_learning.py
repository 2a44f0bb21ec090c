"""R4: individual, network, or neither."""

import pytest

from tests.core.assessments import found

OTHERS, OWN = "learning.others_notice_deletion", "learning.own_experience_improves"


def learning(**answers):
    """Return R4's finding."""
    return found({f"learning.{key}": value for key, value in answers.items()}).learning_type


@pytest.mark.parametrize(
    ("others", "own", "verdict"),
    [
        ("yes", None, "network"),
        ("yes", "no", "network"),
        ("yes", "unsure", "network"),
        ("no", "yes", "individual"),
        ("no", "no", "neither"),
        ("no", "unsure", "unknown"),
        ("no", None, "unknown"),
        ("unsure", "yes", "unknown"),
        ("unsure", "no", "unknown"),
        (None, "yes", "unknown"),
        (None, "no", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_deletion_test(others, own, verdict):
    """Whether others notice comes first; only if they would not does the own experience tell."""
    finding = learning(others_notice_deletion=others, own_experience_improves=own)
    assert (finding.rule, finding.verdict) == ("R4", verdict)


def test_advice():
    """Individual learning and no learning each get advice of their own; network and unknown get none."""
    advice = {
        (others, own): learning(others_notice_deletion=others, own_experience_improves=own).advice
        for others, own in (("yes", None), ("no", "yes"), ("no", "no"), ("unsure", None))
    }
    assert advice["yes", None] is None
    assert advice["unsure", None] is None
    assert "everyone" in advice["no", "yes"]
    assert "first" in advice["no", "no"]


@pytest.mark.parametrize("decision", ["individual", "network", "neither"])
def test_the_decision_stands_beside_the_test(decision):
    """The user's decision never replaces the test, nor stands in for it, and is returned with it."""
    tested = learning(others_notice_deletion="no", own_experience_improves="yes", decision=decision)
    assert (tested.verdict, tested.decision) == ("individual", decision)
    untested = learning(decision=decision)
    assert (untested.verdict, untested.decision) == ("unknown", decision)
    assert "learning.decision" in untested.rests_on


@pytest.mark.parametrize("verdict", ["network", "none_shown"])
def test_measured_evidence_stands_beside_the_test(verdict):
    """A measured network effect never replaces the test and is returned with it."""
    path = "velocity.network_effect.measured"
    finding = found({OTHERS: "no", OWN: "yes", path: {"verdict": verdict}}).learning_type
    assert (finding.verdict, finding.measured) == ("individual", verdict)
    assert finding.rests_on == (OTHERS, OWN, path)
    assert finding.decided_by == (OTHERS, OWN)


def test_each_outcome_has_its_own_reason():
    """Not answered, unsure, and unsure about the own experience are told apart in words."""
    reasons = {
        learning(others_notice_deletion=others, own_experience_improves=own).why
        for others, own in (
            ("yes", None), ("no", "yes"), ("no", "no"), ("no", None), ("no", "unsure"),
            ("unsure", None), (None, None),
        )
    }  # fmt: skip
    assert len(reasons) == 7
