"""Whatever is given: one sentence, no traceback, and no file read that wasn't named."""

import gzip
import sqlite3
from dataclasses import replace

import duckdb
import pytest

from flywheel_core.evidence import (
    EvidenceError,
    Reading,
    measure_times,
    open_log,
    open_log_table,
    preview_log,
)
from flywheel_core.evidence.tables import files, rejects, text_form
from tests.core.logs import DAY, HEADER, loops, measured, times_of, written

GOOD = loops(10, 2, 5, 3, 1)


def refused(path, said=None, **options):
    """Return the sentence with which a log is refused."""
    with pytest.raises(EvidenceError) as error:
        measured(path, said, **options)
    sentence = str(error.value)
    assert sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", ".…", "?"))
    return sentence


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (HEADER, "nothing below them"),
        (HEADER + "1,captured,2024-01-01\n", "Only Collection was recognised"),
        (HEADER + "1,captured,2024-01-01\n2,captured,2024-01-02\n", "Only Collection was recognised"),
        (HEADER + "1,foo,2024-01-01\n2,bar,2024-01-02\n", "No stage was recognised"),
        ("item\n1\n2\n", "Only one column"),
        ("item,at,at\n1,2,3\n", "Two columns are called “at”"),
        (GOOD.partition("\n")[2], "The first line holds a time"),
        (HEADER + "1,captured,yesterday\n1,stored,now\n", "“at” should hold the times, but “yesterday”"),
        (
            "item,stage,x\n1,captured,yesterday\n1,stored,now\n",
            "No column holds times that can be read",
        ),
        (HEADER + "".join(f"1,s{n},2024-01-01\n" for n in range(300)), "more than 200 different"),
        (HEADER + '"1,captured\n', "as many cells"),
        (b"PK\x03\x04 and more", "spreadsheet"),
        (b"PAR1 and more PAR1", "can't be read"),
        ("item,stage,at\n".encode("utf-16"), "UTF-8"),
        (HEADER.encode() + "ä,captured,2024-01-01\n".encode("latin-1"), "line 2"),
        (HEADER + "1\0,captured,2024-01-01\n", "neither text nor Parquet"),
        (gzip.compress(GOOD.encode())[:-20], "damaged or cut off"),
        (b"\x1f\x8b", "damaged or cut off"),
    ],
)
def test_files_that_are_no_log(tmp_path, content, says):
    """Each file that is no log is refused in a sentence that says what is wrong with it."""
    assert says in refused(written(tmp_path, content))


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_a_large_file_that_is_no_utf_8_further_down(tmp_path, wide, packed):
    """The engine sees no fault in a column that it isn't asked for: the whole file is looked at."""
    stages = ("captured", "stored")
    long = (f"i{n // 2},{stages[n % 2]},2024-01-0{n % 2 + 1}\n" for n in range(60_000))
    good = [f"i{n},2024-01-01,2024-01-02\n" for n in range(60_000)] if wide else [*long]
    bad = [line.replace("i", "ü") for line in good[:10]]
    header = "item,captured_at,stored_at\n" if wide else HEADER
    content = (header + "".join([*good, *bad])).encode("latin-1")
    assert len(content) > text_form.LONGEST_LINE
    path = written(tmp_path, gzip.compress(content) if packed else content)
    assert "not UTF-8 text (line 60002)" in refused(path)


def test_blank_lines_above_the_first_row_are_no_rows(tmp_path):
    """The names of the columns are not counted as a row, and a fault stands on the line that is said."""
    bad = "x,captured,soon\n"
    plain, below = (measured(written(tmp_path, text)) for text in (GOOD + bad, f"\n\n{GOOD}{bad}"))
    assert times_of(below) == times_of(plain)
    assert below.unusable == replace(plain.unusable, examples=below.unusable.examples)
    (before,), (after,) = plain.unusable.examples, below.unusable.examples
    assert (after.reason, after.value, after.line) == (before.reason, before.value, before.line + 2)


