"""What the votes of a topic say, and what an anonymous room does not."""

from collections import Counter
from math import log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_core import load_guide
from flywheel_core.assessment import parse_duration_range, parse_iso, value_at
from flywheel_core.workshop import (
    DONT_KNOW,
    FEWEST,
    ITEMS,
    NOT_APPLICABLE,
    ROLES,
    WEAKEST,
    ItemResult,
    Vote,
    consensus,
    explain_agreement,
    items_of,
    medians_of,
    offers,
    pool,
    results_of,
    roles_shown,
    say_agreement,
    say_median,
    take_back_reveal,
    topic_of,
    vote_again,
    vote_chart,
)
from flywheel_core.workshop.pooling import figure_of
from flywheel_core.workshop.results import choice_of, choices_of
from tests.core.rooms import NOW, revealed, votes_on

LEVEL = "components.storage.level"
ACCESS = "components.storage.access_without_request"
DELETION = "learning.others_notice_deletion"
STRENGTH = "transitions.storage_to_analysis.strength"
DURATION = "transitions.storage_to_analysis.duration"
GUIDE = load_guide()

STEPS = st.lists(st.integers(0, 4), min_size=1, max_size=30)
TIMES = ("PT1H", "PT12H", "P1D", "P3D", "P7D", "P30D", "P90D")
RANGES = st.one_of(
    st.sampled_from(TIMES).map(lambda time: {"likely": time}),
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)).map(
        lambda t: dict(zip(("low", "likely", "high"), (TIMES[i] for i in sorted(t)), strict=True))
    ),
)
BESIDE = (DONT_KNOW, NOT_APPLICABLE)


def result_of(item: str, values: Any, mode: str = "anonymous", **how: Any) -> ItemResult:
    """What so many votes on one item say."""
    topic = topic_of(item)
    found = results_of(revealed(topic, mode), topic, votes_on(item, values, **how)).item(item)
    assert found is not None
    return found


@given(STEPS)
def test_agreement_is_the_published_consensus(steps: list[int]) -> None:
    """Agreement is Cns = 1 + sum of p·log2(1 - |x - mean| / width), worked out here vote by vote."""
    mean = sum(steps) / len(steps)
    expected = 1 + sum(log2(1 - abs(step - mean) / 4) for step in steps) / len(steps)
    counts = Counter(steps)
    assert consensus([counts[step] for step in range(5)]) == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 4), st.integers(1, 50))
def test_equal_votes_agree_fully(step: int, people: int) -> None:
    """Where all vote alike the agreement is 1, however few or many they are."""
    assert consensus([people if n == step else 0 for n in range(5)]) == 1


@given(st.integers(1, 50), st.integers(2, 6))
def test_half_at_each_end_disagree_fully(people: int, steps: int) -> None:
    """Where half vote for either end the agreement is 0."""
    assert consensus([people, *[0] * (steps - 2), people]) == 0


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6).filter(any))
def test_agreement_is_the_same_from_both_ends(counts: list[int]) -> None:
    """Turning the scale round does not change the agreement, which lies from 0 to 1."""
    found = consensus(counts)
    assert found is not None
    assert 0 <= found <= 1
    assert found == pytest.approx(consensus(counts[::-1]), abs=1e-12)


def test_known_agreements() -> None:
    """Figures worked out by hand: one apart in four, a lone dissenter, an even spread, nobody."""
    assert consensus([0, 0, 1, 1, 0]) == pytest.approx(1 + log2(1 - 0.5 / 4))
    assert consensus([1, 0, 0, 0, 3]) == pytest.approx(1 + 0.25 * log2(1 - 3 / 4) + 0.75 * log2(1 - 1 / 4))
    assert consensus([1, 1, 1, 1, 1]) == pytest.approx(1 + (2 * log2(1 / 2) + 2 * log2(3 / 4)) / 5)
    assert consensus([0, 0, 0]) is None


@given(st.lists(st.integers(0, 4), min_size=FEWEST, max_size=30))
def test_a_median_lies_within_the_votes(steps: list[int]) -> None:
    """The median is a vote with as many above as below it, of two such votes the lower."""
    found = result_of(LEVEL, steps)
    assert found.median in steps
    assert sum(step < found.median for step in steps) < (len(steps) + 1) // 2
    assert sum(step <= found.median for step in steps) * 2 >= len(steps)
    assert found.votes == tuple(sorted(steps))
    assert found.counts == {step: steps.count(step) for step in range(5)}


