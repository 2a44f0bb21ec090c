"""The answers file as types: strict, immutable, every key optional.

Not answered is None. Field order is the order of the file.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from flywheel_core.assessment.durations import ISO_PATTERN, LONGEST, format_iso, parse_iso
from flywheel_core.assessment.vocabulary import (
    COMPONENTS,
    DECISIONS,
    DRAG,
    MISTAKES,
    SCHEMA_VERSION,
    TRANSITIONS,
)

LONG_TEXT, SHORT_TEXT, LONGEST_LIST = 20_000, 1_000, 200


_Ends = TypeVar("_Ends", bound=tuple[Any, Any])


def _read_duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("duration_text", "an ISO 8601 duration")
    try:
        return parse_iso(value)
    except ValueError as error:
        raise PydanticCustomError("duration_text", "an ISO 8601 duration") from error


def _in_bounds(duration: timedelta) -> timedelta:
    if not timedelta(0) < duration <= LONGEST:
        raise PydanticCustomError("duration_bounds", "more than nothing and at most P3650D")
    return duration


def _not_backwards(ends: _Ends) -> _Ends:
    low, high = ends
    if low is not None and high is not None and low > high:
        raise PydanticCustomError("interval_order", "the lower end first")
    return ends


def _can_be_added_up(found: timedelta) -> timedelta:
    if found > LONGEST_MEASURED:
        raise PydanticCustomError("elapsed_bounds", "at most P100000D")
    return found


LONGEST_MEASURED = timedelta(days=100_000)
_Time = Annotated[
    timedelta,
    BeforeValidator(_read_duration),
    PlainSerializer(format_iso, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": ISO_PATTERN}),
]
#: What the clock found: zero is possible, and centuries are.
Elapsed = Annotated[_Time, AfterValidator(_can_be_added_up)]
Duration = Annotated[_Time, AfterValidator(_in_bounds)]

Text = Annotated[str, Field(max_length=LONG_TEXT)]
ShortText = Annotated[str, Field(max_length=SHORT_TEXT)]
Step = Annotated[int, Field(ge=0, le=4)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[
    int | float,
    Field(ge=-1e15, le=1e15, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": -1e15, "maximum": 1e15}),
]
#: The ends of what was measured; one that could not be found is None.
ElapsedInterval = Annotated[tuple[Elapsed | None, Elapsed | None], AfterValidator(_not_backwards)]
Interval = Annotated[tuple[Number | None, Number | None], AfterValidator(_not_backwards)]
Amount = Annotated[
    int | float,
    Field(ge=0, le=1e15, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1e15}),
]
Percent = Annotated[
    int | float,
    Field(ge=-1000, le=1000, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": -1000, "maximum": 1000}),
]
Answer = Literal["yes", "no", "unsure"]
Basis = Literal["estimated", "voted"]
Kind = Literal["user_action", "model_output", "implicit_feedback", "explicit_feedback"]
Reason = Annotated[str, Field(max_length=LONG_TEXT, pattern=r"\S")]


class Part(BaseModel):
    """A piece of the document: unknown keys and wrong types are refused, nothing changes in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ser_json_inf_nan="constants")


class Scope(Part):
    """Which loop, whose users, what period."""

    loop: Text | None = None
    population: Text | None = None
    period: Text | None = None


class Prerequisites(Part):
    """What should be there before the first step."""

    real_users: Answer | None = None
    basic_data_infrastructure: Answer | None = None
    clear_value_proposition: Answer | None = None
    value_proposition: Text | None = None


class Signal(Part):
    """One signal that the product captures."""

    name: Annotated[str, Field(max_length=SHORT_TEXT, pattern=r"\S")]
    kind: Kind | None = None


class Component(Part):
    """A node of the loop. Not applicable has a reason and no level."""

    level: Step | None = None
    level_unsure: bool | None = None
    not_applicable: Reason | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _either(self) -> "Component":
        if self.not_applicable is not None and self.level is not None:
            raise PydanticCustomError("both", "{key}", {"key": "level"})
        return self


class Collection(Component):
    """Step 1: what is captured and what is not."""

    captured_signals: Annotated[tuple[Signal, ...], Field(max_length=LONGEST_LIST)] = ()
    missing_signals: Annotated[tuple[Annotated[str, Field(max_length=SHORT_TEXT, pattern=r"\S")], ...],
                               Field(max_length=LONGEST_LIST)] = ()  # fmt: skip


class Storage(Component):
    """Step 1: who reaches the data without asking."""

    access_without_request: Literal["every_team", "some_teams", "no_team"] | None = None


class Analysis(Component):
    """Step 1: how long from data to understanding."""

    time_to_insight: Duration | None = None


