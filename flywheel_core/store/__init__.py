"""Keeping assessments: every change saved as it is made, opened again by a private link; and rooms.

Importing this loads SQLAlchemy and Alembic; `import flywheel_core` alone does not.
"""

from flywheel_core.store.errors import (
    NotAdmitted,
    ReadOnlyLink,
    RemovedFromRoom,
    RoomMoved,
    StoreError,
    TooManyCodes,
    UnknownCode,
    UnknownLink,
    UnknownRoom,
)
from flywheel_core.store.records import Opened, Refused, Saved
from flywheel_core.store.room_records import (
    Counts,
    Joined,
    NewRoom,
    Participant,
    Person,
    Pulse,
    RoomNow,
    RoomState,
)
from flywheel_core.store.rooms import Rooms
from flywheel_core.store.store import Store

__all__ = [
    "Counts",
    "Joined",
    "NewRoom",
    "NotAdmitted",
    "Opened",
    "Participant",
    "Person",
    "Pulse",
    "ReadOnlyLink",
    "Refused",
    "RemovedFromRoom",
    "RoomMoved",
    "RoomNow",
    "RoomState",
    "Rooms",
    "Saved",
    "Store",
    "StoreError",
    "TooManyCodes",
    "UnknownCode",
    "UnknownLink",
    "UnknownRoom",
]
