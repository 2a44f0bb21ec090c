"""People without a screen of their own: answers filled in before, and simulated ones to practise with."""

from datetime import UTC, datetime

import pytest

from flywheel_core import workshop
from flywheel_core.assessment import Assessment, change_all
from flywheel_core.store import Counts, NotAdmitted, ReadOnlyLink, Store, StoreError
from flywheel_core.workshop import (
    DONT_KNOW,
    NOT_APPLICABLE,
    TOPICS,
    WEAKEST,
    LeftOut,
    Room,
    WorkshopError,
    consensus,
    items_of,
    left_out,
    new_room,
    read_vote,
    results_of,
    simulated_role,
    simulated_votes,
    votes_in,
)
from tests.core.workshops import LEVEL, LEVELS, Played

FILLED = change_all(
    Assessment(),
    {
        LEVELS[0]: 3,
        f"{LEVELS[1]}_unsure": True,
        "components.analysis.not_applicable": "we have none",
        "transitions.collection_to_storage.strength": 1,
        "transitions.collection_to_storage.duration": {"low": "P1D", "likely": "P2D", "high": "P9D"},
        "transitions.storage_to_analysis.duration": {"low": "P1D"},
        "learning.others_notice_deletion": "unsure",
        "learning.own_experience_improves": "no",
    },
)
EVERYTHING = tuple(TOPICS)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _room(*topics: str, **wishes) -> Room:
    return new_room("x", plan=[(topic, 5) for topic in topics], **wishes)


def test_what_an_answers_file_says_as_votes():
    """Unsure is don't know, what does not apply says so, half a duration and what is open are no votes."""
    votes = votes_in(FILLED, _room(*EVERYTHING))
    assert votes == {
        (LEVELS[0], 1): 3,
        (LEVELS[1], 1): DONT_KNOW,
        (LEVELS[2], 1): NOT_APPLICABLE,
        ("transitions.collection_to_storage.strength", 1): 1,
        ("transitions.collection_to_storage.duration", 1): {"low": "P1D", "likely": "P2D", "high": "P9D"},
        ("learning.others_notice_deletion", 1): DONT_KNOW,
        ("learning.own_experience_improves", 1): "no",
    }
    assert votes_in(Assessment(), _room(*EVERYTHING)) == {}


def test_what_of_an_answers_file_is_no_vote():
    """Topics that the room has seen, topics of no plan, and questions that the file leaves open."""
    room = _room("levels", "weakest", "durations")
    revealed = workshop.reveal(workshop.go_on(room, NOW), NOW)
    assert left_out(FILLED, room) == LeftOut(
        seen=(), not_planned=("strengths", "learning"), missing={"levels": 2, "weakest": 1, "durations": 4}
    )
    assert left_out(FILLED, revealed) == LeftOut(
        seen=("levels",), not_planned=("strengths", "learning"), missing={"weakest": 1, "durations": 4}
    )


def test_answers_that_were_filled_in_before_are_one_person_s_votes(store):
    """Bringing a file adds a person who is counted once, with votes that nobody sees before the reveal."""
    played = Played(store, ("levels", "weakest", "learning"), mode="named")
    played.join(name="Ada")
    played.start()
    brought = played.rooms.bring(played.links.facilitate, FILLED, name=" Bo\n", role="data")
    assert brought == 5
    assert played.now.counts == Counts(1, 0)
    assert [p.label for p in played.rooms.people(played.links.facilitate)] == ["Ada", "Bo"]
    with pytest.raises(WorkshopError):
        played.rooms.votes(played.links.facilitate, "levels")
    played.reveal()
    votes = played.rooms.votes(played.links.facilitate, "levels")
    assert {(vote.value, vote.name, vote.role) for vote in votes} == {
        (3, "Bo", "data"),
        (DONT_KNOW, "Bo", "data"),
        (NOT_APPLICABLE, "Bo", "data"),
    }
    played.move(workshop.go_to, "learning")
    assert played.now.counts.voted == 1


