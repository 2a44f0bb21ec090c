"""The guide as data: every word that the code asks for is there and can be filled in."""

import ast
import fnmatch
import itertools
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import NamedTuple

import altair as alt
import pytest

from flywheel_core import Assessment, change, load_guide
from flywheel_core.assessment import (
    COMPONENTS,
    DECISIONS,
    DRAG,
    KINDS_OF_SIGNAL,
    MISTAKES,
    STRATEGIES,
    TRANSITIONS,
)
from flywheel_core.charts.plain import finished
from flywheel_core.cli import main
from flywheel_core.files import asset
from flywheel_core.guide import GuideError, languages, loader, nearest, speak
from flywheel_core.workshop import errors as workshop

ROOT = Path(__file__).parents[2]
GUIDE = load_guide()
SOURCES = sorted(
    path for folder in ("flywheel_core", "flywheel_ui", "pages") for path in (ROOT / folder).rglob("*.py")
)


class Use(NamedTuple):
    """A place that asks for words: the key as a glob, the values given, and whether others may be."""

    where: str
    how: str
    key: str
    values: frozenset[str]
    open: bool


def globs(node: ast.expr) -> Iterator[str]:
    """Return what a key may be: a text, a text with holes, or either of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from globs(node.body)
        yield from globs(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = [list(globs(part)) or ["*"] for part in node.values]
        yield from ("".join(chosen) for chosen in itertools.product(*parts))
    elif isinstance(node, ast.FormattedValue):
        yield from globs(node.value)


def uses() -> Iterator[Use]:
    """Return every place in the sources that asks the guide for words under a key that can be read off."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            how, owner = node.func.attr, ast.unparse(node.func.value)
            if how not in ("text", "many", "lines") or not owner.removesuffix("()").endswith(
                ("guide", "answers")
            ):
                continue
            prefix = "rules." if owner == "answers" and how == "text" else ""
            for key in globs(node.args[0]):
                values = frozenset(word.arg for word in node.keywords if word.arg)
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Use(where, how, prefix + key, values, any(word.arg is None for word in node.keywords))


USES = list(uses())


def matching(use: Use) -> list[str]:
    """Return the keys that a place may mean."""
    have = GUIDE.lists if use.how == "lines" else GUIDE.words
    keys = [f"{use.key}.one", f"{use.key}.many"] if use.how == "many" else [use.key]
    return [key for wanted in keys for key in fnmatch.filter(have, wanted)]


def test_the_sources_are_found():
    """The search finds the many places that ask for words, and keys with holes among them."""
    assert len(USES) > 150
    assert any("*" in use.key for use in USES)
    assert {use.how for use in USES} == {"text", "many", "lines"}


def test_every_key_that_is_used_is_there():
    """Every key in the sources is in the guide; of a key with holes there is at least one."""
    missing = [f"{use.where}: {use.key}" for use in USES if not matching(use)]
    assert not missing


def test_every_name_in_braces_is_filled_in():
    """Where words have {names}, every place that asks for them by their full key gives all of these names."""
    unfilled = [
        f"{use.where}: {key} needs {sorted(GUIDE.fields(key))}"
        for use in USES
        if use.how != "lines" and "*" not in use.key
        for key in matching(use)
        if not fills(use, key)
    ]
    assert not unfilled


def test_every_name_in_braces_is_filled_in_somewhere():
    """Words that only keys with holes ask for are filled in by one of the places that may mean them."""
    asked = {}
    for use in USES:
        if use.how != "lines" and not use.key.startswith("*"):
            for key in matching(use):
                asked.setdefault(key, []).append(fills(use, key))
    assert not [key for key, filled in asked.items() if not any(filled)]


def fills(use: Use, key: str) -> bool:
    """Say whether a place gives every name that the words at a key have in braces."""
    given = use.values | ({"n"} if use.how == "many" else set())
    return use.open or GUIDE.fields(key) <= given


def test_plurals_come_in_pairs():
    """Words for one thing have words for many, and the other way round."""
    ones = {key.removesuffix(".one") for key in GUIDE.words if key.endswith(".one")}
    many = {key.removesuffix(".many") for key in GUIDE.words if key.endswith(".many")}
    assert ones == many
    assert ones


def test_no_words_are_empty_without_reason():
    """No words are empty or padded but where there is nothing to say."""
    empty = {key for key, words in GUIDE.words.items() if not words.strip()}
    assert empty == {
        "signals.kinds.other.example", "learning_types.unknown.moat", "strategies.not_needed.example",
    }  # fmt: skip
    assert not [key for key, words in GUIDE.words.items() if words != words.strip()]


