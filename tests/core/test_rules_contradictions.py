"""R9, first half: statements that can't both be right, each on, off, and exactly at its bound."""

import pytest

from flywheel_core.assessment import format_iso, parse_duration
from tests.core.assessments import ARROWS, KINDS, durations, found, measured, strengths

ALL_KINDS = [{"name": kind, "kind": kind} for kind in KINDS]
NET = "velocity.network_effect.measured"
INDIVIDUAL = {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "yes"}
NEITHER = {"learning.others_notice_deletion": "no", "learning.own_experience_improves": "no"}
NETWORK = {"learning.others_notice_deletion": "yes"}


def level(component, step, **details):
    """Answer a component's level and its details."""
    return {f"components.{component}.{key}": value for key, value in ({"level": step} | details).items()}


def contradictions(*groups):
    """Return the verdicts of the contradictions, with the paths of their two statements."""
    return {f.verdict: set(f.paths) for f in found(*groups).contradictions if f.kind == "contradiction"}


ON = [
    *(
        (
            "storage_access",
            level("storage", step, access_without_request=access),
            {"components.storage.level", "components.storage.access_without_request"},
        )
        for step in (3, 4)
        for access in ("some_teams", "no_team")
    ),
    *(
        (
            f"{component}_speed",
            level(component, step, **{key: time}),
            {f"components.{component}.level", f"components.{component}.{key}"},
        )
        for component, key in (("analysis", "time_to_insight"), ("application", "time_to_users"))
        for step, time in ((2, "P30DT1S"), (3, "P7DT1S"), (4, "P1DT1S"))
    ),
    *(
        (
            "feedback_unmeasured",
            level("feedback", step, last_improvement="not_measured"),
            {"components.feedback.level", "components.feedback.last_improvement"},
        )
        for step in (3, 4)
    ),
    (
        "signals_without_collection",
        level("collection", 0, captured_signals=ALL_KINDS[:1]),
        {"components.collection.level", "components.collection.captured_signals"},
    ),
    *(
        (
            "collection_kinds",
            level("collection", step, captured_signals=captured),
            {"components.collection.level", "components.collection.captured_signals"},
        )
        for step in (3, 4)
        for captured in (ALL_KINDS[:3], [{"name": "something"}])
    ),
    *(
        (
            "nothing_passes_yet_timed",
            {f"transitions.{arrow}.strength": 0, f"transitions.{arrow}.duration": time},
            {f"transitions.{arrow}.strength", f"transitions.{arrow}.duration"},
        )
        for arrow in ARROWS
        for time in ({"likely": "P1D"}, {"low": "P1D", "high": "P2D"})
    ),
    (
        "nothing_passes_yet_timed",
        {"transitions.storage_to_analysis.strength": 0} | measured("storage_to_analysis", "P1D"),
        {"transitions.storage_to_analysis.strength", "transitions.storage_to_analysis.measured"},
    ),
    (
        "pre_launch_with_users",
        {"cold_start.stage": "pre_launch", "prerequisites.real_users": "yes"},
        {"prerequisites.real_users", "cold_start.stage"},
    ),
    (
        "established_without_users",
        {"cold_start.stage": "established", "prerequisites.real_users": "no"},
        {"prerequisites.real_users", "cold_start.stage"},
    ),
    (
        "network_not_measured",
        NETWORK | {NET: {"interval": [-0.01, 0.0099]}},
        {"learning.others_notice_deletion", NET},
    ),
    (
        "network_not_measured",
        {"learning.decision": "network", NET: {"interval": [-0.01, 0.005]}},
        {"learning.decision", NET},
    ),
    (
        "network_measured",
        INDIVIDUAL | {NET: {"interval": [0.0001, 0.02]}},
        {"learning.others_notice_deletion", NET},
    ),
    (
        "network_measured",
        NEITHER | {NET: {"interval": [0.0001, 0.02]}},
        {"learning.others_notice_deletion", NET},
    ),
    *(
        (
            "network_measured",
            {"learning.decision": decision, NET: {"interval": [0.001, 0.02]}},
            {"learning.decision", NET},
        )
        for decision in ("individual", "neither")
    ),
    *(
        (
            "guess_and_clock",
            {f"transitions.{arrow}.duration": {"likely": guess}}
            | measured(arrow, "P10D", interval=["P8D", "P12D"]),
            {f"transitions.{arrow}.duration", f"transitions.{arrow}.measured"},
        )
        for arrow in ARROWS
        for guess in ("P5D", "P20D", "P400D", "PT1H")
    ),
]