class Application(Component):
    """Step 1: how long from an improvement to its users."""

    time_to_users: Duration | None = None


class Feedback(Component):
    """Step 1: whether the last improvement brought more data."""

    last_improvement: Literal["data_rose", "data_did_not_rise", "not_measured"] | None = None


class Components(Part):
    """The five nodes, in the loop's order."""

    collection: Collection = Collection()
    storage: Storage = Storage()
    analysis: Analysis = Analysis()
    application: Application = Application()
    feedback: Feedback = Feedback()


class DurationRange(Part):
    """A typical duration and the doubt about it: 10th percentile, median, 90th percentile."""

    low: Duration | None = None
    likely: Duration | None = None
    high: Duration | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "DurationRange":
        ends = [end for end in (self.low, self.likely, self.high) if end is not None]
        if ends != sorted(ends):
            raise PydanticCustomError("duration_order", "low ≤ likely ≤ high")
        return self

    @property
    def derived(self) -> bool:
        """Whether nobody said the figure: it is the middle of a range without its likely one."""
        return self.likely is None and self.low != self.high

    @property
    def figure(self) -> timedelta | None:
        """The duration that the rules use: likely, else √(low·high); None if neither can be had."""
        if self.likely is not None or self.low is None or self.high is None:
            return self.likely
        return timedelta(seconds=(self.low.total_seconds() * self.high.total_seconds()) ** 0.5)


class Source(Part):
    """Which data a measured answer was computed from; `at` is ISO 8601."""

    file: ShortText | None = None
    sha256: ShortText | None = None
    rows: Count | None = None
    at: ShortText | None = None


class MeasuredDuration(Part):
    """A transition time computed from an event log (METHODS (a)); `interval` is 95 %."""

    median: Elapsed | None = None
    median_reached: bool | None = None
    interval: ElapsedInterval | None = None
    p90: Elapsed | None = None
    completed: Count | None = None
    open: Count | None = None
    negative: Count | None = None
    source: Source | None = None


class Target(Part):
    """Where a connection should be, and by when."""

    strength: Step | None = None
    duration: Duration | None = None
    by: date | None = None


class Transition(Part):
    """An arrow of the loop. Not applicable has a reason and neither strength nor duration."""

    strength: Step | None = None
    strength_unsure: bool | None = None
    not_applicable: Reason | None = None
    basis: Basis | None = None
    duration: DurationRange | None = None
    duration_unsure: bool | None = None
    measured: MeasuredDuration | None = None
    target: Target | None = None

    @model_validator(mode="after")
    def _either(self) -> "Transition":
        if self.not_applicable is not None:
            for key in ("strength", "duration"):
                if getattr(self, key) is not None:
                    raise PydanticCustomError("both", "{key}", {"key": key})
        return self


class Transitions(Part):
    """The five arrows, in the loop's order."""

    collection_to_storage: Transition = Transition()
    storage_to_analysis: Transition = Transition()
    analysis_to_application: Transition = Transition()
    application_to_feedback: Transition = Transition()
    feedback_to_collection: Transition = Transition()


class Learning(Part):
    """Step 2: the deletion test, the own experience, and what the user decides."""

    others_notice_deletion: Answer | None = None
    own_experience_improves: Answer | None = None
    decision: Literal["individual", "network", "neither"] | None = None


class ColdStart(Part):
    """Step 4: where one stands and what one has."""

    stage: Literal["pre_launch", "early", "growing", "established"] | None = None
    meaningful_points: Annotated[int, Field(ge=0, le=10**15)] | None = None
    meaningful_points_per_week: Amount | None = None
    expertise_not_public: Answer | None = None
    can_choose_complex_customers: Answer | None = None
    internal_users: Answer | None = None
    decision: Literal["expert_seeding", "target_complexity", "loop_before_data", "not_needed"] | None = None


class MeasuredLearning(Part):
    """A learning rate computed from a table (METHODS (b)); gains are in units of the error."""

    verdict: Literal["improving", "flattening", "degrading", "cannot_tell", "refused"] | None = None
    gain_of_doubling: Number | None = None
    gain_interval: Interval | None = None
    worthwhile: Number | None = None
    source: Source | None = None


class LearningCurve(Part):
    """Step 5: does the model improve with each cycle."""

    estimated: Literal["improving", "flattening", "degrading", "unsure"] | None = None
    measured: MeasuredLearning | None = None


class MeasuredNetwork(Part):
    """A network effect computed from a series (METHODS (c)); effects are fractions, 0.01 is 1 %."""

    verdict: Literal["network", "none_shown", "refused"] | None = None
    effect_of_10_percent_users: Number | None = None
    interval: Interval | None = None
    detectable_effect: Number | None = None
    periods: Count | None = None
    lag: int | None = None
    source: Source | None = None


