"""The papers of a workshop: votes as CSV, the page to take home, the preparation sheet."""

import csv
import io
import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flywheel_core.report import PaperError, preparation_pdf, printing, take_home_pdf, votes_csv
from flywheel_core.workshop import (
    DONT_KNOW,
    FEWEST,
    NOT_APPLICABLE,
    ROLES,
    TOPICS,
    Room,
    Vote,
    go_to,
    items_of,
    new_room,
    results_of,
    reveal,
    take_back_reveal,
)
from tests.core.examples import GUIDE
from tests.core.printed import poppler, squeezed, text_of
from tests.core.rooms import NOW, agreed, revealed, votes_on

LEVEL = "components.storage.level"
OTHER = "components.analysis.level"
DURATION = "transitions.storage_to_analysis.duration"


def table(room: Room, votes: list[Vote]) -> list[dict[str, str]]:
    """The rows of the CSV by their headings."""
    data = votes_csv(room, votes, GUIDE).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline="")))


# --- CSV ----------------------------------------------------------------------------------------------


def test_every_revealed_vote_is_a_row() -> None:
    """Topic, item, round and value stand there as the answers file has them, in both rounds."""
    votes = votes_on(LEVEL, [1, 2, DONT_KNOW]) + votes_on(LEVEL, [2, 2, 3], number=2)
    rows = table(revealed("levels", rounds=2), votes)
    assert {row["topic"] for row in rows} == {"levels"}
    assert {row["item"] for row in rows} == {LEVEL}
    assert Counter((row["round"], row["value"]) for row in rows) == Counter(
        {("1", "1"): 1, ("1", "2"): 1, ("1", DONT_KNOW): 1, ("2", "2"): 2, ("2", "3"): 1}
    )
    given_ranges = [{"likely": "P1D"}, {"low": "P1D", "high": "P9D"}, {"likely": "P2D"}]
    found = table(revealed("durations"), votes_on(DURATION, given_ranges))
    said = [json.loads(row["value"]) for row in found]
    assert sorted(map(str, said)) == sorted(map(str, given_ranges))


def test_what_is_not_revealed_is_not_there() -> None:
    """Votes of a topic that collects, waits, or whose reveal was a mistake have no rows."""
    votes = votes_on(LEVEL, [1, 2, 3]) + votes_on(LEVEL, [4, 4, 4], number=2)
    assert table(new_room("x", plan=90), votes) == []
    assert table(go_to(new_room("x", plan=90), "levels", NOW), votes) == []
    assert table(take_back_reveal(revealed("levels"), NOW), votes) == []
    assert {row["round"] for row in table(revealed("levels"), votes)} == {"1"}


def test_what_an_anonymous_room_withholds_has_no_rows() -> None:
    """Fewer than three votes on an item are not there in an anonymous room, and are in a named one."""
    votes = votes_on(LEVEL, [1, 2, 3]) + votes_on(OTHER, [0, 4])
    assert {row["item"] for row in table(revealed("levels"), votes)} == {LEVEL}
    assert {row["item"] for row in table(revealed("levels", "named"), votes)} == {LEVEL, OTHER}


def test_names_are_there_in_a_named_room_only() -> None:
    """An anonymous room's table has no column for names, and no name in it, whatever a vote carries."""
    votes = votes_on(LEVEL, [1, 2, 3], named=True)
    assert {row["name"] for row in table(revealed("levels", "named"), votes)} == {
        "Person 0", "Person 1", "Person 2",
    }  # fmt: skip
    hidden = votes_csv(revealed("levels"), votes, GUIDE).decode("utf-8-sig")
    assert "name" not in hidden.splitlines()[0]
    assert "Person" not in hidden


