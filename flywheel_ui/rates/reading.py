"""How a table is read: the columns that were guessed, with fields to correct them, and what is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.evidence.series.columns import ROLES
from flywheel_core.evidence.series.numbers import LARGEST
from flywheel_core.evidence.series.reading import SeriesPreview
from flywheel_core.evidence.series.said import say_read
from flywheel_core.guide import Guide
from flywheel_ui import layout
from flywheel_ui.fields import escaped
from flywheel_ui.rates import table
from flywheel_ui.rates.table import Answer, Asked, Kind, Table
from flywheel_ui.session import Session

_COLUMNS, _MOST_LAG = 12, 1_000
_SERIES, _ABLATION, _ALL = "series", "ablation", ""
_WAYS = ("higher", "lower")


def show(session: Session, given: Table, answer: Answer) -> None:
    """Say how the table is read, with its first rows and the fields; open where something is missing."""
    guide, preview = session.guide, answer.preview
    if preview is None:
        return
    if answer.series is not None:
        st.markdown(escaped(say_read(answer.series, guide)))
    given.fields.clear()
    _figures(given, answer, guide)
    missing = bool(answer.problem)
    key = f"{given.kind}_correct"
    fold = layout.fold(guide.text("ui.rates.correct"), key, opens=missing, type="compact")
    if fold.open:
        with fold:
            _first_rows(preview, guide)
            _columns(given, answer, preview, guide)


def _figures(given: Table, answer: Answer, guide: Guide) -> None:
    """Ask which way is better, and for the figures that the verdict is measured against."""
    asked, preview = given.asked, answer.preview
    better = asked.better or (None if preview is None else preview.better)
    _ask(
        given,
        st.radio,
        "better",
        guide.text("ui.rates.fields.better"),
        options=_WAYS,
        index=None if better is None else _WAYS.index(better),
        format_func=lambda way: guide.text(f"ui.rates.fields.{way}"),
        horizontal=True,
    )
    names = ("worthwhile", "price", "best") if given.kind == "learning" else ("best",)
    places = st.columns(3)
    for place, name in zip(places, names, strict=False):
        with place:
            _number(given, name, getattr(asked, name), guide, least=-LARGEST if name == "best" else 0.0)
    if answer.method == "network":
        with places[1]:
            _lag(given, answer, guide)


def _number(given: Table, name: str, value: float | None, guide: Guide, *, least: float | None) -> None:
    label = guide.text(f"ui.rates.fields.{name}")
    words = f"ui.rates.fields.{name}_empty"
    _ask(
        given,
        st.number_input,
        name,
        label,
        value=value,
        min_value=least,
        max_value=LARGEST,
        format="%g",
        placeholder=guide.text(words) if guide.has(words) else "",
        help=guide.text(f"ui.rates.fields.{name}_help"),
    )


def _lag(given: Table, answer: Answer, guide: Guide) -> None:
    found = answer.found
    lag = found.lag if isinstance(found, NetworkEffect) else given.asked.lag or 0
    label, help_text = guide.text("ui.rates.fields.lag"), guide.text("ui.rates.fields.lag_help")
    _ask(
        given,
        st.number_input,
        "lag",
        label,
        value=lag,
        min_value=0,
        max_value=max(_MOST_LAG, lag),
        step=1,
        help=help_text,
    )


def _first_rows(preview: SeriesPreview, guide: Guide) -> None:
    cells = zip(*preview.rows, strict=True)
    shown = {
        escaped(name): [escaped(cell) for cell in column]
        for name, column in zip(preview.names[:_COLUMNS], cells, strict=False)
    }
    st.caption(guide.text("ui.rates.preview"))
    layout.table(shown, guide.text("ui.rates.preview_alt"))


def _columns(given: Table, answer: Answer, preview: SeriesPreview, guide: Guide) -> None:
    if given.kind == "network":
        _ask(
            given,
            st.radio,
            "method",
            guide.text("ui.rates.fields.method"),
            options=(_SERIES, _ABLATION),
            index=int(answer.method == "ablation"),
            format_func=lambda method: guide.text(f"ui.rates.fields.{method}"),
        )
    roles = ROLES[answer.method]
    for place, role in zip(st.columns(len(roles)), roles, strict=True):
        column = preview.columns.get(role)
        with place:
            _ask(
                given,
                st.selectbox,
                f"column.{answer.method}.{role}",
                guide.text(f"ui.rates.fields.columns.{role}"),
                options=preview.names,
                index=preview.names.index(column) if column in preview.names else None,
                placeholder=guide.text("ui.rates.fields.choose"),
            )
    _only(given, answer, guide)


def _only(given: Table, answer: Answer, guide: Guide) -> None:
    """Ask which of several kinds of rows to use, where the table has such a column."""
    chosen = given.asked.only
    kinds = {} if answer.series is None else answer.series.kinds
    if chosen is not None and chosen[0] not in kinds:
        kinds = {chosen[0]: (chosen[1],), **kinds}
    for name, values in list(kinds.items())[:1]:
        present = chosen[1] if chosen is not None and chosen[0] == name else _ALL
        options: Sequence[str] = (_ALL, *values)
        _ask(
            given,
            st.selectbox,
            f"only.{name}",
            guide.text("ui.rates.fields.only", name=escaped(name)),
            options=options,
            index=options.index(present),
            format_func=lambda value: value or guide.text("ui.rates.fields.all_rows"),
        )


def _ask(given: Table, widget: Callable[..., object], role: str, label: str, **look: Any) -> None:
    """Draw a field that shows what is so at present; where that is another guess by now, it is another field.

    Streamlit would leave what a field of the same key shows as it is.
    """
    index = look.get("index")
    shown = look.get("value") if index is None else look["options"][index]
    if st.session_state.get(_key(given, role), shown) != shown:
        given.reborn[role] += 1
    key = _key(given, role)
    given.fields[key] = role, shown
    widget(label, key=key, on_change=_corrected, args=(given.kind,), **look)


def _key(given: Table, role: str) -> str:
    return f"{given.kind}_{role}#{given.mark}.{given.reborn[role]}"


def _corrected(kind: Kind) -> None:
    """Read the table as the fields say."""
    given = table.present(kind)
    if given is None:
        return
    # What still shows a guess is not said: after another correction the guess may be another.
    said = {
        role: st.session_state[key]
        for key, (role, shown) in given.fields.items()
        if key in st.session_state and st.session_state[key] != shown
    }
    given.asked = _asked(given.asked, said)


def _asked(before: Asked, said: Mapping[str, Any]) -> Asked:
    figures = {
        name: said.get(name, getattr(before, name)) for name in ("better", "worthwhile", "price", "best")
    }
    columns = {
        role.rpartition(".")[2]: column
        for role, column in said.items()
        if role.startswith("column.") and column is not None
    }
    ablation, only = before.ablation, before.only
    if "method" in said:
        ablation = said["method"] == _ABLATION
    for role, value in said.items():
        if role.startswith("only."):
            only = (role.removeprefix("only."), value) if value else None
    return replace(
        before,
        **figures,
        columns=tuple({**dict(before.columns), **columns}.items()),
        ablation=ablation,
        only=only,
        lag=said.get("lag", before.lag),
    )
