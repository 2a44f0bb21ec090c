"""What is folded away, some of it sent only when it is opened: nothing that is typed there is lost."""

from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from flywheel_core import load_guide, read_answers
from flywheel_core.files import asset
from flywheel_core.questions import question_of
from flywheel_core.store import Store
from tests.browser.app_server import AppServer
from tests.browser.screen import settled

GUIDE = load_guide()
ANSWERS = read_answers(asset("examples/pipeline.json").read_bytes())


@pytest.fixture
def token(server: AppServer) -> str:
    """Return the link of the pipeline example in the server's database."""
    with closing(Store(f"sqlite:///{server.database.as_posix()}")) as store:
        return store.create(ANSWERS).token


@pytest.fixture
def summary(page: Page, server: AppServer, token: str) -> Page:
    """Open the summary of the pipeline example."""
    page.goto(f"{server.address}/summary?a={token}")
    return settled(page)


def _fold(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stExpander").filter(has=page.get_by_text(label))


def test_what_is_typed_last_before_a_fold_closes_is_kept(
    summary: Page, server: AppServer, token: str
) -> None:
    """A dissent is typed and the fold closed over it without a pause: it is saved, and there again."""
    fold = _fold(summary, GUIDE.text("ui.summary.decision_details", decision="Cold start strategy"))
    fold.locator("summary").click()
    dissent = fold.get_by_label(question_of("decisions.cold_start.dissent", GUIDE), exact=True)
    for said in ("Too early", "Too early, and too dear"):
        dissent.fill(said)
        fold.locator("summary").click()
        expect(dissent).to_be_hidden()
        settled(summary)
        with closing(Store(f"sqlite:///{server.database.as_posix()}")) as store:
            assert store.open(token).assessment.decisions.cold_start.dissent == said
        fold.locator("summary").click()
        expect(dissent).to_have_value(said)


def test_an_action_stays_unfolded_while_its_words_change(summary: Page) -> None:
    """Its fold is named after what is typed in it, and goes on with the keyboard from field to field."""
    fold = _fold(summary, ANSWERS.actions[0].what)
    fold.locator("summary").click()
    fold.get_by_label(GUIDE.text("ui.summary.what"), exact=True).fill("Ask ten people")
    summary.keyboard.press("Tab")
    renamed = _fold(summary, "Ask ten people")
    expect(renamed.get_by_label(GUIDE.text("ui.summary.owner"), exact=True)).to_be_focused()
    summary.keyboard.type("Ada")
    settled(summary)
    owner = renamed.get_by_label(GUIDE.text("ui.summary.owner"), exact=True)
    expect(owner).to_have_value("Ada")
    expect(owner).to_be_focused()


def test_a_first_note_stays_in_sight(page: Page, server: AppServer, token: str) -> None:
    """Its fold says by then that there is a note, and is another one to Streamlit; it stays open."""
    assert not ANSWERS.notes.get("learning.decision")
    page.goto(f"{server.address}/learning?a={token}")
    settled(page)
    question = question_of("learning.decision", GUIDE)
    _fold(page, GUIDE.text("ui.fields.note", question=question)).locator("summary").click()
    page.get_by_label(GUIDE.text("ui.fields.note", question=question), exact=True).fill("They said so.")
    page.keyboard.press("Tab")
    written = _fold(page, GUIDE.text("ui.fields.note_written", question=question))
    expect(written.locator("textarea")).to_have_value("They said so.")
    settled(page)
    expect(written.locator("textarea")).to_be_visible()
