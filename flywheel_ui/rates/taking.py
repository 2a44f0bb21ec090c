"""Measured rates in the assessment: taking them over, saying where they come from, removing them."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from flywheel_core.assessment.model import MeasuredLearning, MeasuredNetwork
from flywheel_core.evidence import Source, measured_learning, measured_network
from flywheel_core.evidence.learning_curve import LearningRate
from flywheel_core.evidence.network_effect import NetworkEffect
from flywheel_core.guide import Guide
from flywheel_ui import parts
from flywheel_ui.fields import escaped
from flywheel_ui.rates.table import Kind
from flywheel_ui.session import Session, current
from flywheel_ui.source import say_source

#: Where a measured verdict is kept.
PATHS: dict[Kind, str] = {
    "learning": "velocity.learning_curve.measured",
    "network": "velocity.network_effect.measured",
}


def offer(session: Session, kind: Kind, found: LearningRate | NetworkEffect, source: Source) -> None:
    """Offer to take the verdict over; where that is done, say so."""
    guide = session.guide
    if found.verdict == "refused":
        st.caption(guide.text("ui.rates.result.none_to_take"))
        return
    value = (
        measured_learning(found, source)
        if isinstance(found, LearningRate)
        else measured_network(found, source)
    )
    st.button(
        guide.text("ui.rates.result.take_over"),
        key=f"{kind}_take_over",
        type="primary",
        on_click=_put,
        args=(kind, {PATHS[kind]: value}),
        disabled=not session.may_edit,
    )
    if measured_at(session, kind) == (source.sha256, source.at):
        st.success(guide.text(f"ui.rates.{kind}.taken"), icon=":material/check:")


def offer_to_remove(session: Session, kind: Kind) -> None:
    """Offer to take the measured verdict out of the assessment, where there is one."""
    if _measured(session, kind) is not None:
        st.button(
            session.guide.text(f"ui.rates.{kind}.remove"),
            key=f"{kind}_remove",
            on_click=_put,
            args=(kind, {PATHS[kind]: None}),
            disabled=not session.may_edit,
        )


def _put(kind: Kind, changes: dict[str, object]) -> None:
    current().put(changes)
    parts.redraw(f"rate_{kind}")


def measured_at(session: Session, kind: Kind) -> tuple[str | None, str | None] | None:
    """Return the hash and the moment of the present measured verdict; None without one."""
    found = _measured(session, kind)
    if found is None:
        return None
    return (None, None) if found.source is None else (found.source.sha256, found.source.at)


def _measured(session: Session, kind: Kind) -> MeasuredLearning | MeasuredNetwork | None:
    velocity = session.assessment.velocity
    return velocity.learning_curve.measured if kind == "learning" else velocity.network_effect.measured


def measured(session: Session, kind: Kind) -> None:
    """Say below an estimate what was measured, and from which table."""
    parts.part(f"measured_{kind}", partial(_measured, session, kind), partial(_say, session, kind))


def _say(session: Session, kind: Kind) -> None:
    found = _measured(session, kind)
    if found is not None:
        st.markdown(escaped(say_measured(kind, found, session.guide)))


def say_measured(kind: Kind, found: MeasuredLearning | MeasuredNetwork, guide: Guide) -> str:
    """Return the measured verdict, and from which table it is, in one sentence."""
    verdict = guide.text(f"{_NAMES[kind]}.{found.verdict}") if found.verdict else "—"
    return guide.text(
        "ui.rates.result.measured",
        verdict=verdict,
        **say_source(found.source, guide),
    )


_NAMES: dict[Kind, str] = {"learning": "learning_curves", "network": "network_effects"}


def contradicted(session: Session) -> Iterator[str]:
    """Yield where a measurement and the judgement differ, and what to do about it (R9 and beside it)."""
    guide, velocity = session.guide, session.assessment.velocity
    for found in session.findings.contradictions:
        if found.verdict in ("network_not_measured", "network_measured"):
            yield found.said
    said, counted = velocity.learning_curve.estimated, velocity.learning_curve.measured
    verdicts = ("improving", "flattening", "degrading")
    if said in verdicts and counted is not None and counted.verdict in verdicts and said != counted.verdict:
        yield guide.text(
            "ui.rates.differs",
            said=guide.text(f"learning_curves.{said}"),
            measured=guide.text(f"learning_curves.{counted.verdict}"),
        )
