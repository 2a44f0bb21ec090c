"""R9, second half: pairs of statements that may both hold, and are worth a talk."""

from functools import partial

from flywheel_core.assessment import MISTAKES, TRANSITIONS
from flywheel_core.findings.answers import Answers
from flywheel_core.findings.bottleneck import bottleneck
from flywheel_core.findings.cold_start import cold_start
from flywheel_core.findings.contradictions import CONTRADICTIONS, Check, Disagreement, disagreement
from flywheel_core.findings.figures import figure
from flywheel_core.findings.gate import gate, gates
from flywheel_core.findings.learning import learning_type
from flywheel_core.findings.mistakes import MISTAKE_RULES
from flywheel_core.findings.months import MONTH, is_beyond_a_month
from flywheel_core.findings.weakest import weakest_connection

#: Two statements about one time that differ by more than this factor are worth a question.
FAR_APART = 4

_tension = partial(disagreement, kind="tension")


def _clock_and_judgement(answers: Answers) -> Disagreement | None:
    slowest, weakest = answers.use(bottleneck), answers.use(weakest_connection)
    if slowest.call != "named" or weakest.verdict == "unknown":
        return None
    if slowest.verdict in (weakest.verdict, *weakest.tied_with):
        return None
    name = answers.guide.transition
    timed = next(f for f in slowest.figures if f.transition == slowest.verdict)
    clock = "measured" if timed.measured else "duration"
    return _tension(
        answers,
        verdict="clock_and_judgement",
        paths=(f"transitions.{weakest.verdict}.strength", f"transitions.{slowest.verdict}.{clock}"),
        weakest=name(weakest.verdict),
        slowest=name(slowest.verdict),
    )


def _automatic_but_slow(transition: str, answers: Answers) -> Disagreement | None:
    if answers.get(f"transitions.{transition}.strength") != 4:
        return None
    timed = figure(answers, transition)
    if timed is None or timed.duration is None or not is_beyond_a_month(timed.duration):
        return None
    clock = "measured" if timed.measured else "duration"
    return _tension(
        answers,
        verdict="automatic_but_slow",
        paths=(f"transitions.{transition}.strength", f"transitions.{transition}.{clock}"),
        arrow=answers.guide.transition(transition),
        time=timed.said(answers.guide, MONTH.total_seconds()),
    )


def _built_before_the_gate(answers: Answers) -> Disagreement | None:
    if not gates(answers):
        return None
    built = [f"transitions.{t}.strength" for t, strength in answers.strengths().items() if strength >= 3]
    if answers.get("components.storage.level") == 4:
        built.insert(0, "components.storage.level")
    if not built:
        return None
    found = answers.use(gate)
    return _tension(answers, verdict="built_before_the_gate", paths=(*found.rests_on[-1:], *built))


def _decided_against_the_test(answers: Answers) -> Disagreement | None:
    decision, found = answers.get("learning.decision"), answers.use(learning_type)
    if decision is None or found.verdict in ("unknown", decision):
        return None
    say = answers.guide.text
    return _tension(
        answers,
        verdict="decided_against_the_test",
        paths=("learning.decision", "learning.others_notice_deletion"),
        decision=say(f"learning_types.{decision}.name"),
        test=say(f"learning_types.{found.verdict}.name"),
    )


def _strategy_does_not_fit(answers: Answers) -> Disagreement | None:
    decision, found = answers.get("cold_start.decision"), answers.use(cold_start)
    if found.decision_fits is not False:
        return None
    against = next((path for path in _AGAINST.get(decision, ()) if path in answers.values), None)
    return _tension(
        answers,
        verdict="strategy_does_not_fit",
        paths=("cold_start.decision", *((against,) if against else ())),
        strategy=answers.guide.text(f"strategies.{decision}.name"),
    )


_AGAINST = {
    "expert_seeding": ("cold_start.expertise_not_public",),
    "target_complexity": ("cold_start.can_choose_complex_customers",),
    "loop_before_data": ("cold_start.stage",),
    "not_needed": ("cold_start.meaningful_points", "prerequisites.real_users"),
}


def _denied_mistake(mistake: str, answers: Answers) -> Disagreement | None:
    found = answers.use(MISTAKE_RULES[mistake])
    if found.answer != "no" or found.implied is None:
        return None
    paths = (f"mistakes.{mistake}", *found.implied_by)
    name = answers.guide.text(f"mistakes.{mistake}.name")
    return _tension(answers, verdict="denied_mistake", paths=paths, mistake=name)


def _two_times(component: str, key: str, transition: str, answers: Answers) -> Disagreement | None:
    parts = (f"components.{component}", f"transitions.{transition}")
    if any(answers.get(f"{part}.not_applicable") for part in parts):
        return None
    time, timed = answers.get(f"components.{component}.{key}"), figure(answers, transition)
    if time is None or timed is None or timed.duration is None or not timed.seconds:
        return None
    if max(time / timed.duration, timed.duration / time) <= FAR_APART:
        return None
    clock = "measured" if timed.measured else "duration"
    return _tension(
        answers,
        verdict="two_times",
        paths=(f"components.{component}.{key}", f"transitions.{transition}.{clock}"),
        arrow=answers.guide.transition(transition),
        component=answers.guide.component(component),
        time=answers.guide.duration(time.total_seconds()),
        other_time=timed.said(answers.guide),
    )


TENSIONS: tuple[Check, ...] = (
    _clock_and_judgement,
    *(partial(_automatic_but_slow, transition) for transition in TRANSITIONS),
    _built_before_the_gate,
    _decided_against_the_test,
    _strategy_does_not_fit,
    *(partial(_denied_mistake, mistake) for mistake in MISTAKES),
    partial(_two_times, "analysis", "time_to_insight", "storage_to_analysis"),
    partial(_two_times, "application", "time_to_users", "analysis_to_application"),
)


def contradictions(answers: Answers) -> tuple[Disagreement, ...]:
    """Return what can't both be right and what is worth a talk (R9), contradictions first."""
    found = (answers.use(check) for check in (*CONTRADICTIONS, *TENSIONS))
    return tuple(item for item in found if item is not None)
