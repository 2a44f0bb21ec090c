"""`python -m benchmarks --only times`: does an interval of 95 % hold the truth in 95 of 100 logs?

Logs are made up, so that the truth is known, and measured with the product's own functions from the counts
on. What a simpler method says about the same logs stands beside it.
"""

from collections.abc import Callable, Iterator
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Row
from flywheel_core import load_guide
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.times.clusters import batches_of, coarsest
from flywheel_core.evidence.times.kaplan_meier import Curve, first_reached, kaplan_meier
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.reduced import Reduced
from flywheel_core.evidence.times.resampling import medians_drawn
from flywheel_core.evidence.times.result import SpanTime, Unusable
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.slowest import slowest_of
from flywheel_core.evidence.times.span_time import shares_of, time_of
from flywheel_core.evidence.times.spans import POINTS, SPANS
from flywheel_core.evidence.times.trend import theil_sen, trend_of
from flywheel_core.guide import SECONDS
from flywheel_core.seed import SEED

Floats = NDArray[np.float64]
DAY = 86_400.0
FIRST, SECOND, THIRD, FOURTH = TRANSITIONS[:4]
GUIDE = load_guide()


def measure(logs: int = 1_000) -> list[Row]:
    """Return what was found in so many logs of each kind."""
    return [row for study in STUDIES for row in study(logs)]


# --- Items that are independent, three in ten still open


def independent(logs: int) -> Iterator[Row]:
    """Yield the coverage of the median's interval with 30 % of the items still open."""
    for name, spread, items in (
        ("lognormal", 0.8, 50),
        ("lognormal", 0.8, 200),
        ("lognormal", 0.8, 2_000),
        ("lognormal, wide", 1.5, 200),
        ("exponential", 0.0, 200),
    ):
        random = np.random.Generator(np.random.PCG64(SEED))
        truth = DAY * 10 if spread else DAY * 10 * np.log(2)
        held, naive, bias = [], [], []
        for _ in range(logs):
            sample = _open_log(random, items, spread)
            time = _timed(sample, FIRST)
            held.append(_holds(time.interval, truth))
            dropped = _dropping_the_open(sample)
            naive.append(_holds(_band_crossing(dropped), truth))
            bias.append((dropped.time_to() or np.inf) / truth - 1)
        yield _coverage(
            f"{items} items, {name}, 30% open",
            held,
            f"; dropping the open ones: {fmean(naive):.1%}, median off by {np.median(bias):+.0%}",
        )


def _open_log(random: np.random.Generator, items: int, spread: float) -> Sample:
    """Return a log whose end leaves 30 % of its items open."""
    lasts = (
        random.lognormal(np.log(DAY * 10), spread, items) if spread else random.exponential(DAY * 10, items)
    )
    place = random.uniform(size=items)
    # The log's length for which just so many are open: found by halving on these very items.
    low, high = DAY * 1e-3, DAY * 1e5
    for _ in range(60):
        length = np.sqrt(low * high)
        low, high = (length, high) if np.mean(lasts > place * length) > 0.3 else (low, length)
    begins = (1 - place) * high
    ends = begins + lasts
    return _sample(high, collection=begins, storage=np.where(ends <= high, ends, np.nan))


def _dropping_the_open(sample: Sample) -> Curve:
    seconds, through = sample.lasted(FIRST)
    return kaplan_meier(sample.durations(FIRST, through & ~np.isnan(seconds)))


# --- Items that go out together


