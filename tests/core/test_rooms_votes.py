"""Votes: counted once, changed until the reveal, hidden before it, and nameless where that was promised."""

import dataclasses
import json
from collections import defaultdict

import pytest

from flywheel_core import workshop
from flywheel_core.store import Counts, Store
from flywheel_core.workshop import DONT_KNOW, WEAKEST, WorkshopError
from tests.core.workshops import LEVEL, LEVELS, Played

ARROW = "collection_to_storage"
SECRET = "3.14159-not-a-value"


@pytest.fixture
def played(store) -> Played:
    """Give an anonymous room in its lobby."""
    return Played(store)


def test_a_person_is_counted_once_however_often_they_send(played):
    """The same vote twice, a reload and a changed mind are one vote: the last."""
    me, other = played.people(2)
    played.start()
    played.vote(me, 1)
    played.vote(me, 1)
    again = played.rooms.participant(me)
    assert again.votes == {(LEVEL, 1): 1}
    played.vote(me, 4)
    assert played.rooms.participant(me).id == again.id
    played.vote(other, 2)
    played.reveal()
    assert played.values() == [2, 4]
    assert played.now.counts.joined == 2


def test_voted_counts_who_has_answered_all_of_the_present_topic(played):
    """Somebody is counted with their last item, once, and anew in each topic and each round."""
    me, other = played.people(2)
    assert played.start().counts == Counts(2, 0)
    for number, path in enumerate(LEVELS, 1):
        played.vote(me, 2, path)
        assert played.now.counts == Counts(2, int(number == len(LEVELS)))
    played.vote(me, 3)
    played.vote_all(other, DONT_KNOW)
    assert played.now.counts.voted == 2
    played.reveal()
    assert played.move(workshop.vote_again).counts.voted == 0
    played.vote_all(me, 1)
    assert played.now.counts.voted == 1
    played.reveal()
    assert played.start().counts.voted == 0
    played.vote(other, ARROW, WEAKEST)
    assert played.now.counts.voted == 1


def test_pulses_say_what_moved(played, store):
    """One query tells version and counts of several rooms; those that are gone are left out."""
    other = Played(store)
    played.join()
    played.rooms.join(played.links.code, place="here", by=played.links.facilitate)
    played.start()
    ids = [played.now.id, other.now.id, "gone"]
    pulses = played.rooms.pulses(ids)
    assert {key: dataclasses.astuple(pulse) for key, pulse in pulses.items()} == {
        ids[0]: (2, 1, 0, 2),
        ids[1]: (1, 0, 0, 0),
    }
    assert played.rooms.pulses([]) == {}


def test_before_the_reveal_nothing_but_counts_leaves(played):
    """No link gives another's vote before the reveal: no call's answer holds it, and `votes` refuses."""
    me, other = played.people(2)
    played.start()
    played.vote_all(other, 4)
    links = played.links
    for token in (me, links.facilitate, links.present):
        with pytest.raises(WorkshopError, match=r"hidden until the reveal\.$"):
            played.rooms.votes(token, "levels")
    mine = played.rooms.participant(me)
    assert mine.votes == {}
    seen = [played.rooms.open(links.facilitate), played.rooms.open(links.present)]
    assert [now.counts for now in seen] == [Counts(2, 1)] * 2
    assert all(now.room == mine.now.room for now in seen)
    assert {field.name for field in dataclasses.fields(mine.now)} == {"id", "room", "version", "code", "may"}
    people = played.rooms.people(links.facilitate)
    told = {field.name for field in dataclasses.fields(people[0])}
    assert told == {"id", "label", "role", "joined_at", "on_paper", "left"}
    played.reveal()
    for token in (me, links.facilitate, links.present):
        assert {vote.value for vote in played.rooms.votes(token, "levels")} == {4}
    assert played.move(workshop.vote_again).room.phase == "collecting"
    with pytest.raises(WorkshopError):
        played.rooms.votes(me, "levels")


def test_anonymous_votes_have_no_name_and_another_voter_in_each_topic(played):
    """A name that was given is not even kept; pseudonyms join a person's votes in one topic."""
    tokens = [played.join(name=f"Name {n}") for n in range(4)]
    voters = defaultdict(set)
    orders = []
    for topic, path, value in (("levels", LEVEL, 2), ("weakest", WEAKEST, ARROW)):
        played.start()
        for turn, token in enumerate(tokens):
            played.vote(token, value if topic == "weakest" else turn, path)
            if topic == "levels":
                played.vote(token, turn, LEVELS[1])
        played.reveal()
        votes = played.rooms.votes(played.links.facilitate, topic)
        voters[topic] = {vote.voter for vote in votes}
        orders.append([vote.voter for vote in votes])
        assert all(vote.name is None for vote in votes)
    assert [len(voters[topic]) for topic in ("levels", "weakest")] == [4, 4]
    assert not voters["levels"] & voters["weakest"]
    assert [order == sorted(order) for order in (orders[0][:4], orders[0][4:], orders[1])] == [True] * 3
    people = played.rooms.people(played.links.facilitate)
    assert [person.label for person in people] == [f"participant {n}" for n in range(1, 5)]
    with played.rooms._database.reading() as connection:
        assert "Name" not in str(connection.exec_driver_sql("SELECT * FROM participants").all())


