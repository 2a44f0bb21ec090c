"""The votes on an item as the chart shows them: rounds or roles as panels, everything in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flywheel_core.assessment import parse_iso
from flywheel_core.guide import Guide
from flywheel_core.workshop.asking import say_choice, say_item, short_choice
from flywheel_core.workshop.results import Choice, ItemResult, choice_of, choices_of, say_agreement
from flywheel_core.workshop.topics import Item
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, no_judgement

if TYPE_CHECKING:
    from flywheel_core.charts import VoteChart, VotePanel


def vote_chart(result: ItemResult, guide: Guide, *, by_role: bool = False) -> VoteChart:
    """Return the votes of an item for `votes_spec`, those of the round before above them.

    With `by_role` a panel for each role that may be shown stands below them. A withheld item says so and has
    no numbers.
    """
    # Charts are slow to load, and phones are served without them.
    from flywheel_core.charts import VoteChart

    item, before = result.item, _shown_before(result)
    rounds = [result] if before is None else [before, result]
    return VoteChart(
        choices=tuple(short_choice(item, choice, guide) for choice in choices_of(item)),
        panels=(*_rounds(rounds, guide), *(_roles(result, guide) if by_role else ())),
        median_word=guide.text("workshop.chart.median"),
        foot=_foot(result, guide),
        alt=_alt(rounds, guide),
        columns=_columns(rounds, guide),
        rows=tuple(_rows(rounds, guide)),
    )


def say_median(result: ItemResult, guide: Guide) -> str:
    """Return the median in words, a duration as a person says it; empty where there is none."""
    if result.median is None:
        return ""
    if result.item.kind == "duration":
        return guide.duration(parse_iso(str(result.median)).total_seconds())
    if isinstance(result.median, str):
        return say_choice(result.item, result.median, guide)
    return guide.number(result.median)


def _shown_before(result: ItemResult) -> ItemResult | None:
    before = result.before
    return before if before is not None and before.counts else None


def _rounds(rounds: list[ItemResult], guide: Guide) -> Iterable[VotePanel]:
    from flywheel_core.charts import VotePanel

    for result in (each for each in rounds if not each.withheld):
        earlier = result is not rounds[-1]
        key = "before" if earlier else "after"
        heading = guide.text(f"workshop.chart.{key}") if len(rounds) > 1 else ""
        yield VotePanel(heading, _counts(result.item, result.counts), _place(result), hollow=earlier)


def _roles(result: ItemResult, guide: Guide) -> Iterable[VotePanel]:
    from flywheel_core.charts import VotePanel

    for role, counts in result.by_role.items():
        yield VotePanel(guide.text(f"workshop.roles.{role}"), _counts(result.item, counts))


def _counts(item: Item, counts: Mapping[Choice, int]) -> tuple[int, ...]:
    return tuple(counts.get(choice, 0) for choice in choices_of(item))


def _place(result: ItemResult) -> int | None:
    """Where the median points, among the choices."""
    median = result.median
    if median is None:
        return None
    if result.item.kind == "duration":
        median = choice_of({"likely": str(median)})
    return choices_of(result.item).index(median)


def _foot(result: ItemResult, guide: Guide) -> str:
    if result.withheld:
        return guide.text("workshop.chart.withheld")
    said = [
        guide.many(f"workshop.chart.{key}", n)
        for key, n in ((DONT_KNOW, result.dont_know), (NOT_APPLICABLE, result.not_applicable))
        if n
    ]
    return guide.join(said)


def _alt(rounds: list[ItemResult], guide: Guide) -> str:
    *earlier, last = rounds
    said = [
        guide.text("workshop.chart.alt", item=say_item(last.item, guide)),
        *(f"{guide.text('workshop.chart.before')}: {_sentence(result, guide)}" for result in earlier),
        *([guide.text("workshop.chart.after") + ":"] if earlier else []),
        _sentence(last, guide),
    ]
    return " ".join(said)


def _sentence(result: ItemResult, guide: Guide) -> str:
    """One round in words: how many for each choice, the median, the agreement, and what stands beside."""
    if result.withheld:
        return guide.text("workshop.chart.withheld")
    counts = [
        guide.text("workshop.chart.count", choice=short_choice(result.item, choice, guide), n=guide.number(n))
        for choice, n in result.counts.items()
    ]
    median = say_median(result, guide)
    rest = [
        guide.text("workshop.chart.median_is", median=median) if median else "",
        say_agreement(result, guide),
        _foot(result, guide),
    ]
    return f"{', '.join(counts)}. {'. '.join(filter(None, rest))}."


def _columns(rounds: list[ItemResult], guide: Guide) -> tuple[str, ...]:
    answer = guide.text("workshop.chart.answer")
    if len(rounds) == 1:
        return (answer, guide.text("workshop.chart.votes"))
    return (answer, *(guide.text(f"workshop.chart.{key}") for key in ("before", "after")))


def _rows(rounds: list[ItemResult], guide: Guide) -> Iterable[tuple[str, ...]]:
    item = rounds[-1].item
    for choice in (*choices_of(item), *no_judgement(item)):
        numbers = (_number(result, choice) for result in rounds)
        yield (say_choice(item, choice, guide), *("" if n is None else guide.number(n) for n in numbers))


def _number(result: ItemResult, choice: Choice) -> int | None:
    if result.withheld:
        return None
    beside = {DONT_KNOW: result.dont_know, NOT_APPLICABLE: result.not_applicable}
    return beside[str(choice)] if choice in beside else result.counts[choice]
