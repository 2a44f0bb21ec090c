"""The ring of an assessment: the same on the picture, in its alt text and in its table."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from flywheel_core import Assessment, assess, load_guide, read_answers
from flywheel_core.charts import Ring, RingArrow, ring_of, ring_spec
from tests.core.assessments import (
    ARROWS,
    DOCUMENTS,
    LAST,
    NODES,
    answered,
    durations,
    measured,
    strengths,
)
from tests.core.rings import ABSENT

GUIDE = load_guide()
LEVELS = {f"components.{node}.level": level for level, node in enumerate(NODES)}


def drawn(*groups: dict[str, Any]) -> Ring:
    """Return the ring of answers given by dotted path."""
    assessment = answered({path: value for group in groups for path, value in group.items()})
    return ring_of(assessment, assess(assessment, GUIDE), GUIDE)


def marked(ring: Ring, mark: str) -> list[str]:
    """Return the transitions that carry a mark."""
    return [arrow.transition for arrow in ring.arrows if getattr(arrow, mark)]


def test_nodes_and_arrows_are_in_the_order_of_the_loop() -> None:
    """Collection comes first and the closing arrow last, whatever is answered."""
    ring = drawn({})
    assert tuple(node.component for node in ring.nodes) == NODES
    assert tuple(arrow.transition for arrow in ring.arrows) == ARROWS


def test_open_answers_are_neither_zero_nor_not_applicable() -> None:
    """What is not answered is open on the ring; 0 and not applicable look and read differently."""
    open_ring = drawn({})
    zero = drawn(dict.fromkeys(LEVELS, 0), strengths(0, 0, 0, 0, 0))
    reasons = {f"components.{node}.not_applicable": "we have none" for node in NODES}
    absent = drawn(reasons, strengths(*[ABSENT] * 5))
    assert all(part.unanswered for part in (*open_ring.nodes, *open_ring.arrows))
    assert not any(part.unanswered for part in (*zero.nodes, *zero.arrows, *absent.nodes, *absent.arrows))
    assert all(arrow.broken for arrow in zero.arrows)
    assert not any(arrow.broken for arrow in (*open_ring.arrows, *absent.arrows))
    assert all(part.not_applicable for part in (*absent.nodes, *absent.arrows))
    texts = [{node.level_text for node in ring.nodes} for ring in (open_ring, zero, absent)]
    assert texts == [{"open"}, {"0 of 4"}, {"n/a"}]


def test_the_weakest_connection_is_that_of_r2() -> None:
    """One arrow is marked as the weakest, in words too; none is while nothing is answered."""
    ring = drawn(strengths(4, 3, 1, 2, 3))
    assert marked(ring, "weakest") == ["analysis_to_application"]
    assert ["weakest" in row[3] for row in ring.rows[5:]] == [False, False, True, False, False]
    assert marked(drawn({}), "weakest") == []


def test_what_the_weakest_ties_with_is_said() -> None:
    """Of equally weak connections one is circled; that it ties is drawn, and with which stands in words."""
    tied = drawn(strengths(2, 2, 3, 2, 4))
    assert marked(tied, "weakest") == ["storage_to_analysis"]
    assert [row[0] for row in tied.rows if tied.words.equally_weak in row[3]] == [
        GUIDE.transition(arrow) for arrow in ("collection_to_storage", "application_to_feedback")
    ]
    words = {standing: GUIDE.text(f"ring.word.weakest.{standing}") for standing in ("alone", "tied")}
    assert tied.words.weakest == words["tied"]
    alone = drawn(strengths(2, 1, 3, 2, 4))
    assert alone.words.weakest == words["alone"]
    assert not any(alone.words.equally_weak in row[3] for row in alone.rows)


def test_the_ring_calls_nothing_the_weakest_while_some_are_open() -> None:
    """As long as a connection is not judged the circled one is the weakest so far."""
    assert drawn(strengths(2, None, None, None, None)).words.weakest == "weakest so far"
    assert drawn(strengths(2, 2, None, 3, 3)).words.weakest == "weakest so far, tied"


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (durations("PT2H", "P60D", "P3D", "P2D", "P1D"), "slowest"),
        (durations("PT2H", "P60D", None, None, None), "slowest so far"),
        (durations("P60D", "P60D", "P3D", "P2D", "P1D"), "slowest, too close to call"),
    ],
)
def test_the_bottleneck_is_that_of_r3(answers: dict[str, Any], word: str) -> None:
    """The clock stands at R3's arrow, and its word says how sure that is."""
    ring = drawn(strengths(4, 4, 4, 4, 4), answers)
    assert marked(ring, "bottleneck") == ["storage_to_analysis"]
    assert ring.words.bottleneck == word
    assert ring.rows[6][3].endswith(word)


