"""Transition times from a log: METHODS (a) from end to end."""

from dataclasses import replace

from flywheel_core.assessment import TRANSITIONS
from flywheel_core.evidence.errors import refusal
from flywheel_core.evidence.tables.opened import OpenTable
from flywheel_core.evidence.times.clusters import coarsest
from flywheel_core.evidence.times.neighbours import correlations_of
from flywheel_core.evidence.times.notes import notes_of
from flywheel_core.evidence.times.preview import reading_of
from flywheel_core.evidence.times.reading import Reading
from flywheel_core.evidence.times.reduced import Progress, Reduced, reduce_log, stopped_after
from flywheel_core.evidence.times.resampling import medians_drawn
from flywheel_core.evidence.times.result import TransitionTimes
from flywheel_core.evidence.times.slowest import slowest_of
from flywheel_core.evidence.times.span_time import shares_of, time_of
from flywheel_core.evidence.times.spans import CYCLE, SPANS
from flywheel_core.guide import Guide, load_guide

TIME_LIMIT_S = 600.0


def measure_times(
    log: OpenTable,
    said: Reading | None = None,
    *,
    guide: Guide | None = None,
    progress: Progress = lambda _step, _share: None,
) -> TransitionTimes:
    """Return the transition times of a log; what is empty in what was `said` about it is guessed.

    `progress` is told what is being done (a key of the words at `evidence.progress`) and which share of it
    all is done. Raises EvidenceError, one sentence, where the log can't be used, and AmbiguousDates where the
    order of day and month has to be asked for.
    """
    progress("stages", 0.0)
    with stopped_after(log, TIME_LIMIT_S):
        reading, stages = reading_of(log, said)
        _check_components(reading, stages)
        reduced = reduce_log(log, reading, stages, progress)
    if not any(durations.items for durations in reduced.durations.values()):
        raise refusal("nothing_to_measure")
    return _result(log, reduced, guide or load_guide(), progress)


def _check_components(reading: Reading, stages: tuple[tuple[str, int], ...]) -> None:
    """Raise EvidenceError where fewer than two components can be told apart."""
    there = {name for name, _ in stages}
    known = [c for c in reading.components if reading.wide or there & set(reading.names_of(c))]
    if len(known) > 1:
        return
    listed = ", ".join(sorted(filter(None, there))) or "—"
    if not known:
        raise refusal("no_stages", stages=listed)
    raise refusal("one_wide" if reading.wide else "one_stage", component=load_guide().component(known[0]))


def _result(log: OpenTable, reduced: Reduced, guide: Guide, progress: Progress) -> TransitionTimes:
    progress("curves", 0.7)
    times = {span: time_of(span, reduced, guide) for span in SPANS}
    measured = tuple(span for span in TRANSITIONS if times[span].measurable)
    shares = shares_of(reduced, measured)
    transitions = tuple(replace(times[span], share=shares.get(span)) for span in TRANSITIONS)
    progress("draws", 0.8)
    clusters = coarsest(reduced.sample, reduced.batches, measured)
    drawn = medians_drawn(reduced.sample, measured, clusters)
    result = TransitionTimes(
        rows=reduced.rows,
        items=reduced.items,
        unusable=reduced.unusable,
        transitions=transitions,
        cycle=times[CYCLE],
        bottleneck=slowest_of(transitions, drawn, guide),
        correlations=correlations_of(reduced.sample),
        flows=reduced.flows,
        zone=log.zone,
        end=reduced.end,
        reading=reduced.reading,
        sample=reduced.sample,
        sampled=None if reduced.sample.whole else reduced.sample.items,
        notes=(),
    )
    progress("done", 1.0)
    return replace(result, notes=notes_of(result, reduced, guide))
