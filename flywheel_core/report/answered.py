"""The answers in words, numbered, by step: so that every verdict can point at what it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flywheel_core.assessment import ASKED, TRANSITIONS, Assessment, is_answered, value_at
from flywheel_core.findings import in_document_order
from flywheel_core.guide import Guide
from flywheel_core.questions import STEPS, question_of, say_answer, step_of

#: Answers that nobody is asked for, printed where they were given all the same.
_MORE = (
    "prerequisites.value_proposition",
    *(f"transitions.{t}.target.{key}" for t in TRANSITIONS for key in ("strength", "duration", "by")),
    "velocity.cost_per_turn",
    "velocity.value_per_turn",
)
_TYPED = ("value_proposition", "captured_signals", "missing_signals", "loop", "population", "period", "title")
_STANDS_WITH = {
    "not_applicable": ("level", "strength"),
    "measured": ("duration", "estimated", "estimated_percent"),
}


@dataclass(frozen=True)
class Answer:
    """One answer in words; `number` is None for a note on a whole group of answers.

    `part` names the component or connection that a level or strength belongs to; `basis` is the word for
    estimated or voted. Either is empty where there is none. `typed` answers are in the person's own words.
    """

    number: int | None
    path: str
    part: str
    question: str
    answer: str
    given: bool
    typed: bool
    basis: str
    note: str


@dataclass(frozen=True)
class StepAnswers:
    """The answers of one step, under its number and name."""

    number: str
    name: str
    answers: tuple[Answer, ...]


def answers_by_step(assessment: Assessment, guide: Guide) -> tuple[StepAnswers, ...]:
    """Return all asked answers, open ones too, and every note, numbered in the order of the steps."""
    asked = {*ASKED, *(path for path in _MORE if value_at(assessment, path) is not None)}
    paths = in_document_order({*asked, *assessment.notes})
    numbered = iter(range(1, len(asked) + 1))
    found = []
    for step in STEPS:
        mine = [path for path in paths if step_of(path) == step]
        numbers = (next(numbered) if path in asked else None for path in mine)
        answers = tuple(_answer(path, assessment, guide, n) for path, n in zip(mine, numbers, strict=True))
        if answers:
            number, name = (guide.text(f"steps.{step}.{key}") for key in ("number", "name"))
            found.append(StepAnswers(number, name, answers))
    return tuple(found)


def _answer(path: str, assessment: Assessment, guide: Guide, number: int | None) -> Answer:
    group, _, key = path.rpartition(".")
    value = value_at(assessment, path)
    rated = key in ("level", "strength", "duration") and path in ASKED and value is not None
    basis = value_at(assessment, f"{group}.basis") if rated else None
    return Answer(
        number=number,
        path=path,
        part=guide.text(f"{group}.name") if key in ("level", "strength") and path in ASKED else "",
        question=question_of(path, guide),
        answer="" if number is None and not isinstance(value, str) else say_answer(assessment, path, guide),
        given=is_answered(assessment, path) if path in ASKED else value is not None,
        typed=value is not None and key in _TYPED,
        basis=guide.text(f"bases.{basis}") if basis else "",
        note=assessment.notes.get(path, ""),
    )


class Numbers:
    """Where an answer stands on the paper, by its path."""

    def __init__(self, steps: Iterable[StepAnswers]) -> None:
        # A note may stand where nothing is asked: it has no number, and holds no answer.
        asked = (answer for step in steps for answer in step.answers if answer.number is not None)
        self._answers = {answer.path: answer for answer in asked}

    def answer(self, path: str) -> Answer | None:
        """Return the printed answer that holds what stands at `path`, or None."""
        return next((self._answers[p] for p in _printed_at(path) if p in self._answers), None)

    def said(self, paths: Iterable[str]) -> str:
        """Return the numbers of the answers at `paths`, neighbours drawn together: `1–3, 14`."""
        found = (self.answer(path) for path in paths)
        numbers = sorted({answer.number for answer in found if answer and answer.number})
        runs: list[list[int]] = []
        for number in numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _printed_at(path: str) -> Iterator[str]:
    """Yield where the answer at `path` may be printed: *not applicable* stands with the level or strength."""
    yield path
    group, _, key = path.rpartition(".")
    for other in _STANDS_WITH.get(key, ()):
        yield f"{group}.{other}"
