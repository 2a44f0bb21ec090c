"""Whom to ask: open and unsure answers, each with an owner."""

from flywheel_core import Assessment
from flywheel_core.assessment import ASKED
from flywheel_core.homework import homework_of
from tests.core.assessments import answered
from tests.core.examples import GUIDE, example


def homework(answers):
    """Return the homework by path."""
    return {item.path: item for item in homework_of(answered(answers), GUIDE)}


def test_everything_is_homework_at_first():
    """Without answers each asked path is open, in document order, and nobody owns it."""
    found = homework_of(Assessment(), GUIDE)
    assert tuple(item.path for item in found) == ASKED
    assert {(item.why, item.owner) for item in found} == {("open", "")}


def test_an_answer_takes_its_homework_away():
    """An answered question, or one that does not apply, is no homework any more."""
    found = homework({"prerequisites.real_users": "no", "components.storage.not_applicable": "none"})
    assert "prerequisites.real_users" not in found
    assert "components.storage.level" not in found


def test_not_sure_is_homework():
    """An answer that nobody is sure of is homework, by choice or by mark, with its owner."""
    found = homework(
        {
            "learning.others_notice_deletion": "unsure",
            "transitions.storage_to_analysis.duration_unsure": True,
            "homework": {"learning.others_notice_deletion": "Petra"},
        }
    )
    assert found["learning.others_notice_deletion"].why == "unsure"
    assert found["learning.others_notice_deletion"].owner == "Petra"
    assert found["transitions.storage_to_analysis.duration"].why == "unsure"


def test_no_time_is_asked_where_nothing_passes():
    """Where nothing passes there is no duration to find out, though one may be left out elsewhere."""
    found = homework({"transitions.storage_to_analysis.strength": 0})
    assert "transitions.storage_to_analysis.duration" not in found
    assert "transitions.analysis_to_application.duration" in found


def test_complete_example_leaves_nothing_to_ask():
    """The flywheel example is answered and sure throughout."""
    assert homework_of(example("flywheel"), GUIDE) == ()
