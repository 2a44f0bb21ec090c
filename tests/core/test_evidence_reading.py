"""How a log is read unless someone corrects it: columns, stages, dates."""

import pytest

from flywheel_core.evidence import (
    AmbiguousDates,
    EvidenceError,
    Reading,
    open_log,
    preview_log,
    read_map,
    read_wide,
)
from flywheel_core.evidence.times.names import components_by_name
from flywheel_core.evidence.words import words_of
from tests.core.logs import DAY, HEADER, PATIENTS, loops, measured, times_of, written


def preview(path, said=None):
    """Return what a log looks like."""
    with open_log(path) as log:
        return preview_log(log, said)


@pytest.mark.parametrize(
    ("head", "item", "stage", "time"),
    [
        ("item,stage,at", "item", "stage", "at"),
        ("case_id,activity,timestamp", "case_id", "activity", "timestamp"),
        ("caseID,eventType,occurredAt", "caseID", "eventType", "occurredAt"),
        (
            "case:concept:name,concept:name,time:timestamp",
            "case:concept:name",
            "concept:name",
            "time:timestamp",
        ),
        ("Ticket,Status,Changed at", "Ticket", "Status", "Changed at"),
        ("thing,what,happened", "thing", "what", "happened"),
    ],
)
def test_plainly_named_columns_are_guessed(tmp_path, head, item, stage, time):
    """Columns are told by their usual names, and by what stands in them where their names say nothing."""
    reading = preview(written(tmp_path, loops(3, 1, 1).replace(HEADER.strip(), head))).reading
    assert (reading.item, reading.stage, reading.time) == (item, stage, time)


def test_an_events_own_id_is_not_the_item(tmp_path):
    """A column whose values never come again is no item while another one's do."""
    rows = [f"{n},t{n // 2},{'captured' if n % 2 else 'stored'},2024-01-0{n % 8 + 1}\n" for n in range(16)]
    reading = preview(written(tmp_path, "id,ticket_id,status,at\n" + "".join(rows))).reading
    assert reading.item == "ticket_id"


@pytest.mark.parametrize(
    "names",
    [
        ("collection", "storage", "analysis", "application", "feedback"),
        ("Collected", "Stored", "Analysed", "Applied", "Feedback received"),
        ("captured", "ingested", "labelled", "deployed", "measured"),
        ("event_logged", "loaded_to_warehouse", "model_trained", "release_shipped", "outcome_evaluated"),
    ],
)
def test_stages_are_guessed_from_their_names(names):
    """A stage is told by the beginning of a word in its name."""
    components = ("collection", "storage", "analysis", "application", "feedback")
    assert components_by_name(names) == dict(zip(names, components, strict=True))


def test_a_stage_that_sounds_like_nothing_is_left_out():
    """A name that says nothing is no component, and no two names are the same one."""
    found = components_by_name(["captured", "X-Ray", "recorded", "stored"])
    assert found == {"captured": "collection", "stored": "storage"}


def test_words_of_a_name():
    """Words are told apart by capitals, underscores and dashes."""
    assert words_of("caseID") == words_of("case_id") == words_of("Case-Id") == ("case", "id")


def test_a_preview_shows_columns_rows_and_stages():
    """The preview has each column with examples, the first rows, and all stages with their counts."""
    found = preview(PATIENTS)
    assert [column.name for column in found.columns] == ["case_id", "activity", "timestamp"]
    assert [column.holds_times for column in found.columns] == [False, False, True]
    assert found.rows[0] == ("1", "Registration", "2017-01-02T12:40:20Z")
    assert dict(found.stages)["X-Ray"] == 261
    assert found.reading.stages["Registration"] == "collection"


def test_a_preview_goes_as_far_as_it_can(tmp_path):
    """Where the stages say nothing, the columns are still told, and why more is needed is said."""
    found = preview(written(tmp_path, HEADER + "1,foo,2024-01-01\n1,bar,2024-01-02\n"))
    assert (found.reading.item, found.reading.stage, found.reading.stages) == ("item", "stage", {})
    assert dict(found.stages) == {"bar": 1, "foo": 1}
    assert "--map" in found.why_not