def test_in_a_topic_a_pseudonym_is_one_person_in_both_rounds(played):
    """Before and after can be compared person by person within a topic."""
    tokens = played.people(3)
    played.start()
    for value, token in enumerate(tokens):
        played.vote(token, value)
    played.reveal()
    played.move(workshop.vote_again)
    for value, token in enumerate(tokens):
        played.vote(token, value + 1)
    played.reveal()
    of = {(vote.voter, vote.round): vote.value for vote in played.rooms.votes(tokens[0], "levels")}
    assert all(of[voter, 2] == of[voter, 1] + 1 for voter, _ in of)
    assert played.rooms.participant(tokens[1]).votes == {(LEVEL, 1): 1, (LEVEL, 2): 2}


def _two_rounds(played: Played, newcomers: list[str | None]) -> list[str]:
    """Four vote, the newcomers join, and all vote once more."""
    people = played.people(4)
    played.start()
    for token in people:
        played.vote_all(token, 1)
    played.reveal()
    played.move(workshop.vote_again)
    people += [played.join(role=role) for role in newcomers]
    for token in people:
        played.vote_all(token, 1 if token in people[:4] else 4)
    played.reveal()
    return people


@pytest.mark.parametrize(
    ("newcomers", "rounds"),
    [
        ([], {1, 2}),
        ([None], {2}),
        ([None] * 2, {2}),
        ([None] * 3, {1, 2}),
        (["data"] * 3, {1, 2}),
        (["data"] * 3 + [None] * 2, {2}),
        (["data"] * 3 + [None] * 3, {1, 2}),
    ],
)
def test_who_joins_between_two_rounds_is_not_told_by_their_difference(played, newcomers, rounds):
    """Where one or two are new, or are of their role, the round before is given out to nobody beside it."""
    people = _two_rounds(played, newcomers)
    links = played.links
    for token in (links.facilitate, links.present, people[0]):
        assert {vote.round for vote in played.rooms.votes(token, "levels")} == rounds
    plain = json.loads(played.rooms.export(links.facilitate))["votes"]
    assert {vote["round"] for vote in plain} == rounds
    now = played.now
    result = workshop.results_of(now.room, "levels", played.rooms.votes(people[0], "levels"))
    assert [item.before.withheld for item in result.items] == [1 not in rounds] * len(LEVELS)
    assert result.voters == len(people)


def test_a_round_that_is_not_told_comes_back_with_the_room(played, tmp_path):
    """What a room file keeps sealed of a late joiner's topic is there again where it is opened."""
    people = _two_rounds(played, [None])
    facilitate = played.links.facilitate
    there = Store(f"sqlite:///{tmp_path}/there.db")
    there.rooms.reopen(played.rooms.export(facilitate), facilitate)
    assert there.rooms.participant(people[0]).votes == played.rooms.participant(people[0]).votes
    assert len(there.rooms.participant(people[0]).votes) == 2 * len(LEVELS)
    there.close()


def test_in_a_named_room_both_rounds_are_always_compared(store):
    """Where votes have names there is nothing to hide from who compares."""
    played = Played(store, mode="named")
    _two_rounds(played, [None])
    assert {vote.round for vote in played.rooms.votes(played.links.present, "levels")} == {1, 2}


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        (["data"] * 3, {"data": 3}),
        (["data"] * 2 + ["other"] * 3 + [None], {"other": 3, None: 3}),
        (["data"] * 4 + ["other"] * 3 + ["product"], {"data": 4, None: 4}),
        (["data"] * 3 + ["other"] * 3, {"data": 3, "other": 3}),
        (["data"] * 3 + ["other"], {None: 4}),
        (["data"] * 2, {None: 2}),
    ],
)
def test_a_role_that_few_share_is_not_told_in_an_anonymous_room(played, roles, told):
    """The only one of a role would be known in topic after topic, also by being the only one left out."""
    tokens = [played.join(role=role) for role in roles]
    played.start()
    for token in tokens:
        played.vote(token, 2)
    played.reveal()
    found = [vote.role for vote in played.rooms.votes(tokens[0], "levels")]
    assert {role: found.count(role) for role in found} == told