def test_drag_is_marked_where_r7_points() -> None:
    """An indicator with yes marks the component or arrow that it points at, with its cause in the table."""
    ring = drawn(
        {
            "velocity.drag.degrades_despite_data": "yes",
            "velocity.drag.data_without_retraining": "yes",
            "velocity.drag.ships_without_usage": "no",
        }
    )
    assert [node.component for node in ring.nodes if node.drag] == ["collection"]
    assert marked(ring, "drag") == ["analysis_to_application"]
    assert ring.rows[0][3] == f"drag: {GUIDE.text('rules.R7.degrades_despite_data.cause')}"


def test_times_are_the_figures_of_r3() -> None:
    """An arrow shows its measured median before an estimate; an unreached one and a broken arrow say so."""
    ring = drawn(
        strengths(4, 4, 4, 0, 4),
        durations("P3D", "P1D", None, None, None),
        measured("collection_to_storage", "P14D"),
        measured("analysis_to_application", None),
    )
    said = [arrow.time_text for arrow in ring.arrows]
    assert said == ["2 weeks", "1 day", "most still on the way", "nothing passes", ""]


def test_the_centre_names_the_loop() -> None:
    """The middle holds R1's kind of loop and one short line."""
    ring = drawn(strengths(4, 4, 4, 4, 0), {LAST: "data_rose"})
    assert ring.title == GUIDE.text("loops.pipeline.name")
    assert ring.subtitle == GUIDE.text("loops.pipeline.short")
    few = drawn(strengths(4, 4, "no", "no", "no"), {LAST: "data_rose"})
    assert (few.title, few.subtitle) == (GUIDE.text("loops.too_few.name"), GUIDE.text("loops.too_few.short"))
    assert drawn({}).subtitle == GUIDE.text("loops.unknown.short")


def said_of(arrow: RingArrow) -> set[str]:
    """Return everything about an arrow that has to be in words."""
    return {arrow.label, arrow.says, arrow.time_text, arrow.drag} - {""}


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_table_and_alt_text_say_what_the_picture_shows(document: dict[str, Any]) -> None:
    """Each part's level or strength, time and marks stand in its row of the table and in the alt text."""
    assessment: Assessment = read_answers(json.dumps(document))
    ring = ring_of(assessment, assess(assessment, GUIDE), GUIDE)
    assert len(ring.columns) == 4
    assert [row[0] for row in ring.rows] == [part.label for part in (*ring.nodes, *ring.arrows)]
    for node, row in zip(ring.nodes, ring.rows[:5], strict=True):
        assert all(text in " ".join(row) and text in ring.alt for text in (node.label, node.says, node.drag))
    for arrow, row in zip(ring.arrows, ring.rows[5:], strict=True):
        told = " ".join(row)
        assert all(text in told and text in ring.alt for text in said_of(arrow))
        assert (ring.words.weakest in row[3]) == arrow.weakest
        assert (ring.words.bottleneck in row[3]) == arrow.bottleneck
    assert ring.title in ring.alt


def test_nothing_is_said_twice() -> None:
    """That nothing passes stands once in a row: as the strength, not as the time again."""
    row = drawn(strengths(0, 4, 4, 4, 4)).rows[5]
    assert " ".join(row).count("nothing passes") == 1


def test_equal_answers_give_equal_rings() -> None:
    """A ring can be a key of a cache: equal answers give equal rings with equal hashes."""
    answers = strengths(4, 3, 1, 2, 3)
    assert drawn(answers, LEVELS) == drawn(answers, LEVELS)
    assert hash(drawn(answers)) == hash(drawn(answers))
    assert drawn(answers) != drawn(answers, LEVELS)


def test_the_spread_of_votes_stands_on_its_arrow() -> None:
    """Lowest and highest vote are drawn beside the arrow, and said in alt text and table; else nothing is."""
    assessment = answered(strengths(4, 2, 2, 2, 2))
    findings = assess(assessment, GUIDE)
    spread = {ARROWS[0]: (1, 4), ARROWS[1]: (2, 2)}
    ring = ring_of(assessment, findings, GUIDE, spread)
    assert [arrow.spread_text for arrow in ring.arrows] == ["votes 1–4", "all vote 2", "", "", ""]
    texts = {row["text"] for row in layer_of(ring_spec(ring), "words")}
    assert {"votes 1–4", "all vote 2"} <= texts
    assert ring.rows[5][1].endswith("votes from 1 to 4")
    assert "votes from 1 to 4" in ring.alt
    assert "all vote 2" in ring.alt
    assert ring_of(assessment, findings, GUIDE, {}) == ring_of(assessment, findings, GUIDE)


def layer_of(spec: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the rows of a layer of a specification."""
    return next(layer["data"]["values"] for layer in spec["layer"] if layer["name"] == name)
