"""The published JSON Schema says what the reader says."""

import json

import jsonschema
import pytest
from hypothesis import given, settings

from flywheel_core import json_schema, write_answers
from tests.core.assessments import FILES, as_assessment, document
from tests.core.test_answers_reading import FORM, WRONG, picked

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_it_is_a_schema():
    """The schema is itself valid, names its draft, and is plain JSON."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    assert json.loads(json.dumps(schema)) == schema


@settings(max_examples=60)
@given(FILES)
def test_every_export_is_valid(doc):
    """Whatever is exported validates against the schema."""
    assert not [*VALIDATOR.iter_errors(json.loads(write_answers(as_assessment(doc))))]


@pytest.mark.parametrize("index", range(4))
def test_the_published_form_is_valid(index):
    """The published form validates once its empty texts, which are nulls, are left out."""

    def without_empty(value):
        if isinstance(value, dict):
            return {k: without_empty(v) for k, v in value.items() if v != ""}
        return value

    assert not [*VALIDATOR.iter_errors(without_empty(picked(json.loads(FORM), index)))]


#: What a schema can't say: it compares no two values and knows no whole number but by its value.
_BEYOND = (
    "low ≤ likely ≤ high",
    "its lower end first",
    "at most P3650D",
    "at most P100000D",
    "longer than nothing",
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (path, value)
        for path, value, expected in WRONG
        if expected not in _BEYOND and value not in (2.0, "2026-02-30", "24.11.2026", "tomorrow", "P1D\n")
    ]
    + [
        ("extra", 1),
        ("components.storage.extra", None),
        ("schema_version", 2),
        ("actions", [{"owner": "x"}]),
    ],
)
def test_what_the_reader_refuses_is_invalid(path, value):
    """Wrong types, values, keys and durations are invalid by the schema too."""
    assert not VALIDATOR.is_valid(document({path: value}))


def test_dates_are_dates_by_format():
    """Dates are marked as dates, for validators that check formats."""
    checking = jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.FormatChecker())
    assert checking.is_valid({"assessed_on": "2026-11-24"})
    assert not checking.is_valid({"assessed_on": "2026-02-30"})
