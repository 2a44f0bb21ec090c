"""Learning rate and network effect on Step 5: a table comes in, is corrected, measured, taken over."""

from datetime import date, timedelta
from operator import attrgetter

import pytest

from flywheel_core import Assessment, change
from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.series.samples import sample_ablation, sample_runs, sample_series
from flywheel_ui import session
from flywheel_ui.rates import table as tables
from tests.app.documents import MARKUP
from tests.app.screen import unescaped
from tests.app.test_words import _AS_MARKDOWN, _marked

LEARNING, NETWORK = "velocity.learning_curve.measured", "velocity.network_effect.measured"


def shown(screen):
    """Return all that stands in Markdown, as a person reads it."""
    return unescaped(" ".join(screen.markdown()))


def opened(open_app, kind, assessment=None):
    """Return Step 5 with the section of a kind unfolded."""
    screen = open_app("velocity", assessment)
    screen.app.session_state[f"{kind}_fold"] = True
    return screen.run()


def given(screen, kind, content, name="table.csv"):
    """Upload a table."""
    content = content.encode() if isinstance(content, str) else content
    screen.widget(f"{kind}_file").set_value((name, content, "text/csv"))
    return screen.run()


def test_the_sections_are_folded_away(open_app):
    """Nobody is asked for a table who doesn't want to be."""
    assert "learning_file" not in open_app("velocity").widgets()


def test_a_table_of_runs_is_measured(open_app):
    """An upload is read, judged, and drawn, without a question."""
    screen = given(opened(open_app, "learning"), "learning", sample_runs().as_csv())
    assert "the amount of data from “training_examples” and the quality from “accuracy”" in shown(screen)
    assert "The next doubling of the data is worth" in shown(screen)
    descriptions = [chart.get("description", "") for chart in screen.charts()]
    assert any(text.startswith("The error at each amount of data") for text in descriptions)
    assert screen.session.assessment.velocity.learning_curve.measured is None


def test_the_verdict_is_taken_over(open_app):
    """One press keeps verdict, gain and source, and step and rules go by it; another removes it."""
    assessment = change(Assessment(), "velocity.learning_curve.estimated", "degrading")
    screen = given(opened(open_app, "learning", assessment), "learning", sample_runs().as_csv(), "runs.csv")
    screen.press("learning_take_over")
    kept = screen.kept().velocity.learning_curve.measured
    assert kept.verdict == "improving"
    assert (kept.source.file, kept.source.rows, len(kept.source.sha256)) == ("runs.csv", 7, 64)
    assert screen.session.findings.velocity.learning_rate.basis == "measured"
    assert "from runs.csv with 7 rows" in shown(screen)
    assert "The answer and the measurement differ" in shown(screen)
    assert any("Taken over" in success.value for success in screen.app.success)
    screen.press("learning_remove")
    assert screen.kept().velocity.learning_curve.measured is None
    assert screen.session.findings.velocity.learning_rate.basis == "estimated"


def test_the_worthwhile_gain_decides(open_app):
    """A larger worthwhile gain makes the same curve flat; a price gives the cost of the next doubling."""
    screen = given(opened(open_app, "learning"), "learning", sample_runs().as_csv())
    assert "more than the 0.01 that is worthwhile" in shown(screen)
    screen.give("learning_worthwhile", 0.5)
    assert "less than the 0.5 that is worthwhile" in shown(screen)
    screen.give("learning_price", 2.0)
    cells = [str(table.value.to_dict()) for table in screen.app.table]
    assert any("Cost of the next doubling" in text and "32,000" in text for text in cells)


def test_columns_are_corrected(open_app):
    """Columns that can't be guessed are asked for, and the sentence goes once they are chosen."""
    text = sample_runs().as_csv().replace("training_examples,accuracy", "p,q")
    screen = given(opened(open_app, "learning"), "learning", text)
    assert any("choose it below" in error for error in screen.errors())
    screen.give("learning_column.learning.volume", "p")
    screen.give("learning_column.learning.quality", "q")
    assert any("say below which" in error for error in screen.errors())
    screen.give("learning_better", "higher")
    assert not screen.errors()
    assert "The next doubling of the data is worth" in shown(screen)


