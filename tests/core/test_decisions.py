"""The five key decisions."""

import json

import numpy as np
import pytest
from hypothesis import given, settings

from flywheel_core import assess, load_guide, read_answers
from flywheel_core.assessment import parse_iso
from flywheel_core.decisions import COLUMNS, key_decisions, say_cost, say_cycle_time, say_network
from tests.core.assessments import ANY, ARROWS, answered, as_assessment, durations, found, measured, strengths

GUIDE = load_guide()
ORDER = ["component_mapping", "learning_type", "bottleneck", "cold_start", "velocity_metrics"]


def decisions(*groups):
    """Return the five rows by id."""
    assessment = answered({path: value for group in groups for path, value in group.items()})
    return {row.id: row for row in key_decisions(assessment, assess(assessment), GUIDE)}


def test_five_rows_in_the_guides_order():
    """There are five rows in the guide's order, under its headings first."""
    rows = decisions({})
    assert list(rows) == ORDER
    assert COLUMNS == (
        "decision", "where", "output", "basis", "why", "confidence", "dissent", "owner", "revisit_when",
    )  # fmt: skip
    assert [GUIDE.text(f"decisions.headings.{column}") for column in COLUMNS] == [
        "Decision", "Where", "Output", "Basis", "Why", "Confidence", "Dissent", "Owner", "Revisit when",
    ]  # fmt: skip
    assert [(row.decision, row.where) for row in rows.values()] == [
        ("Component mapping", "Step 1"), ("Learning type", "Step 2"), ("Bottleneck", "Step 3"),
        ("Cold start strategy", "Step 4"), ("Velocity metrics", "Step 5"),
    ]  # fmt: skip


def test_a_row_without_an_answer_says_what_is_missing():
    """Without answers every row says what is missing, and rests on no basis."""
    rows = decisions({})
    for name in ORDER:
        assert rows[name].output
        assert rows[name].basis == ""
        assert rows[name].why
    for name in ("learning_type", "bottleneck", "cold_start"):
        assert "issing" in rows[name].output
    assert "No connection is judged" in rows["component_mapping"].output
    assert "not known" in rows["velocity_metrics"].output


def test_component_mapping():
    """Component mapping gives the weakest connection and the five levels, also those not given."""
    levels = {f"components.{c}.level": n for n, c in enumerate(("collection", "storage", "analysis"))}
    row = decisions(levels, {"components.feedback.not_applicable": "none"}, strengths(3, 1, 3, 3, 3))
    output = row["component_mapping"].output
    for part in ("storage → analysis", "Collection 0", "Storage 1", "Analysis 2", "Application open",
                 "Feedback not applicable"):  # fmt: skip
        assert part in output
    assert row["component_mapping"].confidence == "5 estimated"
    assert row["component_mapping"].basis == "estimated"


@pytest.mark.parametrize(
    ("test", "decision", "words"),
    [
        ({"others_notice_deletion": "yes"}, None, ["Network"]),
        ({"others_notice_deletion": "no", "own_experience_improves": "yes"}, None, ["Individual"]),
        ({"others_notice_deletion": "no", "own_experience_improves": "no"}, None, ["Neither"]),
        ({"others_notice_deletion": "yes"}, "network", ["Network"]),
        ({"others_notice_deletion": "yes"}, "individual", ["Individual", "decided", "Network", "test"]),
        ({}, "individual", ["Individual", "decided", "can't tell"]),
        ({"own_experience_improves": "yes"}, None, ["Missing", "deletion test"]),
    ],
)
def test_learning_type(test, decision, words):
    """Learning type gives the test's verdict, and a decision that differs beside it."""
    row = decisions({f"learning.{k}": v for k, v in (test | {"decision": decision}).items()})["learning_type"]
    for word in words:
        assert word in row.output
    assert ("decided" in row.output) == (decision is not None and len(words) > 1)


