"""Transition times from logs: the reference log, and small logs whose answer can be told by hand."""

from dataclasses import replace

import ibis
import pytest

from flywheel_core import load_guide
from flywheel_core.evidence import Reading
from flywheel_core.evidence.times import reduced
from flywheel_core.evidence.times.reduction import MOST_SAMPLED, sample_of
from flywheel_core.evidence.times.said import say_counts, say_cycle
from flywheel_core.evidence.times.spans import POINTS
from tests.core.assessments import ARROWS
from tests.core.logs import DAY, HEADER, HOUR, PATIENT_STAGES, PATIENTS, loops, measured, times_of, written

GUIDE = load_guide()
CLOSE = "too_close_to_call"
PATIENT = Reading(item="", stages=PATIENT_STAGES)


@pytest.fixture(scope="module")
def patients():
    """Return the times of the reference log."""
    return measured(PATIENTS, PATIENT)


def test_reference_medians(patients):
    """The hospital's medians are lifelines' on the same log, the 95 % interval of the first as well."""
    times = times_of(patients)
    first, second, third = (times[t] for t in ARROWS[:3])
    assert (first.median, first.interval, first.items) == (86_545, (82_854, 90_326), 500)
    assert (second.median, second.items, second.open) == (296_670, 500, 5)
    assert (third.median, third.items, third.completed) == (32_790, 495, 492)
    assert first.interval_method == "greenwood"


def test_not_the_midpoints_of_completed_pairs(patients):
    """Midpoints of completed pairs, as a process miner takes them, would be 86,587.5 and 32,498.5."""
    times = times_of(patients)
    assert times["collection_to_storage"].median != 86_587.5
    assert times["analysis_to_application"].median != 32_498.5


def test_rows_items_and_what_was_left_out(patients):
    """All rows and items are counted, and so are the stages that mean nothing here."""
    assert (patients.rows, patients.items) == (2721, 500)
    assert dict(patients.unusable.stages) == {"X-Ray": 261, "Blood test": 237, "MRI SCAN": 236}
    assert patients.unusable.reasons == {"stage_not_mapped": 734}


def test_the_order_of_rows_does_not_matter(tmp_path, patients):
    """The rows from the last to the first give the same figures, drawn shares included."""
    head, *rows = PATIENTS.read_text().splitlines()
    turned = written(tmp_path, "\n".join((head, *reversed(rows))) + "\n")
    assert measured(turned, PATIENT).as_json() == patients.as_json()


def test_exact_times(tmp_path):
    """Items that take exactly 2, 5, 3 and 1 hours have these medians, and these shares of the cycle."""
    result = measured(written(tmp_path, loops(12, 2, 5, 3, 1)))
    times = times_of(result)
    assert [times[t].median for t in times][:4] == [2 * HOUR, 5 * HOUR, 3 * HOUR, 1 * HOUR]
    assert [times[t].share for t in times][:4] == pytest.approx([2 / 11, 5 / 11, 3 / 11, 1 / 11])
    assert result.cycle.median == 11 * HOUR


def test_a_quick_stage_does_not_make_all_shares_alike(tmp_path):
    """A stage of seconds takes next to nothing of the cycle: it doesn't cut the others off at seconds."""
    result = measured(written(tmp_path, loops(12, 0.001, 48, 24, 24)))
    shares = {time.span: time.share for time in result.transitions if time.measurable}
    assert shares["storage_to_analysis"] == pytest.approx(0.5, abs=0.001)
    assert sum(shares.values()) == pytest.approx(1)


def test_the_first_time_of_a_stage_counts(tmp_path):
    """Where a stage comes again, its first time counts."""
    text = HEADER + "1,captured,2024-01-01\n1,stored,2024-01-02\n1,captured,2024-01-05\n1,stored,2024-01-09\n"
    assert times_of(measured(written(tmp_path, text)))["collection_to_storage"].median == DAY


def test_two_names_for_one_component(tmp_path):
    """Two stages may be one component: the earlier of them counts."""
    text = HEADER + "1,seen,2024-01-02\n1,heard,2024-01-01\n1,kept,2024-01-03\n"
    said = Reading(item="", stages={"seen": "collection", "heard": "collection", "kept": "storage"})
    assert times_of(measured(written(tmp_path, text), said))["collection_to_storage"].median == 2 * DAY