def test_named_votes_have_names_after_the_reveal(store):
    """In a named room votes carry name and role; what was typed is kept as text in one line."""
    played = Played(store, mode="named")
    ada = played.join(name=" <b>Ada</b>\n& 'co'; DROP TABLE votes;--\u202e\x00 ", role="data")
    played.join(name="\u200b \t")
    played.join(name="x" * 1_000)
    played.start()
    played.vote(ada, 2)
    played.reveal()
    vote = played.rooms.votes(ada, "levels")[0]
    assert (vote.name, vote.role) == ("<b>Ada</b> & 'co'; DROP TABLE votes;--", "data")
    labels = [person.label for person in played.rooms.people(played.links.facilitate)]
    assert labels == [vote.name, "participant 2", "x" * 80]
    assert played.rooms.participant(ada).name == vote.name


def test_a_role_that_there_is_not_is_refused(played):
    """Roles are those that are offered, or none."""
    with pytest.raises(WorkshopError):
        played.join(role="boss")
    assert played.now.counts.joined == 0


def test_the_second_round_stands_beside_the_first(played):
    """A further round leaves the votes before it as they were, for whoever votes again or does not."""
    me, other = played.people(2)
    played.start()
    played.vote(me, 0)
    played.vote(other, 4)
    played.reveal()
    played.move(workshop.vote_again)
    played.vote(me, 3)
    played.reveal()
    assert (played.values(number=1), played.values(number=2)) == ([0, 4], [3])


def test_a_round_revealed_by_mistake_is_not_shown_again(played):
    """After a reveal is taken back its votes are void, also for who cast them."""
    me = played.join()
    played.start()
    played.vote(me, 0)
    played.reveal()
    played.move(workshop.take_back_reveal)
    assert played.rooms.participant(me).votes == {}
    played.vote(me, 4)
    played.reveal()
    assert [(vote.round, vote.value) for vote in played.rooms.votes(me, "levels")] == [(2, 4)]


@pytest.mark.parametrize("leave", [workshop.park, workshop.skip])
def test_what_was_seen_is_not_changed_afterwards(played, leave):
    """A topic that was left after its reveal and is gone back to is voted on in a further round."""
    me = played.join()
    played.start()
    played.vote(me, 1)
    played.reveal()
    played.move(leave)
    played.move(workshop.go_to, "levels")
    played.vote(me, 4)
    played.reveal()
    assert (played.values(number=1), played.values(number=2)) == ([1], [4])


def test_a_vote_that_was_on_its_way_at_the_reveal_is_kept(played):
    """Sent from a screen that did not show the reveal yet, a vote counts for two seconds and no longer."""
    me, other = played.people(2)
    before = played.start().version
    played.vote(me, 1)
    after = played.reveal().version
    played.clock.wait(1.9)
    played.vote(me, 2, seen=before)
    with pytest.raises(WorkshopError, match=r"too late[^\n]*\.$"):
        played.vote(other, 4, seen=after)
    played.clock.wait(0.2)
    with pytest.raises(WorkshopError, match="too late"):
        played.vote(other, 4, seen=before)
    assert played.values() == [2]


def test_a_clock_that_is_set_back_lets_no_vote_in_after_the_reveal(played):
    """Within two seconds counts to both sides: an hour before the reveal is not on its way either."""
    me, other = played.people(2)
    before = played.start().version
    played.reveal()
    played.clock.wait(-3600)
    with pytest.raises(WorkshopError, match="too late"):
        played.vote(me, 4, seen=before)
    played.clock.wait(3599)
    played.vote(other, 2, seen=before)
    assert played.values() == [2]


@pytest.mark.parametrize("again", [workshop.vote_again, workshop.take_back_reveal])
def test_a_vote_for_the_round_before_is_never_one_for_the_new_round(played, again):
    """What was chosen on a screen of round 1 is refused in round 2, says so, and leaves round 2 open."""
    me, other = played.people(2)
    first = played.start().version
    played.vote(me, 1)
    played.reveal()
    played.clock.wait(60)
    second = played.move(again).version
    for seen in (first, second):
        with pytest.raises(WorkshopError, match="for the round before"):
            played.vote(other, 4, seen=seen, number=1)
    assert played.rooms.participant(other).votes == {}
    played.vote(other, 3)
    played.reveal()
    assert played.values(number=2) == [3]