OFF = [
    level("storage", 2, access_without_request="no_team"),
    level("storage", 4, access_without_request="every_team"),
    level("storage", 4),
    *(
        level(component, step, **{key: time})
        for component, key in (("analysis", "time_to_insight"), ("application", "time_to_users"))
        for step, time in ((0, "P400D"), (1, "P400D"), (2, "P30D"), (3, "P7D"), (4, "P1D"), (None, "P400D"))
    ),
    level("feedback", 2, last_improvement="not_measured"),
    level("feedback", 4, last_improvement="data_did_not_rise"),
    level("feedback", 4),
    level("collection", 0, captured_signals=[]),
    level("collection", 1, captured_signals=ALL_KINDS[:1]),
    level("collection", 2, captured_signals=ALL_KINDS[:1]),
    level("collection", 3, captured_signals=ALL_KINDS),
    level("collection", 4, captured_signals=[]),
    level("collection", None, captured_signals=ALL_KINDS[:1]),
    strengths(0, 0, 0, 0, 0),
    {
        "transitions.storage_to_analysis.strength": 0,
        "transitions.storage_to_analysis.duration": {"low": "P1D"},
    },
    {"transitions.storage_to_analysis.strength": 0} | measured("storage_to_analysis", None),
    strengths(1, 1, 1, 1, 1) | durations(*["P1D"] * 5),
    durations(*["P1D"] * 5),
    *(
        {"cold_start.stage": stage, "prerequisites.real_users": users}
        for stage, users in (
            ("pre_launch", "no"),
            ("pre_launch", "unsure"),
            ("early", "yes"),
            ("early", "no"),
            ("growing", "no"),
            ("established", "yes"),
            ("established", "unsure"),
        )
    ),
    NETWORK | {NET: {"interval": [-0.02, 0.01]}},
    NETWORK | {NET: {"verdict": "none_shown"}},
    NETWORK | {NET: {"interval": [-0.02, None]}},
    {NET: {"interval": [-0.02, -0.01]}},
    INDIVIDUAL | {NET: {"interval": [0, 0.02]}},
    INDIVIDUAL | {NET: {"interval": [-0.01, 0.02]}},
    {"learning.others_notice_deletion": "no", NET: {"interval": [0.01, 0.02]}},
    # A guess within the interval although it is off by a factor of 2; outside it, but by less than 2.
    {"transitions.storage_to_analysis.duration": {"likely": "P5D"}}
    | measured("storage_to_analysis", "P10D", interval=["P4D", "P12D"]),
    {"transitions.storage_to_analysis.duration": {"likely": "P5DT1S"}}
    | measured("storage_to_analysis", "P10D", interval=["P8D", "P12D"]),
    {"transitions.storage_to_analysis.duration": {"likely": "P19DT23H"}}
    | measured("storage_to_analysis", "P10D", interval=["P8D", "P12D"]),
    {"transitions.storage_to_analysis.duration": {"likely": "P8D"}}
    | measured("storage_to_analysis", "P10D", interval=["P8D", "P12D"]),
    {"transitions.storage_to_analysis.duration": {"likely": "P99D"}}
    | measured("storage_to_analysis", "P10D"),
    {"transitions.storage_to_analysis.duration": {"likely": "P99D"}}
    | measured("storage_to_analysis", "PT0S", interval=["PT0S", "PT0S"]),
]


