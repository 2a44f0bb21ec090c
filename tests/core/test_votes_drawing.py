"""The chart of votes: a dot for each, the median in words and by a pointer, legible on a phone and a wall."""

import json
from typing import Any

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from flywheel_core import load_guide
from flywheel_core.charts import PALETTES, Look, VoteChart, VotePanel, contrast, votes_spec
from flywheel_core.charts.typesetting import text_width
from flywheel_core.files import asset
from flywheel_core.workshop import (
    DONT_KNOW,
    ITEMS,
    NOT_APPLICABLE,
    WEAKEST,
    ItemResult,
    results_of,
    topic_of,
    vote_chart,
)
from tests.core.rooms import revealed, votes_on
from tests.core.text_of_charts import faint

GUIDE = load_guide()
LEVEL = "components.storage.level"
DURATION = "transitions.storage_to_analysis.duration"
SPREAD = [0, 1, 1, 2, 3, 3, 3, 4, 4, DONT_KNOW, NOT_APPLICABLE]
WIDTHS = (320, 360, 900, 1920)


def result_of(item: str, *rounds: Any, roles: Any = None, mode: str = "anonymous") -> ItemResult:
    """What one item's votes of one or several rounds say."""
    topic = topic_of(item)
    votes = [
        vote
        for number, values in enumerate(rounds, 1)
        for vote in votes_on(item, values, number=number, roles=roles)
    ]
    found = results_of(revealed(topic, mode, rounds=len(rounds)), topic, votes).item(item)
    assert found is not None
    return found


