"""What a log says, taken over into an assessment: the rules, the ring and the answers file carry it."""

import json
import math

import pytest

from flywheel_core import assess, change, load_guide, read_answers, write_answers
from flywheel_core.assessment import TRANSITIONS, value_at
from flywheel_core.charts import ring_of, ring_svg, spans_of
from flywheel_core.evidence import measure_times, measured_of, open_log, source_of
from flywheel_core.evidence.samples import sample_log
from flywheel_core.files import asset
from flywheel_core.findings import Figure
from tests.core.logs import HEADER, loops, measured, written

GUIDE = load_guide()
FIELDS = {
    "transition", "completed", "open", "negative", "median_s", "median_reached", "median_interval_s",
    "interval_method", "p90_s", "share", "measurable", "why_not",
}  # fmt: skip


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Return a log with all five transitions, as a file."""
    return written(tmp_path_factory.mktemp("log"), sample_log(400).as_csv(), "requests.csv")


@pytest.fixture(scope="module")
def taken(log):
    """Return the result of a log and what an assessment takes over."""
    with open_log(log) as opened:
        result = measure_times(opened)
        return result, measured_of(result, source_of(opened, result.rows))


def with_measured(taken, answers="{}"):
    """Return an assessment that has taken the figures over."""
    assessment = read_answers(answers)
    for transition, value in taken.items():
        assessment = change(assessment, f"transitions.{transition}.measured", value)
    return assessment


def test_the_printed_shape(taken):
    """The JSON has every key that is promised, a transition each in the loop's order, and no NaN."""
    found = taken[0].as_json()
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text) == found
    assert {"rows", "items", "unusable", "transitions", "cycle", "bottleneck"} <= set(found)
    assert [transition["transition"] for transition in found["transitions"]] == list(TRANSITIONS)
    assert all(set(transition) >= FIELDS for transition in found["transitions"])
    assert {"count", "reasons"} <= set(found["unusable"])
    assert {"median_s", "items"} <= set(found["cycle"])
    assert {"transition", "call", "shares"} <= set(found["bottleneck"])
    assert sum(found["bottleneck"]["shares"].values()) == pytest.approx(1)
    assert sum(transition["share"] for transition in found["transitions"]) == pytest.approx(1)


def test_what_is_taken_over(taken, log):
    """Each measured transition carries median, interval, counts and where it comes from."""
    result, values = taken
    assert set(values) == set(TRANSITIONS)
    for time in result.transitions:
        value = values[time.span]
        assert (value["completed"], value["open"], value["median_reached"]) == (
            time.completed,
            time.open,
            True,
        )
        assert value["source"]["file"] == "requests.csv"
        assert value["source"]["rows"] == log.read_text().count("\n") - 1
        assert len(value["source"]["sha256"]) == 64
    assessment = with_measured(values)
    median = assessment.transitions.storage_to_analysis.measured.median
    assert median.total_seconds() == result.transitions[1].median
    assert read_answers(write_answers(assessment)) == assessment


def test_the_rules_use_the_clock(taken):
    """R3 goes by the measured medians, and names the slowest from 90 % of the draws on."""
    result, values = taken
    found = assess(with_measured(values)).bottleneck
    assert (found.verdict, found.call) == (result.bottleneck.transition, result.bottleneck.call)
    assert found.bar == 0.9
    assert all(figure.measured for figure in found.figures)


def test_a_guess_that_the_clock_contradicts(taken):
    """A guess outside the measured interval, off by a factor of two or more, becomes a contradiction (R9)."""
    assessment = with_measured(taken[1])
    wrong = change(assessment, "transitions.analysis_to_application.duration", {"likely": "P90D"})
    right = change(assessment, "transitions.analysis_to_application.duration", {"likely": "P9D"})
    assert "guess_and_clock" in {c.verdict for c in assess(wrong).contradictions}
    assert "guess_and_clock" not in {c.verdict for c in assess(right).contradictions}


