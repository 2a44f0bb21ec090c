"""What every paper prints, made once."""

from hypothesis import given, settings

from flywheel_core import Assessment, assess, change
from flywheel_core.assessment import ASKED
from flywheel_core.decisions import key_decisions
from flywheel_core.report import contents_of
from flywheel_core.report.characters import showable
from tests.core.assessments import FILES, answered, as_assessment
from tests.core.examples import GUIDE, HOSTILE, example, hostile


def contents(assessment):
    """Return the contents of an assessment's papers."""
    return contents_of(assessment, assess(assessment, GUIDE), GUIDE)


def answers(found):
    """Return the printed answers by path."""
    return {answer.path: answer for step in found.steps for answer in step.answers}


def test_every_asked_path_is_printed_with_a_number():
    """Each question is printed once, open ones too, numbered without a gap in the order of the steps."""
    found = contents(Assessment())
    numbers = [answer.number for step in found.steps for answer in step.answers]
    assert set(answers(found)) == set(ASKED)
    assert numbers == list(range(1, len(ASKED) + 1))
    assert {answer.answer for answer in answers(found).values()} == {"not answered"}


def test_verdicts_point_at_the_answers_that_they_rest_on():
    """The numbers of a verdict are those of the answers in the rule's own list."""
    found = contents(example("flywheel"))
    printed = answers(found)
    finding = assess(example("flywheel")).learning_type
    learning = next(v for v in found.verdicts if v.id == "learning_type")
    numbers = {printed[path].number for path in finding.rests_on}
    assert set(map(int, learning.rests_on.split(", "))) == numbers


def test_runs_of_numbers_are_drawn_together():
    """Neighbouring numbers are written as a run, so that long lists stay short."""
    gate = next(v for v in contents(example("flywheel")).verdicts if v.id == "gate")
    assert gate.rests_on == "1–3"


def test_not_applicable_stands_with_the_strength():
    """What rests on *not applicable* points at the number of that connection's strength."""
    found = contents(answered({"transitions.storage_to_analysis.not_applicable": "no analysts"}))
    number = answers(found)["transitions.storage_to_analysis.strength"].number
    loop = next(v for v in found.verdicts if v.id == "loop")
    assert loop.rests_on == str(number)


def test_no_note_is_lost():
    """A note is printed wherever it was made: at an answer, at a group, at the title."""
    notes = {
        "components.storage.level": "at an answer",
        "components.storage": "at a group",
        "title": "at the title",
        "decisions.bottleneck": "at a decision",
        "transitions.storage_to_analysis.target": "at a target",
    }
    found = answers(contents(answered({"notes": notes})))
    assert {path: found[path].note for path in notes} == notes


def test_given_extras_are_printed():
    """What nobody has to answer is printed once it is given: the proposition, targets, cost and value."""
    given_answers = {
        "prerequisites.value_proposition": "it hears better",
        "transitions.storage_to_analysis.target": {"strength": 3, "by": "2027-01-01"},
        "velocity.cost_per_turn": 0,
    }
    found = answers(contents(answered(given_answers)))
    assert found["prerequisites.value_proposition"].answer == "it hears better"
    assert found["transitions.storage_to_analysis.target.by"].answer == "1 January 2027"
    assert found["velocity.cost_per_turn"].given


def test_homework_names_owners_and_counts_the_rest():
    """Answers with an owner or a doubt are listed, those that are merely open are counted by number."""
    homework = {"prerequisites.real_users": "Ada"}
    found = contents(answered({"learning.others_notice_deletion": "unsure", "homework": homework}))
    assert [row[3] for row in found.homework.rows] == ["Ada", GUIDE.text("report.nobody")]
    assert str(len(ASKED) - 2) in found.left_over


def test_fingerprint_changes_with_any_answer():
    """The paper names the hash of the answers file: another answer, another hash."""
    one = contents(example("broken")).fingerprints
    other = contents(change(example("broken"), "title", "Another")).fingerprints
    assert one != other
    assert one == contents(example("broken")).fingerprints


def test_sources_of_measurements_are_named():
    """A measured answer names its file, rows and hash."""
    source = {"file": "events.csv", "sha256": "ab12", "rows": 4200, "at": "2026-11-24T10:00:00Z"}
    measured = {"median": "P1D", "median_reached": True, "source": source}
    found = contents(answered({"transitions.storage_to_analysis.measured": measured}))
    assert any("events.csv" in line and "4,200" in line and "ab12" in line for line in found.fingerprints)


def test_nothing_unshowable_is_left():
    """Controls, overrides of direction and line separators are gone from every text; words stay."""
    found = contents(hostile())
    for text in (found.title, found.decisions[0].dissent, answers(found)["components.storage"].note):
        assert not {c for c in text if c < " " and c != "\n"}
        assert not {"\u202e", "\u2028", "\x7f"} & set(text)
        assert text == showable(HOSTILE)
        assert "שלום" in text


def test_showable_keeps_what_can_be_shown():
    """Accents, joined marks, emoji with their joiners and line ends stay as they were typed."""
    kept = "é e\u0301 \U0001f468\u200d\U0001f33e\nnext"
    assert showable(kept) == kept
    assert showable("a\r\nb\rc\u2029d\te") == "a\nb\nc\nd e"
    assert showable("x\ud800\ufeff\U000e0041\ufffe\U0001ffff\u2066y") == "xy"


@settings(max_examples=50)
@given(FILES)
def test_decisions_are_those_of_the_core(document):
    """The papers' decisions are `key_decisions`, word for word but for what can't be shown."""
    assessment = as_assessment(document)
    wanted = key_decisions(assessment, assess(assessment, GUIDE), GUIDE)
    found = contents(assessment).decisions
    assert [d.as_json() for d in found] == [
        {key: showable(text) for key, text in d.as_json().items()} for d in wanted
    ]