def test_open_until_the_latest_row_of_any_stage(tmp_path):
    """An open item has waited until the latest row of the log, though that row's stage means nothing here."""
    text = loops(10, 24) + "late,captured,2024-01-01\n" + "other,looked at,2024-03-01T00:00:00Z\n"
    result = measured(written(tmp_path, text))
    time = times_of(result)["collection_to_storage"]
    assert (time.completed, time.open) == (10, 1)
    assert time.curve.seconds[-1] == 60 * DAY
    assert result.as_json()["log_end"] == "2024-03-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("2024-03-01", "have waited until the log’s latest time, 1 March 2024"),
        ("2125-03-01", "The log’s latest time is 1 March 2125, which is still to come"),
    ],
)
def test_until_when_open_items_have_waited_is_said(tmp_path, end, said):
    """One wrong date is the end of the log, and with it that of all that is still on its way."""
    text = loops(10, 24) + f"late,captured,2024-01-01\nother,looked at,{end}\n"
    assert said in " ".join(measured(written(tmp_path, text)).notes)
    assert "latest time" not in " ".join(measured(written(tmp_path, loops(10, 24))).notes)


def test_a_stage_in_other_letters_is_the_same_stage(tmp_path):
    """Capitals and spaces around a stage's name make no other stage of it, guessed or said."""
    text = loops(12, 2, 5)
    mixed = text.replace("i1,stored,", "i1,STORED,").replace("i2,stored,", "i2,Stored ,")
    for said in (None, Reading(item="", stages={"captured": "collection", "stored": "storage"})):
        result = measured(written(tmp_path, mixed), said)
        assert times_of(result)["collection_to_storage"].completed == 12
        assert times_of(result)["collection_to_storage"].unseen == 0


def test_space_around_an_id_makes_no_other_item(tmp_path):
    """A table of fixed width has ids with spaces behind them in one export and not in the next."""
    text = loops(12, 2, 5)
    padded = "".join(
        line.replace(",", "  ,", 1) if ",stored," in line else line for line in text.splitlines(keepends=True)
    )
    assert padded != text
    result = measured(written(tmp_path, padded))
    assert (result.items, times_of(result)["collection_to_storage"].completed) == (12, 12)


@pytest.mark.parametrize(("items", "call"), [(1, CLOSE), (7, CLOSE), (8, "named")])
def test_of_few_items_none_is_named(tmp_path, items, call):
    """One item drawn again and again is always itself: that is no certainty."""
    found = measured(written(tmp_path, loops(items, 2, 30, 5))).bottleneck
    assert (found.transition, found.among_measured) == ("storage_to_analysis", call)
    assert ("of fewer than 8 items" in found.why) is (items < 8)


def test_one_of_each_is_said_as_one(tmp_path):
    """No sentence says "1 items"."""
    result = measured(written(tmp_path, loops(1, 2, 30, 5, 1)))
    assert say_counts(result, GUIDE) == "5 rows, 1 item."
    assert say_cycle(result, GUIDE).endswith(", 1 item.")


def test_backwards_in_time(tmp_path):
    """An item that is stored before it is captured is counted, and left out of the curve."""
    text = loops(10, 24) + "back,stored,2024-01-01\nback,captured,2024-01-03\n"
    result = measured(written(tmp_path, text))
    time = times_of(result)["collection_to_storage"]
    assert (time.completed, time.negative, time.median) == (10, 1, DAY)
    assert "On collection → storage one item of 11 goes backwards in time" in " ".join(result.notes)
    assert "backwards" not in " ".join(measured(written(tmp_path, loops(10, 24))).notes)


@pytest.mark.parametrize(("backwards", "told"), [(9, True), (10, False), (30, False)])
def test_where_most_go_backwards_no_time_is_given(tmp_path, backwards, told):
    """Two clocks or zones leave the few slowest items: their time is that of the difference, and refused."""
    back = "".join(f"b{n},stored,2024-01-01\nb{n},captured,2024-01-03\n" for n in range(backwards))
    time = times_of(measured(written(tmp_path, loops(10, 24) + back)))["collection_to_storage"]
    assert (time.measurable, time.negative) == (told, backwards)
    assert (time.median == DAY) is told
    assert (f"{backwards} of {10 + backwards} items go backwards" in (time.why_not or "")) is not told


def _without(text: str, stage: str, skipped: int) -> str:
    """Return a log whose first items were never seen at a stage."""
    gone = tuple(f"i{number},{stage}," for number in range(skipped))
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(gone))


