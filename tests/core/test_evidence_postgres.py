"""A real PostgreSQL says what DuckDB says, and no bad cell ends its query."""

import ibis
import psycopg
import pytest

from flywheel_core.evidence import AmbiguousDates, EvidenceError, Reading, measure_times, open_log_table
from flywheel_core.evidence.samples import sample_log
from flywheel_core.evidence.times import timestamps
from tests.core.logs import measured, written
from tests.core.test_evidence_timestamps import READ, READ_IN_ORDER, read

COLUMNS = ("item", "stage", "at", "caused_by", "release")
UNTIDY = [
    ("x1", "captured", "now", "", ""),
    ("x2", "captured", "2025-02-30", "", ""),
    ("x3", "captured", "infinity", "", ""),
    ("", "captured", "2025-02-03", "", ""),
    ("x4", "stored", "", "", ""),
    ("x4", "looked at", "2025-01-02 10:00", "", ""),
    ("x5", "captured", "2025-03-03T10:00:00.123456+02", "x5", ""),
    ("x6", "captured", "2025-03-03T10:00:00,5", "nowhere", ""),
    ("x7", "captured", "2025-03-03T10:00:00Z", "", ""),
    (" x7 ", "analysed", "2025-03-05T10:00:00Z", "", ""),
]


@pytest.fixture(scope="module")
def rows():
    """Return the rows of a log with releases, causes, and what can't be used."""
    made = sample_log(300, release_days=14)
    assert made.columns == COLUMNS
    return [*made.rows, *UNTIDY]


@pytest.fixture(scope="module")
def url(empty_database, rows):
    """Return the URL of a database with the log as text, as times with and without a zone, and dates."""
    server = empty_database()
    with psycopg.connect(server) as con:
        con.execute("CREATE SCHEMA loop")
        for name, kind in (("loop.log", "text"), ("zoned", "timestamptz"), ("zoneless", "timestamp")):
            con.execute(
                f'CREATE TABLE {name} (item text, stage text, "at" {kind}, caused_by text, release text)'
            )
            tidy = rows if kind == "text" else rows[: -len(UNTIDY)]
            with con.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {name} VALUES (%s, %s, %s, %s, %s)", tidy)
        con.execute('CREATE TABLE ambiguous (item text, stage text, "at" text)')
        con.execute(
            "INSERT INTO ambiguous VALUES ('1', 'captured', '03/04/2024'), ('1', 'stored', '04/04/2024')"
        )
    return server


def figures(result):
    """Return all figures, and what could not be used without its lines: a database table has none."""
    found = result.as_json()
    for example in found["unusable"]["examples"]:
        example["line"] = None
    found["unusable"]["examples"].sort(key=str)
    return found


def test_the_same_figures_as_from_a_file(url, rows, tmp_path):
    """The reduction in PostgreSQL gives every figure that DuckDB gives, drawn shares and sample included."""
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (COLUMNS, *rows)) + "\n"
    with open_log_table(url, "loop.log") as log:
        result = measure_times(log)
    assert figures(result) == figures(measured(written(tmp_path, text)))
    assert result.unusable.reasons["time_unreadable"] == 3
    assert [time.unseen for time in result.transitions] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("name", ["zoned", "zoneless"])
def test_columns_of_times(url, name):
    """Columns that hold times give the same medians; one without a zone is read as UTC, and that is said."""
    with open_log_table(url, name) as typed, open_log_table(url, "loop.log") as text:
        medians = [[t.median for t in measure_times(log).transitions] for log in (typed, text)]
        note = measure_times(typed).notes[0]
    assert medians[0][1:] == pytest.approx(medians[1][1:], rel=0.05)
    assert ("read as UTC" in note) is (name == "zoneless")


def test_ambiguous_dates_are_asked_about(url):
    """PostgreSQL would read 03/04/2024 in its own way: it is asked about all the same."""
    with open_log_table(url, "ambiguous") as log:
        with pytest.raises(AmbiguousDates):
            measure_times(log)
        result = measure_times(log, Reading(item="", day_first=True))
    assert result.transitions[0].median == 86_400


@pytest.mark.parametrize("can_be_asked", [True, False])
def test_timestamps(url, monkeypatch, can_be_asked):
    """Texts are times as in DuckDB, whether the server can be asked if a text is one or not."""
    if not can_be_asked:
        monkeypatch.setattr(timestamps, "_knows_valid_input", lambda _engine: False)
    engine = ibis.connect(url)
    texts = [*READ, *READ_IN_ORDER]
    with psycopg.connect(url) as con:
        con.execute("DROP TABLE IF EXISTS texts")
        con.execute("CREATE TABLE texts (n integer, text text)")
        with con.cursor() as cursor:
            cursor.executemany("INSERT INTO texts VALUES (%s, %s)", list(enumerate(texts)))
    try:
        for place, day_first in ((0, True), (1, False)):
            wanted = READ | {text: both[place] for text, both in READ_IN_ORDER.items()}
            assert dict(zip(texts, read(engine.table("texts"), day_first), strict=True)) == wanted
    finally:
        engine.disconnect()


def test_another_zone(url):
    """Times without a zone can be read in another one."""
    with open_log_table(url, "ambiguous", zone="Europe/Berlin") as log:
        assert measure_times(log, Reading(item="", day_first=True)).zone == "Europe/Berlin"
        assert log.engine.raw_sql("SHOW TimeZone").fetchone()[0] == "Europe/Berlin"


def test_nothing_can_be_written(url):
    """The connection only reads."""
    with open_log_table(url, "zoned") as log, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        log.engine.raw_sql("CREATE TABLE mine (x int)")


def test_a_table_that_is_not_there(url):
    """A table or schema that isn't there is named, also where its name looks like SQL."""
    for name in ("none", "none.log", 'log"; DROP TABLE zoned; --'):
        with pytest.raises(EvidenceError, match="has no table"):
            open_log_table(url, name)
    with open_log_table(url, "zoned") as log:
        assert log.kinds


def test_urls_of_sqlalchemy(url):
    """The driver that SQLAlchemy names in its URL is left out."""
    with open_log_table(url.replace("postgresql://", "postgresql+psycopg://"), "zoned") as log:
        assert log.engine.name == "postgres"