def test_a_column_that_is_always_empty_between_two_others(tmp_path):
    """Nobody was seen there, so its connections have no time, and whole items do."""
    rows = "".join(f"{n},2024-01-0{n % 8 + 1},,2024-02-0{n % 8 + 1}\n" for n in range(12))
    result = measured(written(tmp_path, "item,captured_at,stored_at,measured_at\n" + rows))
    assert not any(time.completed for time in times_of(result).values())
    assert result.cycle.median == pytest.approx(31 * DAY)


@pytest.mark.parametrize("zero", ["00/01/1900", "00/05/2024", "03/04/0000"])
def test_a_date_of_no_day_is_one_cell_that_can_t_be_read(tmp_path, zero):
    """Excel's zero is no question about the order of day and month."""
    rows = "".join(f"{n},captured,13/04/2024\n{n},stored,14/04/2024\n" for n in range(9))
    result = measured(written(tmp_path, f"{HEADER}{rows}z,captured,{zero}\n"))
    assert result.transitions[0].median == pytest.approx(DAY)
    alone = written(tmp_path, f"{HEADER}z,captured,{zero}\nz,stored,03/04/2024\n", "alone.csv")
    assert "day" in refused(alone) or "time" in refused(alone)


def test_paths_that_are_no_file(tmp_path):
    """A folder, a device, a pattern, an address, a name with a NUL: none is opened."""
    written(tmp_path, GOOD, "a.csv")
    for path in (
        tmp_path,
        tmp_path / "none.csv",
        tmp_path / "*.csv",
        files.Path("/dev/zero"),
        files.Path("a\0b"),
    ):
        refused(path)
    assert "no file" in refused(files.Path("https://example.com/a.csv"))


def test_a_name_that_looks_like_a_pattern_is_one_file(tmp_path):
    """A file may be called `[ab]*.csv`: it is read, and its neighbours are not."""
    written(tmp_path, GOOD, "a.csv")
    odd = written(tmp_path, loops(3, 1, 1), "[ab]*.csv")
    assert measured(odd).items == 3


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Reading(item="nothing"), "no column “nothing”"),
        (Reading(item="", stage="nothing"), "no column “nothing”"),
        (Reading(item="", caused_by="nothing"), "no column “nothing”"),
        (Reading(item="at"), "named twice"),
        (Reading(item="", columns={"storage": "at"}), "Only Storage has a column"),
        (Reading(item="", columns={"storage": "at"}, stage="stage"), "Stages come from one column"),
        (Reading(item="", stages={"captured": "collection"}), "Only Collection was recognised"),
        (Reading(item="", time="item", stage="stage"), "named twice"),
    ],
)
def test_what_was_said_and_can_not_be(tmp_path, said, says):
    """A column that isn't there, or that stands for two things, is named."""
    assert says in refused(written(tmp_path, GOOD), said)


def test_no_such_zone(tmp_path):
    """A zone that isn't one is refused, also where it looks like SQL."""
    assert "no time zone" in refused(written(tmp_path, GOOD), zone="Mars/Base'; --")


def test_no_time_can_be_read(tmp_path):
    """Where a column was named as the time and holds none, its first value is quoted."""
    path = written(tmp_path, HEADER + "1,captured,yesterday\n1,stored,now\n")
    assert "None of the 2 times in “at” can be read" in refused(path, Reading(item="", time="at"))


def test_ids_are_text(tmp_path):
    """`NA` is an item, and `007` is another than `7`."""
    text = (
        HEADER
        + "NA,captured,2024-01-01\nNA,stored,2024-01-02\n007,captured,2024-01-01\n7,captured,2024-01-01\n"
    )
    result = measured(written(tmp_path, text))
    assert result.items == 3
    assert times_of(result)["collection_to_storage"].completed == 1


def test_mixed_zones(tmp_path):
    """Times with and without a zone in one log are read, and it is said how many had none."""
    text = GOOD + "x,captured,2024-01-01T00:00:00\nx,stored,2024-01-01T02:00:00+01:00\n"
    result = measured(written(tmp_path, text))
    assert "1 have not and were read as UTC" in result.notes[0]


