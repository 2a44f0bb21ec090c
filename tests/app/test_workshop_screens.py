"""The facilitator's screen, from the first vote to the end of a room, and what others see of it."""

import json
from datetime import UTC, datetime

import pytest

from flywheel_core.questions import question_of
from flywheel_core.store import Rooms, StoreError
from flywheel_core.workshop import (
    DONT_KNOW,
    NOT_APPLICABLE,
    TOPICS,
    WEAKEST,
    new_room,
    take_back_reveal,
)
from flywheel_ui.session import store
from flywheel_ui.workshop import agreeing, taking_along
from tests.app.leading import (
    GUIDE,
    LEVEL,
    TWO_TOPICS,
    facilitate,
    followed,
    made,
    now_of,
    vote,
    vote_on_levels,
    wall,
)
from tests.app.rooms import RoomScreen


def test_before_the_reveal_only_counts_are_shown():
    """Neither who leads nor the wall sees a vote, a median or who has voted before the votes are shown."""
    room, people = made()
    leading, shown = facilitate(room), wall(room)
    leading.press("start")
    vote_on_levels(people[:4], (0, 0, 4, 4))
    for screen in (leading.run(), shown.run()):
        assert "5 people have joined · 4 have voted · 1 is still thinking" in screen.shown
        assert "Agreement" not in screen.shown
        assert not screen.app.get("vega_lite_chart")


def test_what_divides_the_room_comes_first_with_a_question_and_the_ring():
    """After the reveal both screens show the divided item first, its agreement, and what to ask."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal")
    for screen in (leading, wall(room)):
        words = screen.shown
        assert words.index("Storage") < words.index("Collection")
        assert (
            "Ask anyone who will speak for “0 · not kept, or scattered” and "
            "anyone who will speak for “4 · one versioned source”" in words
        )
        assert GUIDE.text(f"workshop.agreement.{'source' if screen is leading else 'means'}") in words
        assert "Agreement 100%" in words
        assert len(screen.app.get("vega_lite_chart")) > 2


def test_what_the_room_agrees_on_goes_into_its_assessment():
    """The median is filled in; what is set instead, and the dissent, are kept with the basis voted."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal")
    leading.choose(f"agree.levels.1.{LEVEL}", 3).type("agree.levels.1.dissent", "Two of us see less.")
    leading.press("agree")
    kept = store().rooms.assessment(room.facilitate)
    assert (kept.components.storage.level, kept.components.storage.basis) == (3, "voted")
    assert kept.components.analysis.level == 2
    assert "Two of us see less." in kept.decisions.component_mapping.dissent
    assert "Two of us see less." in wall(room).shown


def test_a_duration_that_can_t_be_read_is_refused_and_stays_typed():
    """Nothing is agreed on then, and the sentence says what would be right."""
    room, people = made()
    leading = facilitate(room)
    leading.press("to_durations")
    for item in TOPICS["durations"]:
        vote(people, item.path, [{"likely": "P2D"}] * 5)
    key = "agree.durations.1.transitions.storage_to_analysis.duration"
    leading.press("reveal").type(key, "ages").press("agree")
    assert "“ages” can't be read as a duration" in leading.shown
    assert store().rooms.open(room.facilitate).room.phase == "revealed"
    leading.type(key, "1 day – 3 days – 2 weeks").press("agree")
    assert store().rooms.open(room.facilitate).room.phase == "agreed"


def test_a_time_is_offered_as_it_is_said_and_can_be_agreed_as_not_applicable():
    """The pooled range is offered in two units at most; *doesn't apply* and *don't know* stand beside it."""
    room, people = made()
    leading = facilitate(room)
    leading.press("to_durations")
    ranges = [
        {"likely": "P3D"},
        {"low": "P2D", "likely": "P5D", "high": "P9D"},
        {"low": "P4D", "high": "P10D"},
    ]
    for item in TOPICS["durations"]:
        most = [NOT_APPLICABLE] * 3 if item.path.startswith("transitions.feedback") else ranges
        vote(people, item.path, [*most, *ranges[:2]])
    leading.press("reveal")
    key = "agree.durations.1.transitions.{}.duration".format
    typed = {field.key: field for field in leading.app.text_input}
    offered = typed[key("storage_to_analysis")].value
    assert "hour" in offered
    assert "min" not in offered
    assert typed[key("feedback_to_collection")].disabled
    leading.choose(f"{key('storage_to_analysis')}.instead", NOT_APPLICABLE)
    leading.choose(f"{key('analysis_to_application')}.instead", DONT_KNOW).press("agree")
    agreed = store().rooms.open(room.facilitate).room.topic("durations").agreed
    assert agreed["transitions.storage_to_analysis.duration"] == NOT_APPLICABLE
    assert agreed["transitions.analysis_to_application.duration"] == DONT_KNOW
    assert agreed["transitions.feedback_to_collection.duration"] == NOT_APPLICABLE
    assert agreed["transitions.collection_to_storage.duration"] == {
        "low": "P3D",
        "likely": "P3D",
        "high": "P8DT6H",
    }
    kept = store().rooms.assessment(room.facilitate).transitions
    assert kept.storage_to_analysis.not_applicable
    assert kept.analysis_to_application.duration_unsure


