"""Reruns a second with 50 live sessions, against the empty app's by turns, and what memory they take.

Each session is at a page of a full assessment of its own, and each rerun changes an answer that is saved;
that it was is read from the database afterwards. First nobody pauses, which shows what the server can do;
then everybody answers once a second, which shows how long 50 people wait.
"""

import asyncio
import time

from benchmarks.figures import Row, at_least, ms, percentile
from benchmarks.live_session import LiveSession, SessionError
from benchmarks.load import Load, opened, press_on
from benchmarks.servers import Memory, Pair, both_apps, memory

SESSIONS = 50
#: The pages on which something is chosen; the sessions are spread over them.
PAGES = ("", "components", "learning", "cold_start", "velocity", "mistakes")
ROUNDS = 4
PACE = 1.0
TIMES_AN_EMPTY_APP = 0.5
SOAK_RERUNS = 500
LONGEST_SOAK_SECONDS = 60


def measure(*, sessions: int = SESSIONS, seconds: float, soak: int = SOAK_RERUNS) -> list[Row]:
    """Return the rates of both apps over so many seconds each, and the memory of ours before and after."""
    with both_apps() as apps:
        return asyncio.run(_measure(apps, sessions, seconds, soak))


async def _measure(apps: Pair, count: int, seconds: float, soak: int) -> list[Row]:
    links = apps.new_links(count)
    places = [apps.place(PAGES[number % len(PAGES)], link) for number, link in enumerate(links)]
    async with opened(places) as our_sessions, opened([apps.empty_place()] * count) as empty_sessions:
        both = our_sessions, empty_sessions
        pressed = await _by_turns(*both, seconds=seconds)
        paced = await _by_turns(*both, seconds=seconds / 2, pace=PACE)
        before = memory(apps.ours)
        soaked = await _soak(our_sessions, soak)
        after = memory(apps.ours)
    _check_saved(apps, links, our_sessions)
    return [*_rates(*pressed, count), *_waits(*paced, count), *_memory_rows(before, after, soaked, count)]


async def _by_turns(
    ours: list[LiveSession], empty: list[LiveSession], *, seconds: float, pace: float = 0.0
) -> tuple[Load, Load]:
    """Let the sessions of one app and then of the other change answers, round after round."""
    loads = Load(), Load()
    for _ in range(ROUNDS):
        for sessions, load in zip((ours, empty), loads, strict=True):
            await press_on(sessions, load, seconds=seconds / ROUNDS, pace=pace)
    return loads


async def _soak(sessions: list[LiveSession], reruns: int) -> int:
    """Go on until so many reruns more are done, or a minute is over; return how many were."""
    load, until = Load(), time.perf_counter() + LONGEST_SOAK_SECONDS
    while len(load.reruns) < reruns and time.perf_counter() < until:
        await press_on(sessions, load, seconds=2)
    return len(load.reruns)


def _check_saved(apps: Pair, links: list[str], sessions: list[LiveSession]) -> None:
    """Raise SessionError unless every answer that a session changed is in the database."""
    for version, session in zip(apps.versions(links), sessions, strict=True):
        if version != session.runs:  # the first run opens the page, the first version is the new assessment
            raise SessionError(f"{session.runs - 1} answers were changed, {version - 1} changes were saved")


def _rates(ours: Load, empty: Load, count: int) -> list[Row]:
    title = f"Reruns a second, {count} live sessions without a pause, each saving an answer"
    return [
        at_least(title, ours.per_second, empty.per_second, TIMES_AN_EMPTY_APP),
        Row("… time of a rerun among them, median", *_times(ours, empty, 0.5)),
    ]


def _waits(ours: Load, empty: Load, count: int) -> list[Row]:
    return [
        Row(f"Wait of {count} people who each answer once a second, median", *_times(ours, empty, 0.5)),
        Row("… 95th percentile", *_times(ours, empty, 0.95)),
    ]


def _times(ours: Load, empty: Load, share: float) -> tuple[str, str]:
    mine, other = (ms(1000 * percentile(load.reruns, share)) for load in (ours, empty))
    return mine, other


def _memory_rows(before: Memory | None, after: Memory | None, soaked: int, count: int) -> list[Row]:
    if before is None or after is None:
        return []
    return [
        Row(f"Memory of the server with {count} sessions, peak", f"{before.peak:.0f} MiB"),
        Row(f"… after {soaked} reruns more, peak", f"{after.peak:.0f} MiB"),
        Row("… growth of what it holds meanwhile", f"{after.now - before.now:+.1f} MiB"),
    ]
