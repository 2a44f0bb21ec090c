"""R3: the bottleneck, and how sure that is."""

import pytest

from flywheel_core import assess, load_guide
from tests.core.assessments import ARROWS, answered, durations, found, measured, strengths

GUIDE = load_guide()
DAYS = durations("P1D", "P2D", "P9D", "P3D", "P4D")


def slowest(*groups):
    """Return R3's finding."""
    return found(*groups).bottleneck


def span(arrow, low, high, likely=None):
    """Answer one arrow with a range."""
    ends = {"low": low, "high": high} | ({"likely": likely} if likely else {})
    return {f"transitions.{arrow}.duration": ends}


def test_the_longest_is_named():
    """With every figure known and no range the longest is named, and the missing spread is said."""
    finding = slowest(DAYS)
    assert (finding.rule, finding.verdict, finding.call) == ("R3", "analysis_to_application", "named")
    assert (finding.open, finding.spread) == ((), False)
    assert "how sure" in finding.why
    assert "of 100 cases" not in finding.why
    assert finding.shares["analysis_to_application"] == 1


@pytest.mark.parametrize("times", [(None,) * 5, ("P1D", None, None, None, None)])
def test_fewer_than_two_figures_are_unknown(times):
    """With fewer than two figures both verdict and call are unknown, and what is open is listed."""
    finding = slowest(durations(*times))
    assert (finding.verdict, finding.call) == ("unknown", "unknown")
    assert finding.open == tuple(a for a, time in zip(ARROWS, times, strict=True) if time is None)


def test_partial_while_a_figure_is_missing():
    """With a figure missing the longest so far is the verdict, the call partial, the open arrow listed."""
    finding = slowest(durations("P1D", "P9D", None, "P1D", "P1D"))
    assert (finding.verdict, finding.call) == ("storage_to_analysis", "partial")
    assert finding.open == ("analysis_to_application",)
    assert "analysis → application" in finding.why


def test_not_applicable_does_not_make_it_partial():
    """An arrow that does not apply needs no figure and is never the bottleneck, though it was measured."""
    answers = {"transitions.storage_to_analysis.not_applicable": "one system"}
    times = durations("P1D", None, "P9D", "P1D", "P1D")
    finding = slowest(answers, times, measured("storage_to_analysis", "P400D"))
    assert (finding.verdict, finding.call) == ("analysis_to_application", "named")


def test_equal_figures_are_too_close_to_call():
    """Equal figures are too close to call; the lower strength comes first."""
    times = durations("P1D", "P9D", "P9D", "P1D", "P1D")
    finding = slowest(strengths(4, 3, 2, 4, 4), times)
    assert (finding.verdict, finding.call) == ("analysis_to_application", "too_close_to_call")


def test_equal_figures_and_strengths_go_by_r2s_order():
    """Equal in figure and strength, the usual breaks come first, then the loop's order."""
    times = durations("P9D", "P1D", "P9D", "P1D", "P9D")
    assert slowest(strengths(2, 2, 2, 2, 2), times).verdict == "analysis_to_application"
    times = durations("P9D", "P1D", "P1D", "P1D", "P9D")
    assert slowest(strengths(2, 2, 2, 2, 2), times).verdict == "collection_to_storage"


def test_an_unanswered_strength_is_no_zero_in_a_tie():
    """Among equal figures an arrow whose strength is open does not pass for the weaker one."""
    times = durations("P1D", "P9D", "P9D", "P1D", "P1D")
    assert slowest(strengths(4, None, 3, 4, 4), times).verdict == "analysis_to_application"


def test_a_measured_median_comes_before_the_guess():
    """The figure is the measured median where there is one."""
    finding = slowest(DAYS, measured("analysis_to_application", "PT1H"))
    assert finding.verdict == "feedback_to_collection"
    timed = {f.transition: (f.seconds, f.measured) for f in finding.figures}
    assert timed["analysis_to_application"] == (3600, True)
    assert timed["feedback_to_collection"] == (4 * 86_400, False)


@pytest.mark.parametrize("interval", [["PT0S", "PT2S"], ["PT0S", "PT0S"], ["PT0S", None], [None, "PT0S"]])
def test_an_interval_may_begin_or_end_at_nothing(interval):
    """Where many items take no time at all the interval's end is 0 seconds, and nothing fails of it."""
    timed = measured("collection_to_storage", "PT1S", interval=interval)
    finding = slowest(timed, measured("storage_to_analysis", "P2D"))
    assert finding.verdict == "storage_to_analysis"
    assert finding.shares["storage_to_analysis"] > 0.9


def test_where_nothing_passes_takes_longer_than_any_duration():
    """Strength 0 counts as longer than the longest duration, and is named."""
    finding = slowest(DAYS, strengths(0, 1, 1, 1, 1))
    assert (finding.verdict, finding.call) == ("collection_to_storage", "named")
    timed = finding.figures[0]
    assert (timed.unbounded, timed.duration) == (True, None)


