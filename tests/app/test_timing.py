"""Step 3 from a log: it comes in, is corrected, measured, taken over; and the page answers meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

from flywheel_core import Assessment, change, load_guide
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.charts import spans_of
from flywheel_core.evidence.samples import SampleLog, sample_log
from flywheel_ui import session
from flywheel_ui.timing import job as jobs
from flywheel_ui.timing.log import Log
from tests.app.documents import MARKUP
from tests.app.screen import Screen, example, unescaped
from tests.app.test_words import _AS_MARKDOWN, _marked

Open = Callable[..., Screen]
GUIDE = load_guide()
PATH = "transitions.storage_to_analysis"


@pytest.fixture(scope="module")
def made() -> SampleLog:
    """Return a log whose true times are known."""
    return sample_log(150)


def upload(screen: Screen, content: str | bytes, name: str = "log.csv") -> Screen:
    """Open the fold, give it a file, and wait until it is measured."""
    screen.app.session_state["log_fold"] = True
    screen.run()
    data = content.encode() if isinstance(content, str) else content
    screen.widget("log_file").set_value((name, data, "text/csv"))
    return measured(screen.run())


def measured(screen: Screen) -> Screen:
    """Wait for what is being measured, and show it."""
    screen.app.session_state["log"].job.wait()
    return screen.run()


def correct(screen: Screen, field: str, value: object) -> Screen:
    """Open the fold with the fields, change one, and wait until the log is measured anew."""
    if "log_item" not in screen.widgets():
        screen.app.session_state["log_correct"] = True
        screen.run()
    return measured(screen.give(f"log_{field}", value))


def stage_field(screen: Screen, stage: str) -> str:
    """Return the key of the field that says what a stage is."""
    fields = {unescaped(str(w.label)): key for key, w in screen.widgets().items() if "stage." in key}
    return next(key.removeprefix("log_") for label, key in fields.items() if f"“{stage}”" in label)


def cells(screen: Screen, column: str) -> list[str]:
    """Return a column of the tables with results."""
    head = GUIDE.text(f"evidence.columns.{column}")
    return next(list(t.value[head]) for t in screen.app.table if head in t.value.columns)


def said(screen: Screen) -> str:
    """Return all that stands in Markdown, as it is read."""
    return "\n".join(map(unescaped, screen.markdown()))


# --- Reading and measuring ---------------------------------------------------------------------------------


def test_it_is_folded_away_until_it_is_wanted(open_app: Open) -> None:
    """The page shows no more of it than a line, and asks for no file."""
    screen = open_app("bottleneck")
    assert GUIDE.text("ui.timing.title") in [fold.label for fold in screen.app.expander]
    assert not [key for key in screen.widgets() if key.startswith("log_")]


def test_an_upload_is_measured_and_shown(open_app: Open, made: SampleLog) -> None:
    """Every transition has its figures, the bottleneck is named, and there are three kinds of pictures."""
    screen = upload(open_app("bottleneck"), made.as_csv())
    assert screen.errors() == []
    assert cells(screen, "arrow") == [GUIDE.transition(t) for t in TRANSITIONS]
    assert all(cells(screen, "median"))
    assert "–" in cells(screen, "interval")[0]
    assert f"{GUIDE.transition(made.slowest)} takes longest" in said(screen)
    assert "from “item”, the stage from “stage”, the time from “at”" in said(screen)
    pictures = [c for c in screen.charts() if "vconcat" not in c and "description" in c]
    assert len(pictures) == 1 + 5 + 5
    assert all(picture["description"] for picture in pictures)


def test_nothing_is_saved_before_it_is_taken_over(open_app: Open, made: SampleLog) -> None:
    """Measuring a log changes no answer."""
    screen = upload(open_app("bottleneck"), made.as_csv())
    assert not screen.session.begun
    assert screen.session.assessment == Assessment()


def test_what_could_not_be_used_is_shown_with_its_lines(open_app: Open, made: SampleLog) -> None:
    """Each reason with its number, each example with its line."""
    lines = made.as_csv().splitlines()
    lines[3:3] = ["request-x,captured,soon,", "request-y,lost,2025-01-08T00:00:00Z,"]
    screen = upload(open_app("bottleneck"), "\n".join(lines))
    assert "a time that can’t be read: 1" in said(screen)
    assert "Line 4, a time that can’t be read: “soon”" in said(screen)
    assert "lost (1)" in said(screen)


def test_columns_and_stages_are_corrected(open_app: Open) -> None:
    """Another column, another component for a stage: the times follow."""
    rows = [f"a{n},captured,2025-01-01,2025-01-02\na{n},kept,2025-01-04,2025-01-03" for n in range(9)]
    screen = upload(open_app("bottleneck"), "item,stage,created,timestamp\n" + "\n".join(rows))
    assert cells(screen, "median")[0] == "1 day"
    correct(screen, "time", "created")
    assert cells(screen, "median")[0] == "3 days"
    correct(screen, stage_field(screen, "kept"), "feedback")
    assert cells(screen, "median")[0] == "Nothing in the log is Storage."
    correct(screen, stage_field(screen, "kept"), "storage")
    assert cells(screen, "median")[0] == "3 days"


def test_what_was_corrected_stays_on_other_pages(open_app: Open) -> None:
    """A person who comes back finds the log as it was read last."""
    rows = [f"a{n},captured,2025-01-01,2025-01-02\na{n},kept,2025-01-04,2025-01-03" for n in range(9)]
    screen = upload(open_app("bottleneck"), "item,stage,created,timestamp\n" + "\n".join(rows))
    correct(screen, "time", "created")
    screen.go("velocity").go("bottleneck")
    assert cells(screen, "median")[0] == "3 days"


def test_a_log_with_a_row_an_item(open_app: Open) -> None:
    """Each component's column is guessed and can be corrected."""
    rows = "\n".join(f"a{n},2025-01-01,2025-01-03,2025-01-08" for n in range(9))
    screen = upload(open_app("bottleneck"), f"id,captured_at,stored_at,seen_at\n{rows}")
    assert cells(screen, "median")[:2] == ["2 days", "Nothing in the log is Analysis."]
    correct(screen, "analysis", "seen_at")
    assert cells(screen, "median")[:2] == ["2 days", "5 days"]


