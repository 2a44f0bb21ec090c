"""Whole logs, measured from the file on, say what lifelines and statsmodels say of the same items."""

import json

import pytest

from flywheel_core.evidence.times.kaplan_meier import REACHED, kaplan_meier
from tests.core.logs import DATA, measured, times_of

LOGS = json.loads((DATA / "logs.json").read_text(encoding="utf-8"))["logs"]
SETS = json.loads((DATA / "kaplan_meier.json").read_text(encoding="utf-8"))["sets"]


@pytest.fixture(scope="module", params=sorted(LOGS))
def both(request):
    """Return the times of a log, its items, and what the oracles say of it."""
    result = measured(DATA / "logs" / f"{request.param}.csv")
    return times_of(result), result.sample, LOGS[request.param]


def test_counts_are_those_of_another_reader(both):
    """As many items are through, and as many open, as pandas finds."""
    times, _, known = both
    assert {span: (time.completed, time.open) for span, time in times.items()} == {
        span: (told["completed"], told["open"]) for span, told in known.items()
    }


def medians(sample, span, time):
    """Return the medians that another program may say.

    Where the curve lies at a half exactly, its product of floating numbers may come out just above: then it
    says the next time, as statsmodels always does. Ours is the first (METHODS), rounding or not.
    """
    curve = kaplan_meier(sample.durations(span))
    at_half = abs(curve.survival - 0.5) <= REACHED
    below = curve.seconds[curve.survival < 0.5 - REACHED]
    return [time.median, float(below[0])] if at_half.any() else [time.median]


@pytest.mark.parametrize("oracle", ["lifelines", "statsmodels"])
def test_figures_are_those_of_the_oracles(both, oracle):
    """Medians and 95 % intervals are equal to a microsecond, what is not reached included."""
    times, sample, known = both
    for span, time in times.items():
        told = known[span][oracle]
        assert time.interval is not None, span
        assert list(time.interval) == pytest.approx(told["interval"], abs=1e-6), span
        assert any(told["median"] == pytest.approx(ours, abs=1e-6) for ours in medians(sample, span, time))


def test_most_medians_lie_at_no_half(both):
    """So that what is said above of halves excuses few."""
    times, sample, _ = both
    assert sum(len(medians(sample, span, time)) > 1 for span, time in times.items()) <= 2


def test_ninetieths_are_those_of_lifelines(both):
    """So are the 90th percentiles."""
    times, _, known = both
    for span, time in times.items():
        assert time.p90 == pytest.approx(known[span]["lifelines"]["p90"], abs=1e-6), span


def test_dropping_the_unfinished_says_something_else(both):
    """Where many items are open the naive median is another, and a smaller one."""
    times, _, known = both
    asked = [span for span, time in times.items() if time.open > 0.25 * time.items]
    for span in asked:
        assert known[span]["naive_median"] < times[span].median


@pytest.mark.parametrize("name", ["lung", "leukemia", "larynx", "lymphoma", "rossi"])
def test_dropping_the_censored_says_something_else(name):
    """On lifelines' own data sets too, wherever as much as a quarter is censored."""
    known = SETS[name]
    assert known["n"] - known["events"] > 0.25 * known["n"]
    assert known["median"] is None or known["naive_median"] < known["median"]
