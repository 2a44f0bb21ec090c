"""`python -m benchmarks --only scale`: ten million rows, read by us, by bare DuckDB and by pandas.

Each reading is a process of its own, so that its peak memory is its own; the clock starts once everything is
imported. All readings are made in one run, by turns. Whole path: columns and stages guessed, safe casts,
curves, intervals, bottleneck, trends.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.figures import Row

STAGES = ("captured", "stored", "analysed", "deployed", "measured")
GIB = 2**30


def measure(items: int = 1_900_000, rounds: int = 3) -> list[Row]:
    """Return how the whole path compares, for CSV and for Parquet, on a log of about five rows an item."""
    with tempfile.TemporaryDirectory(prefix="flywheel-scale-") as folder:
        rows = _write_logs(Path(folder), items)
        files = (Path(folder) / "log.parquet", Path(folder) / "log.csv")
        return [row for file in files for row in _compared(file, rows, rounds)]


def _compared(file: Path, rows: int, rounds: int) -> list[Row]:
    found: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
    for _ in range(rounds):
        for reader, runs in found.items():
            runs.append(_measured(reader, file))
    seconds = {reader: median(run["seconds"] for run in runs) for reader, runs in found.items()}
    peak = {reader: max(run["peak"] for run in runs) / GIB for reader, runs in found.items()}
    name = f"{rows / 1e6:.1f} million rows, {file.suffix[1:]}"
    ours, bare, pandas = (seconds[reader] for reader in ("ours", "bare", "pandas"))
    return [
        Row(
            f"{name}: whole path; bare DuckDB {bare:.1f} s ({peak['bare']:.2f} GiB)",
            f"{ours:.1f} s",
            ratio=ours / bare,
            asked="at most 2.5 times",
            met=ours <= 2.5 * bare,
        ),
        Row(
            f"{name}: how much faster than pandas, {pandas:.1f} s ({peak['pandas']:.2f} GiB)",
            f"{ours:.1f} s",
            ratio=pandas / ours,
            asked="at least 2 times",
            met=pandas >= 2 * ours,
        ),
        Row(
            f"{name}: peak memory",
            f"{peak['ours']:.2f} GiB",
            asked="at most 1.2 GiB",
            met=peak["ours"] <= 1.2,
        ),
    ]


def _measured(reader: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.time_scale", reader, str(path)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(printed)
    return found


def _read(reader: str, file: str) -> None:
    """Print how long one reading took in this process, and how much memory."""
    read = READERS[reader]()
    began = time.perf_counter()
    answer = read(file)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "peak": _peak(), "answer": answer}))


def _peak() -> int:
    """Return the most bytes that this process held.

    What `getrusage` says would be that of the process which started this one, where it was larger.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _ours() -> Callable[[str], object]:
    from flywheel_core.evidence import measure_times, open_log
    from flywheel_core.evidence.samples import sample_log

    def read(file: str) -> object:
        with open_log(Path(file)) as log:
            return [time.median for time in measure_times(log).transitions]

    # What is imported only where it is used is there after one small log.
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text(sample_log(30).as_csv(), encoding="utf-8")
        read(str(small))
    return read


def _bare() -> Callable[[str], object]:
    import duckdb

    def read(file: str) -> object:
        firsts = ", ".join(
            f"min(moment) FILTER (WHERE stage = '{stage}') AS s{n}" for n, stage in enumerate(STAGES)
        )
        medians = ", ".join(f"median(s{n + 1} - s{n})" for n in range(len(STAGES) - 1))
        rows = f"""SELECT item, stage, epoch_us("at"::TIMESTAMPTZ) AS moment FROM '{file}'"""
        return duckdb.sql(
            f"SELECT {medians} FROM (SELECT item, {firsts} FROM ({rows}) GROUP BY item)"
        ).fetchall()

    return read


def _pandas() -> Callable[[str], object]:
    import pandas

    def read(file: str) -> object:
        rows = pandas.read_csv(file) if file.endswith("csv") else pandas.read_parquet(file)
        rows["at"] = pandas.to_datetime(rows["at"], format="ISO8601")
        first = rows.groupby(["item", "stage"], sort=False)["at"].min().unstack()
        return [
            float((first[end] - first[start]).median().total_seconds()) for start, end in pairwise(STAGES)
        ]

    return read


READERS: dict[str, Callable[[], Callable[[str], object]]] = {"bare": _bare, "ours": _ours, "pandas": _pandas}


def _write_logs(folder: Path, items: int) -> int:
    """Write the same log as CSV and as Parquet, in the order of its times; return its number of rows."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET memory_limit = '4GB'; SET threads = 2")
    con.execute(f"SET temp_directory = '{folder / 'spill'}'")
    con.execute("SELECT setseed(0.5)")
    waits = {"stored": "h", "analysed": "h + d3", "deployed": "h + d3 + d9", "measured": "h + d3 + d9 + d2"}
    con.execute(
        "CREATE TABLE items AS SELECT 'request-' || lpad(i::VARCHAR, 9, '0') AS item,"
        " TIMESTAMP '2024-01-01' + to_seconds(random() * 86400 * 600) AS began, random() AS seen,"
        " -ln(random()) * 3600 AS h, -ln(random()) * 259200 AS d3, -ln(random()) * 777600 AS d9,"
        f" -ln(random()) * 172800 AS d2 FROM range({items}) AS numbers(i)"
    )
    parts = ["SELECT item, 'captured' AS stage, began AS moment FROM items"]
    parts += [
        f"SELECT item, '{stage}', began + to_seconds({wait}) FROM items" for stage, wait in waits.items()
    ]
    parts.append("SELECT item, 'viewed', began + to_seconds(h * seen) FROM items WHERE seen < 0.4")
    con.execute(
        "CREATE TABLE log AS SELECT item, stage, strftime(moment, '%Y-%m-%dT%H:%M:%S.%gZ') AS \"at\""
        f" FROM ({' UNION ALL '.join(parts)}) WHERE moment < TIMESTAMP '2025-08-20' ORDER BY moment"
    )
    con.execute(f"COPY log TO '{folder / 'log.csv'}' (HEADER)")
    con.execute(f"COPY log TO '{folder / 'log.parquet'}'")
    (rows,) = con.execute("SELECT count(*) FROM log").fetchone() or (0,)
    con.close()
    return int(rows)


if __name__ == "__main__":
    _read(*sys.argv[1:])
