"""Broken, foreign and hostile answers files: one clear sentence, or a faithful copy."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import AnswersError, assess, read_answers, write_answers
from tests.core.test_answers_reading import refused

DEEP = 200_000


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("", "not JSON"),
        ("   ", "not JSON"),
        ("{", "not JSON"),
        ('{"title": "a"', "not JSON"),
        ('{"title": "a",}', "not JSON"),
        ("{'title': 'a'}", "not JSON"),
        ('{"title": "a"} x', "not JSON"),
        ('{"title": "a\nb"}', "not JSON"),
        ("title: a", "not JSON"),
        ("<html>", "not JSON"),
        ("PK\x03\x04", "not JSON"),
        ("null", "one object"),
        ("[]", "one object"),
        ('"text"', "one object"),
        ("3", "one object"),
        ('{"title": NaN}', "NaN"),
        ('{"velocity": {"cost_per_turn": Infinity}}', "Infinity"),
        ('{"velocity": {"cost_per_turn": -Infinity}}', "-Infinity"),
        ('{"title": "a", "title": "b"}', "twice"),
        ('{"components": {"storage": {"level": 1, "level": 2}}}', "twice"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        ('{"title": "é"}'.encode("latin-1"), "UTF-8"),
        (b'{"title": "\xc3"}', "UTF-8"),
        (b'{"title": "\xed\xa0\x80"}', "UTF-8"),
        ('{"title": "\\ud800"}', "surrogate"),
        ('{"notes": {"\\ud800": "x"}}', "surrogate"),
        ('{"\\udfff": 1}', "surrogate"),
        ('{"title": "\ud800"}', "surrogate"),
        ("[" * DEEP, "nested"),
        ('{"title":' * DEEP, "nested"),
        ('{"title":' + "[" * 5_000 + "]" * 5_000 + "}", ""),
        ('{"title":' + '{"a":' * 900 + "1" + "}" * 900 + "}", ""),
        ('{"cold_start": {"meaningful_points": ' + "9" * 1_000_000 + "}}", "number"),
        ('{"velocity": {"cost_per_turn": 1e999}}', "or less"),
        ('{"velocity": {"cost_per_turn": ' + "9" * 4000 + "}}", "or less"),
        ('{"components": {"storage": {"level": ' + "9" * 4000 + "}}}", "or less"),
        (b" " * 6_000_000, "5 MB"),
        ('{"title": "' + "a" * 6_000_000 + '"}', "5 MB"),
        ('{"title": "' + "a" * 1_001 + '"}', "1,000 characters"),
        ('{"notes": {"title": "' + "a" * 20_001 + '"}}', "20,000 characters"),
        ('{"participants": [' + ",".join(['"a"'] * 201) + "]}", "200 entries"),
    ],
    ids=range(41),
)
def test_a_hostile_file_is_refused_in_a_sentence(file, words):
    """Whatever can't be read is refused in one short sentence."""
    sentence = str(refused(file))
    assert words in sentence
    assert len(sentence) < 400


def test_the_sentence_shows_nothing_invisible():
    """What is quoted from a hostile file is short and holds no control characters."""
    error = refused(json.dumps({"\x1b[31m\u202e" + "k" * 500: 1}))
    assert all(character.isprintable() for character in str(error))
    assert len(str(error)) < 600
    error = refused(json.dumps({"prerequisites": {"real_users": "\x00\u202e" * 50}}))
    assert all(character.isprintable() for character in str(error))
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x1f\x7f\x85",
        "line\r\nline\rline\u2028line\ttab",
        "\u202eright to left\u202c and \u2066isolated\u2069",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
        "é versus e\u0301, ﬁ and Å",
        "مرحبا שלום 你好 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "\ufeff\u200b\u200d\ufffe",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>#{typst} {braces} %s \\ \" '",
        "  spaces at both ends  ",
    ],
)
@pytest.mark.parametrize("path", ["title", "notes", "actions"])
def test_text_is_kept_faithfully(text, path):
    """Control characters, right-to-left and combining text, markup and formulas are kept as they are."""
    value = {"title": text, "notes": {"title": text}, "actions": [{"what": f"x{text}"}]}[path]
    file = json.dumps({path: value})
    assessment = read_answers(file)
    exported = write_answers(assessment)
    assert json.loads(exported)[path] == value
    assert write_answers(read_answers(exported.encode())) == exported
    assess(assessment)


def test_a_long_note_is_kept():
    """A note of 10,000 characters is kept whole."""
    note = "añ𝄞 " * 2_500
    assert read_answers(json.dumps({"notes": {"title": note}})).notes["title"] == note


@pytest.mark.parametrize("file", [b'\xef\xbb\xbf{"title": "a"}', '\ufeff{"title": "a"}'])
def test_a_byte_order_mark_is_no_obstacle(file):
    """A file that an editor saved with a byte order mark is read."""
    assert read_answers(file).title == "a"


def test_text_and_bytes_are_read_alike():
    """A file is read the same from text and from its UTF-8 bytes."""
    file = '{"title": "Größe 你"}'
    assert read_answers(file) == read_answers(file.encode())


@settings(max_examples=150)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.one_of(st.text(), st.sampled_from(("components", "storage", "level", "title", "notes"))),
                inner,
                max_size=3,
            ),
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused(value):
    """Any JSON at all is either read or refused with an AnswersError: never another error."""
    with suppress(AnswersError):
        assert write_answers(read_answers(json.dumps(value)))


@settings(max_examples=150)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data):
    """Any bytes at all are either read or refused with an AnswersError."""
    with suppress(AnswersError):
        assert write_answers(read_answers(data))