def layer(spec: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of one layer."""
    return next(each["data"]["values"] for each in spec["layer"] if each["name"] == name)


def texts(spec: dict[str, Any]) -> list[str]:
    """Every text that is drawn, from the top."""
    return [row["text"] for row in sorted(layer(spec, "words"), key=lambda row: row["y"])]


def test_every_vote_is_a_dot_in_the_row_of_its_choice() -> None:
    """As many dots as votes, those of one choice on one line, with their number behind them."""
    spec = votes_spec(vote_chart(result_of(LEVEL, SPREAD), GUIDE), width=WIDTHS[2])
    rows = [row["text"] for row in layer(spec, "words") if row["align"] == "right"]
    assert rows == [f"{n} · {words}" for n, words in enumerate(GUIDE.lines("components.storage.short"))]
    lines = sorted({dot["y"] for dot in layer(spec, "dots")})
    assert [sum(dot["y"] == line for dot in layer(spec, "dots")) for line in lines] == [1, 2, 1, 3, 2]
    counts = [row["text"] for row in layer(spec, "words") if row["align"] == "left" and row["text"].isdigit()]
    assert counts == ["1", "2", "1", "3", "2"]


def test_many_votes_are_bars_with_their_number() -> None:
    """Sixty votes are dots still; one more and they are bars, as long as their number says."""
    few = votes_spec(vote_chart(result_of(LEVEL, [1] * 20 + [2] * 40), GUIDE))
    assert len(layer(few, "dots")) == 60
    many = votes_spec(vote_chart(result_of(LEVEL, [1] * 20 + [2] * 40 + [3]), GUIDE))
    assert layer(many, "dots") == []
    bars = [bar for bar in layer(many, "bars") if bar["stroke"] != "transparent"]
    assert bars[0]["x2"] - bars[0]["x"] == pytest.approx((bars[1]["x2"] - bars[1]["x"]) / 2, abs=0.2)
    assert {"20", "40", "1", "0"} <= set(texts(many))


def test_the_median_is_a_word_and_a_pointer_at_its_row() -> None:
    """The pointer stands at the median's row, in an even room at the lower one's, in ink."""
    for votes, row in (([1, 2, 3], 2), ([2, 2, 3, 3], 2)):
        spec = votes_spec(vote_chart(result_of(LEVEL, votes), GUIDE), width=WIDTHS[2])
        (pointer,) = layer(spec, "pointers")
        labels = [each["y"] for each in layer(spec, "words") if each["align"] == "right"]
        assert pointer["y"] == pytest.approx(labels[row] - 0.66 / 2 * 13, abs=0.3)
        assert pointer["color"] == PALETTES["light"].ink
        assert "median" in texts(spec)


def test_choices_without_an_order_have_no_median() -> None:
    """Without an order there is neither pointer nor word."""
    spec = votes_spec(vote_chart(result_of(WEAKEST, ["storage_to_analysis"] * 3), GUIDE))
    assert layer(spec, "pointers") == []
    assert "median" not in texts(spec)


def test_before_and_after_stand_one_above_the_other() -> None:
    """Two rounds are two panels with headings, the earlier one's dots hollow."""
    chart = vote_chart(result_of(LEVEL, [0, 2, 4], [2, 2, 3]), GUIDE)
    spec = votes_spec(chart)
    drawn = texts(spec)
    assert drawn.index("Before talking") < drawn.index("After talking")
    fills = [dot["fill"] for dot in layer(spec, "dots")]
    assert fills == [PALETTES["light"].paper] * 3 + [PALETTES["light"].rim] * 3
    assert chart.columns == ("Answer", "Before talking", "After talking")
    assert [row[1:] for row in chart.rows[:5]] == [("1", "0"), ("0", "0"), ("1", "2"), ("0", "1"), ("1", "0")]


def test_roles_are_panels_of_their_own() -> None:
    """Where roles may be shown each is a panel below; without being asked for there is none."""
    found = result_of(LEVEL, [4, 4, 4, 0, 0, 0], roles=["data"] * 3 + ["engineering"] * 3)
    with_roles = texts(votes_spec(vote_chart(found, GUIDE, by_role=True)))
    assert "Data" in with_roles
    assert "Engineering" in with_roles
    assert "Data" not in texts(votes_spec(vote_chart(found, GUIDE)))


@pytest.mark.parametrize("look", PALETTES)
def test_votes_are_blue_and_never_the_accent(look: Look) -> None:
    """The accent means the weakest connection: no vote has it, and dots stand out from the paper."""
    palette = PALETTES[look]
    spec = votes_spec(vote_chart(result_of(WEAKEST, ["storage_to_analysis"] * 3), GUIDE), look)
    assert palette.accent not in json.dumps(spec)
    assert {dot["fill"] for dot in layer(spec, "dots")} == {palette.rim}
    assert contrast(palette.rim, palette.paper) >= 3
    assert faint({**spec, "background": palette.paper}, look) == []


def test_alt_text_and_table_say_what_is_drawn() -> None:
    """Counts, median, agreement and what stands beside are in the alt text; the counts are a table."""
    chart = vote_chart(result_of(LEVEL, SPREAD), GUIDE)
    for said in (
        "2 for “1 · each team's own”",
        "3 for “3 · open to every team”",
        "Median 3",
        "Agreement",
        "1 doesn't know",
        "1 says that it doesn't",
    ):
        assert said in chart.alt
    assert votes_spec(chart)["description"] == chart.alt
    assert [row[1] for row in chart.rows] == ["1", "2", "1", "3", "2", "1", "1"]


def test_a_duration_is_shown_by_its_class_and_said_exactly() -> None:
    """Durations are rows from hours to months; the alt text says the median as it is."""
    found = result_of(DURATION, [{"likely": "PT3H"}, {"likely": "P12D"}, {"likely": "P60D"}])
    chart = vote_chart(found, GUIDE)
    assert chart.panels[0].counts == (1, 0, 1, 1)
    assert chart.panels[0].median == 2
    assert "Median 12 days" in chart.alt


def test_withheld_votes_are_said_to_be_and_not_drawn() -> None:
    """An anonymous room with two votes sees a sentence, no dot, no count and no number in the table."""
    chart = vote_chart(result_of(LEVEL, [1, 4]), GUIDE)
    spec = votes_spec(chart)
    assert layer(spec, "dots") == []
    assert not any(character.isdigit() for character in " ".join(texts(spec)) + chart.alt)
    assert {row[1] for row in chart.rows} == {""}
    assert "Fewer than three" in chart.alt


CHARTS = st.sampled_from([path for path, item in ITEMS.items() if item.kind != "duration"]).flatmap(
    lambda path: st.tuples(
        st.just(path), st.lists(st.sampled_from((*ITEMS[path].choices, DONT_KNOW)), min_size=3, max_size=90)
    )
)


@settings(max_examples=60)
@given(CHARTS, st.sampled_from(WIDTHS), st.sampled_from((None, 320, 768)), st.booleans())
def test_nothing_leaves_the_picture_or_touches(
    chart: tuple[str, list[Any]], width: int, base: int | None, again: bool
) -> None:
    """At every width and size of text, one round or two, dots and words lie within the picture, apart."""
    item, votes = chart
    found = result_of(item, votes, votes[::-1][:4]) if again else result_of(item, votes)
    spec = votes_spec(vote_chart(found, GUIDE), width=width, base=base, side_by_side=width > 320)
    words = [_box(row) for row in layer(spec, "words")]
    dots = layer(spec, "dots")
    for left, right, top, bottom in words:
        assert -0.5 <= left <= right <= width + 0.5
        assert -0.5 <= top <= bottom <= spec["height"] + 0.5
        assert not [dot for dot in dots if left < dot["x"] < right and top < dot["y"] < bottom]
    assert all(dot["x"] + dot["size"] ** 0.5 / 2 <= width for dot in dots)
    apart = [(one, other) for i, one in enumerate(words) for other in words[i + 1 :]]
    assert not [pair for pair in apart if _meet(*pair)]


def _box(row: dict[str, Any]) -> tuple[float, float, float, float]:
    wide = text_width(row["text"], row["size"])
    left = row["x"] - (wide if row["align"] == "right" else 0)
    return left, left + wide, row["y"] - 0.66 * row["size"], row["y"] + 0.2 * row["size"]


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def test_text_is_no_smaller_than_on_the_ring_and_grows_with_a_wall() -> None:
    """At least 11 pixels on a phone; on a wall as many times larger as is asked for."""
    chart = vote_chart(result_of(LEVEL, SPREAD), GUIDE)
    phone, wall = votes_spec(chart), votes_spec(chart, width=1920, base=768)
    assert min(row["size"] for row in layer(phone, "words")) >= 11
    assert min(row["size"] for row in layer(wall, "words")) >= 27


def test_one_chart_serves_phone_and_screen() -> None:
    """With several widths the chart holds the rows of each, and is as high as the widest that fits needs."""
    chart = vote_chart(result_of(LEVEL, [1] * 30 + [2] * 30), GUIDE)
    both = votes_spec(chart, width=(900, 320))
    assert len(layer(both, "dots")) == 120
    narrow, wide = votes_spec(chart, width=320), votes_spec(chart, width=900)
    assert both["params"][0]["expr"] == f"width >= 900 ? {wide['height']} : {narrow['height']}"
    assert narrow["height"] > wide["height"]


def test_the_specification_is_made_once_and_can_be_drawn() -> None:
    """Equal votes give the same specification, which the chart library draws with every word in it."""
    one, other = (votes_spec(vote_chart(result_of(LEVEL, SPREAD, [1, 2, 2]), GUIDE)) for _ in range(2))
    assert one is other
    vl_convert.register_font_directory(str(asset("fonts")))
    drawn = vl_convert.vegalite_to_svg(one)
    assert all(words in drawn for words in ("Before talking", "After talking", "median"))


def test_what_people_typed_is_never_markup() -> None:
    """Words are text marks: nothing in them is read as markup or as an expression."""
    chart = VoteChart(("<b>x</b>", "datum.y"), (VotePanel("", (1, 2)),), "", "", "", (), ())
    assert {"<b>x</b>", "datum.y"} <= set(texts(votes_spec(chart)))
