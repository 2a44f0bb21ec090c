"""A room full of phones: votes in ten seconds, the facilitator's count, a new phase on every screen.

Every phone is a live session with its bell. The facilitator's moves are made from here, as by another process
on the same database. That votes were saved is read from the database afterwards.
"""

import asyncio
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from benchmarks.figures import Row, at_least, ms, percentile, under
from benchmarks.live_session import SessionError
from benchmarks.load import Load, opened, press_on
from benchmarks.phones import Phone, phones_of
from benchmarks.servers import Memory, Pair, both_apps, memory
from flywheel_core import load_guide, workshop
from flywheel_core.store import Store
from flywheel_core.workshop import WEAKEST, Room

PEOPLE, CROWD = 200, 500
#: So many more are added until a new phase comes too late.
BREAKING = (1000, 1500, 2000)
SECONDS_TO_VOTE = 10.0
#: Seconds to warm up, and how often both apps have their turn after that: what else the machine does falls
#: on both.
WARM_UP, TURNS = 2.0, 4
#: How often both servers are started for that: where a process comes to lie in memory alone makes a fifth.
STARTS = 5
LONGEST_WAIT = 60.0
SAVED_WITHIN, COUNTED_WITHIN, SHOWN_WITHIN = 1000.0, 2000.0, 3000.0
TIMES_AN_EMPTY_APP = 0.5
PLAN = [("weakest", 5), ("levels", 9), ("prerequisites", 5)]


def measure(
    *,
    people: int = PEOPLE,
    crowd: int = CROWD,
    breaking: Sequence[int] = BREAKING,
    seconds: float = 24.0,
    starts: int = STARTS,
) -> list[Row]:
    """Return the rows for rooms of `people` and of `crowd`, and for the size at which a phase is late."""
    rows = [_machine_load()]
    with both_apps() as apps:
        rows += asyncio.run(_voting(apps, people))
    rows += _pressing(people, seconds, starts)
    with both_apps() as apps:
        rows += asyncio.run(_moving(apps, crowd))
    return [*rows, _breaking(breaking)]


def _machine_load() -> Row:
    return Row("Load average of the machine before", ", ".join(f"{each:.1f}" for each in os.getloadavg()))


class FilledRoom:
    """A room with people in it, in the app's database, and the facilitator's hand on it."""

    def __init__(self, store: Store, people: int) -> None:
        """Make the room and let the people join."""
        self.rooms = store.rooms
        new = self.rooms.create(workshop.new_room("Room", plan=PLAN))
        self.facilitate, self.present = new.facilitate, new.present
        self.tokens = [self.rooms.join(new.code, place="here").token for _ in range(people)]

    def move(self, step: Callable[[Room, datetime], Room]) -> float:
        """Make a move; return when it was saved."""
        now = datetime.now(UTC)
        version = self.rooms.open(self.facilitate).version
        self.rooms.move(self.facilitate, version, lambda room: step(room, now))
        return time.perf_counter()


@contextmanager
def _filled(apps: Pair, people: int) -> Iterator[FilledRoom]:
    store = Store(apps.database)
    try:
        yield FilledRoom(store, people)
    finally:
        store.close()


# --- Voting ------------------------------------------------------------------------------------------------


async def _voting(apps: Pair, count: int) -> list[Row]:
    with _filled(apps, count) as room:
        room.move(workshop.go_on)
        before = memory(apps.ours)
        async with phones_of(apps.ours.address, room.tokens) as phones:
            after = memory(apps.ours)
            async with phones_of(apps.ours.address, [room.facilitate], "facilitate", "room") as (screen,):
                taken, counted = await _vote_within(phones, screen)
            _check_saved(room, phones)
    return [
        under(f"{count} people vote within ten seconds: saved and acknowledged, 95th percentile",
              1000 * percentile(taken, 0.95), SAVED_WITHIN),
        Row("… median, slowest", f"{ms(1000 * percentile(taken, 0.5))}, {ms(1000 * max(taken))}"),
        under("… facilitator's count right after the last of them", 1000 * counted, COUNTED_WITHIN),
        _memory_row(before, after, count),
    ]  # fmt: skip


