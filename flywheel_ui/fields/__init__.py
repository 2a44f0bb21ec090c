"""The few widgets that every page uses: each is seeded from the document and saves when it changes.

What comes and goes below a question is a part of its page (see `flywheel_ui.parts`).
"""

from flywheel_ui.fields.asked import answered, bound, error, escaped, isolated
from flywheel_ui.fields.choices import choice, strength, yes_no
from flywheel_ui.fields.scale import scale
from flywheel_ui.fields.texts import WORDS, fold_of, list_of_lines, note, signals, text, text_within
from flywheel_ui.fields.typed import TYPED, day, duration, number, read_day, say_day

__all__ = [
    "TYPED",
    "WORDS",
    "answered",
    "bound",
    "choice",
    "day",
    "duration",
    "error",
    "escaped",
    "fold_of",
    "isolated",
    "list_of_lines",
    "note",
    "number",
    "read_day",
    "say_day",
    "scale",
    "signals",
    "strength",
    "text",
    "text_within",
    "yes_no",
]
