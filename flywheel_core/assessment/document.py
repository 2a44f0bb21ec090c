"""Reading, writing and changing the document: one sentence for whatever is wrong."""

import json
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from flywheel_core.assessment.empty import KEYED_BY_PATH, pruned, without_empty
from flywheel_core.assessment.model import Assessment, part_of, places
from flywheel_core.assessment.vocabulary import SCHEMA_VERSION
from flywheel_core.guide import Guide, load_guide
from flywheel_core.shortening import shortened

LARGEST_FILE = 5_000_000
#: So many bytes a character takes in UTF-8 at most.
_LONGEST_CHARACTER = 4

#: How a file of an older version becomes one of the next: `{version: function}`.
#: Version 1 is the first that was published, so there is none yet.
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class AnswersError(ValueError):
    """Answers that can't be accepted; the message is one sentence, `path` is where."""

    def __init__(self, sentence: str, path: str = "") -> None:
        super().__init__(sentence)
        self.path = path


def read_answers(text: str | bytes, guide: Guide | None = None) -> Assessment:
    """Return the assessment of an answers file (UTF-8 JSON, any published version).

    Raises AnswersError with one sentence: what is wrong, where, what would be right.
    """
    guide = guide or load_guide()
    return _validated(_migrated(_parsed(text, guide), guide), guide)


def write_answers(assessment: Assessment, *, indent: int | None = 2) -> str:
    """Return the answers file: keys in document order, nothing for what is not answered, a final newline.

    Writing, reading and writing again gives the same text. Without `indent` it is one line, for machines.
    """
    return json.dumps(_as_json(assessment), ensure_ascii=False, indent=indent) + "\n"


def read_written(text: str) -> Assessment | None:
    """Return what `read_answers` makes of a text that `write_answers` wrote; None where it may be another.

    It is a third of the work: such a text says nothing twice and nothing that is empty.
    """
    if len(text) * _LONGEST_CHARACTER > LARGEST_FILE:
        return None
    try:
        return Assessment.model_validate_json(text)
    except ValueError:
        return None


def change(assessment: Assessment, path: str, value: object, guide: Guide | None = None) -> Assessment:
    """Return the assessment with the JSON `value` at `path`; None takes the answer away; "" is the whole.

    Raises AnswersError where there is no such path or the value does not fit there.
    """
    return change_all(assessment, {path: value}, guide)


def change_all(
    assessment: Assessment, changes: Mapping[str, object], guide: Guide | None = None
) -> Assessment:
    """Return the assessment with every JSON value of `changes` at its path, all of them or none.

    They are judged together, so that *not applicable* can take a level's place. Raises AnswersError as
    `change` does.
    """
    guide = guide or load_guide()
    data: Any = None
    for path, value in changes.items():
        if not path:
            data = _migrated(value, guide)
        else:
            data = _as_json(assessment) if data is None else data
            _put(data, path, value, guide)
    return assessment if data is None else _validated(data, guide)


def _put(data: dict[str, Any], path: str, value: object, guide: Guide) -> None:
    keys = _keys(path)
    group = data
    for key in keys[:-1]:
        group = group.setdefault(key, {})
        if not isinstance(group, dict):
            raise AnswersError(guide.text("errors.answers.no_such_path", path=path), path)
    if value is None or value == "":
        if path not in places():
            _refuse_unknown(path, keys, guide)
        group.pop(keys[-1], None)
    else:
        # A group that is put as a whole may be changed by a later path: what the caller holds stays as it is.
        group[keys[-1]] = dict(value) if isinstance(value, Mapping) else value


def value_at(assessment: Assessment, path: str) -> Any:
    """Return the JSON value at `path`, or None where nothing is answered there."""
    if not path:
        return _as_json(assessment)
    *groups, last = _keys(path)
    part: Any = assessment
    for key in groups:
        part = getattr(part, key) if _has(part, key) else None
    if isinstance(part, Mapping):
        return part.get(last)
    # Only the part that is asked for is put into JSON: papers and pages ask hundreds of times.
    return pruned(part.model_dump(mode="json", include={last})).get(last) if _has(part, last) else None


def same_answer(one: str, other: str) -> bool:
    """Say whether two paths lead to one answer: they are equal, or one contains the other.

    Below `notes` and `homework` a whole path is one key, so there the beginning of a path contains nothing.
    """
    shorter, longer = sorted((_keys(path) if path else [] for path in (one, other)), key=len)
    return longer[: len(shorter)] == shorter