def test_a_row_is_said_to_be_an_item(open_app: Open) -> None:
    """Where nothing is guessed, the kind of row and each column are said by hand."""
    rows = "\n".join(f"a{n},2025-01-01,2025-01-03" for n in range(9))
    screen = upload(open_app("bottleneck"), f"who,one,two\n{rows}")
    assert screen.errors()
    correct(screen, "kind", "wide")
    for field, value in (("item", "who"), ("collection", "one"), ("storage", "two")):
        correct(screen, field, value)
    assert screen.errors() == []
    assert cells(screen, "median")[0] == "2 days"


def test_the_order_of_day_and_month_is_asked(open_app: Open) -> None:
    """Where it can't be known it is asked, in words for a screen; the answer is used."""
    rows = "\n".join(f"a{n},captured,03/04/2024\na{n},stored,05/04/2024" for n in range(9))
    screen = upload(open_app("bottleneck"), f"item,stage,at\n{rows}")
    (error,) = screen.errors()
    assert "3 April 2024 or 4 March 2024" in error
    assert "--" not in error
    correct(screen, "order", True)
    assert screen.errors() == []
    assert cells(screen, "median")[0] == "2 days"
    correct(screen, "order", False)
    assert cells(screen, "median")[0] == "61 days"


def test_the_order_is_asked_where_the_doubt_stands_below_the_first_rows(open_app: Open) -> None:
    """What is shown first tells nothing of it: the field is there all the same, and its answer is used."""
    clear = "\n".join(f"a{n},captured,2024-01-0{n}\na{n},stored,2024-02-0{n}" for n in range(1, 10))
    screen = upload(open_app("bottleneck"), f"item,stage,at\n{clear}\nx,captured,03/04/2024")
    (error,) = screen.errors()
    assert "3 April 2024 or 4 March 2024" in error
    correct(screen, "order", True)
    assert screen.errors() == []
    assert cells(screen, "median")[0] == "31 days"


