"""What-if: the turn, the ladder and the savings."""

import pytest

from flywheel_core import Assessment, assess, change, load_guide
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.what_if import figures_of, ladder, savings, say_missing, say_savings, turn_with, what_if
from flywheel_core.what_if.ladder import Turn
from flywheel_core.what_if.telling import ladder_table, say_turn

GUIDE = load_guide()

DAY = 86_400.0


def timed(**durations: object) -> Assessment:
    """Return an assessment whose transitions have these durations."""
    assessment = Assessment()
    for transition, duration in durations.items():
        assessment = change(assessment, f"transitions.{transition}.strength", 2)
        assessment = change(assessment, f"transitions.{transition}.duration", duration)
    return assessment


DAYS = dict(zip(TRANSITIONS, (1, 4, 20, 10, 5), strict=True))


@pytest.fixture
def loop() -> Assessment:
    """Return a loop of 40 days whose slowest connection takes 20."""
    return timed(**{t: {"likely": f"P{n}D"} for t, n in DAYS.items()})


def test_the_turn_is_the_cycle_time_of_the_rules(loop):
    """The turn of today is R6's cycle time, and the slowest is R3's bottleneck."""
    findings = assess(loop)
    turn = turn_with(figures_of(findings))
    assert turn.seconds == findings.velocity.cycle_time.total_seconds() == 40 * DAY
    assert turn.bottleneck == findings.bottleneck.verdict == "analysis_to_application"
    assert turn.turns_per_year == pytest.approx(365 / 40)


def test_the_ladder_halves_what_is_slowest_then(loop):
    """Each rung halves the slowest connection of the rung before."""
    found = ladder(figures_of(assess(loop)), rungs=3)
    assert [rung.halved for rung in found.rungs] == [
        "analysis_to_application",  # 20 days, then 10: equal to the next
        "analysis_to_application",  # the usual break comes first among equals
        "application_to_feedback",
    ]
    assert [rung.turn.seconds / DAY for rung in found.rungs] == [30, 25, 20]


def test_savings_are_halves_and_ranked(loop):
    """Halving a connection saves half of it, the largest saving first."""
    found = savings(figures_of(assess(loop)))
    assert found[0].transition == "analysis_to_application"
    assert [s.seconds / DAY for s in found] == [10, 5, 2.5, 2, 0.5]
    assert found[0].share == pytest.approx(10 / 40)


def test_a_factor_scales_one_connection_alone(loop):
    """Scaling one connection changes the turn by that connection's time only."""
    figures = figures_of(assess(loop))
    assert turn_with(figures, {"storage_to_analysis": 0.25}).seconds == 37 * DAY


def test_without_a_cycle_time_there_is_no_answer():
    """A connection without a duration, or through which nothing passes, leaves what-if without an answer."""
    assert what_if(assess(timed(collection_to_storage={"likely": "P1D"}))) is None
    broken = change(
        timed(**{t: {"likely": "P1D"} for t in TRANSITIONS}), f"transitions.{TRANSITIONS[1]}.duration", None
    )
    findings = assess(change(broken, f"transitions.{TRANSITIONS[1]}.strength", 0))
    assert what_if(findings) is None
    assert GUIDE.transition(TRANSITIONS[1]) in say_missing(findings, GUIDE)
    assert say_missing(assess(broken), GUIDE) == GUIDE.text("what_if.missing")


def test_ranges_give_a_range_and_none_gives_none(loop):
    """The turn's percentiles lie apart with ranges, and on the sum without."""
    without = turn_with(figures_of(assess(loop)))
    assert without.low == pytest.approx(without.seconds)
    assert without.high == pytest.approx(without.seconds)
    ranged = timed(
        **{t: {"low": f"P{n}D", "likely": f"P{2 * n}D", "high": f"P{6 * n}D"} for t, n in DAYS.items()}
    )
    turn = turn_with(figures_of(assess(ranged)))
    assert turn.low < turn.seconds < turn.high