def test_an_anonymous_room_keeps_no_name_of_who_was_away(store):
    """Who is brought in is a number like all others, in a locked room too."""
    played = Played(store)
    played.lock()
    played.rooms.bring(played.links.facilitate, FILLED, name="Bo")
    assert [p.label for p in played.rooms.people(played.links.facilitate)] == ["participant 1"]


def test_votes_on_what_the_room_has_seen_are_not_brought_in(store):
    """A topic that was revealed takes no votes from a file, also if it is voted on again."""
    played = Played(store, ("levels", "weakest"))
    played.start()
    played.vote_all(played.join(), 2)
    played.reveal()
    for move in (None, workshop.vote_again):
        if move:
            played.move(move)
        with pytest.raises(WorkshopError, match=r"still to vote on[^\n]*\.$"):
            played.rooms.bring(played.links.facilitate, FILLED)
    assert played.now.counts.joined == 1
    other = Played(store)
    other.start()
    other.reveal()
    other.move(workshop.take_back_reveal)
    assert other.rooms.bring(other.links.facilitate, FILLED) == 4
    other.reveal()
    assert other.values(number=2) == [3]


def test_the_place_of_whom_the_facilitator_entered_is_found_again(store):
    """Their link is the same as when they were entered, also in the room that came back from its file."""
    played = Played(store, mode="named")
    lead = played.links.facilitate
    ada = played.join(name="Ada")
    bo = played.rooms.join(played.links.code, place="here", name="Bo", by=lead).token
    played.rooms.bring(lead, FILLED, name="Cy")
    for _ in range(2):
        people = {person.label: person for person in played.rooms.people(lead)}
        assert {name: person.on_paper for name, person in people.items()} == {
            "Ada": False,
            "Bo": True,
            "Cy": True,
        }
        assert played.rooms.place(lead, people["Bo"].id) == bo
        assert played.rooms.participant(played.rooms.place(lead, people["Cy"].id)).votes[LEVEL, 1] == 3
        with pytest.raises(StoreError, match="on their own screen"):
            played.rooms.place(lead, people["Ada"].id)
        file = played.rooms.export(lead)
        played.rooms.delete(lead)
        played.rooms.reopen(file, lead)
    assert played.rooms.participant(ada).name == "Ada"


def test_only_the_facilitator_has_the_place_of_others(store):
    """Neither the wall nor a participant gets it, and whoever was taken out has none."""
    played = Played(store)
    lead = played.links.facilitate
    mine = played.rooms.join(played.links.code, place="here", by=lead).token
    person = played.rooms.participant(mine).id
    for token in (played.links.present, mine):
        with pytest.raises(StoreError, match=r"^This link[^\n]*\.$"):
            played.rooms.place(token, person)
    played.rooms.remove(lead, person)
    with pytest.raises(StoreError, match="not in this room"):
        played.rooms.place(lead, person)


def test_only_the_facilitator_brings_and_rehearses(store):
    """Neither the wall nor a participant adds people; a full or closed room takes none."""
    played = Played(store, capacity=1, rehearsal=True)
    for token in (played.links.present, played.join()):
        for call in (played.rooms.rehearse, lambda token: played.rooms.bring(token, FILLED)):
            with pytest.raises((ReadOnlyLink, Exception), match=r"^This link[^\n]*\.$"):
                call(token)
    for call in (played.rooms.rehearse, lambda token: played.rooms.bring(token, FILLED)):
        with pytest.raises(NotAdmitted, match="full"):
            call(played.links.facilitate)
    played.move(workshop.close)
    with pytest.raises(NotAdmitted, match="closed"):
        played.rooms.bring(played.links.facilitate, FILLED)
    assert played.now.counts.joined == 1


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_simulated_people_go_through_a_whole_rehearsal(store, mode):
    """Seven join once, beside a real person, and vote on each topic and in each round."""
    played = Played(store, EVERYTHING, mode=mode, rehearsal=True)
    me, facilitate = played.join(), played.links.facilitate
    assert played.rooms.rehearse(facilitate).counts == Counts(8, 0)
    for number, topic in enumerate(EVERYTHING):
        # The real person never answers: after two votes nobody waits for that.
        all_here = Counts(7 if number else 8, 7)
        played.start()
        assert played.rooms.rehearse(facilitate).counts == all_here
        assert played.rooms.rehearse(facilitate).counts == all_here
        played.reveal()
        assert {vote.round for vote in played.rooms.votes(me, topic)} == {1}
        played.move(workshop.vote_again)
        assert played.rooms.rehearse(facilitate).counts == all_here
        played.reveal()
    labels = [person.label for person in played.rooms.people(facilitate)]
    assert len(set(labels)) == 8
    assert ("Amal" in labels) is (mode == "named")
    person = played.rooms.people(facilitate)[3].id
    played.rooms.remove(facilitate, person)
    assert played.rooms.rehearse(facilitate).counts.joined == 6


