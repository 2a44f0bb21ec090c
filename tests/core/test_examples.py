"""The three examples that everyone may open."""

import pytest

from flywheel_core import assess, write_answers
from flywheel_core.assessment import DECISIONS
from flywheel_core.files import EXAMPLES, asset
from flywheel_core.homework import homework_of
from tests.core.examples import GUIDE, NAMES, example


@pytest.mark.parametrize("name", NAMES)
def test_example_is_what_it_is_called(name):
    """R1 calls each example by its own name."""
    assert assess(example(name)).loop.verdict == name


@pytest.mark.parametrize("name", NAMES)
def test_example_is_written_as_an_export_is(name):
    """The file of an example is byte for byte what exporting it gives."""
    text = asset(f"examples/{name}.json").read_text(encoding="utf-8")
    assert write_answers(example(name)) == text


@pytest.mark.parametrize("name", NAMES)
def test_example_is_complete(name):
    """An example leaves open only the time of what doesn't pass, and has people, owners and notes."""
    found = example(name)
    assert set(assess(found).progress.open) <= {"transitions.storage_to_analysis.duration"}
    assert homework_of(found, GUIDE) == () or name == "broken"
    assert found.participants
    assert found.facilitator
    assert found.assessed_on
    assert found.notes
    assert found.actions
    assert all(getattr(found.decisions, decision).owner for decision in DECISIONS)
    assert any(getattr(found.decisions, decision).dissent for decision in DECISIONS)


@pytest.mark.parametrize("name", NAMES)
def test_example_shows_a_contradiction(name):
    """In each example two answers can't both be right, as happens in real ones."""
    assert "contradiction" in {item.kind for item in assess(example(name)).contradictions}


def test_pipeline_shows_clock_and_judgement_apart():
    """In the pipeline the weakest connection and the slowest one are two."""
    findings = assess(example("pipeline"))
    assert findings.bottleneck.call == "named"
    assert findings.bottleneck.verdict != findings.weakest_connection.verdict
    assert "clock_and_judgement" in {item.verdict for item in findings.contradictions}


def test_commands_know_every_example():
    """The terminal offers exactly the files that are there."""
    assert {path.stem for path in asset("examples").glob("*.json")} == set(EXAMPLES) == set(NAMES)
