"""R9, first half: pairs of statements that can't both be right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flywheel_core.assessment import KINDS_OF_SIGNAL, TRANSITIONS
from flywheel_core.findings.answers import Answers, Finding
from flywheel_core.findings.learning import learning_type
from flywheel_core.findings.months import MONTH, is_beyond_a_month

#: The slowest that a level's sentence allows: 2 within a month, 3 within a week, 4 within a day.
SPEED_OF_LEVEL = {2: MONTH, 3: timedelta(days=7), 4: timedelta(days=1)}

#: The effect of 10 % more users that is worth having, where no other was set (a fraction).
WORTHWHILE_EFFECT = 0.01

#: A guess outside the measured interval is a contradiction from this factor on.
WRONG_BY = 2


@dataclass(frozen=True, kw_only=True)
class Disagreement(Finding):
    """R9's finding: a `contradiction` or a `tension` between the statements at `paths`, and what to do."""

    kind: str
    paths: tuple[str, ...]
    what_to_do: str

    @property
    def said(self) -> str:
        """What disagrees and what to do about it, as one text."""
        return f"{self.why} {self.what_to_do}"

    def is_about(self, part: str) -> bool:
        """Say whether one of the statements stands in a part of the document, such as `cold_start`."""
        return any(path.startswith(f"{part}.") for path in self.paths)


Check = Callable[[Answers], Disagreement | None]


def disagreement(
    answers: Answers, kind: str, verdict: str, paths: tuple[str, ...], **values: object
) -> Disagreement:
    """Put a disagreement in words: `rules.R9.<verdict>.why` and `.do`."""
    return Disagreement(
        rule="R9",
        verdict=verdict,
        why=answers.text(f"R9.{verdict}.why", **values),
        kind=kind,
        paths=paths,
        what_to_do=answers.text(f"R9.{verdict}.do", **values),
    )


_contradiction = partial(disagreement, kind="contradiction")


def _storage_access(answers: Answers) -> Disagreement | None:
    level = answers.get("components.storage.level")
    access = answers.get("components.storage.access_without_request")
    if level is None or level < 3 or access in (None, "every_team"):
        return None
    paths = ("components.storage.level", "components.storage.access_without_request")
    return _contradiction(answers, verdict="storage_access", paths=paths, level=level)


def _speed(component: str, key: str, answers: Answers) -> Disagreement | None:
    level, time = answers.get(f"components.{component}.level"), answers.get(f"components.{component}.{key}")
    if level not in SPEED_OF_LEVEL or time is None:
        return None
    limit = SPEED_OF_LEVEL[level]
    if not (is_beyond_a_month(time) if limit == MONTH else time > limit):
        return None
    say, seconds = answers.guide.duration, limit.total_seconds()
    return _contradiction(
        answers,
        verdict=f"{component}_speed",
        paths=(f"components.{component}.level", f"components.{component}.{key}"),
        level=level,
        time=say(time.total_seconds(), seconds),
        limit=say(seconds),
    )


def _feedback_unmeasured(answers: Answers) -> Disagreement | None:
    level = answers.get("components.feedback.level")
    if level is None or level < 3 or answers.get("components.feedback.last_improvement") != "not_measured":
        return None
    paths = ("components.feedback.level", "components.feedback.last_improvement")
    return _contradiction(answers, verdict="feedback_unmeasured", paths=paths, level=level)


def _collection_signals(answers: Answers) -> Disagreement | None:
    level = answers.get("components.collection.level")
    captured = answers.get("components.collection.captured_signals") or ()
    if level is None or not captured:
        return None
    missing = [kind for kind in KINDS_OF_SIGNAL if kind not in {signal.kind for signal in captured}]
    verdict = "signals_without_collection" if level == 0 else "collection_kinds"
    if 0 < level < 3 or (level >= 3 and not missing):
        return None
    names = answers.guide.join([answers.guide.text(f"signals.kinds.{kind}.name") for kind in missing])
    paths = ("components.collection.level", "components.collection.captured_signals")
    return _contradiction(answers, verdict=verdict, paths=paths, level=level, kinds=names)


