"""The screen shows what the rules find in the answers, and nothing else: there is one computation."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from flywheel_core import Assessment, Findings, assess, load_guide
from flywheel_core.assessment import COMPONENTS, TRANSITIONS
from flywheel_core.charts import PALETTES, ring_of, ring_spec
from flywheel_core.decisions import key_decisions, say_cycle_time
from flywheel_core.files import EXAMPLES
from flywheel_core.homework import homework_of
from flywheel_core.outcomes import outcomes_of
from flywheel_ui import loop_ring
from flywheel_ui.components import highlighted
from tests.app.screen import PLACES, Screen, example, unescaped
from tests.core.assessments import FILES, as_assessment

Open = Callable[..., Screen]

GUIDE = load_guide()


def _shown(screen: Screen) -> str:
    return "\n".join(screen.markdown())


def _expect_summary(screen: Screen, answers: Assessment, findings: Findings) -> None:
    """Compare the summary with the findings, part by part."""
    shown = _shown(screen)
    assert screen.app.title[0].value == GUIDE.text(f"loops.{findings.loop.named}.headline")
    for why in (
        findings.loop.why,
        findings.weakest_connection.why,
        findings.bottleneck.why,
        findings.first_investment.why,
        say_cycle_time(findings, GUIDE),
        *(item.what for item in findings.loop.missing[:5]),
        *findings.first_investment.actions,
        *(item.why for item in findings.contradictions),
        *(outcome.name for outcome in outcomes_of(answers, findings, GUIDE)),
    ):
        assert why in shown, why
    assert GUIDE.text("ui.summary.kind", rule=findings.loop.rule, why=findings.loop.why) in shown
    _expect_decisions(screen, answers, findings)
    homework = homework_of(answers, GUIDE)
    assert (GUIDE.text("ui.summary.homework_none") in shown) == (not homework)
    assert all(item.question in shown for item in homework[:6])


def _expect_decisions(screen: Screen, answers: Assessment, findings: Findings) -> None:
    rows = key_decisions(answers, findings, GUIDE)
    table = _table(screen, GUIDE.text("decisions.headings.decision"))
    for column in ("decision", "where", "output"):
        assert table[GUIDE.text(f"decisions.headings.{column}")] == [getattr(row, column) for row in rows]
    assert [unescaped(it) for it in table[GUIDE.text("decisions.headings.owner")]] == [
        it.owner for it in rows
    ]
    shown = _shown(screen)
    for row in rows:
        assert row.why in shown
        for key in ("owner", "dissent", "revisit_when"):
            assert screen.widget(f"decisions.{row.id}.{key}").value == getattr(row, key)


def _table(screen: Screen, heading: str) -> dict[str, list[Any]]:
    tables: list[dict[str, list[Any]]] = [table.value.to_dict("list") for table in screen.app.table]
    return next(table for table in tables if heading in table)


def _expect_ring(screen: Screen, answers: Assessment, findings: Findings, page: str) -> None:
    """Compare the ring and its words with the view model made from the same findings."""
    ring = ring_of(answers, findings, GUIDE)
    (drawn,) = screen.charts()
    part = highlighted(screen.app.session_state["screen"]) if page == "components" else ""
    widths = loop_ring.ON_THE_SUMMARY if page == "summary" else loop_ring.BESIDE_A_STEP
    expected = ring_spec(ring, "light", widths, highlight=part, selectable=True)
    assert drawn["background"] == PALETTES["light"].paper
    assert screen.heard() == [expected["description"]] == [ring.alt]
    assert [layer["data"] for layer in drawn["layer"]] == [layer["data"] for layer in expected["layer"]]
    table = _table(screen, ring.columns[0])
    assert list(table) == list(ring.columns)
    assert [tuple(row) for row in zip(*table.values(), strict=True)] == [tuple(row) for row in ring.rows]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_summary_shows_the_findings(open_app: Open, name: str) -> None:
    """Headline, kinds, reasons, decisions and homework of each example are those that the rules give."""
    answers = example(name)
    _expect_summary(open_app("summary", answers), answers, assess(answers, GUIDE))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_the_summary_shows_the_findings_of_any_answers(open_app: Open, data: dict[str, Any]) -> None:
    """Whatever the answers are, the summary shows what the rules find in them."""
    answers = as_assessment(data)
    _expect_summary(open_app("summary", answers), answers, assess(answers, GUIDE))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_shows_the_same_ring(open_app: Open, name: str) -> None:
    """The ring beside each step, its description and its table are made of the same findings."""
    answers = example(name)
    findings, screen = assess(answers, GUIDE), open_app("start", answers)
    for page, part in PLACES:
        screen.go(page, part).app.session_state["ring_in_words"] = True
        _expect_ring(screen.run(), answers, findings, page)


_MEANINGS: dict[str, Callable[[Findings], tuple[str, ...]]] = {
    "start": lambda found: (found.gate.why,),
    "learning": lambda found: (found.learning_type.why, found.learning_type.advice or ""),
    "bottleneck": lambda found: (found.bottleneck.why, say_cycle_time(found, GUIDE)),
    "cold_start": lambda found: (found.cold_start.why, *(s.why for s in found.cold_start.strategies)),
    "velocity": lambda found: (
        found.velocity.why,
        found.velocity.learning_rate.advice or "",
        found.velocity.network_effect.advice or "",
        *(drag.why for drag in found.drag),
    ),
    "mistakes": lambda found: tuple(m.why if m.implied else m.advice for m in found.mistakes),
}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("page", _MEANINGS)
def test_a_step_says_what_its_answers_mean(open_app: Open, page: str, name: str) -> None:
    """Each page says in the rules' own sentences what the present answers mean."""
    answers = example(name)
    shown = _shown(open_app(page, answers))
    for sentence in _MEANINGS[page](assess(answers, GUIDE)):
        assert sentence in shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_screen_of_step_1_says_what_its_answers_mean(open_app: Open, name: str) -> None:
    """A component shows its test and the weakest component, a connection the weakest connection."""
    answers = example(name)
    findings, screen = assess(answers, GUIDE), open_app("start", answers)
    for index, component in enumerate(COMPONENTS):
        shown = _shown(screen.go("components", component))
        assert findings.weakest_component.why in shown
        if findings.tests[index].verdict != "unknown":
            assert findings.tests[index].why in shown
    for transition in TRANSITIONS:
        assert findings.weakest_connection.why in _shown(screen.go("components", transition))


def test_what_is_shown_changes_with_the_answer(open_app: Open) -> None:
    """Another answer changes the meaning beside it at once, without a button to press."""
    screen = open_app("learning", example("flywheel"))
    before = _shown(screen)
    screen.give("learning.others_notice_deletion", "no")
    after = assess(screen.kept(), GUIDE).learning_type.why
    assert after not in before
    assert after in _shown(screen)


def test_progress_is_the_rules_own_count(open_app: Open) -> None:
    """Every page says how many of the asked answers are given, as the findings count them."""
    screen = open_app("start", example("broken"))
    progress = assess(example("broken"), GUIDE).progress
    said = GUIDE.text("ui.progress", answered=progress.answered, asked=progress.asked)
    for place in PLACES:
        assert screen.go(*place).app.get("progress")[0].proto.text.startswith(said)
