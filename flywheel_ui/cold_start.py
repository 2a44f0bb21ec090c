"""Step 4: what fits, and how far away 1,000 meaningful points are."""

from collections.abc import Iterator

import streamlit as st

from flywheel_core.findings import GATES
from flywheel_ui import parts
from flywheel_ui.session import Session


def what_it_means(session: Session) -> Iterator[str]:
    """Yield the verdict, the weeks that are left, and what has to come first."""
    found, guide = session.findings.cold_start, session.guide
    if session.findings.gate.verdict in GATES:
        yield session.findings.gate.why
    yield found.why
    if found.weeks_to_1000:
        yield guide.many("ui.cold_start.weeks", round(found.weeks_to_1000, 1))
    yield from (item.said for item in session.findings.contradictions if item.is_about("cold_start"))


def strategy(session: Session, strategy: str) -> None:
    """Show one strategy: what it is, an example, and whether it fits."""
    guide = session.guide
    st.subheader(guide.text(f"strategies.{strategy}.name"), anchor=False)
    st.markdown(guide.text(f"strategies.{strategy}.what"))
    st.caption(guide.text(f"strategies.{strategy}.example"))
    parts.part(f"fit {strategy}", lambda: _fit(session, strategy), lambda: _say_fit(session, strategy))


def _fit(session: Session, strategy: str) -> str:
    return next(found.why for found in session.findings.cold_start.strategies if found.id == strategy)


def _say_fit(session: Session, strategy: str) -> None:
    st.markdown(_fit(session, strategy))


def next_page(session: Session) -> str | None:
    """Lead back to Step 1 where Step 4 came first and Step 1 is still to be done (R10)."""
    came_first = session.findings.gate.verdict == "validate_demand_first"
    untouched = session.findings.weakest_connection.verdict == "unknown"
    return "components" if came_first and untouched else None
