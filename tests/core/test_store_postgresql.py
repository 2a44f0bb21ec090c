"""What is PostgreSQL's own: addresses, sentences, waiting for rows, and processes that start at once."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import insert, make_url, select, update

from flywheel_core import workshop
from flywheel_core.assessment import Assessment
from flywheel_core.store import Store, StoreError
from flywheel_core.store.database import Database, tried_twice
from flywheel_core.store.errors import Overtaken
from flywheel_core.store.tables import ASSESSMENTS, METADATA, REVISIONS
from tests.core.workshops import LEVEL, Played

ONE_SENTENCE = r"^[^\n]+\.$"


@pytest.fixture
def database(migrated) -> Iterator[Database]:
    """Give a database with tables."""
    database = Database(migrated)
    yield database
    database.close()


def _changed(address: str, **parts: str) -> str:
    return make_url(address).set(**parts).render_as_string(hide_password=False)


def _row(number: int) -> dict[str, object]:
    at = datetime.now(UTC)
    return {"id": f"row{number}", "document": "{}", "version": 1, "created_at": at, "changed_at": at}


def _write(database: Database, begin: str) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(begin)
        connection.execute(update(ASSESSMENTS).values(version=8))


@pytest.mark.parametrize("spelled", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_gets_the_driver_that_is_there(migrated, spelled):
    """An address works as hosts of databases spell it, without the name of a driver."""
    store = Store(migrated.replace("postgresql://", f"{spelled}://"))
    token = store.create(Assessment(title="x")).token
    assert store.open(token).assessment.title == "x"
    store.close()


def test_the_tables_are_what_the_migrations_make(database):
    """The tables that the code works with and those that the migrations create are the same here too."""
    with database.reading() as connection:
        options = {"version_table": REVISIONS, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


def test_a_database_of_a_newer_version_is_refused(empty_database):
    """A revision that this version does not know is refused with a sentence, without the password."""
    address = empty_database()
    Store(address).close()
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE flywheel_revision SET version_num = '0099'")
    with pytest.raises(StoreError, match=r"newer version[^\n]*\.$"):
        Store(address)


def test_other_tables_in_the_database_are_left_alone(empty_database):
    """A server's database may hold another application's tables: ours come beside them."""
    address = empty_database()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE music (title text)")
        connection.execute("INSERT INTO music VALUES ('x')")
    Store(address).close()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT title FROM music").fetchall() == [("x",)]


def test_processes_that_start_at_once_do_not_collide(empty_database):
    """Four processes that open an empty database at the same moment all may, and lose nothing."""
    address = empty_database()
    program = (
        "import sys\n"
        "from flywheel_core.assessment import Assessment\n"
        "from flywheel_core.store import Store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(Store(sys.argv[1]).create(Assessment(title='x')).token)\n"
    )
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", program, address]
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate() for process in processes]
    assert [error for _, error in outputs] == [""] * 4
    store = Store(address)
    assert [store.open(token.strip()).assessment.title for token, _ in outputs] == ["x"] * 4
    store.close()


def test_migrating_waits_for_who_migrates(empty_database):
    """While one process migrates another one waits, for as long as its patience lasts."""
    first, second = (Database(address) for address in [empty_database()] * 2)

    def migrate() -> None:
        with second.writing() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            second.migrate_alone(connection)

    with first.writing() as connection:
        first.migrate_alone(connection)
        with pytest.raises(StoreError, match="busy"):
            migrate()
    migrate()
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"database": "nowhere"}, r"no such database"),
        ({"username": "nobody"}, r"refused the login"),
        ({"host": "127.0.0.1", "port": 1, "query": {}}, r"can't be reached"),
        ({"host": "nowhere.invalid", "query": {}}, r"can't be reached"),
    ],
)
def test_a_server_that_does_not_answer_is_a_sentence(migrated, parts, said):
    """No server, no such database and no such user are told apart; the password is not in the sentence."""
    address = _changed(migrated, password="secret", **parts)
    with pytest.raises(StoreError, match=ONE_SENTENCE) as refused:
        Store(address)
    assert refused.match(said)
    assert "secret" not in f"{refused.value} {refused.value.place}"


def test_a_server_that_is_restarted_is_found_again(migrated):
    """After its connections were cut, the next call works without a restart of the app."""
    store = Store(migrated)
    token = store.create(Assessment(title="x")).token
    with psycopg.connect(migrated, autocommit=True) as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    assert store.open(token).assessment.title == "x"
    store.close()


def test_a_connection_that_is_cut_is_a_sentence(database, migrated):
    """Where the server ends a connection amid a transaction that is told, and nothing of it is kept."""

    def write() -> None:
        with database.writing() as connection:
            connection.execute(insert(ASSESSMENTS).values(_row(1)))
            own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with psycopg.connect(migrated, autocommit=True) as other:
                other.execute(f"SELECT pg_terminate_backend({own})")
            connection.execute(select(ASSESSMENTS))

    with pytest.raises(StoreError, match=r"can't be reached[^\n]*\.$"):
        write()
    with database.reading() as connection:
        assert connection.execute(select(ASSESSMENTS).where(ASSESSMENTS.c.id == "row1")).all() == []


def test_a_row_that_others_keep_is_waited_for_no_longer_than_the_patience(database, migrated):
    """A lock that does not end makes the database busy, in a sentence."""
    with database.writing() as connection:
        connection.execute(insert(ASSESSMENTS).values(_row(2)))
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == "10s"
    with psycopg.connect(migrated) as other:
        other.execute("UPDATE assessments SET version = 7")
        with pytest.raises(StoreError, match=r"busy[^\n]*\.$"):
            _write(database, "SET LOCAL lock_timeout = '50ms'")
        other.rollback()


def test_a_database_that_may_only_be_read_says_so(database):
    """A server that takes no changes is a sentence."""
    with pytest.raises(StoreError, match=r"may only be read[^\n]*\.$"):
        _write(database, "SET TRANSACTION READ ONLY")


def test_reading_sees_one_state_throughout(database):
    """What others save while somebody reads is not seen half."""
    with database.reading() as connection:
        before = len(connection.execute(select(ASSESSMENTS)).all())
        with database.writing() as other:
            other.execute(insert(ASSESSMENTS).values(_row(3)))
        assert len(connection.execute(select(ASSESSMENTS)).all()) == before


def test_who_loses_a_deadlock_tries_once_more(database):
    """Of two transactions that wait for each other the one that is ended is done again: both are saved."""
    with database.writing() as connection:
        connection.execute(insert(ASSESSMENTS), [_row(4), _row(5)])
        connection.execute(update(ASSESSMENTS).values(version=0))
    met, tries = threading.Barrier(2), []

    @tried_twice
    def write(order: tuple[int, int]) -> None:
        tries.append(order)
        first = len(tries) <= 2
        with database.writing() as connection:
            for number in order:
                row = update(ASSESSMENTS).where(ASSESSMENTS.c.id == f"row{number}")
                connection.execute(row.values(version=ASSESSMENTS.c.version + 1))
                if first and number == order[0]:
                    met.wait()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, [(4, 5), (5, 4)]))
    assert len(tries) == 3
    with database.reading() as connection:
        both = select(ASSESSMENTS.c.version).where(ASSESSMENTS.c.id.in_(["row4", "row5"]))
        assert connection.execute(both).scalars().all() == [2, 2]


def test_a_line_that_is_cut_is_given_up_soon(database):
    """What the system would wait for is minutes or hours; whatever the address says itself goes before."""
    with database.reading() as connection:
        given = connection.connection.dbapi_connection.info.get_parameters()
    wait = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
    assert [given[key] for key in wait] == ["5", "2", "3", "10000"]


def test_an_address_says_otherwise(migrated):
    """What stands in it is left as it is."""
    database = Database(f"{migrated}&keepalives_idle=60&connect_timeout=3")
    with database.reading() as connection:
        given = connection.connection.dbapi_connection.info.get_parameters()
    assert (given["keepalives_idle"], given["keepalives_count"], given["connect_timeout"]) == ("60", "3", "3")
    database.close()


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_in_another_encoding_keeps_what_it_can(migrated, encoding):
    """One without an encoding keeps anything; one in Latin letters says what it needs, and keeps the rest."""
    name = f"flywheel_{encoding.lower()}"
    with psycopg.connect(migrated.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    store = Store(_changed(migrated, database=name))
    opened = store.create(Assessment(title="Zoë"))
    if encoding == "LATIN1":
        with pytest.raises(StoreError, match=r"UTF-8\.$"):
            store.change(opened.token, {"title": "日本"}, seen=1, tab="a")
        assert store.open(opened.token).assessment.title == "Zoë"
    else:
        store.change(opened.token, {"title": "日本"}, seen=1, tab="a")
        assert store.open(opened.token).assessment.title == "日本"
    store.close()


def test_who_loses_twice_is_told():
    """A call is done again once, not without end, and late enough for the other one to be through."""
    tries = []

    @tried_twice
    def lose() -> None:
        tries.append(time.monotonic())
        raise Overtaken("busy.")

    with pytest.raises(StoreError):
        lose()
    first, second = tries
    assert second - first > 0.05


def test_times_are_utc_whatever_the_server_s_zone(migrated):
    """A server in another zone answers in it; what is handed out is UTC."""
    store = Store(migrated + "&options=-c%20TimeZone%3DAsia/Kolkata")
    opened = store.open(store.create(Assessment()).token)
    assert opened.created_at.tzinfo is UTC
    assert (datetime.now(UTC) - opened.created_at).total_seconds() < 60
    store.close()


@pytest.fixture
def impatient(migrated, monkeypatch) -> Iterator[Store]:
    """Give another process's store, which waits for nobody."""
    monkeypatch.setattr("flywheel_core.store.engines.PATIENCE", 0.05)
    store = Store(migrated)
    monkeypatch.undo()
    yield store
    store.close()


