"""Making a room: what it asks, what makes none, and how it begins."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flywheel_core import load_guide, workshop
from flywheel_core.workshop import PLANS, TOPICS
from flywheel_ui.session import store
from tests.app.leading import (
    facilitate,
    followed,
    made,
    now_of,
    wall,
)
from tests.app.rooms import RoomScreen

GUIDE = load_guide()


def test_a_room_is_made_and_leads_to_who_facilitates_it():
    """A title and a plan make a room in its lobby, with the mode that was chosen."""
    screen = RoomScreen("workshop").type("room_title", "Search").choose("room_plan", 30)
    screen.choose("room_mode", "named").press("make")
    now = now_of(followed(screen))
    assert (now.room.title, now.room.mode, now.room.phase) == ("Search", "named", "lobby")
    assert [topic.id for topic in now.room.topics] == [*workshop.PLANS[30]]
    assert now.code in screen.shown


def test_what_makes_no_room_is_said_in_a_sentence_and_nothing_typed_is_lost():
    """Without a title, with minutes that are none, with a day that is past: a sentence, and no room."""
    screen = RoomScreen("workshop").press("make")
    assert "A room needs a title" in screen.shown
    screen.type("room_title", "Search").type("room_beforehand", "soon").press("make")
    assert "“soon” is no day and time" in screen.shown
    screen.type("room_beforehand", "2020-01-01 10:00").press("make")
    assert "already past" in screen.shown
    screen.type("room_beforehand", "9999-12-31T23:59+00:00").press("make")
    assert "more than a year ahead" in screen.shown
    assert not screen.app.code
    screen.type("room_beforehand", "").choose("room_plan", "own").type("minutes_levels", "many")
    assert "“many” is no number of minutes" in screen.shown
    screen.type("minutes_levels", "9" * 5_000)
    assert f"“{'9' * 40}” is no number of minutes" in screen.shown
    assert next(field for field in screen.app.text_input if field.key == "room_title").value == "Search"


def test_minutes_that_can_t_be_read_make_no_room():
    """A topic is not left out, nor kept as it was, because its minutes were typed amiss."""
    screen = RoomScreen("workshop").type("room_title", "Search").choose("room_plan", "own")
    screen.type("minutes_levels", "7").type("minutes_levels", "many").type("minutes_risks", "5").press("make")
    assert "“many”" in screen.shown
    assert not screen.app.code
    screen.type("minutes_levels", "7").press("make")
    topics = {topic.id: topic.minutes for topic in now_of(followed(screen)).room.topics}
    assert (topics["levels"], topics["risks"]) == (7, 5)


def test_minutes_that_can_t_be_read_say_so_at_their_field_until_they_can():
    """They count for nothing meanwhile, and other fields, or another page, don't take the sentence away."""
    screen = RoomScreen("workshop").choose("room_plan", "own")
    whole = sum(PLANS[60].values())
    assert GUIDE.text("ui.workshop.in_all", n=whole) in screen.shown
    screen.type("minutes_levels", "many").type("minutes_risks", "5")
    left = whole - PLANS[60]["levels"] - PLANS[60].get("risks", 0) + 5
    screen.app.switch_page("../pages/start.py").run()
    screen.app.switch_page("../pages/workshop.py").run()
    assert "“many” is no number of minutes" in screen.shown
    assert GUIDE.text("ui.workshop.in_all", n=left) in screen.shown
    assert next(field for field in screen.app.text_input if field.key == "minutes_levels").value == "many"
    screen.type("minutes_levels", "9")
    assert "no number of minutes" not in screen.shown


def test_no_sheet_is_offered_of_a_plan_that_cannot_be_read():
    """A download that fails would say so in words of Streamlit's: the reason stands in its place instead."""
    screen = RoomScreen("workshop").choose("room_plan", "own").type("minutes_levels", "many")
    (button,) = (it for it in screen.app.get("download_button") if it.proto.id.endswith("preparation"))
    assert button.proto.disabled
    screen.type("minutes_levels", "9")
    (button,) = (it for it in screen.app.get("download_button") if it.proto.id.endswith("preparation"))
    assert not button.proto.disabled
    assert GUIDE.text("ui.workshop.prepare_help") in screen.shown


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31T23:59-10:00"])
def test_a_moment_at_an_end_of_all_days_is_none_that_can_be_read(typed):
    """In another zone it would be before the first day or after the last one."""
    screen = RoomScreen("workshop", zone="Asia/Tokyo").type("room_title", "Search")
    screen.type("room_beforehand", typed).press("make")
    assert "is no day and time" in screen.shown


