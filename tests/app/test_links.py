"""The private link, the links that only show, and where they stand in the address."""

from collections.abc import Callable

import pytest

from flywheel_core.assessment import value_at
from flywheel_core.store import UnknownLink
from flywheel_ui import session
from tests.app.documents import MARKUP
from tests.app.screen import Screen, example
from tests.rooms import HeldRoom

Open = Callable[..., Screen]


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


@pytest.mark.parametrize("link", ["nonsense", "http://x/?a=nonsense", "http://[abc?a=x", MARKUP, "x" * 5_000])
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
