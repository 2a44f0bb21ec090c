"""The guide as data: all words live in one TOML file a language.

A key is dotted (`rules.R1.pipeline`). Words with a number have `.one` and `.many`, or the
forms that `number.forms` names.
"""

from flywheel_core.guide.durations import SECONDS, Units
from flywheel_core.guide.loader import (
    Guide,
    GuideError,
    languages,
    load_guide,
    nearest,
    speak,
)

__all__ = ["SECONDS", "Guide", "GuideError", "Units", "languages", "load_guide", "nearest", "speak"]
