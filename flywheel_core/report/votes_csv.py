"""The votes of a room as CSV, to count again: what was revealed, and nothing that tells who said it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from flywheel_core.guide import Guide
from flywheel_core.report.csv_table import csv_of
from flywheel_core.workshop import FEWEST, ITEMS, Room, Topic, Vote, counted_once, roles_shown, shown_rounds

_PLACES = {path: place for place, path in enumerate(ITEMS)}

_Group = list[Vote]


def votes_csv(room: Room, votes: Iterable[Vote], guide: Guide) -> bytes:
    """Return the revealed votes of a room, a row each: topic, item, round, voter, role, value; names last.

    Topics and items are the ids of the answers file; a duration is its JSON object. A voter is a number that
    means the same person within a topic only. Names are there in a named room only; a role only where three
    or more of a topic have it and nobody left out can be told from the rest. In an anonymous room what fewer
    than three people said has no rows. Raises PaperError if the CSV reads otherwise.
    """
    kept = counted_once(votes)
    named = room.mode == "named"
    heading = guide.lines("workshop.csv.columns")
    rows = [row for topic in room.topics for row in _rows(topic, kept, named)]
    return csv_of([heading if named else heading[:-1], *rows], guide)


def _rows(topic: Topic, votes: Iterable[Vote], named: bool) -> Iterator[list[str]]:
    rounds = shown_rounds(topic)
    groups = [
        group
        for group in _groups(vote for vote in votes if vote.topic == topic.id and vote.round in rounds)
        if named or len(group) >= FEWEST
    ]
    numbers = _numbers(topic.id, groups)
    roles = _roles(groups)
    for vote in (vote for group in groups for vote in sorted(group, key=lambda vote: numbers[vote.voter])):
        role = vote.role if vote.role in roles else None
        row = [topic.id, vote.item, str(vote.round), numbers[vote.voter], role or "", _said(vote.value)]
        yield [*row, vote.name or ""] if named else row


def _groups(votes: Iterable[Vote]) -> list[_Group]:
    """The votes of each item and round, in the order of the items."""

    def place(vote: Vote) -> tuple[int, int]:
        return _PLACES[vote.item], vote.round

    return [list(group) for _, group in groupby(sorted(votes, key=place), key=place)]


def _numbers(topic: str, groups: Iterable[_Group]) -> dict[str, str]:
    """A number for each voter of a topic, in an order that says nothing of when or as whom they joined."""
    voters = {vote.voter for group in groups for vote in group}
    mixed = sorted(voters, key=lambda voter: hashlib.sha256(f"{topic}:{voter}".encode()).digest())
    width = len(str(len(mixed)))
    return {voter: str(number).zfill(width) for number, voter in enumerate(mixed, 1)}


def _roles(groups: Sequence[_Group]) -> frozenset[str]:
    """The roles that no row of a topic tells too much about.

    The rows of one voter can be put together, so a role is there on all of them or on none: it has to be one
    that may be shown on every item and round that anybody of it voted on.
    """
    roles = {vote.voter: vote.role for group in groups for vote in group}
    fit = {role for role in roles.values() if role}
    for group in groups:
        judged = [vote.role for vote in group if vote.counts]
        shown = {*roles_shown(vote.role for vote in group)} & {*roles_shown(judged), *(fit - {*judged})}
        fit -= {vote.role for vote in group if vote.role} - shown
    return frozenset(roles_shown(role if role in fit else None for role in roles.values()))


def _said(value: object) -> str:
    return json.dumps(value) if isinstance(value, Mapping) else str(value)
