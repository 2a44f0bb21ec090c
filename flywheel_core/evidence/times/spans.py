"""The spans of a loop that are timed: the five transitions, and the whole way from collection to feedback."""

from collections.abc import Mapping

from flywheel_core.assessment import CLOSING, COMPONENTS, LOOP, TRANSITIONS

#: Where the closing arrow ends: the first collection that an item's feedback caused.
NEXT = "next"
CYCLE = "cycle"
#: What an item can be seen at.
POINTS = (*COMPONENTS, NEXT)

_ENDS = {t: (start, NEXT if t == CLOSING else end) for t, (start, end) in zip(TRANSITIONS, LOOP, strict=True)}
#: From which point to which a span reaches.
SPANS: Mapping[str, tuple[str, str]] = {**_ENDS, CYCLE: (COMPONENTS[0], COMPONENTS[-1])}
#: What comes after the end of a span: who is seen there is not on the way to it any more.
AFTER: Mapping[str, tuple[str, ...]] = {span: POINTS[POINTS.index(e) + 1 :] for span, (_, e) in SPANS.items()}
