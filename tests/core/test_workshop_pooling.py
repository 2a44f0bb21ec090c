"""The opinion pool of several people's durations."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flywheel_core.assessment import Assessment, change, parse_iso, value_at
from flywheel_core.workshop import pool, read_vote
from flywheel_core.workshop.pooling import pool_as_said

TIMES = ("PT30S", "PT1H", "PT7H13M", "P1D", "P2DT5H", "P7D", "P30D", "P365D", "P3650D")
RANGE = st.one_of(
    st.sampled_from(TIMES).map(lambda time: {"likely": time}),
    st.tuples(*[st.integers(0, 8)] * 3).map(
        lambda t: dict(zip(("low", "likely", "high"), (TIMES[i] for i in sorted(t)), strict=True))
    ),
    st.tuples(*[st.integers(0, 8)] * 2).map(
        lambda t: dict(zip(("low", "high"), (TIMES[i] for i in sorted(t)), strict=True))
    ),
)
WHOLE = st.tuples(*[st.integers(0, 8)] * 3).map(
    lambda t: dict(zip(("low", "likely", "high"), (TIMES[i] for i in sorted(t)), strict=True))
)
DRAWS = 200_000


def seconds(value: dict[str, str]) -> list[float]:
    """A range's ends in seconds."""
    return [parse_iso(value[name]).total_seconds() for name in ("low", "likely", "high")]


@given(WHOLE, st.integers(1, 40))
def test_equal_people_give_back_their_own_range(value: dict[str, str], people: int) -> None:
    """However many hold the same range, the pool is that range, to the last digit."""
    assert pool([value] * people) == value


@given(st.lists(RANGE, min_size=1, max_size=8), st.randoms())
def test_the_order_of_people_does_not_matter(ranges: list[dict[str, str]], random: object) -> None:
    """The pool is the same whoever speaks first."""
    shuffled = list(ranges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands in a random.Random
    assert pool(shuffled) == pool(ranges)


@given(st.lists(RANGE, min_size=1, max_size=8))
def test_a_pool_is_a_range_within_all_ranges(ranges: list[dict[str, str]]) -> None:
    """It is in order, no quicker than the quickest end and no slower than the slowest, and can be kept."""
    found = pool(ranges)
    ends = [parse_iso(end).total_seconds() for each in ranges for end in each.values()]
    low, likely, high = seconds(found)
    assert min(ends) <= low <= likely <= high <= max(ends)
    path = "transitions.storage_to_analysis.duration"
    assert value_at(change(Assessment(), path, found), path) == found


@given(
    st.lists(
        st.one_of(
            st.integers(1, 400).map(lambda days: {"likely": f"P{days}D"}),
            st.tuples(st.integers(1, 400), st.integers(0, 60)).map(
                lambda t: {"low": f"P{t[0]}D", "high": f"P{t[0] + t[1]}D"}
            ),
        ),
        min_size=1,
        max_size=7,
    )
)
@example([{"likely": "P182D"}, {"low": "P167DT9H45M", "high": "P182DT15H"}, {"likely": "P160D"}])
@example([{"likely": "P160D"}, *[{"low": "P155D", "high": "P165D"}] * 2])
def test_what_is_offered_is_a_range_too(ranges: list[dict[str, str]]) -> None:
    """Rounded to what people say, each end still lies on its side of the middle, and can be agreed on."""
    found = pool_as_said(ranges)
    low, likely, high = seconds(found)
    assert low <= likely <= high
    assert read_vote("transitions.storage_to_analysis.duration", found)


def drawn(value: dict[str, str], random: np.random.Generator) -> np.ndarray:
    """A person's draws: the median times a lognormal factor, of one width below and another above."""
    low, likely, high = (np.log(end) for end in seconds(value))
    normal = random.standard_normal(DRAWS)
    z90 = 1.2815515655446004
    return likely + np.where(normal < 0, (likely - low) / z90, (high - likely) / z90) * normal


@pytest.mark.parametrize(
    "ranges",
    [
        [{"low": "P1D", "likely": "P3D", "high": "P9D"}, {"low": "P2D", "likely": "P5D", "high": "P30D"}],
        [
            {"low": "PT1H", "likely": "PT2H", "high": "PT20H"},
            {"low": "P1D", "likely": "P2D", "high": "P3D"},
            {"low": "P5D", "likely": "P30D", "high": "P60D"},
        ],
        [{"low": "P10D", "likely": "P10D", "high": "P40D"}, {"low": "P8D", "likely": "P12D", "high": "P14D"}],
    ],
)
def test_percentiles_equal_a_simulation(ranges: list[dict[str, str]]) -> None:
    """The pool's percentiles are those of 200,000 draws from each person, all thrown together."""
    random = np.random.Generator(np.random.PCG64(20261124))
    together = np.concatenate([drawn(each, random) for each in ranges])
    for found, share in zip(seconds(pool(ranges)), (0.1, 0.5, 0.9), strict=True):
        # Three standard errors of a share among so many draws.
        margin = 3 * (share * (1 - share) / together.size) ** 0.5
        assert np.quantile(together, share - margin) <= np.log(found) <= np.quantile(together, share + margin)


def test_certain_people_are_split_by_their_share() -> None:
    """One figure alone is certain: of nine quick people and one slow, nine tenths are quick."""
    quick, slow = {"likely": "P1D"}, {"likely": "P50D"}
    assert pool([quick] * 9 + [slow]) == {"low": "P1D", "likely": "P1D", "high": "P1D"}
    assert pool([quick] * 8 + [slow] * 2)["high"] == "P50D"
    assert pool([quick, slow])["likely"] == "P1D"


@pytest.mark.parametrize("ranges", [[], [{"low": "P1D"}], [{}]])
def test_nothing_to_pool_is_an_error(ranges: list[dict[str, str]]) -> None:
    """Without a figure there is no pool."""
    with pytest.raises(ValueError, match="range"):
        pool(ranges)
