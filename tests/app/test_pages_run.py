"""Every page runs, whatever the answers are."""

from collections.abc import Callable

import pytest

from flywheel_core import Assessment
from flywheel_ui import session
from tests.app.documents import hostile
from tests.app.screen import EXAMPLES, HARMLESS, PLACES, Screen, example

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
def test_a_read_only_link_closes_every_field(open_app: Open, document: Assessment) -> None:
    """Through a read-only link every page shows the answers, and nothing on it can change them."""
    token = session.store().share(session.store().create(document).token)
    screen = open_app(token=token)
    for place in PLACES:
        screen.go(*place)
        for key, widget in screen.widgets().items():
            assert widget.proto.disabled or HARMLESS.fullmatch(key), f"{key} is open at {place}"
        assert screen.session.guide.text("ui.link.you_read_only") in screen.news()
    assert screen.session.assessment == document
