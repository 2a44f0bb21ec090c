"""Small tables: columns guessed, numbers and periods read, what can't be used counted."""

import gzip

import numpy as np
import pytest

from flywheel_core import load_guide
from flywheel_core.evidence import (
    EvidenceError,
    measure_learning,
    measure_network,
    measured_learning,
    measured_network,
    open_log,
    preview_table,
    source_of,
)
from flywheel_core.evidence.refusal import Refused
from flywheel_core.evidence.series.columns import better_of, columns_guessed
from flywheel_core.evidence.series.measuring import lag_of
from flywheel_core.evidence.series.numbers import number_of
from flywheel_core.evidence.series.periods import periods_of
from flywheel_core.evidence.series.said import notes_on, say_read, why_learning, why_network
from tests.core.logs import written

GUIDE = load_guide()
RUNS = "n_train,accuracy\n" + "".join(f"{100 * 2**k},{0.9 - 0.2 * 2 ** (-k / 2):.6f}\n" for k in range(6))
MONTHS = (
    "month,users,error\n"
    + "".join(
        f"2023-{k:02d},{1000 * 1.03**k + 37 * (k % 3):.2f},{0.3 - 0.004 * k + 0.003 * (k % 4):.4f}\n"
        for k in range(1, 13)
    ).replace("2023-13", "2024-01")
    + "2024-01,1500,0.24\n2024-02,1550,0.235\n"
)


def learn(path, said=None, **options):
    """Return how a table was read, and its learning rate."""
    with open_log(path) as table:
        return measure_learning(table, said, **options)


def network(path, said=None, **options):
    """Return how a table was read, and its network effect."""
    with open_log(path) as table:
        return measure_network(table, said, **options)


@pytest.mark.parametrize(
    ("method", "names", "found"),
    [
        ("learning", ("n_train", "test_error_mean", "se"), ("n_train", "test_error_mean")),
        ("learning", ("date", "data volume", "F1"), ("data volume", "F1")),
        ("learning", ("trainingSamples", "val_loss"), ("trainingSamples", "val_loss")),
        ("learning", ("rows", "Accuracy", "minutes"), ("rows", "Accuracy")),
        ("network", ("month", "users", "quality"), ("month", "users", "quality")),
        ("network", ("Quarter", "active_users", "error rate"), ("Quarter", "active_users", "error rate")),
        ("network", ("week", "MAU", "rating"), ("week", "MAU", "rating")),
        ("ablation", ("share_of_users", "mae"), ("share_of_users", "mae")),
    ],
)
def test_plain_names_are_understood(method, names, found):
    """Columns with plain names need no options."""
    assert tuple(columns_guessed(method, {}, names, ()).values()) == found


def test_the_only_column_of_numbers_left_is_the_one_that_is_missing():
    """Where one role has no column and one column of numbers has no role, they belong together."""
    assert columns_guessed("learning", {}, ("rows", "q7"), ("rows", "q7"))["quality"] == "q7"
    with pytest.raises(EvidenceError, match="--quality"):
        columns_guessed("learning", {}, ("rows", "q7", "q8"), ("rows", "q7", "q8"))
    with pytest.raises(EvidenceError, match="--period"):
        columns_guessed("network", {}, ("k", "users", "quality"), ("k", "users", "quality"))