def _has(part: Any, key: str) -> bool:
    return isinstance(part, BaseModel) and key in type(part).model_fields


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the answers file."""
    schema = Assessment.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Flywheel Check answers",
        **schema,
    }


def _keys(path: str) -> list[str]:
    first, _, rest = path.partition(".")
    return [first, rest] if first in KEYED_BY_PATH and rest else path.split(".")


def _refuse_unknown(path: str, keys: list[str], guide: Guide) -> None:
    if keys[0] in KEYED_BY_PATH and keys[-1] in places():
        return
    raise AnswersError(guide.text("errors.answers.no_such_path", path=path), path)


def _as_json(assessment: Assessment) -> dict[str, Any]:
    data: dict[str, Any] = assessment.model_dump(mode="json", exclude_none=True)
    for group in KEYED_BY_PATH:
        data[group] = dict(sorted(data[group].items(), key=lambda item: places()[item[0]]))
    return {"schema_version": data["schema_version"], **pruned(data)}


def _parsed(text: str | bytes, guide: Guide) -> Any:
    if _bytes(text) > LARGEST_FILE:
        raise AnswersError(guide.text("errors.answers.too_large"))
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        return json.loads(words, object_pairs_hook=_unique(guide), parse_constant=_no_constants(guide))
    except UnicodeDecodeError as error:
        raise AnswersError(guide.text("errors.answers.not_utf8", at=error.start)) from error
    except json.JSONDecodeError as error:
        raise AnswersError(
            guide.text("errors.answers.not_json", line=error.lineno, column=error.colno)
        ) from error
    except (RecursionError, OverflowError) as error:
        raise AnswersError(guide.text("errors.answers.too_deep")) from error
    except AnswersError:
        raise
    except ValueError as error:
        raise AnswersError(guide.text("errors.answers.number")) from error


def _bytes(text: str | bytes) -> int:
    return len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


def _unique(guide: Guide) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise AnswersError(guide.text("errors.answers.twice", key=_shown(key)))
            found[key] = value
        return found

    return build


def _no_constants(guide: Guide) -> Callable[[str], Any]:
    def refuse(name: str) -> Any:
        raise AnswersError(guide.text("errors.answers.constant", name=name))

    return refuse


def _migrated(found: Any, guide: Guide) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise AnswersError(guide.text("errors.answers.not_an_object"))
    data: dict[str, Any] = found
    version = data.get("schema_version", SCHEMA_VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise AnswersError(
            guide.text("errors.answers.version_type", found=_shown(version, quoted=True)), "schema_version"
        )
    if version > SCHEMA_VERSION:
        raise AnswersError(
            guide.text("errors.answers.newer", found=version, known=SCHEMA_VERSION), "schema_version"
        )
    while version < SCHEMA_VERSION:
        if version not in MIGRATIONS:
            raise AnswersError(guide.text("errors.answers.older", found=version), "schema_version")
        data = {**MIGRATIONS[version](data), "schema_version": version + 1}
        version += 1
    return data


def _validated(data: Mapping[str, Any], guide: Guide) -> Assessment:
    try:
        text = json.dumps(without_empty(data), ensure_ascii=False)
        return Assessment.model_validate_json(text.encode("utf-8"))
    except ValidationError as error:
        raise _sentence(error, guide) from error
    except UnicodeEncodeError as error:
        raise AnswersError(guide.text("errors.answers.surrogate")) from error
    except (RecursionError, TypeError, ValueError) as error:
        raise AnswersError(guide.text("errors.answers.too_deep")) from error


def _sentence(error: ValidationError, guide: Guide) -> AnswersError:
    first = error.errors(include_url=False)[0]
    kind, context = first["type"], first.get("ctx", {})
    keys = [str(key) for key in first["loc"] if key not in ("int", "float", "constrained-str")]
    if kind in ("both", "no_such_path"):
        keys = [*keys, context["key"]] if kind == "both" else [context["key"]]
    path = ".".join(keys)
    sentence = guide.text(
        "errors.answers.value",
        path=_shown(path),
        found=_shown(first["input"], quoted=True) if kind not in ("both", "no_such_path") else "",
        expected=_expected(kind, context, keys, guide),
    )
    if kind in ("both", "no_such_path", "extra_forbidden", "missing"):
        sentence = guide.text(f"errors.answers.{kind}", path=_shown(path), known=_neighbours(keys))
    more = error.error_count() - 1
    return AnswersError(sentence + (f" {guide.many('errors.answers.more', more)}" if more else ""), path)


def _expected(kind: str, context: Mapping[str, Any], keys: list[str], guide: Guide) -> str:
    values = {name: value for name, value in context.items() if isinstance(value, str)}
    values |= {name: guide.number(value) for name, value in context.items() if isinstance(value, int | float)}
    own = f"{kind}_{keys[-1]}" if keys else kind
    for key in (own, kind, kind.rsplit("_", 1)[0]):
        if guide.has(f"errors.expected.{key}"):
            return guide.text(f"errors.expected.{key}", **values)
    return guide.text("errors.expected.other")


def _neighbours(keys: list[str]) -> str:
    """The keys that may stand beside a key that may not; `keys` leads to it, with the places in lists."""
    part: type[BaseModel] = Assessment
    for key in keys[:-1]:
        if key in part.model_fields:
            annotation = part.model_fields[key].annotation
            part = part_of(annotation) or part_of(get_args(annotation)[0]) or part
    return ", ".join(part.model_fields)


def _shown(value: Any, *, quoted: bool = False) -> str:
    """A value as it may be quoted in a sentence: short, on one line, nothing invisible."""
    if isinstance(value, Mapping | list | tuple):
        return "{…}" if isinstance(value, Mapping) else "[…]"
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = f"“{text}”" if quoted and isinstance(value, str) else text
    text = "".join(character if character.isprintable() else "�" for character in text)
    return shortened(text, 80)