def test_after_the_reveal_simulated_people_keep_still(store):
    """They vote only where votes are collected."""
    played = Played(store, rehearsal=True)
    played.start()
    played.reveal()
    played.rooms.rehearse(played.links.facilitate)
    assert played.rooms.votes(played.links.present, "levels") == ()


def test_a_real_room_has_no_simulated_people(store):
    """In a room that is no rehearsal nobody is made up."""
    played = Played(store)
    with pytest.raises(WorkshopError, match=r"Only a rehearsal[^\n]*\.$"):
        played.rooms.rehearse(played.links.facilitate)
    assert played.now.counts.joined == 0


@pytest.mark.parametrize("topic", EVERYTHING)
def test_simulated_votes_are_answers(topic):
    """Each person has an answer to each item, and with the same seed the same ones."""
    room = _room(topic)
    votes = simulated_votes(room, topic, 50, "s")
    assert len(votes) == 50
    for own in votes:
        assert list(own) == [item.path for item in items_of(topic)]
        assert all(read_vote(path, value) == value for path, value in own.items())
    assert simulated_votes(room, topic, 50, "s") == votes
    assert simulated_votes(room, topic, 7, "s") == votes[:7]
    assert simulated_votes(room, topic, 50, "t") != votes


def test_simulated_people_are_not_of_one_mind_and_come_closer():
    """On each scale somebody differs; those who work with data stand apart on one item; talking helps."""
    room = _room("levels")
    again = room.model_copy(update={"topics": (room.topics[0].model_copy(update={"round": 2}),)})
    agreements = {}
    for name, at in (("before", room), ("after", again)):
        found = [
            consensus([values.count(step) for step in range(5)])
            for seed in range(20)
            for votes in [simulated_votes(at, "levels", 7, f"{seed}")]
            for path in LEVELS
            for values in [[own[path] for own in votes]]
        ]
        agreements[name] = sum(found) / len(found)
    assert 0.5 < agreements["before"] < agreements["after"] < 0.95
    apart = 0
    for seed in range(20):
        votes = simulated_votes(room, "levels", 60, f"{seed}")
        for path in LEVELS:
            by = {role: [] for role in ("data", "engineering", "product")}
            for person, own in enumerate(votes):
                if isinstance(own[path], int):
                    by[simulated_role(person)].append(own[path])
            means = {role: sum(values) / len(values) for role, values in by.items()}
            apart += abs(means["data"] - means["engineering"]) > 1
    assert apart >= 15


def test_a_rehearsal_can_be_shown_as_a_real_room(store: Store):
    """What seven simulated people voted gives results with a role to compare and items in an order."""
    played = Played(store, ("levels",), rehearsal=True)
    played.start()
    played.rooms.rehearse(played.links.facilitate)
    now = played.reveal()
    result = results_of(now.room, "levels", played.rooms.votes(played.links.facilitate, "levels"))
    assert (result.voters, result.withheld, len(result.items)) == (7, False, len(LEVELS))
    assert any("data" in item.by_role for item in result.items)
    assert WEAKEST not in {item.item.path for item in result.items}
    assert LEVEL in {item.item.path for item in result.items}
