"""Many live sessions at once: each changes an answer as soon as the page of its last change has finished."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from benchmarks.live_session import LiveSession, SessionError
from benchmarks.servers import Place

OPENED_AT_ONCE = 10


@dataclass
class Load:
    """What the sessions did: seconds that each rerun took, and over how long."""

    seconds: float = 0.0
    reruns: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Reruns that were finished, a second."""
        return len(self.reruns) / self.seconds


@asynccontextmanager
async def opened(places: Sequence[Place]) -> AsyncIterator[list[LiveSession]]:
    """Open a session at each place, ten at a time, and close them all in any case."""
    sessions = [LiveSession(place.address, place.page, place.query) for place in places]
    async with AsyncExitStack() as stack:
        for first in range(0, len(sessions), OPENED_AT_ONCE):
            batch = sessions[first : first + OPENED_AT_ONCE]
            await asyncio.gather(*(stack.enter_async_context(session) for session in batch))
        yield sessions


async def press_on(sessions: Sequence[LiveSession], load: Load, *, seconds: float, pace: float = 0.0) -> None:
    """Let all sessions change answers for so long, and add to `load` what they finished in that time.

    Each begins its next change when its last page has finished and `pace` seconds have passed since the
    change before; with a pace the sessions begin one after another, spread over it.
    """
    until = time.perf_counter() + seconds
    finished = await asyncio.gather(
        *(
            change_answers(session, until, pace, delay=pace * place / len(sessions))
            for place, session in enumerate(sessions)
        )
    )
    load.reruns.extend(taken for one in finished for taken in one)
    load.seconds += seconds


async def change_answers(session: LiveSession, until: float, pace: float, delay: float) -> list[float]:
    """Change one choice of the page after the other; return the seconds of the reruns done in time."""
    taken = []
    await asyncio.sleep(delay)
    while (begun := time.perf_counter()) < until:
        choices = session.choices
        if not choices:
            raise SessionError(f"nothing can be chosen on {session.address}/{session.page}")
        choice = choices[session.runs % len(choices)]
        seconds = await session.choose(choice, session.another_option(choice))
        if time.perf_counter() <= until:
            taken.append(seconds)
        await asyncio.sleep(max(0.0, begun + pace - time.perf_counter()))
    return taken
