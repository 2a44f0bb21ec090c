"""Many people at once and sudden ends: no acknowledged vote is missing, none is counted twice."""

import itertools
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from flywheel_core import workshop
from flywheel_core.store import Counts, NotAdmitted, Store
from flywheel_core.workshop import DONT_KNOW, WorkshopError
from tests.core.workshops import LEVEL, LEVELS, TOPICS, Played

VOTER = """
import itertools, sys
from flywheel_core.store import Store
rooms = Store(sys.argv[1]).rooms
for count in itertools.count():
    for token in sys.argv[3:]:
        rooms.vote(token, sys.argv[2], count % 5, round=1, seen=2)
        print(token, count % 5, flush=True)
"""


@pytest.fixture
def played(store) -> Played:
    """Give an anonymous room in its lobby."""
    return Played(store)


def test_five_hundred_join_at_once(played):
    """All of them are in, each once and with a number of their own."""
    with ThreadPoolExecutor(50) as pool:
        tokens = list(pool.map(lambda _: played.join(), range(500)))
    assert len(set(tokens)) == 500
    people = played.rooms.people(played.links.facilitate)
    assert [person.label for person in people] == [f"participant {n}" for n in range(1, 501)]
    assert played.now.counts == Counts(500, 0)


def test_the_last_seats_are_taken_once(store):
    """Of many who join at the same moment as many are admitted as there are seats."""
    played = Played(store, capacity=7)

    def try_to_join(_: int) -> int:
        try:
            return len(played.join()) and 1
        except NotAdmitted:
            return 0

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(try_to_join, range(40))) == played.now.counts.joined == 7


def test_votes_from_many_threads_are_all_counted(played):
    """Twenty people who vote at once, some of them twice, are twenty votes on each item."""
    tokens = played.people(20)
    seen = played.start().version
    sent = [(token, path) for token in tokens * 2 for path in LEVELS]
    random.Random(1).shuffle(sent)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda one: played.vote(one[0], tokens.index(one[0]) % 5, one[1], seen=seen), sent))
    assert played.now.counts == Counts(20, 20)
    played.reveal()
    assert [played.values(path) for path in LEVELS] == [sorted([*range(5)] * 4)] * 5


def test_a_reveal_and_votes_at_once_agree_on_which_counted(played):
    """Of votes that race with the reveal those that were acknowledged are in what is shown, and no others."""
    tokens = played.people(12)
    seen = played.start().version
    played.clock.wait(0)
    begin = threading.Barrier(13)

    def vote(token: str) -> list[int]:
        begin.wait()
        done = []
        for value in range(5):
            try:
                # A screen that shows the reveal already: there is no grace.
                played.vote(token, value, seen=seen + 1)
            except WorkshopError:
                return done
            done.append(value)
        return done

    with ThreadPoolExecutor(13) as pool:
        voting = [pool.submit(vote, token) for token in tokens]
        begin.wait()
        played.reveal()
        acknowledged = [done.result() for done in voting]
    assert played.values() == sorted(done[-1] for done in acknowledged if done)


def test_a_killed_process_loses_no_acknowledged_vote(played, url):
    """After `kill -9` amid voting each acknowledged vote is there, once, and the phase is where it was."""
    tokens = played.people(5)
    played.start()
    acknowledged: dict[str, int] = {}
    for _ in range(3):
        command = [sys.executable, "-c", VOTER, url, LEVEL, *tokens]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            lines = list(itertools.islice(process.stdout, random.randint(20, 100)))
            process.kill()
            lines += process.stdout
        acknowledged |= {token: int(value) for token, value in map(str.split, lines)}
        again = Store(url)
        kept = {token: again.rooms.participant(token).votes[LEVEL, 1] for token in acknowledged}
        assert again.rooms.open(played.links.present).room.phase == "collecting"
        again.close()
        # The last one may have been saved without being acknowledged any more.
        ahead = [token for token in kept if kept[token] != acknowledged[token]]
        assert len(ahead) <= 1
        assert all(kept[token] == (acknowledged[token] + 1) % 5 for token in ahead)
        acknowledged = kept
    played.reveal()
    assert played.values() == sorted(acknowledged.values())


