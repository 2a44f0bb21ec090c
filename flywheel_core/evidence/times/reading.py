"""How a log is read: which column is what, and which stage is which component."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flywheel_core.assessment import COMPONENTS
from flywheel_core.evidence.errors import refusal
from flywheel_core.guide import load_guide


@dataclass(frozen=True)
class Reading:
    """How the rows of a log become times.

    Long, one row an event: `stage`, `time`, and `stages`, which gives the component of each stage's name.
    Wide, one row an item: `columns`, which gives the column of times of each component. `caused_by` names, on
    a collection event, the earlier item that caused it; `release` groups items that went out together. Of
    what a person says None is guessed, and an empty name of one of these two means that there is none.
    `day_first` is None where dates such as 03/04/2024 are not to be read.
    """

    item: str
    stage: str | None = None
    time: str | None = None
    stages: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    caused_by: str | None = None
    release: str | None = None
    day_first: bool | None = None

    @property
    def wide(self) -> bool:
        """Whether each row is an item."""
        return bool(self.columns)

    @property
    def components(self) -> tuple[str, ...]:
        """The components that have a stage or a column, in the loop's order."""
        known = set(self.columns) if self.wide else set(self.stages.values())
        return tuple(component for component in COMPONENTS if component in known)

    @property
    def times(self) -> tuple[str, ...]:
        """The columns that hold times."""
        return tuple(self.columns[c] for c in self.components) if self.wide else (self.time or "",)

    def names_of(self, component: str) -> tuple[str, ...]:
        """Return the stages that are this component."""
        return tuple(name for name, known in self.stages.items() if known == component)


def read_map(texts: Iterable[str]) -> dict[str, str]:
    """Return `Name=component` texts as stage to component. Raises EvidenceError for any other text."""
    found = {}
    for text in texts:
        name, there, component = text.rpartition("=")
        if not there or not name.strip():
            raise refusal("map_form", text=text)
        found[name.strip()] = component_of(component)
    return found


def read_wide(texts: Iterable[str]) -> dict[str, str]:
    """Return `component=column` texts as component to column. Raises EvidenceError for any other text."""
    found: dict[str, str] = {}
    for text in texts:
        component, there, column = text.partition("=")
        if not there or not column.strip():
            raise refusal("wide_form", text=text)
        component = component_of(component)
        if component in found:
            raise refusal("component_twice", component=load_guide().component(component))
        found[component] = column.strip()
    return found


def component_of(name: str) -> str:
    """Return the id of a component. Raises EvidenceError for any other name."""
    component = name.strip().casefold()
    if component not in COMPONENTS:
        raise refusal("no_component", name=name.strip(), components=", ".join(COMPONENTS))
    return component


def check_columns(reading: Reading) -> None:
    """Raise EvidenceError where one column stands for two things."""
    guide = load_guide()
    roles: dict[str, str] = {}
    uses = {"item": reading.item, "stage": reading.stage, "time": reading.time}
    named = [(guide.text(f"evidence.roles.{role}"), column) for role, column in uses.items()]
    named += [(guide.component(c), reading.columns[c]) for c in reading.components if reading.wide]
    for role, column in named:
        if column and column in roles:
            raise refusal("same_column", name=column, one=roles[column], other=role)
        if column:
            roles[column] = role