def test_what_was_said_is_taken_as_it_is():
    """A column that was named is used, whatever another is called; one that isn't there is refused."""
    names = ("volume", "accuracy", "other")
    assert columns_guessed("learning", {"quality": "other"}, names, ())["quality"] == "other"
    with pytest.raises(EvidenceError, match="no column “nowhere”"):
        columns_guessed("learning", {"quality": "nowhere"}, names, ())
    with pytest.raises(EvidenceError, match="named twice"):
        columns_guessed("learning", {"quality": "other", "volume": "other"}, names, ())


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("test_error_mean", "lower"), ("RMSE", "lower"), ("val_loss", "lower"), ("accuracy", "higher"),
        ("Quality", "higher"), ("f1", "higher"), ("y", None), ("error score", None),
    ],
)  # fmt: skip
def test_the_name_says_which_way_is_better(name, better):
    """Errors are better when lower, scores when higher; a name that says neither or both tells nothing."""
    assert better_of(name) == better


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("0.93", False, 0.93), (" 93 % ", False, 0.93), ("1,234,567", False, 1_234_567.0),
        ("1e3", False, 1000.0),
        ("-.5", False, -0.5), ("0,93", True, 0.93), ("1.234,5", True, 1234.5), ("5,5%", True, 0.055),
        ("0,93", False, None), ("12,34", False, None), ("", False, None), ("NaN", False, None),
        ("inf", False, None), ("1_000", False, None), ("0x10", False, None), ("١٢", False, None),
        ("1e999", False, None), ("1e16", False, None), ("1e-16", False, None), ("0", False, 0.0),
        ("=1+1", False, None), ("5 5", False, None),
        ("1.000", True, 1000.0), ("1.234.567", True, 1_234_567.0), ("0.125", True, 0.125),
        ("1.5", True, 1.5), ("1,5E+03", True, 1500.0), ("0,108", False, None), ("012,345", False, None),
        ("1,2345", False, None), ("0.1234,5", True, None),
    ],
)  # fmt: skip
def test_numbers(text, comma, number):
    """Numbers are read as people write them in tables; what is ambiguous or none is not guessed."""
    found = number_of(text, decimal_comma=comma)
    assert found == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("texts", "unit", "days"),
    [
        (["2021", "2022", "2023"], "year", 365.25),
        (["2023-11", "2023-12", "2024-01"], "month", 30.4375),
        (["2023-Q4", "2024-Q1", "2024Q2"], "quarter", 91.3125),
        (["2020-W52", "2020-W53", "2021-W01"], "week", 7),
        (["2024-02-28", "2024-02-29", "2024-03-01"], "day", 1),
        (["2024-01-01", "2024-01-08", "2024-01-15"], "day", 7),
        (["2024-01-31", "2024-02-29", "2024-03-31"], "month", 30.4375),
        (["2024-01-15T00:00:00Z", "2024-02-15 00:00:00", "2024-03-15"], "month", 30.4375),
        (["1", "2", "3"], "number", None),
        (["1998", "1999", "12", "13"][2:], "number", None),
        (["2021", "2023", "2025"], "year", 730.5),
    ],
)
def test_periods(texts, unit, days):
    """Each form of a period is read, over the ends of years too, and lasts as long as it does."""
    periods = periods_of(texts)
    assert (periods.unit, periods.days, periods.order) == (unit, days, tuple(range(len(texts))))


def test_periods_are_put_in_order():
    """Rows may stand in any order."""
    assert periods_of(["2024-03", "2024-01", "2024-02"]).order == (1, 2, 0)


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["2024-01", "2024-02", "2024-04"], "uneven_periods"),
        (["2024-01", "2024-02", "2024-02"], "period_twice"),
        (["2024-01-01", "2024-01-02", "2024-01-04"], "uneven_periods"),
    ],
)
def test_uneven_periods_are_refused(texts, reason):
    """A gap, and a period that comes twice, answer nothing."""
    with pytest.raises(Refused) as refused:
        periods_of(texts)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "texts",
    [["03/04/2024"], ["2024-13"], ["2024-02-30"], ["2024-W60"], ["January"], [""], ["2024-01", "2024-Q1"]],
)
def test_what_is_no_period_is_said(texts):
    """A text that is no period, and two forms in one table, are refused in one sentence."""
    with pytest.raises(EvidenceError) as error:
        periods_of(texts)
    assert str(error.value).endswith(".")


