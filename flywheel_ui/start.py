"""What the start page offers before the first answer: who can read it, and assessments that exist already."""

from collections.abc import Iterator

import streamlit as st

from flywheel_core import AnswersError, Assessment, change, load_guide, read_answers
from flywheel_core.files import EXAMPLES, asset
from flywheel_core.guide import languages
from flywheel_core.questions import question_of
from flywheel_core.store import StoreError, UnknownLink
from flywheel_ui import fields, layout
from flywheel_ui.address import is_this_machine, pasted
from flywheel_ui.fields import escaped
from flywheel_ui.session import LINK, Session, current, store


def who_can_read(session: Session) -> Iterator[str]:
    """Yield who can read what is typed, where it lies and for how long."""
    guide = session.guide
    local = is_this_machine()
    yield guide.text("ui.start.where_here" if local else "ui.start.where")
    if local and (place := _place()):
        yield guide.text("ui.start.place", place=escaped(place) if "`" in place else f"`{place}`")
    for sentence in ("readers", "how_long", "nowhere_else"):
        yield guide.text(f"ui.start.{sentence}")


def _place() -> str:
    try:
        return store().place
    except StoreError as error:
        return error.place  # the shell says what is wrong with it


def elsewhere(session: Session) -> None:
    """Offer to go on with what exists already; once something is begun that is folded away on the next visit.

    It stays as it is while this page is shown, or the first answer would have all below it jump.
    """
    with layout.fold(session.guide.text("ui.start.elsewhere"), "elsewhere", opens=not session.begun):
        for place, offer in zip(st.columns(3, gap="medium"), (resume, bring_a_file, examples), strict=True):
            with place:
                offer()


def resume() -> None:
    """Ask for a private link, and open what it leads to."""
    guide = current().guide
    st.text_input(
        guide.text("ui.start.resume"),
        key="resume",
        on_change=_resume,
        help=guide.text("ui.start.resume_help"),
    )
    _problem("resume_problem")


def _resume() -> None:
    session, token = current(), pasted(st.session_state["resume"], LINK)
    st.session_state["resume_problem"] = ""
    if not token:
        return
    try:
        session.open(token)
    except UnknownLink:
        st.session_state["resume_problem"] = session.guide.text("ui.link.unknown")
    except StoreError as error:
        st.session_state["resume_problem"] = str(error)


def bring_a_file() -> None:
    """Ask for an answers file, and open it as a new assessment."""
    guide = current().guide
    st.file_uploader(
        guide.text("ui.start.import"), type="json", key="import", on_change=_import, max_upload_size=5
    )
    _problem("import_problem")


def _import() -> None:
    session, file = current(), st.session_state["import"]
    st.session_state["import_problem"] = ""
    if file is None:
        return
    try:
        answers = read_answers(file.getvalue(), session.guide)
        begin(session, answers)
        if answers == Assessment():
            session.news[-1:] = [session.guide.text("ui.start.import_empty")]
    except (AnswersError, StoreError) as error:
        st.session_state["import_problem"] = str(error)


def examples() -> None:
    """Offer the three examples; each opens as a copy that one may change."""
    guide = current().guide
    st.markdown(guide.text("ui.start.examples"))
    for example in EXAMPLES:
        label = guide.text(f"ui.start.example.{example}")
        st.button(label, key=f"example_{example}", on_click=_open_example, args=(example,), width="stretch")
    if current().begun:
        st.button(guide.text("ui.start.new"), key="new", on_click=_new, width="stretch")


def _open_example(example: str) -> None:
    session = current()
    try:
        answers = read_answers(asset(f"examples/{example}.json").read_bytes(), session.guide)
        begin(session, change(answers, "language", session.guide.language))  # as the button was
    except (AnswersError, StoreError) as error:
        session.problem = str(error)


def _new() -> None:
    session = current()
    try:
        begin(session, Assessment())
    except StoreError as error:
        session.problem = str(error)


def begin(session: Session, assessment: Assessment) -> None:
    """Make an assessment this tab's, and say so; the one that was open stays under its own link."""
    before = session.token
    st.query_params.pop(LINK, None)
    session.begin(assessment)
    guide, title = session.guide, session.assessment.title
    said = (
        guide.text("ui.start.opened", title=escaped(title))
        if title
        else guide.text("ui.start.opened_untitled")
    )
    session.news.append(f"{said} {guide.text('ui.start.opened_before')}" if before else said)


def _problem(key: str) -> None:
    if problem := st.session_state.get(key):
        st.error(escaped(problem), icon=":material/error:")


def language(session: Session) -> None:
    """Ask for the language of the screens and papers, where there is more than one."""
    codes, widget = languages(), session.key("language")
    if len(codes) > 1:
        fields.bound(
            st.selectbox,
            question_of("language", session.guide),
            widget,
            session.guide.language,
            lambda: session.speak(st.session_state[widget]),
            options=codes,
            index=codes.index(session.guide.language),
            format_func=lambda code: load_guide(code).text("language.name"),
            width=240,
        )


def what_it_means(session: Session) -> Iterator[str]:
    """Yield what the prerequisites say, once one of them is answered."""
    gate = session.findings.gate
    if gate.rests_on:
        yield gate.why


def next_page(session: Session) -> str | None:
    """Lead to the cold start first where there are no real users (R10)."""
    return "cold_start" if session.findings.gate.verdict == "validate_demand_first" else None
