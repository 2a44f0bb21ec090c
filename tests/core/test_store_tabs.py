"""Several tabs in one assessment: nothing is lost, and each is told what the others did."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from flywheel_core.assessment import Assessment, change, read_answers, value_at, write_answers
from flywheel_core.store import Store

DURATION = "transitions.storage_to_analysis.duration"


@pytest.fixture
def token(store: Store) -> str:
    """Give the private link of an empty assessment."""
    return store.create(Assessment()).token


def test_different_answers_of_two_tabs_both_survive(store, token):
    """A tab that has not seen the other's change adds to it, and is told what else changed."""
    store.change(token, {"title": "from a"}, seen=1, tab="a")
    saved = store.change(token, {"learning.decision": "network"}, seen=1, tab="b")
    assert (saved.assessment.title, saved.assessment.learning.decision) == ("from a", "network")
    assert (saved.from_others, saved.overwritten) == (("title",), ())


def test_of_the_same_answer_the_later_stands_and_the_tab_is_told(store, token):
    """Where another tab changed the same answer unseen, this one's value stands and its path is named."""
    store.change(token, {"title": "from a"}, seen=1, tab="a")
    saved = store.change(token, {"title": "from b"}, seen=1, tab="b")
    assert saved.assessment.title == "from b"
    assert saved.overwritten == ("title",)
    assert store.since(token, 2, "a").from_others == ("title",)


def test_what_a_tab_has_seen_it_does_not_overwrite_unawares(store, token):
    """A tab that has seen the other's change replaces it knowingly, so nothing is told."""
    store.change(token, {"title": "from a"}, seen=1, tab="a")
    saved = store.change(token, {"title": "from b"}, seen=2, tab="b")
    assert (saved.from_others, saved.overwritten) == ((), ())


def test_the_same_value_twice_overwrites_nothing(store, token):
    """Two tabs that give one answer the same value agree: there is nothing to tell but the change."""
    store.change(token, {"title": "same"}, seen=1, tab="a")
    saved = store.change(token, {"title": "same"}, seen=1, tab="b")
    assert (saved.from_others, saved.overwritten, saved.version) == (("title",), (), 2)


def test_a_tab_is_never_told_of_its_own_changes(store, token):
    """Changes that a tab makes faster than it learns of them come from no other."""
    store.change(token, {"title": "one"}, seen=1, tab="a")
    saved = store.change(token, {"title": "two"}, seen=1, tab="a")
    assert (saved.from_others, saved.overwritten) == ((), ())
    assert store.since(token, 1, "a") is None


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({DURATION: {"likely": "P2D"}}, {f"{DURATION}.likely": "P3D"}, True),
        ({f"{DURATION}.likely": "P2D"}, {DURATION: {"likely": "P3D"}}, True),
        ({f"{DURATION}.low": "P1D"}, {f"{DURATION}.high": "P3D"}, False),
        ({"title": "x"}, {"": {"title": "y"}}, True),
        ({"transitions.storage_to_analysis.duration_unsure": True}, {DURATION: {"likely": "P3D"}}, False),
        ({"notes.components.storage": "x"}, {"notes.components.storage.level": "y"}, False),
        ({"notes": {"title": "x"}}, {"notes.title": "y"}, True),
        ({"notes.components.storage.level": "x"}, {"components.storage.level": 1}, False),
        ({"homework.components.storage": "x"}, {"homework.components.storage.level": "y"}, False),
    ],
)
def test_a_path_within_another_is_the_same_answer(store, token, first, second, same):
    """An answer and a part of it count as one; a note, whose key is itself a path, only as a whole."""
    store.change(token, first, seen=1, tab="a")
    saved = store.change(token, second, seen=1, tab="b")
    assert saved.overwritten == (tuple(second) if same else ())


def test_an_import_overwrites_only_what_it_changed(store):
    """After another tab's import, an answer that the import left alone is not called overwritten."""
    token = store.create(Assessment(title="kept", facilitator="old")).token
    store.replace(token, Assessment(title="kept", facilitator="new"), tab="a")
    assert store.change(token, {"title": "mine"}, seen=1, tab="b").overwritten == ()
    saved = store.change(token, {"facilitator": "mine"}, seen=1, tab="c")
    assert saved.overwritten == ("facilitator",)
    assert saved.from_others == ("", "title")


def test_since_tells_what_others_changed_and_how_it_stands(store, token):
    """A tab that asks gets the document as it is now, with the paths that others changed, each once."""
    store.change(token, {"title": "one"}, seen=1, tab="a")
    store.change(token, {"title": "two", "facilitator": "Ada"}, seen=2, tab="a")
    saved = store.since(token, 1, "b")
    assert (saved.version, saved.assessment.title) == (3, "two")
    assert saved.from_others == ("title", "facilitator")
    assert store.since(token, 3, "b") is None


def test_an_undo_is_a_change_to_other_tabs(store, token):
    """What one tab takes back, the others are told of as of any change."""
    store.change(token, {"title": "one"}, seen=1, tab="a")
    store.undo(token, tab="b")
    assert store.since(token, 2, "a").from_others == ("title",)
    assert store.change(token, {"title": "two"}, seen=2, tab="a").overwritten == ("title",)


