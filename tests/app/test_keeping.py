"""Nothing is lost, and what is not wanted is gone: undo, tabs, links, files, copies, deletion."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flywheel_core import Assessment, write_answers
from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_core.store import Store, StoreError, UnknownLink
from flywheel_ui import session
from tests.app.documents import MARKUP, changed, hostile, without
from tests.app.screen import EXAMPLES, Screen, example
from tests.rooms import HeldRoom

Open = Callable[..., Screen]


def _rows(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM assessments").fetchone()
    connection.close()
    return int(rows)


# --- Undo --------------------------------------------------------------------------------------------------


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


# --- Two tabs ----------------------------------------------------------------------------------------------


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
    assert second.errors() == [second.session.guide.text("ui.save.gone")]
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


# --- Links -------------------------------------------------------------------------------------------------


def test_a_private_link_brings_everything_back(open_app: Open) -> None:
    """Opened by its link an assessment is as it was left, and can be changed on."""
    first = open_app("learning").give("learning.decision", "network")
    again = Screen(str(first.session.token)).go("learning")
    assert again.session.assessment == first.kept()
    assert again.widget("learning.decision").value == "network"
    again.give("learning.decision", "neither")
    assert value_at(first.kept(), "learning.decision") == "neither"


def test_the_link_stays_in_the_address_on_every_page(open_app: Open) -> None:
    """Whichever page is opened, the address carries the link: a reload never loses it."""
    screen = open_app("start", example("flywheel"))
    for page in ("components", "summary", "start"):
        assert screen.go(page).app.query_params[session.LINK] == screen.session.token


@pytest.mark.parametrize("whole", [True, False])
def test_resume_takes_the_link_or_its_end(open_app: Open, whole: bool) -> None:
    """The start page opens an assessment by its whole link or by the part after a=."""
    token = session.store().create(example("flywheel")).token
    screen = open_app("start")
    screen.give("resume", f"  https://example.org/summary?x=1&a={token} " if whole else f" {token}\n")
    assert screen.session.assessment == example("flywheel")
    assert screen.widget("title").value == example("flywheel").title
    assert screen.app.query_params[session.LINK] == token


@pytest.mark.parametrize("link", ["nonsense", "http://x/?a=nonsense", MARKUP, "x" * 5_000])
def test_a_link_that_opens_nothing_says_so(open_app: Open, link: str) -> None:
    """A wrong link is one sentence, and what was open stays open."""
    screen = open_app("start", example("pipeline")).give("resume", link)
    assert screen.errors() == [screen.session.guide.text("ui.link.unknown")]
    assert screen.session.assessment == example("pipeline")


@pytest.mark.parametrize("link", ["nonsense", MARKUP, ""])
def test_a_wrong_link_in_the_address_says_so(open_app: Open, link: str) -> None:
    """An address with a wrong link opens the app with a sentence, ready for a new assessment."""
    screen = open_app("start", token=link)
    assert screen.session.token is None
    assert screen.give("title", "x").kept().title == "x"


def test_a_shared_link_only_shows(open_app: Open) -> None:
    """The second link shows the assessment, can't change it, and shows what was changed since."""
    screen = open_app("learning", example("pipeline")).press("share")
    shared = str(screen.session.shared)
    assert any(shared in code.value for code in screen.app.code)
    reader = Screen(shared).go("learning")
    assert not reader.session.may_edit
    screen.give("learning.decision", "neither")
    assert reader.run().session.assessment == screen.kept()


def test_links_that_only_show_are_withdrawn_together(open_app: Open) -> None:
    """How many there are is said; withdrawn they open nothing, and the private link goes on."""
    screen = open_app("learning", example("pipeline"))
    guide = screen.session.guide
    assert "revoke" not in screen.widgets()
    views = [str(screen.press("share").session.shared) for _ in range(2)]
    assert guide.many("ui.link.there_are", 2) in screen.markdown()
    again = Screen(str(screen.session.token))
    assert guide.many("ui.link.there_are", 2) in again.markdown()
    screen.press("revoke")
    assert guide.text("ui.link.revoked") in screen.news()
    assert "revoke" not in screen.widgets()
    assert not any(views[-1] in code.value for code in screen.app.code)
    for view in views:
        with pytest.raises(UnknownLink):
            session.store().open(view)
    screen.give("learning.decision", "neither")
    assert value_at(screen.kept(), "learning.decision") == "neither"