def test_a_measured_median_speaks_for_itself_although_nothing_should_pass():
    """A measured median stands although the strength is 0: something did pass."""
    finding = slowest(DAYS, strengths(0, 1, 1, 1, 1), measured("collection_to_storage", "PT1H"))
    assert finding.verdict == "analysis_to_application"


def test_a_median_not_reached_takes_longer_than_any_duration():
    """A measured median that was not reached counts as longer than any duration, whatever the guess."""
    finding = slowest(DAYS, measured("collection_to_storage", None))
    assert (finding.verdict, finding.call) == ("collection_to_storage", "named")


def test_two_without_end_are_too_close_to_call():
    """Two arrows longer than any duration are equal; the lower strength comes first."""
    finding = slowest(DAYS, strengths(0, 1, 1, 1, 1), measured("feedback_to_collection", None))
    assert (finding.verdict, finding.call) == ("collection_to_storage", "too_close_to_call")
    assert "both" in finding.why


def test_a_range_without_likely_has_the_geometric_mean():
    """A range of 1 to 16 days counts as 4 days, between 3 and 5."""
    wide = span("storage_to_analysis", "P1D", "P16D")
    seconds = {f.transition: f.seconds for f in slowest(DAYS, wide).figures}
    assert seconds["storage_to_analysis"] == 4 * 86_400


@pytest.mark.parametrize("half", [{"low": "P1D"}, {"high": "P1D"}])
def test_half_a_range_is_no_figure(half):
    """One end of a range alone gives no figure."""
    finding = slowest(DAYS, {"transitions.storage_to_analysis.duration": half})
    assert (finding.call, finding.open) == ("partial", ("storage_to_analysis",))


def test_overlapping_ranges_are_too_close_to_call():
    """Two wide ranges with nearly the same typical duration are too close to call."""
    wide = span("analysis_to_application", "P1D", "P80D", "P9D") | span(
        "feedback_to_collection", "P1D", "P80D", "P8D"
    )
    finding = slowest(DAYS, wide)
    assert (finding.verdict, finding.call) == ("analysis_to_application", "too_close_to_call")
    assert finding.spread
    assert 0.4 < finding.shares["analysis_to_application"] < 0.6


def test_the_bar_of_estimates():
    """Estimates are named from a share of 60 % on: two lognormals 0.3 deviations apart stay just above it.

    With both spreads s (logarithmic) the share is Φ(ln(a/b) / (s·√2)): for 60 % ln(a/b) = 0.2533·s·√2.
    """
    # One day to 16: s = ln 4 / 1.2816 = 1.0817, and the ratio for 60 % is e^0.3876 = 1.473.
    other = span("storage_to_analysis", "P10D", "P160D", "P40D")
    above = span("analysis_to_application", "P15D", "P240D", "P60D")
    below = span("analysis_to_application", "P14D", "P224D", "P56D")
    assert slowest(DAYS, other, above).call == "named"
    assert slowest(DAYS, other, below).call == "too_close_to_call"


def clock(arrow, median, low, high):
    """Answer a measurement with its interval."""
    return measured(arrow, median, interval=[low, high], completed=50)


def test_the_bar_of_measurements():
    """Two measured arrows need a share of 90 %, where one of them estimated needs 60 %."""
    # Interval of factor 2 each way: s = ln 2 / 1.96 = 0.3537; 80 % at a ratio of e^(0.8416·s·√2) = 1.52.
    first = clock("analysis_to_application", "P60D", "P30D", "P120D")
    second = clock("storage_to_analysis", "P40D", "P20D", "P80D")
    both = slowest(DAYS, first, second)
    assert (both.bar, both.call) == (0.9, "too_close_to_call")
    assert 0.6 < both.shares["analysis_to_application"] < 0.9
    guess = span("storage_to_analysis", "P25D", "P64D", "P40D")
    one = slowest(DAYS, first, guess)
    assert (one.bar, one.call) == (0.6, "named")
    far = clock("storage_to_analysis", "P20D", "P10D", "P40D")
    assert (slowest(DAYS, first, far).bar, slowest(DAYS, first, far).call) == (0.9, "named")


@pytest.mark.parametrize(
    ("first", "second", "bar"),
    [
        # 89.64 %, for which 90 % are asked.
        (
            clock("analysis_to_application", "P60D", "P30D", "P120D"),
            clock("storage_to_analysis", "P32D", "P16D", "P64D"),
            0.9,
        ),
        # 59.98 %, for which 60 % are.
        (
            span("analysis_to_application", "PT354H", "P236D", "P59D"),
            span("storage_to_analysis", "P10D", "P160D", "P40D"),
            0.6,
        ),
    ],
)
def test_a_share_just_under_its_bar_is_not_said_to_reach_it(first, second, bar):
    """A sentence that says “only” never says the very share that is asked for."""
    finding = slowest(DAYS, first, second)
    assert (finding.bar, finding.call) == (bar, "too_close_to_call")
    assert bar - 0.005 <= finding.shares["analysis_to_application"] < bar
    assert f"the slowest in only {100 * bar - 1:.0f} of 100 cases" in finding.why


