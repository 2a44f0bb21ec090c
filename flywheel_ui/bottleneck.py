"""Step 3: what the durations mean so far."""

from collections.abc import Iterator

import streamlit as st

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.decisions import say_cycle_time
from flywheel_core.questions import say_answer
from flywheel_ui import fields, layout, parts, timing
from flywheel_ui.session import Session


def ask(session: Session, transition: str) -> None:
    """Ask how long a connection takes, where it applies."""
    path = f"transitions.{transition}"
    if getattr(session.assessment.transitions, transition).not_applicable:
        not_applicable(session, transition)
        return
    st.markdown(f"**{session.guide.transition(transition)}.** {session.guide.text(f'{path}.done_when')}")
    fields.duration(f"{path}.duration", spread=True, hide_label=session.may_edit)
    timing.measured(session, transition)
    fields.note(f"{path}.duration", session.guide.transition(transition))


def not_timed(session: Session) -> list[str | None]:
    """Return, for each connection, why it does not apply, or None."""
    return [getattr(session.assessment.transitions, transition).not_applicable for transition in TRANSITIONS]


#: Where the guide says that loops break most often.
_USUAL = ("storage_to_analysis", "analysis_to_application")


def usual(session: Session) -> None:
    """Say where it usually breaks and what is done about it, of the connections that apply."""
    guide, all_of_them = session.guide, session.assessment.transitions
    shown = [transition for transition in _USUAL if not getattr(all_of_them, transition).not_applicable]
    if not shown:
        return
    st.header(guide.text("ui.bottleneck.usual"), anchor=False)
    for column, transition in zip(st.columns(2), shown, strict=False):
        with column.container(border=True):
            st.subheader(guide.text(f"transitions.{transition}.name"), anchor=False)
            st.markdown(guide.text(f"ui.bottleneck.{transition}"))
            layout.bullets(guide.lines(f"investments.{transition}.actions"))


def not_applicable(session: Session, transition: str) -> None:
    """Say why a connection is not timed."""
    st.markdown(f"**{session.guide.transition(transition)}**")
    st.text(say_answer(session.assessment, f"transitions.{transition}.duration", session.guide))


def what_it_means(session: Session) -> Iterator[str]:
    """Yield the bottleneck, where judgement or guess and clock differ, and the cycle time."""
    findings = session.findings
    yield findings.bottleneck.why
    clock = next((c for c in findings.contradictions if c.verdict == "clock_and_judgement"), None)
    if clock is not None:
        yield clock.said
    yield from timing.contradicted(session)
    yield say_cycle_time(findings, session.guide)


def shares(session: Session) -> None:
    """Show how often each connection comes out slowest, where ranges were given."""
    parts.part("shares", lambda: session.findings.bottleneck.shares, lambda: _shares(session))


def _shares(session: Session) -> None:
    found, guide = session.findings.bottleneck, session.guide
    if not found.spread or found.shares is None:
        return
    with st.expander(guide.text("ui.bottleneck.shares")):
        columns = {
            guide.text("ui.bottleneck.connection"): [guide.transition(t) for t in found.shares],
            guide.text("ui.bottleneck.share"): [
                guide.text("answers.said.percent", n=guide.number(round(100 * share, 1)))
                for share in found.shares.values()
            ],
        }
        layout.table(columns, guide.text("ui.bottleneck.shares"))
        st.caption(guide.text("ui.bottleneck.shares_how", bar=round(100 * found.bar)))
