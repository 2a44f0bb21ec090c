"""How a log is read: what was guessed of its columns and stages, with fields to correct it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zlib import crc32
from zoneinfo import available_timezones

import streamlit as st

from flywheel_core.assessment import COMPONENTS
from flywheel_core.evidence import Reading
from flywheel_core.evidence.times.preview import Preview
from flywheel_core.guide import Guide
from flywheel_core.shortening import shortened
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session
from flywheel_ui.timing import log as logs
from flywheel_ui.timing.log import Log

#: So many stages have a field, so many columns are shown, and so many characters of a cell.
MOST_STAGES, MOST_COLUMNS, _LONGEST = 40, 20, 25
FOLD = "log_correct"
_LONG, _WIDE = "long", "wide"
_NONE = ""


def show(session: Session, log: Log, preview: Preview) -> None:
    """Say how the log is read, with its first values and the fields to correct it folded away below.

    Where something has to be said before the log can be measured they are open.
    """
    guide = session.guide
    if preview.problem is None and preview.reading is not None:
        st.markdown(_said(log, preview.reading, guide))
    missing = preview.problem is not None
    fold = layout.fold(guide.text("ui.timing.correct"), FOLD, opens=missing, type="compact")
    if fold.open:
        with fold:
            _columns(preview, guide)
            _fields(log, preview, guide)


def _said(log: Log, reading: Reading, guide: Guide) -> str:
    named = reading.columns.items() if reading.wide else ((c, name) for name, c in reading.stages.items())
    stages = " ".join(
        guide.text("ui.timing.stage_is", name=escaped(name), component=guide.component(component))
        for component, name in sorted(named, key=lambda pair: COMPONENTS.index(pair[0]))
    )
    return guide.text(
        f"ui.timing.read_{_WIDE if reading.wide else _LONG}",
        file=escaped(log.name),
        item=escaped(reading.item),
        stage=escaped(reading.stage or ""),
        time=escaped(reading.time or ""),
        stages=stages,
    )


def _columns(preview: Preview, guide: Guide) -> None:
    """Show the log's columns with their first values, one below the other: side by side they fit no phone."""
    shown = preview.columns[:MOST_COLUMNS]
    table = {
        guide.text("ui.timing.column"): [_short(column.name) for column in shown],
        guide.text("ui.timing.values"): [", ".join(map(_short, column.examples)) or "—" for column in shown],
    }
    layout.table(table, guide.text("ui.timing.preview_alt"))
    if len(preview.columns) > len(shown):
        st.caption(guide.many("ui.timing.more_columns", len(preview.columns) - len(shown)))


def _short(cell: str) -> str:
    """Return as much of a cell as fits beside others."""
    return escaped(shortened(" ".join(cell.split()), _LONGEST))


def _fields(log: Log, preview: Preview, guide: Guide) -> None:
    log.asked.clear()
    reading = preview.reading or log.said
    wide = reading.wide if log.wide is None else log.wide
    names = [column.name for column in preview.columns]
    kind = _WIDE if wide else _LONG
    _ask(
        log,
        "kind",
        guide.text("ui.timing.fields.kind"),
        (_LONG, _WIDE),
        kind,
        format_func=lambda kind: guide.text(f"ui.timing.fields.{kind}"),
    )
    if wide:
        _wide(log, reading, names, guide)
    else:
        _long(log, reading, names, guide)
        _stages(log, reading, preview, guide)
    _zone_and_order(log, reading, preview, guide)


def _long(log: Log, reading: Reading, names: list[str], guide: Guide) -> None:
    for column, role in zip(st.columns(3), ("item", "stage", "time"), strict=True):
        with column:
            _column(log, role, getattr(reading, role), names, guide)
    for column, role in zip(st.columns(2), ("caused_by", "release"), strict=True):
        with column:
            _column(log, role, getattr(reading, role) or _NONE, [_NONE, *names], guide)


def _stages(log: Log, reading: Reading, preview: Preview, guide: Guide) -> None:
    named = sorted((name for name, _ in preview.stages if name), key=lambda name: name not in reading.stages)
    counts = dict(preview.stages)
    pair = st.columns(2)
    for place, name in enumerate(named[:MOST_STAGES]):
        with pair[place % 2]:
            label = guide.text("ui.timing.fields.stage_of", name=escaped(name), n=guide.number(counts[name]))
            key = f"stage.{crc32((reading.stage or '').encode()):x}.{crc32(name.encode()):x}"
            _component(log, key, ("stage", name), label, reading.stages.get(name, _NONE), guide)
    if len(named) > MOST_STAGES:
        st.caption(guide.many("ui.timing.fields.more_stages", len(named) - MOST_STAGES))


