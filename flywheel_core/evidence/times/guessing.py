"""How a log is probably read: columns by their names and values, stages by their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flywheel_core.assessment import COMPONENTS
from flywheel_core.evidence.errors import EvidenceError, refusal
from flywheel_core.evidence.times import names
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.words import words_of


@dataclass(frozen=True)
class Column:
    """A column of a log, as its first rows show it.

    `repeats` says whether a value comes more than once, `sounds_like` how many components its values name.
    """

    name: str
    holds_times: bool
    empty: bool
    examples: tuple[str, ...]
    repeats: bool
    sounds_like: int


def columns_guessed(said: Reading, columns: Sequence[Column]) -> Reading:
    """Return what was said, with the columns that weren't named guessed.

    Raises EvidenceError where a named column isn't there, or one that is needed can't be guessed.
    """
    listed = ", ".join(column.name for column in columns)
    _check_named(said, columns, listed)
    times = [column.name for column in columns if column.holds_times]
    others = [column for column in columns if not column.holds_times and column.name != said.item]
    reading = said if said.columns else _long_or_wide(said, times, others, listed)
    rest = [column for column in others if column.name not in (reading.stage, *reading.columns.values())]
    item = said.item or _item(rest)
    if not item:
        raise refusal("no_item_column", columns=listed)
    free = [column.name for column in rest if column.name != item]
    return replace(
        reading,
        item=item,
        caused_by=_beside(said.caused_by, free, names.CAUSED_BY),
        release=_beside(said.release, free, names.RELEASE),
    )


def stages_guessed(reading: Reading, found: Sequence[str]) -> Reading:
    """Return the reading with its stages as they are spelt in the log; guessed where none was said.

    Raises EvidenceError where none sounds like a component.
    """
    if reading.stages:
        return replace(reading, stages=_as_spelt(reading.stages, found))
    stages = names.components_by_name(found)
    if not stages:
        raise refusal("no_stages", stages=", ".join(filter(None, found)) or "—")
    return replace(reading, stages=_as_spelt(stages, found))


def _check_named(said: Reading, columns: Sequence[Column], listed: str) -> None:
    if said.columns and (said.stage or said.stages):
        raise refusal("long_and_wide")
    known = {column.name for column in columns}
    named = (said.item, said.stage, said.time, said.caused_by, said.release, *said.columns.values())
    missing = next((name for name in named if name and name not in known), None)
    if missing is not None:
        raise refusal("no_column", name=missing, columns=listed)


def _long_or_wide(said: Reading, times: list[str], others: list[Column], listed: str) -> Reading:
    speaks = any(column.sounds_like > 1 for column in others)
    wide = {} if said.stage or said.time or said.stages or speaks else _wide(times, others)
    if wide:
        return replace(said, columns={c: wide[c] for c in COMPONENTS if c in wide})
    stage = said.stage or _stage(others)
    if stage is None and not said.time and not said.stages:
        wide = _wide([*times, *(column.name for column in others if column.empty)], [])
        if times and wide:
            return replace(said, columns={c: wide[c] for c in COMPONENTS if c in wide})
    if not times and not said.time:
        raise _no_times(others, listed)
    if stage is None:
        raise refusal("no_stage_column", columns=listed)
    return replace(said, stage=stage, time=said.time or names.best_column(times, names.TIME) or times[0])


def _no_times(others: list[Column], listed: str) -> EvidenceError:
    """Return what is wrong where no column holds times, with a value of the one that is called like them."""
    there = {column.name: column.examples[0] for column in others if column.examples}
    name = names.best_column(there, names.TIME)
    if name is None:
        return refusal("no_time_column", columns=listed)
    return refusal("no_time_in_column", name=name, value=there[name], columns=listed)


def _wide(times: list[str], others: list[Column]) -> dict[str, str]:
    """Return the column of each component, where two or more of the columns of times are called like one."""
    if len(names.components_by_name(times)) < 2:
        return {}
    empty = [column.name for column in others if column.empty]
    return {component: name for name, component in names.components_by_name([*times, *empty]).items()}


def _stage(others: list[Column]) -> str | None:
    """Return the column whose values name the most components; by its own name where none does."""
    speaking = max((column.sounds_like for column in others), default=0)
    likely = [column.name for column in others if column.sounds_like == speaking] if speaking > 1 else []
    by_name = names.best_column([column.name for column in others], names.STAGE)
    return names.best_column(likely, names.STAGE) or next(iter(likely), None) or by_name


def _item(rest: list[Column]) -> str | None:
    """Return the column of items: one whose values come again where there is one, unlike an event's id."""
    ids = [column for column in rest if words_of(column.name)[-1:] in (("id",), ("key",), ("uuid",))]
    for candidates in ([column for column in rest if column.repeats], rest):
        found = names.best_column([column.name for column in candidates], names.ITEM)
        if found:
            return found
    alone = rest if len(rest) == 1 else ids
    return alone[0].name if len(alone) == 1 else None


def _beside(said: str | None, free: list[str], wanted: tuple[str, ...]) -> str | None:
    """Return a column that a log may have or not; an empty name says that it has none."""
    return names.best_column(free, wanted) if said is None else said or None


def _as_spelt(stages: Mapping[str, str], found: Sequence[str]) -> dict[str, str]:
    """Return the stages as they are spelt in the log, whatever their capitals and the space around them."""
    wanted = {_folded(name): component for name, component in stages.items()}
    spelt = {name: wanted[_folded(name)] for name in found if _folded(name) in wanted}
    there = {_folded(name) for name in spelt}
    return spelt | {name: component for name, component in stages.items() if _folded(name) not in there}


def _folded(name: str) -> str:
    return name.strip().casefold()