def test_what_is_left_open_stands_among_what_is_agreed():
    """What divided the room most is not gone once all else is set."""
    room, people = made(plan=[("prerequisites", 5)])
    leading = facilitate(room).press("start")
    split, *others = [item.path for item in TOPICS["prerequisites"]]
    vote(people, split, ["yes", "no", "yes", "no", DONT_KNOW])
    for path in others:
        vote(people, path, ["yes"] * 5)
    leading.press("reveal").press("agree")
    assert store().rooms.open(room.facilitate).room.topic("prerequisites").agreed[split] is None
    for screen in (leading, wall(room)):
        left = [line for line in screen.shown.splitlines() if "left open" in line]
        assert [question_of(split, GUIDE) in line for line in left] == [True]


def test_a_reveal_by_mistake_and_a_second_vote():
    """A fresh vote throws the round away; a further vote keeps it to compare."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal").press("mistake")
    assert store().rooms.open(room.facilitate).room.topic("levels").rounds == (2,)
    vote_on_levels(people)
    leading.run().press("reveal").press("again")
    assert store().rooms.open(room.facilitate).room.topic("levels").rounds == (2, 3)


def test_after_a_second_vote_its_votes_are_offered_and_not_what_was_agreed_before():
    """A room that changed its mind agrees on its new mind; until it votes again the old one is offered."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people, of_storage=(1,) * 5)
    leading.press("reveal").choose(f"agree.levels.1.{LEVEL}", 0).press("agree")
    leading.app.session_state["votes_again"] = True
    offered = {field.key: field.value for field in leading.run().app.selectbox}
    assert offered[f"agree.levels.1.{LEVEL}"] == 0
    leading.press("again")
    vote_on_levels(people, of_storage=(4,) * 5)
    offered = {field.key: field.value for field in leading.press("reveal").app.selectbox}
    assert offered[f"agree.levels.2.{LEVEL}"] == 4
    leading.press("agree")
    assert store().rooms.assessment(room.facilitate).components.storage.level == 4


def test_a_form_that_could_not_be_drawn_agrees_on_nothing(monkeypatch):
    """The button stands above the form, and must not take fields that are not there for empty ones."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)

    def fails(*_args):
        raise StoreError("The database is away.")

    with monkeypatch.context() as broken:
        broken.setattr(agreeing, "form", fails)
        leading.press("reveal").press("agree")
    assert store().rooms.open(room.facilitate).room.phase == "revealed"
    assert not store().rooms.open(room.facilitate).room.topic("levels").agreed
    leading.run().press("agree")
    assert store().rooms.open(room.facilitate).room.phase == "agreed"


def test_two_windows_of_the_facilitator_don_t_drift():
    """A press in a window that shows an older room changes nothing, says so, and shows the room as it is."""
    room, _ = made()
    one, other = facilitate(room), facilitate(room)
    one.press("start")
    other.press("start")
    assert "moved on" in other.shown
    assert store().rooms.open(room.facilitate).room.present == "levels"
    assert "reveal" in other.buttons()


@pytest.mark.parametrize("page", ["facilitate", "present"])
def test_a_link_opens_only_the_screen_that_it_is_for(page):
    """A link for another screen, a forged one and none are refused with a sentence and show nothing."""
    room, people = made()
    wrong = {"facilitate": room.present, "present": room.facilitate}[page]
    for token in (wrong, people[0], "forged", ""):
        screen = RoomScreen(page, room=token)
        assert "Search" not in screen.shown
        assert room.code not in screen.shown
        assert screen.app.error


def test_what_was_typed_is_text_on_every_screen():
    """A title with markup is shown as it was typed."""
    room, _ = made()
    for screen in (facilitate(room), wall(room)):
        assert "Search <b>assistant</b>" in [text.value for text in screen.app.text]


def test_the_moves_stand_above_the_results_with_the_next_one_first():
    """Counts and moves come before what the room thinks, and how many voted is said after the reveal too."""
    room, people = made()
    leading = facilitate(room).press("start")
    moves = ["reveal", "extend", "park", "skip"]
    assert leading.buttons()[:4] == moves
    vote_on_levels(people[:4], (0, 0, 4, 4))
    leading.press("reveal")
    assert leading.buttons()[:5] == ["agree", "again", "mistake", "park", "skip"]
    assert "5 people have joined · 4 have answered all of it" in leading.shown
    assert leading.shown.index("4 have answered all of it") < leading.shown.index("Agreement 100%")
    leading.press("agree")
    assert leading.buttons()[:2] == ["next", "again"]
    assert "4 have answered all of it" in leading.shown


def test_a_closed_room_shows_only_what_still_works():
    """No code, no people, no moves: the votes by topic, the assessment, the files, and deleting it."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal").press("agree").press("close")
    assert "Nobody can join or vote any more" in leading.shown
    assert room.code not in leading.shown
    assert leading.buttons() == ["result", "delete_room"]
    assert not [*leading.app.toggle, *leading.app.file_uploader]
    leading.app.session_state["looked_at_levels"] = True
    assert "Agreement 100%" in leading.run().shown


