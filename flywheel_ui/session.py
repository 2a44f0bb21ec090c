"""The one assessment of a browser tab: bound to widgets, saved with every change.

A widget is seeded from the document and writes back in its callback. Its key carries a revision that rises
when its answer changes elsewhere (another tab, an undo, an import), so that it is born again from the
document, and a mark of the answer that it was born with. Where a session is lost, with its server or in a
long sleep, the next one makes the same key of the same answer, and the browser keeps what was typed since;
of an answer that has changed meanwhile it makes another key, and shows that answer.

After the store is called nothing here touches Streamlit any more: the next click may end a callback at any
such touch, and what was saved must then be known.
"""

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zlib import crc32

import streamlit as st

from flywheel_core import AnswersError, Assessment, Findings, Guide, assess, load_guide
from flywheel_core.assessment import answer_with, change, change_all, same_answer, value_at
from flywheel_core.assessment.model import LONGEST_LIST, SHORT_TEXT
from flywheel_core.guide import nearest, speak
from flywheel_core.shortening import shortened
from flywheel_core.store import Opened, Refused, Saved, Store, StoreError, UnknownLink
from flywheel_ui.clock import today
from flywheel_ui.opening import Opening

#: The address's parameter that carries the private or the read-only link.
LINK = "a"

#: A longer path than the store has room for is none that a page asks for.
_LONGEST_PATH = 200
#: A longer text than any that is accepted, a list with each entry on its line, is not kept aside.
_LONGEST_TYPED = LONGEST_LIST * (SHORT_TEXT + 1)

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

#: The store of this process.
opening = Opening(Store)


def store() -> Store:
    """Return the store of this process, opened once. Raises StoreError with one sentence."""
    return opening()


