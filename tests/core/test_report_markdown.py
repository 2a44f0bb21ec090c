"""Markdown: the whole report, with nothing in it that people typed and that comes alive."""

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from flywheel_core import assess, change
from flywheel_core.decisions import COLUMNS, key_decisions
from flywheel_core.report import PaperError, markdown, write_markdown
from flywheel_core.report.markdown_reading import read_tables
from flywheel_core.report.markdown_text import cell, literal
from tests.core.assessments import FILES, as_assessment
from tests.core.examples import GUIDE, NAMES, example, hostile

LIVE = {"link_open", "image", "html_block", "code_inline", "code_block", "fence", "em_open", "s_open"}


def tokens(text):
    """Return every token of a Markdown text, inline ones too."""
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        found += [token, *(token.children or [])]
    return found


def shown(text):
    """Return the text that a reader sees."""
    return "".join(t.content for t in tokens(text) if t.type in ("text", "text_special")).replace(
        "\u2060", ""
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<b>bold</b> &lt; &copy;",
        "[link](http://evil.example)",
        "![image](http://evil.example/x.png)",
        "[reference]: http://evil.example",
        "<http://evil.example>",
        "*em* _em_ **strong** __strong__ ~~gone~~ `code`",
        "# heading",
        "> quote",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "2) item",
        "===",
        "---",
        "```",
        "    indented",
        "a|b",
        "\\*",
        "\\",
        "$x^2$",
    ],
)
def test_typed_markup_is_shown_literally(typed):
    """What looks like markup is shown as it was typed and does nothing."""
    for text in (literal(typed), f"| {cell(typed)} |\n| --- |\n| {cell(typed)} |", f"- {literal(typed)}"):
        assert not {t.type for t in tokens(text)} & (LIVE | {"heading_open", "blockquote_open", "hr"})
        assert not {t.type for t in tokens(text)} & {"html_inline", "ordered_list_open"}
        assert typed.strip() in shown(text)


@pytest.mark.parametrize("typed", ["http://evil.example", "www.evil.example", "@everyone", "(@everyone)"])
def test_no_address_becomes_a_link(typed):
    """GitHub links bare addresses and calls names: what it looks for does not stand in the text."""
    escaped = literal(typed)
    assert "p://" not in escaped
    assert "www." not in escaped
    assert all(escaped[at - 1] == "\u2060" for at in range(len(escaped)) if escaped[at] == "@")


def test_an_address_of_mail_is_copied_as_it_was_typed():
    """Nothing invisible stands in an address that people copy from the paper."""
    assert literal("Ada <ada@example.org>, 2027-02-01") == "Ada \\<ada@example.org\\>, 2027-02-01"


def test_line_ends_stay_in_their_place():
    """A line end becomes a break within its item or cell."""
    assert [t.type for t in tokens(literal("one\n\ntwo"))].count("hardbreak") == 1
    assert cell("one\ntwo") == "one<br>two"


@pytest.mark.parametrize("name", [*NAMES, "empty"])
def test_every_section_is_there(name):
    """The report has a title, the headline and each section, however little is answered."""
    text = write_markdown(example(name), GUIDE).decode("utf-8")
    assert text.startswith("# ")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    wanted = ("decisions", "investment", "disagreements", "actions", "homework", "answers", "computed")
    for section in wanted:
        assert f"## {literal(GUIDE.text(f'report.sections.{section}'))}" in headings


def test_open_answers_without_an_owner_do_not_stand_beside_nothing_is_open():
    """Where nobody is asked yet it is said what is open, and not that nothing is."""
    text = write_markdown(example("empty"), GUIDE).decode("utf-8")
    assert GUIDE.text("report.empty.homework") not in text
    assert "answers are open and have no owner" in text


def test_notes_and_actions_are_there():
    """Notes, dissent, owners and actions of an example are in its Markdown."""
    found = example("broken")
    text = shown(write_markdown(found, GUIDE).decode("utf-8"))
    for typed in (
        *found.notes.values(),
        found.decisions.bottleneck.dissent,
        *(a.what for a in found.actions),
    ):
        assert typed in text


def test_hostile_text_stays_text():
    """A hostile assessment yields a report without any link, picture, code or HTML but line breaks."""
    found = tokens(write_markdown(hostile(), GUIDE).decode("utf-8"))
    assert not {t.type for t in found} & LIVE
    assert {t.content for t in found if t.type == "html_inline"} == {"<br>"}


@settings(max_examples=40)
@given(FILES)
def test_any_assessment_is_read_again(document):
    """Whatever was typed, the table of decisions reads as it was written."""
    assessment = as_assessment(document)
    tables = read_tables(write_markdown(assessment, GUIDE).decode("utf-8"))
    wanted = key_decisions(assessment, assess(assessment, GUIDE), GUIDE)
    assert [row[COLUMNS.index("output")] for row in tables[0][1:]] == [d.output for d in wanted]


def test_what_comes_alive_is_not_handed_out(monkeypatch):
    """If escaping failed, the paper would be refused, not handed out."""
    monkeypatch.setattr(markdown, "literal", lambda text: text)
    found = change(example("broken"), "scope.loop", "[a](http://evil.example)")
    with pytest.raises(PaperError, match="Markdown"):
        write_markdown(found, GUIDE)