def test_a_median_that_is_not_reached_is_taken_over_as_such(tmp_path):
    """Most items open: no number is taken over but that it is not reached, and R3 counts it the longest."""
    rows = "".join(f"o{n},stored,2024-01-0{n + 1}\n" for n in range(9))
    path = written(tmp_path, loops(4, 2, 3) + rows + "z,analysed,2024-05-01\n")
    with open_log(path) as opened:
        result = measure_times(opened)
        values = measured_of(result, source_of(opened, result.rows))
    value = values["storage_to_analysis"]
    assert (value["median_reached"], "median" in value) == (False, False)
    assert assess(with_measured(values)).bottleneck.verdict == "storage_to_analysis"


def test_what_can_not_be_timed_is_not_taken_over(tmp_path):
    """A transition that the log can't time leaves the assessment as it was."""
    path = written(tmp_path, loops(9, 2, 3))
    with open_log(path) as opened:
        values = measured_of(measure_times(opened), source_of(opened, 1))
    assert set(values) == {"collection_to_storage", "storage_to_analysis"}


def figure(transition, seconds, measured=True):
    """Return a figure of R3."""
    return Figure(transition, seconds, measured)


def test_arcs_follow_measured_time():
    """Each measured arrow takes at least 40°, the rest goes by the square root of the times."""
    seconds = (1.0, 4.0, 9.0, 16.0, 0.0)
    spans = spans_of([figure(t, s) for t, s in zip(TRANSITIONS, seconds, strict=True)])
    assert sum(spans.values()) == pytest.approx(360)
    assert list(spans.values()) == pytest.approx([40 + 160 * root / 10 for root in (1, 2, 3, 4, 0)])


def test_arcs_stay_equal_without_a_clock():
    """Guessed times, or a single measured one, leave all arcs alike."""
    guessed = spans_of([figure(t, 5.0 + n, measured=False) for n, t in enumerate(TRANSITIONS)])
    assert set(guessed.values()) == set(spans_of([figure(TRANSITIONS[0], 5.0)]).values()) == {72.0}


def test_what_is_not_measured_keeps_its_fifth():
    """Those that are measured share their part of the circle; one not reached counts double."""
    spans = spans_of([figure(TRANSITIONS[0], 100.0), figure(TRANSITIONS[1], math.inf)])
    assert [spans[t] for t in TRANSITIONS[2:]] == [72.0] * 3
    root = 2**0.5
    assert spans[TRANSITIONS[1]] == pytest.approx(40 + 64 * root / (1 + root))
    assert sum(spans.values()) == pytest.approx(360)


def test_the_ring_is_drawn_with_its_arcs(taken):
    """The ring of the assessment has these arcs, at every width, with the most uneven times too."""
    assessment = with_measured(taken[1], asset("examples/pipeline.json").read_bytes())
    ring = ring_of(assessment, assess(assessment), GUIDE)
    assert len({round(arrow.span, 3) for arrow in ring.arrows}) == 5
    uneven = with_measured({t: {"median": "PT1S", "median_reached": True} for t in TRANSITIONS[1:]})
    uneven = change(
        uneven, f"transitions.{TRANSITIONS[0]}.measured", {"median": "P900D", "median_reached": True}
    )
    ring = ring_of(uneven, assess(uneven), GUIDE)
    assert max(arrow.span for arrow in ring.arrows) > 195
    for width in (300, 640):
        assert "<svg" in ring_svg(ring, "light", width)
    assert value_at(uneven, f"transitions.{TRANSITIONS[0]}.measured.median") == "P900D"


def test_progress_is_told(log):
    """While a log is measured it is told what is being done, and which share is done, up to all of it."""
    told = []
    with open_log(log) as opened:
        measure_times(opened, progress=lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert all(GUIDE.has(f"evidence.progress.{step}") for step, _ in told)


def test_one_component_only_in_the_whole_way(tmp_path):
    """Collection and feedback alone time no transition, but the whole way."""
    rows = "".join(f"{n},captured,2024-01-01\n{n},measured,2024-01-0{n % 8 + 2}\n" for n in range(16))
    result = measured(written(tmp_path, HEADER + rows))
    assert not any(time.measurable for time in result.transitions)
    assert result.cycle.completed == 16
    assert result.bottleneck.call == "unknown"
