"""The reduction in the warehouses that the README names: it compiles there, without their drivers."""

from importlib import import_module

import ibis
import pytest
from ibis.expr.types.core import Expr

from flywheel_core.evidence import Reading
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.reduction import (
    causes_of,
    distinct_of,
    durations_of,
    flow_of,
    items_of,
    rows_of,
    sample_of,
    tallies_of,
    totals_of,
)
from flywheel_core.evidence.times.spans import SPANS

LONG = Reading(
    item="item",
    stage="stage",
    time="at",
    stages={"captured": "collection", "stored": "storage", "measured": "feedback"},
    caused_by="cause",
    release="release",
)
WIDE = Reading(item="item", columns={"collection": "at", "storage": "later"}, day_first=True)


class Engine:
    """An engine that is known by its name only."""

    def __init__(self, name: str) -> None:
        """Take its name in Ibis."""
        self.name = name

    def has_operation(self, _operation: object) -> bool:
        """Have nothing that isn't asked for by name."""
        return False


def log_of(table):
    """Return a table as one that was opened."""
    return OpenTable("log", table.get_backend(), table, dict(table.schema().items()))


def asked_of(table, reading):
    """Return all that a log's engine is asked by item."""
    rows = rows_of(log_of(table), reading)
    items = items_of(rows, reading)
    asked = [
        totals_of(items),
        distinct_of(items, SPANS),
        durations_of(items, 10**15, SPANS, False),
        sample_of(items),
        flow_of(items, SPANS),
    ]
    return [*asked, causes_of(rows, reading)] if reading.caused_by else asked


@pytest.mark.parametrize("reading", [LONG, WIDE], ids=["long", "wide"])
@pytest.mark.parametrize("kind", ["string", "timestamp", "timestamp('UTC')", "date"])
@pytest.mark.parametrize("name", ["bigquery", "snowflake", "databricks", "trino", "clickhouse"])
def test_it_compiles(monkeypatch, name, kind, reading):
    """Each question becomes one statement that groups by item, whatever type the times are of."""
    monkeypatch.setattr(Expr, "get_backend", lambda _expr: Engine(name))
    compiler = import_module(f"ibis.backends.sql.compilers.{name}").compiler
    columns = dict.fromkeys(("item", "stage", "cause", "release"), "string") | {"at": kind, "later": kind}
    table = ibis.table(columns, name="log")
    for asked in asked_of(table, reading):
        statement = compiler.to_sqlglot(asked).sql(compiler.dialect)
        assert "GROUP BY" in statement
    tallies = tallies_of(rows_of(log_of(table), reading), reading)
    assert compiler.to_sqlglot(tallies).sql(compiler.dialect).startswith("SELECT")
