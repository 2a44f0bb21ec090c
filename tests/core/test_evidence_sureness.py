"""How sure a figure is: batches, drawn medians, the bottleneck, trends, neighbours."""

import math

import numpy as np
import pytest
from scipy.stats import spearmanr, theilslopes

from flywheel_core import load_guide
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.samples import sample_log
from flywheel_core.evidence.times.clusters import Batches, batches_of, cluster_of, coarsest
from flywheel_core.evidence.times.neighbours import Correlation, spearman
from flywheel_core.evidence.times.resampling import DRAWS, medians_drawn, shares_of_longest
from flywheel_core.evidence.times.result import SpanTime
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.slowest import slowest_of
from flywheel_core.evidence.times.spans import POINTS
from flywheel_core.evidence.times.trend import theil_sen, trend_of
from tests.core.logs import DAY, HEADER, HOUR, loops, measured, times_of, written

GUIDE = load_guide()
FIRST, SECOND, THIRD, FOURTH, CLOSING = TRANSITIONS


def sample_of(end=1000 * DAY, **seen):
    """Return a sample of items that were seen at these seconds."""
    count = len(next(iter(seen.values())))
    known = {point: np.asarray(seen.get(point, np.full(count, np.nan)), float) for point in POINTS}
    return Sample(known, {}, end, whole=True)


# --- Batches


@pytest.mark.parametrize(
    ("completed", "times", "releases", "expected"),
    [
        (100, 100, None, None),
        (100, 50, None, None),
        (100, 49, None, Batches(49, by_release=False)),
        (100, 100, 20, Batches(20, by_release=True)),
        (100, 100, 50, None),
        (100, 10, 20, Batches(10, by_release=False)),
        (0, 0, 0, None),
    ],
)
def test_when_completions_come_in_batches(completed, times, releases, expected):
    """Fewer different times than half the completions are batches, else as few releases are."""
    assert batches_of(completed, times, releases) == expected


def test_an_open_item_belongs_with_those_that_came_with_it():
    """Items of one time are one cluster; an open item joins the batch of who came nearest to it."""
    sample = sample_of(
        analysis=[1, 2, 3, 11, 12, 13, 2.4, 11.6, math.nan],
        application=[5, 5, 5, 15, 15, 15, *[math.nan] * 3],
    )
    clusters = cluster_of(sample, THIRD, Batches(2, by_release=False))
    assert len({*clusters[:3], clusters[6]}) == 1
    assert len({*clusters[3:6], clusters[7]}) == 1
    assert len(set(clusters.tolist())) == 3


def test_whole_items_go_by_the_coarsest_batches():
    """Where two transitions come in batches, whole items are drawn by the fewer of them."""
    sample = sample_of(
        storage=[0, 0, 0, 0], analysis=[1, 1, 2, 2], application=[5, 5, 5, 5], feedback=[6, 7, 8, 9]
    )  # fmt: skip
    found = {SECOND: Batches(2, by_release=False), THIRD: Batches(1, by_release=False)}
    assert len(set(coarsest(sample, found, (SECOND, THIRD)).tolist())) == 1
    assert len(set(coarsest(sample, {}, (SECOND, THIRD)).tolist())) == 4


def test_batches_widen_the_interval(tmp_path):
    """Of a log with releases the interval counts releases: far wider than if each item told by itself."""
    made = sample_log(600, release_days=14)
    result = measured(written(tmp_path, made.as_csv()))
    time = times_of(result)[THIRD]
    alone = sample_log(600, medians=(2 * HOUR, 3 * DAY, time.median, 2 * DAY, 5 * DAY))
    other = times_of(measured(written(tmp_path, alone.as_csv())))[THIRD]
    assert (time.interval_method, other.interval_method) == ("cluster_bootstrap", "greenwood")
    assert time.clusters < 30
    assert time.interval[1] - time.interval[0] > 1.3 * (other.interval[1] - other.interval[0])
    assert any("in batches" in note for note in result.notes)


def test_batches_are_counted_for_the_limit(tmp_path):
    """Hundreds of items in seven batches have no interval."""
    rows = [
        f"{batch}-{n},captured,2024-01-0{batch}T00:00:{n:02d}Z\n{batch}-{n},stored,2024-02-0{batch}T00:00:00Z\n"
        for batch in range(1, 8) for n in range(40)
    ]  # fmt: skip
    time = times_of(measured(written(tmp_path, HEADER + "".join(rows))))[FIRST]
    assert (time.items, time.clusters, time.interval) == (280, 7, None)
    assert "7 batches" in time.why_no_interval


def test_releases_that_are_named(tmp_path):
    """A column of releases makes batches of items that came out a little apart."""
    rows = [
        f"{r}-{n},{stage},2024-01-{r * 2 + later:02d}T00:{n:02d}:00Z,{name}\n"
        for r in range(1, 11) for n in range(9)
        for stage, later, name in (("analysed", 0, ""), ("deployed", 1, f"r{r}"))
    ]  # fmt: skip
    result = measured(written(tmp_path, "item,stage,at,release\n" + "".join(rows)))
    time = times_of(result)[THIRD]
    assert (time.clusters, time.interval_method) == (10, "cluster_bootstrap")
    assert any("those (10), not the items" in note for note in result.notes)


