"""What a rule reads, and the record of what it read.

A rule is a pure function of `Answers`. Whatever it reads, itself or through another rule, is what its
finding rests on; running it again with one answer changed tells which answers decide it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from flywheel_core.assessment import TRANSITIONS, Assessment, DurationRange
from flywheel_core.assessment.model import MeasuredDuration, places
from flywheel_core.findings.alternatives import alternatives
from flywheel_core.guide import Guide

#: Parts that are one answer each, however many keys they have.
_WHOLE = (DurationRange, MeasuredDuration)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule returns: the verdict and why, and which answers it stands on.

    `rests_on` are the answered paths that the rule read, in document order; `decided_by` those whose
    change alone would change the verdict.
    """

    verdict: str
    why: str
    rule: str = ""
    rests_on: tuple[str, ...] = ()
    _again: "Callable[[Mapping[str, Any]], str | None] | None" = field(
        default=None, repr=False, compare=False
    )
    _values: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def decided_by(self) -> tuple[str, ...]:
        """The answers whose change alone would change the verdict, found by trying each of them."""
        return tuple(path for path in self.rests_on if self._is_decided_by(path))

    def _is_decided_by(self, path: str) -> bool:
        again = self._again
        return again is not None and any(
            again(changed) != self.verdict for changed in alternatives(path, self._values)
        )


F = TypeVar("F", bound=Finding | None)
Rule = Callable[["Answers"], F]


class Answers:
    """The answers of one assessment by path, and the words in which findings are put."""

    def __init__(self, values: Mapping[str, Any], guide: Guide) -> None:
        self.values = values
        self.guide = guide
        self._reads: set[str] = set()
        self._known: dict[Callable[..., Any], tuple[Any, frozenset[str]]] = {}

    def get(self, path: str) -> Any:
        """Return the answer at `path`, or None; an answer that is there is noted as read."""
        value = self.values.get(path)
        if value is not None:
            self._reads.add(path)
        return value

    def use(self, rule: "Rule[F]") -> F:
        """Return what `rule` finds, worked out once; what it read counts as read by the caller too."""
        if rule not in self._known:
            outer, self._reads = self._reads, set()
            found = rule(self)
            reads, self._reads = frozenset(self._reads), outer
            self._known[rule] = (self._signed(rule, found, reads), reads)
        found, reads = self._known[rule]
        self._reads |= reads
        return found

    def text(self, key: str, **values: object) -> str:
        """Return the rules' words at `key`."""
        return self.guide.text(f"rules.{key}", **values)

    def applicable(self) -> tuple[str, ...]:
        """Return the transitions that apply, in the loop's order."""
        return tuple(t for t in TRANSITIONS if self.get(f"transitions.{t}.not_applicable") is None)

    def strengths(self) -> dict[str, int]:
        """Return the answered strengths of the transitions that apply, in the loop's order."""
        found = {t: self.get(f"transitions.{t}.strength") for t in self.applicable()}
        return {t: strength for t, strength in found.items() if strength is not None}

    def _signed(self, rule: "Rule[F]", found: F, reads: Iterable[str]) -> F:
        if found is None:
            return found

        def again(values: Mapping[str, Any]) -> str | None:
            other = Answers(values, self.guide).use(rule)
            return None if other is None else other.verdict

        return replace(found, rests_on=in_document_order(reads), _again=again, _values=self.values)


def values_of(assessment: Assessment) -> dict[str, Any]:
    """Return every answer of an assessment by its dotted path; what is not answered is not there."""
    return dict(_leaves(assessment, ""))


def _leaves(part: BaseModel, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in part.__dict__.items():
        if isinstance(value, BaseModel) and not isinstance(value, _WHOLE):
            if name == "measured":
                yield prefix + name, value
            else:
                yield from _leaves(value, f"{prefix}{name}.")
        elif value is not None and value != () and not _says_nothing(value):
            yield prefix + name, value


def _says_nothing(value: Any) -> bool:
    """Half a range gives no figure, so the rules have nothing to rest on."""
    return isinstance(value, DurationRange) and value.figure is None


def in_document_order(paths: Iterable[str]) -> tuple[str, ...]:
    """Return paths in the order of the answers file."""
    return tuple(sorted(paths, key=places().__getitem__))