def test_a_range_that_reads_like_its_middle_is_not_repeated():
    """“5 months (5 months to 5 months)” tells nothing that “5 months” doesn't."""
    month = 30.4375 * DAY
    for low, high, said in ((4.99, 5.01, 0), (4, 6, 1)):
        turn = Turn(
            seconds=5 * month,
            low=low * month,
            high=high * month,
            turns_per_year=2.4,
            bottleneck=TRANSITIONS[0],
        )
        assert say_turn(turn, GUIDE).count("(") == said


def test_the_range_of_a_turn_is_from_the_10th_to_the_90th_percentile():
    """With one range among certain figures a turn's ends are that range's ends beside the others' sum."""
    answers = timed(**{t: {"likely": f"P{n}D"} for t, n in DAYS.items()})
    wide = {"low": "P2D", "likely": "P10D", "high": "P50D"}
    turn = turn_with(figures_of(assess(change(answers, f"transitions.{TRANSITIONS[0]}.duration", wide))))
    others = sum(DAYS[t] for t in TRANSITIONS[1:])
    assert turn.low == pytest.approx((others + 2) * DAY, rel=0.03)
    assert turn.high == pytest.approx((others + 50) * DAY, rel=0.03)


def test_it_says_on_what_it_rests(loop):
    """Estimates are called estimates; only a loop that is measured throughout is called measured."""
    assert what_if(assess(loop)).basis == "estimated"
    measured = loop
    for transition in TRANSITIONS:
        value = {"median": "P2D", "median_reached": True}
        measured = change(measured, f"transitions.{transition}.measured", value)
    assert what_if(assess(measured)).basis == "measured"
    value = {"median": "P2D", "median_reached": True}
    assert what_if(assess(change(loop, "transitions.storage_to_analysis.measured", value))).basis == "mixed"


def test_how_little_the_least_buys_is_said(loop):
    """The smallest saving is named; a bottleneck that agrees with the largest saving says nothing."""
    found = what_if(assess(loop))
    said = list(say_savings(found, load_guide()))
    assert not found.ranks_differ
    assert len(said) == 1
    assert "collection → storage" in said[0]
    assert "1.2%" in said[0]


def test_equally_slow_connections_rank_as_in_the_rules():
    """Of equals the lower strength is the slowest, in the ladder as in R3 and R11."""
    same = timed(**{t: {"likely": "P2D"} for t in TRANSITIONS})
    for place, transition in enumerate(TRANSITIONS):
        answers = same
        for other, strength in zip(TRANSITIONS, [1 if n == place else 3 for n in range(5)], strict=True):
            answers = change(answers, f"transitions.{other}.strength", strength)
        findings = assess(answers)
        found = what_if(findings)
        assert found.now.bottleneck == found.ladder.rungs[0].halved == findings.bottleneck.verdict
        assert findings.bottleneck.verdict == transition
        assert found.savings[0].transition == transition


@pytest.mark.parametrize("alone", TRANSITIONS)
def test_one_connection_alone_can_be_made_quicker(alone):
    """Where only one applies and has a time, R3 names no bottleneck, and the ladder halves that one."""
    answers = Assessment()
    for transition in TRANSITIONS:
        if transition != alone:
            answers = change(answers, f"transitions.{transition}.not_applicable", "The loop has none")
    findings = assess(change(answers, f"transitions.{alone}.duration", {"likely": "P2D"}))
    found = what_if(findings)
    assert (findings.bottleneck.verdict, found.bottleneck) == ("unknown", None)
    assert {rung.halved for rung in found.ladder.rungs} == {found.savings[0].transition} == {alone}


@pytest.mark.parametrize(
    ("days", "verdict", "says"),
    [(30.01, "months", "just over 30 days"), (6.999, "days", "just under 1 week")],
)
def test_a_turn_is_said_as_the_rules_say_it(days, verdict, says):
    """It is never rounded into another class than R6's: the ladder and the turn say what the verdict says."""
    answers = timed(**{t: {"likely": f"PT{round(days * 86_400 / 5)}S"} for t in TRANSITIONS})
    findings = assess(answers)
    found = what_if(findings)
    assert findings.velocity.verdict == verdict
    assert says in findings.velocity.why
    assert says in say_turn(found.now, GUIDE)
    assert says in ladder_table(found, GUIDE)[GUIDE.text("what_if.columns.turn")][0]
