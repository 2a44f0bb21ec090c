"""The point at which a method refuses to answer, and says what is missing."""


class Refused(Exception):  # noqa: N818  # not an error: the answer is that there is none
    """A method that can't answer: `reason` is a key of the words at `evidence.refused`."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
