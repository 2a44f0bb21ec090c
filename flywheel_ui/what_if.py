"""What-if: a slider for each transition, and how growth may compound. Neither is an answer, nor saved."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from zlib import crc32

import streamlit as st

from flywheel_core import Guide, assess
from flywheel_core.charts import growth_chart, ring_of
from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.series.reading import Series
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.what_if import (
    LogWhatIf,
    WhatIf,
    figures_of,
    ladder_table,
    savings_table,
    say_basis,
    say_savings,
    say_turn,
    scaled,
    what_if,
)
from flywheel_core.what_if.compounding import Compounding
from flywheel_core.what_if.compounding_said import (
    compounding_of,
    growth_table,
    points_per_user,
    why_compounding,
)
from flywheel_ui import layout, loop_ring, rates
from flywheel_ui.look import look
from flywheel_ui.session import Session
from flywheel_ui.timing import log as logs

#: What a slider offers, in percent of today's time.
_PERCENT, _TODAY = range(10, 201, 10), 100

Factors = Mapping[str, float]


def ask(session: Session) -> Factors:
    """Show the sliders for the connections of this tab's log, else for those of the answers."""
    log = _log_of_tab()
    if log is not None:
        return _factors(session, log.seconds)
    seconds = {t: it.seconds for t, it in figures_of(session.findings).items()}
    # Where nothing passes no turn comes to its end: there is no time to multiply.
    return _factors(session, seconds) if all(map(math.isfinite, seconds.values())) else {}


def works_out(session: Session, factors: Factors) -> WhatIf | None:
    """Return what the sliders come to: from this tab's log, else from the answers."""
    log = _log_of_tab()
    return what_if(session.findings, factors) if log is None else log.what_if(factors)


def ring(session: Session, factors: Factors) -> None:
    """Draw the ring of the answers with the sliders' times; where these are a log's, the ring as it is."""
    if _log_of_tab() is not None:
        loop_ring.show()
        st.caption(session.guide.text("ui.what_if.ring_of_answers"))
        return
    moved = {transition: factor for transition, factor in factors.items() if factor != 1}
    if not moved:
        loop_ring.show()
        return
    then = scaled(session.assessment, moved)
    drawn = ring_of(then, assess(then, session.guide), session.guide)
    loop_ring.show_instead(drawn, session.guide.text("ui.what_if.ring"))


def _log_of_tab() -> LogWhatIf | None:
    """Return what this tab's log says, worked out once for each result; None where it has no whole items."""
    log = logs.present()
    result: TransitionTimes | None = log.job.result if log is not None and log.job.done else None
    if log is None or result is None:
        return None
    found = log.kept.of((result,), "what_if", lambda: LogWhatIf(result))
    return found if found.what_if() is not None else None


def _factors(session: Session, seconds: Mapping[str, float | None]) -> dict[str, float]:
    """Ask for each connection how long it takes, as a share of today's time and in words."""
    chosen = {
        transition: st.select_slider(
            session.guide.transition(transition),
            _PERCENT,
            _TODAY,
            format_func=partial(_say_time, session.guide, today),
            key=_key(session, transition),
            persist_state="session",
        )
        for transition, today in seconds.items()
    }
    if chosen:
        keys = [_key(session, transition) for transition in chosen]
        label = session.guide.text("ui.what_if.back")
        st.button(label, key="what_if.back", on_click=_back_to_today, args=(keys,))
    return {transition: percent / 100 for transition, percent in chosen.items()}


def _key(session: Session, transition: str) -> str:
    """The slider's key: another assessment begins at its own today."""
    return f"what_if.{transition}#{crc32((session.token or '').encode())}"


def _back_to_today(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state[key] = _TODAY


def _say_time(guide: Guide, today: float | None, percent: int) -> str:
    if today is None:
        return guide.text("ui.what_if.percent", percent=percent)
    key = "ui.what_if.today" if percent == _TODAY else "ui.what_if.time"
    return guide.text(key, time=guide.duration(today * percent / 100), percent=percent)


def turns(session: Session, found: WhatIf) -> None:
    """Show the turn as the sliders have it beside the one of today, and what both rest on."""
    guide = session.guide
    with st.container(border=True):
        with st.container(key="spoken_turn"):
            st.caption(guide.text("ui.what_if.then"))
            st.markdown(f"**{say_turn(found.then, guide)}**")
        st.caption(guide.text("ui.what_if.now"))
        st.markdown(say_turn(found.now, guide))
        st.caption(say_basis(found, guide))


def steps(session: Session, found: WhatIf) -> None:
    """Show the ladder, what halving each one saves, and how little some of it buys."""
    guide = session.guide
    st.header(guide.text("ui.what_if.ladder"), anchor=False)
    st.markdown(guide.text("ui.what_if.ladder_lead"))
    layout.table(ladder_table(found, guide), guide.text("ui.what_if.ladder"))
    st.header(guide.text("ui.what_if.savings"), anchor=False)
    layout.table(savings_table(found, guide), guide.text("ui.what_if.savings"))
    layout.bullets(say_savings(found, guide))


def growth(session: Session) -> None:
    """Show how growth compounds over the next 24 months, or that the loop is not demonstrated."""
    guide = session.guide
    st.header(guide.text("ui.what_if.growth"), anchor=False)
    st.markdown(guide.text("ui.what_if.growth_lead"))
    found = _compounding(session, _rate(session), _series(session))
    st.markdown(f"**{why_compounding(found, guide)}**")
    if not found.without:
        return
    band = (found.low, found.middle, found.high) if found.middle else None
    for panel in growth_chart(found.without, band, guide, look()).panels():
        st.vega_lite_chart(panel, theme=None, width="stretch")
    layout.table(growth_table(found, guide), guide.text("ui.what_if.growth_alt"))


def _rate(session: Session) -> LearningRate | None:
    given = rates.present("learning")
    found = None if given is None else given.answer(rates.cycle_seconds(session)).found
    return found if isinstance(found, LearningRate) else None


def _series(session: Session) -> Series | None:
    given = rates.present("network")
    answer = None if given is None else given.answer(rates.cycle_seconds(session))
    return answer.series if answer is not None and answer.method == "network" else None


def _compounding(session: Session, rate: LearningRate | None, series: Series | None) -> Compounding:
    given = rates.present("network")
    if given is None or series is None:
        return compounding_of(rate, series, None, per_user=None)
    adds, forgetting = _assumptions(session, series)

    def compounded() -> Compounding:
        return compounding_of(
            rate,
            series,
            given.asked.better,
            per_user=adds,
            forgetting=forgetting,
            best=given.asked.best,
        )

    return given.kept.of((rate, series), ("compounding", adds, forgetting), compounded)


def _assumptions(session: Session, series: Series) -> tuple[float | None, float]:
    """Ask how many points a user adds in a month, and which share of the data goes out of date."""
    guide = session.guide
    points, old = st.columns(2, vertical_alignment="bottom")
    known = points_per_user(session.assessment, series)
    with points:
        adds = st.number_input(
            guide.text("ui.what_if.points_per_user"),
            min_value=0.0,
            value=known,
            key="what_if.points_per_user",
            format="%g",
        )
    with old:
        percent = st.slider(
            guide.text("ui.what_if.forgetting"), 0, 50, 0, 1, key="what_if.old", format="%d%%"
        )
    return (adds or None), percent / 100