def test_who_skipped_a_stage_does_not_wait_for_it(tmp_path):
    """Seen further on, an item is not on its way: it is left out of what it skipped, and that is said."""
    result = measured(written(tmp_path, _without(loops(20, 2, 5, 30, 1), "stored", 12)))
    times = times_of(result)
    time = times["collection_to_storage"]
    assert (time.completed, time.open, time.unseen, time.median) == (8, 0, 12, 2 * HOUR)
    assert [t.unseen for t in times.values()] == [12, 0, 0, 0, 0]
    assert (result.bottleneck.transition, result.cycle.items) == ("analysis_to_application", 20)
    assert result.bottleneck.shares["collection_to_storage"] == 0
    flow = next(flow for flow in result.flows if flow.span == "collection_to_storage")
    assert sum(flow.arrived) == sum(flow.left) == 8
    assert result.as_json()["transitions"][0]["unseen"] == 12
    assert "On collection → storage 12 of 20 items came further without being seen at its end" in " ".join(
        result.notes
    )
    assert "came further" not in " ".join(measured(written(tmp_path, loops(20, 2, 5, 30, 1))).notes)


def test_who_waits_at_a_stage_that_others_skip_is_still_open(tmp_path):
    """Only who was seen further on is left out: an item that came no further has waited until now."""
    waiting = "w1,captured,2024-01-02T00:00:00Z\nw2,captured,2024-01-03T00:00:00Z\n"
    result = measured(written(tmp_path, _without(loops(20, 2, 5, 30, 1), "stored", 12) + waiting))
    time = times_of(result)["collection_to_storage"]
    assert (time.completed, time.open, time.unseen) == (8, 2, 12)


def test_an_earlier_visit_of_a_later_stage_is_no_way_past(tmp_path):
    """Who was analysed before being captured has not come past the storage by that."""
    early = "e,analysed,2024-01-01T00:00:00Z\ne,captured,2024-01-05T00:00:00Z\n"
    time = times_of(measured(written(tmp_path, loops(10, 24, 24) + early)))["collection_to_storage"]
    assert (time.open, time.unseen) == (1, 0)


def test_where_all_skipped_a_stage_no_time_is_given(tmp_path):
    """A row that names the stage is of none of those who set out for it."""
    text = _without(loops(10, 2, 5, 3), "stored", 10) + "other,stored,2024-01-01T00:00:00Z\n"
    time = times_of(measured(written(tmp_path, text)))["collection_to_storage"]
    assert (time.measurable, time.unseen) == (False, 10)
    assert "all 10 items came further without being seen at its end" in time.why_not


def test_all_open(tmp_path):
    """Where no item is through, the median is not reached: that is said, and is no number."""
    text = HEADER + "".join(f"{n},captured,2024-01-0{n}\n" for n in range(1, 10)) + "x,stored,2024-02-01\n"
    result = measured(written(tmp_path, text))
    time = times_of(result)["collection_to_storage"]
    assert (time.measurable, time.completed, time.open) == (True, 0, 9)
    assert (time.median, time.median_reached, time.p90, time.interval) == (None, False, None, None)
    assert "all 9 items are still on their way" in " ".join(result.notes)


@pytest.mark.parametrize(("items", "told"), [(7, False), (8, True)])
def test_no_interval_below_eight_items(tmp_path, items, told):
    """Below eight items there is a median and no interval, and why is said."""
    rows = [f"{n},captured,2024-01-01\n{n},stored,2024-01-0{n % 8 + 2}T0{n}:00\n" for n in range(items)]
    time = times_of(measured(written(tmp_path, HEADER + "".join(rows))))["collection_to_storage"]
    assert time.median is not None
    assert (time.interval is not None) is told
    assert (time.interval_method is not None) is told
    assert bool(time.why_no_interval) is not told


def test_no_interval_below_five_completions(tmp_path):
    """Below five completions there is no interval however many items are open."""
    rows = [f"{n},captured,2024-01-01\n" for n in range(20)]
    rows += [f"{n},stored,2024-01-03T0{n}:00\n" for n in range(4)]
    time = times_of(measured(written(tmp_path, HEADER + "".join(rows))))["collection_to_storage"]
    assert time.interval is None
    assert "4 are through" in time.why_no_interval


def test_feedback_to_collection_needs_a_cause(tmp_path):
    """Without a column that names causes the closing arrow is not measurable, and why is said."""
    time = times_of(measured(written(tmp_path, loops(12, 2, 5, 3, 1))))["feedback_to_collection"]
    assert not time.measurable
    assert time.why_not.startswith("Not measurable from this log")
    assert time.as_json()["median_s"] is None


CAUSED = "item,stage,at,caused_by\n" + "".join(
    f"a{n},captured,2024-01-01,\na{n},measured,2024-01-0{n + 1},\n"
    f"b{n},captured,2024-01-{10 + n},a{n}\nc{n},captured,2024-01-{20 + n},a{n}\n"
    for n in range(1, 7)
)


def test_feedback_to_collection_by_its_cause(tmp_path):
    """From an item's feedback to the first collection that it caused, not to later ones."""
    time = times_of(measured(written(tmp_path, CAUSED)))["feedback_to_collection"]
    assert (time.completed, time.open) == (6, 0)
    assert time.median == 9 * DAY


