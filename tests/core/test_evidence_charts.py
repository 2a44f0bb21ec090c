"""The pictures of a log: valid, in every look, with all their numbers in words."""

import json

import pytest
import vl_convert

from flywheel_core import load_guide
from flywheel_core.charts import PALETTES, contrast, flow_chart, spectrum, survival_curves
from flywheel_core.charts.spectrum import MOST_ITEMS
from flywheel_core.evidence.samples import sample_log
from tests.core.logs import PATIENTS, loops, measured, written
from tests.core.text_of_charts import faint

GUIDE = load_guide()
PICTURES = {"spectrum": spectrum, "survival": survival_curves, "flow": flow_chart}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Return the times of a log with all transitions, some in batches."""
    return measured(written(tmp_path_factory.mktemp("log"), sample_log(400, release_days=14).as_csv()))


@pytest.mark.parametrize("look", sorted(PALETTES))
@pytest.mark.parametrize("name", sorted(PICTURES))
def test_each_is_drawn_in_every_look(result, name, look):
    """Each picture becomes an SVG in its look's colours, described in the same words as its alt text."""
    picture = PICTURES[name](result, GUIDE, look, 400)
    spec = picture.spec()
    assert spec["description"] == picture.alt
    assert spec["background"] == "transparent"
    assert spec["config"]["mark"]["tooltip"] is None, "else a screen shows the inner names of the data"
    assert PALETTES[look].rim in json.dumps(spec)
    assert PALETTES[look].accent not in json.dumps(spec)
    assert vl_convert.vegalite_to_svg(spec).startswith("<svg")
    assert faint(spec, look) == []


@pytest.mark.parametrize("look", sorted(PALETTES))
def test_words_and_lines_can_be_seen(look):
    """Words on a chart have a contrast of 4.5 to the ground at least, what carries meaning one of 3."""
    palette = PALETTES[look]
    assert contrast(palette.muted, palette.paper) >= 4.5
    assert contrast(palette.ink, palette.paper) >= 4.5
    assert contrast(palette.rim, palette.paper) >= 3


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_each_says_its_numbers(result, name):
    """Alt text and table name every transition; each row has a cell a column."""
    picture = PICTURES[name](result, GUIDE)
    for time in result.transitions:
        assert GUIDE.transition(time.span) in picture.alt
    assert [row[0] for row in picture.rows] == [GUIDE.transition(time.span) for time in result.transitions]
    assert all(len(row) == len(picture.columns) for row in picture.rows)


def rows_of(spec, key):
    """Return the rows of data that have this key, one list for each set of data that has any."""
    sets = ([row for row in rows if key in row] for rows in spec["datasets"].values())
    return [rows for rows in sets if rows]


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_each_panel_stands_alone(result, name):
    """Taken apart, each panel has the data that it draws and no other's, and says what it shows."""
    picture = PICTURES[name](result, GUIDE)
    panels = picture.panels()
    assert len(panels) == (1 if name == "spectrum" else len(result.transitions))
    for panel, says in zip(panels, picture.says, strict=True):
        assert panel["description"] == says
        assert panel["width"] == "container"
        assert vl_convert.vegalite_to_svg(panel).startswith("<svg")
    assert {key for panel in panels for key in panel["datasets"]} == set(picture.data)
    assert all(len(panel["datasets"]) <= 2 for panel in panels)


def test_the_spectrum_is_sampled(result):
    """At most so many items are drawn, each a line a transition; open ones stay at their component."""
    (lines,) = rows_of(spectrum(result, GUIDE).spec(), "open")
    assert result.items > MOST_ITEMS
    assert sum(line["above"] == 0 for line in lines) <= MOST_ITEMS
    assert all(line["above"] == line["below"] for line in lines if line["open"])
    assert all(line["below"] == line["above"] + 1 for line in lines if not line["open"])
    assert {line["open"] for line in lines} == {True, False}


def test_only_what_is_timed_is_drawn(tmp_path):
    """A log of two transitions has two curves and three components."""
    result = measured(written(tmp_path, loops(12, 2, 5)))
    assert len(survival_curves(result, GUIDE).spec()["vconcat"]) == 2
    assert len(flow_chart(result, GUIDE).spec()["vconcat"]) == 2
    axis = json.dumps([layer["encoding"]["y"] for layer in spectrum(result, GUIDE).spec()["layer"]])
    assert "Analysis" in axis
    assert "Application" not in axis


def test_the_curve_starts_with_all_and_has_its_band(result):
    """Each curve starts with all items at time 0; its band lies around it."""
    curves = rows_of(survival_curves(result, GUIDE).spec(), "upper")
    assert len(curves) == len(result.transitions)
    for steps in curves:
        assert (steps[0]["time"], steps[0]["share"]) == (0, 1)
        assert all(s["lower"] - 1e-9 <= s["share"] <= s["upper"] + 1e-9 for s in steps)


def test_a_log_that_times_no_transition_is_drawn_all_the_same():
    """A log whose whole way alone can be timed has pictures too, though there is nothing on them."""
    result = measured(PATIENTS)
    assert not any(time.measurable for time in result.transitions)
    for draw in PICTURES.values():
        assert vl_convert.vegalite_to_svg(draw(result, GUIDE).spec()).startswith("<svg")


@pytest.mark.parametrize(
    ("through", "says"),
    [(95, "nine of ten after"), (80, "and not yet nine of ten"), (20, "most are still on")],
)
def test_what_is_not_reached_is_said_of_its_own_share(tmp_path, through, says):
    """Where half are through and nine of ten are not, nobody says that most are still on their way."""
    rows = []
    for n in range(100):
        rows.append(f"{n},captured,2024-01-{n % 28 + 1:02d}T00:00:00Z\n")
        if n * 37 % 100 < through:
            rows.append(f"{n},stored,2024-01-{n % 28 + 1:02d}T{n % 20 + 1:02d}:00:00Z\n")
    found = measured(written(tmp_path, "item,stage,at\n" + "".join(rows) + "z,captured,2024-06-01\n"))
    (time,) = (time for time in found.transitions if time.completed)
    assert (time.median is None, time.p90 is None) == (through < 50, through < 90)
    picture = survival_curves(found, GUIDE)
    assert says in picture.says[0]
    (row,) = (row for row in picture.rows if row[0] == GUIDE.transition(time.span))
    median, p90 = (row[picture.columns.index(GUIDE.text(f"evidence.columns.{c}"))] for c in ("median", "p90"))
    assert (median == GUIDE.text("evidence.not_reached")) == (through < 50)
    assert (p90 == GUIDE.text("evidence.p90_not_reached")) == (through < 90)