def test_a_room_that_waits_until_the_end_of_all_days_is_shown():
    """One that comes as a file may: where that is too late for the browser's zone, the time is UTC."""
    room, _ = made(beforehand_until=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    assert "23:59 UTC" in RoomScreen("facilitate", zone="Asia/Tokyo", room=room.facilitate).shown


@pytest.mark.parametrize(("month", "hour"), [(1, 13), (7, 12)])
def test_a_moment_is_of_the_browser_s_zone_on_that_day(month, hour):
    """Summer time counts on the day that is meant, not today; the room says the moment as it was typed."""
    today = date.today()
    typed = f"{today.year + ((today.month, today.day) >= (month, 10))}-{month:02}-10 14:00"
    screen = RoomScreen("workshop", zone="Europe/Berlin")
    leading = followed(screen.type("room_title", "Search").type("room_beforehand", typed).press("make"))
    until = now_of(leading).room.beforehand_until
    assert (until.hour, until.utcoffset()) == (hour, timedelta(0))
    assert "14:00" in RoomScreen("facilitate", zone="Europe/Berlin", room=leading.token).shown


def test_the_way_in_is_shown_only_while_it_is_one():
    """The wall of a locked or closed room has neither code nor address."""
    room, _ = made()
    rooms, leading = store().rooms, facilitate(room)
    assert room.code in wall(room).shown
    for locked in (True, False):
        now = now_of(leading)
        rooms.move(room.facilitate, now.version, lambda known, to=locked: workshop.lock(known, locked=to))
        assert (room.code in wall(room).shown) != locked
    rooms.move(room.facilitate, now_of(leading).version, workshop.close)
    assert room.code not in wall(room).shown


def test_a_plan_of_ones_own_has_the_topics_that_got_minutes():
    """A topic without minutes is left out."""
    screen = RoomScreen("workshop").type("room_title", "Search").choose("room_plan", "own")
    for topic in TOPICS:
        screen.type(f"minutes_{topic}", "7" if topic in ("weakest", "risks") else "")
    now = now_of(followed(screen.press("make")))
    assert [(topic.id, topic.minutes) for topic in now.room.topics] == [("weakest", 7), ("risks", 7)]


def test_what_the_room_is_about_is_asked_once_and_shown_at_the_first_topic():
    """The scope that was typed when the room was made stands above the first questions and in the result."""
    screen = (
        RoomScreen("workshop").type("room_title", "Search").type("about scope.loop", "clicks to *ranking*")
    )
    leading = followed(screen.press("make")).press("start")
    room = store().rooms.open(leading.token)
    me = store().rooms.join(room.code, place="here").token
    shown_to = (
        leading,
        RoomScreen("present", room=store().rooms.present(leading.token)),
        RoomScreen("join", me=me),
    )
    for page in shown_to:
        assert any("clicks to *ranking*" in text.value for text in page.app.text)
    assert store().rooms.assessment(leading.token).scope.loop == "clicks to *ranking*"


def test_a_room_just_made_leads_to_the_wall_and_back_to_who_facilitates():
    """The lobby opens the wall by a link of its own; a pasted link to facilitate goes on with the room."""
    room, _ = made()
    leading = facilitate(room)
    (link,) = [link.proto.url for link in leading.app.get("link_button")]
    assert room.code in RoomScreen("present", room=link.partition("room=")[2]).shown
    pasted = f"http://room.example/facilitate?room={room.facilitate}"
    screen = RoomScreen("workshop").type("room_resume", pasted)
    assert "5 people have joined" in screen.shown
    screen = RoomScreen("workshop").type("room_resume", "http://[abc?room=x")
    assert GUIDE.text("errors.store.unknown_room") in screen.shown
    assert "There is no link yet" in RoomScreen("workshop").press("resume_open").shown


@pytest.mark.parametrize(("plan", "left"), [(30, ("access", "cold_start")), (60, ()), (90, ())])
def test_a_short_plan_says_what_it_leaves_out(plan, left):
    """Without the last improvement no kind of loop may be told: that is read before the plan is chosen."""
    screen = RoomScreen("workshop").choose("room_plan", plan)
    said = GUIDE.text("ui.workshop.plan_without", topics="; ".join(map(GUIDE.topic, left)))
    assert (said in screen.shown) is bool(left)
    assert (
        GUIDE.text("ui.workshop.plan_topics", topics="; ".join(map(GUIDE.topic, PLANS[plan]))) in screen.shown
    )
