"""Measured times in the assessment: taking them over, saying where they come from, removing them."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.assessment.model import MeasuredDuration
from flywheel_core.evidence import Source, measured_of
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.evidence.times.said import say_interval
from flywheel_core.guide import Guide
from flywheel_ui import parts
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session, current
from flywheel_ui.source import say_source


def offer(session: Session, result: TransitionTimes, source: Source) -> None:
    """Offer to take the times over; where that is done, say so."""
    guide = session.guide
    times = measured_of(result, source)
    applicable = {t: value for t, value in times.items() if t not in not_applicable_in(session)}
    if not applicable:
        st.caption(guide.text("ui.timing.result.none_to_take"))
        return
    changes = {f"transitions.{transition}.measured": value for transition, value in applicable.items()}
    st.button(
        guide.text("ui.timing.result.take_over"),
        key="log_take_over",
        type="primary",
        on_click=_put,
        args=(changes,),
        disabled=not session.may_edit,
    )
    if all(_comes_from(session, transition, source) for transition in applicable):
        st.success(guide.text("ui.timing.result.taken"), icon=":material/check:")


def _comes_from(session: Session, transition: str, source: Source) -> bool:
    found = _measured(session, transition)
    return (
        found is not None
        and found.source is not None
        and ((found.source.sha256, found.source.at) == (source.sha256, source.at))
    )


def offer_to_remove(session: Session) -> None:
    """Offer to take all measured times out of the assessment, where there are any."""
    there = measured_in(session)
    if there:
        changes = {f"transitions.{transition}.measured": None for transition in there}
        st.button(
            session.guide.text("ui.timing.result.remove"),
            key="log_remove",
            on_click=_put,
            args=(changes,),
            disabled=not session.may_edit,
        )


def _put(changes: dict[str, object]) -> None:
    current().put(changes)
    parts.redraw("timing")


def measured_in(session: Session) -> dict[str, str]:
    """Return when each measured time was measured."""
    found = ((transition, _measured(session, transition)) for transition in TRANSITIONS)
    return {
        transition: (time.source.at if time.source else None) or ""
        for transition, time in found
        if time is not None
    }


def not_applicable_in(session: Session) -> tuple[str, ...]:
    """Return the connections that do not apply: they have no time."""
    answers = session.assessment.transitions
    return tuple(t for t in TRANSITIONS if getattr(answers, t).not_applicable)


def _measured(session: Session, transition: str) -> MeasuredDuration | None:
    found: MeasuredDuration | None = getattr(session.assessment.transitions, transition).measured
    return found


def measured(session: Session, transition: str) -> None:
    """Say below a guess what was measured, and from which log."""
    name = f"measured_{transition}"
    parts.part(name, partial(_measured, session, transition), partial(_say_measured, session, transition))


def _say_measured(session: Session, transition: str) -> None:
    time = _measured(session, transition)
    if time is not None:
        st.markdown(escaped(say_measured(time, session.guide)))


def say_measured(time: MeasuredDuration, guide: Guide) -> str:
    """Return what was measured, and from which log, in one sentence."""
    key = "measured" if time.median is not None else "not_reached"
    ends = [None if end is None else end.total_seconds() for end in time.interval or ()]
    interval = say_interval((ends[0], ends[1]), guide) if ends else ""
    return guide.text(
        f"ui.timing.result.{key}",
        median="" if time.median is None else guide.duration(time.median.total_seconds()),
        interval=f" ({interval})" if interval else "",
        **say_source(time.source, guide),
    )


def contradicted(session: Session) -> Iterator[str]:
    """Yield each guess that the log contradicts, and what to do about it (R9)."""
    for found in session.findings.contradictions:
        if found.verdict == "guess_and_clock":
            yield found.said