def test_a_table_is_read_as_it_is(tmp_path):
    """Plain text, gzip, semicolons with decimal commas, tabs, and Parquet say the same."""
    import duckdb

    plain = written(tmp_path, RUNS, "runs.csv")
    wanted = learn(plain)[1].gain_interval
    duckdb.execute(f"COPY (FROM '{plain}') TO '{tmp_path / 'runs.parquet'}'")
    others = {
        "runs.csv.gz": gzip.compress(RUNS.encode()),
        "semicolons.csv": RUNS.replace(",", ";").replace(".", ","),
        "tabs.tsv": RUNS.replace(",", "\t"),
        "marked.csv": b"\xef\xbb\xbf" + RUNS.replace("\n", "\r\n").encode(),
    }
    paths = [tmp_path / "runs.parquet", *(written(tmp_path, text, name) for name, text in others.items())]
    for path in paths:
        assert learn(path)[1].gain_interval == pytest.approx(wanted), path


VOLUMES = ("250", "500", "1000", "2000", "4000", "8000")
SCORES = ("0.813", "0.858", "0.891", "0.912", "0.928", "0.939")


def table_of(volumes, scores, mark=","):
    """Return runs as a text with a mark between the cells; a cell with that mark in it is quoted."""
    cells = [(f'"{one}"', f'"{other}"') for one, other in zip(volumes, scores, strict=True)]
    return "\n".join(["n_train" + mark + "accuracy", *(mark.join(row) for row in cells)])


def with_commas(cells):
    """Return numbers as they are written where the comma is the decimal mark."""
    return [cell.replace(".", ",") for cell in cells]


def grouped(cells, mark):
    """Return whole numbers with a mark for thousands."""
    return [f"{int(cell):,}".replace(",", mark) for cell in cells]


@pytest.mark.parametrize(
    "text",
    [
        table_of(grouped(VOLUMES, "."), with_commas(SCORES), ";"),
        table_of(grouped(VOLUMES, "."), ["81,3%", *with_commas(SCORES)[1:]], ";"),
        table_of(VOLUMES, with_commas(SCORES), "\t"),
        table_of(VOLUMES, with_commas(SCORES)),
        table_of(grouped(VOLUMES, "."), with_commas(SCORES), "\t"),
        table_of(grouped(VOLUMES, ","), SCORES),
        table_of(grouped(VOLUMES, ","), SCORES, ";"),
    ],
)
def test_the_decimal_mark_is_that_of_each_column(tmp_path, text):
    """Thousands and decimals are told apart by the cells, and where these don't tell by the table."""
    series, _ = learn(written(tmp_path, text), better="higher")
    assert list(series.numbers["volume"]) == [float(cell) for cell in VOLUMES]
    assert list(series.numbers["quality"]) == pytest.approx([float(cell) for cell in SCORES])
    assert series.unusable == 0


def test_thousands_of_a_semicolon_table_are_no_decimals(tmp_path):
    """Where a semicolon parts the cells and no cell tells, 1.034 is a thousand and 34."""
    series, _ = learn(written(tmp_path, "rows;loss\n600;5\n1.034;4\n"))
    assert list(series.numbers["volume"]) == [600, 1034]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('rows,loss\n600,5\n"1,034",4\n', "“1,034” in the column “rows” may be 1.034 or 1034"),
        ("rows\tloss\n600\t5\n1034\t4.125\n", "“4.125” in the column “loss” may be 4.125 or 4125"),
        ("rows;loss\n10;0.5\n20;0,25\n30;1.034\n", "write 1034, or 1.0340 for the other."),
    ],
)
def test_numbers_in_doubt_are_asked_back(tmp_path, text, says):
    """A number that can be read in two ways, and nothing in the table tells which, is no answer."""
    with pytest.raises(EvidenceError) as error:
        learn(written(tmp_path, text))
    assert says in str(error.value)


def test_another_digit_ends_the_doubt(tmp_path):
    """What the sentence says would be right is right."""
    series, _ = learn(written(tmp_path, "rows\tloss\n600\t5\n1034\t4.1250\n"))
    assert list(series.numbers["quality"]) == [5, 4.125]


def test_numbers_of_a_table_in_an_engine_have_a_point(tmp_path):
    """Numbers that are no text, such as those of Parquet, are never in doubt."""
    import duckdb

    path = tmp_path / "runs.parquet"
    duckdb.execute(f"COPY (SELECT 600 AS rows, 4.125::DOUBLE AS loss) TO '{path}' (FORMAT parquet)")
    series, _ = learn(path)
    assert list(series.numbers["quality"]) == [4.125]


