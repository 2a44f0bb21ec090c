"""Reading an answers file: strict, and one sentence with the path for whatever is wrong."""

import json

import pytest

from flywheel_core import AnswersError, Assessment, read_answers, write_answers
from flywheel_core.assessment import document as reading
from tests.core.assessments import ARROWS, answered, document, found

#: The published form, with every choice spelled out; `…` stands for the choices of its neighbour.
FORM = """
{"schema_version": 1, "title": "Search assistant", "scope": {"loop": "", "population": "", "period": ""},
 "assessed_on": "2026-11-24", "participants": [], "facilitator": "", "language": "en",
 "prerequisites": {"real_users": "yes|no|unsure", "basic_data_infrastructure": "yes|no|unsure",
  "clear_value_proposition": "yes|no|unsure", "value_proposition": ""},
 "components": {
  "collection": {"level": 3, "not_applicable": null, "basis": "estimated|voted", "captured_signals": [
   {"name": "clicks", "kind": "user_action|model_output|implicit_feedback|explicit_feedback"}],
   "missing_signals": ["thumbs down"]},
  "storage": {"level": 2, "access_without_request": "every_team|some_teams|no_team"},
  "analysis": {"level": 2, "time_to_insight": "P10D"},
  "application": {"level": 1, "time_to_users": "P60D"},
  "feedback": {"level": 1, "last_improvement": "data_rose|data_did_not_rise|not_measured"}},
 "transitions": {"collection_to_storage": {"strength": 4, "not_applicable": null,
   "basis": "estimated|voted", "duration": {"low": "PT1H", "likely": "PT2H", "high": "PT6H"},
   "measured": {"median": "PT5H", "median_reached": true, "interval": ["PT4H", "PT6H"], "p90": null,
    "completed": 0, "open": 0, "negative": 0,
    "source": {"file": "", "sha256": "", "rows": 0, "at": ""}},
   "target": {"strength": null, "duration": null, "by": null}}},
 "learning": {"others_notice_deletion": "yes|no|unsure", "own_experience_improves": "yes|no|unsure",
  "decision": "individual|network|neither"},
 "cold_start": {"stage": "pre_launch|early|growing|established", "meaningful_points": 120,
  "meaningful_points_per_week": 40, "expertise_not_public": "yes|no|unsure",
  "can_choose_complex_customers": "yes|no|unsure", "internal_users": "yes|no|unsure",
  "decision": "expert_seeding|target_complexity|loop_before_data|not_needed"},
 "velocity": {
  "learning_curve": {"estimated": "improving|flattening|degrading|unsure", "measured": {"verdict": "",
   "gain_of_doubling": 0, "gain_interval": [0, 0], "worthwhile": 0.01, "source": {}}},
  "network_effect": {"estimated_percent": null, "measured": {"verdict": "",
   "effect_of_10_percent_users": 0, "interval": [0, 0], "detectable_effect": 0, "periods": 0, "lag": 0,
   "source": {}}},
  "cost_per_turn": null, "value_per_turn": null, "currency": "",
  "drag": {"degrades_despite_data": "yes|no|unsure", "data_without_retraining": "yes|no|unsure",
   "users_up_quality_down": "yes|no|unsure", "ships_without_usage": "yes|no|unsure"}},
 "mistakes": {"before_product_market_fit": "no|at_risk|happening",
  "quantity_over_quality": "no|at_risk|happening", "complex_infrastructure": "no|at_risk|happening",
  "no_observability": "no|at_risk|happening", "uneconomic": "no|at_risk|happening",
  "single_dependency": "no|at_risk|happening"},
 "decisions": {"component_mapping": {"owner": "", "dissent": "", "revisit_when": ""},
  "learning_type": {}, "bottleneck": {}, "cold_start": {}, "velocity_metrics": {}},
 "actions": [{"what": "…", "serves": "analysis_to_application", "owner": "…", "due": "2027-02-01",
  "done": false, "from_rule": "R11"}],
 "notes": {"components.collection.level": "…"}}
"""


def picked(value, index):
    """Pick one alternative everywhere."""
    if isinstance(value, dict):
        return {key: picked(inner, index) for key, inner in value.items()}
    if isinstance(value, list):
        return [picked(inner, index) for inner in value]
    options = value.split("|") if isinstance(value, str) else [value]
    return options[index % len(options)]


