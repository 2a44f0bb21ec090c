"""The survival curve, held against lifelines, against a slow implementation, and against itself."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from flywheel_core.evidence.times.kaplan_meier import (
    NINETIETH,
    Curve,
    durations_from,
    first_reached,
    kaplan_meier,
)
from tests.core.logs import DATA

SETS = json.loads((DATA / "kaplan_meier.json").read_text())["sets"]


@st.composite
def logs(draw):
    """Return durations with ties, and whether each was completed."""
    count = draw(st.integers(1, 40))
    seconds = draw(arrays(float, count, elements=st.integers(0, 12).map(float)))
    return seconds, draw(arrays(bool, count))


def curve_of(seconds, completed) -> Curve:
    """Return the curve of single durations."""
    return kaplan_meier(durations_from(np.asarray(seconds, float), np.asarray(completed, bool)))


def interval_of(curve):
    """Return where the band crosses a half."""
    return [first_reached(curve.seconds, limit, 0.5) for limit in curve.band]


def naive(seconds, completed, at):
    """Return S(at) straight from its definition, counting anew for every completion."""
    left = 1.0
    for moment in sorted({s for s, c in zip(seconds, completed, strict=True) if c and s <= at}):
        at_risk = sum(1 for s in seconds if s >= moment)
        through = sum(1 for s, c in zip(seconds, completed, strict=True) if c and s == moment)
        left *= 1 - through / at_risk
    return left


@pytest.mark.parametrize("name", sorted(SETS))
def test_as_lifelines_says(name):
    """Median and 95 % log-log interval are those of lifelines, an end that is not reached included."""
    known = SETS[name]
    curve = curve_of(known["durations"], known["observed"])
    assert curve.time_to() == known["median"]
    assert interval_of(curve) == known["interval"]
    assert curve.time_to(NINETIETH) == known["p90"]


def test_the_unfinished_are_not_dropped():
    """Lung: 310 [284, 361]; leaving out those who are still alive would say 226, and that is wrong."""
    lung = SETS["lung"]
    curve = curve_of(lung["durations"], lung["observed"])
    assert (curve.time_to(), interval_of(curve)) == (310, [284, 361])
    assert lung["naive_median"] == 226
    through = np.array(lung["durations"])[np.array(lung["observed"], bool)]
    assert curve_of(through, np.ones(len(through))).time_to() == 226 != curve.time_to()


@given(logs())
def test_as_the_definition_says(log):
    """The curve is the product over completions of the share that was not through, at every time."""
    seconds, completed = log
    curve = curve_of(seconds, completed)
    slow = [naive(seconds.tolist(), completed.tolist(), at) for at in curve.seconds]
    assert curve.survival == pytest.approx(slow)


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(log, random):
    """The same items in another order give the same curve."""
    seconds, completed = log
    order = list(range(len(seconds)))
    random.shuffle(order)
    one, other = curve_of(seconds, completed), curve_of(seconds[order], completed[order])
    assert np.array_equal(one.survival, other.survival)
    assert np.array_equal(one.band, other.band)


@given(logs(), st.sampled_from([2.0, 60.0, 86_400.0]))
def test_another_unit_scales_the_times(log, unit):
    """In another unit every time is so much longer, and every share the same."""
    seconds, completed = log
    one, other = curve_of(seconds, completed), curve_of(seconds * unit, completed)
    assert np.array_equal(one.survival, other.survival)
    for level in (0.5, NINETIETH):
        before, after = one.time_to(level), other.time_to(level)
        assert after == (None if before is None else before * unit)


@given(logs())
def test_counts_stand_for_items(log):
    """Durations counted together are the same as each by itself: what the engine sends is enough."""
    seconds, completed = log
    twice = kaplan_meier(durations_from(seconds, completed, np.full(len(seconds), 2.0)))
    repeated = curve_of(np.repeat(seconds, 2), np.repeat(completed, 2))
    assert twice.survival == pytest.approx(repeated.survival)


@given(logs())
def test_the_band_holds_the_curve(log):
    """The band lies around the curve, within 0 and 1, and where the curve is 0 both limits are."""
    curve = curve_of(*log)
    lower, upper = curve.band
    assert np.all((lower >= 0) & (lower <= curve.survival + 1e-12) & (curve.survival <= upper + 1e-12))
    assert np.all(upper <= 1)
    assert np.all(upper[curve.survival == 0] == 0)


def test_a_half_that_is_missed_by_rounding_counts_as_reached():
    """Products that should be exactly a half and miss it by rounding still reach the median."""
    curve = curve_of(np.arange(1, 301), np.ones(300))
    assert (curve.time_to(), curve.time_to(NINETIETH)) == (150, 270)


def test_what_is_not_reached_is_no_number():
    """With most items open there is no median, never the longest time instead."""
    curve = curve_of([1, 2, 3, 4], [True, False, False, False])
    assert curve.time_to() is None
    assert curve_of([5, 6], [False, False]).time_to() is None


def test_the_restricted_mean_is_the_area_under_the_curve():
    """Half are through after 2, all after 4: up to 4 that is 2 + 1, up to 3 it is 2 + 0.5."""
    curve = curve_of([2, 4], [True, True])
    assert curve.mean_up_to(4) == pytest.approx(3)
    assert curve.mean_up_to(3) == pytest.approx(2.5)