def test_a_voter_is_a_number_within_a_topic_only() -> None:
    """One person has one number in a topic, none that the store gave, and each topic numbers anew."""
    room = reveal(go_to(revealed("levels"), "strengths", NOW), NOW)
    votes = votes_on(LEVEL, range(5)) + votes_on(OTHER, range(5))
    votes += votes_on("transitions.storage_to_analysis.strength", range(5))
    rows = table(room, votes)
    said = {(row["voter"], row["value"]) for row in rows if row["topic"] == "levels"}
    assert len(said) == len({voter for voter, _ in said}) == 5
    assert {row["voter"] for row in rows} == {"1", "2", "3", "4", "5"}
    order = {
        topic: [row["value"] for row in rows if row["topic"] == topic][:5]
        for topic in ("levels", "strengths")
    }
    assert order["levels"] != order["strengths"]


VOTERS = st.lists(
    st.tuples(
        st.sampled_from((*ROLES, None)),
        st.sampled_from((None, 0, 2, 4, DONT_KNOW)),
        st.sampled_from((None, 1, 3, NOT_APPLICABLE)),
    ),
    max_size=16,
)


@given(VOTERS)
def test_no_role_can_be_told_from_the_rows(people: list[tuple[Any, Any, Any]]) -> None:
    """On every item the rows with one role are three or more, and so are those without, or there are none."""
    votes = [
        Vote(item, 1, f"p{n}", value, role)
        for n, (role, *values) in enumerate(people)
        for item, value in zip((LEVEL, OTHER), values, strict=True)
        if value is not None
    ]
    rows = table(revealed("levels"), votes)
    for item in (LEVEL, OTHER):
        counts = Counter(row["role"] for row in rows if row["item"] == item)
        assert all(n >= FEWEST for role, n in counts.items() if role or len(counts) > 1)
    # A voter has the role on all rows or on none: put together, the rows tell no more than each.
    by_voter = {(row["voter"], row["role"]) for row in rows}
    assert len(by_voter) == len({voter for voter, _ in by_voter})


def test_roles_are_there_where_they_may_be() -> None:
    """Two groups of three are told apart; a lone engineer hides the smallest group with them."""
    roles = ["data"] * 3 + ["engineering"] * 3
    rows = table(revealed("levels"), votes_on(LEVEL, [1] * 6, roles=roles))
    assert Counter(row["role"] for row in rows) == {"data": 3, "engineering": 3}
    rows = table(revealed("levels"), votes_on(LEVEL, [1] * 5, roles=["data"] * 4 + ["engineering"]))
    assert {row["role"] for row in rows} == {""}


def test_no_cell_is_a_formula() -> None:
    """A name that begins like a formula has an apostrophe in front."""
    votes = [Vote(LEVEL, 1, "p0", 1, None, "=cmd|' /C calc'!A0")]
    assert table(revealed("levels", "named"), votes)[0]["name"].startswith("'=")


# --- The page to take home ----------------------------------------------------------------------------


def taken_home(own: dict[tuple[str, int], Any], votes: list[Vote], room: Room, **how: str) -> bytes:
    """A participant's page."""
    shown = [topic.id for topic in room.topics if topic.status in ("revealed", "agreed")]
    return take_home_pdf(room, own, [results_of(room, topic, votes) for topic in shown], GUIDE, **how)


@pytest.mark.parametrize("page", ["a4", "letter"])
def test_own_answers_stand_beside_the_rooms(page: str) -> None:
    """Own answer, median, agreement, what was agreed and the dissent are there, and whose measure it is."""
    room = agreed({LEVEL: 2}, "levels", "Two see it less rosy.")
    data = taken_home({(LEVEL, 1): 4, (LEVEL, 2): 3}, votes_on(LEVEL, [1, 2, 4]), room, page=page)
    text = text_of(data)
    for said in (
        "3 · Every team that uses AI",
        "2 · There is a shared place",
        "Agreement",
        "Two see it less rosy.",
        "Tastle and Wierman (2007)",
        "Search assistant",
    ):
        assert squeezed(said) in text
    assert re.search(r"Tagged:\s+yes", poppler("pdfinfo", data))


