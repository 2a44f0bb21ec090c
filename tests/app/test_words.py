"""Every word on the screen comes from the guide's file of a language; every word typed is shown as typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from flywheel_core import Assessment, change
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session
from tests.app.documents import MARKUP, changed, hostile
from tests.app.screen import PLACES, Screen, example, unescaped
from tests.app.strange import english

Open = Callable[..., Screen]


def _without_latin(assessment: Assessment) -> Assessment:
    """Return an example whose texts are gone or strange, so that what is left comes from the app."""
    signals = [{"name": "сигнал", "kind": "user_action"}, {"name": "другой"}]
    changes: dict[str, Any] = {
        **dict.fromkeys(("participants", "facilitator", "decisions", "notes", "homework", "scope")),
        "title": "заглавие",
        "actions": [{"what": "дело", "serves": "uneconomic", "owner": "кто", "due": "2027-01-01"}],
        "components.collection.captured_signals": signals,
        "components.collection.missing_signals": ["нет"],
        "prerequisites.value_proposition": None,
        "velocity.currency": "€",
    }
    return changed(assessment, changes)


@pytest.mark.parametrize("name", ["nothing", "broken", "pipeline", "flywheel"])
def test_every_word_comes_from_the_guide(open_app: Open, strange_language: str, name: str) -> None:
    """In a language whose words are all strange, no page shows a single English word."""
    answers = Assessment() if name == "nothing" else _without_latin(example(name))
    screen = open_app("start", change(answers, "language", strange_language))
    for place in PLACES:
        assert english(screen.go(*place)) == [], place


def test_what_is_refused_is_said_in_the_language_too(open_app: Open, strange_language: str) -> None:
    """Errors and news are words of the guide as well."""
    answers = change(_without_latin(example("pipeline")), "language", strange_language)
    screen = open_app("bottleneck", answers)
    screen.give("transitions.storage_to_analysis.duration", "скоро")
    assert screen.errors()
    assert english(screen) == []
    screen.go("velocity").give("velocity.cost_per_turn", "-1")
    assert screen.errors()
    assert english(screen) == []
    screen.go("learning").give("learning.decision", "neither").press("undo")
    assert screen.news()
    assert english(screen) == []
    assert screen.press("share").session.shared
    assert english(screen) == []


# --- What people typed -------------------------------------------------------------------------------------

#: Fields of the messages that the browser reads as Markdown.
_AS_MARKDOWN = re.compile(
    r"Markdown\.body|\w+\.label|Alert\.body|Heading\.body|\w+\.help|\w+\.options|\w+\.captions|Progress\.text"
)


def _marked(words: str) -> bool:
    """Say whether Markdown would see one of the marks that people typed."""
    return bool(re.search(r"(?<!\\)(!\[x\]|<b>|<img|\*\*b|_i_|`c`|\$x|:red\[|:smile:)", words))


@pytest.mark.parametrize("read_only", [False, True])
def test_what_people_typed_is_never_markdown(open_app: Open, read_only: bool) -> None:
    """No field that is read as Markdown carries a mark from what was typed unescaped."""
    assert _marked(MARKUP)
    store = open_app("start", hostile()).session
    from flywheel_ui.session import store as kept

    token = kept().share(str(store.token)) if read_only else str(store.token)
    screen = open_app(token=token)
    for place in PLACES:
        screen.go(*place)
        for field, words in screen.strings():
            if _AS_MARKDOWN.fullmatch(field):
                assert not _marked(words), (place, field)
        for table in screen.app.table:
            assert not any(_marked(str(cell)) for cell in table.value.to_numpy().ravel()), place


def test_what_people_typed_is_shown_whole(open_app: Open) -> None:
    """The title, an action and a reason are shown with every mark that was typed."""
    screen = open_app("summary", hostile())
    assert any(MARKUP in text.value for text in screen.app.text)
    assert any(MARKUP in unescaped(fold.label) for fold in screen.app.expander)
    screen.go("bottleneck")
    assert any(MARKUP in text.value for text in screen.app.text)


@pytest.mark.parametrize(
    "words",
    [
        "“2027-02-01” is a day, and 10:30 a time: 45 min, 2.5 weeks – or 3 (about).",
        "Doesn't it? *Yes*, [it] does_ #1 + `2` ~ $3 | {4} <b>",
    ],
)
def test_nothing_invisible_is_copied_with_ordinary_words(words: str) -> None:
    """Dates, times and sentences carry no joiner: whoever copies them from the screen gets what was typed."""
    assert "\u2060" not in escaped(words)
    assert unescaped(escaped(words)) == words


@pytest.mark.parametrize(
    "words",
    [
        "http://evil.example",
        "www.evil.example",
        "a@evil.example",
        ":smile:",
        ":red[r]",
        ":material/home:",
        "a -> b",
        "<-> -- >= <= ~=",
    ],
)
def test_what_would_come_alive_is_parted(words: str) -> None:
    """Addresses, icons and arrows, which are looked for after the marks are read, are parted unseen."""
    assert "\u2060" in escaped(words)
    assert unescaped(escaped(words)) == words


def test_a_language_without_a_file_is_shown_inenglish() -> None:
    """Answers in a language that there are no words for are kept as they are, and shown in English."""
    there_is_none = Session(assessment=change(Assessment(), "language", "zz"))
    assert there_is_none.guide is Session().guide
    assert there_is_none.assessment.language == "zz"