@given(st.lists(RANGES, min_size=FEWEST, max_size=12))
def test_a_median_duration_lies_within_the_votes(ranges: list[dict[str, str]]) -> None:
    """Their median is the middle of the pooled range; they are counted by the classes of the cycle time."""
    found = result_of(DURATION, ranges)
    figures = sorted(figure_of(each) for each in ranges)
    median = parse_iso(found.median).total_seconds()
    assert figures[0] - 1e-6 <= median <= figures[-1] + 1e-6
    assert found.pooled["likely"] == found.median
    assert list(found.counts) == ["hours", "days", "weeks", "months"]
    assert sum(found.counts.values()) == len(ranges)


@given(
    st.lists(st.integers(0, 4), min_size=FEWEST, max_size=12),
    st.lists(st.sampled_from(BESIDE), max_size=12),
)
def test_not_knowing_moves_nothing(steps: list[int], beside: list[str]) -> None:
    """Don't know and not applicable are counted beside the votes and move neither median nor agreement."""
    alone, together = result_of(LEVEL, steps), result_of(LEVEL, [*beside, *steps])
    for name in ("votes", "counts", "median", "agreement"):
        assert getattr(together, name) == getattr(alone, name)
    assert together.dont_know == beside.count(DONT_KNOW)
    assert together.not_applicable == beside.count(NOT_APPLICABLE)


def test_the_median_of_an_even_room_is_the_lower_one() -> None:
    """Of two middle votes the lower is the median, since it is what the room is offered."""
    assert result_of(LEVEL, [1, 2, 3, 4]).median == 2
    assert result_of(ACCESS, ["no_team", "no_team", "every_team", "every_team"]).median == "no_team"
    days = [{"likely": "P1D"}, {"likely": "P1D"}, {"likely": "P4D"}, {"likely": "P9D"}]
    assert result_of(DURATION, days).median == "P1D"


def test_a_pooled_range_is_said_as_a_person_says_it() -> None:
    """What people said stays to the second; what lies between is rounded to two units, within all ends."""
    said = [{"likely": "P3D"}, {"low": "P2D", "likely": "P5D", "high": "P9D"}, {"low": "P4D", "high": "P10D"}]
    exact, found = pool(said), result_of(DURATION, said).pooled
    for name, end in found.items():
        seconds = parse_iso(end).total_seconds()
        assert end in ("P2D", "P3D", "P4D", "P5D", "P9D", "P10D") or seconds % 3600 == 0
        assert seconds == pytest.approx(parse_iso(exact[name]).total_seconds(), rel=0.02)
    assert found != exact


@pytest.mark.parametrize("item", [LEVEL, STRENGTH, DURATION, ACCESS])
def test_chart_words_and_offer_tell_one_median(item: str) -> None:
    """In an even room the chart's pointer, the words, the offer and the ring of medians say the same."""
    values = {
        DURATION: [{"low": "PT2H", "likely": "P1D", "high": "P3D"}, {"likely": "P20D"}] * 2,
        ACCESS: ["no_team", "every_team"] * 2,
    }.get(item, [1, 4, 1, 4])
    room, topic = revealed(topic_of(item)), topic_of(item)
    votes = votes_on(item, values)
    found = results_of(room, topic, votes).item(item)
    offer = offers(results_of(room, topic, votes))[item]
    assert offer == (found.pooled if item == DURATION else found.median)
    answers = medians_of(room, votes)
    kept = value_at(answers, item)
    assert kept == offer
    (panel,) = vote_chart(found, GUIDE).panels
    assert choices_of(found.item)[int(panel.median)] == choice_of(offer)
    assert say_median(found, GUIDE) in vote_chart(found, GUIDE).alt


def test_an_end_of_the_room_is_quoted_as_it_was_said() -> None:
    """Who gave a range is quoted with its ends, and nobody with the words of another who has its middle."""
    said = [{"low": "P1D", "high": "P4D"}, {"likely": "P2D"}, {"likely": "P30D"}]
    question = result_of(DURATION, said).question
    assert "“2 days”" in question
    assert "“30 days”" in question
    assert "4 days" not in question
    apart = [{"low": "P1D", "high": "P4D"}, *[{"low": "P9D", "high": "P20D"}] * 2]
    question = result_of(DURATION, apart).question
    assert "“1 day to 4 days”" in question
    assert "“9 days to 20 days”" in question


def test_choices_without_an_order_have_a_share_and_no_median() -> None:
    """The share of the commonest answer takes the place of the agreement; of two equal ones there is none."""
    found = result_of(DELETION, ["yes", "no", "yes", "yes", DONT_KNOW])
    assert (found.agreement, found.commonest, found.median) == (0.75, "yes", None)
    tied = result_of(DELETION, ["yes", "no", "yes", "no"])
    assert (tied.agreement, tied.commonest) == (0.5, None)