@pytest.mark.parametrize(("verdict", "answers", "paths"), ON)
def test_on(verdict, answers, paths):
    """A pair that can't both be right is the one contradiction there is, and names both statements."""
    assert contradictions(answers) == {verdict: paths}


@pytest.mark.parametrize("answers", OFF)
def test_off(answers):
    """Just at the bound, or with one statement missing, there is no contradiction."""
    assert contradictions(answers) == {}


@pytest.mark.parametrize(("verdict", "answers", "paths"), ON)
def test_it_needs_both_statements(verdict, answers, paths):
    """It rests on both statements; taking away either ends it, and a choice of them decides it."""
    (finding,) = (f for f in found(answers).contradictions if f.verdict == verdict)
    assert finding.rule == "R9"
    assert paths <= set(finding.rests_on)
    choices = ("level", "strength", "real_users", "stage", "decision", "last_improvement")
    assert {path for path in paths if path.endswith(choices)} <= set(finding.decided_by)
    assert finding.why
    assert finding.what_to_do
    for path in paths:
        assert verdict not in contradictions({key: v for key, v in answers.items() if key != path})


def test_both_claims_of_network_are_named():
    """Where test and decision both claim network learning, both are named beside the measurement."""
    claims = NETWORK | {"learning.decision": "network", NET: {"interval": [-0.1, 0.0]}}
    assert contradictions(claims) == {
        "network_not_measured": {"learning.others_notice_deletion", "learning.decision", NET}
    }


def test_not_applicable_contradicts_nothing():
    """A part that does not apply is left out, whatever else was said about it."""
    ruled_out = {f"components.{c}.not_applicable": "none" for c in ("storage", "analysis", "feedback")}
    ruled_out |= {f"transitions.{arrow}.not_applicable": "none" for arrow in ARROWS}
    details = {
        "components.storage.access_without_request": "no_team",
        "components.analysis.time_to_insight": "P400D",
        "components.feedback.last_improvement": "not_measured",
    }
    clock = measured("storage_to_analysis", "PT1H", interval=["PT1H", "PT2H"])
    assert found(ruled_out, details, clock).contradictions == ()


def test_several_stand_beside_each_other():
    """Contradictions are a list: two of them both stand, and come before the tensions."""
    answers = level("storage", 4, access_without_request="no_team") | level(
        "feedback", 4, last_improvement="not_measured"
    )
    answers |= {"prerequisites.real_users": "no"}
    kinds = [(f.kind, f.verdict) for f in found(answers).contradictions]
    assert kinds == [
        ("contradiction", "storage_access"),
        ("contradiction", "feedback_unmeasured"),
        ("tension", "built_before_the_gate"),
    ]


@pytest.mark.parametrize(
    ("component", "key"), [("analysis", "time_to_insight"), ("application", "time_to_users")]
)
def test_a_typed_month_is_within_a_month(component, key):
    """Who chose *within a month* and typed "1 month" said the same twice; a second more contradicts it."""

    def kinds(time: str) -> list[str]:
        disagree = found(level(component, 2, **{key: time})).contradictions
        return [item.why for item in disagree if item.verdict == f"{component}_speed"]

    month = format_iso(parse_duration("1 month"))
    assert kinds(month) == []
    assert "just over 30 days" in "".join(kinds("P30DT1S"))
    assert len(kinds("P30DT10H30M1S")) == 1


def test_a_typed_month_is_within_a_month_for_every_rule():
    """Where 30 days are the limit, waiting and an automatic arrow go by the same month as the levels do."""
    month = format_iso(parse_duration("1 month"))
    for time, late in ((month, False), ("P31D", True)):
        arrow = {"strength": 4, "duration": {"likely": time}}
        answers = level("application", 2, time_to_users=time) | {"transitions.analysis_to_application": arrow}
        findings = found(answers)
        (waiting,) = (test for test in findings.tests if test.test == "users_wait")
        assert (waiting.verdict == "fails") is late
        slow = {"automatic_but_slow", "application_speed"}
        assert slow & {item.verdict for item in findings.contradictions} == (slow if late else set())
