"""The section of Step 3: a log comes in, is read, corrected, measured, and its times are taken over."""

from functools import partial

import streamlit as st

from flywheel_ui import layout, parts
from flywheel_ui.fields import escaped
from flywheel_ui.session import Session, current
from flywheel_ui.source import ENDINGS
from flywheel_ui.timing import log as logs
from flywheel_ui.timing import reading, result, taking
from flywheel_ui.timing.log import Log

FOLD = "log_fold"
_UPLOADS = "log_uploads"
_SAMPLE_ITEMS, _RELEASE_DAYS = 600, 14
#: A small log is done in this time: its page is drawn once. Others are asked after as often as this.
_PATIENCE_S, _AGAIN_S = 1.2, 0.3


def section(session: Session) -> None:
    """Offer to measure the times, folded away until it is wanted."""
    parts.part("timing", partial(_shows, session), partial(_fold, session))


def _shows(session: Session) -> object:
    log = logs.present()
    seen = None if log is None else (id(log), log.wide, id(log.job), log.job.done)
    return seen, session.may_edit, taking.measured_in(session), taking.not_applicable_in(session)


def _fold(session: Session) -> None:
    guide, log = session.guide, logs.present()
    fold = layout.fold(guide.text("ui.timing.title"), FOLD, opens=log is not None)
    if not fold.open:
        return
    with fold:
        st.markdown(guide.text("ui.timing.lead"))
        st.caption(guide.text("ui.timing.private"))
        _ask_for_log(session)
        if log is not None:
            _read(session, log)
            st.button(guide.text("ui.timing.forget"), key="log_forget", on_click=_forget)
        taking.offer_to_remove(session)


def _ask_for_log(session: Session) -> None:
    guide = session.guide
    st.file_uploader(
        guide.text("ui.timing.upload"),
        type=ENDINGS,
        key=_upload(),
        on_change=_uploaded,
    )
    st.caption(guide.text("ui.timing.practise"))
    with st.container(horizontal=True):
        st.button(guide.text("ui.timing.use_sample"), key="log_sample", on_click=_use_sample)
        for name, days in (("sample", 0), ("sample_releases", _RELEASE_DAYS)):
            st.download_button(
                guide.text(f"ui.timing.{name}"),
                data=partial(_sample, days),
                file_name=f"{guide.text(f'ui.timing.{name}_file')}.csv",
                mime="text/csv",
                key=f"log_{name}_file",
                on_click="ignore",
            )


def _upload() -> str:
    """Return the key of the present upload: with another number it is empty again."""
    return f"log_file#{st.session_state.setdefault(_UPLOADS, 0)}"


def _uploaded() -> None:
    file = st.session_state[_upload()]
    if file is None:
        logs.forget()
    else:
        logs.take(file.name, file.getvalue(), current().guide)


def _use_sample() -> None:
    guide = current().guide
    st.session_state[_UPLOADS] += 1
    logs.take(f"{guide.text('ui.timing.sample_file')}.csv", _sample(0), guide)


def _forget() -> None:
    st.session_state[_UPLOADS] += 1
    logs.forget()


def _sample(release_days: float) -> bytes:
    from flywheel_core.evidence.samples import sample_log

    return sample_log(_SAMPLE_ITEMS, release_days=release_days).as_csv().encode()


def _read(session: Session, log: Log) -> None:
    """Show how the log is read and what it says; while that takes long, how far it has come."""
    job = log.job
    if not job.wait(_PATIENCE_S):
        st.fragment(partial(_progress, log), run_every=_AGAIN_S)()
        return
    # A place that is always there: what stands below stays where it is when a sentence comes or goes.
    place = st.empty()
    if job.problem:
        place.error(escaped(job.problem), icon=":material/error:")
    if job.preview is not None:
        reading.show(session, log, job.preview)
    if job.result is not None and job.source is not None:
        result.show(session, log, job.result, job.source)


def _progress(log: Log) -> None:
    job, guide = log.job, log.guide
    if job.done:
        st.rerun()
    st.progress(job.share, text=guide.text(job.doing))