@pytest.fixture
def under_way(migrated) -> Iterator[Played]:
    """Give a room that collects votes, in which things can be done while a vote is being saved."""
    store = Store(migrated)
    played = Played(store)
    played.start()
    yield played
    store.close()


def _while_voting(played: Played, do: Callable[[], object]) -> None:
    def amid() -> datetime:
        played.rooms._clock = played.clock
        do()
        return played.clock()

    me, seen = played.join(), played.now.version
    played.rooms._clock = amid
    played.vote(me, 3, seen=seen)


def test_a_reveal_waits_for_votes_that_are_under_way(under_way, impatient):
    """While a vote is being saved its room can't be moved on; other people's votes can be saved."""
    other, links = under_way.join(), under_way.links

    def others_do() -> None:
        impatient.rooms.vote(other, LEVEL, 1, round=1, seen=2)
        with pytest.raises(StoreError, match="busy"):
            impatient.rooms.move(links.facilitate, 2, workshop.close)

    _while_voting(under_way, others_do)
    under_way.reveal()
    assert under_way.values() == [1, 3]


def test_votes_without_a_gap_do_not_keep_a_reveal_waiting(under_way, impatient, migrated):
    """Once somebody waits to reveal, the votes that come after wait for the reveal, and are too late."""
    other = under_way.join()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with ThreadPoolExecutor(1) as pool, psycopg.connect(migrated, autocommit=True) as connection:
        revealed = []

        def others_do() -> None:
            revealed.append(pool.submit(under_way.reveal))
            while not connection.execute(waiting).fetchone()[0]:
                assert not revealed[0].done()
            with pytest.raises(StoreError, match="busy"):
                impatient.rooms.vote(other, LEVEL, 1, round=1, seen=2)

        _while_voting(under_way, others_do)
        assert revealed[0].result().room.phase == "revealed"
    assert under_way.values() == [3]
