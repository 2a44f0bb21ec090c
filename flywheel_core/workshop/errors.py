"""What can't be done in a room, as one sentence for the person who tried."""

from flywheel_core.guide import load_guide


class WorkshopError(Exception):
    """What a room does not take now; the message is one sentence, and nothing was changed."""


def refused(key: str, **values: object) -> WorkshopError:
    """Return the refusal in the words at `errors.workshop.{key}`."""
    return WorkshopError(load_guide().text(f"errors.workshop.{key}", **values))
