"""R12: the five tests that Step 1's actions make."""

import pytest

from tests.core.assessments import KINDS, found

ORDER = ["collection_debt", "access", "insight", "users_wait", "last_improvement"]
COLLECTION = "components.collection"


def made(answers):
    """Return the five tests by name."""
    return {finding.test: finding for finding in found(answers).tests}


def signals(*kinds):
    """Name one captured signal for each kind."""
    return {f"{COLLECTION}.captured_signals": [{"name": f"s{i}", "kind": k} for i, k in enumerate(kinds)]}


def test_five_tests_in_the_guides_order():
    """There are always five tests, all unknown without answers."""
    findings = found({}).tests
    assert [finding.test for finding in findings] == ORDER
    assert {(f.rule, f.verdict, f.rests_on) for f in findings} == {("R12", "unknown", ())}
    assert len({finding.why for finding in findings}) == 5


@pytest.mark.parametrize(
    ("test", "path", "answer", "verdict", "place"),
    [
        ("access", "storage.access_without_request", "every_team", "passes", "storage"),
        ("access", "storage.access_without_request", "some_teams", "fails", "storage"),
        ("access", "storage.access_without_request", "no_team", "fails", "storage"),
        ("insight", "analysis.time_to_insight", "P6DT23H59M59S", "passes", "storage_to_analysis"),
        ("insight", "analysis.time_to_insight", "P7D", "fails", "storage_to_analysis"),
        ("users_wait", "application.time_to_users", "P30D", "passes", "analysis_to_application"),
        ("users_wait", "application.time_to_users", "P30DT1S", "fails", "analysis_to_application"),
        ("last_improvement", "feedback.last_improvement", "data_rose", "passes", "feedback_to_collection"),
        (
            "last_improvement",
            "feedback.last_improvement",
            "data_did_not_rise",
            "passes",
            "feedback_to_collection",
        ),
        ("last_improvement", "feedback.last_improvement", "not_measured", "fails", "feedback_to_collection"),
    ],
)
def test_bounds(test, path, answer, verdict, place):
    """Insight fails from 7 days on, waiting only beyond 30; access and measurement by their answers."""
    finding = made({f"components.{path}": answer})[test]
    assert (finding.verdict, finding.points_at) == (verdict, place)
    assert finding.rests_on == finding.decided_by == (f"components.{path}",)


def test_a_time_near_its_bound_is_said_on_its_side():
    """Six days and 23:50 are not "7 days, less than a week"."""
    finding = made({"components.analysis.time_to_insight": "P6DT23H50M"})["insight"]
    assert finding.verdict == "passes"
    assert "just under 1 week, less than a week" in finding.why


def test_where_it_fails_it_says_what_to_suspect():
    """A failed test names what is suspected."""
    findings = made(
        {
            "components.storage.access_without_request": "no_team",
            "components.analysis.time_to_insight": "P10D",
            "components.application.time_to_users": "P60D",
            "components.feedback.last_improvement": "not_measured",
        }
    )
    assert "storage" in findings["access"].why
    assert "10 days" in findings["insight"].why
    assert "storage to analysis" in findings["insight"].why
    assert "60 days" in findings["users_wait"].why
    assert "analysis to application" in findings["users_wait"].why
    assert "pipeline" in findings["last_improvement"].why


def test_collection_debt_is_missing_signals_and_kinds():
    """The debt lists the signals named as missing and the kinds that no captured signal has."""
    answers = signals("user_action", "user_action") | {f"{COLLECTION}.missing_signals": ["thumbs", "dwell"]}
    finding = made(answers)["collection_debt"]
    assert (finding.verdict, finding.points_at) == ("debt", "collection")
    assert finding.missing_signals == ("thumbs", "dwell")
    assert finding.missing_kinds == KINDS[1:]
    assert "2 signals" in finding.why
    assert "explicit feedback" in finding.why


def test_missing_signals_alone_are_debt():
    """Missing signals are debt even where no captured one is listed; unlisted kinds are then not known."""
    finding = made({f"{COLLECTION}.missing_signals": ["thumbs"]})["collection_debt"]
    assert (finding.verdict, finding.missing_kinds) == ("debt", ())


def test_no_debt():
    """All four kinds captured and nothing listed as missing is no debt."""
    assert made(signals(*KINDS))["collection_debt"].verdict == "no_debt"


def test_a_signal_without_a_kind_captures_no_kind():
    """A captured signal whose kind is open does not stand for any kind."""
    finding = made({f"{COLLECTION}.captured_signals": [{"name": "clicks"}]})["collection_debt"]
    assert finding.missing_kinds == KINDS


@pytest.mark.parametrize(
    ("component", "test", "details"),
    [
        ("collection", "collection_debt", {"missing_signals": ["thumbs"]}),
        ("storage", "access", {"access_without_request": "no_team"}),
        ("analysis", "insight", {"time_to_insight": "P60D"}),
        ("application", "users_wait", {"time_to_users": "P60D"}),
        ("feedback", "last_improvement", {"last_improvement": "not_measured"}),
    ],
)
def test_a_component_that_does_not_apply_is_not_tested(component, test, details):
    """The test of a component that does not apply neither passes nor fails, and that is said."""
    answers = {f"components.{component}.{key}": value for key, value in details.items()}
    finding = made(answers | {f"components.{component}.not_applicable": "none"})[test]
    assert finding.verdict == "not_applicable"
    assert finding.rests_on == (f"components.{component}.not_applicable",)
    assert "apply" in finding.why