def test_a_release_on_a_few_rows_makes_no_batches(tmp_path):
    """Who came through without a release is a batch alone: the interval is what it is without that column."""
    plain = sample_log(400).as_csv().splitlines()
    named = [f"{line},{'v1' if n % 50 == 0 else ''}" for n, line in enumerate(plain[1:])]
    without = measured(written(tmp_path, "\n".join(plain)))
    result = measured(written(tmp_path, "\n".join([f"{plain[0]},release", *named]), "named.csv"))
    assert [time.interval for time in result.transitions] == [time.interval for time in without.transitions]
    assert result.bottleneck == without.bottleneck


# --- Drawn medians and the bottleneck


def test_drawn_medians_spread_around_the_median():
    """The medians of a thousand draws lie around the median, as far as its interval says."""
    random = np.random.default_rng(1)
    begins, lasts = np.zeros(400), random.lognormal(10, 1, 400)
    sample = sample_of(end=1e9, collection=begins, storage=lasts)
    (drawn,) = medians_drawn(sample, (FIRST,), np.arange(400))
    assert drawn.shape == (DRAWS,)
    assert np.median(drawn) == pytest.approx(np.median(lasts), rel=0.02)
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert 0.75 < low / np.median(lasts) < 0.95 < 1.05 < high / np.median(lasts) < 1.3


def test_an_unreached_median_is_longer_than_any():
    """Where most are open the drawn medians are infinite: slower than what is reached."""
    sample = sample_of(
        collection=np.zeros(20), storage=np.full(20, DAY), analysis=[2 * DAY] * 3 + [math.nan] * 17
    )
    drawn = medians_drawn(sample, (FIRST, SECOND), np.arange(20))
    assert np.all(drawn[0] == DAY)
    assert shares_of_longest(drawn)[1] > 0.99


def test_a_tie_counts_for_each_its_part():
    """Two that are always equally long are each the longest in half of the draws."""
    assert shares_of_longest(np.array([[3.0, 1.0], [3.0, 1.0], [2.0, 5.0]])).tolist() == [0.25, 0.25, 0.5]


def test_draws_are_the_same_every_time(tmp_path):
    """The same log gives the same shares: the seed is fixed."""
    path = written(tmp_path, sample_log(200, medians=(DAY, DAY, DAY, DAY, DAY)).as_csv())
    assert measured(path).bottleneck.shares == measured(path).bottleneck.shares


def time(span, median, measurable=True):
    """Return the time of a transition with this median."""
    return SpanTime(span, measurable=measurable, median=median, completed=10)


def draws(*shares):
    """Return drawn medians in which each row is the longest in so many percent of them."""
    longest = np.repeat(np.arange(len(shares)), shares)
    return (np.arange(len(shares))[:, None] == longest).astype(float)


def test_named_from_ninety_percent_on():
    """The slowest is named if it is the slowest in 90 % of the draws, else it is too close to call."""
    both = [time(FIRST, 1.0), time(SECOND, 2.0)]
    found = [slowest_of(both, draws(100 - share, share), GUIDE) for share in (90, 89)]
    assert [(f.transition, f.among_measured) for f in found] == [
        (SECOND, "named"), (SECOND, "too_close_to_call"),
    ]  # fmt: skip
    assert [f.call for f in found] == ["named", "too_close_to_call"]


def test_a_share_just_under_ninety_percent_is_not_said_to_be_that():
    """What is too close to call at 89.5 % and more is said to be the slowest in only 89 of 100 cases."""
    both = [time(FIRST, 1.0), time(SECOND, 2.0)]
    said = [slowest_of(both, draws(1000 - share, share), GUIDE).why for share in (896, 900)]
    assert ["in only 89 of 100" in said[0], "in 90 of 100" in said[1]] == [True, True]


def test_partial_while_a_transition_has_no_figure():
    """While the log can't time one of the transitions the call is partial, and that one is listed (R3)."""
    times = [time(FIRST, 1.0), time(SECOND, 2.0), time(CLOSING, None, measurable=False)]
    found = slowest_of(times, draws(0, 100), GUIDE)
    assert (found.call, found.among_measured, found.open) == ("partial", "named", (CLOSING,))
    assert GUIDE.transition(CLOSING) in found.why


def test_unknown_with_one_figure():
    """One figure is compared with nothing."""
    found = slowest_of([time(FIRST, 1.0), time(SECOND, None, measurable=False)], draws(100), GUIDE)
    assert (found.transition, found.call) == (None, "unknown")


def test_equal_figures_are_too_close_to_call():
    """Equal medians are too close to call whatever the draws; the usual break comes first."""
    found = slowest_of([time(FIRST, 2.0), time(SECOND, 2.0)], draws(0, 100), GUIDE)
    assert (found.transition, found.call) == (SECOND, "too_close_to_call")


