"""Assessments for the tests: a loop in one line, and whole random ones as JSON."""

import json
from typing import Any

from hypothesis import strategies as st

from flywheel_core import Assessment, Findings, assess, read_answers

NODES = ("collection", "storage", "analysis", "application", "feedback")
ARROWS = tuple(f"{start}_to_{end}" for start, end in zip(NODES, (*NODES[1:], NODES[0]), strict=True))
KINDS = ("user_action", "model_output", "implicit_feedback", "explicit_feedback")
DRAG = ("degrades_despite_data", "data_without_retraining", "users_up_quality_down", "ships_without_usage")
MISTAKES = (
    "before_product_market_fit",
    "quantity_over_quality",
    "complex_infrastructure",
    "no_observability",
    "uneconomic",
    "single_dependency",
)
LAST = "components.feedback.last_improvement"
READY = {
    "prerequisites.real_users": "yes",
    "prerequisites.basic_data_infrastructure": "yes",
    "prerequisites.clear_value_proposition": "yes",
}
NETWORK = {"learning.others_notice_deletion": "yes"}


def document(answers: dict[str, Any]) -> dict[str, Any]:
    """Nest answers by dotted path into the file's form."""
    found: dict[str, Any] = {"schema_version": 1}
    for path, value in answers.items():
        *groups, key = path.split(".") if not path.startswith("notes.") else ("notes", path[6:])
        group = found
        for name in groups:
            group = group.setdefault(name, {})
        group[key] = value
    return found


def answered(answers: dict[str, Any]) -> Assessment:
    """Read answers given by dotted path."""
    return read_answers(json.dumps(document(answers)))


def found(*groups: dict[str, Any]) -> Findings:
    """Assess answers given by dotted path; later groups win."""
    return assess(answered({path: value for group in groups for path, value in group.items()}))


def strengths(*steps: int | str | None) -> dict[str, Any]:
    """Answer the strengths in the loop's order; text is the reason why an arrow does not apply."""
    return {
        f"transitions.{arrow}.{'not_applicable' if isinstance(step, str) else 'strength'}": step
        for arrow, step in zip(ARROWS, steps, strict=True)
        if step is not None
    }


def durations(*times: str | None) -> dict[str, Any]:
    """Answer the likely durations in the loop's order."""
    return {
        f"transitions.{arrow}.duration": {"likely": time}
        for arrow, time in zip(ARROWS, times, strict=True)
        if time is not None
    }


def measured(arrow: str, median: str | None, **more: Any) -> dict[str, Any]:
    """Answer one arrow's measurement."""
    reached = {} if median is None else {"median": median}
    return {f"transitions.{arrow}.measured": {"median_reached": median is not None, **reached, **more}}


def flatten(value: Any, prefix: str = "") -> dict[str, Any]:
    """Return the leaves of a document by dotted path; objects of one answer count as one leaf."""
    if isinstance(value, dict) and prefix.rpartition(".")[2] not in ("duration", "measured"):
        parts = [flatten(inner, f"{prefix}.{key}" if prefix else key) for key, inner in value.items()]
        return {path: leaf for part in parts for path, leaf in part.items()}
    return {prefix: value}


# --- Random assessments ------------------------------------------------------------------------------

#: Few and round, so that ties and bounds come up.
TIMES = ("PT1H", "PT12H", "P1D", "P2D", "P6D", "P7D", "P8D", "P10D", "P20D", "P30D", "P31D", "P60D", "P400D")
YES_NO = st.sampled_from(("yes", "no", "unsure"))
STEP = st.integers(0, 4)
#: Text as people type it, and as they don't.
TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
REASON = st.sampled_from(("we have none", "n/a", "—", "مفيش"))