def test_a_link_is_shown_only_with_its_assessment(open_app: Open) -> None:
    """A link that was made for one assessment is not shown beside another one that is opened then."""
    screen = open_app("start", example("pipeline")).press("share")
    shared = str(screen.session.shared)
    screen.press("example_broken")
    assert not any(shared in code.value for code in screen.app.code)


def test_the_private_link_looks_unlike_those_that_only_show(open_app: Open) -> None:
    """A pencil stands before the private link, an eye before those that only show."""
    screen = open_app("learning", example("pipeline")).press("share")
    guide = screen.session.guide
    private, view = f":material/edit: {guide.text('ui.link.private')}", "ui.link.only_show"
    assert private in screen.markdown()
    assert f":material/visibility: {guide.text(view)}" in screen.markdown()
    reader = Screen(str(screen.session.shared))
    assert not any(guide.text("ui.link.private") in words for words in reader.markdown())
    assert f":material/visibility: {guide.text('ui.link.read_only')}" in reader.markdown()
    assert "revoke" not in reader.widgets()


# --- Files, examples, copies -------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [*map(example, EXAMPLES), hostile()], ids=[*EXAMPLES, "hostile"])
def test_an_answers_file_opens_as_it_is(open_app: Open, document: Assessment, database: Path) -> None:
    """An imported file becomes a new assessment, byte for byte; the one that was open stays."""
    screen = open_app("start", example("broken"))
    before = screen.session.token
    screen.widget("import").set_value(("answers.json", write_answers(document).encode(), "application/json"))
    screen.run()
    assert write_answers(screen.kept()) == write_answers(document)
    assert screen.session.token != before
    assert session.store().open(str(before)).assessment == example("broken")
    assert screen.run().session.token == screen.session.token
    assert _rows(database) == 2


_BAD_FILES = {
    "empty": b"",
    "cut short": write_answers(example("pipeline")).encode()[:1_000],
    "foreign": json.dumps({"name": "package", "version": "1.0.0"}).encode(),
    "a list": b"[1, 2]",
    "newer": b'{"schema_version": 99}',
    "not utf-8": '{"title": "é"}'.encode("latin-1"),
    "binary": bytes(range(256)) * 10,
    "nested": b"[" * 100_000,
    "markup": json.dumps({MARKUP: 1}).encode(),
    "duration": b'{"transitions": {"storage_to_analysis": {"duration": {"likely": "-P3D"}}}}',
    "both": b'{"components": {"storage": {"level": 1, "not_applicable": "x"}}}',
    "surrogate": b'{"title": "\\ud800"}',
    "digits": b'{"cold_start": {"meaningful_points": ' + b"9" * 5_000 + b"}}",
    "not a number": b'{"velocity": {"cost_per_turn": NaN}}',
}


@pytest.mark.parametrize("content", _BAD_FILES.values(), ids=_BAD_FILES)
def test_a_bad_file_says_one_sentence(open_app: Open, content: bytes, database: Path) -> None:
    """A file that is no answers file is named in one sentence, and what was open stays open."""
    screen = open_app("start", example("pipeline"))
    screen.widget("import").set_value(("answers.json", content, "application/json"))
    screen.run()
    assert len(screen.errors()) == 1, screen.errors()
    assert "Traceback" not in screen.errors()[0]
    assert screen.kept() == example("pipeline")
    assert _rows(database) == 1


@pytest.mark.parametrize(("content", "said"), [(b"{}", True), (b'{"title": "x"}', False)])
def test_a_file_without_answers_says_so(open_app: Open, content: bytes, said: bool) -> None:
    """A file that holds no answers opens as an empty assessment, and that is said."""
    screen = open_app("start", example("pipeline"))
    screen.widget("import").set_value(("answers.json", content, "application/json"))
    screen.run()
    assert (screen.session.guide.text("ui.start.import_empty") in screen.news()) == said
    assert screen.kept() == Assessment(title=None if said else "x")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_opens_as_a_copy(open_app: Open, name: str) -> None:
    """An example is opened as one's own, and changing it changes nobody else's."""
    screen = open_app("start").press(f"example_{name}")
    assert screen.kept() == example(name)
    guide, title = screen.session.guide, example(name).title
    opened = guide.text("ui.start.opened", title=title)
    assert screen.news() == [opened]
    again = screen.press(f"example_{name}")
    assert again.news() == [f"{opened} {guide.text('ui.start.opened_before')}"]
    screen.give("title", "mine")
    other = open_app("start").press(f"example_{name}")
    assert other.kept() == example(name)