def test_a_guess_is_not_frozen_by_another_correction(open_app):
    """Which way is better was guessed from a column's name: with another column it is asked for."""
    head, *lines = sample_runs().as_csv().splitlines()
    text = "\n".join([f"{head.replace('accuracy', 'right')},loss", *(f"{line},0.5" for line in lines)])
    screen = given(opened(open_app, "learning"), "learning", text)
    assert screen.widget("learning_better").value == "lower"
    screen.app.session_state["learning_correct"] = True
    screen.run()
    screen.give("learning_column.learning.quality", "right")
    assert screen.widget("learning_better").value is None
    screen.give("learning_better", "higher")
    assert "more than the 0.01 that is worthwhile" in shown(screen)


def test_a_field_shows_the_guess_that_counts(open_app):
    """With another column the other way is better: the field says so, and what is corrected next keeps it."""
    head, *lines = sample_runs().as_csv().splitlines()
    place = head.split(",").index("accuracy")
    losses = [1 - float(line.split(",")[place]) for line in lines]
    rows = (f"{line},{loss:.6f}" for line, loss in zip(lines, losses, strict=True))
    screen = given(opened(open_app, "learning"), "learning", "\n".join([f"{head},loss", *rows]))
    screen.app.session_state["learning_correct"] = True
    screen.run()
    for column, way in (("loss", "lower"), ("accuracy", "higher"), ("loss", "lower")):
        screen.give("learning_column.learning.quality", column)
        assert screen.widget("learning_better").value == way
    screen.give("learning_worthwhile", 0.01)
    assert screen.widget("learning_better").value == "lower"
    assert "the 0.01 that is worthwhile" in shown(screen)


def test_rows_of_one_kind_are_chosen(open_app):
    """Where a table holds several models, one of them can be chosen."""
    head, *lines = sample_runs().as_csv().splitlines()
    text = "\n".join([f"model,{head}", *(f"{m},{line}" for m in ("small", "large") for line in lines)])
    screen = given(opened(open_app, "learning"), "learning", text)
    assert "“model” has 2 different values" in shown(screen)
    screen.app.session_state["learning_correct"] = True
    screen.run()
    screen.give("learning_only.model", "small")
    assert "7 rows; the amount" in shown(screen)
    assert "different values" not in shown(screen)


def test_a_refusal_is_one_sentence(open_app):
    """Too little data is said, and there is nothing to take over."""
    screen = given(opened(open_app, "learning"), "learning", "rows,accuracy\n10,0.5\n20,0.6\n")
    assert "There are 2 different amounts of data: it takes at least 5." in shown(screen)
    assert "learning_take_over" not in screen.widgets()


@pytest.mark.parametrize("content", [b"", b"rows,accuracy\n", b"\x00\x01", b"PK\x03\x04zip", b"a\n1\n"])
def test_a_file_that_is_no_table(open_app, content):
    """A file that is no table is one sentence, and no exception."""
    screen = given(opened(open_app, "learning"), "learning", content)
    assert len(screen.errors()) == 1
    assert "Traceback" not in screen.errors()[0]


def test_a_series_is_measured_and_contradicts(open_app):
    """A series with an effect, taken over, contradicts a claim that others gain nothing (R9)."""
    assessment = change(Assessment(), "learning.others_notice_deletion", "no")
    assessment = change(assessment, "learning.own_experience_improves", "yes")
    screen = given(opened(open_app, "network", assessment), "network", sample_series().as_csv())
    assert "Quality moves together with the users" in shown(screen)
    screen.press("network_take_over")
    kept = screen.kept().velocity.network_effect.measured
    assert (kept.verdict, kept.lag, kept.source.rows) == ("network", 0, 48)
    assert "The claim is that others gain nothing" in shown(screen)
    assert screen.session.findings.learning_type.measured == "network"


def test_the_lag_begins_as_the_cycle_time(open_app):
    """A cycle of two months is a lag of two months; a person may decide otherwise."""
    assessment = Assessment()
    for transition in TRANSITIONS:
        assessment = change(assessment, f"transitions.{transition}.duration", {"likely": "P12D"})
    screen = given(opened(open_app, "network", assessment), "network", sample_series().as_csv())
    assert screen.widget("network_lag").value == 2
    screen.give("network_lag", 0)
    assert "Quality moves together with the users" in shown(screen)


def test_a_lag_of_years_is_a_lag(open_app):
    """A cycle of three years is more than a thousand days of a daily series: the field takes it."""
    assessment = Assessment()
    for transition in TRANSITIONS:
        assessment = change(assessment, f"transitions.{transition}.duration", {"likely": "P220D"})
    days = (date(2024, 1, 1) + timedelta(days=n) for n in range(60))
    rows = "".join(f"{day},{1000 + 7 * n},{0.3 + n % 5 / 50}\n" for n, day in enumerate(days))
    screen = given(opened(open_app, "network", assessment), "network", f"day,users,accuracy\n{rows}")
    assert screen.widget("network_lag").value == 1100