def maybe(options: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an object in which each key may be missing."""
    return st.fixed_dictionaries({}, optional=options)


def _in_order(times: tuple[str, str, str]) -> tuple[str, ...]:
    return tuple(sorted(times, key=TIMES.index))


_three = st.tuples(*[st.sampled_from(TIMES)] * 3).map(_in_order)
DURATION = st.one_of(
    st.sampled_from(TIMES).map(lambda time: {"likely": time}),
    _three.map(lambda t: dict(zip(("low", "likely", "high"), t, strict=True))),
    _three.map(lambda t: {"low": t[0], "high": t[2]}),
)
MEASURED = st.one_of(
    st.sampled_from(TIMES).map(lambda time: {"median": time, "median_reached": True}),
    _three.map(lambda t: {"median": t[1], "median_reached": True, "interval": [t[0], t[2]]}),
    st.just({"median_reached": False, "completed": 3, "open": 9}),
)
_judged = maybe({"strength": STEP, "basis": st.sampled_from(("estimated", "voted"))})
_timed = maybe({"duration": DURATION, "measured": MEASURED})
_unsure = maybe({"strength_unsure": st.just(True), "duration_unsure": st.just(True)})
TRANSITION = st.one_of(
    st.tuples(_judged, _timed).map(lambda parts: parts[0] | parts[1]),
    st.builds(lambda s, d: {"strength": s, "duration": d}, STEP, DURATION),
    st.builds(lambda s, d, m: {"strength": s, "duration": d, "measured": m}, STEP, DURATION, MEASURED),
    _unsure,
    st.one_of(
        REASON.map(lambda reason: {"not_applicable": reason}),
        st.builds(lambda reason, m: {"not_applicable": reason, "measured": m}, REASON, MEASURED),
    ),
)


def _component(**details: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        maybe({"level": STEP, "basis": st.sampled_from(("estimated", "voted")), **details}),
        maybe(details).map(lambda found: found | {"not_applicable": "we have none"}),
    )


_signal = st.fixed_dictionaries(
    {"name": st.sampled_from(("clicks", "logs", "stars"))}, optional={"kind": st.sampled_from(KINDS)}
)
COMPONENTS = maybe(
    {
        "collection": _component(
            captured_signals=st.lists(_signal, max_size=5),
            missing_signals=st.lists(st.sampled_from(("thumbs", "dwell")), max_size=2),
        ),
        "storage": _component(
            access_without_request=st.sampled_from(("every_team", "some_teams", "no_team"))
        ),
        "analysis": _component(time_to_insight=st.sampled_from(TIMES)),
        "application": _component(time_to_users=st.sampled_from(TIMES)),
        "feedback": _component(
            last_improvement=st.sampled_from(("data_rose", "data_did_not_rise", "not_measured"))
        ),
    }
)
COLD_START = maybe(
    {
        "stage": st.sampled_from(("pre_launch", "early", "growing", "established")),
        "meaningful_points": st.sampled_from((0, 120, 999, 1000, 5000)),
        "meaningful_points_per_week": st.sampled_from((0, 2.5, 40)),
        "expertise_not_public": YES_NO,
        "can_choose_complex_customers": YES_NO,
        "internal_users": YES_NO,
        "decision": st.sampled_from(
            ("expert_seeding", "target_complexity", "loop_before_data", "not_needed")
        ),
    }
)
_ends = st.sampled_from(([-0.02, -0.01], [-0.01, 0.005], [0.001, 0.005], [0.02, 0.03], [0.0, 0.02]))
VELOCITY = maybe(
    {
        "learning_curve": maybe(
            {
                "estimated": st.sampled_from(("improving", "flattening", "degrading", "unsure")),
                "measured": st.sampled_from(
                    [{"verdict": v, "gain_of_doubling": 0.01} for v in ("improving", "degrading")]
                ),
            }
        ),
        "network_effect": maybe(
            {
                "estimated_percent": st.sampled_from((0, 1, 2.5, -1)),
                "measured": st.builds(
                    lambda ends: {"verdict": "network" if ends[0] > 0 else "none_shown", "interval": ends},
                    _ends,
                ),
            }
        ),
        "cost_per_turn": st.sampled_from((0, 10, 10.5)),
        "value_per_turn": st.sampled_from((0, 10, 11)),
        "drag": maybe(dict.fromkeys(DRAG, YES_NO)),
    }
)

DOCUMENTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"schema_version": st.just(1)},
    optional={
        "prerequisites": maybe({path.split(".")[1]: YES_NO for path in READY}),
        "components": COMPONENTS,
        "transitions": maybe(dict.fromkeys(ARROWS, TRANSITION)),
        "learning": maybe(
            {
                "others_notice_deletion": YES_NO,
                "own_experience_improves": YES_NO,
                "decision": st.sampled_from(("individual", "network", "neither")),
            }
        ),
        "cold_start": COLD_START,
        "velocity": VELOCITY,
        "mistakes": maybe(dict.fromkeys(MISTAKES, st.sampled_from(("no", "at_risk", "happening")))),
    },
)

#: Documents in which every arrow is judged, timed or ruled out: R1, R3 and R6 then have much to say.
LOOPS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "transitions": st.fixed_dictionaries(
            dict.fromkeys(
                ARROWS,
                st.one_of(
                    st.builds(lambda s, d: {"strength": s, "duration": d}, STEP, DURATION),
                    st.builds(
                        lambda s, m: {"strength": s, "measured": m}, st.sampled_from((0, 3, 4, 4)), MEASURED
                    ),
                    st.builds(lambda d: {"strength": 4, "duration": {"likely": d}}, st.sampled_from(TIMES)),
                    st.just({"not_applicable": "we have none"}),
                ),
            )
        ),
    },
    optional={
        "prerequisites": maybe({path.split(".")[1]: YES_NO for path in READY}),
        "components": COMPONENTS,
        "learning": maybe({"others_notice_deletion": YES_NO, "own_experience_improves": YES_NO}),
    },
)

_strong = st.one_of(
    st.builds(
        lambda s, d: {"strength": s, "duration": {"likely": d}},
        st.sampled_from((4, 4, 4, 4, 3)),
        st.sampled_from(TIMES[:8]),
    ),
    st.just({"strength": 4}),
    st.just({"not_applicable": "we have none"}),
)
#: Documents near a flywheel, where one answer more or less decides the kind of loop.
RUNNING: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "schema_version": st.just(1),
        "transitions": st.fixed_dictionaries(dict.fromkeys(ARROWS, _strong)),
        "components": st.sampled_from(("data_rose", "data_rose", "data_did_not_rise")).map(
            lambda last: {"feedback": {"last_improvement": last}}
        ),
        "learning": st.fixed_dictionaries(
            {
                "others_notice_deletion": st.sampled_from(("yes", "yes", "no", "unsure")),
                "own_experience_improves": YES_NO,
            }
        ),
    },
    optional={"prerequisites": st.just(dict.fromkeys((path.split(".")[1] for path in READY), "yes"))},
)

ANY = st.one_of(DOCUMENTS, LOOPS, RUNNING)

PAPERWORK = maybe(
    {
        "title": TEXT,
        "scope": maybe(dict.fromkeys(("loop", "population", "period"), TEXT)),
        "assessed_on": st.dates().map(lambda day: day.isoformat()),
        "participants": st.lists(TEXT.filter(bool), max_size=3),
        "facilitator": TEXT,
        "decisions": maybe(
            dict.fromkeys(
                ("component_mapping", "learning_type", "bottleneck", "cold_start", "velocity_metrics"),
                maybe(dict.fromkeys(("owner", "dissent", "revisit_when"), TEXT)),
            )
        ),
        "actions": st.lists(
            st.fixed_dictionaries(
                {"what": REASON},
                optional={
                    "serves": st.sampled_from((*ARROWS, *NODES)),
                    "owner": TEXT,
                    "due": st.dates().map(lambda day: day.isoformat()),
                    "done": st.booleans(),
                    "from_rule": st.sampled_from(("R1", "R11", "R12")),
                },
            ),
            max_size=3,
        ),
        "notes": st.dictionaries(
            st.sampled_from(
                ["components.collection.level", *(f"transitions.{a}.strength" for a in ARROWS), "title"]
            ),
            TEXT,
            max_size=4,
        ),
    }
)
#: Whole answers files, with everything that people type beside the answers.
FILES: st.SearchStrategy[dict[str, Any]] = st.builds(lambda answers, paper: answers | paper, ANY, PAPERWORK)


def as_assessment(data: dict[str, Any]) -> Assessment:
    """Read a document."""
    return read_answers(json.dumps(data))
