"""What is slow to load, loaded once before the first visitor comes."""

import altair
import pandas
import vl_convert

from flywheel_core import Assessment, assess, load_guide
from flywheel_core.charts import ring_of, ring_spec
from flywheel_ui.session import store


def warm_up() -> tuple[str, ...]:
    """Open the store, run the rules and draw one ring; return the names of what was loaded."""
    store()
    nothing, guide = Assessment(), load_guide()
    ring = ring_of(nothing, assess(nothing, guide), guide)
    for look in ("light", "dark"):
        ring_spec(ring, look, (280, 320, 400), selectable=True)
    return altair.__name__, pandas.__name__, vl_convert.__name__
