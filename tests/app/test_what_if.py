"""The what-if page: sliders, ladder, savings, growth; from answers or from this tab's log."""

import pytest

from flywheel_core import Assessment, change, load_guide
from flywheel_core.assessment import TRANSITIONS, write_answers
from flywheel_core.cli import main
from flywheel_core.evidence import open_log
from flywheel_core.evidence.samples import sample_log
from flywheel_core.evidence.series.reading import read_series
from flywheel_core.evidence.series.samples import sample_runs
from flywheel_core.what_if.compounding_said import points_per_user
from tests.app.screen import example, unescaped
from tests.core.test_what_if_compounding import series_that_pulls


def shown(screen):
    """Return all that stands in Markdown, as a person reads it."""
    return unescaped(" ".join(screen.markdown()))


def timed(days=(1, 4, 20, 10, 5)):
    """Return an assessment whose connections take so many days."""
    assessment = Assessment()
    for transition, n in zip(TRANSITIONS, days, strict=True):
        assessment = change(assessment, f"transitions.{transition}.duration", {"likely": f"P{n}D"})
    return assessment


def slid(screen, transition, percent):
    """Move the slider of a connection."""
    next(s for s in screen.app.select_slider if s.key.startswith(f"what_if.{transition}#")).set_value(percent)
    return screen.run()


def test_a_slider_changes_the_turn_and_no_answer(open_app):
    """A slider shows another turn, more turns and another bottleneck beside today's; no answer changes."""
    screen = open_app("what_if", timed())
    before = screen.kept()
    assert "One turn takes 40 days: 9.12 turns a year. analysis → application is the slowest." in shown(
        screen
    )
    slid(screen, "analysis_to_application", 10)
    assert "One turn takes 22 days: 16.6 turns a year. application → feedback is the slowest." in shown(
        screen
    )
    assert "One turn takes 40 days" in shown(screen)
    assert screen.kept() == before


def test_the_ring_has_the_sliders_times_until_they_are_back(open_app):
    """The ring says the new time; one press leads back to today, and the ring with it."""
    screen = open_app("what_if", timed())
    (today,) = screen.heard()
    assert "20 days" in today
    slid(screen, "analysis_to_application", 10)
    (then,) = screen.heard()
    assert "20 days" not in then
    assert "2 days" in then
    assert load_guide().text("ui.what_if.ring") in shown(screen)
    screen.press("what_if.back")
    assert screen.heard() == [today]
    assert "One turn takes 22 days" not in shown(screen)


def test_a_slider_says_the_time_that_it_stands_for(open_app):
    """Each step of it is a time and a share of today's; today's is called so."""
    slider = open_app("what_if", timed()).app.select_slider[0]
    assert slider.options[9] == "1 day · today"
    assert slider.options[4] == "12 hours · 50%"


def test_where_nothing_passes_there_is_nothing_to_make_quicker(open_app):
    """A connection through which nothing comes has no time to multiply: it is named instead of a turn."""
    answers = change(timed(), "transitions.feedback_to_collection.strength", 0)
    screen = open_app("what_if", answers)
    assert not screen.app.select_slider
    assert "feedback → collection" in shown(screen)
    assert "does not come to its end" in shown(screen)


def test_another_assessment_begins_at_its_own_today(open_app):
    """What was moved for one assessment isn't moved for the next one that is opened in the tab."""
    screen = slid(open_app("what_if", timed()), "analysis_to_application", 10)
    screen.go("summary").press("copy")
    screen.go("what_if")
    assert {slider.value for slider in screen.app.select_slider} == {100}


def test_it_says_on_what_it_rests(open_app):
    """Estimates are called estimates."""
    assert "durations and ranges that people gave" in shown(open_app("what_if", timed()))


def test_ladder_and_savings_are_tables(open_app):
    """The ladder has today and five rungs, the savings a row a connection, the largest first."""
    tables = [table.value for table in open_app("what_if", timed()).app.table]
    ladder = next(table for table in tables if "Turns a year" in table.columns)
    savings = next(table for table in tables if "Saves" in table.columns)
    assert len(ladder) == 6
    assert next(iter(savings["Halved"])) == "analysis → application"
    assert len(savings) == 5


