"""R10: what has to be there first."""

import itertools

import pytest

from tests.core import oracle
from tests.core.assessments import READY, document, found

USERS, INFRASTRUCTURE, VALUE = READY


def gate(*groups):
    """Return R10's finding."""
    return found(*groups).gate


@pytest.mark.parametrize("users", ["no", "unsure"])
def test_without_real_users_demand_comes_first(users):
    """No real users, or not sure of any, puts demand first, whatever else is missing."""
    for others in ({}, READY, {INFRASTRUCTURE: "no", VALUE: "no"}):
        finding = gate(others, {USERS: users})
        assert (finding.rule, finding.verdict) == ("R10", "validate_demand_first")
        assert finding.rests_on == finding.decided_by == (USERS,)


def test_without_infrastructure_the_basics_come_first():
    """With users and without basic infrastructure the infrastructure comes first; a warehouse does not."""
    finding = gate(READY, {INFRASTRUCTURE: "no", VALUE: "no"})
    assert finding.verdict == "infrastructure_first"
    for word in ("database", "structured logs", "analytics", "warehouse"):
        assert word in finding.why


def test_without_a_value_it_may_be_a_product():
    """With the rest in place and no clear value it may be a product, and the sentence is asked for."""
    finding = gate(READY, {VALUE: "no"})
    assert finding.verdict == "value_unclear"
    assert "product" in finding.why
    assert "Write down" in finding.why


def test_all_yes_is_open():
    """Three times yes opens the gate."""
    assert gate(READY).verdict == "open"


@pytest.mark.parametrize("path", [INFRASTRUCTURE, VALUE])
def test_unsure_about_the_others_is_unknown(path):
    """Not sure about infrastructure or value neither gates nor opens."""
    assert gate(READY, {path: "unsure"}).verdict == "unknown"


@pytest.mark.parametrize("path", READY)
def test_an_open_answer_is_unknown(path):
    """An unanswered prerequisite neither gates nor opens."""
    assert gate({key: value for key, value in READY.items() if key != path}).verdict == "unknown"


def test_every_combination():
    """All 64 combinations of answers give what R10 says."""
    for combination in itertools.product(("yes", "no", "unsure", None), repeat=3):
        answers = dict(zip(READY, combination, strict=True))
        assert gate(answers).verdict == oracle.gate(document(answers))
