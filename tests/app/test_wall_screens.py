"""The wall of a room: what all see, before, in and after a vote, and with what it ends."""

from datetime import UTC, datetime

from flywheel_core import assess
from flywheel_core.workshop import (
    TOPICS,
    WEAKEST,
    go_on,
)
from flywheel_ui.session import store
from tests.app.leading import (
    GUIDE,
    LEVEL,
    facilitate,
    made,
    now_of,
    vote,
    vote_on_levels,
    wall,
)


def test_a_blind_vote_that_is_agreed_on_stays_on_the_wall():
    """There is nothing to set, which is said, and what the room voted stays in sight."""
    room, people = made(plan=[("weakest", 5), ("strengths", 5)])
    leading = facilitate(room).press("start")
    vote(people, WEAKEST, ["storage_to_analysis"] * 4 + ["feedback_to_collection"])
    leading.press("reveal").press("agree")
    for screen in (leading, wall(room)):
        assert GUIDE.text("ui.room.nothing_to_set") in screen.shown
        assert GUIDE.text("ui.room.nothing_agreed") not in screen.shown
    assert "80% say “storage → analysis”" in wall(room).shown


def test_the_wall_counts_only_what_is_in_the_list_and_explains_only_what_it_shows():
    """Withheld questions are none on which we agree more; without a consensus none is explained."""
    room, people = made(plan=[("cold_start", 5), ("levels", 5)])
    leading = facilitate(room).press("start")
    for item in TOPICS["cold_start"][1:4]:
        vote(people, item.path, ["yes", "no", "yes", "no", "yes"])
    leading.press("reveal")
    assert "in the facilitator's list" not in wall(room).shown
    assert GUIDE.text("workshop.agreement.means") not in wall(room).shown
    leading.press("agree").press("next")
    vote_on_levels(people)
    leading.run().press("reveal")
    assert GUIDE.many("ui.room.more_items", 3) in wall(room).shown
    assert GUIDE.text("workshop.agreement.means") in wall(room).shown


def test_the_wall_has_nothing_to_press():
    """It shows, and decides nothing."""
    room, people = made()
    screen = wall(room)
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    for key in ("reveal", "agree"):
        leading.press(key)
        screen.run()
        assert not screen.buttons()
        assert not [*screen.app.text_input, *screen.app.selectbox, *screen.app.radio, *screen.app.expander]


def test_the_wall_ends_with_what_the_room_has_come_to():
    """Once all topics are done, and after the end, its ring and its verdicts are seen by all."""
    room, people = made(plan=[("strengths", 5), ("durations", 5)])
    leading = facilitate(room).press("start")
    for place, item in enumerate(TOPICS["strengths"]):
        vote(people, item.path, (place % 4,) * 5)
    leading.press("reveal").press("agree").press("next").press("skip")
    assert now_of(leading).room.next_topic() is None
    weakest = assess(store().rooms.assessment(room.present), GUIDE).weakest_connection
    assert weakest.verdict == "collection_to_storage"
    for end in (None, "close"):
        if end:
            leading.press(end)
        screen = wall(room)
        assert weakest.why in screen.shown
        assert GUIDE.text("ui.summary.first") in [header.value for header in screen.app.header]
        assert len(screen.app.get("vega_lite_chart")) == 1


def test_the_wall_of_a_room_that_agreed_on_nothing_draws_no_ring():
    """A ring of five unknowns would say nothing."""
    room, _ = made(plan=[("strengths", 5)])
    facilitate(room).press("start").press("skip")
    assert not wall(room).app.get("vega_lite_chart")


def test_the_wall_claims_no_agreement_where_nobody_answered():
    """Of the questions that it has no room for it tells those that were answered from those that weren't."""
    room, people = made(mode="named")
    leading = facilitate(room).press("start")
    vote(people, LEVEL, (0, 1, 2, 4, 4))
    leading.press("reveal")
    shown = wall(room).shown
    assert "in the facilitator's list" not in shown
    assert "more questions got no answer" in shown


def test_the_end_says_what_is_open_where_the_kind_of_loop_is():
    """The wall ends with the reason, not only with "not known yet"."""
    room, people = made(plan=[("levels", 5)])
    leading = facilitate(room).press("start")
    vote_on_levels(people)
    leading.press("reveal").press("agree")
    now = now_of(leading)
    store().rooms.move(room.facilitate, now.version, lambda it: go_on(it, datetime.now(UTC)))
    why = assess(store().rooms.assessment(room.facilitate)).loop
    assert why.verdict == "unknown"
    assert why.why in wall(room).shown