def test_parked_topics_are_named_and_offered():
    """Once the others are through it is said which are left, not that all are done."""
    room, _ = made()
    leading = facilitate(room).press("start").press("park").press("skip")
    assert "Parked topics are left" in leading.shown
    assert "Parked topics are left" in wall(room).shown
    phone = RoomScreen("join", me=store().rooms.join(room.code, place="here").token)
    assert GUIDE.text("ui.join.parked") in phone.shown
    assert GUIDE.text("ui.join.done") not in phone.shown
    for screen in (leading, wall(room)):
        assert "All topics are done" not in screen.shown
    assert "Parked, so not done yet: The five components." in leading.shown
    assert leading.buttons()[0] == "back_to_levels"
    leading.press("back_to_levels").press("skip")
    assert "All topics are done" in leading.shown
    assert "What now." in leading.shown
    assert leading.buttons()[0] == "result"


def test_a_dissent_outlives_a_move_in_another_window():
    """What was typed is shown with where it belongs, until it is agreed on or let go."""
    room, people = made()
    one = facilitate(room).press("start")
    vote_on_levels(people)
    one.press("reveal")
    other = facilitate(room)
    one.press("agree").press("next")
    other.type("agree.levels.1.dissent", "Two see less.")
    assert "moved on in another window" in other.shown
    assert "Not in the room yet. You typed this on The five components" in other.shown.replace("**", "")
    assert "Two see less." in other.shown
    other.press("kept_levels")
    assert "moved on" not in other.shown
    dissent = next(field for field in other.app.text_area if field.key == "agree.levels.1.dissent")
    assert dissent.value == "Two see less."
    other.press("agree")
    assert "Not in the room yet" not in other.shown
    kept = store().rooms.assessment(room.facilitate)
    assert "Two see less." in kept.decisions.component_mapping.dissent


def test_a_rehearsal_votes_as_one_goes():
    """In a room to practise in, simulated people are there and vote on each topic that comes up."""
    screen = followed(RoomScreen("workshop").press("rehearse")).press("start")
    assert "7 people have joined · 7 have voted" in screen.shown
    screen.press("reveal").press("agree").press("next")
    assert "7 have voted" in screen.shown