def test_what_the_room_left_open_is_said_to_be() -> None:
    """A question that was agreed to stay open is no empty cell; one that nobody came to is."""
    votes = votes_on(LEVEL, [1, 2, 4])
    open_too = text_of(taken_home({(LEVEL, 1): 4}, votes, agreed({LEVEL: None}, "levels")))
    assert squeezed("left open") in open_too
    assert squeezed("left open") not in text_of(taken_home({(LEVEL, 1): 4}, votes, revealed("levels")))


def test_withheld_votes_are_not_on_the_page() -> None:
    """Of a withheld topic the own answer is there, and a sentence instead of the room's."""
    text = text_of(taken_home({(LEVEL, 1): 0}, votes_on(LEVEL, [0, 4]), revealed("levels")))
    assert squeezed("Fewer than three people voted") in text
    assert squeezed("not shown") in text
    assert not re.search(r"Agreement\d", text)
    assert squeezed("No votes to compare") not in text


def test_own_answers_are_kept_where_nothing_was_revealed() -> None:
    """An answer on a topic that was never revealed is on the page, without the room's."""
    room = new_room("x", plan=90)
    text = text_of(take_home_pdf(room, {(LEVEL, 1): 1}, [], GUIDE))
    assert squeezed("1 · Each team keeps its own") in text


def test_every_topic_can_be_taken_home() -> None:
    """A page with every item of every topic, durations and not applicable among them, is set and read."""
    own, room, votes = {}, new_room("x", plan=90), []
    for topic in TOPICS:
        room = agreed({}, topic, "", room)
        for item in items_of(topic):
            value = item.choices[-1] if item.choices else {"low": "P1D", "likely": "P2D", "high": "P9D"}
            own[item.path, 1] = NOT_APPLICABLE if item.path == LEVEL else value
            votes += votes_on(item.path, [value] * 3)
    text = text_of(taken_home(own, votes, room))
    assert squeezed("2 days (1 day to 9 days)") in text
    assert all(squeezed(GUIDE.text(f"workshop.topics.{topic}.name")) in text for topic in TOPICS)


@pytest.mark.parametrize(
    "title", ['#import "x"', "*bold* _it_ $x$", "測試 🙂 \U0001f9ff", "x" * 200, "\u202eevil"]
)
def test_what_people_typed_is_text_on_paper(title: str) -> None:
    """Titles are printed as typed; what no font has is replaced, and nothing of it is read as markup."""
    room = new_room(title, product=title, plan=30)
    for data in (preparation_pdf(room, GUIDE), take_home_pdf(room, {(LEVEL, 1): 1}, [], GUIDE)):
        assert data.startswith(b"%PDF-1.7")
        if title.isascii():
            assert squeezed(title) in text_of(data)


# --- The preparation sheet ----------------------------------------------------------------------------


@pytest.mark.parametrize("plan", [30, 60, 90])
def test_the_preparation_names_people_and_topics(plan: int) -> None:
    """Whom to invite, and for each topic of the plan what to bring; topics outside the plan are not there."""
    room = new_room("Search assistant", product="Help centre", plan=plan)
    data = preparation_pdf(room, GUIDE)
    text = text_of(data)
    planned = {topic.id for topic in room.topics}
    for topic in TOPICS:
        for line in GUIDE.lines(f"workshop.preparation.topics.{topic}"):
            assert (squeezed(line) in text) == (topic in planned)
    assert all(squeezed(line) in text for line in GUIDE.lines("workshop.preparation.people"))
    assert squeezed("Search assistant") in text
    assert re.search(r"Tagged:\s+yes", poppler("pdfinfo", data))


def test_a_paper_that_lacks_something_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that was set but holds something else is refused."""
    other = preparation_pdf(new_room("x", plan=[("weakest", 3)]), GUIDE)
    monkeypatch.setattr(printing, "set_pdf", lambda *_: other)
    with pytest.raises(PaperError, match="PDF"):
        preparation_pdf(new_room("x", plan=90), GUIDE)
    with pytest.raises(PaperError, match="PDF"):
        take_home_pdf(new_room("x", plan=90), {(LEVEL, 1): 1}, [], GUIDE)