def test_sql_in_names_does_nothing(tmp_path):
    """Columns, stages and items that look like SQL are names like any other."""
    evil = "x'); DROP TABLE log; --"
    head = '"item""; DROP TABLE log; --","stage\'); ATTACH \'x","at"" FROM y"\n'
    rows = [
        f"{evil}{n},{stage},2024-01-0{day}\n" for n in range(9) for stage, day in ((evil, 1), ("stored", 2))
    ]
    said = Reading(item="", stages={evil: "collection", "stored": "storage"})
    result = measured(written(tmp_path, head + "".join(rows)), said)
    assert times_of(result)["collection_to_storage"].median == DAY


def test_everything_unusable_is_counted_with_its_line(tmp_path):
    """Each row and cell that can't be used is counted by its reason, with the line it stands on."""
    text = GOOD + (
        "short\n"
        "a,captured,2024-01-01,more\n"
        ",captured,2024-01-01\n"
        "b,captured,\n"
        "c,captured,soon\n"
        "d,,2024-01-01\n"
        "e,looked at,2024-01-01\n"
        '"f,captured\n'
    )
    result = measured(written(tmp_path, text))
    assert result.unusable.reasons == {
        "cells_missing": 1, "cells_too_many": 1, "quote_open": 1, "stage_not_mapped": 1,
        "stage_missing": 1, "item_missing": 1, "time_missing": 1, "time_unreadable": 1,
    }  # fmt: skip
    assert result.unusable.count == sum(result.unusable.reasons.values()) == 8
    first = text.splitlines().index("short") + 1
    lines = {example.reason: (example.line - first, example.value) for example in result.unusable.examples}
    assert lines["cells_missing"] == (0, "short")
    assert lines["item_missing"] == (2, "")
    assert lines["time_missing"] == (3, "")
    assert lines["time_unreadable"] == (4, "soon")
    assert result.rows == text.count("\n") - 1


def test_lines_are_counted_over_cells_of_several_lines(tmp_path):
    """A line break within quotes doesn't shift the lines that are named."""
    text = HEADER + '"a\nb",captured,2024-01-01\n"a\nb",stored,2024-01-02\nc,captured,soon\n'
    result = measured(written(tmp_path, text))
    assert [(e.reason, e.line) for e in result.unusable.examples] == [("time_unreadable", 6)]
    assert times_of(result)["collection_to_storage"].median == DAY


