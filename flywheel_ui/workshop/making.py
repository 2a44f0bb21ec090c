"""The workshop page: prepare, make a room or one to practise in, bring one along, come back to one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from flywheel_core import AnswersError, Assessment, Guide
from flywheel_core.assessment import change_all
from flywheel_core.assessment.model import SHORT_TEXT
from flywheel_core.questions import question_of
from flywheel_core.report import preparation_pdf, worksheet_pdf
from flywheel_core.store import StoreError
from flywheel_core.workshop import PLANS, TOPICS, Room, WorkshopError, new_room
from flywheel_core.workshop.room import LONGEST_TITLE
from flywheel_ui import clock, layout
from flywheel_ui.address import pasted
from flywheel_ui.fields import WORDS, escaped
from flywheel_ui.workshop import room as here

OWN = "own"
_ABOUT = ("scope.loop", "scope.population", "scope.period", "facilitator")
_PROBLEM, _MADE = "making_problem", "made"
#: People answer by themselves for at most so long before a room meets.
_FURTHEST = timedelta(days=366)


@dataclass
class Draft:
    """What is typed of a room that is not made yet."""

    title: str = ""
    product: str = ""
    plan: int | str = 60
    minutes: dict[str, int] = field(default_factory=lambda: dict(PLANS[60]))
    mode: str = "anonymous"
    beforehand: str = ""
    #: What was typed as the minutes of a topic and is none.
    unreadable: dict[str, str] = field(default_factory=dict)
    #: What the room's assessment says from the start, by path.
    about: dict[str, str] = field(default_factory=dict)

    def assessment(self) -> Assessment:
        """Return the assessment that the room fills, with what is known before. Raises AnswersError."""
        known = {"title": self.title.strip(), "assessed_on": clock.today().isoformat()}
        return change_all(
            Assessment(), {**known, **{path: said for path, said in self.about.items() if said}}
        )

    def room(self, *, rehearsal: bool = False) -> Room:
        """Return the room in its lobby. Raises WorkshopError or ValueError with one sentence."""
        if self.plan == OWN and self.unreadable:
            raise ValueError(_not_minutes(next(iter(self.unreadable.values()))))
        plan = [(topic, self.minutes[topic]) for topic in TOPICS if topic in self.minutes]
        return new_room(
            self.title,
            product=self.product,
            mode="named" if self.mode == "named" else "anonymous",
            plan=plan if self.plan == OWN else int(self.plan),
            beforehand_until=read_moment(self.beforehand),
            rehearsal=rehearsal,
        )


def draft() -> Draft:
    """Return what this tab has typed so far."""
    if "draft_room" not in st.session_state:
        st.session_state["draft_room"] = Draft()
    present: Draft = st.session_state["draft_room"]
    return present


def _not_minutes(typed: str) -> str:
    return here.words().text("errors.minutes", text=typed[:40])


def read_moment(typed: str) -> datetime | None:
    """Return a typed day and time of this browser's zone, None for nothing. Raises ValueError."""
    if not typed.strip():
        return None
    try:
        moment = datetime.fromisoformat(typed.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone() or UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(here.words().text("errors.moment", text=typed[:40])) from None
    if moment <= clock.now():
        raise ValueError(here.words().text("errors.moment_past", text=typed[:40]))
    if moment > clock.now() + _FURTHEST:
        raise ValueError(here.words().text("errors.moment_far", text=typed[:40]))
    return moment


def ask() -> None:
    """Ask what a room is about, how long it has, and how its people answer."""
    guide, known = here.words(), draft()
    _text("title", known.title, placeholder=guide.text("ui.start.title_example"))
    if _lacks_a_title():
        here.problem(st.session_state[_PROBLEM])
    _text("product", known.product, placeholder=guide.text("ui.workshop.product_example"))
    plans = [*PLANS, OWN]
    _chosen("plan", plans, plans.index(known.plan), partial(_say_plan, guide))
    if known.plan == OWN:
        _own_plan()
    else:
        _topics_of_the_plan(guide, PLANS[int(known.plan)])
    modes = ["anonymous", "named"]
    _chosen("mode", modes, modes.index(known.mode), lambda mode: guide.text(f"workshop.modes.{mode}.name"))
    st.caption(guide.text(f"workshop.modes.{known.mode}.means"))
    with st.expander(guide.text("ui.workshop.scope_fold"), type="compact", key="scope_fold"):
        for path in _ABOUT:
            _about(path)
    with st.expander(guide.text("ui.workshop.beforehand_fold"), type="compact", key="beforehand_fold"):
        _text("beforehand", known.beforehand, placeholder=guide.text("ui.workshop.beforehand_example"))
        st.caption(guide.text("ui.workshop.beforehand_help"))


def _say_plan(guide: Guide, plan: int | str) -> str:
    return guide.text("ui.workshop.own_plan") if plan == OWN else guide.many("ui.minutes", int(plan))


#: The topics without whose answers no kind of loop, or not all of the decisions, can be told.
_THE_LOOP_HANGS_ON = ("access", "cold_start")


def _topics_of_the_plan(guide: Guide, plan: Iterable[str]) -> None:
    """Say which topics there is time for, and what a short plan can't tell without the others."""
    st.caption(guide.text("ui.workshop.plan_topics", topics=_listed(guide, plan)))
    if left := [topic for topic in _THE_LOOP_HANGS_ON if topic not in plan]:
        st.caption(guide.text("ui.workshop.plan_without", topics=_listed(guide, left)))


def _listed(guide: Guide, topics: Iterable[str]) -> str:
    """Name topics in one line; some have commas in their names."""
    return "; ".join(guide.topic(topic) for topic in topics)


def _text(name: str, value: str, *, placeholder: str) -> None:
    key = f"room_{name}"
    label = here.words().text(f"ui.workshop.fields.{name}")
    st.text_input(
        label,
        value,
        key=key,
        on_change=_keep,
        args=(name,),
        placeholder=placeholder,
        max_chars=LONGEST_TITLE,
        live=WORDS,
    )


def _chosen(name: str, options: Sequence[Any], index: int, say: Callable[[Any], str]) -> None:
    st.radio(
        here.words().text(f"ui.workshop.fields.{name}"),
        options,
        index=index,
        format_func=say,
        key=f"room_{name}",
        on_change=_keep,
        args=(name,),
        horizontal=True,
    )


def _about(path: str) -> None:
    """Ask for what the assessment of the room says from the start."""
    st.text_input(
        question_of(path, here.words()),
        draft().about.get(path, ""),
        key=f"about {path}",
        on_change=_keep_about,
        args=(path,),
        max_chars=SHORT_TEXT,
        live=WORDS,
    )


def _keep_about(path: str) -> None:
    draft().about[path] = st.session_state[f"about {path}"].strip()


def _keep(name: str) -> None:
    setattr(draft(), name, st.session_state[f"room_{name}"])
    st.session_state[_PROBLEM] = ""


def _own_plan() -> None:
    """Ask for each topic's minutes; a topic without any is left out."""
    guide, known = here.words(), draft()
    st.caption(guide.text("ui.workshop.own_help"))
    for topic in TOPICS:
        wrong = known.unreadable.get(topic)
        st.text_input(
            guide.text("ui.workshop.minutes_for", topic=guide.topic(topic)),
            str(known.minutes.get(topic, "")) if wrong is None else wrong,
            key=f"minutes_{topic}",
            on_change=_keep_minutes,
            args=(topic,),
            live=WORDS,
        )
        if wrong is not None:
            here.problem(_not_minutes(wrong))
    st.caption(guide.text("ui.workshop.in_all", n=sum(known.minutes.values())))


def _keep_minutes(topic: str) -> None:
    typed, minutes = st.session_state[f"minutes_{topic}"].strip(), draft().minutes
    st.session_state[_PROBLEM] = ""
    draft().unreadable.pop(topic, None)
    minutes.pop(topic, None)
    # Of thousands of digits Python makes no number.
    if typed.isdecimal() and len(typed) < 10 and 0 < int(typed) <= 240:
        minutes[topic] = int(typed)
    elif typed not in ("", "0"):
        draft().unreadable[topic] = typed


def buttons() -> None:
    """Offer to make the room, or one to practise in, and say what is missing for it."""
    guide = here.words()
    if sentence := st.session_state.get(_PROBLEM):
        here.problem(sentence)
    with st.container(horizontal=True):
        st.button(guide.text("ui.workshop.make"), key="make", type="primary", on_click=_make)
        st.button(guide.text("ui.workshop.rehearse"), key="rehearse", on_click=_rehearse)
    st.caption(guide.text("ui.workshop.rehearse_help"))
    go_where_it_was_made()


def _lacks_a_title() -> bool:
    """Say whether a room was refused that has no title: at its field that is said, too."""
    return bool(st.session_state.get(_PROBLEM)) and not draft().title.strip()


def _make() -> None:
    _try(lambda: _made(draft()))


def _rehearse() -> None:
    known = draft()
    title = known.title or here.words().text("ui.workshop.rehearsal_title")
    _try(lambda: _made(Draft(title, known.product, 30), rehearsal=True))


def _made(typed: Draft, *, rehearsal: bool = False) -> None:
    room = typed.room(rehearsal=rehearsal)
    made = here.rooms().create(room, typed.assessment())
    st.session_state[_MADE] = made.facilitate
    if room.rehearsal:
        here.rooms().rehearse(made.facilitate)


def _try(act: Callable[[], None]) -> None:
    here.words()  # what is refused below is said in this tab's language
    st.session_state[_PROBLEM] = ""
    try:
        act()
    except (StoreError, WorkshopError, AnswersError, ValueError) as error:
        st.session_state[_PROBLEM] = str(error)


def go_where_it_was_made() -> None:
    """Go to the room that was made in the last press."""
    if made := st.session_state.pop(_MADE, ""):
        st.switch_page(layout.page_path("facilitate"), query_params={here.ROOM: made})


def prepare() -> None:
    """Offer what helps before a workshop: the sheet to prepare with, and the questions to print."""
    guide, known = here.words(), _to_prepare(draft())
    problem = _wrong_with(known)
    with st.container(horizontal=True):
        st.download_button(
            guide.text("ui.workshop.preparation"),
            data=partial(_preparation, known, guide),
            file_name=guide.text("ui.workshop.preparation_file"),
            mime="application/pdf",
            key="preparation",
            on_click="ignore",
            disabled=bool(problem),
        )
        st.download_button(
            guide.text("ui.workshop.worksheet"),
            data=partial(worksheet_pdf, guide),
            file_name=guide.text("ui.workshop.worksheet_file"),
            mime="application/pdf",
            key="worksheet",
            on_click="ignore",
        )
    st.caption(escaped(problem) or guide.text("ui.workshop.prepare_help"))


def _to_prepare(typed: Draft) -> Draft:
    """What is typed so far, with the title that a sheet needs; what is typed next leaves it as it is."""
    title = typed.title.strip() or here.words().text("ui.workshop.nav")
    return replace(typed, title=title, beforehand="", minutes=dict(typed.minutes))


def _wrong_with(known: Draft) -> str:
    try:
        known.room()
    except (ValueError, WorkshopError) as error:
        return str(error)
    return ""


def _preparation(known: Draft, guide: Guide) -> bytes:
    """The sheet for what is typed so far; this runs in another thread at the click."""
    return preparation_pdf(known.room(), guide)


def come_in() -> None:
    """Offer the ways into a room that exists: by code, by the facilitator's link, as a file."""
    guide = here.words()
    st.page_link(layout.page_path("join"), label=guide.text("ui.workshop.join"), icon=":material/login:")
    st.text_input(
        guide.text("ui.workshop.resume"),
        key="room_resume",
        placeholder=guide.text("ui.workshop.resume_example"),
        on_change=_resume,
    )
    st.button(guide.text("ui.workshop.resume_open"), key="resume_open", on_click=_resume)
    with st.expander(guide.text("ui.workshop.bring"), type="compact"):
        st.text_input(guide.text("ui.workshop.bring_secret"), key="room_secret")
        st.file_uploader(
            guide.text("ui.workshop.bring_file"), type="json", key="room_file", max_upload_size=20
        )
        st.button(guide.text("ui.workshop.bring_open"), key="bring_room", on_click=_bring)
    if sentence := st.session_state.get("bring_problem"):
        here.problem(sentence)


def token_in(typed: str) -> str:
    """Return the link's secret of what was pasted: a whole address, or the part after `room=`."""
    return pasted(typed, here.ROOM)


def _resume() -> None:
    typed, guide = token_in(st.session_state["room_resume"]), here.words()
    st.session_state["bring_problem"] = "" if typed else guide.text("ui.workshop.resume_nothing")
    if typed:
        st.session_state[_MADE] = typed


def _bring() -> None:
    file, secret = st.session_state["room_file"], token_in(st.session_state["room_secret"])
    st.session_state["bring_problem"] = ""
    if file is None:
        st.session_state["bring_problem"] = here.words().text("ui.workshop.bring_nothing")
        return
    try:
        st.session_state[_MADE] = here.rooms().reopen(file.getvalue(), secret).facilitate
    except (StoreError, WorkshopError) as error:
        st.session_state["bring_problem"] = str(error)