def test_every_word_of_the_vocabulary_has_a_name():
    """Every id of the vocabulary has a name in words, all different within their kind."""
    for ids, group in (
        (COMPONENTS, "components"),
        (TRANSITIONS, "transitions"),
        (MISTAKES, "mistakes"),
        (DRAG, "drag"),
        (DECISIONS, "decisions"),
        (STRATEGIES, "strategies"),
        (KINDS_OF_SIGNAL, "signals.kinds"),
    ):
        assert len({GUIDE.text(f"{group}.{identifier}.name") for identifier in ids}) == len(ids)


def test_levels_and_strengths_are_five_sentences():
    """Each component has five different levels with a hint each; so have the strengths."""
    for component in COMPONENTS:
        assert len(set(GUIDE.lines(f"components.{component}.levels"))) == 5
        assert len(set(GUIDE.lines(f"components.{component}.hints"))) == 5
    for key in ("strengths.sentences", "strengths.hints", "strengths.short"):
        assert len(set(GUIDE.lines(key))) == 5


def test_every_component_says_what_happens_without_it():
    """Each component says what it does, what happens without it, an example and what to do."""
    for component in COMPONENTS:
        for key in ("question", "what", "without", "example", "action"):
            assert GUIDE.text(f"components.{component}.{key}").endswith((".", "?"))


def test_a_missing_key_is_an_error():
    """Asking for words that are not there is a KeyError, never empty text."""
    with pytest.raises(KeyError):
        GUIDE.text("nothing.here")
    with pytest.raises(KeyError):
        GUIDE.lines("nothing.here")
    with pytest.raises(KeyError):
        GUIDE.name("nothing")
    assert not GUIDE.has("nothing.here")
    assert GUIDE.has("components.storage.name")


def test_a_missing_value_is_an_error():
    """Words with a name in braces that is not given are an error."""
    with pytest.raises(KeyError):
        GUIDE.text("rules.R1.missing.cycle_long", other=3)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (1, "1"), (1.0, "1"), (1.5, "1.5"), (1000, "1,000"), (1234567.5, "1,234,567.5"), (-2, "-2")],
)
def test_numbers(number, said):
    """Numbers are written as the language writes them, without a needless .0."""
    assert GUIDE.number(number) == said


@pytest.mark.parametrize(
    ("number", "figure", "percent"),
    [(None, "—", "—"), (0.0, "0", "0%"), (0.01234, "0.0123", "1.23%"), (12.346, "12.3", "1,230%")],
)
def test_figures_have_three_digits(number, figure, percent):
    """What was worked out has no more digits than anybody reads; what there is none of is a dash."""
    assert (GUIDE.figure(number), GUIDE.percent(number)) == (figure, percent)


def test_plurals():
    """Exactly one takes the one form; none, fractions and more take the other."""
    assert [GUIDE.many("duration.units.day", n) for n in (0, 0.5, 1, 1.0, 2)] == [
        "0 days", "0.5 days", "1 day", "1 day", "2 days",
    ]  # fmt: skip


def test_lists_are_joined_as_spoken():
    """Lists are joined with commas and one and."""
    assert [GUIDE.join("abcd"[:n]) for n in range(5)] == ["", "a", "a and b", "a, b and c", "a, b, c and d"]


def test_names():
    """Components, transitions and other ids are named by the guide."""
    assert GUIDE.component("storage") == GUIDE.name("storage") == "Storage"
    assert GUIDE.transition("storage_to_analysis") == "storage → analysis"
    assert GUIDE.name("ships_without_usage") == GUIDE.text("drag.ships_without_usage.name")


def test_an_unknown_language_is_an_error():
    """A language without a file is refused in a sentence that names those there are."""
    with pytest.raises(GuideError, match="en"):
        load_guide("xx")
    assert languages()[0] == "en"


@pytest.mark.parametrize("language", languages())
def test_every_language_fills_in_the_same_names(language):
    """Words in another language have the same keys, names in braces and lengths of lists as in English."""
    other = load_guide(language)
    assert change(Assessment(), "language", language).language == language
    forms = {
        f"{key.removesuffix('many')}{form}" for key in GUIDE.words for form in other.lines("number.forms")
    }
    assert set(GUIDE.words) <= set(other.words) <= set(GUIDE.words) | forms
    assert {key for key in GUIDE.words if other.fields(key) != GUIDE.fields(key)} == set()
    its_own = ("duration.", "number.forms")
    assert {k: len(v) for k, v in other.lists.items() if not k.startswith(its_own)} == {
        k: len(v) for k, v in GUIDE.lists.items() if not k.startswith(its_own)
    }


