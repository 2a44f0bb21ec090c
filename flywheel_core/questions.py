"""An answer's path in words: which question was asked, in which step, and what was answered.

Screen, papers and terminal all ask here, so that one answer is said in one way.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flywheel_core.assessment import Assessment, DurationRange, parse_iso, value_at
from flywheel_core.dates import say_date
from flywheel_core.guide import Guide

STEPS = (
    "start",
    "components",
    "learning",
    "bottleneck",
    "cold_start",
    "velocity",
    "mistakes",
    "summary",
)

_STEP_OF_GROUP = {
    "components": "components",
    "learning": "learning",
    "cold_start": "cold_start",
    "velocity": "velocity",
    "mistakes": "mistakes",
    "decisions": "summary",
    "actions": "summary",
    "homework": "summary",
    "notes": "summary",
}
_TIMED = ("duration", "duration_unsure", "measured", "target")


def step_of(path: str) -> str:
    """Return the id of the step that asks for `path`, one of `STEPS`.

    A connection's strength belongs to step 1 (component mapping), its duration to step 3 (bottleneck).
    """
    group, *keys = path.split(".")
    if group == "transitions":
        return "bottleneck" if len(keys) > 1 and keys[1] in _TIMED else "components"
    return _STEP_OF_GROUP.get(group, "start")


def question_of(path: str, guide: Guide) -> str:
    """Return the question that `path` answers; for a group of answers its name.

    A path without words of its own takes those of the group it lies in; the last resort is the path itself.
    """
    for key, values in _words_for(path, guide):
        if guide.has(key):
            return guide.text(key, **values)
    parent = path.rpartition(".")[0]
    return question_of(parent, guide) if parent else path


def _words_for(path: str, guide: Guide) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the keys where the words of a path may stand, the most particular first."""
    group, _, key = path.rpartition(".")
    first, *rest = path.split(".")
    last = key.removesuffix("_unsure")
    if first in ("components", "transitions") and len(rest) > 1:
        yield from _words_for_part(first, rest[0], "_".join((*rest[1:-1], last)), guide)
    if first == "decisions" and len(rest) == 2:
        yield f"decisions.questions.{key}", {"decision": guide.text(f"decisions.{rest[0]}.name")}
    if first == "velocity" and rest:
        yield f"velocity.questions.{rest[0]}", {}
        yield f"drag.{key}.question", {}
    yield f"{path}.question", {}
    yield f"{group}.questions.{key}", {}
    yield f"questions.{path}", {}
    if group:
        yield f"{path}.name", {}


def _words_for_part(kind: str, part: str, key: str, guide: Guide) -> Iterator[tuple[str, dict[str, str]]]:
    name = guide.text(f"{kind}.{part}.name")
    if key in ("level", "strength"):
        yield f"{kind}.{part}.question", {}
    yield f"{kind}.{part}.questions.{key}", {}
    yield f"bottleneck.questions.{'duration' if key == 'measured' else key}", {"arrow": name}
    yield f"questions.{key}", {"part": name}


def say_answer(assessment: Assessment, path: str, guide: Guide) -> str:
    """Return the answer at `path` as a person would say it: the sentence chosen, `3 days`, `Not sure`.

    *Not applicable* is said with its reason; without an answer it says so. What people typed stays as typed.
    """
    group, _, key = path.rpartition(".")
    reason = value_at(assessment, f"{group}.not_applicable") if group else None
    if reason is not None and key != "not_applicable":
        return guide.text("answers.said.not_applicable", reason=reason)
    value = value_at(assessment, path)
    said = "" if value is None else _say(path, value, assessment, guide)
    measured = value_at(assessment, f"{group}.measured") if key in _MEASURABLE else None
    if measured is not None and (counted := _say_measured(group, measured, guide)):
        return guide.text("answers.said.both", measured=counted, estimated=said) if said else counted
    if said and key == "duration" and (middle := say_middle(value, guide)):
        return guide.text("answers.said.counted_as", said=said, middle=middle)
    if said:
        return said
    unsure = value_at(assessment, f"{path}_unsure") if path else None
    return guide.text("answers.unsure" if unsure else "answers.not_answered")


def say_value(path: str, value: Any, guide: Guide) -> str:
    """Return the JSON `value` as `say_answer` says it where it is the answer at `path`."""
    return _say(path, value, Assessment(), guide)


#: Answers that a measurement beside them takes the place of.
_MEASURABLE = ("duration", "estimated", "estimated_percent")


