"""The other answers that a question could have had, to see which answers decide a verdict."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from flywheel_core.assessment import KINDS_OF_SIGNAL, Assessment, DurationRange
from flywheel_core.assessment.model import MeasuredDuration, Signal

#: Durations around every bound that a rule has: a day, a week, ten days, 30 days, and far beyond.
_DURATIONS = tuple(
    timedelta(hours=h) for h in (0.001, 1, 30, 24 * 5, 24 * 10, 24 * 20, 24 * 45, 24 * 400, 24 * 3650)
)
_AMOUNTS = (0, 1, 100, 999, 1000, 10**15)
_SIGNALS = (
    (Signal(name="-", kind="user_action"),),
    tuple(Signal(name="-", kind=kind) for kind in KINDS_OF_SIGNAL),  # type: ignore[arg-type]  # the same four ids
)


def alternatives(path: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the answers with another answer at `path`, each a full mapping of paths to values.

    Numbers, durations and lists, which have endless alternatives, are tried on both sides of every
    bound that a rule knows. Instead of *not applicable* each level or strength is tried.
    """
    present = values[path]
    if path.endswith(".not_applicable"):
        yield from _applicable_again(path, values)
        return
    for other in _others(path, present):
        if other != present:
            yield {**values, path: other}


def _applicable_again(path: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rest = {key: value for key, value in values.items() if key != path}
    key = "strength" if path.startswith("transitions.") else "level"
    for step in range(5):
        yield {**rest, path.replace("not_applicable", key): step}


def _others(path: str, present: Any) -> tuple[Any, ...]:
    if isinstance(present, DurationRange):
        return tuple(DurationRange(likely=duration) for duration in _DURATIONS)
    if isinstance(present, MeasuredDuration):
        return tuple(MeasuredDuration(median=duration, median_reached=True) for duration in _DURATIONS)
    if isinstance(present, timedelta):
        return _DURATIONS
    if path.endswith("signals"):
        return ((), *(_SIGNALS if path.endswith("captured_signals") else (("-",),)))
    if path.endswith(".measured"):
        return _measurements(present)
    return _choices(path) or (_AMOUNTS if isinstance(present, int | float) else ())


def _measurements(present: BaseModel) -> tuple[BaseModel, ...]:
    verdicts = [v for v in get_args(_plain(type(present).model_fields["verdict"].annotation)) if v]
    span = "interval" if "interval" in type(present).model_fields else "gain_interval"
    return (
        *(present.model_copy(update={"verdict": verdict}) for verdict in verdicts),
        *(present.model_copy(update={span: ends}) for ends in ((-1.0, 0.0), (-1.0, 1.0), (0.5, 1.0))),
    )


@lru_cache(maxsize=256)
def _choices(path: str) -> tuple[Any, ...]:
    """The choices of a question that has a few: a scale from 0 to 4, or named answers."""
    kind: Any = Assessment
    for key in path.split("."):
        field = kind.model_fields[key]
        kind = _plain(field.annotation)
    if path.endswith((".level", ".strength")):
        return tuple(range(5))
    return tuple(arg for arg in get_args(kind) if isinstance(arg, str))


def _plain(annotation: Any) -> Any:
    """An annotation without its `| None`."""
    options = [option for option in get_args(annotation) if option is not type(None)]
    return options[0] if len(options) == 1 and type(None) in get_args(annotation) else annotation
