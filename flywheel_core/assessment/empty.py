"""What says nothing: null, empty text and empty groups, on the way in and on the way out."""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

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


def _group(value: Mapping[str, Any], part: type[Part]) -> dict[str, Any]:
    kept = {}
    for key, inner in value.items():
        if key not in part.model_fields:
            kept[key] = inner
        elif inner is not None and inner != "":
            annotation = part.model_fields[key].annotation
            filled = _filled(inner, annotation)
            if filled != {} or part_of(annotation) is None:
                kept[key] = filled
    return kept


def _filled(value: Any, annotation: Any) -> Any:
    group = part_of(annotation)
    if group is not None and isinstance(value, Mapping):
        return _group(value, group)
    if isinstance(value, list) and get_origin(annotation) is tuple:
        return _entries(value, get_args(annotation)[0])
    # The two ends of an interval keep their places.
    return [None if end == "" else end for end in value] if isinstance(value, list) else value


def _entries(values: list[Any], annotation: Any) -> list[Any]:
    group = part_of(annotation)
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