def test_what_divides_most_comes_first() -> None:
    """Items come from the most divided on; a half-half yes or no divides as much as two ends of a scale."""
    votes = votes_on("components.collection.level", [2, 2, 2, 2]) + votes_on(LEVEL, [0, 4, 0, 4])
    votes += votes_on("components.analysis.level", [2, 3, 2, 3])
    found = [item.item.path for item in results_of(revealed("levels"), "levels", votes).items]
    assert found[:2] == [LEVEL, "components.analysis.level"]
    mixed = votes_on("cold_start.stage", ["pre_launch", "early", "growing", "established"])
    mixed += votes_on("cold_start.internal_users", ["yes", "no", "yes", "no"])
    first = results_of(revealed("cold_start"), "cold_start", mixed).items[0]
    assert first.item.path == "cold_start.internal_users"


@pytest.mark.parametrize("people", range(FEWEST))
def test_fewer_than_three_votes_are_withheld_in_an_anonymous_room(people: int) -> None:
    """With fewer than three voters an anonymous room gets no distribution at all; a named one does."""
    votes = votes_on(LEVEL, [1] * people, named=True)
    found = results_of(revealed("levels"), "levels", votes)
    assert found.withheld
    assert all(item == ItemResult(item.item, 1, withheld=True) for item in found.items)
    assert not results_of(revealed("levels", "named"), "levels", votes).withheld


def test_an_item_that_few_answered_is_withheld_by_itself() -> None:
    """Three voted on the topic, two of them on one of its items: that item shows nothing."""
    votes = votes_on(LEVEL, [1, 2, 3]) + votes_on("components.analysis.level", [0, 4])
    found = results_of(revealed("levels"), "levels", votes)
    assert not found.withheld
    assert found.item(LEVEL).counts[1] == 1
    assert found.item("components.analysis.level").withheld


@given(st.lists(st.sampled_from((*ROLES, None)), max_size=25))
def test_no_role_of_fewer_than_three_can_be_told(roles: list[str | None]) -> None:
    """A role that is shown has three votes or more, and the rest that is left has three or more or none."""
    counts = Counter(roles)
    shown = roles_shown(roles)
    rest = counts.total() - sum(counts[role] for role in shown)
    assert all(counts[role] >= FEWEST for role in shown)
    assert rest == 0 or rest >= FEWEST or not shown
    # And no more is hidden than has to be: all roles of three votes are shown where the rest is no problem.
    large = [role for role in ROLES if counts[role] >= FEWEST]
    if not 0 < counts.total() - sum(counts[role] for role in large) < FEWEST:
        assert list(shown) == large


def test_votes_by_role() -> None:
    """A silo is seen: three of data say 4, three of engineering 0, and the two of product are not told."""
    roles = ["data"] * 3 + ["engineering"] * 3 + ["product"] * 2
    found = result_of(LEVEL, [4, 4, 4, 0, 0, 0, 2, 2], roles=roles)
    assert set(found.by_role) in ({"data"}, {"engineering"})
    clear = result_of(LEVEL, [4, 4, 4, 0, 0, 0], roles=roles[:6])
    assert clear.by_role["data"] == {0: 0, 1: 0, 2: 0, 3: 0, 4: 3}
    assert clear.by_role["engineering"][0] == 3


def test_names_are_told_in_a_named_room_only() -> None:
    """A named room sees who said what; an anonymous one never, whatever a vote carries."""
    named = result_of(LEVEL, [1, 1, DONT_KNOW], mode="named", named=True)
    assert named.names == {1: ("Person 0", "Person 1"), DONT_KNOW: ("Person 2",)}
    ordered = result_of(LEVEL, [DONT_KNOW, 4, NOT_APPLICABLE, 0, 4, 4, 2], mode="named", named=True)
    assert list(ordered.names) == [0, 2, 4, DONT_KNOW, NOT_APPLICABLE]
    hidden = result_of(LEVEL, [1, 1, 4], named=True)
    assert hidden.names == {}
    assert "Person" not in repr(hidden)


def test_the_round_before_stands_beside() -> None:
    """After a second vote both are there, each by itself."""
    votes = votes_on(LEVEL, [0, 2, 4]) + votes_on(LEVEL, [2, 2, 2], number=2)
    found = results_of(revealed("levels", rounds=2), "levels", votes).item(LEVEL)
    assert (found.round, found.median, found.agreement) == (2, 2, 1)
    assert (found.before.round, found.before.votes, found.before.before) == (1, (0, 2, 4), None)


