"""What went wrong with a paper, in one sentence."""


class PaperError(Exception):
    """A paper could not be made, or does not hold what it should; the message is one sentence."""
