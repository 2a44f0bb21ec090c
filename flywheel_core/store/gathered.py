"""Rows of another table in one column, so that one statement asks for both."""

import json
from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class gathered(FunctionElement[str]):  # noqa: N801 - it is written as SQL's functions are
    """The rows of a subquery as one JSON text, a list of lists of the columns given: see `rows_of`."""

    name = "gathered"
    type = Text()
    inherit_cache = True


@compiles(gathered, "sqlite")
def _in_sqlite(element: gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(gathered, "postgresql")
def _in_postgresql(element: gathered, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **options)})) AS TEXT)"


def rows_of(text: str | None) -> list[list[Any]]:
    """Return the rows that a gathered column holds, in no order."""
    return json.loads(text) if text else []
