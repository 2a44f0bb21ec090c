"""A participant's own answers beside the room's, once they are shown; and the page to take home."""

from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from flywheel_core.guide import Guide, speak
from flywheel_core.report import take_home_pdf
from flywheel_core.store import Participant
from flywheel_core.workshop import (
    DONT_KNOW,
    NOT_APPLICABLE,
    ItemResult,
    Topic,
    TopicResult,
    choices_of,
    explain_agreement,
    results_of,
    say_agreement,
    say_median,
    say_name,
    say_vote,
    shown_rounds,
)
from flywheel_core.workshop.asking import short_choice
from flywheel_ui import clock, layout
from flywheel_ui.fields import escaped
from flywheel_ui.session import store
from flywheel_ui.workshop import room as here

#: So long after a reveal votes that were on their way may still come in, so the results are worked out anew.
SETTLED_AFTER = 4


def topic(me: Participant, shown: Topic, token: str, heading: Callable[..., object] = st.header) -> None:
    """Show the room's results of a topic, each beside the own answer under a heading of its own."""
    guide, found = here.words(), _found(me, shown, token)
    if found.withheld:
        st.info(guide.text("ui.join.withheld"), icon=":material/visibility_off:")
    for result in found.items:
        with st.container(border=True):
            heading(say_name(result.item, guide), anchor=False)
            layout.bullets(_lines(me, result, said=found.withheld))
    if said := explain_agreement(found.items, guide, source=False):
        st.caption(said)


def everything(me: Participant, token: str) -> None:
    """Show all topics whose votes the room has seen, and offer them as a page to take home."""
    guide = here.words()
    st.download_button(
        guide.text("ui.join.take_home"),
        data=partial(_page, me, token, guide),
        file_name=guide.text("ui.join.take_home_file"),
        mime="application/pdf",
        on_click="ignore",
        type="primary",
        key="take_home",
    )
    for shown in _shown(me):
        st.header(guide.topic(shown.id), anchor=False)
        topic(me, shown, token, st.subheader)


def _shown(me: Participant) -> list[Topic]:
    return [topic for topic in me.now.room.topics if shown_rounds(topic)]


def _page(me: Participant, token: str, guide: Guide) -> bytes:
    """The page as PDF; this runs in another thread, which knows of no tab."""
    speak(guide.language)
    results = [_worked_out(me, topic.id, token) for topic in _shown(me)]
    return take_home_pdf(me.now.room, me.votes, results, guide)


def _found(me: Participant, shown: Topic, token: str) -> TopicResult:
    """The results of a topic, worked out once for all screens that show the room as it is now."""
    age = SETTLED_AFTER
    if shown.revealed_at is not None:
        age = min(SETTLED_AFTER, int((clock.now() - shown.revealed_at).total_seconds()))
    return _shared(me.now.id, me.now.version, shown.id, age, me, token)


@st.cache_resource(max_entries=64, show_spinner=False)
def _shared(
    room: str,  # noqa: ARG001  # what it is kept by, as the next two
    version: int,  # noqa: ARG001
    topic_id: str,
    age: int,  # noqa: ARG001
    _me: Participant,
    _token: str,
) -> TopicResult:
    """The results as all in `room` see them at `version`: which of them asked first makes no difference."""
    return _worked_out(_me, topic_id, _token)


def _worked_out(me: Participant, topic_id: str, token: str) -> TopicResult:
    return results_of(me.now.room, topic_id, store().rooms.votes(token, topic_id))


def _lines(me: Participant, result: ItemResult, *, said: bool) -> Iterator[str]:
    """What this person said, what the room says, and the same of the round before.

    `said` is that the room's can't be shown, above all of them.
    """
    guide, item = here.words(), result.item
    own = me.votes.get((item.path, result.round))
    yield guide.text("ui.join.you", value=_own(result, own))
    if result.withheld:
        if not said:
            yield guide.text("ui.join.withheld")
        return
    yield guide.text("ui.join.room", value=_said(result))
    if result.votes:
        yield _counts(result)
    before = result.before
    if before is not None:
        earlier = me.votes.get((item.path, before.round))
        yield guide.text("ui.join.before", value=_own(before, earlier))
        hidden = guide.text("ui.join.hidden_before")
        yield guide.text("ui.join.room_before", value=hidden if before.withheld else _said(before))


def _own(result: ItemResult, value: object) -> str:
    guide = here.words()
    return guide.text("ui.join.nothing") if value is None else say_vote(result.item, value, guide)


def _said(result: ItemResult) -> str:
    guide = here.words()
    median = say_median(result, guide)
    said = [guide.text("ui.join.median", value=median)] if median else []
    said.append(say_agreement(result, guide))
    if result.dont_know:
        said.append(guide.many("ui.join.dont_know", result.dont_know))
    if result.not_applicable:
        said.append(guide.many("ui.join.not_applicable", result.not_applicable))
    return " · ".join(said)


def _counts(result: ItemResult) -> str:
    """How often each answer was given, in a named room with who gave it."""
    guide, item = here.words(), result.item
    given = [choice for choice in (*choices_of(item), DONT_KNOW, NOT_APPLICABLE) if _given(result, choice)]
    return guide.text("ui.join.votes", counts=" · ".join(_by(result, choice) for choice in given))


def _given(result: ItemResult, choice: int | str) -> bool:
    return bool(result.counts.get(choice) or result.names.get(choice))


def _by(result: ItemResult, choice: int | str) -> str:
    guide = here.words()
    said, names = short_choice(result.item, choice, guide), result.names.get(choice, ())
    if names:
        return guide.text("ui.join.by", choice=said, names=escaped(guide.join(names)))
    return guide.text("ui.join.times", choice=said, n=result.counts[choice])
