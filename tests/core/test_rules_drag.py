"""R7: what slows the flywheel though it turns."""

import pytest

from tests.core.assessments import DRAG, found

POINTS_AT = {
    "degrades_despite_data": ("collection", "quality"),
    "data_without_retraining": ("analysis_to_application", "application"),
    "users_up_quality_down": ("collection", "incentives"),
    "ships_without_usage": ("feedback_to_collection", "loop"),
}


@pytest.mark.parametrize("indicator", DRAG)
def test_a_yes_names_cause_and_place(indicator):
    """Each indicator answered yes names its cause and what it points at, and rests on that answer."""
    path = f"velocity.drag.{indicator}"
    (finding,) = found({path: "yes"}).drag
    place, cause = POINTS_AT[indicator]
    assert (finding.rule, finding.indicator, finding.points_at) == ("R7", indicator, place)
    assert cause in finding.cause.casefold()
    assert finding.rests_on == finding.decided_by == (path,)
    assert finding.why


@pytest.mark.parametrize("answer", ["no", "unsure", None])
def test_only_a_yes_counts(answer):
    """No, unsure and not answered name nothing."""
    assert found({f"velocity.drag.{indicator}": answer for indicator in DRAG}).drag == ()


def test_all_four_in_the_guides_order():
    """Four times yes gives four findings in the guide's order, each with words of its own."""
    findings = found({f"velocity.drag.{indicator}": "yes" for indicator in DRAG}).drag
    assert [finding.indicator for finding in findings] == list(DRAG)
    assert len({finding.why for finding in findings}) == 4
