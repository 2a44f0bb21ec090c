"""The people of a room as who leads it sees them: removed, entered on paper, out of a file."""

from flywheel_core import Assessment, load_guide, write_answers
from flywheel_core.assessment import change_all
from flywheel_ui.session import store
from tests.app.leading import LEVEL, facilitate, made, vote_on_levels
from tests.app.rooms import RoomScreen

GUIDE = load_guide()


def people_of(room):
    """Open the facilitator's screen with the list of people unfolded."""
    screen = facilitate(room)
    screen.app.session_state["people"] = True
    return screen.run()


def test_a_person_is_removed_and_the_room_is_locked():
    """Whoever is removed does not come back in; a locked room admits nobody."""
    room, _ = made()
    leading = people_of(room)
    gone = store().rooms.people(room.facilitate)[0]
    leading.press(f"remove_{gone.id}").press("remove_yes")
    assert "4 people have joined" in leading.shown
    leading.app.toggle(key="lock_False").set_value(True)
    leading.run()
    assert store().rooms.open(room.facilitate).room.locked


def test_nobody_is_removed_at_one_press():
    """It is asked once more, says that the code lets them in again, and offers to lock the room with it."""
    room, _ = made()
    leading = people_of(room)
    first, second, *_ = store().rooms.people(room.facilitate)
    said = {button.key: button.label for button in leading.app.button}
    assert [first.label in said[f"remove_{first.id}"], second.label in said[f"remove_{second.id}"]] == [
        True
    ] * 2
    leading.press(f"remove_{first.id}")
    assert "with the code they could come back" in leading.shown
    leading.press("remove_no")
    assert "remove_yes" not in leading.buttons()
    assert "5 people have joined" in leading.shown
    leading.press(f"remove_{second.id}").press("remove_and_lock")
    now = store().rooms.open(room.facilitate)
    assert (now.counts.joined, now.room.locked) == (4, True)
    leading.press(f"remove_{first.id}")
    assert "they can't come back" in leading.shown
    assert "remove_and_lock" not in leading.buttons()


def entered(screen):
    """Return the links by which the facilitator enters answers for others."""
    return [link.proto.url for link in screen.app.get("link_button") if "/join?me=" in link.proto.url]


def test_somebody_without_a_phone_gets_a_place_that_is_found_again():
    """The link to enter their answers stands in the list, the same after a reload; each press adds one."""
    room, _ = made()
    leading = people_of(room).press("behalf")
    assert "6 people have joined" in leading.shown
    assert "participant 6 has a place now" in leading.shown
    (link,) = entered(leading)
    leading.press("behalf")
    assert entered(people_of(room)) == [link, *entered(leading)[1:]]
    phone = RoomScreen("join", me=link.rpartition("=")[2])
    assert "We begin in a moment" in phone.shown


def test_a_paper_has_joined_also_where_nobody_waits_for_it():
    """How many have joined stays the same from the lobby into a vote; who still thinks is another number."""
    room, people = made()
    people_of(room).press("behalf")
    leading = facilitate(room).press("start")
    vote_on_levels(people[:4])
    screens = (leading.run(), RoomScreen("present", room=room.present))
    for screen in screens:
        assert "6 people have joined · 4 have voted · 1 is still thinking" in screen.shown


def test_in_a_named_room_whoever_is_entered_has_a_name():
    """Without one nobody is added; the field is empty after it, so that no press enters someone twice."""
    room, _ = made(mode="named")
    leading = people_of(room).press("behalf")
    assert "Say their name first" in leading.shown
    leading.type("behalf_name", "Zoë <b>").choose("behalf_role", "data").press("behalf")
    assert "Zoë <b> · Data · on paper" in leading.shown
    leading.press("behalf")
    assert "6 people have joined" in leading.shown
    leading.app.file_uploader(key="behalf_file_0").set_value(("a.json", b"{}", "application/json"))
    leading.run().press("behalf_bring")
    assert "Say their name first" in leading.shown


def test_who_share_a_name_are_told_apart():
    """Whoever comes with a name that is taken, however it is typed, gets a number to it; nobody else does."""
    room, _ = made(mode="named")
    rooms = store().rooms
    for name in ("Ana Lima", "Bo", "ana  lima", "Ana"):
        rooms.join(room.code, place="here", name=name)
    shown = [line.value for line in people_of(room).app.text]
    assert {"Ana Lima", "Bo", "ana lima (2)", "Ana"} <= {*shown}


def test_of_a_file_it_is_said_what_was_not_taken():
    """Topics that the room has seen, topics of no plan, and questions that the file leaves open."""
    room, people = made(plan=[("levels", 5), ("learning", 5), ("weakest", 5)])
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal")
    filled = {
        LEVEL: 3,
        "transitions.collection_to_storage.strength": 1,
        "learning.own_experience_improves": "no",
    }
    file = write_answers(change_all(Assessment(), filled)).encode()
    leading = people_of(room).press("behalf_bring")
    assert "There is no file yet" in leading.shown
    leading.app.file_uploader(key="behalf_file_0").set_value(("a.json", file, "application/json"))
    said = leading.run().press("behalf_bring").shown
    assert "participant 6: 1 vote was brought in." in said
    assert "since the room has seen these votes: The five components." in said
    assert "since the plan hasn't these topics: The five connections." in said
    assert "Individual or network learning (1 question)" in said
    assert "Blind vote on the weakest connection (1 question)" in said
    assert "behalf_file_1" in [field.key for field in leading.app.file_uploader]


def test_whoever_left_is_marked_in_the_list():
    """The counts leave them out, and the list says why; who comes back is marked no more."""
    room, people = made()
    store().rooms.leave(people[1])
    leading = people_of(room)
    assert leading.shown.count(GUIDE.text("ui.people.has_left")) == 1
    store().rooms.come_back(people[1])
    assert GUIDE.text("ui.people.has_left") not in leading.run().shown