@dataclass
class Session:
    """What one browser tab knows: the document, where it is saved, and what has to be said."""

    assessment: Assessment = field(default_factory=Assessment)
    token: str | None = None
    version: int = 0
    may_edit: bool = True
    #: What the store had last: where there is no link yet, what an assessment of its own begins with.
    kept: Assessment = field(default_factory=Assessment)
    #: The link that only shows which was made last, and how many there are; None where that isn't known yet.
    shared: str | None = None
    views: int | None = None
    #: Whether the store has a step to take back.
    steps_back: bool = False
    tab: str = field(default_factory=lambda: secrets.token_hex(8))
    revisions: dict[str, int] = field(default_factory=dict)
    #: Sentences about answers that were not accepted, by path; what was typed stays in its field.
    errors: dict[str, str] = field(default_factory=dict)
    #: What was typed and not accepted, by path, for when its page is opened again.
    typed: dict[str, str] = field(default_factory=dict)
    #: The bases of votes that one person's change has made an estimate.
    unvoted: set[str] = field(default_factory=set)
    #: The paths that the present page asks for.
    asked_here: set[str] = field(default_factory=set)
    #: Changes that the store could not save yet; they go with the next attempt.
    unsaved: dict[str, object] = field(default_factory=dict)
    problem: str = ""
    #: The link of an assessment that was deleted elsewhere; the next answer keeps what is shown as a new one.
    gone: str | None = None
    #: The link that the address has and the store could not be asked for yet.
    waiting: str | None = None
    #: How many assessments were opened one after the other: each shows its page from the top.
    opened: int = 0
    news: list[str] = field(default_factory=list)
    #: Whether the store could not be reached when it was asked last of itself.
    away: bool = False
    #: What the page says at present of all that is to be told.
    said: object = None
    #: Whether a page is being drawn as a whole.
    drawing: bool = False
    #: Whether this session has shown a page; before that a browser may bring what it typed in a lost session.
    drawn: bool = False
    #: Whether such words were taken over, so that the page has to be shown once more.
    recovered: bool = False
    _born_with: dict[str, str] = field(default_factory=dict)
    _remembered: dict[str, tuple[Assessment, Any]] = field(default_factory=dict)

    @property
    def guide(self) -> Guide:
        """The words in the assessment's language, where there is a file for it."""
        return self.remembered("guide", lambda: load_guide(nearest(self.assessment.language)))

    @property
    def findings(self) -> Findings:
        """What the rules say about the present answers, computed once for each document."""
        return self.remembered("findings", lambda: assess(self.assessment, self.guide))

    @property
    def is_stuck(self) -> bool:
        """Whether the rules fail on the present answers: a fault of ours, which must not lock them away."""
        try:
            return not self.findings
        except Exception:  # noqa: BLE001  # undo and the file stay in reach, whatever it is
            _LOG.exception("the rules fail on an assessment")
            return True

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` makes of the present document, made once for each document."""
        if name not in self._remembered or self._remembered[name][0] is not self.assessment:
            self._remembered[name] = (self.assessment, make())
        made: T = self._remembered[name][1]
        return made

    @property
    def begun(self) -> bool:
        """Whether there is anything to lose."""
        return self.token is not None

    def key(self, path: str) -> str:
        """Return the key of the widget for `path`; it changes when the answer changes elsewhere."""
        revision = sum(n for other, n in self.revisions.items() if same_answer(path, other))
        name = f"{path}#{revision}"
        if name not in self._born_with:
            self._born_with[name] = _mark(value_at(self.assessment, answer_with(path)))
        return f"{name}.{self._born_with[name]}"

    def put(self, changes: Mapping[str, object], typed: object = None, field: str = "") -> bool:
        """Put JSON values at paths and save them. Return False where they are not accepted or not saved.

        What is refused becomes a sentence in `errors` at the first path, or that of the `field` of a list,
        and what was `typed` is kept; what can't be saved now waits in `unsaved`.
        """
        given = [field] if field else [*changes]
        self._let_go_of_refused([old for path in given for old in self._forget_refused(path)])
        alone = self.token is not None and not self.unsaved
        with suppress(AnswersError):  # refused below as well, in the words of this assessment's language
            if alone and self._save(changes):
                return True
        try:
            self.assessment = change_all(self.assessment, changes, self.guide)
        except AnswersError as error:
            self.refuse(given[0], self._refusal(error), typed)
            return False
        self.unsaved.update(changes)
        return not alone and self.save()

    def refuse(self, path: str, sentence: str, typed: object = None) -> None:
        """Note that what was typed for an answer is not accepted; it stays in its field.

        The store keeps it for when the link is opened again, unless it is longer than people write.
        """
        self.errors[path] = sentence
        if not isinstance(typed, str):
            return
        self.typed[path] = typed
        if self.may_edit and len(path) <= _LONGEST_PATH and len(typed) <= _LONGEST_TYPED:
            self._kept_aside(lambda token: store().keep_refused(token, Refused(path, typed, sentence)))

    def _forget_refused(self, answer: str = "") -> list[str]:
        """Forget what was refused of an answer, or of all; return at which paths it was typed."""
        forgotten = [path for path in self.typed if same_answer(path, answer)]
        for refused in (self.errors, self.typed):
            for path in [path for path in refused if same_answer(path, answer)]:
                del refused[path]
        return forgotten

    def _let_go_of_refused(self, paths: Sequence[str]) -> None:
        """Have the store forget what was typed at these paths, too."""
        if paths and self.token is not None:
            self._kept_aside(lambda token: store().forget_refused(token, paths))

    def _kept_aside(self, act: Callable[[str], None]) -> None:
        """Do something about what is no answer; where the store fails that is said: the tab has it still.

        That the assessment is gone is said by whatever asks for an answer next.
        """
        try:
            act(self.token or self._created())
        except UnknownLink:
            return
        except StoreError as error:
            self.problem = str(error)

    def wrong_with(self, path: str) -> str:
        """Return what is wrong with an answer and what counts until that is mended; nothing if it is well.

        Of a list that is what is wrong in all of its fields. Of an answer that waits to be saved it is that:
        whoever answers further down doesn't see the top of the page, which says why.
        """
        if path in self.unsaved:
            return self.guide.text("ui.save.waits")
        wrong = [field for field in self.errors if path in (field, answer_with(field))]
        counts = [self.counts_until_then(path)] if wrong else []
        return " ".join(filter(None, (*(self.errors[field] for field in wrong), *counts)))

    def counts_until_then(self, path: str) -> str:
        """Return what counts as the answer as long as another one is not accepted."""
        path = answer_with(path)
        if path == "actions":
            return ""  # said with the action: here it is known which of them
        said = " ".join(self._said(path).split())
        if said in ("", self.guide.text("answers.not_answered")):
            return self.guide.text("ui.fields.nothing_counts")
        return self.guide.text("ui.fields.still_counts", answer=shortened(said, 60))

    def _said(self, path: str) -> str:
        """Return an answer in words; for whether a part applies, its level or strength."""
        from flywheel_core.questions import say_answer

        if path.startswith(("notes.", "homework.")):
            return value_at(self.assessment, path) or ""
        rating = "strength" if path.startswith("transitions.") else "level"
        group = path.removesuffix(".not_applicable")
        return say_answer(self.assessment, path if group == path else f"{group}.{rating}", self.guide)

    def save(self) -> bool:
        """Save what is not saved yet; return whether everything is."""
        try:
            return not self.unsaved or self._save(self.unsaved)
        except AnswersError as error:  # another tab's answer stands against it: it waits, and that is said
            self.problem = self._refusal(error)
            return False

    def _save(self, changes: Mapping[str, object]) -> bool:
        """Have the store put `changes` into what it has. Raises AnswersError where they don't fit there."""
        try:
            token = self.token or self._created()
            self._saved(store().change(token, changes, seen=self.version, tab=self.tab))
        except UnknownLink:
            self._deleted_elsewhere()
            return False
        except StoreError as error:
            self.problem = str(error)
            return False
        self.unsaved.clear()
        self.problem = ""
        return True

    def _created(self) -> str:
        """Begin an assessment for the first answer, which then is a step like any other; return its link."""
        dated = self.kept
        if dated.assessed_on is None:
            dated = change(dated, "assessed_on", today().isoformat())
        shown = self.assessment
        self._opened(store().create(dated))
        self.assessment = shown
        if shown.assessed_on is None:
            self.assessment = change(shown, "assessed_on", value_at(dated, "assessed_on"))
            self.reborn("assessed_on")
        return str(self.token)

    def begin(self, assessment: Assessment) -> None:
        """Keep a new assessment and make it this tab's. Raises StoreError."""
        self._leave()
        self._opened(store().create(in_the_language(assessment, self.guide)))
        self._forget_refused()
        self.opened += 1
        self.reborn("")

    def open(self, token: str) -> None:
        """Open what a link leads to. Raises UnknownLink or StoreError."""
        self._leave()
        try:
            opened = store().open(token)
        except UnknownLink:
            self.waiting = None
            raise
        except StoreError:
            self.waiting = token if self.token is None else None
            raise
        self._opened(opened)
        self._forget_refused()
        self.errors.update({refused.path: refused.why for refused in opened.refused})
        self.typed.update({refused.path: refused.typed for refused in opened.refused})
        if self.drawn:
            self.reborn("")

    def _leave(self) -> None:
        """Save what waits before another assessment takes this one's place. Raises StoreError."""
        if self.unsaved and not self.gone and not self.save() and not self.gone:
            raise StoreError(self.problem)
        self.unsaved.clear()

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return self.steps_back or bool(self.errors)

    def undo(self) -> None:
        """Take the last step back, and say what that was; what was refused goes first. Raises StoreError."""
        if refused := [*self.errors]:
            self._let_go_of_refused(self._forget_refused())
            self.reborn(*refused)
            self.news.append(self.guide.text("ui.undo.done", what=self.names(refused)))
            return
        if not self.save():
            return  # said in `problem`; what waits to be saved must not be lost to what is taken back
        saved = store().undo(self.token, tab=self.tab, seen=self.version) if self.token else None
        if saved is None:
            self.news.append(self.guide.text("ui.undo.nothing"))
            return
        self._saved(saved)
        self.reborn(*saved.undone)
        self.news.append(self.guide.text("ui.undo.done", what=self.names(saved.undone)))

    def follow(self) -> bool:
        """Take over what other tabs changed meanwhile, and say so; return whether there was anything."""
        if self.token is None or self.unsaved:
            return False
        try:
            saved = store().since(self.token, self.version, self.tab)
        except UnknownLink:
            if not self.may_edit:
                raise
            self._deleted_elsewhere()
            return False
        if saved is None:
            return False
        self._saved(saved)
        return True

    def _deleted_elsewhere(self) -> None:
        self.gone, self.token, self.version, self.steps_back = self.token, None, 0, False

    def delete(self) -> None:
        """Delete the assessment for good and start afresh. Raises StoreError."""
        if self.token is not None:
            store().delete(self.token)
        nothing = in_the_language(Assessment(), self.guide)
        self.assessment, self.token, self.version, self.may_edit = nothing, None, 0, True
        self.kept, self.steps_back = self.assessment, False
        self.unsaved.clear()
        self._forget_refused()
        self.opened += 1
        self.reborn("")

    def names(self, paths: Iterable[str]) -> str:
        """Return the questions behind paths, as people know them, at most three by name."""
        asked = list(dict.fromkeys(self._name(path) for path in _given(paths)))
        said = "; ".join(asked[:3])
        more = len(asked) - 3
        return f"{said} {self.guide.many('ui.and_more', more)}" if more > 0 else said

    def _refusal(self, error: AnswersError) -> str:
        """Return why an answer is refused, with its question in the place of its path."""
        from flywheel_core.questions import question_of

        if not error.path:
            return str(error)
        asked = self.guide.text("ui.fields.asked", question=question_of(error.path, self.guide))
        return str(error).replace(error.path, asked, 1)

    def _name(self, path: str) -> str:
        from flywheel_core.questions import question_of

        group, _, about = path.partition(".")
        key = f"ui.changed.{group or 'whole'}"
        if self.guide.has(key):
            return self.guide.text(key, question=question_of(about, self.guide) if about else "")
        return question_of(path, self.guide)

    def _opened(self, opened: Opened) -> None:
        self.assessment, self.token, self.version = opened.assessment, opened.token, opened.version
        self.may_edit, self.problem, self.gone, self.waiting = opened.may_edit, "", None, None
        self.unvoted.clear()
        self.kept, self.steps_back = opened.assessment, opened.can_undo
        self.shared, self.views = None, None

    def _saved(self, saved: Saved) -> None:
        spoken = self.guide
        self.assessment, self.version, self.problem = saved.assessment, saved.version, ""
        self.kept, self.steps_back = saved.assessment, saved.can_undo
        others = [path for path in saved.from_others if path not in saved.overwritten]
        if others:
            self.reborn(*others)
            self.news.append(self.guide.text("ui.other_tab.changed", what=self.names(others)))
        if saved.overwritten:
            self.news.append(self.guide.text("ui.other_tab.overwritten", what=self.names(saved.overwritten)))
        if self.guide is not spoken:
            self.reborn("")  # what can be chosen has other words

    def speak(self, language: str) -> None:
        """Go on in another language, which an assessment that is begun is kept in from then on."""
        if self.begun or self.unsaved:
            self.put({"language": language})
        else:
            self.assessment = self.kept = change(self.assessment, "language", language)
            self.reborn("")

    def reborn(self, *paths: str) -> None:
        """Have the widgets of these answers built again from the document."""
        for path in map(_asked_with, paths):
            self.revisions[path] = self.revisions.get(path, 0) + 1


def _given(paths: Iterable[str]) -> list[str]:
    """Return the paths of what a person gave, without what only came along with it."""
    changed = list(paths)
    return [path for path in changed if not _came_along(path, changed)] or changed


def _came_along(path: str, changed: Sequence[str]) -> bool:
    """Say whether a path is who said so, or what *not applicable* takes away or gives way to."""
    group, _, key = path.rpartition(".")
    if f"{group}.not_applicable" not in changed:
        return key == "basis"
    rated = any(f"{group}.{rating}" in changed for rating in ("level", "strength"))
    return key in ("basis", "duration", "duration_unsure") or (key == "not_applicable" and rated)


def _asked_with(path: str) -> str:
    """Return the path whose widgets show an answer: that it doesn't apply, or that nobody is sure, too."""
    return path.removesuffix(".not_applicable").removesuffix("_unsure")


def _mark(value: object) -> str:
    return f"{crc32(json.dumps(value).encode()):x}"


def in_the_language(assessment: Assessment, guide: Guide) -> Assessment:
    """Return an assessment that goes on in the language of the screen where it names none of its own."""
    if assessment.language or guide.language == nearest(None):
        return assessment
    return change(assessment, "language", guide.language)


def current() -> Session:
    """Return this tab's session, and have all that is said from here on said in its language."""
    if "session" not in st.session_state:
        of_the_browser = load_guide(nearest(st.context.locale))
        nothing = in_the_language(Assessment(), of_the_browser)
        st.session_state["session"] = Session(nothing, kept=nothing)
    session: Session = st.session_state["session"]
    speak(session.guide.language)
    return session


def follow_the_link() -> None:
    """Open what the address leads to, once, and keep the link in the address on every page."""
    session = current()
    if session.waiting and not st.query_params.get(LINK):  # another page was gone to meanwhile
        st.query_params[LINK] = session.waiting
    link = st.query_params.get(LINK)
    if link and link == session.gone:
        st.query_params.pop(LINK, None)
    elif link and link != session.token:
        try:
            session.open(link)
        except UnknownLink:
            session.news.append(session.guide.text("ui.link.unknown"))
            st.query_params.pop(LINK, None)
    if session.token and st.query_params.get(LINK) != session.token:
        st.query_params[LINK] = session.token
