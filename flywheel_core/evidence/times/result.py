"""What a log says about transition times: plain figures, in seconds, ready for screen, paper and machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flywheel_core.evidence.times.kaplan_meier import Floats
from flywheel_core.evidence.times.neighbours import Correlation
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.sample import Sample
from flywheel_core.evidence.times.trend import Trend

Interval = tuple[float | None, float | None]
GREENWOOD, CLUSTER_BOOTSTRAP = "greenwood", "cluster_bootstrap"


@dataclass(frozen=True)
class SurvivalCurve:
    """The share of items still on their way after so many seconds, with its 95 % band, for a picture."""

    seconds: Floats
    survival: Floats
    lower: Floats | None
    upper: Floats | None


@dataclass(frozen=True)
class SpanTime:
    """How long a transition, or the whole way, takes.

    A median or 90th percentile that was not reached is None. `interval` is the median's at 95 %, an end of it
    None where that is not reached; no interval where there are too few items, and `why_no_interval` says so.
    `measurable` is false, with `why_not` in one sentence, where the log can't tell at all. `clusters` is how
    many batches the completions come in, None where items are independent. `negative` items went backwards in
    time, `unseen` ones came further without being seen at the end: both are left out, and counted.
    """

    span: str
    measurable: bool
    why_not: str = ""
    completed: int = 0
    open: int = 0
    negative: int = 0
    unseen: int = 0
    median: float | None = None
    interval: Interval | None = None
    interval_method: str | None = None
    why_no_interval: str = ""
    p90: float | None = None
    share: float | None = None
    clusters: int | None = None
    trend: Trend | None = None
    curve: SurvivalCurve | None = None

    @property
    def items(self) -> int:
        """How many items came into it, those that went backwards in time left out."""
        return self.completed + self.open

    @property
    def median_reached(self) -> bool:
        """Whether half of the items are through."""
        return self.median is not None

    def as_json(self) -> dict[str, Any]:
        """Return it as `flywheel time --json` prints a transition."""
        return {
            "transition": self.span,
            "completed": self.completed,
            "open": self.open,
            "negative": self.negative,
            "unseen": self.unseen,
            "median_s": self.median,
            "median_reached": self.median_reached,
            "median_interval_s": None if self.interval is None else list(self.interval),
            "interval_method": self.interval_method,
            "p90_s": self.p90,
            "share": self.share,
            "measurable": self.measurable,
            "why_not": self.why_not or None,
            "why_no_interval": self.why_no_interval or None,
            "clusters": self.clusters,
            "trend": None if self.trend is None else self.trend.as_json(),
        }


@dataclass(frozen=True)
class Example:
    """A cell that could not be used: the line of a text or row of a table, and what it says."""

    reason: str
    line: int | None
    value: str


@dataclass(frozen=True)
class Unusable:
    """What could not be used: how often for which reason, with examples, and the stages left out.

    The count is of rows and cells together: a row that is used may hold a cell that is not.
    """

    reasons: Mapping[str, int]
    examples: tuple[Example, ...]
    stages: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(self.reasons.values())

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        examples = [{"reason": e.reason, "line": e.line, "value": e.value} for e in self.examples]
        return {
            "count": self.count,
            "reasons": dict(self.reasons),
            "examples": examples,
            "stages": dict(self.stages),
        }


@dataclass(frozen=True)
class Slowest:
    """The bottleneck as the log alone shows it (R3): `call` as there, `shares` of 1,000 bootstraps.

    `call` is `partial` while a transition has no figure (`open`); `among_measured` is the call among those
    that have one. `bar` is the share that names one.
    """

    transition: str | None
    call: str
    shares: Mapping[str, float]
    open: tuple[str, ...]
    among_measured: str
    bar: float
    why: str

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        return {
            "transition": self.transition,
            "call": self.call,
            "shares": dict(self.shares),
            "bar": self.bar,
            "open": list(self.open),
            "among_measured": self.among_measured,
            "why": self.why,
        }


@dataclass(frozen=True)
class Flow:
    """Items that came to a transition and that left it, week by week; `weeks` are their Mondays (UTC)."""

    span: str
    weeks: tuple[datetime, ...]
    arrived: tuple[int, ...]
    left: tuple[int, ...]

    @property
    def net(self) -> tuple[int, ...]:
        """Arrivals minus departures: what waits grows where it is above 0."""
        return tuple(arrived - left for arrived, left in zip(self.arrived, self.left, strict=True))

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine."""
        weeks = [week.date().isoformat() for week in self.weeks]
        return {
            "transition": self.span,
            "weeks": weeks,
            "arrived": list(self.arrived),
            "left": list(self.left),
        }


@dataclass(frozen=True)
class TransitionTimes:
    """All that a log says about transition times. `rows` are those of the file, unusable ones included.

    `sampled` is None where the joint figures rest on all items, else on how many. `notes` are sentences that
    belong beside the figures; `sample` holds whole items, for pictures and what-if.
    """

    rows: int
    items: int
    unusable: Unusable
    transitions: tuple[SpanTime, ...]
    cycle: SpanTime
    bottleneck: Slowest
    correlations: tuple[Correlation, ...]
    flows: tuple[Flow, ...]
    zone: str
    end: float
    reading: Reading
    sample: Sample
    sampled: int | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as `flywheel time --json` prints it."""
        return {
            "rows": self.rows,
            "items": self.items,
            "unusable": self.unusable.as_json(),
            "transitions": [transition.as_json() for transition in self.transitions],
            "cycle": _cycle_json(self.cycle),
            "bottleneck": self.bottleneck.as_json(),
            "correlations": [correlation.as_json() for correlation in self.correlations],
            "flow": [flow.as_json() for flow in self.flows],
            "time_zone": self.zone,
            "log_end": datetime.fromtimestamp(self.end, UTC).isoformat(),
            "read_as": _reading_json(self.reading),
            "sampled_items": self.sampled,
            "notes": list(self.notes),
        }


def _cycle_json(cycle: SpanTime) -> dict[str, Any]:
    found = cycle.as_json()
    kept = ("median_s", "median_reached", "median_interval_s", "interval_method", "completed", "open")
    return {"items": cycle.items, **{key: found[key] for key in kept}}


def _reading_json(reading: Reading) -> dict[str, Any]:
    """Return how the log was read, without what it doesn't have."""
    columns = {
        "item": reading.item,
        "stage": reading.stage,
        "time": reading.time,
        "stages": dict(reading.stages),
        "columns": dict(reading.columns),
        "caused_by": reading.caused_by,
        "release": reading.release,
        "day_first": reading.day_first,
    }
    return {key: value for key, value in columns.items() if value not in (None, {})}