@pytest.mark.parametrize("name", ["log.tsv", "log.csv.gz", "log.parquet", "log.parquet.gz", "log.txt"])
def test_every_kind_of_file_says_the_same(tmp_path, name):
    """TSV, Parquet, and these in gzip give the figures of the CSV file."""
    plain = written(tmp_path, GOOD, "log.csv")
    content = GOOD.replace(",", "\t" if "tsv" in name else ";" if "txt" in name else ",").encode()
    if "parquet" in name:
        made = tmp_path / "made.parquet"
        duckdb.read_csv(str(plain), all_varchar=True, header=True).write_parquet(str(made))
        content = made.read_bytes()
    path = written(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    assert measured(path).as_json() == measured(plain).as_json()


def test_parquet_names_the_row(tmp_path):
    """A cell of a Parquet file that can't be used is shown with its row."""
    path = tmp_path / "log.parquet"
    text = GOOD + "c,captured,soon\n"
    duckdb.read_csv(str(written(tmp_path, text)), all_varchar=True, header=True).write_parquet(str(path))
    (example,) = measured(path).unusable.examples
    assert (example.reason, example.value, example.line) == ("time_unreadable", "soon", text.count("\n") - 1)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_line_without_end(tmp_path, monkeypatch, pack):
    """A cell far longer than any is no row: it is counted, and does not fill the memory."""
    monkeypatch.setattr(files, "LONGEST_LINE", 10_000)
    monkeypatch.setattr(files, "_BUFFER", 320_000)
    for size in (20_000, 2_000_000):
        text = GOOD + "x" * size + ",captured,2024-01-01\n" + "z,captured,2024-01-01T00:00:00Z\n"
        result = measured(written(tmp_path, pack(text.encode())))
        assert result.unusable.reasons == {"line_too_long": 1}
        assert result.items == 11


def test_lines_longer_than(tmp_path):
    """The lines that are too long for the engine's buffer are found, each once."""
    path = written(tmp_path, b"ab\n" + b"x" * 5_000_000 + b"\ncd\n" + b"y" * 3_000_000)
    assert text_form.lines_longer_than(2_000_000, path) == [2, 4]
    assert text_form.lines_longer_than(4_000_000, path) == [2]


def test_a_first_line_without_end(tmp_path):
    """A file that is one long line is refused before the engine sees it."""
    assert "Line 1 is longer" in refused(written(tmp_path, "x" * 2_000_000))


def test_parquet_that_unpacks_to_too_much(tmp_path, monkeypatch):
    """A small file whose column would unpack to far more than a log's is refused unread."""
    path = tmp_path / "bomb.parquet"
    made = duckdb.sql(
        "SELECT i::VARCHAR item, 'captured' stage, repeat('x', 9000000) junk FROM range(3) t(i)"
    )
    made.write_parquet(str(path))
    monkeypatch.setattr(files, "LARGEST_BLOCK", 2**20)
    assert path.stat().st_size < 2 * 2**20
    assert "“junk” unpacks to more than" in refused(path)
    monkeypatch.undo()
    monkeypatch.setattr(files, "_MOST_ROWS", 2)
    assert "in 3 rows" in refused(path)


def test_gzip_that_unpacks_to_too_much(tmp_path, monkeypatch):
    """A Parquet file in gzip is unpacked up to a limit."""
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1000)
    assert "unpacks to more than" in refused(written(tmp_path, gzip.compress(b"PAR1" + b"x" * 5000), "a.gz"))


def test_columns_that_hold_no_ids_or_times(tmp_path):
    """A list is no item, and a number no time."""
    path = tmp_path / "log.parquet"
    made = "SELECT [1] item, i::VARCHAR id, 17040672 epoch, DATE '2024-01-01' at_, stage FROM range(2) t(i),"
    duckdb.sql(f"{made} (VALUES ('captured'), ('stored')) s(stage)").write_parquet(str(path))
    assert "“item” holds array" in refused(path, Reading(item="item"))
    assert "“epoch” holds int" in refused(path, Reading(item="id", time="epoch"))
    assert measured(path, Reading(item="id")).items == 2


def test_only_the_named_file_can_be_read(tmp_path):
    """Once a log is open its engine reads no other file, writes none, and its settings stay as they are."""
    other = written(tmp_path, "secret\n1\n", "other.csv")
    with open_log(written(tmp_path, GOOD)) as log:
        for attempt in (
            f"SELECT * FROM read_csv('{other}')",
            f"SELECT * FROM read_text('{other}')",
            f"SELECT * FROM glob('{tmp_path}/*')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/out.db'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET memory_limit = '10GB'",
            f"SET allowed_paths = ['{other}']",
        ):
            with pytest.raises(duckdb.Error):
                log.engine.raw_sql(attempt)
        assert log.table.count().to_pyarrow().as_py() == 50
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "other.csv"]


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    """What is unpacked and spilled lies in a folder that goes when the log is closed."""
    monkeypatch.setattr(files.tempfile, "tempdir", str(tmp_path))
    made = tmp_path / "made.parquet"
    duckdb.read_csv(str(written(tmp_path, GOOD)), all_varchar=True, header=True).write_parquet(str(made))
    packed = written(tmp_path, gzip.compress(made.read_bytes()), "log.parquet.gz")
    with open_log(packed) as log:
        measure_times(log)
        assert [path for path in tmp_path.iterdir() if path.is_dir()]
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