class _Workshop(RuleBasedStateMachine):
    """A room beside a model of it: dictionaries."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    @initialize(mode=st.sampled_from(["anonymous", "named"]))
    def make(self, mode: str) -> None:
        self.store = Store(self.url)
        self.played = Played(self.store, mode=mode)
        self.tokens: list[str] = []
        self.gone: set[str] = set()
        self.missed: dict[str, int] = {}
        self.left: set[str] = set()
        self.votes: dict[tuple[str, int, str, str], object] = {}
        #: The rounds that were revealed, by topic: what the room has seen stays seen.
        self.seen: set[tuple[str | None, int]] = set()
        self.room = self.played.room

    @precondition(lambda self: len(self.tokens) < 6)
    @rule()
    def join(self) -> None:
        self.tokens.append(self.played.join(name=f"N{len(self.tokens)}"))
        self.missed[self.tokens[-1]] = 0

    @precondition(lambda self: set(self.tokens) - self.gone)
    @rule(data=st.data(), comes_back=st.booleans())
    def leave(self, data: st.DataObject, comes_back: bool) -> None:
        token = data.draw(st.sampled_from([token for token in self.tokens if token not in self.gone]))
        if comes_back:
            self.played.rooms.come_back(token)
            self.left.discard(token)
            self.missed[token] = 0
        else:
            self.played.rooms.leave(token)
            self.left.add(token)
        assert self.played.rooms.participant(token).left is not comes_back

    @precondition(lambda self: set(self.tokens) - self.gone)
    @rule(data=st.data(), topic=st.sampled_from(TOPICS), value=st.sampled_from([0, 1, 4, DONT_KNOW]))
    def vote(self, data: st.DataObject, topic: str, value: object) -> None:
        token = data.draw(st.sampled_from([token for token in self.tokens if token not in self.gone]))
        item = data.draw(st.sampled_from(workshop.items_of(topic)))
        kept = value if item.kind == "scale" or value == DONT_KNOW else item.choices[0]
        try:
            self.played.vote(token, kept, item.path)
        except WorkshopError:
            assert (self.room.present, self.room.phase) != (topic, "collecting")
        else:
            assert (self.room.present, self.room.phase) == (topic, "collecting")
            self.votes[topic, self.room.topic(topic).round, item.path, token] = kept
            self.left.discard(token)
            self.missed[token] = 0

    @rule(
        move=st.sampled_from(["go_on", "reveal", "vote_again", "take_back_reveal", "skip", "park", "agree"]),
    )
    def move(self, move: str) -> None:
        made = getattr(workshop, move)
        what = ({},) if move == "agree" else (self.played.clock(),)
        try:
            wanted = made(self.room, *what)
        except WorkshopError:
            wanted = None
        before = self.played.now
        try:
            self.room = self.played.move(made, *({},) if move == "agree" else ()).room
        except WorkshopError:
            assert wanted is None
            assert self.played.now == before
        else:
            assert wanted is not None
            assert self.room == workshop.noted(wanted, before.version + 1)
            if move == "reveal":
                self.seen.add((self.room.present, self.room.topic(self.room.present).round))
                self.let_pass(self.room.present, self.room.topic(self.room.present).round, 1)
            if move == "take_back_reveal":
                self.let_pass(self.room.present, self.room.topic(self.room.present).round - 1, -1)

    def let_pass(self, topic: str, number: int, by: int) -> None:
        voted = {token for of, at, _, token in self.votes if (of, at) == (topic, number)}
        for token in set(self.missed) - voted:
            self.missed[token] = max(self.missed[token] + by, 0)

    @rule(topic=st.sampled_from(TOPICS))
    def go_to(self, topic: str) -> None:
        self.room = self.played.move(workshop.go_to, topic).room

    @precondition(lambda self: set(self.tokens) - self.gone)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        token = data.draw(st.sampled_from([token for token in self.tokens if token not in self.gone]))
        person = self.played.rooms.participant(token).id
        self.played.rooms.remove(self.played.links.facilitate, person)
        self.gone.add(token)
        for topic, number, path, voter in list(self.votes):
            known = self.room.topic(topic)
            if voter == token and (number == known.round and known.revealed_at is None):
                del self.votes[topic, number, path, voter]

    @invariant()
    def counts_are_the_model_s(self) -> None:
        here = [token for token in self.tokens if token not in self.gone]
        present = self.room.topic(self.room.present) if self.room.present else None
        items = workshop.items_of(present.id) if present else ()
        voted = [
            token
            for token in here
            if items and all((present.id, present.round, i.path, token) in self.votes for i in items)
        ]
        awaited = [
            token for token in here if token not in self.left and (not present or self.missed[token] < 2)
        ]
        assert self.played.now.counts == Counts(len({*awaited, *voted}), len(voted))

    @invariant()
    def votes_are_the_model_s(self) -> None:
        for topic in self.room.topics:
            seen = {number for of, number in self.seen if of == topic.id} - {*topic.void}
            if topic.status == "collecting" or not seen:
                with pytest.raises(WorkshopError):
                    self.played.rooms.votes(self.played.links.present, topic.id)
                continue
            if self.room.mode == "anonymous":
                seen = self.told(topic.id, seen)
            shown = self.played.rooms.votes(self.played.links.present, topic.id)
            wanted = [
                (number, path, value)
                for (of, number, path, _), value in self.votes.items()
                if of == topic.id and number in seen
            ]
            found = [(vote.round, vote.item, vote.value) for vote in shown]
            assert sorted(found, key=str) == sorted(wanted, key=str)

    def told(self, topic: str, seen: set[int]) -> set[int]:
        """The rounds that an anonymous room is given: in none of them one or two are new to another."""
        told: dict[int, set[str]] = {}
        for number in sorted(seen, reverse=True):
            voters = {token for of, at, _, token in self.votes if (of, at) == (topic, number)}
            if all(len(later - voters) not in (1, 2) for later in told.values()):
                told[number] = voters
        return set(told)

    def teardown(self) -> None:
        self.store.close()


def test_people_and_facilitator_in_any_order(url):
    """Whatever they do in turn, counts and votes are those of a simple model."""
    run_state_machine_as_test(
        lambda: _Workshop(url), settings=settings(max_examples=25, stateful_step_count=30, deadline=None)
    )