def test_an_ablation_is_recognised(open_app):
    """A table with shares of users is read as an ablation, and drawn."""
    screen = given(opened(open_app, "network"), "network", sample_ablation().as_csv())
    assert "Demonstrated by the ablation" in shown(screen)
    descriptions = [chart.get("description", "") for chart in screen.charts()]
    assert any(text.startswith("The error of the other users") for text in descriptions)


GAINS = ("gain_of_doubling", "gain_interval", "effect_of_10_percent_users", "interval")
RISING = "".join(f"{share},{0.3 * share**0.23:.6f}\n" for share in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1))


@pytest.mark.parametrize(
    ("kind", "head", "path", "verdict"),
    [("learning", "rows,error", LEARNING, "degrading"), ("network", "share,error", NETWORK, "none_shown")],
)
def test_where_the_error_rises_no_gain_is_shown(open_app, kind, head, path, verdict):
    """Points and verdict are shown and taken over, without a gain, an effect or a curve that falls."""
    screen = given(opened(open_app, kind), kind, f"{head}\n{RISING}")
    assert "rises" in shown(screen)
    cells = " ".join(str(table.value.to_dict()) for table in screen.app.table)
    assert not [figure for figure in ("Gain of", "10% more users", "Curve of") if figure in cells]
    assert any("No curve is drawn" in caption.value for caption in screen.app.caption)
    screen.press(f"{kind}_take_over")
    kept = attrgetter(path)(screen.kept())
    assert kept.verdict == verdict
    assert {getattr(kept, name, None) for name in GAINS} == {None}


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        ("learning", "runs", "The next doubling"), ("network", "series", "moves together"),
        ("network", "series_without", "No network effect is shown"), ("network", "ablation", "Demonstrated"),
    ],
)  # fmt: skip
def test_made_up_tables_are_at_hand(open_app, kind, name, says):
    """A press uses a made-up table, so that one can practise; forgetting it clears the section."""
    screen = opened(open_app, kind)
    screen.press(f"{kind}_use_{name}")
    assert says in shown(screen)
    screen.press(f"{kind}_forget")
    assert says not in shown(screen)


def test_an_answer_elsewhere_computes_nothing_again(open_app, monkeypatch):
    """A table is measured once for each question asked of it, not on every run of the page."""
    asked = []
    measure = tables._measured
    monkeypatch.setattr(tables, "_measured", lambda *words: asked.append(words) or measure(*words))
    screen = given(opened(open_app, "learning"), "learning", sample_runs().as_csv())
    screen.run()
    screen.give("velocity.cost_per_turn", "5")
    assert len(asked) == 1
    screen.give("learning_worthwhile", 0.5)
    assert len(asked) == 2
    screen.give("learning_worthwhile", None)
    assert len(asked) == 2


def test_what_stands_in_a_table_is_never_markdown(open_app):
    """Names and cells of a stranger's table are shown as they are written."""
    mark = MARKUP.replace('"', "'")
    head, *lines = sample_runs().as_csv().splitlines()
    head = head.replace("accuracy", f'"accuracy {mark}"')
    text = "\n".join(
        [f'"{mark}",{head}', *(f'"{mark}{place % 2}",{line}' for place, line in enumerate(lines))]
    )
    screen = given(
        opened(open_app, "learning"), "learning", f"{text}\n{mark},{mark},{mark}\n", f"{MARKUP[:80]}.csv"
    )
    screen.app.session_state["learning_correct"] = True
    screen.run().press("learning_take_over")
    seen = [(field, words) for field, words in screen.strings() if _AS_MARKDOWN.fullmatch(field)]
    assert not [pair for pair in seen if pair[0] != "Selectbox.options" and _marked(pair[1])]
    for shown_table in screen.app.table:
        cells = [*shown_table.value.to_numpy().ravel(), *shown_table.value.columns]
        assert not any(_marked(str(cell)) for cell in cells)


def test_a_reader_takes_nothing_over(open_app):
    """Who may only read may measure, and not change the assessment."""
    store = session.store()
    token = store.share(store.create(Assessment()).token)
    screen = open_app("velocity", token=token)
    screen.app.session_state["learning_fold"] = True
    screen = given(screen.run(), "learning", sample_runs().as_csv())
    assert not screen.session.may_edit
    assert screen.widget("learning_take_over").disabled
