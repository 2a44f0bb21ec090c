"""The PDF: tagged, with its fonts, faithful to what people typed, and checked before it is handed out."""

import hashlib
import re
from dataclasses import replace

import pytest

from flywheel_core import assess, change, write_answers
from flywheel_core.report import PaperError, pdf_reading, printing, say_lost, unprintable, write_pdf
from flywheel_core.report.typesetting import REPLACEMENT, MissingGlyphError
from tests.core.examples import GUIDE, HOSTILE, NAMES, example, hostile
from tests.core.printed import poppler, squeezed, text_of

#: In no font of the product's: Linear A, Cuneiform.
LOST = "\U00010600\U00012000"


def printed(assessment, **options):
    """Return a PDF that doesn't depend on the fonts of this machine."""
    return write_pdf(assessment, GUIDE, system_fonts=False, **options)[0]


@pytest.mark.parametrize(("page", "size"), [("a4", "595.276 x 841.89"), ("letter", "612 x 792")])
def test_document_is_tagged_and_of_its_size(page, size):
    """The PDF is version 1.7, tagged, named by its title, and of the size that was asked for."""
    told = poppler("pdfinfo", printed(example("broken"), page=page))
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"PDF version:\s+1\.7", told)
    assert re.search(r"Title:\s+Parts finder", told)
    assert size in told


def test_document_claims_what_it_was_made_for():
    """The metadata say PDF/UA-1 and the language."""
    data = printed(example("broken"))
    assert b"pdfuaid:part" in data
    assert re.search(rb"/Lang\s*\(en\)", data)


def test_a_language_of_a_region_is_printed():
    """Typst takes the region of pt-BR apart from its language."""
    data = write_pdf(example("broken"), replace(GUIDE, language="pt-BR"), system_fonts=False)[0]
    assert re.search(rb"/Lang\s*\(pt\)", data)


def test_a_note_where_nothing_is_asked_is_printed():
    """A file may have a note on what was measured; a contradiction with that still finds its answer."""
    path = "transitions.collection_to_storage"
    answers = change(example("pipeline"), f"{path}.duration", {"likely": "PT2H"})
    answers = change(answers, f"{path}.measured", {"median": "PT5H", "median_reached": True})
    answers = change(answers, f"notes.{path}.measured", "As the log has it")
    assert [item for item in assess(answers, GUIDE).contradictions if f"{path}.measured" in item.rests_on]
    assert squeezed("As the log has it") in text_of(printed(answers))


def test_ring_has_its_words():
    """The ring is a figure whose alternative text names it, so that it can be heard."""
    told = poppler("pdfinfo", printed(example("broken")), "-struct-text")
    assert "Figure" in told


def test_tables_have_headings():
    """The decisions are a table with heading cells."""
    told = poppler("pdfinfo", printed(example("broken")), "-struct")
    assert "Table" in told
    assert "TH" in told


@pytest.mark.parametrize("page", ["a4", "letter"])
@pytest.mark.parametrize("name", [*NAMES, "empty"])
def test_fonts_are_embedded(name, page):
    """Every font is in the file, and can be copied from as text."""
    lines = poppler("pdffonts", printed(example(name), page=page)).splitlines()[2:]
    assert lines
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_what_people_wrote_is_printed(name):
    """Notes, dissent, owners, people, actions and scope stand on the pages, in Greek and Cyrillic too."""
    found = example(name)
    text = text_of(printed(found))
    typed = [*found.notes.values(), *found.participants, found.scope.loop, found.facilitator]
    typed += [action.what for action in found.actions]
    typed += [record.owner for record in vars(found.decisions).values()]
    typed += [record.dissent for record in vars(found.decisions).values() if record.dissent]
    assert [words for words in typed if squeezed(words) not in text] == []


def test_every_section_is_printed():
    """An empty assessment, too, has all sections, and says where nothing is there."""
    text = text_of(printed(example("empty")))
    for section in ("decisions", "disagreements", "actions", "homework", "answers", "computed"):
        assert squeezed(GUIDE.text(f"report.sections.{section}")) in text
    assert squeezed(GUIDE.text("report.empty.actions")) in text


def test_hostile_text_is_printed_literally():
    """Code of the template's language, markup and formulas are printed as they were typed."""
    text = text_of(printed(hostile()))
    first, *_ = HOSTILE.splitlines()
    assert squeezed(first) in text
    assert "root:" not in text


