"""What is slow to load, loaded once before the first visitor comes."""

import tempfile
from contextlib import suppress
from pathlib import Path

import altair
import pandas
import vl_convert

from flywheel_core import Assessment, assess, load_guide
from flywheel_core.charts import ring_apart, ring_of
from flywheel_core.evidence import measure_times, open_log
from flywheel_core.evidence.samples import sample_log
from flywheel_core.store import StoreError
from flywheel_ui.session import store


def warm_up() -> tuple[str, ...]:
    """Open the store, run the rules, draw one ring and measure a log; return the names of what was loaded."""
    with suppress(StoreError):  # the log says why, and each visit tries again
        store()
    nothing, guide = Assessment(), load_guide()
    ring = ring_of(nothing, assess(nothing, guide), guide)
    for look in ("light", "dark"):
        ring_apart(ring, look, (280, 320, 400), selectable=True)
    _measure_a_log()
    return altair.__name__, pandas.__name__, vl_convert.__name__


def _measure_a_log() -> None:
    """Load what measures logs: the engine, what asks it, and what draws again."""
    with tempfile.TemporaryDirectory(prefix="flywheel-") as folder:
        path = Path(folder) / "log.csv"
        path.write_text(sample_log(30).as_csv(), encoding="utf-8")
        with open_log(path) as log:
            measure_times(log)
