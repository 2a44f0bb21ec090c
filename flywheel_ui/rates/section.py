"""The two sections of Step 5: a table comes in, is read, corrected, measured, and its verdict taken over."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from flywheel_ui import layout, parts
from flywheel_ui.fields import escaped
from flywheel_ui.rates import reading, result, table, taking
from flywheel_ui.rates.table import Kind, Table
from flywheel_ui.session import Session, current
from flywheel_ui.source import ENDINGS

LARGEST_MIB = 10


def _runs() -> str:
    from flywheel_core.evidence.series.samples import sample_runs

    return sample_runs().as_csv()


def _series(effect: float) -> str:
    from flywheel_core.evidence.series.samples import sample_series

    return sample_series(effect=effect).as_csv()


def _ablation() -> str:
    from flywheel_core.evidence.series.samples import sample_ablation

    return sample_ablation().as_csv()


#: The made-up tables of each section, the first of which is used where one is asked for.
SAMPLES: dict[Kind, dict[str, Callable[[], str]]] = {
    "learning": {"runs": _runs},
    "network": {
        "series": partial(_series, 0.03),
        "series_without": partial(_series, 0.0),
        "ablation": _ablation,
    },
}


def section(session: Session, kind: Kind) -> None:
    """Offer to measure it, folded away until it is wanted."""
    parts.part(f"rate_{kind}", partial(_shows, session, kind), partial(_fold, session, kind))


def _shows(session: Session, kind: Kind) -> object:
    given = table.present(kind)
    seen = None if given is None else (given.mark, given.asked, cycle_seconds(session))
    return seen, session.may_edit, taking.measured_at(session, kind)


def cycle_seconds(session: Session) -> float | None:
    """Return the cycle time by which a lag is chosen, None where it is not known."""
    cycle = session.findings.velocity.cycle_time
    return None if cycle is None else cycle.total_seconds()


def _fold(session: Session, kind: Kind) -> None:
    guide, given = session.guide, table.present(kind)
    fold = layout.fold(guide.text(f"ui.rates.{kind}.title"), f"{kind}_fold", opens=given is not None)
    if not fold.open:
        return
    with fold:
        st.markdown(guide.text(f"ui.rates.{kind}.lead"))
        st.caption(guide.text("ui.rates.private"))
        _ask_for_table(session, kind)
        if given is not None:
            _show(session, given)
            st.button(guide.text("ui.rates.forget"), key=f"{kind}_forget", on_click=_forget, args=(kind,))
        taking.offer_to_remove(session, kind)


def _show(session: Session, given: Table) -> None:
    """Show how the table is read and what it says."""
    answer = given.answer(cycle_seconds(session))
    # A place that is always there: what stands below stays where it is when a sentence comes or goes.
    place = st.empty()
    if answer.problem:
        place.error(escaped(answer.problem), icon=":material/error:")
    if answer.preview is not None:
        reading.show(session, given, answer)
    if answer.found is not None:
        result.show(session, given, answer)


def _ask_for_table(session: Session, kind: Kind) -> None:
    guide = session.guide
    st.file_uploader(
        guide.text(f"ui.rates.{kind}.upload"),
        type=ENDINGS,
        key=_upload(kind),
        on_change=_uploaded,
        args=(kind,),
        max_upload_size=LARGEST_MIB,
    )
    st.caption(guide.text("ui.rates.practise"))
    with st.container(horizontal=True):
        for name, make in SAMPLES[kind].items():
            st.button(
                guide.text(f"ui.rates.use.{name}"),
                key=f"{kind}_use_{name}",
                on_click=_use_sample,
                args=(kind, name),
            )
            st.download_button(
                guide.text(f"ui.rates.download.{name}"),
                data=partial(_bytes, make),
                file_name=_file_of(name),
                mime="text/csv",
                key=f"{kind}_{name}_file",
                on_click="ignore",
            )


def _bytes(make: Callable[[], str]) -> bytes:
    return make().encode()


def _file_of(name: str) -> str:
    return f"{current().guide.text(f'ui.rates.file.{name}')}.csv"


def _upload(kind: Kind) -> str:
    """Return the key of the present upload: with another number it is empty again."""
    return f"{kind}_file#{st.session_state.setdefault(_uploads(kind), 0)}"


def _uploads(kind: Kind) -> str:
    return f"{kind}_uploads"


def _uploaded(kind: Kind) -> None:
    file = st.session_state[_upload(kind)]
    if file is None:
        table.forget(kind)
    else:
        table.take(kind, file.name, file.getvalue(), current().guide)


def _use_sample(kind: Kind, name: str) -> None:
    st.session_state[_uploads(kind)] += 1
    table.take(kind, _file_of(name), _bytes(SAMPLES[kind][name]), current().guide)


def _forget(kind: Kind) -> None:
    st.session_state[_uploads(kind)] += 1
    table.forget(kind)
