"""What says nothing: null, empty text and empty groups, on the way in and on the way out."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, get_args, get_origin

from flywheel_core.assessment.model import Assessment, Part, part_of, places

#: Groups whose keys are themselves dotted paths.
KEYED_BY_PATH = ("homework", "notes")


def without_empty(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without the keys that say nothing; an unknown key stays, to be refused."""
    found = _group(document, Assessment)
    for name in KEYED_BY_PATH:
        if isinstance(found.get(name), Mapping):
            found[name] = {path: text for path, text in found[name].items() if text or path not in places()}
    return found


class _Shape(NamedTuple):
    """What a key holds: a group, a list of groups, a list of values, or one value (nothing of these)."""

    group: type[Part] | None
    listed: bool
    entry: type[Part] | None


@lru_cache
def _shapes(part: type[Part]) -> dict[str, _Shape]:
    return {key: _shape(field.annotation) for key, field in part.model_fields.items()}


def _shape(annotation: Any) -> _Shape:
    listed = get_origin(annotation) is tuple
    return _Shape(part_of(annotation), listed, part_of(get_args(annotation)[0]) if listed else None)


def _group(value: Mapping[str, Any], part: type[Part]) -> dict[str, Any]:
    kept, shapes = {}, _shapes(part)
    for key, inner in value.items():
        shape = shapes.get(key)
        if shape is None:
            kept[key] = inner
        elif inner is not None and inner != "":
            filled = _filled(inner, shape)
            if filled != {} or shape.group is None:
                kept[key] = filled
    return kept


def _filled(value: Any, shape: _Shape) -> Any:
    if shape.group is not None and isinstance(value, Mapping):
        return _group(value, shape.group)
    if not isinstance(value, list):
        return value
    # The two ends of an interval keep their places.
    return _entries(value, shape.entry) if shape.listed else [None if end == "" else end for end in value]


def _entries(values: list[Any], group: type[Part] | None) -> list[Any]:
    if group is not None:
        return [_group(item, group) if isinstance(item, Mapping) else item for item in values]
    return [item for item in values if item is not None and item != ""]


def pruned(value: Any) -> Any:
    """Return a JSON value without what says nothing: null, empty text, groups and lists.

    A false or a zero stays.
    """
    if isinstance(value, dict):
        return {
            key: kept for key, inner in value.items() if (kept := pruned(inner)) not in (None, "", {}, [])
        }
    if isinstance(value, list) and all(isinstance(inner, dict) for inner in value):
        return [pruned(inner) for inner in value]
    return value