def test_a_vote_on_its_way_when_the_room_votes_again_at_once_is_filed_in_its_own_round(played):
    """Within two seconds of a reveal that was not seen it is round 1's; a void round takes none."""
    me, other = played.people(2)
    first = played.start().version
    shown = played.reveal().version
    played.move(workshop.vote_again)
    played.vote(me, 1, seen=first, number=1)
    with pytest.raises(WorkshopError, match="for the round before"):
        played.vote(other, 4, seen=shown, number=1)
    played.vote(other, 2)
    played.reveal()
    votes = [played.rooms.participant(token).votes for token in (me, other)]
    assert votes == [{(LEVEL, 1): 1}, {(LEVEL, 2): 2}]
    played.move(workshop.take_back_reveal)
    with pytest.raises(WorkshopError, match="for the round before"):
        played.vote(other, 4, seen=first, number=2)


def test_a_screen_that_showed_the_reveal_has_seen_it_whatever_moved_since(played):
    """More time, added after the reveal, does not make a late vote one that was on its way."""
    me = played.join()
    before = played.start().version
    after = played.reveal().version
    played.rooms.move(played.links.facilitate, after, lambda room: workshop.extend(room, 1, played.clock()))
    with pytest.raises(WorkshopError, match="too late"):
        played.vote(me, 4, seen=after)
    played.vote(me, 2, seen=before)
    assert played.values() == [2]


def test_a_vote_on_another_topic_is_refused(played):
    """Only the present topic is voted on; one that waits, is parked or skipped is not."""
    me = played.join()
    with pytest.raises(WorkshopError):
        played.vote(me, 2)
    played.start()
    with pytest.raises(WorkshopError, match=r"does not vote on this question now"):
        played.vote(me, ARROW, WEAKEST)
    played.move(workshop.park)
    with pytest.raises(WorkshopError):
        played.vote(me, 2)
    assert played.rooms.participant(me).votes == {}


@pytest.mark.parametrize("value", [5, -1, True, 1.0, "1", None, SECRET, [], {"low": "P1D"}, {}, float("nan")])
def test_what_is_no_answer_is_refused(played, value):
    """Anything but an answer to the item changes nothing, and is not repeated in the error."""
    me = played.join()
    played.start()
    with pytest.raises(WorkshopError) as refused:
        played.vote(me, value)
    assert SECRET not in str(refused.value)
    assert played.rooms.participant(me).votes == {}


def test_durations_and_answers_of_their_own_come_back_as_they_were(store):
    """Ranges, don't know and not applicable are kept as what they are, never as zeros."""
    played = Played(store, ["durations"])
    me = played.join()
    played.start()
    paths = [item.path for item in workshop.items_of("durations")]
    values = [
        {"low": "P1D", "likely": "P2D", "high": "P7D"},
        {"likely": "PT4H"},
        "dont_know",
        "not_applicable",
    ]
    for path, value in zip(paths, values, strict=False):
        played.vote(me, value, path)
    played.reveal()
    kept = {vote.item: vote.value for vote in played.rooms.votes(me, "durations")}
    assert json.dumps([kept[path] for path in paths[:4]]) == json.dumps(values)


def test_a_late_joiner_lands_at_the_present_topic(played):
    """Who joins in the middle sees where the room is, votes there, and reads what was revealed before."""
    first = played.join()
    played.start()
    played.vote(first, 1)
    played.reveal()
    played.start()
    late = played.join()
    assert (played.rooms.participant(late).now.room.present, played.now.counts.joined) == ("weakest", 2)
    played.vote(late, ARROW, WEAKEST)
    played.move(workshop.go_to, "levels")
    assert [vote.value for vote in played.rooms.votes(late, "levels")] == [1]


def test_answers_given_beforehand_are_the_first_round(store):
    """Before the meeting people answer all topics by themselves; it begins with these votes, and hidden."""
    clock = Played(store).clock
    clock.wait(3_600)
    played = Played(store, beforehand_until=clock.now)
    me = played.join()
    played.vote_all(me, 3)
    played.vote(me, ARROW, WEAKEST)
    assert len(played.rooms.participant(me).votes) == 6
    assert played.now.counts == Counts(1, 0)
    for item in workshop.items_of("strengths"):
        played.vote(me, 1, item.path)
    assert played.now.counts == Counts(1, 1)
    played.vote(me, 2, item.path)
    data, facilitate = played.rooms.export(played.links.facilitate), played.links.facilitate
    played.rooms.delete(facilitate)
    played.rooms.reopen(data, facilitate)
    assert played.now.counts == Counts(1, 1)
    with pytest.raises(WorkshopError):
        played.rooms.votes(me, "levels")
    assert played.start().counts == Counts(1, 1)
    played.reveal()
    assert played.values() == [3]


def test_the_room_is_there_after_a_restart(played, url):
    """Another process opens the same links and finds phase, votes and people as they were."""
    me = played.join()
    played.start()
    played.vote_all(me, 2)
    again = Store(url)
    assert again.rooms.open(played.links.facilitate) == played.now
    assert again.rooms.participant(me) == played.rooms.participant(me)
    again.close()
