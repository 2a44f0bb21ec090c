"""Which language the screens speak: that of the assessment, else the browser's, else English."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from flywheel_core import Assessment, change, load_guide
from flywheel_core.guide import languages
from flywheel_core.store import StoreError
from flywheel_core.workshop import items_of
from flywheel_ui.session import store
from flywheel_ui.workshop import beside, taking_along
from tests.app.phones import LEVEL, phone_room
from tests.app.rooms import RoomScreen
from tests.app.screen import Screen, example, strings_of
from tests.app.strange import english, in_english, readable
from tests.app.test_timing import upload
from tests.app.test_words import _without_latin

Open = Callable[..., Screen]


def in_its_words(screen: Screen) -> bool:
    """Say whether a screen speaks the strange language."""
    return bool(screen.app.title) and not in_english(title.value for title in screen.app.title)


# --- An assessment -----------------------------------------------------------------------------------------


def test_with_one_language_nothing_is_asked(open_app: Open) -> None:
    """As long as English is the only one, no field asks for it, and no answers file names it."""
    assert languages() == ("en",)
    screen = open_app()
    assert "language" not in screen.widgets()
    assert screen.give("title", "Search").kept().language is None


@pytest.mark.parametrize(
    ("locale", "speaks"), [("xx", True), ("xx-YY", True), ("XX_yy", True), ("en-GB", False), ("yy", False)]
)
def test_a_visitor_is_spoken_to_in_the_browser_s_language(
    strange_language: str, locale: str, speaks: bool
) -> None:
    """With its region or without; where there are no words of it that is English."""
    screen = Screen(locale=locale)
    assert in_its_words(screen) is speaks
    assert screen.session.token is None
    assert screen.give("title", "заглавие").kept().language == (strange_language if speaks else None)


@pytest.mark.parametrize("press", ["example_broken", "new"])
def test_what_is_begun_goes_on_in_the_language_of_the_screen(strange_language: str, press: str) -> None:
    """An example and a new assessment beside the old one are in the language that their button was in."""
    screen = Screen(locale=strange_language).give("title", "заглавие").press(press)
    assert screen.kept().language == strange_language
    assert in_its_words(screen)


def test_what_is_deleted_leaves_the_language(strange_language: str) -> None:
    """Whoever deletes their assessment stands in no other language for it."""
    screen = Screen(locale=strange_language).give("title", "заглавие").go("summary").press("delete")
    assert screen.session.token is None
    assert in_its_words(screen)


def test_a_file_keeps_its_language(open_app: Open, strange_language: str) -> None:
    """An assessment in English is shown in English, whatever the browser speaks."""
    token = store().create(change(example("broken"), "language", "en")).token
    assert not in_its_words(Screen(token, locale=strange_language))


def test_the_language_is_chosen_before_the_first_answer(strange_language: str) -> None:
    """That keeps nothing yet; the first answer does, and the whole page has other words at once."""
    screen = Screen()
    assert not in_its_words(screen)
    screen.give("language", strange_language)
    assert english(screen) == []
    assert screen.session.token is None
    assert screen.give("title", "заглавие").kept().language == strange_language
    assert in_its_words(screen.go("learning"))


def test_the_language_of_an_assessment_is_changed_and_taken_back(
    open_app: Open, strange_language: str
) -> None:
    """It is an answer like the others: kept, seen by other tabs, undone; and no answer is lost by it."""
    answers = _without_latin(example("pipeline"))
    screen = open_app("start", answers)
    other = Screen(screen.session.token or "").go("components", "storage")
    born = other.session.key(LEVEL)
    screen.give("language", strange_language)
    assert english(screen) == []
    assert screen.kept() == change(answers, "language", strange_language)
    assert in_its_words(other.run())
    assert other.session.key(LEVEL) != born, "a browser would keep the words that could be chosen before"
    assert other.widget(LEVEL.replace("collection", "storage")).value == answers.components.storage.level
    screen.press("undo")
    assert not in_its_words(screen)
    assert screen.kept() == answers


def test_a_log_is_refused_in_the_language_of_the_page(open_app: Open, strange_language: str) -> None:
    """What measures runs apart from the page, and far below it; its sentences are of the same file."""
    answers = change(Assessment(), "language", strange_language)
    for content in ("", "1,2\n", "что,где,когда\n1,а,потом\n"):
        screen = upload(open_app("bottleneck", answers), content, "журнал.csv")
        assert screen.errors()
        assert in_english(screen.errors()) == []


# --- A room ------------------------------------------------------------------------------------------------


def _said_to_a_script(words: str) -> str:
    """Return what a person reads of what a script is given, and all else as it is."""
    if not words.startswith("{"):
        return words
    return " ".join(json.loads(words).get(name, "").replace("{time}", "") for name in ("left", "over"))


def test_a_room_speaks_the_language_of_each_browser(strange_language: str) -> None:
    """The wall, the facilitator's screen and a phone, before, in and after a vote; and making a room."""
    room = phone_room("levels", title="Поиск")
    people = room.join(5)
    no_words = re.compile(rf"(http://)?room\\?\.example\S*|{room.code}|(flywheel\.)?(bell|timer)(\.js)?")

    def screens() -> dict[str, RoomScreen]:
        return {
            "making": RoomScreen("workshop", locale=strange_language),
            "facilitate": RoomScreen("facilitate", locale=strange_language, room=room.facilitate),
            "present": RoomScreen("present", locale=strange_language, room=room.present),
            "door": RoomScreen("join", locale=strange_language, code=room.code),
            "phone": RoomScreen("join", locale=strange_language, me=people[0]),
        }

    def say_no_english(when: str) -> None:
        for name, screen in screens().items():
            sent = map(_said_to_a_script, readable(strings_of(screen.app.main)))
            read = [no_words.sub("", words) for words in sent]
            assert in_english(read) == [], (when, name)
            assert screen.shown.strip(), (when, name)

    say_no_english("lobby")
    room.go_on()
    say_no_english("collecting")
    for person, level in zip(people, (0, 1, 2, 4, 4), strict=True):
        room.vote(person, {item.path: level for item in items_of("levels")})
    room.reveal()
    say_no_english("revealed")
    room.agree()
    room.close()
    say_no_english("closed")