def test_capitals_and_space_do_not_matter_in_a_mapping(tmp_path):
    """A stage that is said is found however it is spelt in the log."""
    text = HEADER + "1, Captured ,2024-01-01\n1,STORED,2024-01-02\n"
    said = Reading(item="", stages={"captured": "collection", "stored": "storage"})
    assert times_of(measured(written(tmp_path, text), said))["collection_to_storage"].median == DAY


def test_wide_columns_are_guessed(tmp_path):
    """Columns of times that are called like components are a row an item; one may be empty."""
    rows = "".join(f"{n},2024-01-01,2024-01-02,\n" for n in range(5))
    reading = preview(written(tmp_path, "id,created_at,stored_at,deployed_at\n" + rows)).reading
    assert reading.columns == {
        "collection": "created_at", "storage": "stored_at", "application": "deployed_at",
    }  # fmt: skip


def test_mappings_are_read():
    """`Name=component` and `component=column`; a name may have an equals sign in it."""
    assert read_map(["a=b=storage", " Sent = Collection "]) == {"a=b": "storage", "Sent": "collection"}
    assert read_wide(["storage=kept=at"]) == {"storage": "kept=at"}


@pytest.mark.parametrize("text", ["", "x", "=storage", "x=nowhere"])
def test_a_mapping_that_is_none(text):
    """A text without a name or with no component is refused in one sentence."""
    with pytest.raises(EvidenceError):
        read_map([text])


@pytest.mark.parametrize("texts", [["storage"], ["storage="], ["nowhere=x"], ["storage=a", "storage=b"]])
def test_a_wide_mapping_that_is_none(texts):
    """A text without a column, with no component, or a component twice is refused."""
    with pytest.raises(EvidenceError):
        read_wide(texts)


def slashed(tmp_path, *dates):
    """Return a log with such dates."""
    rows = [f"{n},captured,{date}\n{n},stored,{date} 12:00\n" for n, date in enumerate(dates)]
    return written(tmp_path, HEADER + "".join(rows))


def test_an_order_that_can_not_be_known_is_asked(tmp_path):
    """03/04/2024 may be in April or in March: both are written out, and nothing is guessed."""
    with pytest.raises(AmbiguousDates) as asked:
        measured(slashed(tmp_path, "03/04/2024", "05/06/2024"))
    assert "3 April 2024 or 4 March 2024" in str(asked.value)
    assert preview(slashed(tmp_path, "03/04/2024")).asks_for_dates


def test_ambiguous_dates_far_down_are_asked_about_too(tmp_path):
    """A date of that form is asked about though the first rows have none."""
    text = loops(300, 1, 1) + "late,captured,03/04/2024\n"
    with pytest.raises(AmbiguousDates):
        measured(written(tmp_path, text))


@pytest.mark.parametrize(("day_first", "days"), [(True, 1), (False, 31)])
def test_the_order_that_was_said_is_used(tmp_path, day_first, days):
    """With the order said, 03/04 to 04/04 is one day, or 4 March to 4 April."""
    text = HEADER + "1,captured,03/04/2024\n1,stored,04/04/2024\n"
    said = Reading(item="", day_first=day_first)
    assert times_of(measured(written(tmp_path, text), said))["collection_to_storage"].median == days * DAY


@pytest.mark.parametrize(
    ("telling", "day_first"), [("13/04/2024", True), ("04/13/2024", False), ("04/04/2024", True)]
)
def test_a_log_that_tells_is_not_asked_about(tmp_path, telling, day_first):
    """One number above 12 tells for all; a day that equals its month needs no telling."""
    dates = [telling] if telling == "04/04/2024" else ["03/04/2024", telling]
    assert preview(slashed(tmp_path, *dates)).reading.day_first is day_first


def test_dates_that_contradict_each_other_are_asked_about(tmp_path):
    """Some dates with the day first and some with the month: that is asked; what doesn't fit is counted."""
    path = slashed(tmp_path, "13/04/2024", "04/14/2024")
    with pytest.raises(AmbiguousDates):
        measured(path)
    result = measured(path, Reading(item="", day_first=True))
    assert result.unusable.reasons == {"time_unreadable": 2}