def _say(path: str, value: Any, assessment: Assessment, guide: Guide) -> str:
    key = path.rpartition(".")[2]
    if key in _SPECIAL:
        return _SPECIAL[key](value, path, guide)
    if key in ("cost_per_turn", "value_per_turn"):
        currency = assessment.velocity.currency or ""
        return guide.text("answers.said.money", amount=guide.number(value), currency=currency).strip()
    if key in ("assessed_on", "by"):
        return say_date(date.fromisoformat(value), guide)
    if isinstance(value, str):
        chosen = _choice(path, value)
        return guide.text(chosen) if guide.has(chosen) else value
    return _say_plainly(value, guide)


def _say_plainly(value: Any, guide: Guide) -> str:
    if isinstance(value, bool):
        return guide.text("answers.yes" if value else "answers.no")
    if isinstance(value, int | float):
        return guide.number(value)
    if isinstance(value, Mapping | list):
        inner = value.values() if isinstance(value, Mapping) else value
        return ", ".join(_say_plainly(item, guide) for item in inner)
    return str(value)


_CHOICES = {
    "access_without_request": "access.{}",
    "last_improvement": "last_improvement.{}",
    "stage": "stages.{}",
    "estimated": "learning_curves.{}",
    "basis": "bases.{}",
}
_CHOICES_OF_PATH = {
    "learning.decision": "learning_types.{}.name",
    "cold_start.decision": "strategies.{}.name",
}
_YES_OR_NO = ("prerequisites", "learning", "cold_start", "velocity.drag")


def _choice(path: str, value: str) -> str:
    """Return the key of the words for one of a question's choices; free text has none and stays as typed."""
    group, _, key = path.rpartition(".")
    known = _CHOICES_OF_PATH.get(path) or _CHOICES.get(key)
    if known is not None:
        return known.format(value)
    if group == "mistakes":
        return f"risks.{value}"
    return f"answers.{value}" if group in _YES_OR_NO and key != "value_proposition" else ""


def _say_level(value: int, path: str, guide: Guide) -> str:
    group = path.rpartition(".")[0]
    return f"{value} · {guide.lines(f'{group}.levels')[value]}"


def _say_strength(value: int, path: str, guide: Guide) -> str:
    del path
    return f"{value} · {guide.lines('strengths.sentences')[value]}"


def _say_duration(value: Any, path: str, guide: Guide) -> str:
    del path
    if isinstance(value, str):
        return _spoken(value, guide)
    ends = {name: _spoken(end, guide) for name, end in value.items()}
    if len(ends) == 3:
        return guide.text("answers.said.range", **ends)
    if "likely" not in ends and len({*ends.values()}) == 2:
        return guide.text("answers.said.from_to", **ends)
    return ends.get("likely") or ", ".join(dict.fromkeys(ends.values()))


def say_middle(value: object, guide: Guide) -> str:
    """Return what the rules count of a range without its usual figure, `about 9.9 days`; else nothing."""
    known = DurationRange.model_validate(value) if isinstance(value, Mapping) else DurationRange()
    return guide.duration_about(known.figure.total_seconds()) if known.figure and known.derived else ""


def _spoken(duration: str, guide: Guide) -> str:
    return guide.duration(parse_iso(duration).total_seconds())


def _say_measured(group: str, measured: Mapping[str, Any], guide: Guide) -> str:
    """Return what was measured, or nothing where the measurement holds no answer."""
    if group.startswith("velocity."):
        key = "learning_curves" if group.endswith("learning_curve") else "network_effects"
        verdict = measured.get("verdict")
        return "" if verdict is None else guide.text(f"{key}.{verdict}")
    if measured.get("median_reached") is False:
        return guide.text("answers.said.measured_not_reached")
    if "median" not in measured:
        return ""
    return guide.text("answers.said.measured", median=_spoken(measured["median"], guide))


def _say_signals(value: Any, path: str, guide: Guide) -> str:
    del path
    return guide.join(_signal(signal, guide) for signal in value)


def _signal(signal: Any, guide: Guide) -> str:
    if isinstance(signal, str) or "kind" not in signal:
        return signal if isinstance(signal, str) else str(signal["name"])
    kind = guide.text(f"signals.kinds.{signal['kind']}.name")
    return guide.text("answers.said.signal", name=signal["name"], kind=kind)


def _say_percent(value: float, path: str, guide: Guide) -> str:
    del path
    return guide.text("answers.said.percent", n=guide.number(value))


_SPECIAL: dict[str, Callable[[Any, str, Guide], str]] = {
    "level": _say_level,
    "strength": _say_strength,
    "duration": _say_duration,
    "time_to_insight": _say_duration,
    "time_to_users": _say_duration,
    "captured_signals": _say_signals,
    "missing_signals": _say_signals,
    "estimated_percent": _say_percent,
}