def test_without_durations_it_says_what_is_missing(open_app):
    """Without a cycle time there is a sentence in the place of a turn."""
    screen = open_app("what_if", Assessment())
    assert "give every connection that applies a duration" in shown(screen)
    assert not screen.app.select_slider


def test_the_log_of_this_tab_comes_first(open_app):
    """With a log on Step 3 its whole items are scaled, without the way back, and that is said."""
    screen = open_app("bottleneck", timed())
    screen.app.session_state["log_fold"] = True
    screen.run()
    made = sample_log(150)
    screen.widget("log_file").set_value(("log.csv", made.as_csv().encode(), "text/csv"))
    screen.run()
    screen.app.session_state["log"].job.wait()
    screen.run()
    screen.go("what_if")
    assert "whole items of the log" in shown(screen)
    assert len(screen.app.select_slider) == 4
    before, (ring,) = shown(screen), screen.heard()
    slid(screen, "analysis_to_application", 50)
    assert shown(screen) != before
    assert screen.heard() == [ring], "the ring is that of the answers, not of the log"
    assert load_guide().text("ui.what_if.ring_of_answers") in shown(screen)
    assert load_guide().text("ui.what_if.ring") not in shown(screen)


def test_growth_is_that_of_the_terminal(open_app, tmp_path, capsys):
    """The points that a user adds are known to more digits than a field shows: both compute with all."""
    assessment = change(timed(), "cold_start.meaningful_points_per_week", 36)
    screen = open_app("velocity", assessment)
    files = {"network": series_that_pulls(), "learning": sample_runs().as_csv()}
    for kind, text in files.items():
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        screen.app.session_state[f"{kind}_fold"] = True
        screen.run()
        screen.widget(f"{kind}_file").set_value(("table.csv", text.encode(), "text/csv"))
        screen.run()
    screen.go("what_if")
    with open_log(tmp_path / "network.csv") as table:
        adds = points_per_user(assessment, read_series(table, "network", {}))
    assert screen.widget("what_if.points_per_user").value == adds != float(f"{adds:.3g}")
    columns = [table.value for table in screen.app.table]
    (with_the_loop,) = (list(each["With the loop"]) for each in columns if "With the loop" in each)
    (tmp_path / "a.json").write_text(write_answers(assessment), encoding="utf-8")
    tables = ("--runs", str(tmp_path / "learning.csv"), "--series", str(tmp_path / "network.csv"))
    assert main(["what-if", str(tmp_path / "a.json"), *tables]) == 0
    printed = capsys.readouterr().out
    assert all(said in printed for said in with_the_loop)


@pytest.mark.parametrize("with_runs", [True, False])
def test_growth_compounds_or_is_not_demonstrated(open_app, with_runs):
    """With runs and a series of this tab growth is drawn with its band; without runs only what is missing."""
    assessment = change(timed(), "cold_start.meaningful_points_per_week", 100)
    screen = open_app("velocity", assessment)
    tables = {"network": series_that_pulls(), **({"learning": sample_runs().as_csv()} if with_runs else {})}
    for kind, text in tables.items():
        screen.app.session_state[f"{kind}_fold"] = True
        screen.run()
        screen.widget(f"{kind}_file").set_value(("table.csv", text.encode(), "text/csv"))
        screen.run()
    screen.go("what_if")
    drawn = [c for c in screen.charts() if str(c.get("description", "")).startswith("Users over the next 24")]
    assert len(drawn) == 1
    assert ("With the loop" in str([t.value.columns for t in screen.app.table])) == with_runs
    assert ("Loop not demonstrated" in shown(screen)) != with_runs


def test_nothing_measured_draws_nothing(open_app):
    """Without a series there is no picture of growth."""
    screen = open_app("what_if", example("flywheel"))
    assert "Loop not demonstrated: it takes a series" in shown(screen)
    assert not [c for c in screen.charts() if "24 months" in str(c.get("description", ""))]