def test_bad_rows_are_counted_and_shown_with_their_lines(tmp_path):
    """A row with a cell that is no number, or with too few cells, is left out, counted, and shown."""
    text = RUNS + "\nabc,0.9\n6400,\n\n12800\n"
    series, found = learn(written(tmp_path, text))
    assert found.gain_interval == learn(written(tmp_path, RUNS))[1].gain_interval
    assert (series.rows, series.unusable) == (9, 3)
    assert [(bad.line, bad.value) for bad in series.examples] == [(9, "abc"), (10, "")]
    notes = notes_on(series, found, GUIDE)
    assert "3 rows were not used." in notes
    assert "Line 9, n_train: “abc”" in notes


def test_a_mark_at_the_end_of_a_row_moves_no_line(tmp_path):
    """Such a row is one to the engine, too: a fault further down stands on the line that is said."""
    rows = "".join(f"{100 * 2**n},0.{50 + 5 * n},\n" for n in range(6))
    series, _ = learn(written(tmp_path, f"n_train,accuracy\n\n{rows}6400,abc\n"))
    assert [(bad.line, bad.value) for bad in series.examples] == [(9, "abc")]


def test_rows_of_several_kinds_are_told_apart(tmp_path):
    """A column of text whose values repeat is said, and the rows with one of its values can be chosen."""
    lines = [f"{model},{line}" for line in RUNS.splitlines()[1:] for model in ("small", "large")]
    path = written(tmp_path, "model,n_train,accuracy\n" + "\n".join(lines))
    series, found = learn(path)
    assert series.kinds == {"model": ("small", "large")}
    assert any("“model” has 2 different values" in note for note in notes_on(series, found, GUIDE))
    chosen, same = learn(path, only={"model": "small"})
    assert (chosen.rows, chosen.kinds, same.points) == (6, {}, 6)
    with pytest.raises(EvidenceError, match="No row has model=huge"):
        learn(path, only={"model": "huge"})


def test_a_series_is_taken_in_the_order_of_its_periods(tmp_path):
    """Shuffled rows say the same; what was read is said."""
    series, found = network(written(tmp_path, MONTHS))
    head, *lines = MONTHS.splitlines()
    shuffled = "\n".join([head, *sorted(lines, key=lambda line: line[::-1])])
    assert network(written(tmp_path, shuffled))[1] == found
    assert found.periods == 13
    assert "the period from “month”" in say_read(series, GUIDE)


def test_a_gap_in_the_periods_is_refused(tmp_path):
    """A missing month is a refusal that names its neighbours, no error."""
    text = "\n".join(line for line in MONTHS.splitlines() if not line.startswith("2023-05"))
    _, found = network(written(tmp_path, text))
    assert (found.verdict, found.reason) == ("refused", "uneven_periods")
    assert dict(found.values)["after"] == "2023-06"