@pytest.mark.parametrize("bar", [0.6, 0.9])
def test_a_share_is_said_on_its_side_of_the_bar(bar):
    """All shares of 10,000 draws are rounded to the nearest, but where that would take them to the bar."""
    for drawn in range(10_001):
        share = drawn / 10_000
        said = int(GUIDE.of_hundred(share, bar))
        assert (said < 100 * bar) == (share < bar)
        assert said == round(100 * share) or bar - 0.005 <= share < bar


def test_the_bar_looks_at_the_two_slowest_only():
    """A third arrow that is estimated does not lower the bar of two measured ones."""
    first = clock("analysis_to_application", "P60D", "P50D", "P70D")
    second = clock("storage_to_analysis", "P40D", "P30D", "P50D")
    assert slowest(DAYS, first, second).bar == 0.9
    assert slowest(DAYS, first).bar == 0.6


def test_one_sided_spread():
    """Each side of a range spreads on its own: a long tail above does not pull the median down."""
    tail = span("storage_to_analysis", "P8D", "P90D", "P8D")
    shares = slowest(durations("P1D", None, "P8DT1S", "P3D", "P4D"), tail).shares
    assert shares["storage_to_analysis"] == pytest.approx(0.5, abs=0.02)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_typical_duration_bounds_a_side_without_doubt():
    """Where low is likely no draw falls below it: an arrow just under it is never the slowest."""
    tail = span("storage_to_analysis", "P8D", "P90D", "P8D")
    assert slowest(durations("P1D", None, "P7D", "P3D", "P4D"), tail).shares["storage_to_analysis"] == 1


def test_shares_of_equals_add_up_to_one():
    """Equal figures without a range share every draw only once."""
    assert sum(slowest(durations(*["P2D"] * 5)).shares.values()) == 1


def test_the_same_answers_give_the_same_shares():
    """The draws have a fixed seed: the same answers always get the same shares."""
    answers = answered(DAYS | span("storage_to_analysis", "P1D", "P30D"))
    assert assess(answers).bottleneck.shares == assess(answers).bottleneck.shares


def test_answering_one_arrow_does_not_move_the_others_draws():
    """Every arrow keeps its own draws: a quick one more does not change the shares of the slow ones."""
    wide = span("storage_to_analysis", "P8D", "P60D") | span("analysis_to_application", "P10D", "P50D")
    with_first = slowest(wide, durations("PT1S", None, None, None, None)).shares
    assert {k: v for k, v in with_first.items() if k != "collection_to_storage"} == slowest(wide).shares


def test_a_zero_median_is_a_figure():
    """A measured median of nothing at all is a figure, the shortest there is."""
    finding = slowest(durations(None, "P1D", "P9D", "P3D", "P4D"), measured("collection_to_storage", "PT0S"))
    assert (finding.verdict, finding.call) == ("analysis_to_application", "named")


def measured_with(high):
    """Answer four arrows with two days, well measured, and one with three days from one day on."""
    tight = {"median": "P2D", "median_reached": True, "interval": ["PT45H", "PT51H"]}
    wide = {"median": "P3D", "median_reached": True, "interval": ["P1D", high]}
    return {f"transitions.{a}.measured": wide if a == ARROWS[2] else tight for a in ARROWS}


def test_an_end_that_the_data_does_not_reach_is_no_certainty():
    """An interval without its upper end spreads as far up as down, so it is not named as if it had none."""
    open_end, far_end = slowest(measured_with(None)), slowest(measured_with("P30D"))
    assert far_end.call == open_end.call == "too_close_to_call"
    assert open_end.shares[ARROWS[2]] < 0.9
    only_open = {
        f"transitions.{a}.measured": {"median": f"P{n}D", "median_reached": True, "interval": ["PT12H", None]}
        for n, a in enumerate(ARROWS, 2)
    }
    assert slowest(only_open).spread
    assert "No range" not in slowest(only_open).why


def test_what_has_no_range_beside_others_that_have_is_said():
    """Figures that count as certain are named, where others are in doubt."""
    finding = slowest(DAYS, span(ARROWS[2], "P5D", "P12D", "P9D"))
    others = [arrow for arrow in ARROWS if arrow != ARROWS[2]]
    assert all(GUIDE.transition(arrow) in finding.why for arrow in others)
    all_ranged = [span(arrow, "PT12H", "P8D", "P1D") for arrow in others]
    assert "certain" in finding.why
    assert "certain" not in slowest(span(ARROWS[2], "P5D", "P12D", "P9D"), *all_ranged).why


def test_half_of_it_may_come_through_and_is_not_called_nothing():
    """A median that was not reached is said as such; that nothing passes is said of a strength of 0 alone."""
    unreached = {"median": None, "median_reached": False, "completed": 49, "open": 51}
    said = slowest(DAYS, strengths(4, 4, 3, 4, 4), {f"transitions.{ARROWS[2]}.measured": unreached}).why
    assert "nothing" not in said.lower()
    assert "not even half" in said
    assert "nothing comes through" in slowest(DAYS, strengths(4, 4, 0, 4, 4)).why
