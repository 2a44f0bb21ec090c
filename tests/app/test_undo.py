"""The last step can be taken back: the answer, what came along with it, and what was refused."""

from collections.abc import Callable

import pytest

from flywheel_core import Assessment, Findings, Guide
from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_core.store import Store, StoreError
from flywheel_ui import session
from tests.app.documents import changed, without
from tests.app.screen import Screen, example

Open = Callable[..., Screen]


def test_undo_takes_back_one_step_after_the_other(open_app: Open) -> None:
    """Each undo takes the last change back, on the screen too, says which, and then has nothing left."""
    before = example("pipeline")
    screen = open_app("learning", before).give("learning.decision", "neither")
    screen.give("learning.others_notice_deletion", "no")
    guide = screen.session.guide

    screen.press("undo")
    assert screen.kept() == changed(before, {"learning.decision": "neither"})
    assert screen.widget("learning.others_notice_deletion").value == "yes"
    question = question_of("learning.others_notice_deletion", guide)
    assert guide.text("ui.undo.done", what=question) in screen.news()

    assert screen.press("undo").kept() == before
    assert screen.widget("learning.decision").value == value_at(before, "learning.decision")
    assert screen.widget("undo").proto.disabled


def test_undo_takes_the_very_first_answer_back(open_app: Open) -> None:
    """The answer that begins an assessment is a step as well; what is left is the day."""
    screen = open_app("learning")
    assert "undo" not in screen.widgets()
    screen.give("learning.decision", "neither")
    assert not screen.widget("undo").proto.disabled
    screen.press("undo")
    assert screen.widget("learning.decision").value is None
    assert value_at(screen.kept(), "").keys() == {"schema_version", "assessed_on"}
    question = question_of("learning.decision", screen.session.guide)
    assert screen.session.guide.text("ui.undo.done", what=question) in screen.news()
    assert screen.widget("undo").proto.disabled


def test_undo_can_be_pressed_only_where_there_is_something(open_app: Open) -> None:
    """The button follows what brings a step or takes the last one away: a tab, a link, a refusal, a file."""
    screen = open_app("bottleneck", example("pipeline"))
    assert screen.widget("undo").proto.disabled
    other = Screen(str(screen.session.token)).go("learning").give("learning.decision", "neither")
    assert not screen.run().widget("undo").proto.disabled
    assert not Screen(str(screen.session.token)).widget("undo").proto.disabled
    other.press("undo")
    assert screen.run().widget("undo").proto.disabled
    screen.give("transitions.collection_to_storage.duration", "soon")
    assert not screen.widget("undo").proto.disabled
    assert screen.press("undo").widget("undo").proto.disabled
    assert screen.go("start").press("example_broken").widget("undo").proto.disabled


def test_undo_loses_nothing_that_waits_to_be_saved(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database fails nothing is taken back: else an older step went, and the answer with it."""
    screen = open_app("learning", example("pipeline")).give("learning.decision", "neither")

    def fail(*_args: object, **_values: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "change", fail)
        screen.give("learning.others_notice_deletion", "no").press("undo")
        assert screen.errors()
        assert screen.widget("learning.others_notice_deletion").value == "no"
    screen.press("undo")
    assert screen.kept() == changed(example("pipeline"), {"learning.decision": "neither"})


@pytest.mark.parametrize(
    ("page", "path", "value", "word"),
    [
        ("learning", "notes.learning.decision", "why", "What do you decide"),
        ("summary", "homework.prerequisites.real_users", "Ada", "real users"),
        ("summary", "actions.0.owner", "Ada", "Actions"),
    ],
)
def test_undo_says_what_it_took_back_in_words(
    open_app: Open, page: str, path: str, value: str, word: str
) -> None:
    """A note, an owner and an action are named as people know them, not by their place in the file."""
    before = without(example("pipeline"), "prerequisites.real_users")
    screen = open_app(page, before).give(path, value).press("undo")
    (said,) = screen.news()
    assert word in said
    assert screen.kept() == before


def test_undo_takes_not_applicable_back_in_one_step(open_app: Open) -> None:
    """What one choice changed is one step: undo brings level, strength and duration back together."""
    before, part = example("pipeline"), "transitions.storage_to_analysis"
    screen = open_app("components", before, "storage_to_analysis").give(f"{part}.strength", "not_applicable")
    screen.give(f"{part}.not_applicable", "we have none").press("undo")
    assert screen.kept() == before
    assert screen.widget(f"{part}.strength").value == value_at(before, f"{part}.strength")


_STORED = "components.storage"


@pytest.mark.parametrize(
    ("before", "answers", "said"),
    [
        ({}, {f"{_STORED}.level": "not_applicable", f"{_STORED}.not_applicable": "none"}, f"{_STORED}.level"),
        ({f"{_STORED}.level": None}, {f"{_STORED}.level": "unsure"}, f"{_STORED}.level"),
        ({f"{_STORED}.level": None}, {f"{_STORED}.level": 2}, f"{_STORED}.level"),
        ({f"{_STORED}.basis": "voted"}, {f"{_STORED}.level": 1}, f"{_STORED}.level"),
        ({f"{_STORED}.basis": "voted"}, {f"{_STORED}.basis": "estimated"}, f"{_STORED}.basis"),
        (
            {f"{_STORED}.level": None, f"{_STORED}.not_applicable": "none"},
            {f"{_STORED}.level": 3},
            f"{_STORED}.level",
        ),
    ],
)
def test_undo_names_what_the_person_did_and_shows_it(
    open_app: Open, before: dict[str, object], answers: dict[str, object], said: str
) -> None:
    """Of all that one choice changed undo names that choice alone, and its field shows what counts again."""
    document = changed(example("pipeline"), before)
    screen = open_app("components", document, "storage")
    shown = {key: screen.widget(key).value for key in (f"{_STORED}.level", said) if key in screen.widgets()}
    for path, value in answers.items():
        screen.give(path, value)
    screen.press("undo")
    guide = screen.session.guide
    assert guide.text("ui.undo.done", what=question_of(said, guide)) in screen.news()
    assert screen.kept() == document
    assert {key: screen.widget(key).value for key in shown} == shown


def test_answers_on_which_the_rules_fail_can_be_taken_back(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours locks nobody out: the page says so, gives the file, and the last step goes back."""
    present, rules = example("pipeline"), session.assess

    def fail_on_neither(assessment: Assessment, guide: Guide) -> Findings:
        if assessment.learning.decision == "neither":
            raise OverflowError("too far")
        return rules(assessment, guide)

    monkeypatch.setattr(session, "assess", fail_on_neither)
    screen = open_app("learning", present)
    guide = screen.session.guide
    screen.give("learning.decision", "neither")
    assert screen.errors() == [guide.text("ui.stuck.means")]
    assert "too far" in caplog.text
    assert "stuck_answers" in screen.widgets()
    again = Screen(str(screen.session.token))
    assert again.errors() == [guide.text("ui.stuck.means")]
    again.press("undo")
    assert not again.errors()
    assert again.kept() == present
