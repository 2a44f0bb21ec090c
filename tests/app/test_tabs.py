"""Two tabs of one assessment: both keep what they were given, and are told what the other did."""

from collections.abc import Callable

from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_ui import session
from tests.app.documents import changed
from tests.app.screen import Screen, example

Open = Callable[..., Screen]


def test_two_tabs_keep_both_of_different_answers(open_app: Open) -> None:
    """Changes of different answers in two tabs both survive; each tab comes to show both and says so."""
    first = open_app("learning", example("pipeline"))
    second = Screen(str(first.session.token)).go("mistakes")
    first.give("learning.decision", "individual")
    second.give("mistakes.uneconomic", "at_risk")
    expected = changed(
        example("pipeline"), {"learning.decision": "individual", "mistakes.uneconomic": "at_risk"}
    )
    assert first.kept() == second.kept() == expected
    assert first.run().session.assessment == second.session.assessment == expected
    guide = first.session.guide
    question = question_of("mistakes.uneconomic", guide)
    assert guide.text("ui.other_tab.changed", what=question) in first.news()
    assert first.go("mistakes").widget("mistakes.uneconomic").value == "at_risk"


def test_the_later_of_two_changes_of_one_answer_stands(open_app: Open) -> None:
    """On the same answer the later change stands, and both tabs are told."""
    first = open_app("learning", example("pipeline"))
    second = Screen(str(first.session.token)).go("learning")
    first.give("learning.decision", "individual")
    second.give("learning.decision", "neither")
    guide, question = first.session.guide, question_of("learning.decision", first.session.guide)
    assert value_at(second.kept(), "learning.decision") == "neither"
    assert guide.text("ui.other_tab.overwritten", what=question) in second.news()
    assert guide.text("ui.other_tab.changed", what=question) in first.run().news()
    assert first.widget("learning.decision").value == "neither"


def test_undo_shows_what_another_tab_answered_meanwhile(open_app: Open) -> None:
    """It takes the other tab's last step back; the one before it is shown and said as in any other run."""
    first = open_app("learning", example("pipeline")).give("learning.own_experience_improves", "no")
    second = Screen(str(first.session.token)).go("learning")
    second.give("learning.decision", "individual").give("learning.others_notice_deletion", "no")
    first.press("undo")
    assert first.widget("learning.decision").value == "individual"
    assert first.widget("learning.others_notice_deletion").value == "yes"
    guide = first.session.guide
    kept, taken = (question_of(f"learning.{key}", guide) for key in ("decision", "others_notice_deletion"))
    assert guide.text("ui.other_tab.changed", what=kept) in first.news()
    assert guide.text("ui.undo.done", what=taken) in first.news()
    expected = {"learning.decision": "individual", "learning.own_experience_improves": "no"}
    assert first.kept() == changed(example("pipeline"), expected)


def test_another_tab_leaves_what_is_being_typed_alone(open_app: Open) -> None:
    """A change elsewhere gives no other field a new identity: what is typed in it stays."""
    first = open_app("learning", example("pipeline"))
    second = Screen(str(first.session.token)).go("mistakes")
    before = {key: widget.id for key, widget in first.widgets().items()}
    second.give("mistakes.uneconomic", "happening")
    after = {key: widget.id for key, widget in first.run().widgets().items()}
    assert after == before


def test_a_tab_learns_that_its_assessment_was_deleted(open_app: Open) -> None:
    """After a deletion elsewhere the other tab says so, and its next answer keeps a new assessment."""
    first = open_app("summary", example("pipeline"))
    second = Screen(str(first.session.token)).go("learning")
    first.press("delete")
    gone = second.session.guide.text("ui.save.gone")
    assert second.run().errors() == [gone]
    assert session.LINK not in second.app.query_params
    second.give("learning.decision", "neither")
    assert not second.errors()
    assert second.kept() == changed(example("pipeline"), {"learning.decision": "neither"})


def test_an_answer_given_after_a_deletion_waits_for_the_next(open_app: Open) -> None:
    """Whoever answers before they could know of a deletion is told, and brings nothing back unasked."""
    first = open_app("summary", example("pipeline"))
    second = Screen(str(first.session.token)).go("learning")
    first.press("delete")
    second.give("learning.decision", "neither")
    assert second.errors() == [second.session.guide.text(f"ui.save.{said}") for said in ("gone", "waits")]
    assert second.run().session.token is None
    second.give("notes.learning.decision", "why")
    expected = {"learning.decision": "neither", "notes.learning.decision": "why"}
    assert second.kept() == changed(example("pipeline"), expected)


def test_a_reader_learns_that_the_assessment_was_deleted(open_app: Open) -> None:
    """Through a link that only shows, a deletion is said and nothing can be kept."""
    first = open_app("summary", example("pipeline"))
    reader = Screen(session.store().share(str(first.session.token))).go("learning")
    first.press("delete")
    (said,) = reader.run().errors()
    assert reader.session.guide.text("errors.store.unknown_link") in said
    assert reader.session.guide.text("ui.save.gone") not in said
    assert "learning.decision" not in reader.widgets()