def test_a_new_assessment_leaves_the_old_one_where_it_is(open_app: Open) -> None:
    """Beginning anew shows empty fields; the old assessment stays under its link."""
    screen = open_app("start", example("pipeline"))
    before = str(screen.session.token)
    screen.press("new")
    assert screen.kept() == Assessment()
    assert not screen.widget("title").value
    assert Screen(before).session.assessment == example("pipeline")


def test_a_copy_is_an_assessment_of_its_own(open_app: Open) -> None:
    """The copy has all answers and says in its title that it is one; the original is left alone."""
    screen = open_app("summary", example("pipeline"))
    before = str(screen.session.token)
    screen.press("copy")
    assert screen.session.token != before
    title = screen.session.guide.text("ui.summary.copy_title", title=example("pipeline").title)
    assert screen.kept() == changed(example("pipeline"), {"title": title})
    screen.go("learning").give("learning.decision", "neither")
    assert session.store().open(before).assessment == example("pipeline")


def test_a_reader_can_copy_what_only_shows(open_app: Open) -> None:
    """Whoever has a link that only shows can copy the assessment and change the copy."""
    token = session.store().share(session.store().create(example("pipeline")).token)
    screen = open_app("summary", token=token).press("copy").go("learning")
    screen.give("learning.decision", "neither")
    assert value_at(screen.kept(), "learning.decision") == "neither"


def test_deleting_deletes(open_app: Open, database: Path) -> None:
    """A deleted assessment is gone: its links open nothing, its words are out of the database's file."""
    secret = "unmistakable-words-of-mine"
    screen = open_app("summary", changed(example("pipeline"), {"facilitator": secret}))
    token = str(screen.session.token)
    reader = session.store().share(token)
    screen.press("delete")
    assert screen.session.token is None
    assert screen.session.assessment == Assessment()
    for link in (token, reader):
        with pytest.raises(UnknownLink):
            session.store().open(link)
    assert session.LINK not in screen.app.query_params
    session.store().close()
    files = [file for file in database.parent.iterdir() if file.name.startswith(database.name)]
    assert files
    assert not any(secret.encode() in file.read_bytes() for file in files)


# --- A database that fails ---------------------------------------------------------------------------------


def test_what_can_not_be_saved_is_said_and_saved_later(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database fails, that is said, answers stay on the screen, and the next save takes them."""
    screen = open_app("learning", example("pipeline"))
    guide = screen.session.guide

    def fail(*_args: object, **_values: object) -> None:
        raise StoreError("The disk *is* full.")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "change", fail)
        screen.give("learning.decision", "neither")
        assert screen.errors() == [guide.text("ui.save.problem", problem="The disk *is* full.")]
        assert guide.text("ui.save.not_saved") in screen.app.get("progress")[0].proto.text
        screen.give("learning.others_notice_deletion", "no")
    screen.give("notes.learning.decision", "why")
    assert not screen.errors()
    answers = {"learning.decision": "neither", "learning.others_notice_deletion": "no"}
    expected = changed(example("pipeline"), {**answers, "notes.learning.decision": "why"})
    assert screen.kept() == expected
    assert guide.text("ui.save.saved") in screen.app.get("progress")[0].proto.text


def test_a_database_that_can_not_be_opened_is_a_sentence(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a database the pages still run, and say in one sentence what is wrong."""
    monkeypatch.setenv("FLYWHEEL_DATABASE_URL", "sqlite:////nowhere/at/all/flywheel.db")
    screen = open_app("learning").give("learning.decision", "neither")
    assert len(screen.errors()) == 1
    assert screen.widget("learning.decision").value == "neither"
    screen.go("start")


def test_the_private_link_does_not_go_along_to_a_room(open_app: Open) -> None:
    """The address of a room is handed on: it carries no link of the assessment that the tab has beside it."""
    room = HeldRoom(session.store().rooms, "levels")
    screen = open_app("learning", example("pipeline"))
    assert screen.app.query_params[session.LINK] == screen.session.token
    del screen.app.query_params[session.LINK]
    screen.app.query_params["room"] = room.facilitate
    screen.go("facilitate")
    assert session.LINK not in screen.app.query_params
    assert screen.go("learning").app.query_params[session.LINK] == screen.session.token