def test_the_result_opens_as_an_assessment_and_a_deleted_room_is_gone():
    """The link to the assessment is given out, and outlives the room."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal").press("agree").press("result")
    link = next(code.value for code in leading.app.code if "/summary?a=" in code.value)
    leading.press("delete_room")
    assert "The room is deleted." in leading.shown
    assert store().open(link.rpartition("=")[2]).assessment.components.storage.level == 1
    assert facilitate(room).app.error


def test_a_room_comes_back_from_its_file():
    """Saved in the middle and deleted, it opens again from the file with the same link."""
    room, people = made()
    facilitate(room).press("start")
    vote_on_levels(people)
    file = store().rooms.export(room.facilitate)
    assert json.loads(file)
    store().rooms.delete(room.facilitate)
    screen = RoomScreen("workshop").type(
        "room_secret", f"http://room.example/facilitate?room={room.facilitate}"
    )
    screen.app.file_uploader(key="room_file").set_value(("room.json", file, "application/json"))
    screen.run().press("bring_room")
    assert "5 people have joined · 5 have voted" in screen.shown


def test_names_are_shown_after_the_reveal_in_a_named_room_only():
    """Before it they are nowhere; in an anonymous room they are not even kept."""
    for mode in ("named", "anonymous"):
        rooms = store().rooms
        room = rooms.create(new_room("Search", mode=mode, plan=TWO_TOPICS))
        people = [rooms.join(room.code, place="here", name=name).token for name in ("Ana", "Ben", "Cleo")]
        leading, shown = facilitate(room).press("start"), wall(room)
        vote_on_levels(people, (0, 2, 4))
        assert "Ben" not in shown.run().shown
        leading.press("reveal")
        shown.run()
        assert (f"2 · {GUIDE.lines('components.storage.short')[2]}: Ben" in shown.shown) == (mode == "named")
        assert (f"2 · {GUIDE.lines('components.storage.short')[2]}: Ben" in leading.shown) == (
            mode == "named"
        )


@pytest.mark.parametrize("ending", ["skip", "park", "again"])
def test_a_topic_left_after_its_reveal_breaks_no_phone_and_no_paper(ending):
    """Closed in whatever state, phones show what the room has seen, and the CSV holds it."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal").press(ending).press("close")
    phone = RoomScreen("join", me=people[0])
    assert "This room is closed" in phone.shown
    assert "Storage" in phone.shown
    now = store().rooms.open(room.facilitate)
    votes = taking_along._votes(now, room.facilitate, GUIDE).decode("utf-8-sig")
    assert votes.count(LEVEL) == 5


def test_nobody_is_asked_about_votes_that_too_few_gave():
    """Where an anonymous room's votes are withheld the facilitator isn't told to ask about them."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people[:1], (3,))
    leading.press("reveal")
    assert GUIDE.text("ui.room.withheld") in " ".join(info.value for info in leading.app.info)
    assert GUIDE.text("workshop.topics.levels.ask") not in leading.shown


@pytest.mark.parametrize("asked", ["people", "votes", "assessment"])
def test_what_the_store_fails_at_amid_a_screen_is_a_sentence(monkeypatch, asked):
    """The room was read, and then the database is away: its sentence stands where the rest would."""

    def fails(*_args, **_kwargs):
        raise StoreError("The database is away.")

    topic = "prerequisites" if asked == "assessment" else "levels"
    room, people = made(plan=[(topic, 5), ("durations", 5)])
    leading = facilitate(room).press("start")
    if asked != "assessment":
        vote_on_levels(people)
        leading.press("reveal")
    monkeypatch.setattr(Rooms, asked, fails)
    leading.app.session_state["people"] = True
    screens = [leading.run()]
    if asked != "people":
        screens += [wall(room), RoomScreen("join", me=people[0])]
    for screen in screens:
        assert [error.value for error in screen.app.error] == ["The database is away\\."]
        assert screen.app.title


def test_a_reveal_that_is_taken_back_meanwhile_is_a_sentence(monkeypatch):
    """The screens looked at the room, and when they ask for its votes these are hidden again."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal")
    votes = Rooms.votes

    def late(rooms, token, topic):
        now = rooms.open(room.facilitate)
        if now.room.phase == "revealed":
            rooms.move(room.facilitate, now.version, lambda it: take_back_reveal(it, datetime.now(UTC)))
        return votes(rooms, token, topic)

    for screen in ("phone", "wall", "leading"):
        monkeypatch.setattr(Rooms, "votes", late)
        shown = {
            "phone": lambda: RoomScreen("join", me=people[0]),
            "wall": lambda: wall(room),
            "leading": lambda: facilitate(room),
        }[screen]()
        assert shown.app.error, screen
        monkeypatch.setattr(Rooms, "votes", votes)
        vote_on_levels(people)
        facilitate(room).press("reveal")


def test_a_dissent_that_comes_with_the_press_to_agree_is_in_the_room():
    """The field is left by the press itself: whichever is taken first, nothing is called missing."""
    room, people = made()
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal")
    (field,) = (area for area in leading.app.text_area if area.key.endswith("dissent"))
    field.set_value("Two see less \U0001f600")
    leading.press("agree")
    assert now_of(leading).room.topic("levels").dissent == "Two see less \U0001f600"
    leading.press("next")
    assert GUIDE.text("ui.agree.let_go") not in [button.label for button in leading.app.button]


def test_a_vote_that_nothing_can_be_set_of_is_done_with():
    """Its button doesn't ask to agree on answers that are none."""
    room, people = made(plan=[("weakest", 5), ("durations", 5)])
    leading = facilitate(room).press("start")
    vote(people, WEAKEST, ["storage_to_analysis"] * 5)
    leading.press("reveal")
    label = next(button.label for button in leading.app.button if button.key == "agree")
    assert label == GUIDE.text("ui.agree.button_nothing_set")