def _passes_with_duration(transition: str, answers: Answers) -> Disagreement | None:
    prefix = f"transitions.{transition}"
    if answers.get(f"{prefix}.strength") != 0:
        return None
    measured, estimate = answers.get(f"{prefix}.measured"), answers.get(f"{prefix}.duration")
    timed = measured is not None and measured.median is not None
    if not timed and (estimate is None or estimate.figure is None):
        return None
    other = f"{prefix}.measured" if timed else f"{prefix}.duration"
    arrow = answers.guide.transition(transition)
    return _contradiction(
        answers, verdict="nothing_passes_yet_timed", paths=(f"{prefix}.strength", other), arrow=arrow
    )


def _stage_and_users(answers: Answers) -> Disagreement | None:
    stage, users = answers.get("cold_start.stage"), answers.get("prerequisites.real_users")
    verdict = {
        ("pre_launch", "yes"): "pre_launch_with_users",
        ("established", "no"): "established_without_users",
    }
    if (stage, users) not in verdict:
        return None
    paths = ("prerequisites.real_users", "cold_start.stage")
    return _contradiction(answers, verdict=verdict[stage, users], paths=paths)


def _claimed(answers: Answers, claims: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of the statements that claim one of these learning types: the decision, the test."""
    paths = []
    if answers.use(learning_type).verdict in claims:
        paths.append("learning.others_notice_deletion")
    if answers.get("learning.decision") in claims:
        paths.append("learning.decision")
    return tuple(paths)


def _network_not_measured(answers: Answers) -> Disagreement | None:
    measured = answers.get("velocity.network_effect.measured")
    claims = _claimed(answers, ("network",))
    upper = measured.interval[1] if measured is not None and measured.interval else None
    if not claims or upper is None or upper >= WORTHWHILE_EFFECT:
        return None
    paths = (*claims, "velocity.network_effect.measured")
    return _contradiction(
        answers, verdict="network_not_measured", paths=paths, upper=_percent(answers, upper)
    )


def _network_measured(answers: Answers) -> Disagreement | None:
    measured = answers.get("velocity.network_effect.measured")
    claims = _claimed(answers, ("individual", "neither"))
    lower = measured.interval[0] if measured is not None and measured.interval else None
    if not claims or lower is None or lower <= 0:
        return None
    paths = (*claims, "velocity.network_effect.measured")
    return _contradiction(answers, verdict="network_measured", paths=paths, lower=_percent(answers, lower))


def _guess_and_clock(transition: str, answers: Answers) -> Disagreement | None:
    prefix = f"transitions.{transition}"
    measured, estimate = answers.get(f"{prefix}.measured"), answers.get(f"{prefix}.duration")
    guess = None if estimate is None else estimate.figure
    if guess is None or measured is None or not measured.median or not measured.interval:
        return None
    low, high = measured.interval
    inside = (low is None or guess >= low) and (high is None or guess <= high)
    factor = max(guess / measured.median, measured.median / guess)
    if inside or factor < WRONG_BY:
        return None
    say = answers.guide.duration
    say_guess = answers.guide.duration_about if estimate.derived else say
    return _contradiction(
        answers,
        verdict="guess_and_clock",
        paths=(f"{prefix}.duration", f"{prefix}.measured"),
        arrow=answers.guide.transition(transition),
        guess=say_guess(guess.total_seconds()),
        measured=say(measured.median.total_seconds()),
    )


def _percent(answers: Answers, fraction: float) -> str:
    return answers.guide.number(round(100 * fraction, 2))


CONTRADICTIONS: tuple[Check, ...] = (
    _storage_access,
    partial(_speed, "analysis", "time_to_insight"),
    partial(_speed, "application", "time_to_users"),
    _feedback_unmeasured,
    _collection_signals,
    *(partial(_passes_with_duration, transition) for transition in TRANSITIONS),
    _stage_and_users,
    _network_not_measured,
    _network_measured,
    *(partial(_guess_and_clock, transition) for transition in TRANSITIONS),
)