def test_memory_that_is_not_enough_is_said(tmp_path):
    """What the engine can't hold is a sentence."""
    with pytest.raises(EvidenceError, match="needs more memory"), files.saying("log.csv"):
        raise duckdb.OutOfMemoryException("failed to allocate")
    with pytest.raises(EvidenceError, match="took too long"), files.saying("log.csv"):
        raise duckdb.InterruptException("interrupted")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "no address"),
        ("://x", "no address"),
        ("quantum://host/db", "of the kind “quantum”"),
        ("duckdb:///none.duckdb", "no file none.duckdb"),
        ("sqlite:///none.db", "no file none.db"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "can't be reached"),
    ],
)
def test_addresses_that_lead_nowhere(url, says):
    """An address that leads nowhere is a sentence without its password."""
    with pytest.raises(EvidenceError, match=says) as error:
        open_log_table(url, "log")
    assert "secret" not in str(error.value)


@pytest.fixture(params=["sqlite", "duckdb"])
def database(request, tmp_path):
    """Return the URL of a database file with the log as a table, and one table more."""
    path = tmp_path / "log.db"
    rows = [line.split(",") for line in GOOD.splitlines()[1:]]
    con = sqlite3.connect(path) if request.param == "sqlite" else duckdb.connect(str(path))
    con.execute('CREATE TABLE "my log" (item TEXT, stage TEXT, at_ TEXT)')
    con.executemany('INSERT INTO "my log" VALUES (?, ?, ?)', rows)
    con.commit()
    con.close()
    return f"{request.param}:///{path}"


def test_tables_of_database_files(database, tmp_path):
    """A table of SQLite or DuckDB says what the file says; a table that isn't there is named."""
    with open_log_table(database, "my log") as log:
        result = measure_times(log)
    figures = measured(written(tmp_path, GOOD)).as_json()
    assert result.as_json()["transitions"] == figures["transitions"]
    with pytest.raises(EvidenceError, match="no table “none”"):
        open_log_table(database, "none").close()


def test_preview_of_a_log_without_rows(tmp_path):
    """A log without a row has no preview either."""
    with open_log(written(tmp_path, HEADER)) as log, pytest.raises(EvidenceError):
        preview_log(log)


@pytest.mark.parametrize("most", [rejects.FEW, 0])
def test_lines_that_are_no_rows_are_counted_alike(tmp_path, monkeypatch, most):
    """Whether the engine says what is no row or the text is read for it, it is the same."""
    monkeypatch.setattr(rejects, "FEW", most)
    text = (
        GOOD + 'a,captured\n"b\nb",captured,2024-01-01T00:00:00Z,1\n"c\nc",stored,2024-01-01T00:00:00Z\n\nd\n'
    )
    result = measured(written(tmp_path, text))
    assert result.unusable.reasons == {"cells_missing": 2, "cells_too_many": 1}
    assert result.rows == GOOD.count("\n") - 1 + 4
    first = GOOD.count("\n") + 1
    assert [example.line for example in result.unusable.examples] == [first, first + 1, first + 6]


def test_a_file_of_lines_that_are_no_rows(tmp_path, monkeypatch):
    """Very many lines that are no rows are counted without the engine, which would keep them all."""
    monkeypatch.setattr(files, "_rejected", lambda *_: pytest.fail("asked for each of a million lines"))
    result = measured(written(tmp_path, GOOD + "x\n" * 1_000_000))
    assert result.unusable.reasons == {"cells_missing": 1_000_000}
    assert result.items == 10


def test_lines_are_told_apart_for_a_while_only(tmp_path, monkeypatch):
    """Where a text has too many such lines to tell them apart, the rest is counted all the same."""
    monkeypatch.setattr(rejects, "_PATIENCE_S", -1.0)
    result = measured(written(tmp_path, HEADER + "x\n" * 10_000 + GOOD.partition("\n")[2]))
    assert result.unusable.reasons == {"cells_missing": 1, "line_unreadable": 9_999}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_line_numbers_below_cells_of_several_lines(tmp_path, pack):
    """A line that is no row is named by the line that an editor shows, also below cells that hold breaks."""
    text = GOOD + '"q\nq",captured,2024-01-01T00:00:00Z\n' * 3 + "x\n"
    (example,) = measured(written(tmp_path, pack(text.encode()))).unusable.examples
    assert (example.reason, example.line) == ("cells_missing", text.count("\n"))