@pytest.mark.parametrize("index", range(12))
def test_the_published_form_is_accepted(index):
    """The published form is accepted with any alternative, and keeps every answer that it holds."""
    form = picked(json.loads(FORM), index)
    assessment = read_answers(json.dumps(form))
    kept = json.loads(write_answers(assessment))
    assert kept["components"]["storage"] == form["components"]["storage"]
    assert kept["mistakes"] == form["mistakes"]
    assert kept["transitions"]["collection_to_storage"]["duration"] == {
        "low": "PT1H",
        "likely": "PT2H",
        "high": "PT6H",
    }
    assert kept["velocity"]["drag"] == form["velocity"]["drag"]
    assert "scope" not in kept
    assert "facilitator" not in kept


def refused(text):
    """Return the refusal of a file."""
    with pytest.raises(AnswersError) as caught:
        read_answers(text if isinstance(text, str | bytes) else json.dumps(text))
    sentence = str(caught.value)
    assert sentence.rstrip().endswith(".")
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    assert "pydantic" not in sentence.casefold()
    return caught.value


ARROW = "transitions.storage_to_analysis"
WRONG = [
    ("components.storage.level", 5, "4 or less"),
    ("components.storage.level", -1, "0 or more"),
    ("components.storage.level", 2.5, "whole number"),
    ("components.storage.level", 2.0, "whole number"),
    ("components.storage.level", True, "whole number"),
    ("components.storage.level", "2", "whole number"),
    ("components.storage.level", [2], "whole number"),
    (f"{ARROW}.strength", 5, "4 or less"),
    (f"{ARROW}.strength", False, "whole number"),
    ("prerequisites.real_users", "maybe", "'yes', 'no' or 'unsure'"),
    ("prerequisites.real_users", True, "'yes', 'no' or 'unsure'"),
    ("prerequisites.real_users", "Yes", "'yes', 'no' or 'unsure'"),
    ("components.storage.access_without_request", "all", "'every_team', 'some_teams' or 'no_team'"),
    ("components.feedback.last_improvement", "yes", "'not_measured'"),
    ("components.storage.basis", "measured", "'estimated' or 'voted'"),
    ("components.analysis.time_to_insight", "P1M", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P1Y", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P1Y2M", "weeks, days and time"),
    ("components.analysis.time_to_insight", "10 days", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P", "weeks, days and time"),
    ("components.analysis.time_to_insight", "PT", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P1DT", "weeks, days and time"),
    ("components.analysis.time_to_insight", "p1d", "weeks, days and time"),
    ("components.analysis.time_to_insight", " P1D", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P1D\n", "weeks, days and time"),
    ("components.analysis.time_to_insight", "-P1D", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P-1D", "weeks, days and time"),
    ("components.analysis.time_to_insight", "P٣D", "weeks, days and time"),
    ("components.analysis.time_to_insight", 864000, "weeks, days and time"),
    ("components.analysis.time_to_insight", {"likely": "P1D"}, "weeks, days and time"),
    ("components.analysis.time_to_insight", "PT0S", "longer than nothing"),
    ("components.analysis.time_to_insight", "P0D", "longer than nothing"),
    ("components.analysis.time_to_insight", "PT0.0000001S", "longer than nothing"),
    ("components.analysis.time_to_insight", "P3650DT1S", "at most P3650D"),
    ("components.analysis.time_to_insight", "P999999999W", "at most P3650D"),
    (f"{ARROW}.duration", "P3D", "object"),
    (f"{ARROW}.duration", {"low": "P2D", "high": "P1D"}, "low ≤ likely ≤ high"),
    (f"{ARROW}.duration", {"low": "P2D", "likely": "P1D"}, "low ≤ likely ≤ high"),
    (f"{ARROW}.duration", {"likely": "P2D", "high": "P1D"}, "low ≤ likely ≤ high"),
    (f"{ARROW}.duration", {"low": "P1D", "likely": "P4D", "high": "P3D"}, "low ≤ likely ≤ high"),
    (f"{ARROW}.duration.likely", "P4000D", "at most P3650D"),
    (f"{ARROW}.target.duration", "PT0S", "longer than nothing"),
    (f"{ARROW}.target.by", "tomorrow", "date"),
    (f"{ARROW}.not_applicable", True, "text"),
    (f"{ARROW}.not_applicable", "  ", "not blank"),
    ("components.storage.not_applicable", "\t", "not blank"),
    (f"{ARROW}.measured.completed", -1, "0 or more"),
    (f"{ARROW}.measured.interval", ["PT1H"], "given"),
    (f"{ARROW}.measured.interval", ["PT1H", "PT2H", "PT3H"], "at most 2"),
    (f"{ARROW}.measured.interval", ["PT6H", "PT4H"], "its lower end first"),
    ("velocity.learning_curve.measured.gain_interval", [0.2, 0.1], "its lower end first"),
    ("velocity.network_effect.measured.interval", [1, -1.5], "its lower end first"),
    (f"{ARROW}.measured.median_reached", "yes", "true or false"),
    ("cold_start.meaningful_points", -1, "0 or more"),
    ("cold_start.meaningful_points", 12.5, "whole number"),
    ("cold_start.meaningful_points_per_week", "40", "number"),
    ("cold_start.meaningful_points_per_week", -0.1, "0 or more"),
    ("velocity.cost_per_turn", -1, "0 or more"),
    ("velocity.network_effect.estimated_percent", "5%", "number"),
    ("velocity.drag.ships_without_usage", "at_risk", "'yes', 'no' or 'unsure'"),
    (f"{ARROW}.measured.median", "P100001D", "at most P100000D"),
    ("velocity.learning_curve.measured.gain_of_doubling", 1e16, "or less"),
    ("velocity.learning_curve.measured.gain_of_doubling", 10**400, "or less"),
    ("velocity.learning_curve.measured.gain_of_doubling", -(10**400), "or more"),
    ("mistakes.uneconomic", "yes", "'no', 'at_risk' or 'happening'"),
    ("assessed_on", "24.11.2026", "date"),
    ("assessed_on", "2026-02-30", "date"),
    ("assessed_on", 20261124, "date"),
    ("language", "english", "language code"),
    ("title", 3, "text"),
    ("title", ["a"], "text"),
    ("title", {}, "text"),
    ("participants", "Ada", "list"),
    ("participants", {}, "list"),
    ("notes", ["x"], "object"),
    ("components", [], "object"),
    ("transitions", 3, "object"),
    ("decisions.bottleneck", "x", "object"),
]


@pytest.mark.parametrize("ends", [["PT4H", "PT4H"], ["PT4H", None], [None, "PT4H"], [None, None]])
def test_an_interval_may_have_one_end_or_no_width(ends):
    """An end that could not be found is left open, and both may be the same."""
    kept = read_answers(json.dumps(document({f"{ARROW}.measured.interval": ends})))
    assert kept.transitions.storage_to_analysis.measured.interval is not None


@pytest.mark.parametrize(("path", "value", "expected"), WRONG)
def test_a_wrong_value_is_refused_with_its_path(path, value, expected):
    """A wrong type or value is refused with the key's path, what was found and what was expected."""
    error = refused(document({path: value}))
    assert error.path.startswith(path)
    assert str(error).startswith(path)
    assert expected in str(error)


@pytest.mark.parametrize(
    ("entry", "path", "expected"),
    [
        ({"kind": "user_action"}, "captured_signals.0.name", "missing"),
        ({"name": "", "kind": "user_action"}, "captured_signals.0.name", "missing"),
        ({"name": "clicks", "kind": "action"}, "captured_signals.0.kind", "'user_action'"),
        ({"name": "clicks", "type": "x"}, "captured_signals.0.type", "name, kind"),
        ({"name": "clicks", "type": None}, "captured_signals.0.type", "not a key"),
        ("clicks", "captured_signals.0", "object"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(entry, path, expected):
    """A wrong entry of a list is refused with its place in the list."""
    error = refused(document({"components.collection.captured_signals": [entry]}))
    assert error.path == f"components.collection.{path}"
    assert expected in str(error)


@pytest.mark.parametrize(
    ("action", "path"),
    [
        ({"owner": "Ada"}, "actions.0.what"),
        ({"what": "x", "serves": "nothing"}, "actions.0.serves"),
        ({"what": "x", "from_rule": "R13"}, "actions.0.from_rule"),
        ({"what": "x", "due": "soon"}, "actions.0.due"),
        ({"what": "x", "done": "no"}, "actions.0.done"),
        ({"what": "x", "who": "Ada"}, "actions.0.who"),
    ],
)
def test_a_wrong_action_is_refused_with_its_place(action, path):
    """A wrong action is refused with its place in the list and the key."""
    assert refused(document({"actions": [action]})).path == path


@pytest.mark.parametrize("value", [None, "", 3, {}, "x"])
@pytest.mark.parametrize(
    "path", ["extra", "components.extra", "components.storage.extra", f"{ARROW}.duration.typical",
             "components.storage.time_to_insight", "transitions.storage_to_feedback", "velocity.drag.other"],
)  # fmt: skip
def test_an_unknown_key_is_refused(path, value):
    """An unknown key is refused by its path, even if it holds nothing, and the known ones are named."""
    error = refused(document({path: value}))
    assert error.path == path
    assert "not a key" in str(error)


@pytest.mark.parametrize(
    "key", ["components.collection", "scope.loop", "transitions.storage_to_analysis.strength"]
)
@pytest.mark.parametrize("value", [None, "", 3])
def test_a_dotted_key_is_an_unknown_key(key, value):
    """A key that holds dots is not the path that it looks like."""
    assert refused({key: value}).path == key


@pytest.mark.parametrize("group", ["notes", "homework"])
@pytest.mark.parametrize("value", ["x", "", None])
def test_a_note_on_no_question_is_refused(group, value):
    """A note has to be on a path of the document, whether or not it says anything."""
    path = "components.storage.colour"
    assert refused({group: {path: value}}).path == f"{group}.{path}"


@pytest.mark.parametrize("key", ["level"])
def test_a_component_is_answered_or_not_applicable(key):
    """A component that does not apply has no level."""
    error = refused(document({"components.storage.not_applicable": "none", f"components.storage.{key}": 0}))
    assert error.path == f"components.storage.{key}"


@pytest.mark.parametrize(("key", "value"), [("strength", 0), ("duration", {"likely": "P1D"})])
def test_a_transition_is_answered_or_not_applicable(key, value):
    """A transition that does not apply has neither strength nor duration."""
    error = refused(document({f"{ARROW}.not_applicable": "none", f"{ARROW}.{key}": value}))
    assert error.path == f"{ARROW}.{key}"
    assert "not applicable" in str(error)


def test_how_many_things_are_wrong():
    """The first thing that is wrong is said in full, and how many more there are."""
    error = refused({"title": 3, "facilitator": 4, "mistakes": {"uneconomic": "yes"}})
    assert error.path == "title"
    assert "2 more things" in str(error)


def test_a_key_left_out_is_not_answered():
    """Left out, null and empty text are the same: not answered."""
    nothing = read_answers("{}")
    assert nothing == Assessment() == read_answers('{"schema_version": 1}')
    paths = ("title", "assessed_on", "components.storage.level", "prerequisites.real_users",
             f"{ARROW}.strength", f"{ARROW}.duration", f"{ARROW}.duration.likely", f"{ARROW}.measured",
             f"{ARROW}.measured.median", f"{ARROW}.target", "participants", "actions", "language",
             "components.collection.captured_signals",
             "velocity.cost_per_turn", "velocity.network_effect.measured", "components", "transitions",
             "notes.components.storage.level", "decisions.bottleneck.owner")  # fmt: skip
    for path in paths:
        for empty in (None, ""):
            assert answered({path: empty}) == nothing, path


@pytest.mark.parametrize(
    "path", ["components", f"{ARROW}.duration", f"{ARROW}.measured", f"{ARROW}.target", "notes"]
)
def test_an_empty_group_is_not_answered(path):
    """An object without any answer in it says nothing, and counts nowhere."""
    assert answered({path: {}}) == Assessment()
    assert found({path: {}}).progress == found({}).progress


@pytest.mark.parametrize(
    ("path", "value", "kept"),
    [
        ("participants", ["", "Ada", None], ["Ada"]),
        ("components.collection.missing_signals", ["", "thumbs"], ["thumbs"]),
        (
            "components.collection.captured_signals",
            [{"name": "clicks", "kind": ""}],
            [{"name": "clicks"}],
        ),
        ("actions", [{"what": "x", "owner": "", "due": None}], [{"what": "x"}]),
        (f"{ARROW}.measured", {"interval": ["PT1H", ""]}, {"interval": ["PT1H", None]}),
    ],
)
def test_empty_text_in_a_list_is_null(path, value, kept):
    """Also inside lists empty text is null; the ends of an interval keep their places."""
    exported = json.loads(write_answers(answered({path: value})))
    for key in path.split("."):
        exported = exported[key]
    assert exported == kept


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("P1W", "P7D"), ("P1W1D", "P8D"), ("PT36H", "P1DT12H"), ("PT90M", "PT1H30M"), ("PT0.5S", "PT0.5S"),
        ("P1.5D", "P1DT12H"), ("P0,5D", "PT12H"), ("P0DT1H", "PT1H"), ("P3650D", "P3650D"),
        ("PT3600S", "PT1H"), ("PT0.000001S", "PT0.000001S"),
    ],
)  # fmt: skip
def test_durations_are_iso_8601(given, written):
    """Weeks, days and time are read, fractions too, and always written the same way."""
    path = "components.analysis.time_to_insight"
    assert json.loads(write_answers(answered({path: given})))["components"]["analysis"] == {
        "time_to_insight": written
    }


@pytest.mark.parametrize(
    ("duration", "figure"),
    [
        ({"low": "P1D", "likely": "P2D", "high": "P9D"}, 2 * 86400),
        ({"low": "P1D", "high": "P9D"}, 3 * 86400),
        ({"low": "P2D", "likely": "P2D", "high": "P2D"}, 2 * 86400),
        ({"likely": "P2D"}, 2 * 86400),
    ],
)
def test_likely_or_the_geometric_mean(duration, figure):
    """A range without likely has √(low·high); low = likely = high is allowed."""
    assessment = answered({f"{ARROW}.duration": duration})
    assert assessment.transitions.storage_to_analysis.duration.figure.total_seconds() == figure


@pytest.mark.parametrize("version", [2, 3, 10**6])
def test_a_newer_version_is_refused_by_name(version):
    """A file of a newer version is refused with its version and the one that can be read."""
    error = refused({"schema_version": version, "brand_new": True})
    assert error.path == "schema_version"
    assert str(version)[:1] in str(error)
    assert "newer" in str(error)
    assert "version 1" in str(error)


@pytest.mark.parametrize("version", [0, -1, "1", 1.0, True, [1], None])
def test_a_version_that_never_was_is_refused(version):
    """What is no published version is refused at schema_version."""
    assert refused({"schema_version": version}).path == "schema_version"


def test_an_older_version_is_migrated(monkeypatch):
    """A file of an older version goes through every migration in turn, then is read strictly."""

    def rename(data):
        strength = data.pop("links")
        return {**data, "transitions": {"storage_to_analysis": {"strength": strength}}}

    def double(data):
        return {**data, "title": data["title"] * 2}

    monkeypatch.setattr(reading, "MIGRATIONS", {-1: rename, 0: double})
    old = {"schema_version": -1, "title": "ab", "links": 3}
    assessment = read_answers(json.dumps(old))
    assert assessment.title == "abab"
    assert assessment.transitions.storage_to_analysis.strength == 3
    assert assessment.schema_version == 1
    assert refused({"schema_version": 0, "title": "a", "links": 3}).path == "links"
    assert refused({"schema_version": -2}).path == "schema_version"


def test_nothing_changes_in_place():
    """An assessment can't be changed in place, nor can a part of it."""
    assessment = answered({"components.storage.level": 2})
    with pytest.raises(ValueError, match="frozen"):
        assessment.title = "x"
    with pytest.raises(ValueError, match="frozen"):
        assessment.components.storage.level = 3


def test_all_arrows_and_nodes_are_there():
    """Every component and transition of the vocabulary can be answered."""
    answers = {f"transitions.{arrow}.strength": 1 for arrow in ARROWS}
    assert len(json.loads(write_answers(answered(answers)))["transitions"]) == 5
