"""All rules, the findings as they are printed, and the PDF, each on a full assessment."""

import time
from collections.abc import Callable, Sequence

from benchmarks.assessments import different_assessments
from benchmarks.figures import Row, median, percentile, under
from flywheel_core import Assessment, assess

MILLISECONDS_FOR_THE_RULES = 2
WARM_UP = 5


def measure(times: int) -> list[Row]:
    """Return how long the rules take, and the rules with all that `flywheel assess --json` prints of them."""
    rules = timed(assess, different_assessments(times))
    printed = timed(lambda answers: assess(answers).as_json(), different_assessments(max(times // 10, 5)))
    return [
        under("All rules on a full assessment, median", median(rules), MILLISECONDS_FOR_THE_RULES),
        under("… 95th percentile", percentile(rules, 0.95)),
        under("… with what decides each verdict, as JSON, median", median(printed)),
    ]


def timed(work: Callable[[Assessment], object], assessments: Sequence[Assessment]) -> list[float]:
    """Return how many milliseconds the work takes on each assessment, once it is warm."""
    for assessment in assessments[:WARM_UP]:
        work(assessment)
    return [milliseconds(work, assessment) for assessment in assessments]


def milliseconds(work: Callable[[Assessment], object], assessment: Assessment) -> float:
    """Return how long the work takes on one assessment."""
    started = time.perf_counter()
    work(assessment)
    return 1000 * (time.perf_counter() - started)