def test_the_true_bottleneck_is_named(tmp_path):
    """A log whose slowest transition is known names it."""
    made = sample_log(600)
    assert measured(written(tmp_path, made.as_csv())).bottleneck.transition == made.slowest


# --- Trends


def cohorts(median_days, count=12, each=30, spread=0.1, end_after=400.0):
    """Return a sample with a cohort a month, whose durations are around `median_days(month)`."""
    random = np.random.default_rng(2)
    begins = np.concatenate([(month * 30.4375 + random.uniform(0, 28, each)) * DAY for month in range(count)])
    lasts = np.concatenate(
        [median_days(m) * np.exp(random.normal(0, spread, each)) * DAY for m in range(count)]
    )
    ends = begins + lasts
    end = end_after * DAY
    return sample_of(end=end, collection=begins, storage=np.where(ends <= end, ends, np.nan))


def test_a_trend_that_is_there():
    """A median that grows by half a day a month gets slower, at about that rate; the other way faster."""
    slower = trend_of(cohorts(lambda month: 5 + month / 2), FIRST)
    faster = trend_of(cohorts(lambda month: 11 - month / 2), FIRST)
    assert (slower.verdict, faster.verdict) == ("slower", "faster")
    assert slower.per_month == pytest.approx(DAY / 2, rel=0.2)
    assert slower.interval[0] < slower.per_month < slower.interval[1]


def test_no_trend_from_unfinished_cohorts():
    """On a stationary log whose latest items are mostly open no trend is shown."""
    found = trend_of(cohorts(lambda _: 60, spread=1.0, count=14, end_after=430), FIRST)
    assert found.verdict == "none"
    assert found.cohorts < 14


@pytest.mark.parametrize(
    ("options", "reason"),
    [({"count": 5}, "cohorts"), ({"each": 7}, "cohorts"), ({"end_after": 100}, "cohorts")],
)
def test_a_trend_needs_six_cohorts_of_eight(options, reason):
    """Fewer months, smaller cohorts or a log that ends too early can't tell."""
    found = trend_of(cohorts(lambda _: 5, **options), FIRST)
    assert (found.verdict, found.reason) == ("cannot_tell", reason)


def test_no_trend_where_three_quarters_are_not_through():
    """Where the pooled 75th percentile is not reached there is no telling which cohorts are old enough."""
    sample = sample_of(collection=np.arange(40) * 10 * DAY, storage=[math.nan] * 40)
    assert trend_of(sample, FIRST).reason == "pooled"


def test_theil_sen_is_scipys():
    """Slope and interval are those of scipy, with and without ties."""
    random = np.random.default_rng(1)
    for digits in (8, 1, 0):
        at = np.sort(random.choice(40, 15, replace=False)).astype(float)
        values = np.round(random.normal(size=15) + at / 20, digits)
        slope, _, low, high = theilslopes(values, at, alpha=0.95)
        assert theil_sen(at, values) == pytest.approx((slope, low, high))


# --- Neighbours


def test_spearman_is_scipys():
    """The rank correlation is scipy's, ties included; without any variation there is none."""
    random = np.random.default_rng(3)
    one, other = random.integers(0, 9, 50).astype(float), random.integers(0, 9, 50).astype(float)
    assert spearman(one, other) == pytest.approx(spearmanr(one, other).statistic)
    assert spearman(np.ones(9), one[:9]) is None


@pytest.mark.parametrize(("rho", "strong"), [(0.3, False), (0.31, True), (-0.31, True)])
def test_strong_from_three_tenths_on(rho, strong):
    """More than 0.3 either way is worth a warning."""
    assert Correlation(FIRST, SECOND, rho, 50).strong is strong


def test_neighbours_that_go_against_each_other_are_warned_of(tmp_path):
    """Where who is quick on one waits longer on the next, time saved may come back there: that is said."""
    rows = [
        f"{n},captured,2024-01-01T00:00:00Z\n{n},stored,2024-01-{n + 1:02d}T0{n % 9}:00:00Z\n"
        f"{n},analysed,2024-03-01T0{n % 9}:00:0{n % 9}Z\n"
        for n in range(1, 20)
    ]
    result = measured(written(tmp_path, HEADER + "".join(rows)))
    assert result.correlations[0].rho < -0.3
    assert any("may come back" in note for note in result.notes)
    quiet = measured(written(tmp_path, loops(20, 2, 3)))
    assert not quiet.correlations


# --- Flow


def test_arrivals_and_departures_by_week(tmp_path):
    """Each item comes in one week and leaves in one; what is left over still waits."""
    text = HEADER + (
        "1,captured,2024-01-01\n2,captured,2024-01-03\n3,captured,2024-01-09\n"
        "1,stored,2024-01-10\n2,stored,2024-01-21T23:59:59Z\n"
    )
    (flow,) = (f for f in measured(written(tmp_path, text)).flows if f.span == FIRST)
    assert [week.date().isoformat() for week in flow.weeks] == ["2024-01-01", "2024-01-08", "2024-01-15"]
    assert (flow.arrived, flow.left, flow.net) == ((2, 1, 0), (0, 1, 1), (2, 0, -1))