def test_a_tab_that_is_too_far_behind_is_told_everything(store, token):
    """Where the log does not reach back to what a tab has seen, any answer may have changed."""
    for count in range(201):
        store.change(token, {"title": f"{count}"}, seen=count + 1, tab="a")
    assert store.since(token, 2, "b").from_others == ("title",)
    assert store.since(token, 1, "b").from_others == ("",)
    assert store.change(token, {"facilitator": "b"}, seen=1, tab="b").overwritten == ("facilitator",)


def test_a_version_from_the_future_is_told_everything(store, token):
    """A tab that has seen more than there is (an older copy of the database) is shown all anew."""
    assert store.since(token, 7, "a").from_others == ("",)


VALUES = st.one_of(
    st.tuples(st.just("title"), st.sampled_from([None, "a", "b", "ä"])),
    st.tuples(st.just("components.storage.level"), st.sampled_from([None, 0, 4])),
    st.tuples(st.just("cold_start.meaningful_points_per_week"), st.sampled_from([None, 1, 1.5, 0])),
    st.tuples(st.just(DURATION), st.sampled_from([None, {"likely": "P2D"}, {"low": "P1D", "high": "P9D"}])),
    st.tuples(st.just(f"{DURATION}.high"), st.sampled_from([None, "P10D", "P11D"])),
    st.tuples(st.just("participants"), st.sampled_from([None, [], ["Ada"], ["Ada", "Bob"]])),
    st.tuples(
        st.sampled_from(["notes.title", "notes.scope", "notes.components.storage.level"]),
        st.sampled_from([None, "x", "y"]),
    ),
    st.tuples(st.just("notes"), st.sampled_from([None, {"scope": "s", "title": "t"}])),
    st.tuples(st.just(""), st.sampled_from([{}, {"title": "whole", "notes": {"scope": "x", "title": "y"}}])),
)
TABS = st.sampled_from("ab")


class TwoTabs(RuleBasedStateMachine):
    """Changes, imports, undos and refreshes of two tabs, against a list of documents."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    @initialize()
    def begin(self) -> None:
        """Start with an empty assessment that both tabs see."""
        self.store = Store(self.url)
        self.token = self.store.create(Assessment()).token
        self.now = Assessment()
        self.before: list[str] = []
        self.seen = {"a": 1, "b": 1}
        self.shown = {"a": self.now, "b": self.now}

    def teardown(self) -> None:
        """Close the store."""
        self.store.close()

    def _arrived(self, saved, tab: str) -> None:
        assert write_answers(saved.assessment) == write_answers(self.now)
        self.seen[tab], self.shown[tab] = saved.version, saved.assessment

    @rule(tab=TABS, changes=st.lists(VALUES, min_size=1, max_size=3, unique_by=lambda change: change[0]))
    def change(self, tab, changes) -> None:
        """Make some changes at once; the tab learns of exactly what the other changed since it looked."""
        old, shown = write_answers(self.now), self.shown[tab]
        for path, value in sorted(changes, key=lambda change: change[1] is not None):
            self.now = change(self.now, path, value)
        saved = self.store.change(self.token, dict(changes), seen=self.seen[tab], tab=tab)
        if write_answers(self.now) != old:
            self.before.append(old)
        self._told(saved.from_others, shown, read_answers(old))
        assert set(saved.overwritten) <= dict(changes).keys()
        self._arrived(saved, tab)

    @rule(tab=TABS)
    def undo(self, tab) -> None:
        """Take back a step: the document is, to the byte, what it was before that step."""
        assert self.store.can_undo(self.token) == bool(self.before)
        saved = self.store.undo(self.token, tab=tab, seen=self.seen[tab])
        if not self.before:
            assert saved is None
            return
        self.now = read_answers(self.before.pop())
        self._told((*saved.from_others, *saved.undone), self.shown[tab], self.now)
        assert not {*saved.from_others} & {*saved.undone}
        self._arrived(saved, tab)

    @rule(tab=TABS)
    def refresh(self, tab) -> None:
        """Ask what is new: nothing only if the tab shows what there is."""
        saved = self.store.since(self.token, self.seen[tab], tab)
        if saved is None:
            assert write_answers(self.shown[tab]) == write_answers(self.now)
            return
        self._told(saved.from_others, self.shown[tab], self.now)
        self._arrived(saved, tab)

    @invariant()
    def stored(self) -> None:
        """What is stored is the model's document."""
        opened = self.store.open(self.token)
        assert write_answers(opened.assessment) == write_answers(self.now)

    @staticmethod
    def _told(told, shown: Assessment, now: Assessment) -> None:
        for path in (
            "title",
            "components.storage.level",
            DURATION,
            "participants",
            "notes.title",
            "notes.scope",
        ):
            if value_at(shown, path) != value_at(now, path):
                assert any(path.startswith(known) or known.startswith(path) for known in told), path


def test_two_tabs_in_any_order_lose_nothing(url):
    """Whatever two tabs do in turn, the document, undo and what each is told are the model's."""
    run_state_machine_as_test(
        lambda: TwoTabs(url), settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