def _component(log: Log, key: str, role: object, label: str, component: str, guide: Guide) -> None:
    def said(component: str) -> str:
        return guide.component(component) if component else guide.text("ui.timing.fields.left_out")

    _ask(log, key, label, (_NONE, *COMPONENTS), component, role=role, format_func=said)


def _wide(log: Log, reading: Reading, names: list[str], guide: Guide) -> None:
    _column(log, "item", reading.item, names, guide)
    pair = st.columns(2)
    for place, component in enumerate(COMPONENTS):
        with pair[place % 2]:
            label = guide.text("ui.timing.fields.column_of", component=guide.component(component))
            present = reading.columns.get(component, _NONE)
            _column(log, component, present, [_NONE, *names], guide, label=label, role=("column", component))


def _column(
    log: Log,
    key: str,
    present: str | None,
    names: Sequence[str],
    guide: Guide,
    *,
    label: str = "",
    role: object = None,
) -> None:
    """Ask for a column; what is chosen first where a log may lack it is that it does."""
    _ask(
        log,
        key,
        label or guide.text(f"ui.timing.fields.{key}"),
        names,
        present if present in names else None,
        role=role,
        format_func=lambda name: name or guide.text("ui.timing.fields.none"),
        placeholder=guide.text("ui.timing.fields.choose"),
    )


def _zone_and_order(log: Log, reading: Reading, preview: Preview, guide: Guide) -> None:
    zone, order = st.columns(2)
    with zone:
        _ask(log, "zone", guide.text("ui.timing.fields.zone"), _zones(), log.zone)
    if preview.asks_for_dates or reading.day_first is not None:
        with order:
            _ask(
                log,
                "order",
                guide.text("ui.timing.fields.order"),
                (True, False),
                reading.day_first,
                format_func=lambda day: guide.text(
                    f"ui.timing.fields.{'day_first' if day else 'month_first'}"
                ),
                placeholder=guide.text("ui.timing.fields.choose_order"),
            )


@cache
def _zones() -> tuple[str, ...]:
    return ("UTC", *sorted(available_timezones() - {"UTC"}))


def _ask(
    log: Log,
    key: str,
    label: str,
    options: Sequence[Any],
    present: object,
    *,
    role: object = None,
    **look: Any,
) -> None:
    """Draw a field that shows what is so at present; one that has nothing to show yet is another."""
    index = options.index(present) if present is not None else None
    name = f"log_{key}#{log.mark}{'' if index is not None else '.open'}"
    log.asked[name] = role or key
    st.selectbox(label, options, index=index, key=name, on_change=_corrected, **look)


def _corrected() -> None:
    """Read the log as the fields say."""
    log = logs.present()
    if log is None or not log.asked:
        return  # the field is of a log whose place another has taken
    given = {role: st.session_state[name] for name, role in log.asked.items() if name in st.session_state}
    known = log.job.preview
    before = (known.reading if known is not None else None) or log.said
    log.wide = given["kind"] == _WIDE
    log.zone = given.get("zone", log.zone)
    log.said = _reading(given, before, wide=log.wide)


def _reading(given: Mapping[Any, Any], before: Reading, *, wide: bool) -> Reading:
    """Return what the fields say; what hangs on the column of stages is guessed anew with another column."""
    order = given.get("order", before.day_first)
    item = given.get("item") or ""
    if wide:
        columns = {c: given[("column", c)] for c in COMPONENTS if given.get(("column", c))}
        return Reading(item=item, columns=columns, day_first=order)
    stages = {
        role[1]: component
        for role, component in given.items()
        if isinstance(role, tuple) and role[0] == "stage" and component
    }
    same = given.get("stage") == before.stage
    return Reading(
        item=item,
        stage=given.get("stage"),
        time=given.get("time"),
        stages=stages if same else {},
        caused_by=given.get("caused_by"),
        release=given.get("release"),
        day_first=order,
    )