def test_what_a_room_hands_out_is_in_the_language_of_the_tab(strange_language: str) -> None:
    """A file is made at the click, in a thread that knows of no tab; refused it is in the language, too."""
    room, guide = phone_room("levels", title="Поиск"), load_guide(strange_language)
    people = room.join(3)
    room.go_on()
    room.all_vote(people, "levels", 2)
    room.reveal()
    now = store().rooms.open(room.facilitate)

    def made_elsewhere(make: Callable[..., bytes], *given: object) -> bytes:
        with ThreadPoolExecutor(1) as other:
            return other.submit(make, *given).result()

    votes = made_elsewhere(taking_along._votes, now, room.facilitate, guide).decode("utf-8-sig")
    assert in_english([votes.splitlines()[0]]) == []
    me = store().rooms.participant(people[0])
    assert made_elsewhere(beside._page, me, people[0], guide).startswith(b"%PDF")
    with pytest.raises(StoreError) as refused:
        made_elsewhere(taking_along._room, "none", guide)
    assert in_english([str(refused.value)]) == []


def test_what_a_room_refuses_is_said_in_the_language_too(strange_language: str) -> None:
    """A code that leads nowhere, a link that leads nowhere, a room without a title."""
    wrong = RoomScreen("join", locale=strange_language, code="000000")
    nowhere = RoomScreen("facilitate", locale=strange_language, room="none")
    untitled = RoomScreen("workshop", locale=strange_language).press("make")
    for screen in (wrong, nowhere, untitled):
        assert screen.app.error
        assert in_english(error.value for error in screen.app.error) == []
