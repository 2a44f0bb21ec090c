"""`python -m benchmarks`: measure the app beside an empty one on this machine, and print a Markdown table.

The two sides of a ratio are measured in one run and by turns. `--quick` only tries whether everything runs:
its figures say nothing. What takes long is measured only where it is named.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks import (
    clicks,
    coverage_times,
    first_visit,
    learning,
    network,
    papers,
    room,
    rules,
    sessions,
    time_scale,
    upload,
    votes,
)
from benchmarks.figures import Row, table

QUICK = "These figures are from a quick trial and say nothing."


@dataclass(frozen=True)
class Benchmark:
    """What is measured under one name, in earnest and in a quick trial."""

    measure: Callable[[], list[Row]]
    quick: Callable[[], list[Row]]
    #: Whether it takes so long that it is measured only where it is named.
    long: bool = False


BENCHMARKS = {
    "click": Benchmark(lambda: clicks.measure(60), lambda: clicks.measure(3)),
    "pdf": Benchmark(lambda: papers.measure(30), lambda: papers.measure(3)),
    "rules": Benchmark(lambda: rules.measure(500), lambda: rules.measure(20)),
    "sessions": Benchmark(
        lambda: sessions.measure(seconds=24),
        lambda: sessions.measure(sessions=10, seconds=4, soak=20),
    ),
    "first": Benchmark(lambda: first_visit.measure(9), lambda: first_visit.measure(1)),
    "votes": Benchmark(lambda: votes.measure(200), lambda: votes.measure(10)),
    "room": Benchmark(
        room.measure, lambda: room.measure(people=6, crowd=8, breaking=(), seconds=4, starts=1), long=True
    ),
    "upload": Benchmark(upload.measure, lambda: upload.measure(1, 200), long=True),
    "times": Benchmark(coverage_times.measure, lambda: coverage_times.measure(4), long=True),
    "learning": Benchmark(lambda: learning.measure(400), lambda: learning.measure(3), long=True),
    "network": Benchmark(lambda: network.measure(2_000), lambda: network.measure(20), long=True),
    "scale": Benchmark(time_scale.measure, lambda: time_scale.measure(2_000, 1), long=True),
}


def main() -> int:
    """Print the table; the exit status is 0, or 1 where something that was asked for is missed."""
    arguments = parser().parse_args()
    started = time.monotonic()
    rows: list[Row] = []
    for name in arguments.only or [name for name, benchmark in BENCHMARKS.items() if not benchmark.long]:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += BENCHMARKS[name].quick() if arguments.quick else BENCHMARKS[name].measure()
    print(table(rows))
    print(f"\n{machine()} Measured in {time.monotonic() - started:.0f} s.")
    if arguments.quick:
        print(QUICK)
        return 0
    return int(any(row.met is False for row in rows))


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--quick", action="store_true", help="only try whether everything runs")
    options.add_argument(
        "--only", choices=BENCHMARKS, action="append", help="measure this alone; may be repeated"
    )
    return options


def machine() -> str:
    """Say what the figures were measured on."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, Python {platform.python_version()}, Streamlit {version('streamlit')}."


if __name__ == "__main__":
    sys.exit(main())
