"""Each page ends with a way on; without real users it leads to the cold start first."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from flywheel_core import Assessment
from flywheel_core.assessment import COMPONENTS
from flywheel_ui.components import SCREENS
from flywheel_ui.layout import ORDER
from tests.app.documents import changed, without
from tests.app.screen import Screen, example

Open = Callable[..., Screen]


def _titles(open_app: Open, assessment: Assessment) -> dict[str, str]:
    """The heading of each page; of Step 1 that of its first screen."""
    screen = open_app("start", assessment)
    return {page: screen.go(page).app.title[0].value for page in ORDER}


def test_the_way_on_and_back_goes_through_every_page(open_app: Open) -> None:
    """From each page the buttons lead to the page after it and to the page before it."""
    answers = example("pipeline")
    titles = _titles(open_app, answers)
    for page, following in pairwise(ORDER):
        if page != "components":
            assert open_app(page, answers).press("on").app.title[0].value == titles[following]
        if following != "components":
            back = open_app(following, answers).press("back").app.title[0].value
            assert back == titles[page]
    assert "on" not in open_app(ORDER[-1], answers).widgets()
    assert "back" not in open_app("start", answers).widgets()


def test_the_way_through_step_1_asks_every_screen(open_app: Open) -> None:
    """The buttons of Step 1 lead from screen to screen and at its end to Step 2."""
    screen = open_app("components", example("pipeline"), SCREENS[0])
    guide = screen.session.guide
    for number, part in enumerate(SCREENS):
        assert screen.app.session_state["screen"] == part
        if number:
            assert screen.press("back_within").app.session_state["screen"] == SCREENS[number - 1]
            screen.press("on_within")
        screen.press("on_within" if "on_within" in screen.widgets() else "on")
    assert screen.app.title[0].value == guide.text("ui.learning.title")


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_without_real_users_the_cold_start_comes_first(open_app: Open, answer: str) -> None:
    """R10: the way from the start leads to Step 4, which says why, and from there to Step 1."""
    screen = open_app("start").give("prerequisites.real_users", answer)
    guide = screen.session.guide
    assert guide.text("rules.R10.validate_demand_first") in "\n".join(screen.markdown())
    screen.press("on")
    assert screen.app.title[0].value == guide.text("ui.cold_start.title")
    assert guide.text("rules.R10.validate_demand_first") in "\n".join(screen.markdown())
    screen.go("cold_start").press("on")
    assert screen.app.session_state["screen"] == SCREENS[0]
    assert "components.collection.level" in screen.widgets()


def test_with_real_users_the_way_leads_to_step_1(open_app: Open) -> None:
    """With real users, or before the question is answered, Step 1 comes after the start."""
    for screen in (open_app("start"), open_app("start").give("prerequisites.real_users", "yes")):
        assert "components.collection.level" in screen.press("on").widgets()


def test_the_cold_start_leads_on_once_step_1_is_begun(open_app: Open) -> None:
    """Whoever has judged connections is not sent back to Step 1 by the gate."""
    answers = changed(example("pipeline"), {"prerequisites.real_users": "no"})
    screen = open_app("cold_start", answers).press("on")
    assert screen.app.title[0].value == screen.session.guide.text("ui.velocity.title")


def test_the_address_opens_a_part_of_step_1(open_app: Open) -> None:
    """The ring's links name a component: its screen is opened, and a name that is none changes nothing."""
    screen = open_app("start", example("pipeline"))
    for component in COMPONENTS:
        assert f"components.{component}.level" in screen.go("components", component).widgets()
    screen.go("components", "nonsense")
    assert f"components.{COMPONENTS[-1]}.level" in screen.widgets()


def test_the_ring_in_words_links_to_every_component(open_app: Open) -> None:
    """Beside every ring stands a link to each component, with the private link in it."""
    screen = open_app("learning", example("pipeline"))
    links = [link for link in screen.app.get("page_link") if "part=" in link.proto.query_string]
    assert [link.proto.query_string.partition("part=")[2].partition("&")[0] for link in links] == [
        *COMPONENTS
    ]
    assert all(str(screen.session.token) in link.proto.query_string for link in links)


def test_a_disagreement_links_to_its_answers(open_app: Open) -> None:
    """Under each disagreement stand links to where its answers are given."""
    screen = open_app("summary", example("pipeline"))
    found = screen.session.findings.contradictions
    assert found
    labels = [link.label for link in screen.app.get("page_link")]
    guide = screen.session.guide
    assert guide.text("steps.mistakes.number") in labels
    assert any(guide.component("feedback") in label for label in labels)


def test_an_open_answer_links_to_its_question(open_app: Open) -> None:
    """Homework says what is open and links to the page where it is asked."""
    screen = open_app("summary", without(example("pipeline"), "velocity.learning_curve.estimated"))
    labels = [link.label for link in screen.app.get("page_link")]
    assert screen.session.guide.text("steps.velocity.number") in labels


def test_the_address_keeps_the_screen_of_step_1(open_app: Open) -> None:
    """Each screen of Step 1 is in the address: a reload, a bookmark and the way back lead to it."""
    screen = open_app("components", example("pipeline"), SCREENS[2])
    screen.press("on_within")
    assert screen.app.query_params["part"] == SCREENS[3]
    screen.app.query_params["part"] = SCREENS[1]  # the browser's way back
    assert screen.run().app.session_state["screen"] == SCREENS[1]
    assert screen.run().app.query_params["part"] == SCREENS[1]