@pytest.fixture
def german(tmp_path, monkeypatch):
    """Put a file with a few German words beside the English one."""
    shutil.copy(ROOT / "flywheel_core" / "guide" / "en.toml", tmp_path / "en.toml")
    words = [
        'answers.yes = "Ja"',
        'ui.what_if.now = "Jetzt"',
        'errors.workshop.no_such_topic = "Kein Thema: {topic}"',
        'number = { thousands = ".", decimal = "," }',
        'duration.names.day = ["tag", "tage"]',
        'duration.units.day = { one = "{n} Tag", many = "{n} Tage" }',
        f"dates.short_months = {[*'JFMAMJJASOND']}",
    ]
    (tmp_path / "de.toml").write_text("\n".join(words), encoding="utf-8")
    monkeypatch.setattr(loader, "_FOLDER", tmp_path)
    loader.forget()
    yield load_guide("de")
    loader.forget()


def test_a_new_language_is_one_file(german):
    """A file is a language; what it lacks is taken from English; its marks and units are its own."""
    assert languages() == ("en", "de")
    assert german.text("answers.yes") == "Ja"
    assert german.text("answers.no") == "No"
    assert german.number(1234.5) == "1.234,5"
    assert german.duration(3 * 86_400) == "3 Tage"
    assert german.units.read("1.000 Tage").days == 1000
    assert german.units.read("1,5 Tage").total_seconds() == 1.5 * 86_400
    assert german.units.read("3 days") is None


def test_a_language_has_its_own_forms_of_number(tmp_path, monkeypatch):
    """Polish has three: which one a number takes says gettext's rule for it, and a word may lack some."""
    shutil.copy(ROOT / "flywheel_core" / "guide" / "en.toml", tmp_path / "en.toml")
    rule = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    words = [
        f'number = {{ plural = "{rule}", forms = ["one", "few", "many"], decimal = "," }}',
        'duration.units.day = { one = "{n} dzień", few = "{n} dni", many = "{n} dnia" }',
    ]
    (tmp_path / "pl.toml").write_text("\n".join(words), encoding="utf-8")
    monkeypatch.setattr(loader, "_FOLDER", tmp_path)
    loader.forget()
    try:
        days = [load_guide("pl").many("duration.units.day", n) for n in (1, 2, 5, 12, 22, 0, 1.0, 1.5)]
        assert days == ["1 dzień", "2 dni", "5 dnia", "12 dnia", "22 dni", "0 dnia", "1 dzień", "1,5 dnia"]
        assert load_guide("pl").many("duration.units.week", 2) == "2 weeks"
    finally:
        loader.forget()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_at", "de"),
        ("den", "en"),
        ("fr-CA", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_nearest_language_is_spoken(german, tag, language):
    """A browser's tag leads to the language with its region, to that without, else to English."""
    assert nearest(tag) == language


def test_what_is_refused_is_said_in_the_language_that_is_spoken(german):
    """Far below whoever asked, in their thread alone; elsewhere it stays what it was."""

    def in_german() -> str:
        speak("de")
        return f"{workshop.refused('no_such_topic', topic='x')} {load_guide().language}"

    with ThreadPoolExecutor(1) as other:
        assert other.submit(in_german).result() == "Kein Thema: x de"
    assert load_guide().language == "en"
    assert copy_context().run(in_german) == "Kein Thema: x de"
    assert "Thema" not in str(workshop.refused("no_such_topic", topic="x"))


@pytest.mark.parametrize("command", ["assess", "what-if"])
def test_the_command_speaks_the_file_s_language(german, tmp_path, capsys, command):
    """What a file names is spoken while its command runs, and no longer."""
    answers = json.loads(asset("examples/pipeline.json").read_bytes())
    file = tmp_path / "answers.json"
    for language, says in (("de", True), ("en", False), ("de-CH", True), ("fr", False)):
        file.write_text(json.dumps({**answers, "language": language}), encoding="utf-8")
        assert main([command, str(file)]) == 0
        assert ("Tage" in capsys.readouterr().out) is says
        assert load_guide().language == "en"
    assert main([command, str(tmp_path / "none.json")]) == 2
    assert "Tag" not in capsys.readouterr().err


def test_the_axes_of_charts_are_written_in_the_language(german):
    """Numbers and months on an axis are drawn by Vega, which is told how the language writes them."""
    described = finished(alt.Chart(alt.NamedData(name="none")).mark_bar(), "light", "", german).to_dict()
    locale = described["config"]["locale"]
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (",", ".")
    assert locale["time"]["shortMonths"][2] == "M"
    assert locale["time"]["months"][2] == "March"
