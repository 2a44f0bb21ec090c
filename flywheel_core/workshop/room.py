"""A room as everyone sees it: what it is about, its topics and where it has come to. No vote is in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from flywheel_core.assessment.model import LONG_TEXT
from flywheel_core.workshop.errors import refused
from flywheel_core.workshop.topics import TOPICS

Mode = Literal["anonymous", "named"]
Status = Literal["waiting", "collecting", "revealed", "agreed", "skipped", "parked"]
Phase = Literal["lobby", "collecting", "revealed", "agreed", "closed"]

#: Minutes for each topic in the plans of 30, 60 and 90 minutes; the rest is for arriving and the decisions.
PLANS: Mapping[int, Mapping[str, int]] = {
    30: {"levels": 6, "weakest": 2, "strengths": 7, "durations": 6, "learning": 4},
    60: {
        "prerequisites": 4,
        "levels": 9,
        "access": 4,
        "weakest": 3,
        "strengths": 9,
        "durations": 9,
        "learning": 6,
        "cold_start": 7,
    },
    90: {
        "prerequisites": 5,
        "levels": 12,
        "access": 6,
        "weakest": 4,
        "strengths": 12,
        "durations": 13,
        "learning": 8,
        "cold_start": 10,
        "risks": 10,
    },
}

LONGEST_TITLE = 200

#: More rounds of a topic than any room has, and the largest number that each database keeps.
MOST_ROUNDS, MOST_VERSIONS = 1_000, 2**31 - 1

#: How many people a room takes, unless it is made for fewer.
CAPACITY = 1_000


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _known(topic: str) -> str:
    if topic not in TOPICS:
        raise ValueError(topic)
    return topic


TopicId = Annotated[str, AfterValidator(_known)]


class Reveal(_Kept):
    """When a round was revealed, and the version of the room that showed it first."""

    at: AwareDatetime
    version: Annotated[int, Field(ge=0, le=MOST_VERSIONS)]


class Topic(_Kept):
    """A topic of a room's plan.

    `round` is the one that votes are or were last collected in, 0 before the first. `void` are rounds whose
    reveal was a mistake: what was said in them is not shown again. `reveals` are by round, and written by the
    store, which numbers the versions. `agreed` holds JSON values by path.
    """

    id: TopicId
    minutes: Annotated[int, Field(ge=1, le=240)]
    status: Status = "waiting"
    round: Annotated[int, Field(ge=0, le=MOST_ROUNDS)] = 0
    void: Annotated[tuple[int, ...], Field(max_length=MOST_ROUNDS)] = ()
    revealed_at: AwareDatetime | None = None
    reveals: Mapping[int, Reveal] = {}
    agreed: Mapping[str, Any] = {}
    dissent: Annotated[str, Field(max_length=LONG_TEXT)] = ""

    @property
    def rounds(self) -> tuple[int, ...]:
        """The rounds that count, the earliest first; the last may be still collecting."""
        return tuple(n for n in range(1, self.round + 1) if n not in self.void)


class Room(_Kept):
    """A room's plan and its one phase."""

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    product: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    mode: Mode = "anonymous"
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    #: The topic that the room is at; None before the first one, and where all are done.
    present: TopicId | None = None
    closed: bool = False
    locked: bool = False
    #: When the time for the present topic is up; the same on all screens.
    ends_at: AwareDatetime | None = None
    #: Until when people answer by themselves before the room meets; None for a room that is live only.
    beforehand_until: AwareDatetime | None = None
    capacity: Annotated[int, Field(ge=1, le=CAPACITY)] = CAPACITY
    #: Whether the participants are simulated, to practise with.
    rehearsal: bool = False

    @property
    def phase(self) -> Phase:
        """Where the room is: every screen shows this and decides nothing by itself."""
        if self.closed:
            return "closed"
        status = self.topic(self.present).status if self.present else None
        return status if status in ("collecting", "revealed", "agreed") else "lobby"

    @property
    def parked(self) -> list[str]:
        """The topics that were parked, to come back to."""
        return [topic.id for topic in self.topics if topic.status == "parked"]

    def topic(self, topic: str) -> Topic:
        """Return a topic of the plan. Raises WorkshopError for one that is not in it."""
        found = next((known for known in self.topics if known.id == topic), None)
        if found is None:
            raise refused("no_such_topic", topic=topic)
        return found

    def next_topic(self) -> str | None:
        """Return the first topic after the present one that is still to be done, else the first of all."""
        ids = [topic.id for topic in self.topics]
        start = ids.index(self.present) + 1 if self.present else 0
        in_turn = (*self.topics[start:], *self.topics[:start])
        return next((topic.id for topic in in_turn if topic.status == "waiting"), None)

    def is_open_beforehand(self, now: datetime) -> bool:
        """Say whether people answer by themselves now: before the meeting, until the time that was set.

        Where the room has met before that time there is nothing left to answer once all topics are done.
        """
        begun = self.beforehand_until is not None and now < self.beforehand_until
        return begun and self.phase == "lobby" and self.next_topic() is not None


def new_room(
    title: str,
    *,
    product: str = "",
    mode: Mode = "anonymous",
    plan: int | Sequence[tuple[str, int]] = 60,
    beforehand_until: datetime | None = None,
    capacity: int = CAPACITY,
    rehearsal: bool = False,
) -> Room:
    """Return a room in its lobby. `plan` is 30, 60 or 90 minutes, or topics with their minutes.

    Raises WorkshopError for a room without a title or topics, or with a topic twice.
    """
    topics = list(PLANS[plan].items()) if isinstance(plan, int) else list(plan)
    if not title.strip():
        raise refused("no_title")
    if not topics or len({topic for topic, _ in topics}) < len(topics):
        raise refused("no_topics")
    return Room(
        title=title.strip()[:LONGEST_TITLE],
        product=product.strip()[:LONGEST_TITLE],
        mode=mode,
        topics=tuple(Topic(id=topic, minutes=minutes) for topic, minutes in topics),
        beforehand_until=beforehand_until,
        capacity=capacity,
        rehearsal=rehearsal,
    )