@pytest.mark.parametrize(("unit", "times"), [("word ", 2000), ("q", 10_000), ("ǿ", 10_000), ("Ж", 5000)])
def test_long_notes_fit_the_page(unit, times):
    """Ten thousand characters, even without a space, are printed whole and within the margins."""
    data = printed(change(example("empty"), "notes.components.storage.level", unit * times))
    assert text_of(data).count(unit.strip()) >= times
    boxes = poppler("pdftotext", data, "-bbox")
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)) < 595 - 50


@pytest.mark.parametrize(("page", "width"), [("a4", 595), ("letter", 612)])
def test_the_checksum_can_be_copied(page, width):
    """The checksum of the answers file stands on one line, with nothing invisible in it."""
    found = example("flywheel")
    sha256 = hashlib.sha256(write_answers(found).encode()).hexdigest()
    data = printed(found, page=page)
    assert sha256 in poppler("pdftotext", data)
    boxes = poppler("pdftotext", data, "-bbox")
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)) < width - 50


def test_lost_characters_are_named():
    """A character that no font has is replaced, returned, and named on the paper."""
    found = change(example("broken"), "title", f"Parts {LOST}")
    data, lost = write_pdf(found, GUIDE, system_fonts=False)
    assert lost == tuple(sorted(LOST))
    text = poppler("pdftotext", data)
    assert f"Parts {REPLACEMENT * 2}" in text
    assert "U+10600" in text
    assert "U+12000" in say_lost(lost, GUIDE)


@pytest.mark.parametrize(
    "words", ["naïve Žluťoučký", "Ελληνικά ἀρχή", "Українська", "Tiếng Việt", "שלום", "Հայ", "→ ≤ ✓"]
)
def test_own_fonts_cover(words):
    """Latin, Greek, Cyrillic and more are printed without any font of the machine."""
    assert write_pdf(change(example("empty"), "title", words), GUIDE, system_fonts=False)[1] == ()


def test_what_is_lost_is_known_beforehand():
    """The page can name lost characters without setting the PDF."""
    found = change(example("empty"), "title", "\ue123\U0010fffd plain")
    lost = unprintable(found, GUIDE)
    assert "\U0010fffd" in lost
    assert set(lost) <= set("\ue123\U0010fffd")


def test_many_lost_characters_are_named_in_short():
    """A long list of lost characters is cut, with how many more there are."""
    said = say_lost([chr(0x4E00 + n) for n in range(500)], GUIDE)
    assert len(said) < 2000
    assert "476 more" in said


def test_what_fails_in_company_is_left_out(monkeypatch):
    """If characters that are shown alone fail together, they are replaced and the PDF is set all the same."""
    original, calls = printing.set_pdf, []

    def fails_twice(*arguments):
        calls.append(1)
        if len(calls) < 3:
            raise MissingGlyphError("ř")
        return original(*arguments)

    monkeypatch.setattr(printing, "set_pdf", fails_twice)
    data, lost = write_pdf(change(example("empty"), "title", "Dvořák"), GUIDE, system_fonts=False)
    assert lost == ("ř",)
    assert f"Dvo{REPLACEMENT}ák" in poppler("pdftotext", data)


def test_the_last_attempt_leaves_out_whatever_could_fail(monkeypatch):
    """If every attempt names something else, the last one prints plain letters only, and is made."""
    original, calls = printing.set_pdf, []

    def fails_often(*arguments):
        calls.append(1)
        if len(calls) < 6:
            raise MissingGlyphError("x")
        return original(*arguments)

    monkeypatch.setattr(printing, "set_pdf", fails_often)
    found = change(example("empty"), "title", "plain e\u0301 שלום Ж")
    _, lost = write_pdf(found, GUIDE, system_fonts=False)
    assert {"\u0301", *"שלום"} <= set(lost)
    assert "Ж" not in lost


def test_a_pdf_without_the_decisions_is_not_handed_out(monkeypatch):
    """A PDF that lacks a decision is refused in one sentence."""
    other = printed(example("empty"))
    monkeypatch.setattr(printing, "set_pdf", lambda *_: other)
    with pytest.raises(PaperError, match="PDF"):
        write_pdf(example("pipeline"), GUIDE)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"%PDF-1.4"])
def test_what_is_no_pdf_is_refused(data):
    """What can't be read as a PDF is refused, not raised as something else."""
    with pytest.raises(PaperError):
        pdf_reading.check_pdf(data, ["x"], GUIDE)


def test_same_answers_same_bytes():
    """The PDF of the same answers is the same, byte for byte."""
    assert printed(example("flywheel")) == printed(example("flywheel"))
