"""Simulated participants, so that a facilitator can practise alone: plausible, and not of one mind."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from flywheel_core.workshop.room import Room
from flywheel_core.workshop.topics import Item, items_of
from flywheel_core.workshop.votes import DONT_KNOW, NOT_APPLICABLE, read_vote

#: How often somebody does not know, or says that the part does not exist.
_UNKNOWING, _LACKING = 0.06, 0.02
#: Of seven people three say they work with data: a role that may be told of, and that sees things its way.
_ROLES = ("data", "engineering", "product")
#: Typical hours of the loop's connections, the slow ones where people have to agree.
_HOURS = (4.0, 48.0, 240.0, 720.0, 24.0)


def simulated_role(number: int) -> str:
    """Return the role of the simulated participant with a number from 0."""
    return _ROLES[number % len(_ROLES)]


def simulated_votes(room: Room, topic: str, people: int, seed: str) -> tuple[Mapping[str, Any], ...]:
    """Return what `people` simulated participants vote on a topic in its present round, by path.

    The same seed gives the same votes. On one item of a topic those who work with data differ from the rest;
    after the first round people come closer to each other.
    """
    items = items_of(topic)
    number = max(room.topic(topic).round, 1)
    divided = _random(seed, topic).randrange(len(items))
    votes: list[dict[str, Any]] = [{} for _ in range(people)]
    for place, item in enumerate(items):
        centre = _random(seed, item.path)
        leaning = centre.random()
        for person in range(people):
            chance = _random(seed, item.path, person, number)
            apart = place == divided and simulated_role(person) == "data"
            votes[person][item.path] = _vote(item, leaning, chance, apart=apart, again=number > 1)
    return tuple(votes)


def _vote(item: Item, leaning: float, chance: Random, *, apart: bool, again: bool) -> Any:
    odds = chance.random()
    if odds < _UNKNOWING:
        return DONT_KNOW
    if item.may_not_apply and odds < _UNKNOWING + _LACKING:
        return NOT_APPLICABLE
    spread = 0.08 if again else 0.16
    if item.kind == "duration":
        return _range(item, leaning, chance, spread, apart=apart)
    middle = _apart(leaning, 0.2 if again else 0.5) if apart else leaning
    return _at(item.choices, middle + chance.gauss(0, spread))


def _apart(leaning: float, by: float) -> float:
    return leaning + (by if leaning < 0.5 else -by)


def _at(choices: Sequence[Any], share: float) -> Any:
    return choices[min(max(int(share * len(choices)), 0), len(choices) - 1)]


def _range(item: Item, leaning: float, chance: Random, spread: float, *, apart: bool) -> Any:
    """A range about a typical duration of the connection, in whole hours, with some doubt about it."""
    place = [known.path for known in items_of("durations")].index(item.path)
    factor = 10 ** ((leaning - 0.5) + chance.gauss(0, 2 * spread) + (0.7 if apart else 0))
    likely = max(round(_HOURS[place] * factor), 2)
    doubt = chance.uniform(1.5, 3.0)
    low, high = max(round(likely / doubt), 1), min(round(likely * doubt), 80_000)
    ends = {"low": f"PT{low}H", "likely": f"PT{min(likely, high)}H", "high": f"PT{high}H"}
    return read_vote(item.path, ends)


def _random(*of: object) -> Random:
    return Random("/".join(map(str, of)))  # noqa: S311  # no secret hangs on what nobody really voted
