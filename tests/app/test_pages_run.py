"""Every page runs, whatever the answers are."""

from collections.abc import Callable

import pytest

from flywheel_core import Assessment
from flywheel_core.assessment import ASKED, value_at
from flywheel_core.files import EXAMPLES
from flywheel_core.questions import question_of
from flywheel_ui import session
from tests.app.documents import hostile
from tests.app.screen import HARMLESS, PLACES, Screen, example

Open = Callable[..., Screen]


def test_every_page_runs_without_an_assessment(open_app: Open) -> None:
    """Before the first answer every page shows its questions and keeps nothing."""
    screen = open_app()
    for place in PLACES:
        screen.go(*place)
        assert screen.app.title, place
        assert screen.session.token is None, place


@pytest.mark.parametrize("document", [*map(example, EXAMPLES), hostile()], ids=[*EXAMPLES, "hostile"])
def test_every_page_runs_with_answers(open_app: Open, document: Assessment) -> None:
    """Every page runs with an example and with a hostile document, and looking at it changes nothing."""
    screen = open_app("start", document)
    for place in PLACES:
        screen.go(*place)
        assert screen.app.title, place
        assert not screen.errors(), place
    assert screen.kept() == document
    assert screen.session.version == session.store().open(str(screen.session.token)).version == 1


@pytest.mark.parametrize("document", [*map(example, EXAMPLES), hostile()], ids=[*EXAMPLES, "hostile"])
def test_a_read_only_link_has_no_field(open_app: Open, document: Assessment) -> None:
    """Through a read-only link every page shows the answers, and nothing on it can change them."""
    token = session.store().share(session.store().create(document).token)
    screen = open_app(token=token)
    for place in PLACES:
        screen.go(*place)
        for key in screen.widgets():
            assert HARMLESS.fullmatch(key), f"{key} is open at {place}"
        assert screen.session.guide.text("ui.link.you_read_only") in screen.news()
    assert screen.session.assessment == document


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_reader_reads_question_and_answer(open_app: Open, name: str) -> None:
    """Through a read-only link each question stands with its answer as text, not in a faint closed field."""
    document = example(name)
    screen = open_app(token=session.store().share(session.store().create(document).token))
    guide = screen.session.guide
    for path in ASKED:
        screen.go_where_asked(path)
        said = [text.value for text in screen.app.text]
        if path.endswith((".level", ".strength")):
            level = value_at(document, path)
            words = "strengths.sentences" if path.endswith("strength") else f"{path}s"
            assert level is None or guide.lines(words)[level] in said, path
        elif path != "components.collection.captured_signals":
            assert question_of(path, guide) in screen.markdown(), path
    screen.go("learning")
    decided = guide.text(f"learning_types.{document.learning.decision}.name")
    assert decided in [text.value for text in screen.app.text]
    screen.go("start")
    assert document.title in [text.value for text in screen.app.text]