class NetworkEffect(Part):
    """Step 5: how much better for the others with 10 % more users, in percent where it is a guess."""

    estimated_percent: Percent | None = None
    measured: MeasuredNetwork | None = None


class Drag(Part):
    """Step 5: the four drag indicators."""

    degrades_despite_data: Answer | None = None
    data_without_retraining: Answer | None = None
    users_up_quality_down: Answer | None = None
    ships_without_usage: Answer | None = None


class Velocity(Part):
    """Step 5: learning rate, network effect, cost and value of a turn, drag."""

    learning_curve: LearningCurve = LearningCurve()
    network_effect: NetworkEffect = NetworkEffect()
    cost_per_turn: Amount | None = None
    value_per_turn: Amount | None = None
    currency: Annotated[str, Field(max_length=20)] | None = None
    drag: Drag = Drag()


Risk = Literal["no", "at_risk", "happening"]


class Mistakes(Part):
    """The six mistakes that stall a flywheel."""

    before_product_market_fit: Risk | None = None
    quantity_over_quality: Risk | None = None
    complex_infrastructure: Risk | None = None
    no_observability: Risk | None = None
    uneconomic: Risk | None = None
    single_dependency: Risk | None = None


class DecisionRecord(Part):
    """What a team adds to one of the five decisions."""

    owner: ShortText | None = None
    dissent: Text | None = None
    revisit_when: ShortText | None = None


class Decisions(Part):
    """The five key decisions, in the guide's order."""

    component_mapping: DecisionRecord = DecisionRecord()
    learning_type: DecisionRecord = DecisionRecord()
    bottleneck: DecisionRecord = DecisionRecord()
    cold_start: DecisionRecord = DecisionRecord()
    velocity_metrics: DecisionRecord = DecisionRecord()


Serves = Literal[(*COMPONENTS, *TRANSITIONS, *DECISIONS, *DRAG, *MISTAKES)]  # type: ignore[valid-type]  # a computed Literal


class Action(Part):
    """Something that somebody does by a day; `serves` is an id of the vocabulary."""

    what: Reason
    serves: Serves | None = None
    owner: ShortText | None = None
    due: date | None = None
    done: bool | None = None
    from_rule: Annotated[str, Field(pattern=r"^R([1-9]|1[0-2])$")] | None = None


class Assessment(Part):
    """All answers of one assessment of one loop."""

    schema_version: Literal[SCHEMA_VERSION] = SCHEMA_VERSION  # type: ignore[valid-type]  # a named Literal
    title: ShortText | None = None
    scope: Scope = Scope()
    assessed_on: date | None = None
    participants: Annotated[tuple[ShortText, ...], Field(max_length=LONGEST_LIST)] = ()
    facilitator: ShortText | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")] | None = None
    prerequisites: Prerequisites = Prerequisites()
    components: Components = Components()
    transitions: Transitions = Transitions()
    learning: Learning = Learning()
    cold_start: ColdStart = ColdStart()
    velocity: Velocity = Velocity()
    mistakes: Mistakes = Mistakes()
    decisions: Decisions = Decisions()
    actions: Annotated[tuple[Action, ...], Field(max_length=LONGEST_LIST)] = ()
    #: Who is asked for an answer that is open or unsure, by the answer's path.
    homework: Mapping[str, ShortText] = {}
    notes: Mapping[str, Text] = {}

    @model_validator(mode="after")
    def _paths_exist(self) -> "Assessment":
        for name in ("homework", "notes"):
            for path in getattr(self, name):
                if path not in places():
                    raise PydanticCustomError("no_such_path", "{key}", {"key": f"{name}.{path}"})
        return self


@lru_cache(maxsize=1)
def places() -> Mapping[str, int]:
    """Return every dotted path of the document, groups included, with its place in document order."""

    def below(part: type[Part], prefix: str) -> Iterator[str]:
        for name, field in part.model_fields.items():
            yield prefix + name
            group = part_of(field.annotation)
            if group is not None:
                yield from below(group, f"{prefix}{name}.")

    return {path: place for place, path in enumerate(below(Assessment, ""))}


def part_of(annotation: Any) -> type[Part] | None:
    """Return the group of keys that a field holds, or None for an answer; a list is one answer."""
    return _part_of(annotation)


@lru_cache(maxsize=256)
def _part_of(annotation: Any) -> type[Part] | None:
    options = () if get_origin(annotation) is tuple else (annotation, *get_args(annotation))
    return next((o for o in options if isinstance(o, type) and issubclass(o, Part)), None)