def test_bottleneck():
    """The bottleneck row gives the slowest transition with its time, and how sure that is."""
    named = decisions(durations("P1D", "P2D", "P9D", "P1D", "P1D"))["bottleneck"]
    assert "analysis → application (9 days)" in named.output
    assert named.confidence == "5 estimated"
    partial = decisions(durations("P1D", "P2D", "P9D", None, None))["bottleneck"]
    assert "So far analysis → application" in partial.output
    equal = decisions(durations("P1D", "P9D", "P9D", "P1D", "P1D"))["bottleneck"]
    assert "too close to call" in equal.output
    broken = decisions(durations("P1D", "P2D", "P9D", "P1D", None), strengths(1, 1, 1, 1, 0))["bottleneck"]
    assert "feedback → collection (nothing comes through)" in broken.output
    unknown = decisions(durations("P1D", None, None, None, None))["bottleneck"]
    assert "Missing" in unknown.output


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"stage": "early"}, ["Not decided", "loop before"]),
        ({"stage": "early", "decision": "loop_before_data"}, ["Build the loop before"]),
        ({"stage": "growing", "decision": "loop_before_data"}, ["Build the loop before", "don't support"]),
        (
            {"stage": "growing", "expertise_not_public": "no", "can_choose_complex_customers": "no"},
            ["none of the three"],
        ),
        ({"meaningful_points": 1000}, ["None needed"]),
        ({}, ["Missing"]),
    ],
)
def test_cold_start(answers, words):
    """The cold start row gives the decision, else what fits, else that nothing does or what is missing."""
    row = decisions({f"cold_start.{k}": v for k, v in answers.items()})["cold_start"]
    for word in words:
        assert word in row.output


def test_velocity_metrics():
    """Velocity metrics give cycle time, learning rate and network effect, with measured intervals."""
    times = durations("P1D", "P2D", "P3D", "P4D", "P7D")
    answers = {
        "velocity.learning_curve.estimated": "flattening",
        "velocity.network_effect.estimated_percent": 2,
    }
    row = decisions(times, answers)["velocity_metrics"]
    for part in ("17 days", "21.5 turns", "flattening", "2% better"):
        assert part in row.output
    clock = {"verdict": "network", "effect_of_10_percent_users": 0.01234, "interval": [0.01, 0.03]}
    row = decisions(times, answers, {"velocity.network_effect.measured": clock})["velocity_metrics"]
    assert "1.23% better" in row.output
    assert "[1, 3] %" in row.output
    assert "measured" in row.basis
    floor = decisions(durations("P1D", "P2D", None, None, None))["velocity_metrics"]
    assert "at least 3 days" in floor.output


def test_basis_and_confidence_are_counts():
    """Basis names each basis once, confidence counts them; measured durations count for the bottleneck."""
    answers = strengths(3, 3, 3, None, 3) | durations("P1D", "P2D", "P9D", "P1D", "P1D")
    answers |= measured("collection_to_storage", "P1D")
    answers |= {
        "transitions.storage_to_analysis.basis": "voted",
        "transitions.application_to_feedback.strength_unsure": True,
    }
    rows = decisions(answers)
    assert rows["bottleneck"].basis == "measured, voted and estimated"
    assert rows["bottleneck"].confidence == "1 measured, 1 voted, 3 estimated"
    assert rows["component_mapping"].basis == "voted, estimated and unsure"
    assert rows["component_mapping"].confidence == "1 voted, 3 estimated, 1 unsure"


def test_dissent_owner_and_revisit_when():
    """What a team adds to a decision stands in its row and in no other."""
    added = {"owner": "Ada", "dissent": "Grace disagrees", "revisit_when": "in May"}
    rows = decisions({f"decisions.bottleneck.{key}": value for key, value in added.items()})
    row = rows["bottleneck"]
    assert (row.owner, row.dissent, row.revisit_when) == tuple(added.values())
    assert {(r.owner, r.dissent, r.revisit_when) for r in rows.values() if r.id != "bottleneck"} == {
        ("", "", "")
    }