def test_an_item_whose_feedback_caused_nothing_yet_is_open(tmp_path):
    """An item that caused nothing so far waits until the end of the log."""
    text = CAUSED + "d,captured,2024-01-02,\nd,measured,2024-01-03,\n"
    time = times_of(measured(written(tmp_path, text)))["feedback_to_collection"]
    assert (time.completed, time.open) == (6, 1)


def test_causes_that_can_not_be_used(tmp_path):
    """A collection that names itself or an item that isn't there is counted."""
    text = CAUSED + "self,captured,2024-01-03,self\nlost,captured,2024-01-03,nowhere\n"
    result = measured(written(tmp_path, text))
    assert result.unusable.reasons == {"causes_itself": 1, "cause_unknown": 1}
    assert times_of(result)["feedback_to_collection"].completed == 6


def test_above_a_million_items_durations_keep_five_digits(tmp_path, monkeypatch):
    """Rounding in the engine moves no median by more than its sixth digit."""
    exact = times_of(measured(PATIENTS, PATIENT))
    monkeypatch.setattr(reduced, "MOST_EXACT", 100)
    rounded = times_of(measured(PATIENTS, PATIENT))
    for span in ARROWS[:3]:
        assert rounded[span].median == pytest.approx(exact[span].median, rel=5e-5)
    assert all(float(f"{s:.5g}") == s for s in rounded["storage_to_analysis"].curve.seconds)


def test_a_sample_of_whole_items_is_said(monkeypatch):
    """Where the joint methods work on a sample it is said of how many items; counts stay those of all."""
    from flywheel_core.evidence.times import reduction

    monkeypatch.setattr(reduction, "MOST_SAMPLED", 200)
    monkeypatch.setattr(reduced, "MOST_SAMPLED", 200)
    result = measured(PATIENTS, PATIENT)
    assert (result.sampled, result.sample.items, result.items) == (200, 200, 500)
    assert times_of(result)["collection_to_storage"].items == 500
    assert any("200 of the 500 items" in note for note in result.notes)


def test_wide_logs(tmp_path):
    """One row an item, a column of times for each component, gives the same as one row an event."""
    rows = [f"{n},2024-01-{n:02d},2024-01-{n + 1:02d},2024-01-{n + 4:02d},,\n" for n in range(1, 11)]
    head = "id,collected_at,stored_at,analysed_at,deployed_at,measured_at\n"
    times = times_of(measured(written(tmp_path, head + "".join(rows))))
    assert times["collection_to_storage"].median == DAY
    assert times["storage_to_analysis"].median == 3 * DAY
    assert (times["analysis_to_application"].completed, times["analysis_to_application"].open) == (0, 10)


def test_times_without_a_zone_are_read_in_the_zone_that_was_said(tmp_path):
    """09:00 in Berlin is 08:00 UTC in winter; the zone is said."""
    text = HEADER + "1,captured,2024-01-01T09:00\n1,stored,2024-01-01T09:00:00Z\n"
    result = measured(written(tmp_path, text), zone="Europe/Berlin")
    assert times_of(result)["collection_to_storage"].median == HOUR
    assert result.zone == "Europe/Berlin"
    assert "read as Europe/Berlin" in result.notes[0]


def test_said_columns_are_used(tmp_path):
    """What a person says about columns and stages comes before every guess."""
    text = "id,key,stage,status,at\n" + "".join(
        f"{n},k{n},captured,begun,2024-01-01\n{100 + n},k{n},stored,ended,2024-01-0{n + 1}\n"
        for n in range(1, 9)
    )
    said = Reading(item="key", stage="status", stages={"begun": "analysis", "ended": "application"})
    result = measured(written(tmp_path, text), said)
    assert [time.span for time in result.transitions if time.measurable] == ["analysis_to_application"]
    assert result.reading == replace(said, time="at")


def test_the_sample_is_the_same_the_quick_way():
    """Where items are many, only those with small hashes are put into order: the same 20,000 come out."""
    engine = ibis.duckdb.connect()
    points = ", ".join(f"{place} + i AS {point}" for place, point in enumerate(POINTS))
    engine.raw_sql(
        f"CREATE TABLE made AS SELECT 'item ' || i AS item, {points} FROM range(150000) AS many(i)"
    )
    made = engine.table("made")
    slow, quick = (sample_of(made, known).to_pyarrow() for known in (0, 150_000))
    assert quick.num_rows == MOST_SAMPLED
    assert quick.equals(slow)
    statement = ibis.to_sql(sample_of(made, 150_000))
    engine.disconnect()
    assert "< '" in statement