def test_the_zone_is_asked_and_said(open_app: Open) -> None:
    """Times without a zone are read in the one that is chosen."""
    rows = "\n".join(f"a{n},captured,2025-01-01T12:00:00Z\na{n},stored,2025-01-01T14:00:00" for n in range(9))
    screen = upload(open_app("bottleneck"), f"item,stage,at\n{rows}")
    assert cells(screen, "median")[0] == "2 hours"
    correct(screen, "zone", "Europe/Berlin")
    assert cells(screen, "median")[0] == "1 hour"
    assert "Europe/Berlin" in said(screen)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "The file is empty"),
        ("item,stage,at\n", "nothing below them"),
        ("item,stage,at\na,captured,2025-01-01\n", "Only Collection was recognised"),
        ("item,at,at\na,captured,2025-01-01\n", "Two columns are called “at”"),
        (b"PK\x03\x04" + b"\0" * 50, "workbook"),
        (b"\x00\x01\x02" * 50, "neither text nor Parquet"),
        (b"\x1f\x8b" + b"\x00" * 50, "gzip"),
        (b"PAR1" + b"\x00" * 50, "can't be read"),
    ],
)
def test_what_is_no_log_is_one_sentence(open_app: Open, content: str | bytes, says: str) -> None:
    """Whatever comes in: one sentence, no exception, and no word of the command line's."""
    (error,) = upload(open_app("bottleneck"), content).errors()
    assert says in error
    assert "--" not in error
    assert "Traceback" not in error