@settings(max_examples=60)
@given(ANY)
def test_any_assessment_has_five_full_rows(doc):
    """Any assessment gives five rows of text, with an output and a reason, as JSON by column."""
    assessment = as_assessment(doc)
    rows = key_decisions(assessment, assess(assessment), GUIDE)
    assert [row.id for row in rows] == ORDER
    for row in rows:
        data = row.as_json()
        assert list(data) == ["id", *COLUMNS]
        assert all(isinstance(value, str) and "{" not in value for value in data.values())
        assert row.output
        assert row.why


def test_the_cost_of_a_turn_is_said_in_its_currency():
    """Cost and value stand beside each other, in the currency that was given; one alone says nothing."""
    both = {"velocity": {"cost_per_turn": 1800, "value_per_turn": 2600.5, "currency": "EUR"}}
    assert _cost(both) == "One turn costs 1,800 EUR and brings 2,600.5 EUR."
    assert _cost({"velocity": {"cost_per_turn": 1800}}) == ""


def _cost(document):
    return say_cost(assess(read_answers(json.dumps(document))), GUIDE)


def test_more_users_who_make_it_worse_are_said_so():
    """A negative effect is no improvement by a negative amount."""
    found = assess(read_answers('{"velocity": {"network_effect": {"estimated_percent": -50}}}'))
    assert say_network(found, GUIDE) == "10% more users: 50% worse for the others."
    assert "worse" in found.velocity.network_effect.advice


def test_ranges_that_reach_far_up_are_said_beside_the_cycle_time():
    """Medians don't add up: where half of all draws lie well above the sum, it says where."""
    ends = [("PT10H", "P3D", "P21D"), ("PT10H", "P2D", "P21D"), ("P1D", "P5D", "P60D")]
    ends += [("PT10H", "P2D", "P30D"), ("PT1H", "PT10H", "P21D")]
    wide = {
        f"transitions.{arrow}.duration": dict(zip(("low", "likely", "high"), three, strict=True))
        for arrow, three in zip(ARROWS, ends, strict=True)
    }
    said = say_cycle_time(found(wide), GUIDE)
    # The same by hand: lognormal on each side of the median, 10th and 90th percentile.
    random = np.random.default_rng(1)
    total = np.zeros(200_000)
    for given_ends in ends:
        low, likely, high = (parse_iso(end).total_seconds() for end in given_ends)
        draws = random.standard_normal(200_000)
        spread = np.where(draws < 0, np.log(likely / low), np.log(high / likely)) / 1.2815515655446004
        total += likely * np.exp(draws * spread)
    days = np.median(total) / 86_400
    assert "12 days" in said
    assert f"about {days:.0f} days" in said
    assert "ranges" not in say_cycle_time(found(durations("P1D", "P2D", "P3D", "P4D", "P5D")), GUIDE)


def test_times_of_nothing_are_no_cycle_time():
    """Medians of zero have no turns a year: that is said, and not none a year."""
    zero = {
        f"transitions.{arrow}.measured": {"median": "PT0S", "median_reached": True, "interval": None}
        for arrow in ARROWS
    }
    assert say_cycle_time(found(zero), GUIDE) == GUIDE.text("rules.R6.no_time")


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ((-0.004, 0.002), "no effect on the others is shown"),
        ((-0.004, -0.001), "worse for the others"),
    ],
)
def test_an_effect_that_is_not_shown_is_not_said_to_be_one(interval, said):
    """Where the interval holds zero its sign is chance: the row and Step 5 say the same."""
    measured = {
        "verdict": "none_shown",
        "effect_of_10_percent_users": -0.00141,
        "interval": list(interval),
        "source": {"file": "s.csv", "sha256": "0" * 64, "at": "2026-11-29T10:00:00Z", "rows": 40},
    }
    found = assess(answered({"velocity.network_effect.measured": measured}), GUIDE)
    assert said in say_network(found, GUIDE)
    del measured["effect_of_10_percent_users"], measured["interval"]
    found = assess(answered({"velocity.network_effect.measured": measured}), GUIDE)
    assert say_network(found, GUIDE) == "10% more users: no effect on the others is shown."
