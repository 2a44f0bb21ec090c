"""A level or a strength: a sentence to choose, or that it doesn't apply, with the reason."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from flywheel_core.assessment import value_at
from flywheel_core.questions import question_of
from flywheel_ui.fields.asked import asked, bound, error, escaped
from flywheel_ui.fields.basis import basis_asked, basis_of, put_estimate, who_said
from flywheel_ui.session import Session, current

NOT_APPLICABLE, UNSURE = "not_applicable", "unsure"


def scale(part: str, key: str, sentences: Sequence[str], hints: Sequence[str]) -> None:
    """Ask for a level or a strength: a sentence to choose, *not sure*, or *not applicable* with its reason.

    `part` is the component's or transition's path, `key` is `level` or `strength`. The question itself
    stands above, as the screen's heading.
    """
    path, reason = f"{part}.{key}", f"{part}.not_applicable"
    guide = current().guide
    words: dict[int | str, str] = {
        **dict(enumerate(sentences)),
        UNSURE: guide.text("ui.fields.unsure"),
        NOT_APPLICABLE: guide.text("ui.fields.not_applicable"),
    }
    captions = [*hints, guide.text("ui.fields.unsure_hint"), guide.text("ui.fields.not_applicable_hint")]

    def draw(session: Session) -> None:
        present, options, widget = _chosen(session, part, key), [*words], session.key(path)
        bound(
            st.radio,
            question_of(path, guide),
            widget,
            present,
            partial(_commit_scale, part, key, widget),
            options=options,
            index=None if present is None else options.index(present),
            format_func=words.__getitem__,
            captions=captions,
            label_visibility="collapsed",
        )

    def below(session: Session) -> None:
        if _chosen(session, part, key) == NOT_APPLICABLE:
            _reason(session, part, key)
        else:
            who_said(session, path)

    def more(session: Session) -> object:
        why = session.key(reason), session.wrong_with(reason), value_at(session.assessment, reason)
        not_applicable = _chosen(session, part, key) == NOT_APPLICABLE
        return not_applicable and why, basis_asked(session, path)

    current().asked_here.add(reason)
    asked(path, draw, below, more)


def _chosen(session: Session, part: str, key: str) -> int | str | None:
    """Return what is chosen: of *not applicable* also where its reason is still awaited."""
    answer = value_at(session.assessment, part) or {}
    if "not_applicable" in answer or f"{part}.not_applicable" in session.errors:
        return NOT_APPLICABLE
    if key in answer:
        return int(answer[key])
    return UNSURE if answer.get(f"{key}_unsure") else None


def _commit_scale(part: str, key: str, widget: str) -> None:
    session, chosen = current(), st.session_state[widget]
    if chosen == NOT_APPLICABLE:
        _await_reason(session, part)  # saved with its reason, which is asked for next
        return
    path, unsure = f"{part}.{key}", chosen == UNSURE
    changes = {f"{path}_unsure": True if unsure else None, f"{part}.not_applicable": None}
    if unsure:
        session.put({path: None, **changes, basis_of(path): None})
    else:
        put_estimate(session, path, {path: chosen, **changes})


def _await_reason(session: Session, part: str) -> None:
    session.refuse(f"{part}.not_applicable", session.guide.text("ui.fields.reason_missing"))


def _reason(session: Session, part: str, key: str) -> None:
    path = f"{part}.not_applicable"
    widget, present = session.key(path), value_at(session.assessment, path) or ""
    bound(
        st.text_input,
        session.guide.text("ui.fields.reason"),
        widget,
        present,
        partial(_commit_reason, part, key, widget),
        value=session.typed.get(path, present),
    )
    if session.errors.get(path) == session.guide.text("ui.fields.reason_missing"):
        with st.container(key=f"spoken_{path}"):
            st.caption(session.errors[path])
            st.caption(escaped(session.counts_until_then(path)))
    else:
        error(session, path)


def _commit_reason(part: str, key: str, widget: str) -> None:
    session, reason = current(), st.session_state[widget]
    if not reason.strip():
        session.put({f"{part}.not_applicable": None})
        _await_reason(session, part)
        return
    cleared = {f"{part}.{name}": None for name in (key, f"{key}_unsure", "basis")}
    if part.startswith("transitions."):
        cleared |= {f"{part}.duration": None, f"{part}.duration_unsure": None}
    session.put({f"{part}.not_applicable": reason, **cleared}, typed=reason)