def test_what_was_not_foreseen_is_a_sentence_too(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is said in words; where it lies is for the server's log."""
    monkeypatch.setattr(jobs, "open_log", lambda *_: 1 / 0)
    (error,) = upload(open_app("bottleneck"), "item,stage,at\n").errors()
    assert error == GUIDE.text("ui.timing.unexpected")


def test_what_stands_in_the_log_is_never_markdown(open_app: Open) -> None:
    """Names of file, columns and stages, and bad cells, are shown as they are."""
    mark = MARKUP.replace('"', "").replace(",", "")
    rows = "\n".join(f"a{n},captured,2025-01-01,\na{n},{mark},2025-01-02,{mark}" for n in range(9))
    screen = upload(
        open_app("bottleneck"), f"item,stage,at,{mark}\n{rows}\nb,captured,{mark},", f"{mark}.csv"
    )
    screen.app.session_state["log_correct"] = True
    screen.run()
    correct(screen, stage_field(screen, mark), "storage")
    screen.press("log_take_over")
    seen = [(field, words) for field, words in screen.strings() if _AS_MARKDOWN.fullmatch(field)]
    assert not [pair for pair in seen if pair[0] != "Selectbox.options" and _marked(pair[1])]
    for table in screen.app.table:
        assert not any(_marked(str(cell)) for cell in [*table.value.to_numpy().ravel(), *table.value.columns])
    assert mark in said(screen)


def test_the_made_up_log_is_a_click_away(open_app: Open) -> None:
    """Who has no log yet can practise on one, and forget it again."""
    screen = open_app("bottleneck")
    screen.app.session_state["log_fold"] = True
    measured(screen.run().press("log_sample"))
    assert "sample-log.csv" in said(screen)
    assert all(cells(screen, "median"))
    screen.press("log_forget")
    assert "log" not in screen.app.session_state
    assert "log_take_over" not in screen.widgets()


# --- While it is measured ----------------------------------------------------------------------------------


def test_the_page_answers_while_a_log_is_measured(open_app: Open, made: SampleLog) -> None:
    """Progress is shown, an answer is saved meanwhile, and the result comes when it is there."""
    screen = open_app("bottleneck")
    for _ in range(jobs.AT_ONCE):
        jobs._turns.acquire()
    try:
        screen.app.session_state["log_fold"] = True
        screen.run().widget("log_file").set_value(("log.csv", made.as_csv().encode(), "text/csv"))
        screen.run()
        assert GUIDE.text("ui.timing.waiting") in [bar.text for bar in screen.app.get("progress")]
        screen.give(f"{PATH}.duration", "3 days")
        assert screen.kept().transitions.storage_to_analysis.duration is not None
        assert "log_take_over" not in screen.widgets()
    finally:
        for _ in range(jobs.AT_ONCE):
            jobs._turns.release()
    assert "log_take_over" in measured(screen).widgets()


def test_a_log_is_measured_once(open_app: Open, made: SampleLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an answer nor a rerun measures it again, nor a way of reading that was tried before."""
    times: list[Any] = []
    real = jobs.open_log
    monkeypatch.setattr(jobs, "open_log", lambda *args: times.append(args) or real(*args))
    screen = upload(open_app("bottleneck"), made.as_csv())
    screen.run().give(f"{PATH}.duration", "3 days").go("velocity").go("bottleneck")
    assert len(times) == 1
    correct(screen, "caused_by", "")
    assert len(times) == 2
    correct(screen, "caused_by", "caused_by")
    correct(screen, "caused_by", "")
    assert len(times) == 3


def test_a_log_that_is_taken_away_is_no_longer_measured(made: SampleLog) -> None:
    """What nobody waits for ends at its next step."""
    from flywheel_core.evidence import Reading

    with jobs._turns, jobs._turns:
        job = jobs.Job("log.csv", made.as_csv().encode(), Reading(item=""), "UTC", GUIDE).start()
        job.stop()
    assert job.wait(30)
    assert (job.result, job.problem) == (None, "")


def test_a_way_of_reading_that_is_given_up_is_no_longer_measured(made: SampleLog) -> None:
    """Read in another way, the log is measured in that way alone; one that is taken away, in none."""
    log = Log("log.csv", made.as_csv().encode(), GUIDE)
    with jobs._turns, jobs._turns:
        given_up, log.zone = log.job, "Europe/Berlin"
        present = log.job
    assert given_up.wait(30)
    assert present.wait(30)
    assert (given_up.result, given_up.problem) == (None, "")
    assert present.result is not None
    with jobs._turns, jobs._turns:
        log.zone = "UTC"
        again = log.job
        log.stop()
    assert again is not given_up
    assert again.wait(30)
    assert again.result is None
    for log.zone in ("Asia/Tokyo", "UTC"):
        assert log.job.wait(30)
    assert log.job.result is not None


# --- Taking over -------------------------------------------------------------------------------------------


def test_one_click_takes_the_times_over(open_app: Open, made: SampleLog) -> None:
    """Each transition is measured, with the file's name, hash and rows; the ring's arcs follow."""
    screen = upload(open_app("bottleneck", example("pipeline")), made.as_csv(), "mine.csv")
    before = spans_of(screen.session.findings.bottleneck.figures)
    screen.press("log_take_over")
    kept = screen.kept()
    for transition in TRANSITIONS:
        measurement = getattr(kept.transitions, transition).measured
        assert measurement.median_reached
        assert measurement.source.file == "mine.csv"
        assert len(measurement.source.sha256) == 64
        assert measurement.source.rows == len(made.rows)
    assert [done.value for done in screen.app.success] == [GUIDE.text("ui.timing.result.taken")]
    assert screen.session.findings.bottleneck.verdict == made.slowest
    assert spans_of(screen.session.findings.bottleneck.figures) != before
    assert said(screen).count("from mine.csv with") == len(TRANSITIONS)


def test_a_guess_that_the_log_contradicts_is_shown(open_app: Open, made: SampleLog) -> None:
    """A guess far outside the measured interval is a contradiction on this page and on the summary."""
    screen = open_app("bottleneck", change(Assessment(), f"{PATH}.duration", {"likely": "PT1H"}))
    upload(screen, made.as_csv()).press("log_take_over")
    why = "The guess for storage → analysis is 1 hour; the log says"
    assert why in said(screen)
    assert why in said(screen.go("summary"))


def test_it_is_undone_and_removed(open_app: Open, made: SampleLog) -> None:
    """Undo takes it back in one step; a button takes the measured times out again."""
    screen = upload(open_app("bottleneck", example("pipeline")), made.as_csv()).press("log_take_over")
    screen.press("undo")
    assert screen.kept().transitions.storage_to_analysis.measured is None
    screen.press("log_take_over").press("log_remove")
    assert screen.kept().transitions.storage_to_analysis.measured is None
    assert "log_remove" not in screen.widgets()


def test_what_does_not_apply_is_not_measured(open_app: Open, made: SampleLog) -> None:
    """A connection that does not apply gets no time."""
    answers = change(Assessment(), f"{PATH}.not_applicable", "It is one step here")
    screen = upload(open_app("bottleneck", answers), made.as_csv()).press("log_take_over")
    assert screen.kept().transitions.storage_to_analysis.measured is None
    assert screen.kept().transitions.collection_to_storage.measured is not None


def test_who_may_only_read_takes_nothing_over(open_app: Open, made: SampleLog) -> None:
    """With a read-only link a log may be looked at, and changes nothing."""
    kept = session.store().create(example("pipeline"))
    screen = upload(open_app("bottleneck", token=session.store().share(kept.token)), made.as_csv())
    assert screen.widget("log_take_over").disabled