def test_the_lag_is_the_cycle_time_in_periods(tmp_path):
    """A cycle of two months is a lag of two months; integers and an unknown cycle give none."""
    day = 86_400.0
    path = written(tmp_path, MONTHS)
    series, found = network(path, cycle_seconds=61 * day)
    assert found.reason == "too_few_periods"  # two of the thirteen differences are gone
    assert [lag_of(series, seconds) for seconds in (None, 14 * day, 31 * day, 61 * day)] == [0, 0, 1, 2]
    assert network(path, cycle_seconds=61 * day, lag=0)[1].verdict != "refused"
    numbered = "k,users,error\n" + "".join(
        f"{k},{line.partition(',')[2]}\n" for k, line in enumerate(MONTHS.splitlines()[1:])
    )
    other, _ = network(written(tmp_path, numbered), {"period": "k"})
    assert lag_of(other, 61 * day) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("rows,accuracy\n", "nothing below them"),
        ("rows,accuracy\nmany,good\nmore,better\n", "holds no numbers, such as “many”"),
        ("rows,accuracy\n,0.5\n10,\n", "No row has a usable cell"),
        ("a,b\n1,x\n2,y\n", "--volume"),
        ("rows,rows\n1,2\n", "Two columns"),
        ("rows,y\n1,2\n", "--better higher or --better lower"),
        ("rows\n1\n", "Only one column"),
    ],
)
def test_tables_that_are_none(tmp_path, text, says):
    """Whatever is wrong with a table is one sentence."""
    with pytest.raises(EvidenceError) as error:
        learn(written(tmp_path, text))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_one_row_is_refused_with_what_is_missing(tmp_path):
    """One row is a table, and no answer."""
    series, found = learn(written(tmp_path, "rows,accuracy\n10,0.5\n"))
    assert (found.verdict, found.reason) == ("refused", "too_few_volumes")
    assert say_read(series, GUIDE).startswith("1 row;")
    assert why_learning(found, GUIDE).startswith("There is 1 amount of data: it takes at least 5")
    _, two = learn(written(tmp_path, "rows,accuracy\n10,0.5\n20,0.6\n"))
    assert why_learning(two, GUIDE).startswith("There are 2 different amounts of data")
    _, short = network(written(tmp_path, "\n".join(MONTHS.splitlines()[:3])))
    assert why_network(short, GUIDE).startswith("There is 1 difference between periods")


def test_names_with_sql_in_them_are_names(tmp_path):
    """A column called like a command is a column."""
    name = "accuracy'); DROP TABLE log; --"
    path = written(tmp_path, RUNS.replace("accuracy", f'"{name}"'))
    assert learn(path, {"quality": name})[1].points == 6


def test_a_table_too_long_is_refused(tmp_path):
    """More rows than any such table has are refused before they are kept."""
    with pytest.raises(EvidenceError, match="more than 100,000 rows"):
        learn(written(tmp_path, "rows,accuracy\n" + "1,0.5\n" * 100_001))


def test_the_preview_shows_rows_and_what_is_missing(tmp_path):
    """First rows and guesses come even where a column can't be guessed, with the sentence for a screen."""
    with open_log(written(tmp_path, RUNS)) as table:
        preview = preview_table(table, "learning")
    assert (len(preview.rows), preview.names, preview.better) == (5, ("n_train", "accuracy"), "higher")
    with open_log(written(tmp_path, "p,q,r\n1,2,x\n3,4,y\n")) as table:
        preview = preview_table(table, "learning", {"volume": "p"})
    assert preview.problem is None
    assert preview.columns == {"volume": "p", "quality": "q"}
    with open_log(written(tmp_path, "p,q,r\n1,2,5\n3,4,6\n")) as table:
        preview = preview_table(table, "learning", {"volume": "p"})
    assert "choose it below" in preview.problem.on_screen
    assert preview.columns == {"volume": "p"}


def test_what_is_taken_over(tmp_path):
    """The answers get verdict, figures and where they come from: the file's name, hash and rows."""
    path = written(tmp_path, RUNS, "runs.csv")
    with open_log(path) as table:
        series, found = measure_learning(table)
        source = source_of(table, series.rows)
    value = measured_learning(found, source)
    assert value["verdict"] == found.verdict
    assert value["gain_interval"] == list(found.gain_interval)
    assert (value["source"]["file"], value["source"]["rows"]) == ("runs.csv", 6)
    assert len(value["source"]["sha256"]) == 64


def test_an_ablation_on_another_scale_is_taken_over_as_a_share(tmp_path):
    """An effect in units of an error above 1 is related to that error, so that one per cent is one."""
    share = np.array([0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
    small = 0.2 + 0.1 * share**-0.5
    rows = "".join(f"{s},{1000 * e}\n" for s, e in zip(share, small, strict=True))
    with open_log(written(tmp_path, "share,rmse\n" + rows)) as table:
        series, found = measure_network(table, ablation=True)
        value = measured_network(found, source_of(table, series.rows))
    assert value["effect_of_10_percent_users"] == pytest.approx(0.1 * (1.1**0.5 - 1) / 0.3, rel=0.1)
    assert "lag" not in value
