"""A made-up table to practise with, whose true figures are known."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SampleTable:
    """A made-up table: `rows` below `columns`, and its true figures by name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    truth: Mapping[str, float]

    def as_csv(self) -> str:
        """Return the table as CSV text."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue()
