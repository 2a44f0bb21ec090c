"""The curves of Step 5 and what-if as pictures: their data, their words, their looks."""

import numpy as np
import pytest
import vl_convert

from flywheel_core import load_guide
from flywheel_core.charts import PALETTES, ablation_chart, growth_chart, learning_chart
from flywheel_core.evidence.learning_curve import learning_rate
from flywheel_core.evidence.network_effect import network_effect_of_ablation
from tests.core.text_of_charts import faint

GUIDE = load_guide()
VOLUMES = np.array([100.0, 200, 400, 800, 1600, 3200, 6400])


@pytest.fixture(scope="module")
def rate():
    """Return the learning rate of a power with a little noise."""
    noise = 0.001 * np.array([1, -1, 1, 1, -1, -1, 1])
    return learning_rate(VOLUMES, 0.1 + 2 * VOLUMES**-0.5 + noise, "lower")


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_the_curve_in_each_look(rate, look):
    """The line has the look's colour, and the chart says in words what it shows."""
    picture = learning_chart(rate, GUIDE, look)
    (panel,) = picture.panels()
    assert PALETTES[look].rim in str(panel)
    assert panel["width"] == "container"
    assert panel["description"] == picture.alt
    assert "The next doubling of the data is worth" in picture.alt
    assert faint({**panel, "width": 400}, look) == []


def test_the_curve_shows_every_point_and_leads_on_in_dashes(rate):
    """All points are drawn; what lies beyond the last is marked as ahead, and meets the line."""
    picture = learning_chart(rate, GUIDE)
    assert [row["x"] for row in picture.data["points"]] == list(VOLUMES)
    assert picture.rows[0][0] == "100"
    band = picture.data["band"]
    ahead = [row["x"] for row in band if row["ahead"]]
    assert min(ahead) > VOLUMES[-1] >= max(row["x"] for row in band if not row["ahead"])
    assert max(ahead) == pytest.approx(4 * VOLUMES[-1])
    assert sum(row["joint"] for row in band) == 1


def test_an_ablation_is_drawn_to_all_users():
    """The curve of an ablation ends at all users: there is nothing ahead."""
    share = np.array([0.05, 0.1, 0.2, 0.5, 1.0])
    picture = ablation_chart(network_effect_of_ablation(share, 0.1 + 0.05 * share**-0.5, "lower"), GUIDE)
    assert not any(row["ahead"] for row in picture.data["band"])
    assert "Demonstrated" in picture.alt


@pytest.mark.parametrize("rises", [False, True])
def test_shares_of_users_are_percent_on_the_axis(rises):
    """A tenth of the users is 10%, not 100 thousandths (100m); thousands of examples are 1k."""
    share = np.array([0.05, 0.1, 0.2, 0.5, 1.0])
    error = 0.1 + 0.05 * share ** (0.5 if rises else -0.5)
    found = network_effect_of_ablation(share, error, "lower")
    svg = vl_convert.vegalite_to_svg(ablation_chart(found, GUIDE).spec())
    assert ">10%<" in svg
    assert "100m" not in svg


def test_where_the_error_rises_there_are_points_and_no_curve():
    """Runs that degrade and an ablation that does harm are drawn as points, and said to be that."""
    rising = 0.1 + 0.01 * np.log2(VOLUMES)
    pictures = (
        learning_chart(learning_rate(VOLUMES, rising, "lower"), GUIDE),
        ablation_chart(network_effect_of_ablation(VOLUMES / VOLUMES[-1], rising, "lower"), GUIDE),
    )
    for picture in pictures:
        assert set(picture.data) == {"points"}
        assert [layer["mark"]["type"] for layer in picture.spec()["layer"]] == ["point"]
        assert "curve" not in picture.alt
        assert "rises" in picture.alt
        assert faint({**picture.spec(), "width": 400}, "light") == []


def test_growth_with_and_without_the_loop():
    """Without the loop one dashed line is drawn, with it a band as well; the words name the last month."""
    without = [100 * 1.01**month for month in range(25)]
    plain = growth_chart(without, None, GUIDE)
    assert set(plain.data) == {"without"}
    assert "After 24 months: 127 users without the loop." in plain.alt
    middle = [100 * 1.02**month for month in range(25)]
    looped = growth_chart(without, (without, middle, [100 * 1.03**m for m in range(25)]), GUIDE)
    marks = [[layer["mark"] for layer in chart.spec()["layer"]] for chart in (plain, looped)]
    assert [[mark["type"] for mark in layers] for layers in marks] == [["line"], ["area", "line", "line"]]
    assert [["strokeDash" in mark for mark in layers] for layers in marks] == [[True], [False, False, True]]
    assert {"y", "y2"} <= {*looped.spec()["layer"][0]["encoding"]}
    assert len(looped.data["with"]) == 25
    assert "161 users with the loop (127 to 203), 127 without" in looped.alt
    assert all(faint({**chart.spec(), "width": 400}, "light") == [] for chart in (plain, looped))
    assert '"log"' not in str(looped.spec()).replace("'", '"')


def test_steep_growth_is_drawn_on_a_logarithmic_scale():
    """Users that multiply by more than fifty get a scale on which the beginning can still be seen."""
    without = [100 * 1.01**month for month in range(25)]
    steep = [100 * 1.3**month for month in range(25)]
    spec = growth_chart(without, (without, steep, steep), GUIDE).spec()
    assert "'log'" in str(spec)