def _pressing(count: int, seconds: float, starts: int) -> list[Row]:
    """Return the rates of the start whose ratio is the middle one, and the ratios of all starts."""
    rates = []
    for _ in range(starts):
        with both_apps() as apps:
            rates.append(asyncio.run(_without_a_pause(apps, count, seconds)))
    rates.sort(key=lambda both: both[0] / both[1])
    ratios = ", ".join(f"{ours / empty:.2f}" for ours, empty in rates)
    return [
        at_least(f"Reruns a second, {count} phones without a pause, each saving a vote",
                 *rates[len(rates) // 2], TIMES_AN_EMPTY_APP),
        Row("… ratios of all starts of both servers, of which that is the middle one", ratios),
    ]  # fmt: skip


async def _without_a_pause(apps: Pair, count: int, seconds: float) -> tuple[float, float]:
    with _filled(apps, count) as room:
        room.move(workshop.go_on)
        async with phones_of(apps.ours.address, room.tokens) as phones:
            ours, empty = await _by_turns(apps, phones, count, seconds)
            _check_saved(room, phones)
    return ours.per_second, empty.per_second


async def _vote_within(phones: Sequence[Phone], screen: Phone) -> tuple[list[float], float]:
    """Let all vote within ten seconds; return how long each took, and the count after the last."""
    # The same moments in each run: what is measured is the app, not the draw.
    moments = random.Random(7)
    votes = (_vote(phone, moments.uniform(0, SECONDS_TO_VOTE)) for phone in phones)
    taken = await asyncio.gather(*votes)
    last = max(phone.drawn_at for phone in phones)
    shown = load_guide().many("ui.room.voted", len(phones)).encode()
    return taken, max(0.0, await _shown_at(screen, shown) - last)


async def _vote(phone: Phone, after: float) -> float:
    await asyncio.sleep(after)
    (choice,) = phone.choices
    return await phone.choose(choice, choice.options[len(phone.token) % 5])


async def _shown_at(screen: Phone, words: bytes) -> float:
    """Return when a screen had finished a page with these words in it."""
    until = time.perf_counter() + LONGEST_WAIT
    while words not in screen.shown:
        screen.raise_if_deaf()
        if time.perf_counter() > until:
            raise SessionError(f"a screen did not show within {LONGEST_WAIT:.0f} s: {words.decode()}")
        await asyncio.sleep(0.01)
    return screen.drawn_at


def _check_saved(room: FilledRoom, phones: Sequence[Phone]) -> None:
    """Raise SessionError unless each of them has voted, once."""
    counts = room.rooms.open(room.facilitate).counts
    missing = [phone for phone in phones if (WEAKEST, 1) not in room.rooms.participant(phone.token).votes]
    if missing or (counts.joined, counts.voted) != (len(phones), len(phones)):
        raise SessionError(f"{len(phones)} voted, {counts.voted} votes were saved")


async def _by_turns(apps: Pair, phones: Sequence[Phone], count: int, seconds: float) -> tuple[Load, Load]:
    """Let both vote without a pause by turns; what they do while they warm up is not counted."""
    loads = Load(), Load()
    async with opened([apps.empty_place()] * count) as empty:
        for both, turn in [((Load(), Load()), WARM_UP)] + [(loads, seconds / TURNS)] * TURNS:
            await press_on(phones, both[0], seconds=turn)
            await press_on(empty, both[1], seconds=turn)
    return loads


def _memory_row(before: Memory | None, after: Memory | None, count: int) -> Row:
    if before is None or after is None:
        return Row("Memory of the server for each participant", "not told by this system")
    return Row("Memory of the server for each participant", f"{(after.now - before.now) / count:.2f} MiB")


# --- Moving on ---------------------------------------------------------------------------------------------


async def _moving(apps: Pair, count: int) -> list[Row]:
    shown = await _phases(apps, count)
    return [
        under(f"{count} phones: the last one shows {what}", 1000 * slowest, SHOWN_WITHIN)
        for what, slowest in shown.items()
    ]


async def _phases(apps: Pair, count: int) -> dict[str, float]:
    """Return for a new topic and for its reveal after how many seconds the last phone shows it."""
    guide = load_guide()
    with _filled(apps, count) as room:
        async with phones_of(apps.ours.address, room.tokens) as phones:
            asked = guide.text("workshop.choices.weakest")
            topic = await _slowest(phones, partial(room.move, workshop.go_on), asked)
            for token in room.tokens[:50]:
                room.rooms.vote(token, WEAKEST, "storage_to_analysis", round=1, seen=2)
            agreement = guide.text("ui.join.you", value=guide.text("ui.join.nothing")).partition(":")[0]
            votes = await _slowest(phones, partial(room.move, workshop.reveal), agreement + ":")
    return {"a new topic": topic, "the votes": votes}


async def _slowest(phones: Sequence[Phone], move: Callable[[], float], words: str) -> float:
    moved = await asyncio.to_thread(move)
    shown = await asyncio.gather(*(_shown_at(phone, words.encode()) for phone in phones))
    return max(shown) - moved


def _breaking(counts: Sequence[int]) -> Row:
    """Return the first number of phones at which a new phase comes too late, or is missed by some."""
    said = []
    for count in counts:
        with both_apps() as apps:
            try:
                slowest = 1000 * max(asyncio.run(_phases(apps, count)).values())
            except (SessionError, OSError) as error:
                return Row("Breaks at", f"{count} phones: {error}" + _so_far(said))
        said.append(f"{count}: {ms(slowest)}")
        if slowest > SHOWN_WITHIN:
            return Row("A new phase comes later than 3 s at", f"{count} phones" + _so_far(said))
    return Row("A new phase comes in 3 s up to", f"{counts[-1]} phones" + _so_far(said) if counts else "")


def _so_far(said: Sequence[str]) -> str:
    return f" ({', '.join(said)})" if said else ""
