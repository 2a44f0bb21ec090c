"""The answers: what an assessment holds, how it is read, changed and written.

The model is immutable; `change` returns a new one. The vocabulary and the file are SPEC's sections 1 and 2.
"""

from flywheel_core.assessment.asked import ASKED, answer_with, is_answered, progress_of
from flywheel_core.assessment.document import (
    AnswersError,
    change,
    change_all,
    json_schema,
    read_answers,
    read_written,
    same_answer,
    value_at,
    write_answers,
)
from flywheel_core.assessment.durations import (
    format_iso,
    parse_duration,
    parse_duration_range,
    parse_iso,
    say_doubtful,
    say_duration_range,
)
from flywheel_core.assessment.model import Assessment, DurationRange, MeasuredDuration
from flywheel_core.assessment.vocabulary import (
    CLOSING,
    COMPONENTS,
    DECISIONS,
    DRAG,
    KINDS_OF_SIGNAL,
    LOOP,
    MISTAKES,
    SCHEMA_VERSION,
    STRATEGIES,
    TRANSITIONS,
)

__all__ = [
    "ASKED",
    "CLOSING",
    "COMPONENTS",
    "DECISIONS",
    "DRAG",
    "KINDS_OF_SIGNAL",
    "LOOP",
    "MISTAKES",
    "SCHEMA_VERSION",
    "STRATEGIES",
    "TRANSITIONS",
    "AnswersError",
    "Assessment",
    "DurationRange",
    "MeasuredDuration",
    "answer_with",
    "change",
    "change_all",
    "format_iso",
    "is_answered",
    "json_schema",
    "parse_duration",
    "parse_duration_range",
    "parse_iso",
    "progress_of",
    "read_answers",
    "read_written",
    "same_answer",
    "say_doubtful",
    "say_duration_range",
    "value_at",
    "write_answers",
]