def releases(logs: int) -> Iterator[Row]:
    """Yield the coverage where improvements go out every fortnight, in releases that slip by a few days."""
    for items, days, dropped in ((200, 365, 0.0), (200, 365, 0.25), (2_000, 365, 0.25), (20_000, 365, 0.25)):
        random = np.random.Generator(np.random.PCG64(SEED))
        truth = _released_truth(dropped)
        held, plain, shares = [], [], []
        for _ in range(logs if items < 20_000 else logs // 4):
            sample = _released_log(random, items, days, dropped)
            time = _timed(sample, THIRD)
            held.append(_holds(time.interval, truth))
            plain.append(_holds(_band_crossing(kaplan_meier(sample.durations(THIRD))), truth))
            shares.append(time.open / time.items)
        name = f"{items:,} items in a year, fortnightly releases, {fmean(shares):.0%} open"
        yield _coverage(name, held, f"; the plain interval: {fmean(plain):.1%}")


_GAP, _SLIP, _WORK, _WORK_SPREAD = 14 * DAY, 0.3, 9 * DAY, 0.8


def _release_moments(random: np.random.Generator, until: float) -> Floats:
    gaps = _GAP * np.exp(random.normal(-(_SLIP**2) / 2, _SLIP, int(2 * until / _GAP) + 200))
    moments: Floats = np.cumsum(gaps) - 50 * _GAP
    return moments


def _released_log(random: np.random.Generator, items: int, days: float, dropped: float) -> Sample:
    end = days * DAY
    moments = _release_moments(random, 2 * end)
    begins = random.uniform(0, end, items)
    ready = begins + random.lognormal(np.log(_WORK), _WORK_SPREAD, items)
    ends = moments[np.minimum(np.searchsorted(moments, ready), len(moments) - 1)]
    never = random.uniform(size=items) < dropped
    return _sample(end, analysis=begins, application=np.where((ends <= end) & ~never, ends, np.nan))


def _released_truth(dropped: float) -> float:
    random = np.random.Generator(np.random.PCG64(1))
    moments = _release_moments(random, 60_000 * _GAP)
    begins = random.uniform(0, 50_000 * _GAP, 2_000_000)
    ready = begins + random.lognormal(np.log(_WORK), _WORK_SPREAD, len(begins))
    waits = moments[np.searchsorted(moments, ready)] - begins
    return float(np.quantile(waits, 0.5 / (1 - dropped)))


# --- The bottleneck

_MOST_WRONG = 0.05


def bottleneck(logs: int) -> Iterator[Row]:
    """Yield how often a bottleneck is named, and how often the one that is named is wrong."""
    calls: list[str] = []
    for items in (50, 200, 1_000):
        for ratio in (1.05, 1.1, 1.25, 1.5, 2.0):
            random = np.random.Generator(np.random.PCG64(SEED))
            tried = [_named(random, items, ratio) for _ in range(max(1, logs // 2))]
            named = [name for name in tried if name is not None]
            wrong = _wrong(named) / len(tried)
            yield Row(
                f"{items} items, the slowest {ratio:g} times the next, 30% open, {len(tried)} logs",
                f"named in {len(named) / len(tried):.1%}, wrong in {wrong:.1%} of the logs",
                asked="wrong in at most 5%",
                met=wrong <= _MOST_WRONG,
            )
            calls += named
    wrong = _wrong(calls) / max(1, len(calls))
    yield Row(
        f"of all {len(calls):,} bottlenecks that were named in these logs",
        f"{wrong:.1%} are wrong",
        asked="at most 5%",
        met=wrong <= _MOST_WRONG,
    )


def _wrong(named: list[str]) -> int:
    return sum(name != FOURTH for name in named)


def _named(random: np.random.Generator, items: int, ratio: float) -> str | None:
    """Return which transition of a log is named; the fourth is truly the slowest."""
    medians = np.array([1, 6, 6, 6 * ratio]) * DAY
    lasts = np.exp(random.normal(np.log(medians), 0.8, size=(items, 4)))
    place, total = random.uniform(size=items), lasts.sum(axis=1)
    end = float(np.quantile(total / place, 0.7))
    begins = (1 - place) * end
    points = np.column_stack((begins, begins[:, None] + np.cumsum(lasts, axis=1)))
    points[points > end] = np.nan
    names = ("collection", "storage", "analysis", "application", "feedback")
    sample = _sample(end, **dict(zip(names, points.T, strict=True)))
    times = [_timed(sample, span) for span in (FIRST, SECOND, THIRD, FOURTH)]
    drawn = medians_drawn(sample, (FIRST, SECOND, THIRD, FOURTH), coarsest(sample, {}, ()))
    found = slowest_of(times, drawn, GUIDE)
    return found.transition if found.among_measured == "named" else None


# --- Trends, and shares


def trends(logs: int) -> Iterator[Row]:
    """Yield how often a stationary log shows a trend, with all items and with completed ones only."""
    random = np.random.Generator(np.random.PCG64(SEED))
    false, naive = [], []
    for _ in range(max(1, logs // 2)):
        begins = random.uniform(0, 540 * DAY, 900)
        ends = begins + random.lognormal(np.log(40 * DAY), 0.9, 900)
        sample = _sample(540 * DAY, collection=begins, storage=np.where(ends <= 540 * DAY, ends, np.nan))
        false.append(trend_of(sample, FIRST).verdict in ("slower", "faster"))
        naive.append(_completed_only(sample))
    yield Row(
        f"stationary, 900 items in 18 months, {len(false)} logs",
        f"a trend is shown in {fmean(false):.1%}; on completed items only: {fmean(naive):.1%}",
        asked="at most 7%",
        met=fmean(false) <= 0.07,
    )


def _completed_only(sample: Sample) -> bool:
    begins, ends = sample.seen["collection"], sample.seen["storage"]
    months = np.floor(begins / SECONDS["month"])
    through = ~np.isnan(ends)
    known = [m for m in np.unique(months) if np.count_nonzero((months == m) & through) >= 8]
    medians = [float(np.median((ends - begins)[(months == m) & through])) for m in known]
    _, low, high = theil_sen(np.array(known), np.array(medians))
    return low > 0 or high < 0


def shares(logs: int) -> Iterator[Row]:
    """Yield how far off the shares of the cycle are, beside means cut off at the shortest of all curves."""
    truth = np.array([2 / 24, 3, 9, 2]) * np.exp(0.8**2 / 2)
    random = np.random.Generator(np.random.PCG64(SEED))
    ours, cut = [], []
    for _ in range(max(1, logs // 4)):
        lasts = np.exp(random.normal(np.log(truth * DAY / np.exp(0.8**2 / 2)), 0.8, size=(400, 4)))
        begins = random.uniform(0, 365 * DAY, 400)
        points = np.column_stack((begins, begins[:, None] + np.cumsum(lasts, axis=1)))
        points[points > 365 * DAY] = np.nan
        names = ("collection", "storage", "analysis", "application", "feedback")
        reduced = _reduced(_sample(365 * DAY, **dict(zip(names, points.T, strict=True))))
        spans = (FIRST, SECOND, THIRD, FOURTH)
        ours.append(np.abs(np.array(list(shares_of(reduced, spans).values())) - truth / truth.sum()).max())
        cut.append(np.abs(_cut_off(reduced, spans) - truth / truth.sum()).max())
    yield Row(
        f"a cycle with a stage of two hours among days, {len(ours)} logs",
        f"the worst share is off by {100 * fmean(ours):.1f} points on average; with all means cut off at the"
        f" shortest curve's end, by {100 * fmean(cut):.1f}",
        asked="closer than cut off",
        met=fmean(ours) < fmean(cut),
    )


def _cut_off(reduced: Reduced, spans: tuple[str, ...]) -> Floats:
    limit = min(reduced.durations[span].longest for span in spans)
    means = np.array([kaplan_meier(reduced.durations[span]).mean_up_to(limit) for span in spans])
    return means / means.sum()


# --- What they share


STUDIES: tuple[Callable[[int], Iterator[Row]], ...] = (independent, releases, bottleneck, trends, shares)


def _sample(end: float, **seen: Floats) -> Sample:
    count = len(next(iter(seen.values())))
    nowhere = np.full(count, np.nan)
    return Sample({point: seen.get(point, nowhere) for point in POINTS}, {}, end, whole=True)


def _reduced(sample: Sample) -> Reduced:
    """Return what the engine would send of a log with just these items."""
    spans = [span for span, (start, _) in SPANS.items() if not np.isnan(sample.seen[start]).all()]
    durations = {span: sample.durations(span) for span in spans}
    times = {
        span: len(np.unique(ends[~np.isnan(ends)]))
        for span in spans
        for ends in [sample.seen[SPANS[span][1]]]
    }
    return Reduced(
        rows=0,
        items=sample.items,
        end=sample.end,
        seen={point: int(np.count_nonzero(~np.isnan(sample.seen[point]))) for point in POINTS},
        durations=durations,
        negative=dict.fromkeys(spans, 0),
        batches={span: batches_of(durations[span].completions, times[span], None) for span in spans},
        sample=sample,
        flows=(),
        unusable=Unusable({}, (), ()),
        zoned=0,
        zoneless=0,
        reading=Reading(item="item"),
    )


def _timed(sample: Sample, span: str) -> SpanTime:
    return time_of(span, _reduced(sample), GUIDE)


def _band_crossing(curve: Curve) -> tuple[float | None, float | None]:
    lower, upper = (first_reached(curve.seconds, limit, 0.5) for limit in curve.band)
    return lower, upper


def _holds(interval: tuple[float | None, float | None] | None, truth: float) -> bool:
    if interval is None:
        return False
    low, high = interval
    return low is not None and low <= truth and (high is None or truth <= high)


def _coverage(logs: str, held: list[bool], beside: str) -> Row:
    covered = fmean(held)
    return Row(
        f"{logs}, {len(held)} logs",
        f"{covered:.1%} hold the truth{beside}",
        asked="93–97%",
        met=0.93 <= covered <= 0.97,
    )
