"""The PDF of a full assessment, from its answers to the bytes that are offered, once everything is warm."""

from benchmarks.assessments import different_assessments
from benchmarks.figures import Row, median, percentile, under
from benchmarks.rules import timed
from flywheel_core import Assessment, load_guide
from flywheel_core.report import write_pdf

MILLISECONDS_FOR_THE_PDF = 500


def measure(times: int) -> list[Row]:
    """Return how long the rules, the ring, the pages and reading them again take together."""
    taken = timed(pdf, different_assessments(times))
    return [
        under("PDF of a full assessment, warm, median", median(taken), MILLISECONDS_FOR_THE_PDF),
        under("… 95th percentile", percentile(taken, 0.95)),
    ]


def pdf(assessment: Assessment) -> bytes:
    """Return the report."""
    return write_pdf(assessment, load_guide())[0]
