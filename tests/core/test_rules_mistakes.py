"""R8: the six mistakes, as answered and as other answers imply."""

import pytest

from tests.core.assessments import ARROWS, MISTAKES, READY, found, strengths

NO_USERS = {"prerequisites.real_users": "no"}


def mistake(name, *groups):
    """Return R8's finding for one mistake."""
    return next(finding for finding in found(*groups).mistakes if finding.mistake == name)


def test_six_in_the_guides_order():
    """There are always six findings, in the guide's order, unknown without answers."""
    findings = found({}).mistakes
    assert [finding.mistake for finding in findings] == list(MISTAKES)
    assert {(f.rule, f.verdict, f.answer, f.implied, f.implied_by) for f in findings} == {
        ("R8", "unknown", None, None, ())
    }
    assert len({finding.advice for finding in findings}) == 6


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("answer", ["no", "at_risk", "happening"])
def test_the_users_answer(name, answer):
    """Without other answers the user's own stands."""
    finding = mistake(name, {f"mistakes.{name}": answer})
    assert (finding.verdict, finding.answer, finding.implied) == (answer, answer, None)
    assert finding.rests_on == (f"mistakes.{name}",)


IMPLIED = [
    ("before_product_market_fit", NO_USERS, "at_risk", ["prerequisites.real_users"]),
    (
        "complex_infrastructure",
        NO_USERS | strengths(2, 3, None, 0, 4),
        "at_risk",
        ["prerequisites.real_users", *(f"transitions.{ARROWS[i]}.strength" for i in (1, 4))],
    ),
    (
        "quantity_over_quality",
        {"velocity.drag.degrades_despite_data": "yes"},
        "at_risk",
        ["velocity.drag.degrades_despite_data"],
    ),
    (
        "quantity_over_quality",
        {"velocity.drag.users_up_quality_down": "yes"},
        "at_risk",
        ["velocity.drag.users_up_quality_down"],
    ),
    (
        "no_observability",
        {"velocity.learning_curve.estimated": "degrading"},
        "at_risk",
        ["velocity.learning_curve.estimated"],
    ),
    (
        "no_observability",
        {"velocity.learning_curve.measured": {"verdict": "degrading"}},
        "at_risk",
        ["velocity.learning_curve.measured"],
    ),
    (
        "uneconomic",
        {"velocity.cost_per_turn": 10.01, "velocity.value_per_turn": 10},
        "happening",
        ["velocity.cost_per_turn", "velocity.value_per_turn"],
    ),
]


@pytest.mark.parametrize(("name", "answers", "implied", "paths"), IMPLIED)
def test_what_other_answers_imply(name, answers, implied, paths):
    """Each implication holds without an answer, stands beside a no, and names the answers it comes from."""
    alone = mistake(name, answers)
    assert (alone.verdict, alone.answer, alone.implied) == (implied, None, implied)
    assert list(alone.implied_by) == paths
    beside = mistake(name, answers, {f"mistakes.{name}": "no"})
    assert (beside.answer, beside.implied) == ("no", implied)
    graver = mistake(name, answers, {f"mistakes.{name}": "happening"})
    assert (graver.verdict, graver.answer, graver.implied) == ("happening", "happening", implied)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("before_product_market_fit", {"prerequisites.real_users": "unsure"}),
        ("before_product_market_fit", {"prerequisites.real_users": "yes"}),
        ("before_product_market_fit", READY | {"prerequisites.basic_data_infrastructure": "no"}),
        ("complex_infrastructure", NO_USERS | strengths(2, 2, 2, 2, 2)),
        ("complex_infrastructure", NO_USERS),
        ("complex_infrastructure", READY | strengths(4, 4, 4, 4, 4)),
        ("complex_infrastructure", {"prerequisites.real_users": "unsure"} | strengths(4, 4, 4, 4, 4)),
        ("quantity_over_quality", {"velocity.drag.degrades_despite_data": "unsure"}),
        ("quantity_over_quality", {"velocity.drag.data_without_retraining": "yes"}),
        ("quantity_over_quality", {"velocity.drag.ships_without_usage": "yes"}),
        ("no_observability", {"velocity.learning_curve.estimated": "flattening"}),
        (
            "no_observability",
            {
                "velocity.learning_curve.estimated": "degrading",
                "velocity.learning_curve.measured": {"verdict": "improving"},
            },
        ),
        ("uneconomic", {"velocity.cost_per_turn": 10, "velocity.value_per_turn": 10}),
        ("uneconomic", {"velocity.cost_per_turn": 10}),
        ("uneconomic", {"velocity.value_per_turn": 0}),
        ("uneconomic", {"velocity.cost_per_turn": 0, "velocity.value_per_turn": 0}),
        ("single_dependency", NO_USERS | strengths(4, 4, 4, 4, 4)),
    ],
)
def test_what_implies_nothing(name, answers):
    """What R8 does not name, and exactly at its bounds, implies nothing."""
    finding = mistake(name, answers)
    assert (finding.verdict, finding.implied, finding.implied_by) == ("unknown", None, ())


def test_a_cost_without_any_value_is_uneconomic():
    """A value of zero is an answer: any cost above it implies the mistake."""
    answers = {"velocity.cost_per_turn": 1, "velocity.value_per_turn": 0}
    assert mistake("uneconomic", answers).implied == "happening"


def test_a_mistake_rests_on_its_own_answers_only():
    """No mistake rests on what was answered for another."""
    everything = {f"mistakes.{name}": "no" for name in MISTAKES} | NO_USERS
    for finding in found(everything, strengths(3, 3, 3, 3, 3)).mistakes:
        assert not {f"mistakes.{name}" for name in MISTAKES if name != finding.mistake} & set(
            finding.rests_on
        )
