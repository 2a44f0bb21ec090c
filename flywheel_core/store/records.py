"""What the store hands out."""

from dataclasses import dataclass, field
from datetime import datetime

from flywheel_core.assessment import Assessment


@dataclass(frozen=True)
class Refused:
    """What was typed at a path and is no answer yet, and the sentence that says why."""

    path: str
    typed: str
    why: str


@dataclass(frozen=True)
class Opened:
    """An assessment and the link that opened it. Times are in UTC."""

    id: str
    #: Whoever has it has the assessment, so it stays out of logs and messages.
    token: str = field(repr=False)
    assessment: Assessment
    #: Rises by one with each saved step.
    version: int
    may_edit: bool
    created_at: datetime
    changed_at: datetime
    #: Whether this link may take a step back, and there is one.
    can_undo: bool = False
    #: What was typed and is no answer yet, for whoever may edit.
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Saved:
    """An assessment as it stands now, and what the asking tab has to be told."""

    assessment: Assessment
    version: int
    changed_at: datetime
    #: Paths that other tabs changed since the version that this tab has seen, the earliest first;
    #: "" is the whole document.
    from_others: tuple[str, ...] = ()
    #: Those of this tab's changes that replaced what another tab had put there unseen by this one.
    overwritten: tuple[str, ...] = ()
    #: Paths that an undo took back.
    undone: tuple[str, ...] = ()
    #: Whether there is a step left that can be taken back.
    can_undo: bool = False