def test_votes_that_are_not_shown_yet_are_left_out() -> None:
    """While a second round collects, results are those of the first; of a void round there are none."""
    votes = votes_on(LEVEL, [0, 2, 4]) + votes_on(LEVEL, [3, 3, 3], number=2)
    again = results_of(vote_again(revealed("levels"), NOW), "levels", votes)
    assert again.item(LEVEL).votes == (0, 2, 4)
    assert results_of(take_back_reveal(revealed("levels"), NOW), "levels", votes).items == ()


def test_a_person_is_counted_once() -> None:
    """Of two votes of one person on one item in one round the last counts."""
    votes = [*votes_on(LEVEL, [0, 0, 0]), Vote(LEVEL, 1, "p0", 4)]
    assert results_of(revealed("levels"), "levels", votes).item(LEVEL).votes == (0, 0, 4)


def test_votes_on_other_topics_are_passed_over() -> None:
    """All votes of a room may be handed in: only the topic's own count."""
    votes = votes_on(LEVEL, [1, 1, 1]) + votes_on(DELETION, ["yes"] * 5)
    assert results_of(revealed("levels"), "levels", votes).voters == 3


@pytest.mark.parametrize(
    ("item", "values", "asked"),
    [
        (LEVEL, [1, 2, 4], ["“1 · each team's own”", "“4 · one versioned source”", "see"]),
        (ACCESS, ["no_team", "some_teams", "every_team"], ["“No team”", "“Every team”"]),
        (DELETION, ["yes", "yes", "no"], ["“Yes”", "“No”"]),
        (
            WEAKEST,
            ["storage_to_analysis"] * 2 + ["feedback_to_collection"],
            ["“storage → analysis”", "stuck"],
        ),
        (
            DURATION,
            [{"likely": "P1D"}, {"likely": "P2D"}, {"likely": "P9D"}],
            ["“1 day”", "“9 days”", "clock"],
        ),
        (LEVEL, [2, 2, 2], ["All who judged it say “2 · shared with some teams”"]),
        (LEVEL, [2, DONT_KNOW, DONT_KNOW, DONT_KNOW], ["3 people do not know"]),
        (LEVEL, [NOT_APPLICABLE] * 3, ["Nobody judged"]),
    ],
)
def test_what_to_ask(item: str, values: list[Any], asked: list[str]) -> None:
    """Each item has a question of its kind to the two ends, or to all, or who could find out."""
    question = result_of(item, values).question
    assert all(words in question for words in asked)
    assert "anyone" in question or len(asked) == 1


def test_a_named_room_is_asked_by_name() -> None:
    """In a named room the two ends are asked by their names, with what they said."""
    question = result_of(LEVEL, [0, 2, 4], mode="named", named=True).question
    assert "Person 0 (“0 · not kept, or scattered”)" in question
    assert "Person 2 (“4 · one versioned source”)" in question
    assert "Person 1" not in question


@pytest.mark.parametrize("path", ITEMS)
def test_every_item_has_a_result_and_a_question(path: str) -> None:
    """Whatever a room votes on, there is a result with a question, also where nobody judged it."""
    item = ITEMS[path]
    value = item.choices[0] if item.choices else {"likely": "P1D"}
    assert result_of(path, [value] * 3).question
    assert result_of(path, [DONT_KNOW] * 3).question
    assert {found.item for found in results_of(revealed(topic_of(path)), topic_of(path), []).items} == set(
        items_of(topic_of(path))
    )


def test_agreement_in_words() -> None:
    """The agreement is named, a share says of what; the explanation names its authors and year."""
    guide = load_guide()
    assert say_agreement(result_of(LEVEL, [2, 2, 2]), guide) == "Agreement 100%"
    assert say_agreement(result_of(DELETION, ["yes", "no", "no"]), guide) == "67% say “No”"
    assert say_agreement(result_of(DELETION, ["yes", "no"] * 2), guide) == "50% each say “Yes” and “No”"
    assert say_agreement(result_of(LEVEL, [DONT_KNOW] * 3), guide) == "No votes to compare"
    assert "Tastle and Wierman (2007)" in explain_agreement([result_of(LEVEL, [2, 2, 2])], guide)
    short = explain_agreement([result_of(LEVEL, [2, 2, 2])], guide, source=False)
    assert "100%" in short
    assert "Tastle" not in short
    assert explain_agreement([result_of(DELETION, ["yes", "no"]), result_of(LEVEL, [])], guide) == ""


@pytest.mark.parametrize(
    ("typed", "counted"),
    [("1 month", "weeks"), ("30 days", "weeks"), ("31 days", "months"), ("6 days", "days")],
)
def test_a_month_is_within_a_month(typed: str, counted: str) -> None:
    """As in the rules: whoever types “1 month”, 30.4 days as it is kept, means the class up to 30 days."""
    assert choice_of(parse_duration_range(typed)) == counted
